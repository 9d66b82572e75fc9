"""Strings, comments and logical lines of Python text, exact for every version since 3.0; knows no grammar."""

import re
from collections.abc import Iterator
from typing import NamedTuple

COMMENT = "comment"
STRING = "string"
# A quote that nothing closes: no version of Python accepts the text.
BROKEN = "broken"


class Token(NamedTuple):
    """A string or comment; `start` is its first quote (a prefix such as `rb` stands before it) or its `#`."""

    kind: str
    start: int
    end: int


# The leading character class lets the regex engine skip to the next candidate; the last alternative, nothing at all,
# is a quote that nothing closes.
_TOKEN = re.compile(
    r"""[#"'](?:
      (?<=\#)[^\n]*+
    | (?<=")(?: ""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+\"""  |  (?!"")[^"\\\n]*+(?:\\.[^"\\\n]*+)*+" )
    | (?<=')(?: ''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''   |  (?!'')[^'\\\n]*+(?:\\.[^'\\\n]*+)*+' )
    | )""",
    re.VERBOSE | re.DOTALL,
)
_FORMATTED = re.compile(r"(?<!\w)(?:[fFtT][rR]?|[rR][fFtT])\Z")
# Replacement fields so plain that every version of Python ends the string at the same quote.
_PLAIN_FIELDS = re.compile(r"[^{}\\]*+(?:(?:\{\{|\}\}|\\[^{}N]|\{[^{}\"'\\#\n]*+\})[^{}\\]*+)*+", re.DOTALL)
_IN_LITERAL = re.compile(r"[\\{}\"'\n]")
_IN_FIELD = re.compile(r"[()\[\]{}:#\"']")
# How many characters may be read a second time after a formatted string turned out to be broken.
_RETRY = 256
_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")


def next_token(text: str, position: int) -> Token | None:
    """The first string or comment that begins at or after `position`, which must be outside of both."""
    found = _TOKEN.search(text, position)
    if not found:
        return None
    start, end = found.span()
    if text[start] == "#":
        return Token(COMMENT, start, end)
    closed = end > start + 1
    if is_formatted(text, start) and ("{" in found[0] or not closed):
        quote = text[start] * (3 if text.startswith(text[start] * 3, start) else 1)
        if not closed or not _PLAIN_FIELDS.fullmatch(text, start + len(quote), end - len(quote)):
            return _formatted(text, start, quote)
    return Token(STRING, start, end) if closed else _broken(text, start)


def tokens(text: str, position: int = 0) -> Iterator[Token]:
    """Every string and comment from `position` on, in order."""
    token = next_token(text, position)
    while token:
        yield token
        token = next_token(text, token.end)


def is_formatted(text: str, quote: int) -> bool:
    """Whether the string whose first quote is at `quote` is an f-string or a t-string."""
    return quote > 0 and text[quote - 1] in "fFtTrR" and bool(_FORMATTED.search(text, max(0, quote - 3), quote))


def _broken(text: str, start: int, reached: int = 0) -> Token:
    """An unclosed triple quote swallows the rest of the text, any other the rest of its line.

    Where that was found out only at `reached`, far behind, going back would take quadratic time.
    """
    end = -1
    if not text.startswith(text[start] * 3, start):
        end = text.find("\n", reached if reached - start > _RETRY else start)
    return Token(BROKEN, start, end if end >= 0 else len(text))


class _Literal(NamedTuple):
    """The literal part of a formatted string, or (`in_spec`) the format specification of one of its fields."""

    quote: str
    raw: bool
    in_spec: bool


class _Field(NamedTuple):
    """The expression of a replacement field; `depth` counts its open brackets."""

    depth: int


def _formatted(text: str, start: int, quote: str) -> Token:
    """A formatted string whose fields may hold strings with the same quote (PEP 701), to any depth."""
    stack: list[_Literal | _Field] = [_Literal(quote, _is_raw(text, start), in_spec=False)]
    position = start + len(quote)
    while stack:
        top = stack[-1]
        if isinstance(top, _Literal):
            step = _literal_step(text, position, stack, top)
        else:
            step = _field_step(text, position, stack, top)
        if step < 0:
            return _broken(text, start, position)
        position = step
    return Token(STRING, start, position)


def _is_raw(text: str, quote: int) -> bool:
    return text[quote - 1] in "rR" or text[quote - 2 : quote - 1] in ("r", "R")


def _literal_step(text: str, position: int, stack: list[_Literal | _Field], top: _Literal) -> int:
    """Moves over one thing in literal text; the position behind it, or -1 where the string is broken off."""
    found = _IN_LITERAL.search(text, position)
    if not found:
        return -1
    at, mark = found.start(), found[0]
    if mark in "\"'":
        return _close(stack, at, top) if text.startswith(top.quote, at) else at + 1
    if mark == "\\":
        return _after_backslash(text, at, raw=top.raw)
    if mark == "\n" and len(top.quote) == 1:
        return -1
    if mark == "{":
        if text.startswith("{{", at) and not top.in_spec:
            return at + 2
        stack.append(_Field(0))
    elif mark == "}" and top.in_spec:
        del stack[-2:]
    return at + 1


def _close(stack: list[_Literal | _Field], at: int, top: _Literal) -> int:
    """Ends the string at its quote; inside of a specification its field was never closed."""
    if top.in_spec:
        return -1
    stack.pop()
    return at + len(top.quote)


def _after_backslash(text: str, at: int, *, raw: bool) -> int:
    if text.startswith(("\\{", "\\}"), at):
        return at + 1
    if not raw and text.startswith("\\N{", at):
        end = text.find("}", at)
        return end + 1 if end >= 0 else -1
    return at + 2


def _field_step(text: str, position: int, stack: list[_Literal | _Field], top: _Field) -> int:
    """Moves over one thing in the expression of a field; the position behind it, or -1 where the text ends."""
    found = _IN_FIELD.search(text, position)
    if not found:
        return -1
    at, mark = found.start(), found[0]
    if mark == "#":
        return text.find("\n", at)
    if mark in "\"'":
        return _nested(text, at, stack)
    if mark in _OPENING:
        stack[-1] = _Field(top.depth + 1)
    elif mark in _CLOSING and top.depth:
        stack[-1] = _Field(top.depth - 1)
    elif mark in _CLOSING:
        stack.pop()
    elif mark == ":" and not top.depth:
        enclosing = stack[-2]
        assert isinstance(enclosing, _Literal)
        stack.append(_Literal(enclosing.quote, enclosing.raw, in_spec=True))
    return at + 1


def _nested(text: str, at: int, stack: list[_Literal | _Field]) -> int:
    """A string inside of a field: formatted ones are entered, others are passed over."""
    if is_formatted(text, at):
        quote = text[at] * (3 if text.startswith(text[at] * 3, at) else 1)
        stack.append(_Literal(quote, _is_raw(text, at), in_spec=False))
        return at + len(quote)
    found = _TOKEN.match(text, at)
    assert found
    return found.end() if found.end() > at + 1 else -1
