"""The hooks under the real pre-commit, installed from this repository as users install them.

Making the environment of a hook downloads the dependencies of archcheck, once for all of these tests.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.adapters.repositories import Repository

pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install --group oracles")
pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(sys.platform == "win32", reason="the tests speak to git's hooks as on POSIX"),
]
ROOT = Path(__file__).parents[2]
PRE_COMMIT = (sys.executable, "-m", "pre_commit")
RULES = """version: 1
components: {service: "services/{service}/"}
rules:
  - {id: stand-alone, kind: independence, components: service, why: Each is deployed alone.}
  - {id: shape, kind: tree, root: "services/{service}", entries: [README.md], why: Readers begin here.}
"""
CLEAN = {
    "archcheck.yaml": RULES,
    "services/a/README.md": "",
    "services/a/x.py": "",
    "services/b/README.md": "",
    "services/b/y.py": "",
}
BAD = "import services.b.y\n"
STAND_ALONE = "services/a/x.py:1:1: error stand-alone: a imports b"


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Repository]:
    """This repository as it lies here, committed; and a home for pre-commit."""
    before = dict(os.environ)
    os.environ["PRE_COMMIT_HOME"] = str(tmp_path_factory.mktemp("pre-commit"))
    for name in [name for name in os.environ if name.startswith(("GIT_", "PYTHON"))]:
        del os.environ[name]
    copy = Repository(tmp_path_factory.mktemp("hooks"))
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    for name in os.fsdecode(listed.stdout).split("\0"):
        if (ROOT / name).is_file():
            (copy.root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy.root / name)
    yield copy.commit()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    """A repository that keeps its rules; nothing is installed in it yet."""
    return make_project(tmp_path / "project")


def make_project(root: Path) -> Repository:
    repo = Repository(root)
    for path, content in CLEAN.items():
        repo.write(path, content)
    return repo.commit()


def run(repo: Repository, *command: str) -> tuple[int, str]:
    """Exit code and output of a command in the repository."""
    who = {"GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@example.org", "GIT_CONFIG_GLOBAL": os.devnull}
    who |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in who.items()}
    done = subprocess.run(
        command, cwd=repo.root, env={**os.environ, **who}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    return done.returncode, done.stdout.decode()


def configure(repo: Repository, hooks: Repository, *ids: str) -> None:
    """Commit a configuration with these hooks, as the documentation shows it, and install them."""
    revision = hooks.git("rev-parse", "HEAD").strip()
    listed = "".join(f"\n      - id: {name}" for name in ids)
    types = "default_install_hook_types: [pre-commit, pre-merge-commit, pre-push]\n"
    config = f"{types}repos:\n  - repo: {hooks.root}\n    rev: {revision}\n    hooks:{listed}\n"
    repo.commit(**{"_pre-commit-config_yaml": config})
    assert run(repo, *PRE_COMMIT, "install")[0] == 0


def test_the_manifest_is_valid(hooks: Repository) -> None:
    assert run(hooks, *PRE_COMMIT, "validate-manifest", ".pre-commit-hooks.yaml") == (0, "")


def test_try_repo_passes_on_a_clean_project_with_every_hook(hooks: Repository, project: Repository) -> None:
    code, text = run(project, *PRE_COMMIT, "try-repo", str(hooks.root), "--all-files", "--hook-stage", "manual")
    assert (code, text.count("Passed")) == (0, 3), text


def test_try_repo_fails_on_a_staged_violation(hooks: Repository, project: Repository) -> None:
    project.write("services/a/x.py", BAD)
    project.git("add", "services/a/x.py")
    code, text = run(project, *PRE_COMMIT, "try-repo", str(hooks.root), "archcheck")
    assert code == 1
    assert STAND_ALONE in text


def stage_bad(repo: Repository) -> None:
    repo.write("services/a/x.py", BAD)
    repo.git("add", "-A")


def stage_bad_and_mend_it_on_disk(repo: Repository) -> None:
    stage_bad(repo)
    repo.write("services/a/x.py", "")


def stage_good_and_break_it_on_disk(repo: Repository) -> None:
    repo.write("services/a/x.py", "import os\n")
    repo.git("add", "-A")
    repo.write("services/a/x.py", BAD)


def leave_bad_untracked(repo: Repository) -> None:
    repo.write("services/a/new.py", BAD)
    repo.write("services/a/x.py", "import os\n")
    repo.git("add", "services/a/x.py")


def delete_what_is_required(repo: Repository) -> None:
    repo.git("rm", "-q", "services/b/README.md")


def delete_what_is_required_but_leave_it_on_disk(repo: Repository) -> None:
    repo.git("rm", "-q", "--cached", "services/b/README.md")


def delete_what_is_required_only_on_disk(repo: Repository) -> None:
    (repo.root / "services/b/README.md").unlink()
    repo.write("services/a/x.py", "import os\n")
    repo.git("add", "services/a/x.py")


def rename_what_is_required(repo: Repository) -> None:
    repo.git("mv", "services/b/README.md", "services/b/READ.me")


def rename_what_is_free(repo: Repository) -> None:
    repo.git("mv", "services/b/y.py", "services/b/z.py")


def move_into_another_service(repo: Repository) -> None:
    repo.write("services/b/uses.py", BAD)
    repo.git("add", "-A")
    repo.git("commit", "-q", "--no-verify", "-m", "b uses itself")
    repo.git("mv", "services/b/uses.py", "services/a/uses.py")


def stage_a_stricter_rule(repo: Repository) -> None:
    repo.write("archcheck.yaml", RULES.replace("README.md", "LICENSE"))
    repo.git("add", "-A")
    repo.write("archcheck.yaml", RULES)


def stage_a_broken_rule_file(repo: Repository) -> None:
    repo.write("archcheck.yaml", RULES.replace("kind", "knid"))
    repo.git("add", "-A")


@pytest.mark.parametrize(
    ("change", "arguments", "expected"),
    [
        pytest.param(stage_bad, [], STAND_ALONE, id="staged"),
        pytest.param(stage_bad_and_mend_it_on_disk, [], STAND_ALONE, id="staged, mended on disk"),
        pytest.param(stage_good_and_break_it_on_disk, [], "", id="broken on disk only"),
        pytest.param(stage_good_and_break_it_on_disk, ["-a"], STAND_ALONE, id="broken on disk, all committed"),
        pytest.param(stage_bad, ["--", "archcheck.yaml"], "", id="staged, but something else is committed"),
        pytest.param(stage_good_and_break_it_on_disk, ["services/a/x.py"], STAND_ALONE, id="named on the command line"),
        pytest.param(leave_bad_untracked, [], "", id="untracked"),
        pytest.param(delete_what_is_required, [], "README.md", id="deleted"),
        pytest.param(delete_what_is_required_but_leave_it_on_disk, [], "README.md", id="deleted from the index"),
        pytest.param(delete_what_is_required_only_on_disk, [], "", id="deleted on disk only"),
        pytest.param(rename_what_is_required, [], "README.md", id="renamed"),
        pytest.param(rename_what_is_free, [], "", id="renamed within its service"),
        pytest.param(move_into_another_service, [], "services/a/uses.py", id="moved into another service"),
        pytest.param(stage_a_stricter_rule, [], "LICENSE", id="stricter rule, not on disk"),
        pytest.param(stage_a_broken_rule_file, [], 'lacks "kind"', id="broken rule file"),
    ],
)
def test_a_commit_is_judged_by_what_it_holds(
    hooks: Repository,
    project: Repository,
    change: Callable[[Repository], None],
    arguments: list[str],
    expected: str,
) -> None:
    configure(project, hooks, "archcheck")
    if arguments == ["--", "archcheck.yaml"]:
        project.write("archcheck.yaml", f"{RULES}# nothing new\n")
    change(project)
    before = state(project)
    code, text = run(project, "git", "commit", "-m", "change", *arguments)
    assert bool(code) == bool(expected), text
    assert expected in text
    if code:
        assert state(project) == before


def state(repo: Repository) -> tuple[str, str, str]:
    """What a refused commit must leave as it was: the branch, the index and the files."""
    return repo.git("rev-parse", "HEAD"), repo.git("ls-files", "-s"), repo.git("diff", "--binary")


def test_rule_files_are_checked_when_yaml_changes_and_only_then(hooks: Repository, project: Repository) -> None:
    configure(project, hooks, "archcheck-config")
    stage_bad(project)
    code, text = run(project, "git", "commit", "-m", "no rule file")
    assert (code, "Skipped" in text) == (0, True), text
    stage_a_broken_rule_file(project)
    code, text = run(project, "git", "commit", "-m", "wrong")
    assert (code, 'lacks "kind"' in text) == (1, True), text


def test_the_whole_tree_is_checked_before_a_push(hooks: Repository, project: Repository, tmp_path: Path) -> None:
    configure(project, hooks, "archcheck-full")
    project.git("init", "-q", "--bare", str(tmp_path / "other"))
    assert run(project, "git", "push", "-q", str(tmp_path / "other"), "main")[0] == 0
    stage_bad(project)
    assert run(project, "git", "commit", "-q", "-m", "not looked at")[0] == 0
    code, text = run(project, "git", "push", "-q", str(tmp_path / "other"), "main")
    assert (code, STAND_ALONE in text) == (1, True), text


def test_a_range_of_commits_is_checked_as_in_ci(hooks: Repository, project: Repository) -> None:
    configure(project, hooks, "archcheck")
    stage_bad(project)
    project.git("commit", "-q", "--no-verify", "-m", "bad")
    code, text = run(project, *PRE_COMMIT, "run", "--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert (code, STAND_ALONE in text) == (1, True), text
