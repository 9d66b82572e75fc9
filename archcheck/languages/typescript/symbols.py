"""The classes, functions, methods, types, components and constants that a TypeScript or JavaScript file defines."""

from collections.abc import Iterator

from archcheck.core.facts import Diagnostic, Extracted, Source, SymbolFact
from archcheck.languages.typescript.declarations import find_declarations
from archcheck.languages.typescript.decoding import UndecodableError, decode
from archcheck.languages.typescript.scripts import Script, find_scripts
from archcheck.languages.typescript.syntax_tree import parse
from archcheck.syntax.places import Places


def extract_symbols(source: Source) -> Extracted[SymbolFact]:
    """Every definition of one file, in order of the places of their names.

    `parent` is the dotted path of the classes, functions and methods around it. Text that the parser does not
    understand yields what it recognised, and a `syntax` diagnostic.
    """
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    places = Places(text)
    facts: list[SymbolFact] = []
    diagnostics: list[Diagnostic] = []
    for script in find_scripts(text, source.dialect):
        _read(script, places, facts, diagnostics)
    return Extracted(tuple(facts), tuple(diagnostics))


def _read(script: Script, places: Places, facts: list[SymbolFact], diagnostics: list[Diagnostic]) -> None:
    """Adds what one script defines."""
    parsed = parse(script.text, script.dialect)
    declared = find_declarations(parsed.root, parsed.content, jsx=script.dialect.jsx) if parsed.root else []
    offsets = [each.start for each in declared]
    errors = [parsed.error] if parsed.error >= 0 else []
    at = dict(zip(sorted(offsets + errors), _characters(parsed.content, sorted(offsets + errors)), strict=True))
    placed = {byte: places.at(script.start + character) for byte, character in at.items()}
    facts += (SymbolFact(*placed[each.start], each.kind, each.name, each.parent) for each in declared)
    diagnostics += (Diagnostic(*placed[error], "syntax", "cannot be parsed from here on") for error in errors)


def _characters(content: bytes, offsets: list[int]) -> Iterator[int]:
    """Offsets in bytes, in order, as offsets in characters."""
    position = count = 0
    for offset in offsets:
        count += len(content[position:offset].decode(errors="replace"))
        position = offset
        yield count
