"""GitLab's CODEOWNERS: sections apply side by side; in each of them the last line that matches decides.

Source: GitLab's docs, "Code Owners" and "Code Owners syntax and error handling", and what its matcher was observed to do
where they are silent: a pattern is brought into one form (`_normalise`) and matched as Ruby's `File.fnmatch` does with
`PATHNAME` and `DOTMATCH`. A line that begins with `[...]` is the header of a section, whatever follows.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from archcheck.core.codeowners import GITLAB, Codeowners, Entry, OwnerProblem, is_owner, split_words
from archcheck.core.fnmatch_ruby import compile_fnmatch

DEFAULT_SECTION = "codeowners"
"""The name of the section before the first header."""

_HEADER = re.compile(r"(?P<optional>\^)?\[(?P<name>[^\]]*)\](?:\[(?P<approvals>[^\]]*)\])?(?P<owners>.*)")


@dataclass(slots=True)
class _Section:
    """A section in the making. It is optional only if each of its headers says so."""

    name: str
    optional: bool
    approvals: int = 1
    defaults: tuple[str, ...] = ()
    entries: list[Entry] = field(default_factory=list)


def parse_gitlab(text: str, path: str = "CODEOWNERS") -> Codeowners:
    """Read a file. Words that are no owners are problems and left out; their line still matches."""
    reader = _Reader()
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        reader.read(number, line)
    sections = [section for section in reader.sections.values() if section.entries]
    entries = tuple(entry for section in sections for entry in _finished(section))
    problems = tuple(sorted(reader.problems))
    return Codeowners(path, GITLAB, entries, problems, _Matcher(entries).decide)


def _finished(section: _Section) -> Iterator[Entry]:
    for entry in section.entries:
        yield entry._replace(
            section=section.name,
            optional=section.optional,
            approvals=section.approvals,
            owners=entry.owners or (() if entry.excluded else section.defaults),
        )


class _Reader:
    """Reads line after line."""

    def __init__(self) -> None:
        self._current = _Section(DEFAULT_SECTION, optional=False)
        self.sections = {DEFAULT_SECTION: self._current}
        self.problems: list[OwnerProblem] = []

    def read(self, number: int, line: str) -> None:
        """Take one line: nothing, a comment, a header, or an entry."""
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            return
        header = _HEADER.match(stripped)
        if header:
            self._read_header(number, line, header)
        else:
            self._read_entry(number, line)

    def _read_header(self, number: int, line: str, header: re.Match[str]) -> None:
        name = header["name"].strip()
        optional = header["optional"] is not None
        if not name:
            self.problems.append(OwnerProblem(number, 1, "Missing section name", line.strip()))
            return
        if "[" in line[: line.find("]")].replace("[", "", 1):
            self.problems.append(OwnerProblem(number, 1, "Invalid section format", line.strip()))
        words = split_words(header["owners"])
        owners = self._owners(number, line, [(line.find(word), word) for _, word in words])
        held = self.sections.get(name.lower())
        if held is None:
            held = self.sections[name.lower()] = _Section(name, optional=optional)
        held.optional = held.optional and optional
        held.defaults = owners or held.defaults
        held.approvals = self._approvals(number, line, header["approvals"], optional=optional) or held.approvals
        self._current = held

    def _approvals(self, number: int, line: str, written: str | None, *, optional: bool) -> int:
        """How many approvals a section demands; 0 when its header does not say."""
        if written is None:
            return 0
        if optional:
            self.problems.append(OwnerProblem(number, 1, "Approvals of an optional section", line.strip()))
        if not written.isdecimal() or int(written[:9]) == 0:
            self.problems.append(OwnerProblem(number, 1, "Invalid approval requirement", line.strip()))
            return 1
        return int(written[:9])

    def _read_entry(self, number: int, line: str) -> None:
        (column, pattern), *rest = split_words(line)
        excluded = pattern.startswith("!")
        if line.strip().startswith("["):
            self.problems.append(OwnerProblem(number, column, "Invalid section format", line.strip()))
        owners = self._owners(number, line, rest)
        if not excluded and not owners and not self._current.defaults:
            self.problems.append(OwnerProblem(number, column, "Zero owners", line.strip()))
        entry = Entry(number, column, pattern[1:] if excluded else pattern, owners, excluded=excluded)
        self._keep(entry)

    def _keep(self, entry: Entry) -> None:
        """A pattern that a section has already keeps its first position and gets the later owners."""
        entries = self._current.entries
        same = _normalise(entry.pattern)
        for position, held in enumerate(entries):
            if _normalise(held.pattern) == same:
                entries[position] = entry
                return
        entries.append(entry)

    def _owners(self, number: int, line: str, words: Sequence[tuple[int, str]]) -> tuple[str, ...]:
        good = []
        for column, word in words:
            if is_owner(word, GITLAB):
                good.append(word)
            else:
                self.problems.append(OwnerProblem(number, max(column, 1), "Malformed owner", line.strip()))
        return tuple(dict.fromkeys(good))


def _normalise(pattern: str) -> str:
    """The one form in which GitLab compares and matches patterns."""
    if pattern == "*":
        return "/**/*"
    text = pattern.removeprefix("\\") if pattern.startswith("\\#") else pattern
    text = text.replace("\\ ", " ").replace("\\\t", "\t")
    if not text.startswith("/"):
        text = f"/**/{text}"
    return f"{text}**/*" if text.endswith("/") else text


class _Matcher:
    """Finds the deciding entry of each section."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._sections: dict[str, list[tuple[Entry, Callable[[str], bool]]]] = {}
        for entry in entries:
            test = compile_fnmatch(_normalise(entry.pattern))
            self._sections.setdefault(entry.section, []).append((entry, test))

    def decide(self, path: str) -> tuple[Entry, ...]:
        """The last matching entry of each section, unless any matching entry of the section excludes the path."""
        found = []
        for entries in self._sections.values():
            matching = [entry for entry, test in entries if test(f"/{path}")]
            if matching and not any(entry.excluded for entry in matching):
                found.append(matching[-1])
        return tuple(found)
