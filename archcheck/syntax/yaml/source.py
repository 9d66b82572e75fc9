"""The text of a YAML file, where each character stands, and the edits that make a damaged text readable."""

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from archcheck.core.values import Place
from archcheck.errors import Problem

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
# What YAML does not allow in a text, and the line separators of YAML 1.1, which YAML 1.2 and all editors read
# as ordinary characters; PyYAML would end comments and values at them.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+")
_MAX_FORBIDDEN = 20
_ESCAPED_BYTE = range(0xDC80, 0xDD00)


class Source:
    """A decoded file; offsets count characters from 0, a byte order mark left out."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self._starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
        self.lines = tuple(_LINE_BREAK.split(text))

    def line_at(self, offset: int) -> int:
        """The number, from 1, of the line of the character at `offset`."""
        return bisect_right(self._starts, offset)

    def place(self, offset: int) -> Place:
        """Where the character at `offset` stands."""
        line = self.line_at(offset)
        return Place(self.path, line, offset - self._starts[line - 1] + 1)

    def problem(self, start: int, end: int, message: str, hint: str = "") -> Problem:
        """A problem with the characters from `start` to `end`, of which the part on the first line is marked."""
        place = self.place(start)
        preview = self.lines[place.line - 1]
        length = max(1, min(end - start, len(preview) - place.column + 1))
        return Problem(self.path, place.line, place.column, message, hint, preview, length)


class Edit(NamedTuple):
    """The characters from `start` to `end` of the original text are to be read as `replacement`."""

    start: int
    end: int
    replacement: str


class EditedText:
    """A source with edits, and the way from an offset in the edited text back to the original."""

    def __init__(self, source: Source, edits: tuple[Edit, ...] = ()) -> None:
        self.source = source
        self.edits = tuple(sorted(edits))
        pieces: list[str] = []
        self._edited: list[int] = [0]  # where, in the edited text, the pieces begin,
        self._original: list[tuple[int, int | None]] = [(0, None)]  # and where in the original; the end only for edits
        position = length = 0
        for edit in self.edits:
            pieces += [source.text[position : edit.start], edit.replacement]
            length += edit.start - position
            self._begin(length, (edit.start, edit.end))
            length += len(edit.replacement)
            self._begin(length, (edit.end, None))
            position = edit.end
        self.text = "".join([*pieces, source.text[position:]])

    def _begin(self, edited: int, original: tuple[int, int | None]) -> None:
        self._edited.append(edited)
        self._original.append(original)

    def original(self, offset: int) -> int:
        """The original offset of the character at `offset` of the edited text; the start of the edit inside one."""
        piece = bisect_right(self._edited, offset) - 1
        start, end = self._original[piece]
        return min(start + offset - self._edited[piece], len(self.source.text)) if end is None else start

    def original_end(self, offset: int) -> int:
        """Like `original`, for an offset that ends a range: the end of the edit inside one."""
        piece = bisect_right(self._edited, offset - 1) - 1 if offset else 0
        start, end = self._original[piece]
        return min(start + offset - self._edited[piece], len(self.source.text)) if end is None else end

    def place(self, offset: int) -> Place:
        """Where the character at `offset` of the edited text stands in the file."""
        return self.source.place(self.original(offset))


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file as text; `complete` is false when the text after the last problem could not be decoded."""

    source: Source
    problems: tuple[Problem, ...]
    complete: bool = True


def decode(content: bytes, path: str) -> Decoded:
    """Decode UTF-8, or UTF-16 with a byte order mark; each forbidden character is a problem and reads as U+FFFD."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            text = content.decode("utf-16", "surrogatepass")
        except UnicodeDecodeError as error:
            # Only half a character at the end fails here, so the text before it is sound.
            head = content[: error.start].decode("utf-16", "surrogatepass")
            source = _without_forbidden(path, head)
            problem = source.problem(len(head), len(head), "the file ends within a UTF-16 character")
            return Decoded(source, (problem,), complete=False)
    else:
        text = content.decode("utf-8", "surrogateescape").removeprefix("\ufeff")
    source = _without_forbidden(path, text)
    problems = tuple(
        source.problem(found.start(), found.end(), *_describe_forbidden(found.group()[0]))
        for found in islice(_FORBIDDEN.finditer(text), _MAX_FORBIDDEN)
    )
    return Decoded(source, problems)


def _without_forbidden(path: str, text: str) -> Source:
    return Source(path, _FORBIDDEN.sub(lambda found: "\ufffd" * len(found.group()), text))


def _describe_forbidden(character: str) -> tuple[str, str]:
    code = ord(character)
    if code in _ESCAPED_BYTE:
        return f"the byte 0x{code - 0xDC00:02x} is not UTF-8", "save the file as UTF-8"
    escape = f"\\x{code:02x}" if code <= 0xFF else f"\\u{code:04x}"  # noqa: PLR2004 - the largest two-digit escape
    return f"the character U+{code:04X} is not allowed here", f'remove it, or write "{escape}" in double quotes'
