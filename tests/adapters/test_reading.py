"""Reading single files."""

import os
import socket
from pathlib import Path

import pytest

from archcheck.adapters import reading
from archcheck.adapters.git import Git, ObjectReader
from archcheck.adapters.reading import MAX_FILE_BYTES, read_file
from archcheck.core.files import REGULAR, SPARSE, Skipped, TrackedFile, Tree, blob_id
from tests.adapters.repositories import Repository

needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def read(root: Path, path: str) -> bytes | Skipped:
    return read_file(Tree(str(root)), TrackedFile(path, "", REGULAR))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"a\r\nb\x1a\0\xff\n", id="line ends and control characters"),
        pytest.param(b"x" * 3_000_000, id="large"),
    ],
)
def test_reads_the_bytes_as_they_are(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a").write_bytes(content)
    assert read(tmp_path, "a") == content


def test_reads_up_to_the_limit_and_not_beyond(tmp_path: Path) -> None:
    for name, size in (("fits", MAX_FILE_BYTES), ("large", MAX_FILE_BYTES + 1)):
        with open(tmp_path / name, "wb") as file:
            file.truncate(size)
    assert read(tmp_path, "fits") == bytes(MAX_FILE_BYTES)
    assert read(tmp_path, "large") == Skipped("large", "larger than 10 MB")


@pytest.mark.parametrize("path", ["gone.py", "gone/a.py"])
def test_a_vanished_file_is_skipped(tmp_path: Path, path: str) -> None:
    assert read(tmp_path, path) == Skipped(path, "vanished before it could be read")


@needs_posix
def test_a_directory_that_became_a_file_is_a_vanished_file(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert read(tmp_path, "a/b") == Skipped("a/b", "vanished before it could be read")


@needs_posix
def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("secret")
    (tmp_path / "link").symlink_to("target")
    assert read(tmp_path, "link") == Skipped("link", "symbolic link")


@needs_posix
def test_special_files_are_refused_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "directory").mkdir()
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        for name in ("pipe", "directory", "socket"):
            assert read(tmp_path, name) == Skipped(name, "not a regular file")


@needs_posix
def test_a_forbidden_file_is_skipped(tmp_path: Path) -> None:
    (tmp_path / "a").touch(mode=0)
    if os.access(tmp_path / "a", os.R_OK):
        pytest.skip("this user may read everything")
    assert read(tmp_path, "a") == Skipped("a", "permission denied")


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs a file whose size is not known")
def test_a_file_longer_than_its_size_is_read_to_the_end() -> None:
    content = read(Path("/proc/self"), "status")
    assert isinstance(content, bytes)
    assert content.endswith(b"\n")
    assert content.count(b"\n") > 10


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="needs a file whose size is not known")
def test_a_file_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_FILE_BYTES", 100)
    assert read(Path("/proc/self"), "status") == Skipped("status", "larger than 10 MB")


def test_a_file_outside_the_sparse_checkout_comes_from_git(repository: Repository) -> None:
    repository.commit(a_py="a\n", b_py="b" * (MAX_FILE_BYTES + 1))
    root = str(repository.root)
    small = TrackedFile("a.py", blob_id(b"a\n"), SPARSE)
    large = TrackedFile("b.py", blob_id(b"b" * (MAX_FILE_BYTES + 1)), SPARSE)
    missing = TrackedFile("c.py", "1" * 40, SPARSE)
    absent = Skipped("c.py", "outside the sparse checkout, and its content is not in this clone")
    expected = [b"a\n", Skipped("b.py", "larger than 10 MB"), absent]
    assert [read_file(Tree(root), file) for file in (small, large, missing)] == expected
    with ObjectReader(Git(root)) as objects:
        assert [read_file(Tree(root), file, objects) for file in (small, large, missing)] == expected


def test_the_id_of_a_blob_is_the_one_git_gives(repository: Repository) -> None:
    repository.write("a", b"some\r\nbytes\0")
    assert blob_id(b"some\r\nbytes\0") == repository.git("hash-object", "--no-filters", "a").strip()
    assert blob_id(b"") == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
