"""What git tells of the past: what changed since a commit, who changed it, and which branches were merged."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from archcheck.core.components import Binding, Components, Paths, build_components, select_terms
from archcheck.core.selectors import Term

Status = Literal["added", "modified", "deleted"]
ADDED: Status = "added"
MODIFIED: Status = "modified"
DELETED: Status = "deleted"
_COMMIT = re.compile(r"\x01[0-9a-f]{40,64}\Z")
_MERGED = re.compile(
    r"Merge (?:branch '([^']+)'|remote-tracking branch '[^'/]+/([^']+)'|pull request #\d+ from [^\s/]+/(\S+))"
    r"|Merged in (\S+) \(pull request"
)
SHORT_ID = 12
"""So many digits of the id of a commit are shown."""


class FileChange(NamedTuple):
    """One path that is not as it was.

    `content_id` is that of its content now, "" when it is deleted. `mode` is its mode now, in words, where that is all
    or part of the change, else "". `line` is the first line that differs, 0 when that is not known. What was moved is
    a deleted path with `moved_to`, and an added one with `moved_from`.
    """

    path: str
    status: Status
    content_id: str = ""
    mode: str = ""
    line: int = 0
    moved_to: str = ""
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """Everything that changed from the commit `base` (its id) to the tree of the run; `changes` sorted by path.

    `name` is how the base is called in messages.
    """

    base: str
    name: str
    changes: tuple[FileChange, ...]

    def by_path(self) -> Mapping[str, FileChange]:
        """The changes by their paths."""
        return {change.path: change for change in self.changes}


class Author(NamedTuple):
    """Who changed something; `commit` is the id of the commit, "" for what is not committed yet."""

    name: str
    email: str
    commit: str


@dataclass(frozen=True, slots=True)
class Authors:
    """Who changed each path since the base of the run, the earliest first; `nobody` are changed by somebody unknown."""

    by_path: Mapping[str, Sequence[Author]] = field(default_factory=dict)
    nobody: frozenset[str] = frozenset()


class Merge(NamedTuple):
    """A branch that was, or is about to be, merged `into` another one; `source` is "" when nobody says which one.

    `commit` is the id of the merge, "" when it is still to come.
    """

    into: str
    source: str
    commit: str


def select_changed(
    terms: Sequence[Term], paths: Iterable[str], components: Components
) -> Mapping[str, tuple[Binding, ...]]:
    """The paths that a union of terms means, in order, with their bindings; they need not be in the tree any more."""
    listed = Paths(tuple(sorted(set(paths))))
    found = select_terms(terms, build_components([*components.specs.values()], listed), listed)
    return {listed.files[number]: bindings for number, bindings in found.items()}


def first_difference(before: bytes, after: bytes) -> int:
    """The first line, from 1, of the text `after` that is not in `before`; how lines end does not matter.

    It is the last line when only the end was cut off; 0 when the texts do not differ, or are not texts.
    """
    if b"\0" in before or b"\0" in after:
        return 0
    old, new = before.splitlines(), after.splitlines()
    same = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    if same == len(old) == len(new):
        return 0
    return max(min(same + 1, len(new)), 1)


def parse_log(text: str) -> Iterator[tuple[Author, Sequence[str]]]:
    """The commits that `git log -z --name-only --format=%x01%H%x00%an%x00%ae%x00` prints, each with its paths."""
    fields = [field.lstrip("\n") for field in text.split("\0")]
    heads = [at for at, field in enumerate(fields) if _COMMIT.match(field)]
    for at, end in zip(heads, [*heads[1:], len(fields)], strict=False):
        name, email = fields[at + 1 : at + 3]
        yield Author(name, email, fields[at][1:]), [path for path in fields[at + 3 : end] if path]


def merged_branch(subject: str) -> str:
    """The branch that a merge says it merges, in the words of git, GitHub, GitLab or Bitbucket; "" when it does not."""
    found = _MERGED.match(subject)
    return next((name for name in found.groups() if name), "") if found else ""
