"""GitLab's CODEOWNERS: sections apply side by side; in each of them the last line that matches decides.

Source: GitLab's docs, "Code Owners" and "Code Owners syntax and error handling", and what its matcher was observed to
do where they are silent: a pattern is brought into one form (`normalise`) and matched as Ruby's `File.fnmatch` does
with `PATHNAME` and `DOTMATCH`. A line that begins with `[...]` is the header of a section, whatever follows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from archcheck.core.codeowners import (
    GITLAB,
    LONGEST_PATTERN,
    Codeowners,
    Entry,
    OwnerProblem,
    is_owner,
    shown,
    split_lines,
    split_words,
    unusable,
)
from archcheck.core.codeowners_matching import Matcher, Pattern
from archcheck.core.fnmatch_ruby import compile_fnmatch

MAX_BYTES = 10_000_000
"""GitLab names no limit; nobody writes as much."""

DEFAULT_SECTION = "codeowners"
"""The name of the section before the first header."""

_HEADER = re.compile(r"\s*(?P<optional>\^)?\[(?P<name>[^\]]*)\](?:\[(?P<approvals>[^\]]*)\])?(?P<rest>.*)", re.DOTALL)
_ESCAPED_BLANK = re.compile(r"\\([ \t])")
_BELOW = "/**/*"
_MOST_APPROVALS = 9
"""Digits of a number that is still read."""


@dataclass(frozen=True, slots=True)
class _Header:
    """A header as it stands in the file; `section` is the first spelling of its name."""

    section: str
    optional: bool = False
    approvals: int = 1
    defaults: tuple[str, ...] = ()


def parse_gitlab(content: bytes, path: str = "CODEOWNERS") -> Codeowners:
    """Read a file. Words that are no owners are problems and left out; their line still matches."""
    whole = unusable(content, MAX_BYTES)
    if whole:
        return Codeowners(path, GITLAB, problems=(whole,))
    reader = _Reader()
    for number, line in enumerate(split_lines(content), start=1):
        reader.read(number, line)
    entries = tuple(entry for section in reader.sections.values() for entry in _finished(list(section.values())))
    matcher = Matcher(entries, (_pattern(entry) for entry in entries))
    return Codeowners(
        path, GITLAB, entries, tuple(reader.problems), matcher.decide, matcher.match, tuple(reader.replaced)
    )


def _finished(entries: Sequence[Entry]) -> Iterator[Entry]:
    """The entries of one section, which is optional only if all the headers that they stand under say so."""
    optional = all(entry.optional for entry in entries)
    return (entry._replace(optional=optional) for entry in entries)


class _Reader:
    """Reads line after line. `sections` hold entries by pattern; one that comes again keeps its first position."""

    def __init__(self) -> None:
        self.sections: dict[str, dict[str, Entry]] = {DEFAULT_SECTION: {}}
        self.problems: list[OwnerProblem] = []
        self.replaced: list[tuple[Entry, Entry]] = []
        self._header = _Header(DEFAULT_SECTION)
        self._spellings = {DEFAULT_SECTION: DEFAULT_SECTION}

    def read(self, number: int, line: str) -> None:
        """Take one line: nothing, a comment, a header, or an entry."""
        words = split_words(line.rstrip())
        if not words or words[0][1].startswith("#"):
            return
        header = _HEADER.match(line)
        if header:
            self._read_header(number, line, header)
        else:
            self._read_entry(number, line, words)

    def _read_header(self, number: int, line: str, header: re.Match[str]) -> None:
        name = header["name"].strip()
        if not name:
            self._problem(number, header.start("name") + 1, "Missing section name", line)
            return
        rest, start = header["rest"], header.start("rest")
        if "[" in name or rest[:1].strip():
            self._problem(number, header.start("name") + 1, "Invalid section format", line)
        optional = header["optional"] is not None
        approvals = self._approvals(number, line, header, optional=optional)
        words = [(start + column, word) for column, word in split_words(rest)]
        section = self._spellings.setdefault(name.lower(), name)
        self.sections.setdefault(section, {})
        self._header = _Header(section, optional, approvals, self._owners(number, line, words))

    def _approvals(self, number: int, line: str, header: re.Match[str], *, optional: bool) -> int:
        """How many approvals a section demands."""
        written = header["approvals"]
        if written is None:
            return 1
        if optional:
            self._problem(number, header.start("approvals") + 1, "Approvals of an optional section", line)
        if not written.isascii() or not written.isdecimal() or not written.strip("0"):
            self._problem(number, header.start("approvals") + 1, "Invalid approval requirement", line)
            return 1
        return int(written[-_MOST_APPROVALS:])

    def _read_entry(self, number: int, line: str, words: Sequence[tuple[int, str]]) -> None:
        (column, pattern), *rest = words
        if len(pattern) > LONGEST_PATTERN:
            self._problem(number, column, "Invalid pattern", line, "It is too long")
            return
        excluded = pattern.startswith("!")
        header = self._header
        if pattern.startswith("["):
            self._problem(number, column, "Invalid section format", line)
        written = self._owners(number, line, rest)
        owners = () if excluded else written if rest else header.defaults
        if not excluded and not owners:
            self._problem(number, column, "Zero owners", line)
        bare = pattern.removeprefix("!")
        entry = Entry(number, column, bare, owners, header.section, header.optional, header.approvals, excluded)
        entries = self.sections[header.section]
        form = normalise(bare)
        if form in entries:
            self.replaced.append((entries[form], entry))
        entries[form] = entry

    def _owners(self, number: int, line: str, words: Sequence[tuple[int, str]]) -> tuple[str, ...]:
        for column, word in words:
            if not is_owner(word, GITLAB):
                self._problem(number, column, "Malformed owner", line, shown(word))
        return tuple(dict.fromkeys(word for _, word in words if is_owner(word, GITLAB)))

    def _problem(self, number: int, column: int, kind: str, line: str, about: str = "") -> None:
        self.problems.append(OwnerProblem(number, column, kind, shown(line), about))


def normalise(pattern: str) -> str:
    """The one form in which GitLab compares and matches patterns."""
    if pattern == "*":
        return "/**/*"
    text = _ESCAPED_BLANK.sub(r"\1", pattern.removeprefix("\\") if pattern.startswith("\\#") else pattern)
    if not text.startswith("/"):
        text = f"/**/{text}"
    return f"{text}**/*" if text.endswith("/") else text


def _pattern(entry: Entry) -> Pattern:
    """What an entry matches. One that ends with `**/*` is about directories; paths come without the slash in front."""
    form = normalise(entry.pattern)
    if not form.endswith(_BELOW):
        return Pattern(form[1:].split("/"), lambda: _compile(form[1:]), directories=False)
    form = form.removesuffix(_BELOW)
    while form.endswith("/**"):  # as a last segment it would be one name
        form = form.removesuffix("/**")
    return Pattern(form[1:].split("/") if form else (), lambda: _compile(form[1:]), files=False)


def _compile(form: str) -> Callable[[str], bool]:
    test = compile_fnmatch(form)
    return lambda path: test(path.split("/"))
