"""`archcheck baseline` and `exemptions` as a user has them, on real repositories."""

import json
from pathlib import Path

import pytest

from tests.functional.running import archcheck, git, repository

BASELINE = ".archcheck-baseline.json"
RULES = f"""\
version: 1
components: {{service: "services/{{service}}/"}}
rules: [{{id: alone, kind: independence, components: service, owner: "@org/arch"}}]
baseline: {BASELINE}
"""
COUNT = 50
FILES = {
    "archcheck.yaml": RULES,
    "services/auth/models.py": "",
    **{f"services/loans/m{number}.py": "import services.auth.models\n" for number in range(COUNT)},
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with fifty violations, all of them recorded and committed."""
    made = repository(tmp_path / "repo", FILES)
    done = archcheck(made, "baseline", "write", "--write")
    assert (done.code, done.err) == (0, "")
    assert done.out == f"recorded 50 violations in {BASELINE}\n  alone      50\n"
    git(made, "add", "--all")
    git(made, "commit", "--quiet", "--message", "recorded")
    return made


def summary(root: Path, *arguments: str) -> str:
    """The exit code and the last line of a check."""
    done = archcheck(root, "check", *arguments)
    return f"{done.code} {done.out.splitlines()[-1].rpartition('imports; ')[2]}"


def test_without_write_nothing_is_written(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", FILES)
    done = archcheck(root, "baseline", "write")
    assert (done.code, done.out.splitlines()[-1]) == (0, "nothing was written; --write does it")
    assert not (root / BASELINE).exists()
    assert f"note  the baseline {BASELINE} does not exist" in archcheck(root, "check").out


def test_what_is_recorded_is_accepted_and_what_is_added_is_new(root: Path) -> None:
    assert summary(root) == "0 accepted: 50 baselined"
    assert archcheck(root, "check", "--no-baseline").code == 1
    (root / "services/loans/m0.py").write_text("import services.auth.models\nimport services.auth\n")
    (root / "services/auth/__init__.py").write_text("")
    git(root, "add", "--all")
    done = archcheck(root, "check")
    (line,) = (line for line in done.out.splitlines() if " error " in line)
    assert (done.code, line.rpartition(" [")[0]) == (1, "services/loans/m0.py:2:1: error alone: loans imports auth")


def test_a_violation_that_is_gone_is_information_until_it_is_pruned(root: Path) -> None:
    (root / "services/loans/m7.py").write_text("")
    done = archcheck(root, "check")
    assert (done.code, done.out.splitlines()[0].rpartition(" [")[0]) == (
        0,
        f"{BASELINE}:49:1: info archcheck/stale-baseline: of alone, 1 violation no longer found: "
        "services/loans/m7.py -> services/auth/models.py",
    )
    assert archcheck(root, "baseline", "prune", "--write").out == (
        f"removed 1 violation not found any more; 49 left in {BASELINE}\n"
        "  alone  services/loans/m7.py -> services/auth/models.py\n"
    )
    assert summary(root) == "0 accepted: 49 baselined"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("services/loans/m3.py", "services/loans/renamed.py", id="a file"),
        pytest.param("services/loans", "services/lending", id="the directory of the sources"),
        pytest.param("services/auth", "services/login", id="the directory of the target"),
    ],
)
def test_moves_that_git_sees_stay_green_staged_and_committed_and_after_pruning(root: Path, old: str, new: str) -> None:
    git(root, "mv", old, new)
    if "auth" in old:
        for file in (root / "services/loans").iterdir():
            file.write_text("import services.login.models\n")
        git(root, "add", "--all")
    assert summary(root) == "0 accepted: 50 baselined"
    git(root, "commit", "--quiet", "--message", "moved")
    assert summary(root) == "0 accepted: 50 baselined"
    archcheck(root, "baseline", "prune", "--write")
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--message", "pruned")
    assert summary(root) == "0 accepted: 50 baselined"


def test_without_history_moves_are_guessed_and_said(root: Path, tmp_path: Path) -> None:
    git(root, "mv", "services/loans", "services/lending")
    git(root, "commit", "--quiet", "--message", "moved")
    clone = tmp_path / "clone"
    git(root, "clone", "--quiet", "--depth", "1", f"file://{root}", str(clone))
    done = archcheck(clone, "check")
    assert done.code == 0
    assert "note  git cannot tell what was moved; taken for moved: 50 paths, such as services/loans/m0.py" in done.out


def test_declared_moves_are_followed(root: Path) -> None:
    git(root, "mv", "services/loans", "services/lending")
    for file in (root / "services/lending").iterdir():
        file.write_text("import services.auth.models\n" + "# another file altogether\n" * 40)
    git(root, "add", "--all")
    assert archcheck(root, "check").code == 1
    (root / "archcheck.yaml").write_text(f"{RULES}moved: [{{from: services/loans, to: services/lending}}]\n")
    assert summary(root) == "0 accepted: 50 baselined"


def test_further_violations_need_a_rule_and_a_reason(root: Path) -> None:
    (root / "services/auth/back.py").write_text("import services.loans.m0\n")
    git(root, "add", "--all")
    assert archcheck(root, "baseline", "write", "--write").code == 2
    assert archcheck(root, "baseline", "accept", "--rule", "alone").code == 2
    done = archcheck(
        root, "baseline", "accept", "services/auth", "--rule", "alone", "--reason", "until June", "--write"
    )
    assert done.out == f"accepted 1 violation of alone in {BASELINE}\n  services/auth/back.py -> services/loans/m0.py\n"
    assert summary(root) == "0 accepted: 51 baselined"
    assert '"reason": "until June"' in (root / BASELINE).read_text()


def test_a_directory_holds_one_file_per_component(tmp_path: Path) -> None:
    rules = RULES.replace(BASELINE, "baseline/")
    files = {**FILES, "archcheck.yaml": rules, "services/auth/back.py": "import services.loans.m0\n"}
    root = repository(tmp_path / "repo", files)
    archcheck(root, "baseline", "write", "--write")
    assert sorted(each.name for each in (root / "baseline").iterdir()) == ["service-auth.json", "service-loans.json"]
    assert summary(root) == "0 accepted: 51 baselined"
    (root / "services/auth/back.py").write_text("")
    archcheck(root, "baseline", "prune", "--write")
    assert summary(root) == "0 accepted: 50 baselined"


def test_status_counts_by_rule(root: Path) -> None:
    (root / "services/loans/m7.py").write_text("")
    shown = json.loads(archcheck(root, "baseline", "status", "-o", "json").out)
    row = {"rule": "alone", "recorded": 50, "found": 49, "worse": 0, "smaller": 0, "gone": 1}
    assert shown == {"baseline": BASELINE, "rules": [row]}
    assert archcheck(root, "baseline", "status").out.splitlines()[-2:] == [
        f"{BASELINE}: 50 violations recorded, 49 left",
        "archcheck baseline prune --write takes out what is gone",
    ]


def test_a_baseline_is_written_from_a_complete_run_only(tmp_path: Path) -> None:
    rules = RULES.replace("components: service,", "components: services,")
    root = repository(tmp_path / "repo", {**FILES, "archcheck.yaml": rules})
    done = archcheck(root, "baseline", "write", "--write")
    assert done.code == 2
    assert not (root / BASELINE).exists()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("{", "error config  .archcheck-baseline.json:1:2  this is no JSON", id="no JSON"),
        pytest.param("<<<<<<< a\n", "error config  .archcheck-baseline.json:1:1  a merge has left its", id="merge"),
    ],
)
def test_a_damaged_baseline_is_a_mistake_with_its_place(root: Path, text: str, message: str) -> None:
    (root / BASELINE).write_text(text)
    done = archcheck(root, "check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)


def test_a_baseline_outside_of_the_repository_is_refused(root: Path) -> None:
    (root / "archcheck.yaml").write_text(RULES.replace(BASELINE, "../elsewhere.json"))
    done = archcheck(root, "check")
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "error config  ../elsewhere.json  leads out of the repository",
    )


def test_exemptions_are_listed_in_one_place(root: Path) -> None:
    more = """\
        files: {exclude: [gen]}
        builtin: {unresolved: info}
        waivers: [{rule: alone, from: services/auth, reason: later, owner: "@org/pay", expires: "2026-12-31"}]
        """
    (root / "archcheck.yaml").write_text(RULES + "".join(line.strip() + "\n" for line in more.splitlines()))
    found = json.loads(archcheck(root, "exemptions", "-o", "json").out)
    assert [(each["sort"], each["rule"], each["about"]) for each in found if each["sort"] != "baseline"] == [
        ("waiver", "alone", "from services/auth"),
        ("exclude", "", "files gen"),
        ("override", "archcheck/unresolved", "info instead of warning"),
    ]
    shown = archcheck(root, "exemptions", "--expiring", "30d", "--as-of", "2026-12-05", "--by", "owner").out
    assert shown.splitlines() == [
        "@org/pay  1",
        '  waiver alone: from services/auth  archcheck.yaml:7  "later"  expires 2026-12-31  0 violations',
        "1 exemption",
    ]
    assert archcheck(root, "exemptions", "--expiring", "30d", "--as-of", "2026-11-01").out == "0 exemptions\n"
