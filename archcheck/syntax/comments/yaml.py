"""Comments of YAML, found without a parser, so that a file with mistakes or templates in it has them, too.

Agrees with libyaml on every text that libyaml can read. Takes time linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archcheck.syntax.yaml.templates import is_templated, without_actions

_BLANK = re.compile(r"[ \t]*+")
_SPACES = re.compile(r" *+")
_MARKER = re.compile(r"(?:---|\.\.\.)(?=[ \t]|\Z)")
_INDICATOR = re.compile(r"[-?:](?=[ \t]|\Z)")
_INDICATOR_IN_FLOW = re.compile(r"[\[\]{},:]|\?(?=[ \t]|\Z)")
_HEADER = re.compile(r"[|>](?:[+-]?(?P<first>[1-9]?)|(?P<last>[1-9])[+-])[ \t]*+(?=\Z|(?<=[ \t])#)")
_PROPERTY = re.compile(r"[&*!][^ \t,\[\]{}]*+")
# What ends a scalar without quotes within its line: a colon or a hash that stands alone, in brackets also commas.
_PLAIN = re.compile(r"(?:[^ \t:]++|:(?![ \t]|\Z)|[ \t]++(?!#|:(?:[ \t]|\Z)|\Z))*+")
_PLAIN_IN_FLOW = re.compile(
    r"(?:[^ \t:,\[\]{}]++|:(?![ \t,\[\]{}]|\Z)|[ \t]++(?![#,\[\]{}]|:(?:[ \t,\[\]{}]|\Z)|\Z))*+"
)
_REST_OF_STRING = {'"': re.compile(r'(?:[^"\\]++|\\.|\\\Z)*+(")?+'), "'": re.compile(r"(?:[^']++|'')*+(')?+")}
_BLOCK, _TEXT = "|", "a"


def yaml_comments(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a file begin and end. Lines end with a lone line feed."""
    written = text.split("\n")
    lines = without_actions(text).split("\n") if is_templated(text) else written
    reader = _Reader()
    start = 0
    for line, original in zip(lines, written, strict=True):
        column = reader.take(line)
        if column is not None:
            yield start + column, start + len(original)
        start += len(original) + 1


@dataclass(slots=True)
class _Reader:
    """What is open at the end of a line: the columns of block collections, brackets, and a scalar that may go on.

    `inside` is the quote of that scalar, `|` for one in block style, `a` for one without quotes; the latter two go on
    in lines that begin at column `least` or behind it. That of a block is -1 - x until its first line, which begins at
    column x or behind it, has told. `key` is where what may be a key of a block mapping begins.
    """

    columns: list[int] = field(default_factory=list)
    flow: int = 0
    inside: str = ""
    least: int = 0
    key: int | None = None

    def take(self, line: str) -> int | None:
        """The column, from 0, of the comment in the next line."""
        self.key = None
        marker = _MARKER.match(line)
        if marker:
            self.columns, self.flow, self.inside = [], 0, ""
            return self._tokens(line, marker.end())
        begin = _end(_SPACES, line, 0)
        if self.inside in _REST_OF_STRING:
            return self._tokens(line, self._string(line, 0, self.inside))
        if self.inside:
            if not line[begin:].strip(" \t"):
                self.least = min(self.least, -1 - begin) if self.inside == _BLOCK and self.least < 0 else self.least
                return None
            if self._goes_on(line, begin):
                return None if self.inside == _BLOCK else self._tokens(line, self._plain(line, begin))
            self.inside = ""
        return self._tokens(line, begin)

    def _goes_on(self, line: str, begin: int) -> bool:
        """Whether a scalar without quotes goes on in a line that is not blank and has text at `begin`."""
        if self.inside == _TEXT:
            begin = _end(_BLANK, line, begin)
            return line[begin] != "#" and (self.flow > 0 or begin >= self.least)
        if self.least < 0 and begin >= -1 - self.least:
            self.least = begin
        return 0 <= self.least <= begin

    def _tokens(self, line: str, at: int) -> int | None:
        """Reads on to the end of the line, or to the comment in it."""
        while True:
            at = _end(_BLANK, line, at)
            if at >= len(line):
                return None
            if line[at] == "#":
                return at
            at = self._token(line, at)

    def _token(self, line: str, at: int) -> int:
        """The end of the token that begins here."""
        if self.flow:
            if _INDICATOR_IN_FLOW.match(line, at):
                self.flow += {"[": 1, "{": 1, "]": -1, "}": -1}.get(line[at], 0)
                return at + 1
        else:
            end = self._indicator(line, at)
            if end:
                return end
        if line[at] in _REST_OF_STRING:
            return self._string(line, at + 1, line[at])
        found = _PROPERTY.match(line, at)
        return found.end() if found else max(at + 1, self._plain(line, at))

    def _indicator(self, line: str, at: int) -> int:
        """The end of what gives a block its structure; 0 when a scalar begins here."""
        while self.columns and self.columns[-1] > at:
            self.columns.pop()
        if _INDICATOR.match(line, at):
            column = self.key if line[at] == ":" and self.key is not None else at
            if column > self._column():
                self.columns.append(column)
            self.key = None
            return at + 1
        header = _HEADER.match(line, at)
        if header:
            self.inside = _BLOCK
            base, more = max(self._column() + 1, 1), int(header["first"] or header["last"] or 0)
            self.least = base + more - 1 if more else -1 - base
            return header.end()
        self.key = at if self.key is None else self.key
        if line[at] in "[{":
            self.flow = 1
            return at + 1
        return 0

    def _column(self) -> int:
        return self.columns[-1] if self.columns else -1

    def _string(self, line: str, at: int, quote: str) -> int:
        """The end of a string of which the rest begins here, or of the line."""
        found = _REST_OF_STRING[quote].match(line, at)
        assert found
        self.inside = "" if found[1] else quote
        return found.end()

    def _plain(self, line: str, at: int) -> int:
        """The end of a scalar without quotes, as far as it stands on this line."""
        end = _end(_PLAIN_IN_FLOW if self.flow else _PLAIN, line, at)
        goes_on = end > at and _end(_BLANK, line, end) == len(line)
        self.inside, self.least = (_TEXT, self._column() + 1) if goes_on else ("", 0)
        return end


def _end(pattern: re.Pattern[str], line: str, at: int) -> int:
    found = pattern.match(line, at)
    assert found
    return found.end()
