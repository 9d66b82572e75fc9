"""Discovery in directories without git; git itself is the judge of what is ignored."""

import inspect
import os
import socket
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archcheck.adapters.discovery import discover
from archcheck.adapters.walk import walk
from archcheck.core.files import EXECUTABLE, REGULAR, SYMLINK, Discovery, Skipped, TrackedFile
from archcheck.errors import SourceError
from tests.adapters.repositories import Repository

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def write(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).touch()
    return root


def paths(root: Path) -> list[str]:
    return [file.path for file in walk(str(root)).files]


def test_lists_every_file_sorted_and_without_ids(tmp_path: Path) -> None:
    write(tmp_path, "b/c.py", "b.py", "a/z/y.py", "node_modules/x.js", ".hidden")
    expected = [".hidden", "a/z/y.py", "b.py", "b/c.py", "node_modules/x.js"]
    assert discover(str(tmp_path), "") == Discovery(
        str(tmp_path), tuple(TrackedFile(path, "", REGULAR) for path in expected)
    )


def test_an_empty_directory_has_no_files(tmp_path: Path) -> None:
    assert walk(str(tmp_path)) == Discovery(str(tmp_path), ())


def test_leaves_out_the_metadata_of_version_control(tmp_path: Path) -> None:
    write(tmp_path, ".git/HEAD", "a/.hg/x", "a/.svn/y", "a/b.py", "sub/.git", ".github/z.yml")
    assert paths(tmp_path) == [".github/z.yml", "a/b.py"]


def test_honours_nested_ignore_files(tmp_path: Path) -> None:
    write(tmp_path, "a.log", "build/x.py", "src/a.log", "src/keep.log", "src/build/y.py", "src/gen/z.py")
    (tmp_path / ".gitignore").write_text("*.log\n/build/\n")
    (tmp_path / "src" / ".gitignore").write_text("!keep.log\n/gen\n")
    assert paths(tmp_path) == [".gitignore", "src/.gitignore", "src/build/y.py", "src/keep.log"]


def test_reads_no_ignore_file_in_an_ignored_directory(tmp_path: Path) -> None:
    write(tmp_path, "build/x.py")
    (tmp_path / ".gitignore").write_text("build/\n")
    (tmp_path / "build" / ".gitignore").write_text("!x.py\n")
    assert paths(tmp_path) == [".gitignore"]


@needs_posix
def test_an_ignore_file_that_is_a_link_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path, "a.py").joinpath("rules").write_text("*.py\n")
    (tmp_path / ".gitignore").symlink_to("rules")
    assert paths(tmp_path) == [".gitignore", "a.py", "rules"]


def test_an_oversized_ignore_file_is_reported(tmp_path: Path) -> None:
    write(tmp_path, "a.py")
    with open(tmp_path / ".gitignore", "wb") as file:
        file.truncate(10_000_001)
    assert walk(str(tmp_path)).skipped == (Skipped(".gitignore", "its rules are not applied: larger than 10 MB"),)
    assert paths(tmp_path) == [".gitignore", "a.py"]


@needs_posix
def test_follows_no_link(tmp_path: Path) -> None:
    write(tmp_path, "a/b.py")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    (tmp_path / "file").symlink_to("a/b.py")
    assert walk(str(tmp_path)) == Discovery(
        str(tmp_path),
        (TrackedFile("a/b.py", "", REGULAR), TrackedFile("a/loop", "", SYMLINK), TrackedFile("file", "", SYMLINK)),
        (Skipped("a/loop", "symbolic link"), Skipped("file", "symbolic link")),
    )


@needs_posix
def test_special_files_are_skipped_with_their_kind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        found = walk(str(tmp_path))
    assert found.files == ()
    assert found.skipped == (Skipped("pipe", "named pipe"), Skipped("socket", "socket"))


@needs_posix
def test_knows_executable_files(tmp_path: Path) -> None:
    write(tmp_path, "run.sh").joinpath("run.sh").chmod(stat.S_IRWXU)
    assert walk(str(tmp_path)).files == (TrackedFile("run.sh", "", EXECUTABLE),)


@needs_posix
def test_an_unreadable_directory_is_skipped_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "a.py", "secret/b.py")
    (tmp_path / "secret").chmod(0)
    try:
        if os.access(tmp_path / "secret", os.R_OK):
            pytest.skip("this user may read everything")
        found = walk(str(tmp_path))
    finally:
        (tmp_path / "secret").chmod(stat.S_IRWXU)
    assert [file.path for file in found.files] == ["a.py"]
    assert found.skipped == (Skipped("secret/", "permission denied"),)


@needs_posix
def test_a_directory_too_deep_for_the_system_is_skipped(tmp_path: Path) -> None:
    name = "d" * 200
    current = os.open(tmp_path, os.O_RDONLY)
    for _ in range(30):
        os.mkdir(name, dir_fd=current)
        below = os.open(name, os.O_RDONLY, dir_fd=current)
        os.close(current)
        current = below
    os.close(current)
    found = walk(str(tmp_path))
    assert found.files == ()
    assert [entry.reason.lower() for entry in found.skipped] == ["file name too long"]
    assert 3 < found.skipped[0].path.count("/") < 30


@needs_posix
def test_nested_directories_need_no_recursion(tmp_path: Path) -> None:
    path = "/".join("d" * 200)
    os.makedirs(tmp_path / path)
    (tmp_path / path / "x.py").touch()
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 50)
    try:
        assert paths(tmp_path) == [f"{path}/x.py"]
    finally:
        sys.setrecursionlimit(limit)


def test_a_root_that_cannot_be_listed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone cannot be listed: vanished"):
        walk(str(tmp_path / "gone"))


TREE = tuple(
    f"{directory}{name}"
    for directory in ("", "a/", "a/b/", "a/b/a/", "c/", "c/a/")
    for name in ("x", "x.y", "b.y", ".x")
)
LINE = st.lists(
    st.sampled_from(["a", "b", "c", "x", ".y", "/", "*", "**", "?", "!", "[a-b]", "\\", " "]), min_size=1, max_size=5
).map("".join)
IGNORE_FILE = st.lists(LINE, max_size=4).map("\n".join)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(top=IGNORE_FILE, middle=IGNORE_FILE, deep=IGNORE_FILE)
def test_finds_the_files_that_git_would_offer_to_add(repository: Repository, top: str, middle: str, deep: str) -> None:
    write(repository.root, *TREE)
    for directory, content in (("", top), ("a/", middle), ("a/b/", deep)):
        repository.write(f"{directory}.gitignore", content)
    listing = repository.git("ls-files", "-z", "--others", "--exclude-per-directory=.gitignore")
    assert paths(repository.root) == sorted(listing.split("\0")[:-1])
