"""The imports of a TypeScript or JavaScript file, from its text alone."""

from typing import NamedTuple

from archcheck.core.facts import Diagnostic, Extracted, ImportFact, Source
from archcheck.languages.typescript.decoding import UndecodableError, decode
from archcheck.languages.typescript.dialects import Dialect, dialect_of
from archcheck.languages.typescript.embedded import EMBEDDING, Block, find_blocks, place_in_file
from archcheck.languages.typescript.lexing import Lexer
from archcheck.languages.typescript.proving import Reading, read
from archcheck.languages.typescript.styles import find_style_imports
from archcheck.syntax.places import Places


class _Attempt(NamedTuple):
    facts: list[ImportFact]
    broken: int


def extract_imports(source: Source) -> Extracted[ImportFact]:
    """Every import of one file, in order of place.

    An undecodable file yields an `unparsable` diagnostic. A file that nothing can make sense of yields what its tokens
    say, and a `syntax` diagnostic.
    """
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    if source.dialect in EMBEDDING:
        return _embedded_imports(text, source.dialect)
    return imports_of(text, dialect_of(source.dialect))


def imports_of(text: str, dialect: Dialect) -> Extracted[ImportFact]:
    """The imports of a text in one dialect, in order of place."""
    reading = read(text, dialect)
    if not reading.candidates:
        return Extracted(tuple(reading.facts))
    first = _attempt(reading, jsx=dialect.jsx)
    if first.broken < 0:
        return Extracted(tuple(first.facts))
    if dialect.jsx:
        # What looked like an element may have been something else, in types that are newer than this lexer.
        second = _attempt(reading, jsx=False)
        if second.broken < 0:
            return Extracted(tuple(second.facts))
    line, column = Places(text).at(first.broken)
    return Extracted(tuple(first.facts), (Diagnostic(line, column, "syntax", "brackets or quotes do not match"),))


def _attempt(reading: Reading, *, jsx: bool) -> _Attempt:
    """The facts as the lexer sees them, and where it met what it does not understand."""
    lexer = Lexer(reading.text, reading.position, jsx=jsx)
    return _Attempt(reading.complete(lexer), lexer.broken)


def _embedded_imports(text: str, dialect: str) -> Extracted[ImportFact]:
    """The imports of all scripts and styles of a file, at their places in the file."""
    places = Places(text)
    facts: list[ImportFact] = []
    diagnostics: list[Diagnostic] = []
    for block in find_blocks(text, dialect):
        line, column = places.at(block.start)
        found = _block_imports(text, block)
        for fact in found.facts:
            at = place_in_file(fact.line, fact.column, line, column)
            facts.append(fact._replace(line=at[0], column=at[1]))
        for diagnostic in found.diagnostics:
            at = place_in_file(diagnostic.line, diagnostic.column, line, column)
            diagnostics.append(diagnostic._replace(line=at[0], column=at[1]))
    return Extracted(tuple(facts), tuple(diagnostics))


def _block_imports(text: str, block: Block) -> Extracted[ImportFact]:
    """The imports of one block, as if a file began with it."""
    if block.kind == "script":
        return imports_of(text[block.start : block.end], dialect_of(block.dialect))
    if block.kind == "source":
        return Extracted((ImportFact(1, 1, block.source, form="asset"),))
    content = text[block.start : block.end]
    places = Places(content)
    return Extracted(
        tuple(ImportFact(*places.at(place), module, form="asset") for place, module in find_style_imports(content))
    )
