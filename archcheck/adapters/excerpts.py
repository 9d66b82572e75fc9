"""Adds to a report the lines of text that its violations are about; secrets in them are masked."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from archcheck.core.files import Skipped
from archcheck.core.findings import Report, Violation
from archcheck.core.secrets import redact
from archcheck.core.values import Place

_LONGEST = 500
_SEARCHED = 20 * _LONGEST
"""So much of a line is searched for secrets: one that is cut in two would not be known as one."""


Read = Callable[[str], bytes | Skipped]


def add_excerpts(report: Report, read: Read, rule_lines: Mapping[str, Sequence[str]], limit: int | None) -> Report:
    """The report with the line of each violation, and that of its rule; a line that cannot be read is left out.

    `read` gives the content of a file by its path. Only the first `limit` violations get theirs: nobody reads the lines
    of the others.
    """
    reader = _Lines(read, rule_lines)
    shown = tuple(_with_excerpt(each, reader) for each in report.violations[:limit])
    return dataclasses.replace(report, violations=shown + report.violations[len(shown) :])


def line_reader(read: Read) -> Callable[[Place], str]:
    """Gives the lines of files; "" for one that cannot be read."""
    reader = _Lines(read, {})
    return lambda place: reader.around(place).get(place.line, "")


def _with_excerpt(violation: Violation, reader: "_Lines") -> Violation:
    place = Place(violation.path, violation.line, violation.column or 1) if violation.line else None
    excerpt, rule_excerpt = reader.around(place), reader.around(violation.rule_place)
    return dataclasses.replace(violation, excerpt=excerpt, rule_excerpt=rule_excerpt)


class _Lines:
    """Lines of files, each file read once."""

    def __init__(self, read: Read, known: Mapping[str, Sequence[str]]) -> None:
        self._read_file = read
        self._files: dict[str, Sequence[str]] = dict(known)

    def around(self, place: Place | None) -> Mapping[int, str]:
        """The line at a place, by its number; nothing when there is no such line."""
        if place is None:
            return {}
        if place.path not in self._files:
            self._files[place.path] = self._read(place.path)
        lines = self._files[place.path]
        if not 0 < place.line <= len(lines):
            return {}
        return {place.line: redact(lines[place.line - 1][:_SEARCHED])[:_LONGEST]}

    def _read(self, path: str) -> Sequence[str]:
        content = self._read_file(path)
        if isinstance(content, Skipped):
            return ()
        text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return text.split("\n")
