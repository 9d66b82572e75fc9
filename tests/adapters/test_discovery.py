"""Discovery in real git repositories."""

import os
import shutil
from pathlib import Path

import pytest

from archcheck.adapters.discovery import discover, find_root
from archcheck.adapters.reading import read_file
from archcheck.core.files import (
    EXECUTABLE,
    REGULAR,
    SPARSE,
    SUBMODULE,
    SYMLINK,
    Discovery,
    Skipped,
    TrackedFile,
    Tree,
    blob_id,
    is_lfs_pointer,
)
from tests.adapters.repositories import Repository

needs_symlinks = pytest.mark.skipif(os.name == "nt", reason="symbolic links need a privilege on Windows")
needs_posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")


def find(repository: Repository, *, untracked: bool = False) -> Discovery:
    return discover(str(repository.root), "git", untracked=untracked)


def ids(repository: Repository) -> dict[str, str]:
    return {file.path: file.content_id for file in find(repository).files}


def age(repository: Repository) -> None:
    """Make the times of all files older than the index, so that git can trust them."""
    for path in repository.root.rglob("*"):
        if ".git" not in path.parts and not path.is_symlink():
            os.utime(path, (1_600_000_000, 1_600_000_000))
    repository.git("update-index", "-q", "--refresh")


def test_lists_tracked_files_with_the_ids_of_their_blobs(repository: Repository) -> None:
    repository.commit(b_py="b\n", a_py="a\n")
    repository.write("run.sh", "#!/bin/sh\n").chmod(0o755)
    repository.git("add", "run.sh")
    repository.git("update-index", "--chmod=+x", "run.sh")
    repository.write("untracked.py")
    assert find(repository) == Discovery(
        str(repository.root),
        (
            TrackedFile("a.py", blob_id(b"a\n"), REGULAR),
            TrackedFile("b.py", blob_id(b"b\n"), REGULAR),
            TrackedFile("run.sh", blob_id(b"#!/bin/sh\n"), EXECUTABLE),
        ),
        vcs="git",
    )


def test_knows_sha256_repositories(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "new", "--object-format=sha256").commit(a_py="a\n")
    found = find(repository)
    assert found.algorithm == "sha256"
    assert found.files == (TrackedFile("a.py", blob_id(b"a\n", "sha256"), REGULAR),)


def test_an_empty_repository_has_no_files(repository: Repository) -> None:
    assert find(repository) == Discovery(str(repository.root), (), vcs="git")


def test_a_changed_file_has_no_content_id(repository: Repository) -> None:
    repository.commit(a_py="a\n", b_py="b\n")
    repository.write("a.py", "changed\n")
    assert ids(repository) == {"a.py": "", "b.py": blob_id(b"b\n")}


def test_a_staged_change_has_the_id_of_the_staged_content(repository: Repository) -> None:
    repository.commit(a_py="a\n").write("a.py", "staged\n")
    repository.git("add", "a.py")
    assert ids(repository) == {"a.py": blob_id(b"staged\n")}


def test_a_deleted_file_is_gone(repository: Repository) -> None:
    repository.commit(a_py="a\n", b_py="b\n")
    (repository.root / "a.py").unlink()
    assert ids(repository) == {"b.py": blob_id(b"b\n")}
    assert find(repository).skipped == ()


def test_a_deleted_file_that_is_assumed_unchanged_is_gone(repository: Repository) -> None:
    repository.commit(a_py="a\n", b_py="b\n").git("update-index", "--assume-unchanged", "a.py")
    (repository.root / "a.py").unlink()
    assert list(ids(repository)) == ["b.py"]


def test_a_file_that_is_assumed_unchanged_has_no_content_id(repository: Repository) -> None:
    repository.commit(a_py="a\n").git("update-index", "--assume-unchanged", "a.py")
    repository.write("a.py", "changed\n")
    assert ids(repository) == {"a.py": ""}


def test_an_intended_file_counts_when_it_is_on_disk(repository: Repository) -> None:
    repository.write("a.py", "a\n")
    repository.write("b.py", "b\n")
    repository.git("add", "-N", "a.py", "b.py")
    (repository.root / "b.py").unlink()
    assert ids(repository) == {"a.py": ""}


def test_conflicting_files_are_listed_once_without_id(repository: Repository) -> None:
    repository.commit(a_py="a\n", c_py="c\n", d_py="d\n").git("checkout", "-q", "-b", "other")
    repository.commit(a_py="other\n", d_py="other\n").git("checkout", "-q", "main")
    (repository.root / "d.py").unlink()
    repository.commit(a_py="main\n").git("merge", "-q", "other", fails=True)
    assert [file[:2] for file in find(repository).files] == [("a.py", ""), ("c.py", blob_id(b"c\n")), ("d.py", "")]
    (repository.root / "a.py").unlink()
    assert list(ids(repository)) == ["c.py", "d.py"]


def test_submodules_are_listed_and_skipped(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner").commit(x_py="x\n")
    repository.git("submodule", "--quiet", "add", str(inner.root), "libs/inner")
    repository.commit(a_py="a\n")
    found = find(repository)
    assert [(file.path, file.mode) for file in found.files] == [
        (".gitmodules", REGULAR),
        ("a.py", REGULAR),
        ("libs/inner", SUBMODULE),
    ]
    assert found.skipped == (Skipped("libs/inner", "submodule, a repository of its own"),)
    assert find_root(str(repository.root / "libs" / "inner")) == (str(repository.root / "libs" / "inner"), "git")


@needs_symlinks
def test_symbolic_links_are_listed_and_skipped_and_never_followed(repository: Repository) -> None:
    (repository.root / "loop").symlink_to(".")
    (repository.root / "broken").symlink_to("nowhere")
    repository.commit(a_py="a\n")
    found = find(repository)
    assert [(file.path, file.mode) for file in found.files] == [
        ("a.py", REGULAR),
        ("broken", SYMLINK),
        ("loop", SYMLINK),
    ]
    assert found.skipped == (Skipped("broken", "symbolic link"), Skipped("loop", "symbolic link"))


@needs_symlinks
def test_a_file_that_became_a_link_is_a_link(repository: Repository) -> None:
    repository.commit(a_py="a\n", b_py="b\n")
    (repository.root / "a.py").unlink()
    (repository.root / "a.py").symlink_to("b.py")
    found = find(repository)
    assert found.files[0] == TrackedFile("a.py", "", SYMLINK)
    assert found.skipped == (Skipped("a.py", "symbolic link"),)


def test_files_outside_a_sparse_checkout_are_skipped_but_can_be_read(repository: Repository) -> None:
    repository.write("in/a.py", "a\n")
    repository.write("out/b.py", "b\n")
    repository.commit().git("sparse-checkout", "set", "--sparse-index", "in")
    found = find(repository)
    sparse = TrackedFile("out/b.py", blob_id(b"b\n"), SPARSE)
    assert found.files == (TrackedFile("in/a.py", blob_id(b"a\n"), REGULAR), sparse)
    assert found.skipped == (Skipped("out/b.py", "outside the sparse checkout"),)
    assert read_file(Tree(found.root), sparse) == b"b\n"


def test_a_file_on_disk_in_spite_of_the_sparse_checkout_is_an_ordinary_file(repository: Repository) -> None:
    repository.commit(a_py="a\n").git("update-index", "--skip-worktree", "a.py")
    repository.write("a.py", "changed\n")
    # Without the pattern file git clears the mark by itself, with it the mark stays.
    repository.git("config", "sparse.expectFilesOutsideOfPatterns", "true")
    repository.git("config", "core.sparseCheckout", "true")
    repository.git("update-index", "--skip-worktree", "a.py")
    assert find(repository).files == (TrackedFile("a.py", "", REGULAR),)
    assert find(repository).skipped == ()


def test_a_pointer_of_lfs_is_recognised(repository: Repository) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 5\n"
    repository.write("a.py", pointer)
    repository.write(".gitattributes", "*.py filter=lfs diff=lfs merge=lfs -text\n")
    repository.commit()
    (file,) = (file for file in find(repository).files if file.path == "a.py")
    content = read_file(Tree(str(repository.root)), file)
    assert isinstance(content, bytes)
    assert is_lfs_pointer(content)
    assert not is_lfs_pointer(b"import os\n")


def test_a_copied_checkout_has_the_same_files(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a_py="a\n", b_py="b\n")
    age(repository)
    shutil.copytree(repository.root, tmp_path / "copy", copy_function=shutil.copyfile)
    copy = Repository(tmp_path / "copy")
    original, copied = find(repository), find(copy)
    assert [file.path for file in original.files] == [file.path for file in copied.files]
    assert {file.content_id for file in copied.files} == {""}
    for file in original.files:
        content = read_file(Tree(copied.root), file)
        assert isinstance(content, bytes)
        assert blob_id(content) == file.content_id


def test_a_linked_worktree_is_a_root_of_its_own(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a_py="a\n").git("worktree", "add", "-q", str(tmp_path / "tree"), "-b", "side")
    tree = Repository(tmp_path / "tree")
    assert find_root(str(tree.root)) == (str(tree.root), "git")
    assert ids(tree) == {"a.py": blob_id(b"a\n")}


def test_untracked_files_count_when_asked_for(repository: Repository, tmp_path: Path) -> None:
    repository.commit(a_py="a\n")
    repository.write(".git/info/exclude", "*.log\n")
    repository.write("b.log")
    repository.write("0/new.py", "n\n")
    Repository(repository.root / "nested").commit(x_py="x\n")
    found = find(repository, untracked=True)
    assert found.files == (TrackedFile("0/new.py", "", REGULAR), TrackedFile("a.py", blob_id(b"a\n"), REGULAR))
    assert found.skipped == (Skipped("nested/", "untracked repository"),)
    assert find(repository).files == (TrackedFile("a.py", blob_id(b"a\n"), REGULAR),)


@needs_symlinks
def test_untracked_links_are_skipped(repository: Repository) -> None:
    (repository.root / "link").symlink_to("/")
    found = find(repository, untracked=True)
    assert found.files == (TrackedFile("link", "", SYMLINK),)
    assert found.skipped == (Skipped("link", "symbolic link"),)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(b"a b.py", id="space"),
        pytest.param(b" lead and trail ", id="spaces around"),
        pytest.param(b"a\nb.py", id="newline"),
        pytest.param(b"a\tb.py", id="tab"),
        pytest.param(b'a"b\\.py', id="quote and backslash"),
        pytest.param(b"-rf", id="dash"),
        pytest.param(b":(top)x", id="colon"),
        pytest.param(b"\xff\xfe.py", id="no utf-8"),
        pytest.param("e\N{COMBINING ACUTE ACCENT}.py".encode(), id="nfd"),
        pytest.param("\N{LATIN SMALL LETTER E WITH ACUTE}.py".encode(), id="nfc"),
        pytest.param("\N{SNAKE}.py".encode(), id="beyond the basic plane"),
    ],
)
@pytest.mark.parametrize("vcs", ["git", ""])
@needs_posix
def test_odd_names_are_listed_as_they_are_and_can_be_read(repository: Repository, name: bytes, vcs: str) -> None:
    path = os.path.join(os.fsencode(repository.root), b"d", name)
    os.mkdir(repository.root / "d")
    try:
        with open(path, "wb") as file:
            file.write(b"x\n")
    except OSError as error:
        pytest.skip(f"the file system refuses the name: {error}")
    if name not in os.listdir(os.path.dirname(path)):
        pytest.skip("the file system changes the name")
    repository.commit()
    found = discover(str(repository.root), vcs)
    content_id = blob_id(b"x\n") if vcs else ""
    assert found.files == (TrackedFile("d/" + name.decode("utf-8", "surrogateescape"), content_id, REGULAR),)
    assert read_file(Tree(found.root), found.files[0]) == b"x\n"


@needs_posix
def test_names_that_are_no_utf8_are_in_order(repository: Repository) -> None:
    raw = [b"\xff", b"z", "\N{SNAKE}".encode(), "\N{FULLWIDTH LATIN SMALL LETTER A}".encode()]
    for name in raw:
        try:
            with open(os.path.join(os.fsencode(repository.root), name), "wb"):
                pass
        except OSError as error:
            pytest.skip(f"the file system refuses the name: {error}")
    repository.commit()
    assert list(ids(repository)) == sorted(name.decode("utf-8", "surrogateescape") for name in raw)
