"""CODEOWNERS files: their lines, what is wrong with them, and whom a path belongs to.

Two dialects with rules of their own: `codeowners_github` and `codeowners_gitlab` read them. A path may be owned, matched
by a line without owners (deliberately unowned), or matched by nothing: three states that are never mixed up.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

GITHUB = "github"
GITLAB = "gitlab"
LOCATIONS = {
    GITHUB: (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    GITLAB: ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
}
"""Where each dialect looks, the first that exists counts (docs of GitHub "About code owners", of GitLab "Code Owners")."""

GITHUB_MAX_BYTES = 3_000_000
"""GitHub loads nothing from a file of 3 MB or more."""

# GitHub: letters, digits and hyphens; teams may hold dots and underscores, too. GitLab allows more and nests groups.
_USER = r"@[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_EMAIL = r"[^\s@]+@[^\s@]+\.[^\s@.]+"
_OWNER = {
    GITHUB: re.compile(rf"(?:{_USER}(?:/[A-Za-z0-9._-]+)?|{_EMAIL})"),
    GITLAB: re.compile(rf"(?:{_USER}(?:/[A-Za-z0-9._-]+)*|@@(?:developer|maintainer|owner)s?|{_EMAIL})", re.IGNORECASE),
}


class OwnerProblem(NamedTuple):
    """Something wrong with one line; `kind` in the words of GitHub. `suggestion` is what would be right, or ""."""

    line: int
    column: int
    kind: str
    source: str
    suggestion: str = ""

    @property
    def message(self) -> str:
        """As GitHub says it, on one line."""
        hint = f": {self.suggestion}" if self.suggestion else ""
        return f"{self.kind} on line {self.line}{hint}"


class Entry(NamedTuple):
    """One line that assigns owners; `pattern` and `owners` as written, the place that of the pattern.

    `section`, `optional` and `approvals` are GitLab's; `excluded` is true for its lines that begin with `!`.
    """

    line: int
    column: int
    pattern: str
    owners: tuple[str, ...]
    section: str = ""
    optional: bool = False
    approvals: int = 1
    excluded: bool = False


class Ownership(NamedTuple):
    """What one section says of a path: the entry that decides."""

    entry: Entry

    @property
    def owners(self) -> tuple[str, ...]:
        """The owners, () when the path is deliberately unowned."""
        return self.entry.owners


@dataclass(frozen=True, slots=True)
class Codeowners:
    """A CODEOWNERS file. `decide` tells the deciding entries of a path, at most one per section, in order of sections."""

    path: str
    dialect: str
    entries: tuple[Entry, ...]
    problems: tuple[OwnerProblem, ...]
    decide: Callable[[str], tuple[Entry, ...]]

    def owners_of(self, path: str) -> tuple[str, ...] | None:
        """The owners of a file, each once, in order; () when it is deliberately unowned, None when nothing matches."""
        deciding = self.decide(path)
        if not deciding:
            return None
        return tuple(dict.fromkeys(owner for entry in deciding for owner in entry.owners))


def is_owner(text: str, dialect: str) -> bool:
    """Whether a word names an owner: `@user`, `@org/team`, an e-mail address; in GitLab also groups and roles."""
    return _OWNER[dialect].fullmatch(text) is not None


def is_team(owner: str, dialect: str) -> bool:
    """Whether an owner is more than one person: a team, in GitLab also a group or a role."""
    return owner.startswith("@") and ("/" in owner or (dialect == GITLAB and owner.startswith("@@")))


def split_words(line: str) -> list[tuple[int, str]]:
    """The words of a line with their columns (from 1); a backslash keeps the blank behind it in the word."""
    words: list[tuple[int, str]] = []
    start = -1
    at = 0
    while at < len(line):
        if line[at] in " \t":
            if start >= 0:
                words.append((start + 1, line[start:at]))
            start = -1
        elif start < 0:
            start = at
        at += 2 if line[at] == "\\" and at + 1 < len(line) else 1
    if start >= 0:
        words.append((start + 1, line[start:]))
    return words


def find_location(dialect: str, files: Sequence[str]) -> str | None:
    """The path of the file that counts in a dialect, or None when there is none."""
    present = set(files)
    return next((path for path in LOCATIONS[dialect] if path in present), None)


def guess_dialect(files: Sequence[str]) -> str:
    """The dialect of a repository, by where its file lies and by the files that belong to each service."""
    present = set(files)
    if ".gitlab/CODEOWNERS" in present or (".gitlab-ci.yml" in present and ".github/CODEOWNERS" not in present):
        return GITLAB if not any(path.startswith(".github/") for path in files) else GITHUB
    return GITHUB
