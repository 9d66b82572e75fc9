"""HCL as its texts: every literal of a file, with the blocks and keys it stands under. Knows no expressions.

What is read is sound for files that Terraform accepts; of any other what can be had. Time is linear in the text.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

_MAX_DEPTH = 200
_TOKEN = re.compile(
    r"""(?P<skip>(?:[ \t\r\ufeff]++|\#[^\n]*+|//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z))++)
      | (?P<newline>\n)
      | (?P<quote>")
      | <<(?P<dash>-?)(?P<mark>[A-Za-z_][\w-]*+)[ \t\r]*+\n
      | (?P<name>[^\W\d][\w-]*+)
      | (?P<open>[{\[(])
      | (?P<close>[}\])])
      | (?P<assign>=(?![=>])|=>|:)
      | (?P<comma>,)
      | (?P<other>.)""",
    re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"(?:#|//)[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/|\Z)")
_IN_STRING = re.compile(r"\\.|\"|[$%]{2}\{|[$%]\{|\n", re.DOTALL)
_IN_EXPRESSION = re.compile(r"[\"{}\n]")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_ONE_WORD = re.compile(r"^[ \t]*+([A-Za-z_][\w-]*+)[ \t\r]*+$", re.MULTILINE)
_SIMPLE = re.compile(r"\$\{[ ]*[\w.]+[ ]*\}")
_CLOSING = {"{": "}", "[": "]", "(": ")"}


class _Text(NamedTuple):
    """What a quoted text or heredoc holds, where that begins, and where the whole of it ends."""

    text: str
    offset: int
    end: int
    exact: bool = True


class Literal(NamedTuple):
    """A text in quotes, or a heredoc, that begins at `offset`; `exact` when it is written as it is.

    `blocks` are the types and labels of the blocks around it, `keys` the attribute and the keys of objects that lead to
    it. Two literals directly in one body or object have the same `body`; `outer` is the body around that one.
    """

    text: str
    offset: int
    exact: bool
    blocks: tuple[str, ...]
    keys: tuple[str, ...]
    body: int
    outer: int

    @property
    def key(self) -> str:
        """The innermost key."""
        return self.keys[-1] if self.keys else ""


@dataclass(slots=True)
class _Level:
    """An open bracket. `is_block` when its entries are attributes and blocks; `words` wait for what they belong to."""

    bracket: str
    is_block: bool
    blocks: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    body: int = 0
    outer: int = 0
    key: str = ""
    words: list[tuple[str, Literal | None]] = field(default_factory=list)


def read_hcl(text: str) -> Iterator[Literal]:
    """The literals of a file in order of place, but for those that are keys or labels."""
    reader = _Reader(text)
    found = sorted(reader.read(), key=lambda literal: literal.offset)
    yield from found


def find_comments(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a file begin and end, in order of place."""
    yield from _Reader(text).comments()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._bodies = 1
        self._levels = [_Level("", is_block=True)]
        self._found: list[Literal] = []

    def read(self) -> list[Literal]:
        position, end = 0, len(self._text)
        while position < end and len(self._levels) < _MAX_DEPTH:
            token = _TOKEN.match(self._text, position)
            assert token
            kind = token.lastgroup
            if kind == "quote":
                position = self._take_text(_string(self._text, position))
                continue
            if kind == "mark":
                position = self._take_text(self._heredoc(token))
                continue
            position = token.end()
            if kind is not None:
                self._take(kind, token[0])
        while self._levels:
            self._end_value(self._levels.pop())
        return self._found

    def comments(self) -> Iterator[tuple[int, int]]:
        position, end = 0, len(self._text)
        while position < end:
            token = _TOKEN.match(self._text, position)
            assert token
            if token.lastgroup == "quote":
                position = _string(self._text, position).end
            elif token.lastgroup == "mark":
                position = self._heredoc(token).end
            else:
                position = token.end()
            if token.lastgroup == "skip":
                yield from (found.span() for found in _COMMENT.finditer(self._text, *token.span()))

    def _take_text(self, found: _Text) -> int:
        level = self._levels[-1]
        keys = (*level.keys, level.key) if level.key else level.keys
        literal = Literal(found.text, found.offset, found.exact, level.blocks, keys, level.body, level.outer)
        level.words.append((found.text, literal))
        return found.end

    @cached_property
    def _lines(self) -> dict[str, list[int]]:
        """Where lines with one word begin, by the word."""
        starts: dict[str, list[int]] = {}
        for found in _ONE_WORD.finditer(self._text):
            starts.setdefault(found[1], []).append(found.start())
        return starts

    def _heredoc(self, token: re.Match[str]) -> _Text:
        """A heredoc that nothing closes is empty."""
        start = token.end()
        ends = self._lines.get(token["mark"], [])
        at = bisect_left(ends, start)
        if at == len(ends):
            return _Text("", start, start)
        after = self._text.find("\n", ends[at])
        return _Text(self._text[start : ends[at]], start, after if after >= 0 else len(self._text))

    def _take(self, kind: str, text: str) -> None:
        level = self._levels[-1]
        if kind == "name":
            level.words.append((text, None))
        elif kind == "assign":
            self._take_assign(level, text)
        elif kind == "open":
            self._open(level, text)
        elif kind == "close":
            self._close(text)
        elif kind == "comma" or (kind == "newline" and level.bracket not in ("(", "[")):
            self._end_value(level)

    def _take_assign(self, level: _Level, text: str) -> None:
        """What stands before `=`, `:` or `=>` is a key, unless it follows a `?` or belongs to `for`."""
        if level.key or level.bracket not in ("", "{") or not level.words:
            return
        if text == "=" or not level.is_block:
            level.key = level.words[-1][0]
            level.words.clear()

    def _open(self, level: _Level, bracket: str) -> None:
        body = level.body
        keys = (*level.keys, level.key) if level.key else level.keys
        blocks, is_block = level.blocks, False
        if bracket == "{":
            body = self._bodies
            self._bodies += 1
            is_block = level.is_block and not level.key
            if is_block:
                blocks = (*blocks, *(word for word, _ in level.words))
                level.words.clear()
        outer = level.body if body != level.body else level.outer
        self._levels.append(_Level(bracket, is_block, blocks, keys, body, outer))

    def _close(self, bracket: str) -> None:
        """Ends the innermost level that the bracket closes; one that closes nothing is passed over."""
        if not any(_CLOSING.get(level.bracket) == bracket for level in self._levels[1:]):
            return
        while True:
            level = self._levels.pop()
            self._end_value(level)
            if _CLOSING[level.bracket] == bracket:
                break
        if level.is_block:
            self._end_value(self._levels[-1])

    def _end_value(self, level: _Level) -> None:
        self._found += [literal for _, literal in level.words if literal is not None]
        level.words.clear()
        level.key = ""


def _string(text: str, start: int) -> _Text:
    """The text whose first quote is at `start`; it ends with its line at the latest."""
    parts: list[str] = []
    position = begin = start + 1
    exact = True
    while True:
        found = _IN_STRING.search(text, position)
        if not found or found[0] == "\n":
            end = found.start() if found else len(text)
            return _Text("".join(parts) + text[position:end], begin, end, exact)
        parts.append(text[position : found.start()])
        position = found.end()
        if found[0] == '"':
            return _Text("".join(parts), begin, position, exact)
        if found[0][0] == "\\":
            parts.append(_ESCAPES.get(found[0][1], found[0][1]))
            exact = False
        elif len(found[0]) == 3:  # noqa: PLR2004 - `$${`, which is no expression
            parts.append(found[0][1:])
            exact = False
        else:
            position = _after_expression(text, position)
            written = text[found.start() : position]
            simple = _SIMPLE.fullmatch(written)
            parts.append(written.replace(" ", "") if simple else "${}")
            exact = exact and simple is not None and " " not in written


def _after_expression(text: str, start: int) -> int:
    """The position behind `${...}`, or the end of the line; texts in it may hold expressions in turn."""
    stack = ["}"]
    position = start
    while stack:
        found = (_IN_STRING if stack[-1] == '"' else _IN_EXPRESSION).search(text, position)
        if not found:
            return len(text)
        mark, position = found[0], found.end()
        if mark == "\n":
            return found.start()
        if mark == stack[-1]:
            stack.pop()
        elif stack[-1] == '"':
            if mark in ("${", "%{"):
                stack.append("}")
        elif mark in '"{':
            stack.append('"' if mark == '"' else "}")
    return position
