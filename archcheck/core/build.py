"""From facts and resolution to the graph and the record of what led nowhere."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archcheck.core.facts import TEST, Diagnostic, ImportFact
from archcheck.core.findings import Unresolved
from archcheck.core.graph import IMPORT, Graph, GraphBuilder, Row
from archcheck.core.resolution import AMBIGUOUS, EXTERNAL, GENERATED, INTERNAL, STDLIB, UNRESOLVED, Resolved

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


class _Answer:
    """What one answer of a resolver comes to: the nodes it leads to, what it loses, and how often it was given.

    Resolvers give the same object for the same import; it is held here, so that its identity can serve as a key.
    """

    __slots__ = ("lost", "resolved", "targets", "uses")

    def __init__(self, resolved: tuple[Resolved, ...], builder: GraphBuilder) -> None:
        self.resolved = resolved
        self.targets = [builder.node(each.target) for each in resolved if each.outcome in _LEADS_SOMEWHERE]
        self.lost = [each for each in resolved if each.outcome in (UNRESOLVED, AMBIGUOUS)]
        self.uses = 0


_LEADS_SOMEWHERE = frozenset((INTERNAL, EXTERNAL, STDLIB))


def build(files: Sequence[str], imports: Iterable[FileImports]) -> Built:
    """Resolve every import and build the graph of the sorted `files`."""
    builder = GraphBuilder(files)
    answers: dict[int, _Answer] = {}
    lost: list[tuple[str, Unresolved]] = []
    for each in imports:
        path, resolve, test = each.path, each.resolve, TEST if each.is_test else 0
        rows: list[Row] = []
        for fact in each.facts:
            resolved = resolve(path, fact)
            answer = answers.get(id(resolved))
            if answer is None:
                answer = answers[id(resolved)] = _Answer(resolved, builder)
            answer.uses += 1
            line, column, _, _, _, marks = fact
            for target in answer.targets:
                rows.append((line, column, target, IMPORT, marks | test))  # noqa: PERF401 - slower as a comprehension
            for one in answer.lost:
                lost.append((one.outcome, Unresolved(path, line, column, one.target, one.reason)))  # noqa: PERF401
        builder.add(builder.node(path), rows)
    return Built(builder.finish(), _counts(answers.values()), _of(UNRESOLVED, lost), _of(AMBIGUOUS, lost))


def _counts(answers: Iterable[_Answer]) -> Mapping[str, int]:
    """Places by outcome; ambiguous imports count as unresolved."""
    counts = dict.fromkeys((INTERNAL, EXTERNAL, STDLIB, GENERATED, UNRESOLVED), 0)
    for answer in answers:
        for each in answer.resolved:
            counts[UNRESOLVED if each.outcome == AMBIGUOUS else each.outcome] += answer.uses
    return counts


def _of(outcome: str, lost: Iterable[tuple[str, Unresolved]]) -> tuple[Unresolved, ...]:
    """Those of one outcome, by place."""
    found = (each for kind, each in lost if kind == outcome)
    return tuple(sorted(found, key=lambda u: (u.path, u.line, u.column, u.specifier)))


def import_texts(graph: Graph, imports: Iterable[FileImports]) -> Mapping[tuple[int, int, int, int], str]:
    """Imports as written, by (source id, target id, line, column); asked only by rules about the way of writing."""
    texts: dict[tuple[int, int, int, int], str] = {}
    for each in imports:
        source = graph.id_of(each.path)
        for fact in each.facts:
            for resolved in each.resolve(each.path, fact):
                target = graph.id_of(resolved.target)
                if source is not None and target is not None:
                    texts[source, target, fact.line, fact.column] = "." * fact.level + fact.module
    return texts
