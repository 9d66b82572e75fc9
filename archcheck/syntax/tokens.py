"""Tokens of scripts that serve as manifests: names, texts and signs with places, comments left out.

Enough to find calls with literal arguments in Python, Groovy, Kotlin and Swift; not a lexer of any of them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.values import Place
from archcheck.syntax.places import Lines

NAME, TEXT, SIGN = "name", "text", "sign"

_WORD = r"(?P<name>[^\W\d]\w*+|`[^`\n]*+`)"
_NUMBER = r"(?P<number>\d[\w.]*+)"
_PYTHON = re.compile(
    r"#[^\n]*+"
    r"|(?P<prefix>[rRbBuUfF]{1,2})?+"
    r'(?P<text>"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+"""|\'\'\'(?:[^\'\\]|\\[\s\S]|\'{1,2}(?!\'))*+\'\'\''
    r'|"(?:[^"\\\n]|\\[\s\S])*+"|\'(?:[^\'\\\n]|\\[\s\S])*+\')'
    rf"|{_WORD}|{_NUMBER}|(?P<sign>[^\s\w])"
)
# What `${` begins may hold quotes of its own; the limits keep unfinished ones from being read again and again.
_HOLE = r'\$\{[^{}"\n]{0,200}+(?:"[^"\n]{0,200}+"[^{}"\n]{0,200}+){0,4}+\}'
_BRACES = re.compile(
    r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
    r'|(?P<text>"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+"""|\'\'\'(?:[^\'\\]|\\[\s\S]|\'{1,2}(?!\'))*+\'\'\''
    rf'|"(?:[^"\\\n$]|\\.|{_HOLE}|\$)*+"|\'(?:[^\'\\\n]|\\.)*+\')'
    rf"|{_WORD}|{_NUMBER}|(?P<sign>[^\s\w])"
)


class Token(NamedTuple):
    """A NAME (backticks left out), the body of a TEXT as written, or a SIGN of one character; numbers are SIGNs."""

    kind: str
    text: str
    place: Place


def python_tokens(text: str) -> Iterator[Token]:
    """The tokens of Python; formatted and byte strings are SIGNs, for what they hold is not known."""
    lines = Lines(text)
    for found in _PYTHON.finditer(text):
        place = lines.place(found.start())
        if found["text"] and (found["prefix"] or "").lower() not in ("", "r", "u"):
            yield Token(SIGN, found[0], place)
        elif token := _token(found, place):
            yield token


def brace_tokens(text: str) -> Iterator[Token]:
    """The tokens of Groovy, Kotlin and Swift."""
    lines = Lines(text)
    for found in _BRACES.finditer(text):
        if token := _token(found, lines.place(found.start())):
            yield token


def _token(found: re.Match[str], place: Place) -> Token | None:
    if found["text"]:
        quotes = 3 if found["text"].startswith(('"""', "'''")) and len(found["text"]) > 5 else 1  # noqa: PLR2004
        return Token(TEXT, found["text"][quotes:-quotes], place)
    if found["name"]:
        return Token(NAME, found["name"].strip("`"), place)
    sign = found["sign"] or found["number"]
    return Token(SIGN, sign, place) if sign else None
