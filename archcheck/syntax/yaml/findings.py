"""One mistake in a YAML text together with the edits that make the rest of the text readable."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from archcheck.errors import Problem
from archcheck.syntax.yaml.scalars import quote
from archcheck.syntax.yaml.source import Edit, EditedText

_ESCAPE = re.compile(r"\\(?:(?P<bad>u[dD][89a-fA-F][0-9a-fA-F]{2}|U(?!000|0010)[0-9a-fA-F]{8})|.)", re.DOTALL)


class Finding(NamedTuple):
    """What is wrong and how to read on.

    Without `edits` the text was readable all the same. A finding without a `problem` is a weakness of one of the
    two parsers, not of the text. After edits that are not `faithful`, parts of the file are missing in the tree.
    """

    problem: Problem | None
    edits: tuple[Edit, ...] = ()
    faithful: bool = True


def report(text: EditedText, start: int, end: int, message: str, hint: str = "") -> Finding:
    """A mistake from `start` to `end`, offsets in the edited text, that hinders nobody from reading on."""
    problem = text.source.problem(text.original(start), text.original_end(end), message, hint)
    return Finding(problem)


def quote_it(text: EditedText, start: int, end: int, message: str, hint: str = "") -> Finding:
    """A text from `start` to `end` that should stand in quotes (or else follow `hint`), and is read as if it did."""
    first, last = text.original(start), text.original_end(end)
    if first == last:  # all of it was added by earlier edits, which did not help
        return report(text, start, end, message, hint)
    quoted = quote(text.source.text[first:last])
    return Finding(
        text.source.problem(first, last, message, hint or f"quote it: {quoted}"), (Edit(first, last, quoted),)
    )


def edit_at(text: EditedText, start: int, end: int, replacement: str) -> Edit:
    """The edit that reads `replacement` from `start` to `end`, offsets in the edited text."""
    first = text.original(start)
    return Edit(first, text.original_end(end) if end > start else first, replacement)


def mend(finding: Finding, text: EditedText, start: int, end: int, replacement: str) -> Finding:
    """`finding` with one edit."""
    return finding._replace(edits=(edit_at(text, start, end, replacement),))


def refuse_escape(text: EditedText, start: int, end: int) -> Finding:
    """An escape in double quotes that stands for no character, and is read as the text it is written with."""
    message = f"`{text.text[start:end]}` is no escape in double quotes"
    finding = report(text, start, end, message, "write `\\\\` for a backslash, or use single quotes")
    return mend(finding, text, start, start + 1, "\\\\")


def find_impossible_escape(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The first escape of a lone surrogate, or of a number that is no character, between two offsets."""
    for found in _ESCAPE.finditer(text, start, end):
        if found["bad"]:
            return found.span()
    return None


def merge_edits(edits: Iterable[Edit], text: str) -> tuple[Edit, ...]:
    """`edits` of `text` in order of place; where several meet, all they cover is quoted as one text."""
    merged: list[Edit] = []
    for edit in sorted(set(edits)):
        if merged and edit.start < merged[-1].end:
            start, end = merged[-1].start, max(edit.end, merged[-1].end)
            merged[-1] = Edit(start, end, quote(text[start:end]))
        else:
            merged.append(edit)
    return tuple(merged)
