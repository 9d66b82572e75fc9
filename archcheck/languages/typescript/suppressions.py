"""Comments of the form `archcheck: allow RULE[, RULE] -- reason` in TypeScript and JavaScript files."""

import re
from collections.abc import Iterator

from archcheck.core.facts import Diagnostic, Extracted, Source, SuppressionFact
from archcheck.languages.typescript.decoding import UndecodableError, decode
from archcheck.languages.typescript.embedded import EMBEDDING, find_blocks
from archcheck.languages.typescript.literals import COMMENT, literals
from archcheck.syntax.directives import WORD, Comment, find_directives

_MARKUP_COMMENT = r"(?P<markup><!--.*?(?:-->|\Z))"
_CONTAINED = r"\{\s*+(?P<contained>/\*.*?(?:\*/|\Z))"
_CODE = r"^[ \t>]*+(`{3,}+|~{3,}+)[^\n]*+\n.*?(?:^[ \t>]*+\1[`~]*+[ \t]*+$|\Z)|(?<!`)(`++)[^`\n]*+\2(?!`)"
_VUE = re.compile(_MARKUP_COMMENT, re.DOTALL)
_ELEMENTS = re.compile(rf"{_MARKUP_COMMENT}|{_CONTAINED}", re.DOTALL)
_MARKDOWN = re.compile(rf"{_CODE}|{_MARKUP_COMMENT}|{_CONTAINED}", re.DOTALL | re.MULTILINE)
_MARKUP = {"vue": _VUE, "svelte": _ELEMENTS, "astro": _ELEMENTS, "mdx": _MARKDOWN}
_STYLE = r"\"[^\"\n]*+\"|'[^'\n]*+'|(?P<block>/\*.*?(?:\*/|\Z))"
_CSS = re.compile(_STYLE, re.DOTALL)
_STYLES_WITH_LINES = dict.fromkeys(
    ("scss", "sass", "less", "stylus", "styl"), re.compile(rf"{_STYLE}|(?<!:)(?P<line>//[^\n]*+)", re.DOTALL)
)


def extract_suppressions(source: Source) -> Extracted[SuppressionFact]:
    """What the comments of one file accept, in order of place; text in strings is no comment."""
    if WORD.encode() not in source.content:
        return Extracted()
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    comments = (Comment(start, end) for start, end in _comments(text, source.dialect))
    return Extracted(tuple(find_directives(text, comments)))


def _comments(text: str, dialect: str) -> Iterator[tuple[int, int]]:
    """Where the comments of a file begin and end; those of parts without the word are left out."""
    if dialect not in EMBEDDING:
        yield from _in_script(text, 0, len(text), dialect)
        return
    position = 0
    for block in find_blocks(text, dialect):
        if block.kind != "source":
            yield from _matches(_MARKUP[dialect], text, position, block.start)
            yield from _in_block(text, block.start, block.end, block.dialect, script=block.kind == "script")
            position = block.end
    yield from _matches(_MARKUP[dialect], text, position, len(text))


def _in_block(text: str, start: int, end: int, dialect: str, *, script: bool) -> Iterator[tuple[int, int]]:
    if script:
        return _in_script(text, start, end, dialect)
    return _matches(_STYLES_WITH_LINES.get(dialect, _CSS), text, start, end)


def _in_script(text: str, start: int, end: int, dialect: str) -> Iterator[tuple[int, int]]:
    if text.find(WORD, start, end) >= 0:
        for token in literals(text[start:end], dialect):
            if token.kind == COMMENT:
                yield start + token.start, start + token.end


def _matches(pattern: re.Pattern[str], text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The comments among what the pattern finds: its groups that have names."""
    if text.find(WORD, start, end) >= 0:
        for found in pattern.finditer(text, start, end):
            if found.lastgroup:
                yield found.span(found.lastgroup)
