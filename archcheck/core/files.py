"""The files of a repository as discovery found them."""

from dataclasses import dataclass
from typing import NamedTuple

REGULAR = "regular"
EXECUTABLE = "executable"
SYMLINK = "symlink"
SUBMODULE = "submodule"


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


@dataclass(frozen=True, slots=True)
class Discovery:
    """What one discovery found; `files` and `skipped` sorted by path.

    `root` is the absolute path of the tree. `files` holds every path that counts as present, symlinks and submodules
    included; those that cannot be read as code are also in `skipped`. `vcs` is "git" or "" for a plain directory.
    """

    root: str
    files: tuple[TrackedFile, ...]
    skipped: tuple[Skipped, ...] = ()
    vcs: str = ""
