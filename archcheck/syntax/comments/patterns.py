"""Comments of formats whose strings and comments one pattern can tell apart. Every pattern is linear on any text."""

import re
from collections.abc import Callable, Iterator
from functools import partial

Finder = Callable[[str], Iterator[tuple[int, int]]]
"""Finds where the comments of a text begin and end, in order; its lines end with a lone line feed."""

_DOUBLE = r'"(?:[^"\\\n]|\\.)*+"'
_SINGLE = r"'(?:[^'\\\n]|\\.)*+'"
# A quote that its line does not close hides the rest of it, lest every quote in there be tried as well.
_UNCLOSED = r"""["'][^\n]*+"""
_LONG = r'"{3}(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+(?:"{3,5}|\Z)' + r"|'{3}(?:[^'\\]|\\[\s\S]|'{1,2}(?!'))*+(?:'{3,5}|\Z)"
_BLOCK = r"/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
# Lifetimes of Rust and prose hold single quotes that nothing closes: no long way is gone for them.
_NEAR = r"'(?:[^'\\\n]|\\.){0,200}+'"


def _finder(pattern: str) -> Finder:
    return partial(_find, re.compile(pattern, re.MULTILINE))


def _find(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    for found in pattern.finditer(text):
        if found["comment"] is not None:
            yield found.span("comment")


# A mark begins a comment at the beginning of a word only; formats without strings.
hashes = _finder(r"(?<!\S)(?P<comment>#[^\n]*+)")
hashes_and_semicolons = _finder(r"(?<!\S)(?P<comment>[#;][^\n]*+)")
percents = _finder(r"(?<!\S)(?P<comment>%[^\n]*+)")
two_dots = _finder(r"^[ \t]*+(?P<comment>\.\.[ \t][^\n]*+)")
# Scripts: texts of several lines are read as such only where their quotes come in threes.
script = _finder(rf"(?<!\S)(?P<comment>#[^\n]*+)|{_LONG}|{_DOUBLE}|{_SINGLE}|{_UNCLOSED}")
slashes = _finder(rf'(?P<comment>(?<!:)//[^\n]*+|{_BLOCK})|{_LONG}|{_DOUBLE}|{_NEAR}|"[^\n]*+')
blocks = _finder(rf"(?P<comment>{_BLOCK})|{_DOUBLE}|{_SINGLE}|{_UNCLOSED}")
dashes = _finder(rf"(?P<comment>--[^\n]*+|{_BLOCK})|{_DOUBLE}|\"[^\n]*+|'(?:[^']|'')*+(?:'|\Z)")
gomod = _finder(rf"(?P<comment>//[^\n]*+)|{_DOUBLE}|`[^`\n]*+`|[\"`][^\n]*+")
protobuf = _finder(rf"(?P<comment>//[^\n]*+|{_BLOCK})|{_DOUBLE}|{_SINGLE}|{_UNCLOSED}")
nginx = _finder(
    r"""(?P<comment>\#[^\n]*+)|"(?:[^"\\]|\\[\s\S])*+(?:"|\Z)|'(?:[^'\\]|\\[\s\S])*+(?:'|\Z)"""
    r"|(?:\$\{\w*+\}|[^\s;{}\\\"'#]|\\[\s\S])(?:\$\{\w*+\}|[^\s;{}\\]|\\[\s\S])*+"
)
# TOML 1.0: what is not closed on its line ends with it, unless its quotes come in threes.
toml = _finder(
    r'(?P<comment>#[^\n]*+)|"{3}(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+(?:"{3,5}|\Z)'
    r"|'{3}(?:[^']|'{1,2}(?!'))*+(?:'{3,5}|\Z)"
    rf"|{_DOUBLE}|'[^'\n]*+'|{_UNCLOSED}"
)
xml = _finder(r"(?P<comment><!--(?:[^-]|-(?!->))*+(?:-->|\Z))|<!\[CDATA\[(?:[^\]]|\](?!\]>))*+|<\?(?:[^?]|\?(?!>))*+")
# Files of no known sort: what begins like a comment and with the word is taken for one.
any_mark = _finder(r"(?<!\S)(?P<comment>(?:#++|//++|;++|--++|%++|<!--|/\*++)[ \t]*+archcheck[^\n]*+)")
