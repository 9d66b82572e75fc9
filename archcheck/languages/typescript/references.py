"""Directives in the comments at the top of a file: `/// <reference path="x" />`, `types`, and `<amd-dependency>`."""

import re

from archcheck.core.facts import TYPE_ONLY, ImportFact
from archcheck.syntax.places import Places

_DIRECTIVE = re.compile(r"^([ \t]*+)///\s*+<(reference|amd-dependency)\s++([^\n]*?)/>", re.MULTILINE)
_ATTRIBUTE = re.compile(r"([\w-]++)\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)')")


def find_references(text: str, end: int) -> list[ImportFact]:
    """What the directives of the comments in text[:end] refer to; `lib` and `no-default-lib` refer to no module."""
    facts: list[ImportFact] = []
    places = Places(text)
    for found in _DIRECTIVE.finditer(text, 0, end):
        attributes = {name: double or single for name, double, single in _ATTRIBUTE.findall(found[3])}
        line, column = places.at(found.end(1))
        if found[2] == "amd-dependency":
            if "path" in attributes:
                facts.append(ImportFact(line, column, attributes["path"], form="require"))
        elif "path" in attributes:
            facts.append(ImportFact(line, column, attributes["path"], form="path"))
        elif "types" in attributes:
            facts.append(ImportFact(line, column, attributes["types"], marks=TYPE_ONLY, form="types"))
    return facts
