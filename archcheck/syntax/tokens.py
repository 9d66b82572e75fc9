"""Tokens of scripts that serve as manifests: names, texts and signs with places, comments left out.

Enough to find calls with literal arguments in Python, Groovy, Kotlin and Swift; not a lexer of any of them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.values import Place
from archcheck.syntax.places import Lines

NAME, TEXT, SIGN = "name", "text", "sign"

_WORD = r"(?P<name>[^\W\d]\w*+|`[^`\n]*+`)|(?P<number>\d[\w.]*+)|(?P<sign>[^\s\w])"
_LONG = r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+"{3,5}|' + r"'''(?:[^'\\]|\\[\s\S]|'{1,2}(?!'))*+'{3,5}"
# What is never closed is passed over as a whole, lest every quote in it be tried as the beginning of another text.
_LONG_BROKEN = r"""(?:"{3}|'{3})[\s\S]*+"""
_BROKEN = r"""["'][^\n]*+"""
_PYTHON = re.compile(
    r"""#[^\n]*+|(?P<prefix>[rRbBuUfF]{1,2}(?=["']))?+"""
    rf"(?:(?P<long>{_LONG.replace('{3,5}', '{3}')})|{_LONG_BROKEN}"
    r'|(?P<text>"(?:[^"\\\n]|\\[\s\S])*+"|' + r"'(?:[^'\\\n]|\\[\s\S])*+')"
    rf"|{_BROKEN}|{_WORD})"
)
# What `${` begins may hold quotes of its own; the limits keep unfinished ones from being read again and again.
_HOLE = r'\$\{[^{}"\n]{0,100}+(?:"[^"\n]{0,100}+"[^{}"\n]{0,100}+){0,3}+\}'
_BRACES = re.compile(
    r"//[^\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
    rf"|(?P<long>{_LONG})|{_LONG_BROKEN}"
    rf'|(?P<text>"(?:[^"\\\n$]|\\.|{_HOLE}|\$)*+"|' + r"'(?:[^'\\\n]|\\.)*+')"
    rf"|{_BROKEN}|{_WORD}"
)
_KINDS = {"long": TEXT, "text": TEXT, "name": NAME, "number": SIGN, "sign": SIGN}
_QUOTES = {"long": 3, "text": 1}


class Token(NamedTuple):
    """A NAME (backticks left out), the body of a TEXT as written, or a SIGN of one character; numbers are SIGNs."""

    kind: str
    text: str
    place: Place


def python_tokens(text: str) -> Iterator[Token]:
    """The tokens of Python; formatted and byte strings are SIGNs, for what they hold is not known."""
    lines = Lines(text)
    for found in _PYTHON.finditer(text):
        token = _token(found, lines)
        if token and (found["prefix"] or "").lower() not in ("", "r", "u"):
            token = Token(SIGN, token.text, token.place)
        if token:
            yield token


def brace_tokens(text: str) -> Iterator[Token]:
    """The tokens of Groovy, Kotlin and Swift."""
    lines = Lines(text)
    for found in _BRACES.finditer(text):
        token = _token(found, lines)
        if token:
            yield token


def _token(found: re.Match[str], lines: Lines) -> Token | None:
    group = found.lastgroup or ""
    if group not in _KINDS:
        return None
    quotes = _QUOTES.get(group, 0)
    text = found[group]
    body = text[quotes:-quotes] if quotes else text.strip("`")
    return Token(_KINDS[group], body, lines.place(found.start()))
