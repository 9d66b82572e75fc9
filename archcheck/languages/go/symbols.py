"""The functions, methods, types and constants that a Go file declares at its top level."""

from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.facts import Extracted, Source, SymbolFact
from archcheck.languages.go.lexing import (
    COMMENT,
    MARK,
    NEWLINE,
    RUNE,
    STRING,
    WORD,
    Token,
    after_brackets,
    decode,
    next_token,
)
from archcheck.syntax.places import Places

_OPENING = frozenset("([{")
# The end of a line ends a statement only behind a name, a literal or one of these (the specification, "Semicolons");
# `++` and `--` do, too, but only inside of functions.
_ENDING_MARKS = frozenset(")]}")
_KEYWORDS = """
    case chan const default defer else for func go goto if import interface map package range select struct switch type
    var
"""
_UNFINISHED = frozenset(_KEYWORDS.split())


class _Declared(NamedTuple):
    """One name, where it counts as declared."""

    position: int
    kind: str
    name: str
    parent: str = ""


def extract_symbols(source: Source) -> Extracted[SymbolFact]:
    """Every declaration at the top level of one file, in order of place; `parent` of a method is its receiver's type.

    A function stands where its `func` begins, a type or a constant where its name does. Variables are left out, and so
    is what has no name (`_`).
    """
    text = decode(source.content)
    places = Places(text)
    facts = [
        SymbolFact(*places.at(each.position), each.kind, each.name, each.parent)
        for each in _declarations(text)
        if each.name != "_"
    ]
    return Extracted(tuple(facts))


def _declarations(text: str) -> Iterator[_Declared]:
    for first in _statements(text, 0, len(text)):
        word = text[first.start : first.end]
        if word == "func":
            yield from _function(text, first)
        elif word in ("type", "const"):
            opening = _next(text, first.end, len(text))
            if opening and text[opening.start] == "(":
                end = after_brackets(text, opening.start)
                for spec in _statements(text, opening.end, end - 1):
                    yield from _names(text, spec, word)
            elif opening:
                yield from _names(text, opening, word)


def _statements(text: str, at: int, stop: int) -> Iterator[Token]:
    """The first element of each statement from `at` up to `stop`, those inside of brackets left out."""
    begins, may_end = True, False
    while token := next_token(text, at, stop):
        at = token.end
        if token.kind in (COMMENT, NEWLINE):
            begins = begins or (may_end and "\n" in text[token.start : token.end])
            continue
        if token.kind == MARK and text[token.start] == ";":
            begins = True
            continue
        if begins:
            yield token
        begins = False
        if token.kind == MARK and text[token.start] in _OPENING:
            at = after_brackets(text, token.start)
            may_end = True
        else:
            may_end = _may_end(text, token)


def _may_end(text: str, token: Token) -> bool:
    """Whether the end of a line behind this element ends the statement."""
    word = text[token.start : token.end]
    if token.kind == WORD:
        return word not in _UNFINISHED
    return token.kind in (STRING, RUNE) or word in _ENDING_MARKS


def _next(text: str, at: int, stop: int) -> Token | None:
    """The next element that is neither a comment nor the end of a line."""
    while token := next_token(text, at, stop):
        if token.kind not in (COMMENT, NEWLINE):
            return token
        at = token.end
    return None


def _function(text: str, first: Token) -> Iterator[_Declared]:
    """The function or method whose `func` this is."""
    token = _next(text, first.end, len(text))
    kind, parent = "function", ""
    if token and text[token.start] == "(":
        end = after_brackets(text, token.start)
        kind, parent = "method", _receiver(text, token.end, end - 1)
        token = _next(text, end, len(text))
    if token and token.kind == WORD:
        yield _Declared(first.start, kind, text[token.start : token.end], parent)


def _receiver(text: str, at: int, stop: int) -> str:
    """The name of the type in `r *T[K]`, which stands behind the name of the receiver, if that has one."""
    name = ""
    while token := _next(text, at, stop):
        at = token.end
        if token.kind == WORD:
            name = text[token.start : token.end]
        elif text[token.start] == "[":
            at = after_brackets(text, token.start)
    return name


def _names(text: str, first: Token, kind: str) -> Iterator[_Declared]:
    """The name of a type, or the names of constants: `A, B = 1, 2`."""
    token: Token | None = first
    while token and token.kind == WORD:
        yield _Declared(token.start, "constant" if kind == "const" else "type", text[token.start : token.end])
        comma = _next(text, token.end, len(text))
        if kind == "type" or comma is None or text[comma.start] != ",":
            return
        token = _next(text, comma.end, len(text))
