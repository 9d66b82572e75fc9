"""From facts and resolution to the graph and the record of what led nowhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archcheck.core.facts import TEST, Diagnostic, ImportFact
from archcheck.core.findings import Unresolved
from archcheck.core.graph import IMPORT, Graph, build_graph
from archcheck.core.resolution import AMBIGUOUS, GENERATED, INTERNAL, STDLIB, UNRESOLVED, EXTERNAL, Resolved

Resolve = Callable[[str, ImportFact], tuple[Resolved, ...]]


@dataclass(frozen=True, slots=True)
class FileImports:
    """The imports of one analysed file, with the resolver of its language; `is_test` marks its dependencies."""

    path: str
    facts: Sequence[ImportFact]
    resolve: Resolve
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """The graph, places of imports by outcome, and the imports that lead nowhere or to several places, by place."""

    graph: Graph
    imports: Mapping[str, int]
    unresolved: tuple[Unresolved, ...]
    ambiguous: tuple[Unresolved, ...]


@dataclass(frozen=True, slots=True)
class FileDiagnostic:
    """A diagnostic with the path it is about."""

    path: str
    diagnostic: Diagnostic


def build(files: Sequence[str], imports: Iterable[FileImports]) -> Built:
    """Resolve every import and build the graph of the sorted `files`."""
    ids = {path: number for number, path in enumerate(files)}
    rows: list[tuple[int, str, int, int, int, int]] = []
    lost: dict[str, list[Unresolved]] = {UNRESOLVED: [], AMBIGUOUS: []}
    counts = dict.fromkeys((INTERNAL, EXTERNAL, STDLIB, GENERATED, UNRESOLVED), 0)
    for each in imports:
        source, resolve, test = ids[each.path], each.resolve, TEST if each.is_test else 0
        for fact in each.facts:
            for outcome, target, reason in resolve(each.path, fact):
                counts[UNRESOLVED if outcome is AMBIGUOUS else outcome] += 1
                if outcome in lost:
                    lost[outcome].append(Unresolved(each.path, fact.line, fact.column, target, reason))
                elif outcome != GENERATED:
                    rows.append((source, target, IMPORT, fact.marks | test, fact.line, fact.column))
    return Built(build_graph(files, rows), counts, _in_order(lost[UNRESOLVED]), _in_order(lost[AMBIGUOUS]))


def _in_order(found: Iterable[Unresolved]) -> tuple[Unresolved, ...]:
    return tuple(sorted(found, key=lambda u: (u.path, u.line, u.column, u.specifier)))
