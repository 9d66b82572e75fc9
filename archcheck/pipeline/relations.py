"""Dependencies beside imports: which rules ask for them, where they are written, and what they come to."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from archcheck.adapters.extraction import aspect_of
from archcheck.core.extension import Language
from archcheck.core.facts import RelationFact
from archcheck.core.graph import CALLS, DECLARES, IMPORT, STORE, kinds_named
from archcheck.core.hosts import component_names
from archcheck.core.relations import FileRelations, Related, relate
from archcheck.core.scene import Declarations, EdgeKinds, Need
from archcheck.pipeline.code import RELATIONS, Code
from archcheck.pipeline.extract import Extraction
from archcheck.pipeline.load import Loaded

_ENDPOINTS = "endpoints"


def wanted_kinds(loaded: Loaded, needs: Iterable[Need]) -> int:
    """The kinds of dependencies beside imports (bits) that some rule looks at."""
    kinds = 0
    for rule in loaded.rules.rules:
        kinds |= kinds_named(rule.options)
    for need in needs:
        if isinstance(need, EdgeKinds):
            kinds |= need.kinds
        elif isinstance(need, Declarations):
            kinds |= DECLARES
    return kinds & ~IMPORT


def relation_sources(code: Code, kinds: int) -> Iterator[tuple[int, Language[Any], str, str]]:
    """Which files say something of these kinds: number, language, dialect, aspect."""
    if kinds:
        for number, formats in code.formats.items():
            for language, dialect in formats:
                yield number, language, dialect, RELATIONS
    if kinds & (CALLS | STORE):
        for number, (language, dialect) in code.files.items():
            if _ENDPOINTS in language.aspects:
                yield number, language, dialect, _ENDPOINTS


def find_relations(code: Code, extraction: Extraction, kinds: int) -> Related:
    """The dependencies of these kinds, and the relations that lead nowhere."""
    if not kinds:
        return Related()
    facts: dict[int, list[RelationFact]] = {}
    for number, language, _, aspect in relation_sources(code, kinds):
        found = extraction.facts(number, aspect_of(language, aspect))
        if found:
            facts.setdefault(number, []).extend(found)
    files, settings = code.paths.files, code.loaded.rules.settings
    relations = [FileRelations(files[n], sorted(facts[n]), n in code.tests) for n in sorted(facts)]
    names = component_names(code.components, code.paths, settings.aliases)
    return relate(relations, files, names, kinds, code.is_generated)


def declarations(code: Code, extraction: Extraction) -> Mapping[int, Mapping[str, tuple[RelationFact, ...]]]:
    """What formats say of each file, by the name of the format."""
    return {
        number: {
            language.name: tuple(extraction.facts(number, aspect_of(language, RELATIONS))) for language, _ in formats
        }
        for number, formats in code.formats.items()
    }
