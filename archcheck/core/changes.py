"""What changed between two trees: files, where they came from, and which lines are new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

ADDED, CHANGED, DELETED, RENAMED = "added", "changed", "deleted", "renamed"


Spans = tuple[tuple[int, int], ...]
"""The first and the last line of each span, from 1, ascending."""


class ChangedFile(NamedTuple):
    """One file; `status` is one of the above. `old_path` is "" unless it was renamed, or deleted: then it is `path`."""

    path: str
    status: str
    old_path: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes from a commit (`base`, its full id) to a tree, by path.

    `lines` gives for each file that is there the lines that are new or changed.
    """

    base: str
    files: Mapping[str, ChangedFile]
    lines: Mapping[str, Spans] = field(default_factory=dict)

    def renames(self) -> Mapping[str, str]:
        """The old path of each renamed file, with the new one."""
        return {file.old_path: path for path, file in self.files.items() if file.status == RENAMED}

    def first_line(self, path: str) -> int:
        """The first line of a file that is new, 1 where none is known."""
        spans = self.lines.get(path, ())
        return spans[0][0] if spans else 1

    def is_new(self, path: str, line: int) -> bool:
        """Whether a line is new or changed."""
        return any(first <= line <= last for first, last in self.lines.get(path, ()))
