"""GitHub's CODEOWNERS: the last line that matches decides, for the whole file.

Source: GitHub's docs, "About code owners", and the REST API "list CODEOWNERS errors", whose words the problems use.
Patterns are those of .gitignore but for three things: no `!`, no `[...]`, no `\\#` for a leading hash; and a last
segment that is a lone `*` does not reach into directories (`docs/*`). A line with an invalid pattern or owner is
skipped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archcheck.core.codeowners import GITHUB, Codeowners, Entry, OwnerProblem, is_owner, split_words
from archcheck.core.gitignore import Glob, compile_glob

_PATTERN = "Invalid pattern"
_OWNER = "Invalid owner"


def parse_github(text: str, path: str = ".github/CODEOWNERS") -> Codeowners:
    """Read a file; every line that is not understood is a problem, and is skipped."""
    entries: list[Entry] = []
    problems: list[OwnerProblem] = []
    for number, line in enumerate(_lines(text), start=1):
        words = split_words(_without_comment(line))
        if not words:
            continue
        column, pattern = words[0]
        found = list(_problems(number, line, words))
        problems += found
        if not found:
            entries.append(Entry(number, column, pattern, tuple(owner for _, owner in words[1:])))
    return Codeowners(path, GITHUB, tuple(entries), tuple(problems), _Matcher.over(entries).decide)


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _without_comment(line: str) -> str:
    """The line up to its first `#` that no backslash protects."""
    at = 0
    while at < len(line):
        if line[at] == "#":
            return line[:at]
        at += 2 if line[at] == "\\" else 1
    return line


def _problems(number: int, line: str, words: Sequence[tuple[int, str]]) -> Iterator[OwnerProblem]:
    column, pattern = words[0]
    suggestion = _pattern_problem(pattern)
    if suggestion is not None:
        yield OwnerProblem(number, column, _PATTERN, line.strip(), suggestion)
        return
    for column, owner in words[1:]:
        if not is_owner(owner, GITHUB):
            yield OwnerProblem(number, column, _OWNER, line.strip())


def _pattern_problem(pattern: str) -> str | None:
    """What GitHub suggests for a pattern that it does not accept, "" for no suggestion, None when it is fine."""
    if pattern == "/":
        return "This pattern will never match anything, did you mean `*`?"
    if pattern.startswith("!"):
        return "Negation is not supported, give the path a line without owners"
    if pattern.startswith("\\#"):
        return "A pattern cannot begin with `#`"
    if "***" in pattern:
        return f"Did you mean `{_single_stars(pattern)}`?"
    bare = pattern.replace("\\\\", "").replace("\\[", "").replace("\\]", "")
    if "[" in bare or "]" in bare:
        return "Character ranges are not supported, escape the brackets"
    if is_owner(pattern, GITHUB) and pattern.startswith("@"):
        return "A pattern is expected before the owners"
    return None


def _single_stars(pattern: str) -> str:
    while "***" in pattern:
        pattern = pattern.replace("***", "**")
    return pattern


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A pattern with its position in the file; one that is `shallow` does not own what is in a directory it matches."""

    position: int
    glob: Glob
    directories_only: bool
    shallow: bool

    def matches(self, name: bytes, path: bytes, *, is_directory: bool) -> bool:
        if is_directory and self.shallow:
            return False
        return (is_directory or not self.directories_only) and self.glob.matches(name, path)


@dataclass(frozen=True, slots=True)
class _Matcher:
    """Finds the last matching entry: plain paths by look-up, the others from the last on.

    `plain` maps a path without wildcards to the last positions of its patterns, with and without a final slash.
    """

    entries: tuple[Entry, ...]
    plain: dict[bytes, tuple[int, int]] = field(default_factory=dict)
    others: list[_Pattern] = field(default_factory=list)

    @classmethod
    def over(cls, entries: Sequence[Entry]) -> "_Matcher":
        matcher = cls(tuple(entries))
        for position, entry in enumerate(entries):
            matcher.add(position, entry.pattern.encode("utf-8", "surrogateescape"))
        matcher.others.reverse()
        return matcher

    def add(self, position: int, pattern: bytes) -> None:
        directories_only = pattern.endswith(b"/")
        bare = pattern[:-1] if directories_only else pattern
        if b"/" in bare and not any(sign in bare for sign in b"*?[\\"):
            key = bare.removeprefix(b"/")
            anywhere, inside = self.plain.get(key, (-1, -1))
            self.plain[key] = (anywhere, position) if directories_only else (position, inside)
            return
        shallow = not directories_only and b"/" in bare and bare.rpartition(b"/")[2] == b"*"
        self.others.append(_Pattern(position, compile_glob(bare), directories_only, shallow))

    def decide(self, path: str) -> tuple[Entry, ...]:
        """The last entry that matches the file, or a directory above it."""
        whole = path.encode("utf-8", "surrogateescape")
        steps = list(_steps(whole))
        best = -1
        for step, _, is_directory in steps:
            anywhere, inside = self.plain.get(step, (-1, -1))
            best = max(best, anywhere, inside if is_directory else -1)
        for pattern in self.others:
            if pattern.position < best:
                break
            if any(pattern.matches(name, step, is_directory=is_directory) for step, name, is_directory in steps):
                best = pattern.position
                break
        return (self.entries[best],) if best >= 0 else ()


def _steps(path: bytes) -> Iterator[tuple[bytes, bytes, bool]]:
    """The directories above a file from the top, then the file: path, name, whether it is a directory."""
    start = 0
    at = path.find(b"/")
    while at >= 0:
        yield path[:at], path[start:at], True
        start = at + 1
        at = path.find(b"/", start)
    yield path, path[start:], False
