"""From facts and resolution to the graph and the record of what led nowhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archcheck.core.facts import TEST, Diagnostic, ImportFact
from archcheck.core.findings import Unresolved
from archcheck.core.graph import IMPORT, Graph
from archcheck.core.graph_builder import GraphBuilder, Row
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
class Lost:
    """An import that is no edge: it leads nowhere, to several places, or to what only a build makes; see `outcome`."""

    outcome: str
    import_: Unresolved


@dataclass(frozen=True, slots=True)
class Built:
    """The graph, and the imports that are no edges, by place."""

    graph: Graph
    lost: tuple[Lost, ...]

    def imports(self) -> Mapping[str, int]:
        """Places by outcome; ambiguous imports count as unresolved."""
        counts = dict.fromkeys((INTERNAL, EXTERNAL, STDLIB, GENERATED, UNRESOLVED), 0)
        border, nodes = self.graph.internal_count, self.graph.nodes
        for node, places in Counter(self.graph.targets).items():
            outward = STDLIB if nodes[node].startswith("std:") else EXTERNAL
            counts[INTERNAL if node < border else outward] += places
        for each in self.lost:
            counts[UNRESOLVED if each.outcome == AMBIGUOUS else each.outcome] += 1
        return counts

    def of(self, *outcomes: str) -> tuple[Unresolved, ...]:
        """The lost imports of some outcomes, by place."""
        return tuple(each.import_ for each in self.lost if each.outcome in outcomes)


@dataclass(frozen=True, slots=True)
class FileDiagnostic:
    """A diagnostic with the path it is about."""

    path: str
    diagnostic: Diagnostic


class _Answer:
    """What one answer of a resolver comes to: the nodes it leads to and what it loses.

    Resolvers give the same object for the same import; it is held here, so that its identity can serve as a key.
    """

    __slots__ = ("lost", "resolved", "targets")

    def __init__(self, resolved: tuple[Resolved, ...], builder: GraphBuilder) -> None:
        self.resolved = resolved
        self.targets = [builder.node(each.target) for each in resolved if each.outcome in _LEADS_SOMEWHERE]
        self.lost = [each for each in resolved if each.outcome not in _LEADS_SOMEWHERE]


_LEADS_SOMEWHERE = frozenset((INTERNAL, EXTERNAL, STDLIB))


def build(builder: GraphBuilder, imports: Iterable[FileImports], lost: Iterable[Lost] = ()) -> Built:
    """Resolve imports and finish the graph. `lost` are the lost imports of files that the builder remembers."""
    answers: dict[int, _Answer] = {}
    all_lost = list(lost)
    for each in imports:
        path, resolve, test = each.path, each.resolve, TEST if each.is_test else 0
        rows: list[Row] = []
        for fact in each.facts:
            resolved = resolve(path, fact)
            answer = answers.get(id(resolved))
            if answer is None:
                answer = answers[id(resolved)] = _Answer(resolved, builder)
            line, column, _, _, _, marks, _ = fact
            for target in answer.targets:
                rows.append((line, column, target, IMPORT, marks | test))  # noqa: PERF401 - slower as a comprehension
            for one in answer.lost:
                all_lost.append(Lost(one.outcome, Unresolved(path, line, column, one.target, one.reason)))  # noqa: PERF401
        builder.add(builder.node(path), rows)
    all_lost.sort(key=lambda each: (each.import_.path, each.import_.line, each.import_.column, each.import_.specifier))
    return Built(builder.finish(), tuple(all_lost))


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
