"""Where the blob ids of the index say nothing about the bytes on disk."""

from pathlib import Path

import pytest

from archcheck.adapters.conversion import parse_conversions
from archcheck.adapters.discovery import discover
from archcheck.core.files import blob_id
from tests.adapters.repositories import Repository


def without_id(repository: Repository) -> set[str]:
    found = discover(str(repository.root), "git")
    for file in found.files:
        if file.content_id:
            assert blob_id((repository.root / file.path).read_bytes()) == file.content_id
    return {file.path for file in found.files if not file.content_id}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        pytest.param("", set(), id="none"),
        pytest.param("*.py diff=python merge=union -text linguist-vendored\n", set(), id="harmless"),
        pytest.param("*.py !filter -ident\n", set(), id="switched off"),
        pytest.param("# *.py text\n", set(), id="comment"),
        pytest.param("*.bin binary\n", set(), id="binary"),
        pytest.param("*.py filter=lfs\n", {"a.py", "sub/a.py"}, id="filter"),
        pytest.param("*.py text\n", {"a.py", "sub/a.py"}, id="text"),
        pytest.param("a.py ident\n", {"a.py", "sub/a.py"}, id="name"),
        pytest.param("/a.py eol=crlf\n", {"a.py"}, id="anchored"),
        pytest.param("sub/* working-tree-encoding=latin-1\n", {"sub/a.py", "sub/b.ts"}, id="path"),
        pytest.param("*.[jt]s crlf\n", {"b.ts", "sub/b.ts"}, id="set"),
        pytest.param("[attr]mine text\n*.py mine\n", {"a.py", "sub/a.py"}, id="macro"),
        pytest.param("*.py yours\n[attr]yours mine\n[attr]mine ident\n", {"a.py", "sub/a.py"}, id="macro of a macro"),
        pytest.param("* text=auto\n", {".gitattributes", "a.py", "b.ts", "sub/a.py", "sub/b.ts"}, id="everything"),
        pytest.param('"a.py" text\n', {".gitattributes", "a.py", "b.ts", "sub/a.py", "sub/b.ts"}, id="quoted"),
        pytest.param(b"\xef\xbb\xbf/a.py\ttext\r\n", {"a.py"}, id="byte order mark and carriage return"),
    ],
)
def test_attributes_take_the_ids_of_the_files_they_match(
    repository: Repository, attributes: str | bytes, expected: set[str]
) -> None:
    for path in ("a.py", "b.ts", "sub/a.py", "sub/b.ts"):
        repository.write(path, "x\n")
    repository.write(".gitattributes", attributes)
    repository.commit()
    assert without_id(repository) == expected


def test_attributes_of_a_directory_hold_below_it(repository: Repository) -> None:
    repository.write("sub/.gitattributes", "* text\n")
    repository.write("sub/deep/a.py")
    repository.commit(a_py="a\n")
    assert without_id(repository) == {"sub/.gitattributes", "sub/deep/a.py"}


@pytest.mark.parametrize("place", [".git/info/attributes", "../config/git/attributes", "../mine"])
def test_attributes_outside_the_tree_count(repository: Repository, place: str) -> None:
    repository.commit(a_py="a\n")
    if place == "../mine":
        repository.git("config", "core.attributesFile", str(repository.root.parent / "mine"))
    assert without_id(repository) == set()
    repository.write(place, "*.py text\n")
    assert without_id(repository) == {"a.py"}


def test_attributes_of_the_main_repository_count_in_a_linked_worktree(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a_py="a\n").git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side")
    tree = Repository(tmp_path / "tree")
    assert without_id(tree) == set()
    repository.write(".git/info/attributes", "*.py text\n")
    assert without_id(tree) == {"a.py"}


def test_untracked_attributes_at_the_top_count(repository: Repository) -> None:
    repository.commit(a_py="a\n").write(".gitattributes", "*.py text\n")
    assert without_id(repository) == {"a.py"}


def test_deleted_attributes_leave_no_file_below_them_certain(repository: Repository) -> None:
    repository.write("sub/.gitattributes", "*.ts text\n")
    repository.write("sub/a.py")
    repository.commit(b_py="b\n")
    (repository.root / "sub" / ".gitattributes").unlink()
    assert without_id(repository) == {"sub/a.py"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [("true", {"a.py"}), ("input", {"a.py"}), ("1", {"a.py"}), ("YES", {"a.py"}), ("false", set()), ("off", set())],
)
def test_automatic_line_ends_take_all_ids(repository: Repository, value: str, expected: set[str]) -> None:
    repository.commit(a_py="a\n").git("config", "core.autocrlf", value)
    assert without_id(repository) == expected


def test_a_file_stored_with_other_line_ends_has_no_id(repository: Repository) -> None:
    repository.write(".gitattributes", "*.py text\n")
    repository.commit(a_py="a\r\n")
    assert repository.git("cat-file", "blob", "HEAD:a.py") == "a\n"
    assert (repository.root / "a.py").read_bytes() == b"a\r\n"
    assert without_id(repository) == {"a.py"}


def test_conversions_are_false_when_there_are_none() -> None:
    assert not parse_conversions([(b"", b"*.py diff\n")])
    assert parse_conversions([(b"", b"*.py text\n")])
