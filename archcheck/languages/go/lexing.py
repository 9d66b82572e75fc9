"""The lexical elements of Go text that hide or name others: comments, literals, words, marks. Knows no statements.

Source: the Go Programming Language Specification, "Lexical elements". Every pattern is linear on any text.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

COMMENT = "comment"
STRING = "string"
RUNE = "rune"
WORD = "word"
MARK = "mark"
NEWLINE = "newline"

_COMMENT = r"//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+(?:\*/)?+"
# What is not closed on its line ends there; only raw strings and block comments run on.
_STRING = r'"(?:[^"\\\n]|\\[^\n])*+"?+|`[^`]*+`?+'
_RUNE = r"'(?:[^'\\\n]|\\[^\n])*+'?+"
_LITERAL = re.compile(f"(?P<comment>{_COMMENT})|(?P<string>{_STRING})|(?P<rune>{_RUNE})")
_TOKEN = re.compile(f"{_LITERAL.pattern}|(?P<word>[0-9][\\w.]*+|\\w++)|(?P<newline>\n)|(?P<mark>[^\\s\\w])")
_BRACKET = re.compile(f"{_LITERAL.pattern}|(?P<mark>[()\\[\\]{{}}])")
_CLOSING = frozenset(")]}")


class Token(NamedTuple):
    """One element: text[start:end]."""

    kind: str
    start: int
    end: int


def decode(content: bytes) -> str:
    """The text of a Go file, which is always UTF-8; wrong bytes are replaced, a byte order mark is left out."""
    return content.decode("utf-8-sig", "replace")


def next_token(text: str, position: int, stop: int) -> Token | None:
    """The first element at or after `position` and before `stop`; white space other than line ends is passed over."""
    found = _TOKEN.search(text, position, stop)
    return Token(found.lastgroup or "", found.start(), found.end()) if found else None


def literals(text: str) -> Iterator[Token]:
    """Comments, strings and runes only."""
    for found in _LITERAL.finditer(text):
        yield Token(found.lastgroup or "", found.start(), found.end())


def after_brackets(text: str, position: int) -> int:
    """The position behind the bracket that closes the one at `position`; the end of the text when none does."""
    depth = 0
    for found in _BRACKET.finditer(text, position):
        if found.lastgroup == MARK:
            depth += -1 if found[0] in _CLOSING else 1
            if not depth:
                return found.end()
    return len(text)
