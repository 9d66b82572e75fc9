"""Chains: which last edges lead, through files outside a rule, from a group of files to one that it must not reach.

Every file has at most one group (a small integer) or none. A chain starts in a group, runs only through files without a
group, and ends with an edge into a group. One linear propagation over the condensed graph finds every illegal last edge.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from archcheck.core.components import Binding
from archcheck.core.cycles import strong_components
from archcheck.core.findings import Finding, Link
from archcheck.core.graph import Adjacency, Edges, Graph
from archcheck.core.values import Place


@dataclass(frozen=True, slots=True)
class Group:
    """A set of files that chains start from and end in. Groups of one `name` are counted as one cause."""

    name: str
    id: str
    binding: Binding = ()


@dataclass(frozen=True, slots=True)
class LastEdge:
    """An edge that ends at least one illegal chain; `sources` are the groups such chains start in, as a bit set."""

    source: int
    target: int
    sources: int


def illegal_last_edges(
    successors: Adjacency,
    group_of: Sequence[int],
    barred: Callable[[int], int],
    passable: Callable[[int], bool] = lambda _node: True,
) -> list[LastEdge]:
    """The last edges of all illegal chains, by source and target.

    `group_of[n]` is the group of a node or -1. `barred(g)` is the bit set of groups that must not reach group `g`.
    Chains run only through nodes without a group for which `passable` holds.
    """
    reached = _propagate(successors, group_of, passable)
    masks: dict[int, int] = {}
    found = []
    for source, targets in enumerate(successors):
        labels = reached[source]
        if not labels:
            continue
        for target in targets:
            group = group_of[target]
            if group < 0:
                continue
            mask = masks.get(group)
            if mask is None:
                mask = masks[group] = barred(group)
            if labels & mask:
                found.append(LastEdge(source, target, labels & mask))
    return found


def _propagate(successors: Adjacency, group_of: Sequence[int], passable: Callable[[int], bool]) -> list[int]:
    """For each node the groups (as bits) it belongs to or is reached from through nodes without a group."""
    reached = [1 << group if group >= 0 else 0 for group in group_of]
    through = [group < 0 and passable(node) for node, group in enumerate(group_of)]
    order: Iterable[Sequence[int]]
    outside: Adjacency = [
        [target for target in targets if through[target]] if through[source] else ()
        for source, targets in enumerate(successors)
    ]
    for source, group in enumerate(group_of):
        if group >= 0:
            for target in successors[source]:
                if through[target]:
                    reached[target] |= 1 << group
    order = [scc for scc in strong_components(outside) if through[scc[0]]]
    for scc in reversed(list(order)):
        labels = 0
        for node in scc:
            labels |= reached[node]
        if not labels:
            continue
        for node in scc:
            reached[node] = labels
            for target in outside[node]:
                reached[target] |= labels
    return reached


def shortest_starts(
    predecessors: Adjacency, group_of: Sequence[int], groups: int, source: int, passable: Callable[[int], bool]
) -> tuple[tuple[int, ...], int]:
    """The shortest chain from a file of `groups` (bits) to `source`, least by ids on ties, and how many files start one.

    The chain ends with `source`; it is `(source,)` when `source` itself belongs to one of the groups.
    """
    if group_of[source] >= 0:
        return (source,), 1
    following = {source: -1}
    queue = deque([source])
    starts: list[int] = []
    best: list[int] = []
    level = {source: 0}
    while queue:
        node = queue.popleft()
        for previous in predecessors[node]:
            if previous in following:
                continue
            group = group_of[previous]
            if group >= 0:
                if groups >> group & 1:
                    following[previous] = node
                    level[previous] = level[node] + 1
                    starts.append(previous)
            elif passable(previous):
                following[previous] = node
                level[previous] = level[node] + 1
                queue.append(previous)
    first = min(starts, key=lambda start: (level[start], start))
    best = [first]
    while best[-1] != source:
        best.append(following[best[-1]])
    return tuple(best), len(starts)


@dataclass(frozen=True, slots=True)
class ChainRule:
    """What `chain_findings` needs to know of a rule: its edges, groups, and how to say that one breaks it."""

    edges: Edges
    groups: Sequence[Group]
    group_of: Sequence[int]
    barred: Callable[[int], int]
    message: Callable[[Group, Group], str]
    transitive: bool = True
    passable: Callable[[int], bool] = lambda _node: True
    skip: Callable[[int, int], bool] = lambda _source, _target: False


def chain_findings(graph: Graph, rule: ChainRule) -> list[Finding]:
    """One finding per name of the source group and last edge (design, section 6.1), by source, target and name."""
    successors = graph.successors(rule.edges)
    may_pass = rule.passable if rule.transitive else _never
    findings = []
    for edge in illegal_last_edges(successors, rule.group_of, rule.barred, may_pass):
        if rule.skip(edge.source, edge.target):
            continue
        for name, bits in _by_name(rule.groups, edge.sources).items():
            findings.append(_finding(graph, rule, edge, name, bits, may_pass))
    return findings


def _never(_node: int) -> bool:
    return False


def _by_name(groups: Sequence[Group], bits: int) -> Mapping[str, int]:
    named: dict[str, int] = {}
    while bits:
        low = bits & -bits
        name = groups[low.bit_length() - 1].name
        named[name] = named.get(name, 0) | low
        bits ^= low
    return dict(sorted(named.items()))


def _finding(
    graph: Graph, rule: ChainRule, edge: LastEdge, name: str, bits: int, passable: Callable[[int], bool]
) -> Finding:
    predecessors = graph.predecessors(rule.edges)
    path, starting = shortest_starts(predecessors, rule.group_of, bits, edge.source, passable)
    steps = [*path, edge.target]
    first, last = rule.groups[rule.group_of[path[0]]], rule.groups[rule.group_of[edge.target]]
    links = tuple(link_of(graph, rule.edges, a, b) for a, b in zip(steps, steps[1:], strict=False))
    places = tuple(
        Place(graph.nodes[d.source], d.line, d.column) for d in graph.places(edge.source, edge.target, rule.edges)
    )
    binding = {key: value for key, value in first.binding if not key.startswith("!")}
    return Finding(
        message=rule.message(first, last),
        subject=graph.nodes[path[0]],
        target=graph.nodes[edge.target],
        identity=(name, graph.nodes[edge.source], graph.nodes[edge.target]),
        places=places,
        chain=links if len(links) > 1 else (),
        affects=starting - 1,
        binding=binding,
    )


def link_of(graph: Graph, edges: Edges, source: int, target: int) -> Link:
    """The first place of an edge, as one step of a chain."""
    place = graph.places(source, target, edges)[0]
    return Link(graph.nodes[source], graph.nodes[target], place.line, place.column)
