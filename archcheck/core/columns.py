"""Text laid out in the columns of a terminal: display width, padding, wrapping, shortening, plurals."""

import unicodedata
from collections.abc import Sequence


def display_width(text: str) -> int:
    """How many columns printable text needs: 2 for wide East Asian characters, 0 for combining ones, else 1."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def pad(text: str, width: int) -> str:
    """The text with spaces after it up to `width` columns."""
    return text + " " * (width - display_width(text))


def wrap(pieces: Sequence[str], joint: str, first: int, rest: int) -> list[str]:
    """Join `pieces` with `joint` into lines of at most `first`, then `rest` columns; no piece is ever cut.

    The first line is empty when the first piece fits only into the others. At a break the joint opens the next line,
    without its leading spaces.
    """
    lines: list[str] = []
    current, room, begun = "", first, False
    for piece in pieces:
        longer = current + joint + piece if begun else piece
        if display_width(longer) <= room or (not current and first == rest):
            current, begun = longer, True
            continue
        lines.append(current.rstrip())
        current, room, begun = (joint.lstrip() if begun else "") + piece, rest, True
    return [*lines, current]


def shorten_around(text: str, column: int, width: int, ellipsis: str) -> str:
    """At most `width` characters of `text` around the one at `column` (from 1); an ellipsis stands for each cut."""
    if len(text) <= width:
        return text
    inner = max(width - 2 * len(ellipsis), 1)
    start = max(min(column - 1 - inner // 3, len(text) - inner), 0)
    if start <= len(ellipsis):
        return text[: width - len(ellipsis)] + ellipsis
    if start + inner + len(ellipsis) >= len(text):
        return ellipsis + text[len(text) - width + len(ellipsis) :]
    return ellipsis + text[start : start + inner] + ellipsis


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
