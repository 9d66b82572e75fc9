"""Finding the repository and running git without trusting it."""

import os
import sys
from pathlib import Path

import pytest

from archcheck.adapters.discovery import discover, find_root
from archcheck.adapters.git import Git, ObjectReader
from archcheck.core.files import REGULAR, TrackedFile, blob_id
from archcheck.errors import SourceError
from tests.adapters.repositories import Repository


def paths(root: Path) -> list[str]:
    return [file.path for file in discover(str(root), "git").files]


def test_the_root_is_the_nearest_directory_with_a_repository(repository: Repository) -> None:
    repository.write("a/b/c.py")
    inner = Repository(repository.root / "a" / "inner")
    inner.write("x/y.py")
    assert find_root(str(repository.root / "a" / "b")) == (str(repository.root), "git")
    assert find_root(str(inner.root / "x")) == (str(inner.root), "git")


def test_a_directory_without_repository_is_its_own_root(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert find_root(str(tmp_path / "a")) == (os.path.realpath(tmp_path / "a"), "")


def test_an_empty_git_directory_is_no_repository(repository: Repository) -> None:
    (repository.root / "a" / ".git").mkdir(parents=True)
    assert find_root(str(repository.root / "a")) == (str(repository.root), "git")


def test_the_root_is_relative_to_the_current_directory(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("a/b.py")
    monkeypatch.chdir(repository.root / "a")
    assert find_root(".") == (str(repository.root), "git")


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege on Windows")
def test_a_link_into_a_repository_leads_to_its_root(repository: Repository, tmp_path: Path) -> None:
    repository.write("a/b.py")
    (tmp_path / "link").symlink_to(repository.root / "a")
    assert find_root(str(tmp_path / "link")) == (str(repository.root), "git")


@pytest.mark.parametrize("name", ["missing", "file"])
def test_the_start_must_be_a_directory(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SourceError, match=f"{name} is not a directory"):
        find_root(str(tmp_path / name))


@pytest.mark.parametrize("below", [".", "refs/heads"])
def test_a_bare_repository_is_refused(tmp_path: Path, below: str) -> None:
    bare = Repository(tmp_path / "bare.git", "--bare")
    with pytest.raises(SourceError) as caught:
        find_root(str(bare.root / below))
    expected = "is a bare repository or git's own directory and holds no files: name a working tree of it"
    assert str(caught.value) == f"{bare.root} {expected}"


def test_the_environment_names_the_repository(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("tree/sub/a.py", "a\n")
    repository.git("--work-tree=tree", "add", "-A")
    outside = tmp_path / "outside"
    outside.mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_DIR", os.path.join("repo", ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", os.path.join("repo", "tree"))
    root = repository.root / "tree"
    assert find_root(str(root / "sub")) == (str(root), "git")
    assert find_root(str(outside)) == (str(outside.resolve()), "")
    assert discover(str(root), "git").files == (TrackedFile("sub/a.py", blob_id(b"a\n"), REGULAR),)


def test_the_environment_of_a_hook_does_not_leak_into_other_repositories(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a_py="a\n")
    other = Repository(tmp_path / "other").commit(b_py="b\n")
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("GIT_INDEX_FILE", os.path.join(".git", "index"))
    assert (paths(repository.root), paths(other.root)) == (["a.py"], ["b.py"])
    monkeypatch.setenv("GIT_DIR", ".git")
    assert (paths(repository.root), paths(other.root)) == (["a.py"], ["b.py"])


def test_the_index_of_a_hook_is_the_one_that_counts(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(a_py="a\n")
    (repository.root / ".git" / "index").rename(repository.root / ".git" / "next-index")
    repository.commit(b_py="b\n")
    monkeypatch.chdir(repository.root)
    monkeypatch.setenv("GIT_INDEX_FILE", os.path.join(".git", "next-index"))
    assert paths(repository.root) == ["a.py"]


def test_a_damaged_index_is_reported_in_the_words_of_git(repository: Repository) -> None:
    repository.commit(a_py="a\n").write(".git/index", b"damaged" * 10)
    with pytest.raises(SourceError, match=r"git cannot read .*: .*bad signature"):
        paths(repository.root)


def test_a_broken_configuration_is_reported_in_the_words_of_git(repository: Repository) -> None:
    repository.write(".git/config", "[core\n")
    with pytest.raises(SourceError, match=r"git cannot read .*: fatal: bad config line 1"):
        paths(repository.root)


def test_a_repository_of_another_user_is_reported_with_the_way_out(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a_py="a\n")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(SourceError) as caught:
        paths(repository.root)
    root = repository.root
    trust = f"git config --global --add safe.directory {root}"
    assert str(caught.value) == f"git does not trust {root}, which belongs to another user; if you do: {trust}"


def test_missing_git_is_reported(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SourceError, match="git is not installed"):
        paths(repository.root)


def test_git_is_never_taken_from_the_checked_repository(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, marker = write_program(repository, tmp_path)
    program.rename(repository.root / ("git.exe" if os.name == "nt" else "git"))
    monkeypatch.setenv("PATH", "." + os.pathsep + os.environ["PATH"])
    monkeypatch.chdir(repository.root)
    paths(repository.root)
    assert not marker.exists()


def write_program(repository: Repository, tmp_path: Path) -> tuple[Path, Path]:
    """A program in the repository, and the file that exists once it has run."""
    marker = tmp_path / "it-ran"
    program = repository.write("evil.sh", f"#!/bin/sh\ntouch '{marker.as_posix()}'\ncat\n")
    program.chmod(0o755)
    return program, marker


HOSTILE = {
    "fsmonitor": {"core.fsmonitor": "{program}"},
    "hooks": {"core.hooksPath": "{directory}"},
    "clean filter": {"filter.evil.clean": "{program}", "filter.evil.required": "true"},
    "process filter": {"filter.evil.process": "{program}"},
    "filter with an equals sign": {"filter.evil=x.clean": "{program}"},
    "external diff": {
        "diff.external": "{program}",
        "diff.evil.textconv": "{program}",
        "diff.evil.command": "{program}",
    },
    "pager": {"core.pager": "{program}", "pager.ls-files": "{program}", "pager.diff-files": "true"},
    "alias": {"alias.ls-files": "!{program}", "alias.diff-files": "!{program}"},
}


@pytest.mark.parametrize("settings", [pytest.param(value, id=key) for key, value in HOSTILE.items()])
@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_configuration_runs_no_program(repository: Repository, tmp_path: Path, settings: dict[str, str]) -> None:
    program, marker = write_program(repository, tmp_path)
    for hook in ("post-index-change", "fsmonitor-watchman"):
        repository.write(hook, program.read_bytes()).chmod(0o755)
    repository.write(".gitattributes", "*.py filter=evil diff=evil\n*.pyi filter=evil=x diff=evil\n")
    commit_files_of_doubtful_age(repository)
    for key, value in settings.items():
        repository.git("config", key, value.format(program=program, directory=repository.root))
    found = discover(str(repository.root), "git", untracked=True)
    assert not marker.exists()
    assert {"a.py", "b.pyi"} <= {file.path for file in found.files}


@pytest.mark.parametrize("setting", ["core.fsmonitor", "filter.evil.clean", "filter.evil=x.clean"])
@pytest.mark.skipif(os.name == "nt", reason="the program is a shell script")
def test_the_same_configuration_makes_plain_git_run_the_program(
    repository: Repository, tmp_path: Path, setting: str
) -> None:
    program, marker = write_program(repository, tmp_path)
    repository.write(".gitattributes", "*.py filter=evil\n*.pyi filter=evil=x\n")
    commit_files_of_doubtful_age(repository)
    repository.git("config", setting, str(program))
    repository.git("diff-files")
    assert marker.exists()


def commit_files_of_doubtful_age(repository: Repository) -> None:
    """Of a file that is younger than the index git compares the content, and that goes through filters."""
    for name in ("a.py", "b.pyi"):
        os.utime(repository.write(name, "x\n"), (4_000_000_000, 4_000_000_000))
    repository.commit()


def test_no_id_is_trusted_when_git_complains(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit(a_py="a\n")
    monkeypatch.setenv("GIT_TRACE", "1")  # stands in for the complaint about a directory that git may not enter
    assert discover(str(repository.root), "git").files == (TrackedFile("a.py", "", REGULAR),)


def test_the_index_is_not_written(repository: Repository) -> None:
    repository.commit(a_py="a\n")
    os.utime(repository.root / "a.py", (1, 1))
    before = (repository.root / ".git" / "index").read_bytes()
    discover(str(repository.root), "git", untracked=True)
    assert (repository.root / ".git" / "index").read_bytes() == before


def test_objects_are_read_by_id_until_the_limit(repository: Repository) -> None:
    repository.commit(a_py="a\n", b_py="b" * 3_000_000)
    with ObjectReader(Git(str(repository.root))) as objects:
        assert objects.read(blob_id(b"b" * 3_000_000), 10) == b"b" * 10
        assert objects.read("0" * 40, 10) is None
        assert objects.read(blob_id(b"a\n"), 10) == b"a\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a file URL of a drive")
def test_missing_objects_of_a_partial_clone_are_not_fetched(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a_py="a\n").git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    repository.git("clone", "-q", "--no-checkout", "--filter=blob:none", f"file://{repository.root}", str(clone))
    with ObjectReader(Git(str(clone))) as objects:
        assert objects.read(blob_id(b"a\n"), 10) is None
        assert objects.read(blob_id(b"a\n"), 10) is None
