"""Logical lines of Python text: where each begins, its first word, and where it ends. Knows no statements."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.languages.python.lexing import BROKEN, next_token

_PLAIN_STRING = r"""(?:(?<![fFtT])(?<![fFtT][rR])(?:
      \"""[^"\\]*+(?:(?:\\.|"(?!""))[^"\\]*+)*+\""" | '''[^'\\]*+(?:(?:\\.|'(?!''))[^'\\]*+)*+'''
    | "(?!"")[^"\\\n]*+(?:\\.[^"\\\n]*+)*+"         | '(?!'')[^'\\\n]*+(?:\\.[^'\\\n]*+)*+'
    ) | "(?!"")[^"\\\n{}]*+(?:(?:\\[^{}N]|\{\{|\}\}|\{[^{}"'\\\#\n]*+\})[^"\\\n{}]*+)*+"
      | '(?!'')[^'\\\n{}]*+(?:(?:\\[^{}N]|\{\{|\}\}|\{[^{}"'\\\#\n]*+\})[^'\\\n{}]*+)*+' )"""
_PLAIN = r"""[^\n"'\#()\[\]{}\\]++"""
_IN_BRACKETS = r"""[^"'\#()\[\]{}]++ | \#[^\n]*+"""
_BRACKETED = r"(?!)"
for _ in range(3):
    _INNER = rf"(?:{_IN_BRACKETS}|{_PLAIN_STRING}|{_BRACKETED})*+"
    _BRACKETED = rf"(?:\({_INNER}\)|\[{_INNER}\]|\{{{_INNER}\}})"
# A hard keyword that begins a statement cannot stand in an expression: brackets still open there were never closed.
_RESTART = re.compile(
    r"[ \t\f]*+(?:(?:import|class|def|async[ \t]+(?:def|with)|while|try|with|return|raise|assert|del|global|nonlocal)\b"
    r"|from[ \t]++[.\w]++[ \t]++import\b|lazy[ \t]++(?:import|from)[ \t]++[.\w]|@)"
)
_LINE = re.compile(
    rf"""(?:[ \t\f]*+(?:\#[^\n]*+(?:\n|\Z)|\n))*+([ \t\f]*+)((?:async[ \t]++)?+\w++)?+
    (?:{_PLAIN}|{_PLAIN_STRING}|{_BRACKETED}|\\\n|\#[^\n]*+)*+(?:\n|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_SKIPPED = re.compile(r"(?:[ \t\f]*+(?:#[^\n]*+(?:\n|\Z)|\n))*+")
_HEAD = re.compile(r"([ \t\f]*+)((?:async[ \t]++)?+\w++)?+")
_SEPARATING = re.compile(r":=|[:;\"'#()\[\]{}]")
_BRACKET_OR_QUOTE = re.compile(r"[()\[\]{}\"'#]")
_STRUCTURE = re.compile(r"[\n\"'#()\[\]{}\\]")


class LogicalLine(NamedTuple):
    """One logical line: text[start:end] without its indentation and final newline.

    `indent` is the column its indentation reaches (tabs to multiples of eight), `word` its first word (`async def`
    is one), `next` where the following line begins. `sound` is false when brackets or quotes do not match.
    """

    start: int
    end: int
    indent: int
    word: str
    next: int
    sound: bool


def logical_line(text: str, position: int) -> LogicalLine:
    """The first logical line at or after `position`, the beginning of a line outside of strings and brackets.

    Blank and comment lines are passed over. At the end of the text the line is empty and begins there.
    """
    found = _LINE.match(text, position)
    if found:
        start, after = found.end(1), found.end()
        end = after - 1 if after > start and text[after - 1] == "\n" else after
        return LogicalLine(start, end, _column(found[1]), found[2] or "", after, sound=True)
    skipped = _SKIPPED.match(text, position)
    assert skipped
    head = _HEAD.match(text, skipped.end())
    assert head
    end, sound = _end(text, head.end(1))
    return LogicalLine(head.end(1), end, _column(head[1]), head[2] or "", min(end + 1, len(text)), sound)


def separators(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """The colons and semicolons of text[start:end] outside of strings, comments and brackets, but for `:=`."""
    depth, position = 0, start
    while (found := _SEPARATING.search(text, position, end)) and found.start() < end:
        position, mark = found.end(), found[0]
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth = max(depth - 1, 0)
        elif mark in ":;":
            if depth == 0:
                yield found.start(), mark
        elif mark != ":=":
            token = next_token(text, found.start())
            assert token
            position = token.end


def closing(text: str, opening: int, limit: int) -> int:
    """The position behind the bracket that closes the one at `opening`; 0 when there is none before `limit`."""
    depth, position = 0, opening
    while found := _BRACKET_OR_QUOTE.search(text, position, limit):
        position, mark = found.end(), found[0]
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
        else:
            token = next_token(text, found.start())
            assert token
            position = token.end
        if depth == 0:
            return position
    return 0


def _column(indent: str) -> int:
    """The column an indentation reaches; a form feed starts over, as the tokenizer of Python does."""
    indent = indent.rpartition("\f")[2]
    return len(indent.expandtabs(8)) if "\t" in indent else len(indent)


def _end(text: str, position: int) -> tuple[int, bool]:
    """Where the logical line ends and whether it is sound; for lines too involved for one pattern."""
    depth, sound = 0, True
    while found := _STRUCTURE.search(text, position):
        position, mark = found.end(), found[0]
        if mark == "\n":
            if depth == 0:
                return found.start(), sound
            if _RESTART.match(text, position):
                return found.start(), False
        elif mark in "([{":
            depth += 1
        elif mark in ")]}":
            sound = sound and depth > 0
            depth = max(depth - 1, 0)
        elif mark == "\\":
            position += text.startswith("\n", position)
        else:
            token = next_token(text, found.start())
            assert token
            sound = sound and token.kind != BROKEN
            position = token.end
    return len(text), sound and depth == 0
