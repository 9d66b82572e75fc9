"""Adds to a report the lines of text that its violations are about; secrets in them are masked."""

import dataclasses
from collections.abc import Callable, Mapping, Sequence

from archcheck.adapters.reading import UnreadableError, native_path, read_regular
from archcheck.core.findings import Report, Violation
from archcheck.core.secrets import redact
from archcheck.core.values import Place

_LONGEST = 500
_SEARCHED = 20 * _LONGEST
"""So much of a line is searched for secrets: one that is cut in two would not be known as one."""


def add_excerpts(report: Report, rule_lines: Mapping[str, Sequence[str]], limit: int | None) -> Report:
    """The report with the line of each violation, and that of its rule; a line that cannot be read is left out.

    Only the first `limit` violations get theirs: nobody reads the lines of the others.
    """
    reader = _Lines(report.root, rule_lines)
    shown = tuple(_with_excerpt(each, reader) for each in report.violations[:limit])
    return dataclasses.replace(report, violations=shown + report.violations[len(shown) :])


def line_reader(root: str) -> Callable[[Place], str]:
    """Gives the lines of the files below `root`; "" for one that cannot be read."""
    reader = _Lines(root, {})
    return lambda place: reader.around(place).get(place.line, "")


def _with_excerpt(violation: Violation, reader: "_Lines") -> Violation:
    place = Place(violation.path, violation.line, violation.column or 1) if violation.line else None
    excerpt, rule_excerpt = reader.around(place), reader.around(violation.rule_place)
    return dataclasses.replace(violation, excerpt=excerpt, rule_excerpt=rule_excerpt)


class _Lines:
    """Lines of files, each file read once."""

    def __init__(self, root: str, known: Mapping[str, Sequence[str]]) -> None:
        self._root = root
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
        try:
            content = read_regular(native_path(self._root, path))
        except UnreadableError:
            return ()
        text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
        return text.split("\n")
