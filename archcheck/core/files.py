"""The files of a repository as discovery found them."""

import hashlib
from dataclasses import dataclass
from typing import NamedTuple

REGULAR = "regular"
EXECUTABLE = "executable"
SYMLINK = "symlink"
SUBMODULE = "submodule"
# In the index but, by a sparse checkout, not on disk: the content is in git's objects only.
SPARSE = "sparse"

_LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\n"


class TrackedFile(NamedTuple):
    """One file. `path` is '/'-joined and relative to the root; undecodable bytes are surrogate escapes.

    `content_id` is the git blob id of the bytes on disk, or "" when it must be computed from what is read.
    """

    path: str
    content_id: str
    mode: str


class Skipped(NamedTuple):
    """A path that was discovered and cannot or must not be analysed, and why."""

    path: str
    reason: str


class Tree(NamedTuple):
    """Where the contents of files are: the absolute root, and the algorithm of the content ids.

    The contents of a `stored` tree, such as a commit or the index, are taken from git's objects instead of the disk.
    """

    root: str
    algorithm: str = "sha1"
    stored: bool = False


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one discovery found; `files` and `skipped` sorted by path.

    `root` is the absolute path of the tree. `files` holds every path that counts as present, symlinks and submodules
    included; those that cannot be read as code are also in `skipped`. `vcs` is "git" or "" for a plain directory.
    `algorithm` is the one of the content ids, "sha1" or "sha256". The contents of a `stored` tree are those of git's
    objects, whatever is on disk; `commit` is the id of the commit that it is, if it is one.
    """

    root: str
    files: tuple[TrackedFile, ...]
    skipped: tuple[Skipped, ...] = ()
    vcs: str = ""
    algorithm: str = "sha1"
    stored: bool = False
    commit: str = ""

    @property
    def tree(self) -> Tree:
        """Where the contents are."""
        return Tree(self.root, self.algorithm, self.stored)


def blob_id(content: bytes, algorithm: str = "sha1") -> str:
    """The id git gives a blob with this content, in lower-case hexadecimal."""
    digest = hashlib.new(algorithm, b"blob %d\0" % len(content), usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


def lfs_pointer(content: bytes) -> bytes:
    """What Git LFS has git keep in place of this content."""
    digest = hashlib.sha256(content).hexdigest()
    return _LFS_POINTER + f"oid sha256:{digest}\nsize {len(content)}\n".encode()


def is_lfs_pointer(content: bytes) -> bool:
    """Whether this stands in for a file that Git LFS has not fetched; source: the pointer format, version 1."""
    return content.startswith(_LFS_POINTER)
