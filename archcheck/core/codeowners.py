"""CODEOWNERS files: their lines, what is wrong with them, and whom a path belongs to.

Two dialects with rules of their own: `codeowners_github` and `codeowners_gitlab` read them. A path may be owned,
matched by a line without owners (deliberately unowned), or matched by nothing: three states that are never mixed up.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archcheck.core.secrets import redact

GITHUB = "github"
GITLAB = "gitlab"
NAMES = {GITHUB: "GitHub", GITLAB: "GitLab"}
LOCATIONS = {
    GITHUB: (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    GITLAB: ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
}
"""Where each dialect looks, by the docs of GitHub and GitLab; the first that exists counts."""

_EVERYTHING = frozenset(("*", "**", "/**", "**/*", "/**/*"))
_SHOWN = 200
LONGEST_PATTERN = 10_000
"""Characters; no path is as long."""

# GitHub: letters, digits and hyphens; teams may hold dots and underscores, too. GitLab allows more and nests groups.
_USER = r"@[A-Za-z0-9](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?"
_EMAIL = r"[^\s@:/]+@[^\s@:/]+\.[^\s@:/.]+"
_OWNER = {
    GITHUB: re.compile(rf"(?:{_USER}(?:/[A-Za-z0-9._-]+)?|{_EMAIL})"),
    GITLAB: re.compile(rf"(?:{_USER}(?:/[A-Za-z0-9._-]+)*|@@(?:developer|maintainer|owner)s?|{_EMAIL})", re.IGNORECASE),
}
_WORD = re.compile(r"(?:[^ \t\\]++|\\.?)++", re.DOTALL)


class OwnerProblem(NamedTuple):
    """Something wrong with one line; `kind` and `suggestion` in the words of GitHub. `source` is the line, shortened.

    `suggestion` may be "". `line` 0 means the whole file.
    """

    line: int
    column: int
    kind: str
    source: str
    suggestion: str = ""

    @property
    def message(self) -> str:
        """As GitHub says it, on one line."""
        where = f" on line {self.line}" if self.line else ""
        return f"{self.kind}{where}{f': {self.suggestion}' if self.suggestion else ''}"


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

    @property
    def is_catch_all(self) -> bool:
        """Whether the line is meant for everything."""
        return self.pattern in _EVERYTHING or (self.pattern == "/" and self.section != "")


def _nothing(_path: str) -> tuple[Entry, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Codeowners:
    """A CODEOWNERS file; `path` is "" when there is none.

    `decide` tells the deciding entries of a file, at most one per section, in order of sections; `match` all entries
    that match it, in any order. Neither needs the file to exist. `replaced` are entries that a later one with the same
    pattern has replaced, each with that one.
    """

    path: str
    dialect: str
    entries: tuple[Entry, ...] = ()
    problems: tuple[OwnerProblem, ...] = ()
    decide: Callable[[str], tuple[Entry, ...]] = _nothing
    match: Callable[[str], tuple[Entry, ...]] = _nothing
    replaced: tuple[tuple[Entry, Entry], ...] = ()

    def owners_of(self, path: str) -> tuple[str, ...] | None:
        """The owners of a file, each once, in order; () when it is deliberately unowned, None when nothing matches.

        A directory, with a final slash, has the owners of any file in it that no pattern picks out.
        """
        deciding = self.deciding(path)
        return owners_in(deciding) if deciding else None

    def deciding(self, path: str) -> tuple[Entry, ...]:
        """The deciding entries of a file, or of a directory with a final slash."""
        return self.decide(f"{path}\0" if path.endswith("/") else path)

    def all_owners(self) -> tuple[str, ...]:
        """Everybody whom the file names, sorted."""
        return tuple(sorted(owners_in(self.entries)))


def owners_in(entries: Sequence[Entry]) -> tuple[str, ...]:
    """The owners that entries name, each once, in order."""
    return tuple(dict.fromkeys(owner for entry in entries for owner in entry.owners))


def is_owner(text: str, dialect: str) -> bool:
    """Whether a word names an owner: `@user`, `@org/team`, an e-mail address; in GitLab also groups and roles."""
    return _OWNER[dialect].fullmatch(text) is not None


def is_team(owner: str) -> bool:
    """Whether an owner is known to be more than one person: `@org/team`, `@group/subgroup`, `@@role`.

    GitLab writes top-level groups and users alike; these count as persons.
    """
    return owner.startswith("@@") or (owner.startswith("@") and "/" in owner)


def split_words(line: str) -> list[tuple[int, str]]:
    """The words of a line with their columns (from 1); a backslash keeps the blank behind it in the word."""
    return [(found.start() + 1, found[0]) for found in _WORD.finditer(line)]


def unusable(content: bytes, limit: int) -> OwnerProblem | None:
    """What keeps a whole file from being read: `limit` bytes or more, or content that is no text."""
    if len(content) >= limit:
        hint = f"nothing is loaded from a file of {limit // 1_000_000} MB or more"
        return OwnerProblem(0, 0, "File too large", "", hint)
    return OwnerProblem(0, 0, "Not a text file", "", "it holds zero bytes") if b"\0" in content else None


def split_lines(content: bytes) -> list[str]:
    """The lines of a file, without a byte order mark and the carriage returns of Windows."""
    text = content.decode("utf-8", "surrogateescape")
    return [line.removesuffix("\r") for line in text.removeprefix("\ufeff").split("\n")]


def shown(text: str) -> str:
    """A line, or a part of it, as messages quote it."""
    text = text.strip()
    return redact(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


def find_locations(dialect: str, files: Sequence[str]) -> list[str]:
    """The files that a dialect looks for, as far as they exist; the first counts."""
    present = set(files)
    return [path for path in LOCATIONS[dialect] if path in present]


def guess_dialect(files: Sequence[str]) -> str:
    """The dialect of a repository, by where its file lies and by other files that belong to one of the services."""
    present = set(files)
    if ".github/CODEOWNERS" in present:
        return GITHUB
    if ".gitlab/CODEOWNERS" in present:
        return GITLAB
    hosted = any(path.startswith(".github/") for path in files)
    return GITLAB if ".gitlab-ci.yml" in present and not hosted else GITHUB
