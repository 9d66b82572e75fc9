"""`markdown`: a summary for the page of a CI job or a comment on a pull request."""

from collections.abc import Iterator

from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report
from archcheck.reporters.markdown.sections import Section, sections

# A comment on GitHub holds 65,536 characters, the summary of a step 1 MiB, to which the step may add more of its own.
SHORT = 65_536
LONG = 1_000_000
_KEPT = 600
"""Bytes that are kept for the note about what is left out."""


def render(report: Report, style: Style) -> str:
    """The verdict, then as many whole sections and entries as there is room for; `full` means room of a summary."""
    return "\n".join(_fitting(report, (LONG if style.full else SHORT) - _KEPT, full=style.full))


def _fitting(report: Report, room: int, *, full: bool) -> Iterator[str]:
    """The lines that fit; what is left out is named at the end."""
    left_out = []
    for section in sections(report, full=full):
        taken, entries = _taken(section, room)
        room -= sum(_size(line) for line in taken)
        yield from taken
        if not taken:
            left_out.append(section.title)
        elif entries < len(section.entries):
            left_out.append(f"{len(section.entries) - entries} of {section.title}")
    if left_out:
        yield f"_Left out, because the text would be too long: {'; '.join(left_out)}._"
        yield ""


def _taken(section: Section, room: int) -> tuple[list[str], int]:
    """The lines of a section that fit, and how many entries these are: none when the frame alone is too large."""
    room -= sum(_size(line) for line in (*section.head, *section.foot))
    taken: list[str] = []
    count = 0
    for entry in section.entries:
        room -= sum(_size(line) for line in entry)
        if room < 0:
            break
        taken += entry
        count += 1
    if room < 0 and not count:
        return [], 0
    return [*section.head, *taken, *section.foot], count


def _size(line: str) -> int:
    return len(line.encode()) + 1


REPORTER = Reporter(name="markdown", render=render)
