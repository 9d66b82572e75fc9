"""`archcheck owners`, `check --owner` and the owners of violations, from the command line."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.functional.running import archcheck, git, repository, write_files

FILES = {
    ".github/CODEOWNERS": "* @org/core\n/services/pay/ @org/pay @org/fin\n/services/loans/ @org/loans\n/docs/\n",
    "archcheck.yaml": """\
        version: 1
        components: {service: "services/{service}/"}
        rules: [{id: alone, kind: independence, components: service}]
        """,
    "services/pay/a.py": "from services.loans import terms\n",
    "services/loans/terms.py": "",
    "docs/a.md": "",
    "docs/b.md": "",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("owners") / "repo", FILES)


def rows(root: Path, *arguments: str) -> Any:
    done = archcheck(root, "owners", "-o", "json", *arguments)
    assert done.code == 0
    return json.loads(done.out)


def row(path: str, line: int | None, *owners: str, section: str | None = None) -> dict[str, Any]:
    return {"path": path, "owners": list(owners), "line": line, "section": section}


def test_paths_are_answered_in_the_order_given_whether_or_not_they_exist(root: Path) -> None:
    asked = ("services/pay/new/x.py", "docs/a.md", "./services/loans/terms.py", "nowhere", "docs/")
    assert rows(root, *asked) == [
        row("services/pay/new/x.py", 2, "@org/pay", "@org/fin"),
        row("docs/a.md", 4),
        row("services/loans/terms.py", 3, "@org/loans"),
        row("nowhere", 1, "@org/core"),
        row("docs/a.md", 4),
        row("docs/b.md", 4),
    ]
    assert rows(root / "docs", "a.md", "..")[:2] == [row("docs/a.md", 4), row(".github/CODEOWNERS", 1, "@org/core")]


def test_paths_are_told_to_people_one_by_one(root: Path) -> None:
    done = archcheck(root, "owners", "services/pay/a.py", "docs/a.md")
    assert done == (
        0,
        "services/pay/a.py  @org/pay @org/fin  .github/CODEOWNERS:2\n"
        "docs/a.md          unowned on purpose  .github/CODEOWNERS:4\n",
        "",
    )


def test_the_whole_tree_is_summed_up(root: Path) -> None:
    assert (
        archcheck(root, "owners").out
        == """\
.github/CODEOWNERS, read as GitHub does: 6 files
  @org/core
    2 files: .github/, archcheck.yaml
  @org/loans
    1 file: services/loans/
  @org/pay @org/fin
    1 file: services/pay/
  unowned on purpose
    2 files: docs/
"""
    )


def test_what_nobody_owns_is_listed_by_directory(root: Path) -> None:
    assert archcheck(root, "owners", "--unowned") == (0, "docs/  2 files  unowned on purpose\n", "")
    assert rows(root, "--unowned") == [row("docs/a.md", 4), row("docs/b.md", 4)]
    assert rows(root, "--unowned", "nowhere", "docs/c.md") == [row("docs/c.md", 4)]


def test_sections_of_gitlab_have_a_row_each(tmp_path: Path) -> None:
    text = "* @all\n[Docs][2] @writers\n*.md\n^[Ops]\n!x.md\n*.md @ops\n"
    root = repository(tmp_path / "repo", {"CODEOWNERS": text, "a.md": ""})
    assert rows(root, "--dialect", "gitlab", "a.md", "x.md") == [
        row("a.md", 1, "@all", section="codeowners"),
        row("a.md", 3, "@writers", section="Docs"),
        row("a.md", 6, "@ops", section="Ops"),
        row("x.md", 1, "@all", section="codeowners"),
        row("x.md", 3, "@writers", section="Docs"),
        row("x.md", 5, section="Ops"),
    ]
    assert archcheck(root, "owners", "--dialect", "gitlab", "a.md").out == (
        "a.md  [codeowners] @all  CODEOWNERS:1, [Docs] @writers  CODEOWNERS:3, [Ops] @ops  CODEOWNERS:6\n"
    )


def test_it_needs_neither_git_nor_a_rule_file(tmp_path: Path) -> None:
    write_files(tmp_path / "plain", {"docs/CODEOWNERS": "*.py @py\n"})
    assert rows(tmp_path / "plain", "a.py", "b") == [row("a.py", 1, "@py"), row("b", None)]


def test_what_matters_beside_the_answer_is_said_on_stderr(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"a.py": ""})
    done = archcheck(root, "owners", "a.py")
    assert (done.code, done.out) == (0, "a.py  unowned\n")
    assert done.err.startswith("note  there is no CODEOWNERS file among the files of the tree; GitHub looks for ")
    write_files(root, {"CODEOWNERS": "* @a\n/[x] @b\n", ".github/CODEOWNERS": "*.py @a\n/[x] @b\n"})
    git(root, "add", "--all")
    assert archcheck(root, "owners", "a.py").err.splitlines() == [
        "note  .github/CODEOWNERS says who owns what, as GitHub reads it; not CODEOWNERS",
        "note  .github/CODEOWNERS has 1 problem; archcheck check tells which: Invalid pattern on line 2: "
        "Did you mean `/\\[x\\]`?",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("owners", "../x"), "../x: lies outside of ", id="outside"),
        pytest.param(("owners", "-o", "jsno"), 'no output format "jsno" for owners; did you mean "json"?', id="format"),
        pytest.param(("owners", "--dialect", "gitea"), "'gitea' is not one of", id="dialect"),
        pytest.param(("check", "--owner", "@org/lones"), 'did you mean "@org/loans"?', id="owner"),
    ],
)
def test_a_mistake_is_explained(root: Path, arguments: tuple[str, ...], said: str) -> None:
    done = archcheck(root, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_violations_name_the_owners_of_both_ends(root: Path) -> None:
    report = json.loads(archcheck(root, "check", "-o", "json").out)
    (found,) = [each for each in report["violations"] if each["rule"] == "alone"]
    assert (found["owners"], found["path_owners"], found["target_owners"]) == (
        ["@org/pay", "@org/fin"],
        [],
        ["@org/loans"],
    )
    shown = archcheck(root, "explain", found["id"]).out
    assert shown.splitlines()[-1] == "  ask  @org/pay, @org/fin (this file), @org/loans (target)"


@pytest.mark.parametrize(
    ("owners", "code", "count"),
    [
        pytest.param(("@org/fin",), 1, 1, id="of-the-file"),
        pytest.param(("org/LOANS",), 1, 1, id="of-the-target-spelled-otherwise"),
        pytest.param(("@org/core",), 0, 0, id="not-concerned"),
        pytest.param(("@org/core", "@org/pay"), 1, 1, id="one-of-several"),
    ],
)
def test_owner_filters_what_is_listed(root: Path, owners: tuple[str, ...], code: int, count: int) -> None:
    done = archcheck(root, "check", "-o", "json", *(word for owner in owners for word in ("--owner", owner)))
    report = json.loads(done.out)
    assert (done.code, len(report["violations"]), report["filtered"]) == (code, count, True)
    assert report["rules"][0]["violations"] == 1


def test_lines_that_are_not_understood_are_violations_with_their_place(tmp_path: Path) -> None:
    text = "* @a\n***/x @b\n*.txt docs@\n"
    root = repository(tmp_path / "repo", {"CODEOWNERS": text, "archcheck.yaml": "version: 1\nrules: []\n"})
    told = [line.partition(" [")[0] for line in archcheck(root, "check").out.splitlines()[:2]]
    rule = "warning archcheck/codeowners-syntax"
    assert told == [
        f"CODEOWNERS:2:1: {rule}: Invalid pattern on line 2: Did you mean `**/x`?",
        f"CODEOWNERS:3:7: {rule}: Invalid owner on line 3: docs@",
    ]


def test_a_link_is_followed_within_the_repository_only(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("* @leaked\n", "utf-8")
    files = {"teams/OWNERS": "* @a\n", "archcheck.yaml": "version: 1\nrules: [{id: owned, kind: owners}]\n"}
    root = repository(tmp_path / "repo", files)
    (root / "CODEOWNERS").symlink_to("teams/OWNERS")
    git(root, "add", "--all")
    assert rows(root, "x") == [row("x", 1, "@a")]
    (root / "CODEOWNERS").unlink()
    (root / "CODEOWNERS").symlink_to(secret)
    git(root, "add", "--all")
    done = archcheck(root, "check")
    assert done.code == 1
    assert "unknown: CODEOWNERS: is a symbolic link that leads out of the repository" in done.out
    assert "leaked" not in done.out + done.err + archcheck(root, "owners", "x").out


def test_a_list_of_owners_that_is_not_there_makes_the_rule_unknown(tmp_path: Path) -> None:
    rule = "version: 1\nrules: [{id: owned, kind: owners, known: teams.txt}]\n"
    root = repository(tmp_path / "repo", {"CODEOWNERS": "* @a\n", "archcheck.yaml": rule})
    done = archcheck(root, "check")
    assert (done.code, "unknown: teams.txt: there is no such file in the tree" in done.out) == (1, True)


def test_explaining_a_file_names_its_owners(root: Path) -> None:
    assert "  owners     @org/pay, @org/fin" in archcheck(root, "explain", "services/pay/a.py").out.splitlines()
    assert "owners" not in archcheck(root, "explain", "docs/a.md").out
