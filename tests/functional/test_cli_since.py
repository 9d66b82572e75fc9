"""`check --since` and `--staged` on real repositories: what is new, why, and where that is shown."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.functional.running import archcheck, git, repository, write_files

RULES = """\
version: 1
components: {service: "services/{service}/"}
rules:
  - {id: alone, kind: independence, components: service}
  - {id: shape, kind: tree, root: "services/{service}", entries: ["README.md"]}
  - {id: loops, kind: acyclic}
  - {id: short, kind: files, match: "**/*.py", max_lines: 3}
"""
FILES = {
    "archcheck.yaml": RULES,
    "CODEOWNERS": "services/loans/ @org/loans\\nservices/auth/ @org/auth\\n".replace("\\n", "\n"),
    "services/loans/README.md": "",
    "services/auth/README.md": "",
    "services/pay/README.md": "",
    "services/auth/models.py": "",
    "services/pay/rates.py": "",
    "services/loans/old.py": "import services.auth.models\n",
    "services/loans/quote.py": "import lib.money\n",
    "lib/money.py": "x = 1\n",
    "lib/others.py": "",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one violation on `main`, and a branch `feature` at the same commit."""
    made = repository(tmp_path / "repo", FILES)
    git(made, "commit", "--quiet", "--message", "begun")
    git(made, "checkout", "--quiet", "-b", "feature")
    return made


def commit(root: Path, **files: str) -> None:
    """Commit files; names are keys with `__` for a slash and `_` for a dot before the ending."""
    write_files(root, {name.replace("__", "/").replace("_py", ".py"): text for name, text in files.items()})
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "changed")


def found(root: Path, *arguments: str) -> list[dict[str, Any]]:
    """The violations of a JSON report."""
    document: dict[str, Any] = json.loads(archcheck(root, "check", "-o", "json", *arguments).out)
    listed: list[dict[str, Any]] = document["violations"]
    return listed


def told(root: Path, *arguments: str) -> list[str]:
    """`rule path:line; cause` of each violation."""
    return [f"{v['rule']} {v['path']}:{v['line']}; {v['cause']}" for v in found(root, "--since", "main", *arguments)]


def test_nothing_is_new_where_nothing_changed(root: Path) -> None:
    done = archcheck(root, "check", "--since", "main")
    assert (done.code, done.out.splitlines()[-1].partition(" (")[0]) == (
        0,
        "ok  4 rules, 11 files, 2 internal imports; since main",
    )
    assert archcheck(root, "check").code == 1


def test_an_added_import_is_new_with_both_owners_and_moving_the_old_one_is_not(root: Path) -> None:
    commit(root, services__loans__old_py="\n# moved down\nimport services.auth.models\n")
    assert told(root) == []
    commit(root, services__loans__quote_py="import lib.money\nimport services.auth.models\n")
    (new,) = found(root, "--since", "main")
    assert (new["owners"], new["target_owners"]) == (["@org/loans"], ["@org/auth"])
    assert new["cause"] == "new: services/loans/quote.py:2 -> services/auth/models.py"


def test_a_chain_through_an_unchanged_file_is_shown_at_the_line_of_the_diff(root: Path) -> None:
    git(root, "checkout", "--quiet", "main")
    commit(root, lib__money_py="import services.pay.rates\n", services__loans__quote_py="")
    git(root, "checkout", "--quiet", "-B", "feature")
    commit(root, services__loans__quote_py="\nimport lib.money\n")
    (new,) = found(root, "--since", "main")
    assert (new["path"], new["cause_place"]) == (
        "lib/money.py",
        {"path": "services/loans/quote.py", "line": 2, "column": 1},
    )
    shown = archcheck(root, "check", "--since", "main", "-o", "github").out
    assert "file=services/loans/quote.py,line=2," in shown


def test_a_second_import_of_the_same_module_is_worse_than_before(root: Path) -> None:
    commit(root, services__loans__old_py="import services.auth.models\nimport services.auth.models as again\n")
    (new,) = found(root, "--since", "main")
    assert (new["before"], new["cause"]) == ("1 place before", "new or changed: services/loans/old.py:2")


def test_what_is_deleted_is_the_cause_of_what_is_missing(root: Path) -> None:
    git(root, "rm", "--quiet", "services/pay/README.md", "lib/money.py")
    git(root, "commit", "--quiet", "--message", "deleted")
    assert told(root) == [
        "shape services/pay/README.md:None; deleted: services/pay/README.md",
        "archcheck/unresolved services/loans/quote.py:1; deleted: lib/money.py",
    ]


@pytest.mark.parametrize(
    "moved", [("services/loans/old.py", "services/loans/new.py"), ("services/loans", "services/lending")]
)
def test_what_was_there_under_another_name_is_not_new(root: Path, moved: tuple[str, str]) -> None:
    git(root, "mv", *moved)
    git(root, "commit", "--quiet", "--message", "moved")
    assert told(root) == []


def test_what_a_move_breaks_is_new_because_of_it(root: Path) -> None:
    git(root, "mv", "lib/money.py", "services/pay/money.py")
    write_files(root, {"services/loans/quote.py": "import services.pay.money\n"})
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "moved")
    assert told(root) == ["alone services/loans/quote.py:1; new or changed: services/loans/quote.py:1"]


def test_a_comment_taken_out_makes_its_violation_new(root: Path) -> None:
    git(root, "checkout", "--quiet", "main")
    commit(root, services__loans__old_py="import services.auth.models  # archcheck: allow alone -- old\n")
    git(root, "checkout", "--quiet", "-B", "feature")
    assert told(root) == []
    commit(root, services__loans__old_py="import services.auth.models\n")
    assert told(root) == ["alone services/loans/old.py:1; new or changed: services/loans/old.py:1"]


def test_a_file_that_grows_beyond_its_limit_or_further_is_new(root: Path) -> None:
    git(root, "checkout", "--quiet", "main")
    commit(root, lib__long_py="x = 1\n" * 5)
    git(root, "checkout", "--quiet", "-B", "feature")
    assert told(root) == []
    commit(root, lib__long_py="x = 1\n" * 9)
    (new,) = found(root, "--since", "main")
    assert (new["rule"], new["before"]) == ("short", "5 before")


def test_since_is_the_difference_of_two_full_runs(root: Path) -> None:
    commit(
        root,
        services__pay__rates_py="import services.auth.models\nimport services.loans.quote\n",
        lib__a_py="import lib.b\n",
        lib__b_py="import lib.a\n",
    )
    after = {each["fingerprint"] for each in found(root)}
    new = {each["fingerprint"] for each in found(root, "--since", "main")}
    git(root, "checkout", "--quiet", "main")
    before = {each["fingerprint"] for each in found(root)}
    assert new == after - before
    assert len(new) == 3


def test_what_changed_is_told_with_its_components(root: Path) -> None:
    git(root, "rm", "--quiet", "services/pay/rates.py")
    commit(root, services__loans__old_py="", lib__money_py="x = 2\n")
    since = json.loads(archcheck(root, "check", "--since", "main", "-o", "json").out)["since"]
    assert since["changed"] == ["lib/money.py", "services/loans/old.py", "services/pay/rates.py"]
    assert since["components"] == ["service[loans]", "service[pay]"]


def test_fixed_violations_are_counted(root: Path) -> None:
    commit(root, services__loans__old_py="")
    done = archcheck(root, "check", "--since", "main")
    assert (done.code, done.out.rpartition(", ")[2]) == (0, "1 fixed\n")


def test_only_the_index_counts_when_staged(root: Path) -> None:
    write_files(root, {"services/pay/rates.py": "import services.auth.models\n"})
    assert told(root, "--staged") == []
    git(root, "add", "--all")
    write_files(root, {"services/pay/rates.py": "", "services/auth/models.py": "import services.pay.rates\n"})
    assert told(root, "--staged") == [
        "alone services/pay/rates.py:1; new: services/pay/rates.py:1 -> services/auth/models.py"
    ]
    (excerpt,) = (each["excerpt"] for each in found(root, "--staged", "--since", "main"))
    assert excerpt == {"1": "import services.auth.models"}
    git(root, "rm", "--quiet", "--cached", "services/pay/README.md")
    assert "shape services/pay/README.md:None; deleted: services/pay/README.md" in told(root, "--staged")


def test_the_rule_file_and_the_baseline_are_those_of_the_index(root: Path) -> None:
    (root / "archcheck.yaml").write_text("version: 1\nrules: nonsense\n")
    assert archcheck(root, "check").code == 2
    assert archcheck(root, "check", "--staged").code == 1
    (root / "archcheck.yaml").write_text(f"{RULES}baseline: b.json\n")
    archcheck(root, "baseline", "write", "--write")
    git(root, "add", "--all")
    (root / "b.json").unlink()
    assert archcheck(root, "check", "--staged").code == 0


@pytest.mark.parametrize(
    ("depth", "revision", "code", "message"),
    [
        pytest.param(1, "HEAD^1", 2, "error: this shallow clone does not hold HEAD^1: fetch more history", id="1"),
        pytest.param(2, "HEAD^1", 0, "", id="depth 2 of a merge commit is enough"),
        pytest.param(2, "origin/main", 2, "error: this shallow clone does not hold origin/main", id="no branch"),
    ],
)
def test_shallow_clones_are_explained(
    root: Path, tmp_path: Path, depth: int, revision: str, code: int, message: str
) -> None:
    commit(root, lib__more_py="")
    git(root, "checkout", "--quiet", "main")
    commit(root, lib__other_py="")
    git(root, "checkout", "--quiet", "-b", "merged")
    git(root, "merge", "--quiet", "--no-ff", "--no-edit", "feature")
    clone = tmp_path / "clone"
    git(root, "clone", "--quiet", "--depth", str(depth), "--branch", "merged", f"file://{root}", str(clone))
    done = archcheck(clone, "check", "--since", revision)
    assert (done.code, done.err.startswith(message)) == (code, True)
    assert ("fetch-depth: 2" in done.err) == (code == 2)


@pytest.mark.parametrize("revision", ["nowhere", "--output=x", "-h", "main:archcheck.yaml"])
def test_what_is_no_commit_is_refused(root: Path, revision: str) -> None:
    done = archcheck(root, "check", f"--since={revision}")
    assert (done.code, done.out) == (2, "")
    assert done.err == f"error: there is no commit {revision}; a branch, a tag or the id of a commit is expected\n"
    assert sorted(path.name for path in root.iterdir()) == [".git", "CODEOWNERS", "archcheck.yaml", "lib", "services"]


def test_outside_of_git_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    write_files(tmp_path, {"archcheck.yaml": "version: 1\n"})
    assert archcheck(tmp_path, "check", "--since", "main").code == 2
    assert archcheck(tmp_path, "check", "--staged").code == 2
