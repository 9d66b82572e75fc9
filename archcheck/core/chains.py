"""Chains: which last edges lead, through files outside a rule, from a group of files to one it must not reach.

A node belongs to at most one group (a small integer) or to none. A chain starts in a group, runs through passable
nodes, and ends with an edge to a node that bars the group. One linear propagation over the condensed graph finds every
such edge.

A package that is imported as a directory (Go) stands for its files: unless the directory itself is in a group, chains
run on into the files, and it bars whatever one of them bars. Only edges that are written somewhere end a chain.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from archcheck.core.components import Binding, Instance, captured
from archcheck.core.findings import Finding, Link
from archcheck.core.graph import IMPORT, Adjacency, Edges, Graph, reversed_steps
from archcheck.core.passage import BARRED, FREE, Passage
from archcheck.core.scene import Scene
from archcheck.core.starts import Start, Starts
from archcheck.core.values import Place


@dataclass(frozen=True, slots=True)
class Group:
    """A set of files that chains start from. Groups of one `name` count as one cause; `label` is for messages."""

    name: str
    label: str
    binding: Binding = ()


def instance_groups(instances: Sequence[Instance], scene: Scene) -> tuple[list[Group], list[int]]:
    """One group per component, and the group of each node (-1 for none).

    A file that several claim goes to its home, else to the last of them.
    """
    group_of = [-1] * scene.graph.internal_count
    for number, instance in enumerate(instances):
        for node in instance.members:
            held = group_of[node]
            if held < 0 or instances[held].id != scene.component_of(node):
                group_of[node] = number
    return [Group(instance.name, instance.label, instance.binding) for instance in instances], group_of


def _itself(node: int, _groups: int) -> int:
    return node


@dataclass(frozen=True, slots=True)
class ChainRule:
    """What makes a chain illegal.

    `group_of[n]` is the group of a node or -1. `barred(n, groups)` are those of `groups`, as bits, that must not reach
    node `n`; it is asked about external nodes by `outward_findings` only. Chains run only through nodes without a group
    for which `passable` holds; None means that they do not run on at all (direct edges only). `message` is told the
    first file and the last node. Only files for which `subjects` holds begin chains; None means all of them. `through`
    are the dependencies that chains run on before their last edge; None means that `edges` are.
    `barring` is set here: for a package the file for the sake of which it bars groups.
    """

    edges: Edges
    groups: Sequence[Group]
    group_of: Sequence[int]
    barred: Callable[[int, int], int]
    message: Callable[[int, int], str]
    passable: Callable[[int], bool] | None = None
    hint: str = ""
    subjects: Callable[[str], bool] | None = None
    through: Edges | None = None
    barring: Callable[[int, int], int] = _itself

    @property
    def steps(self) -> Edges:
        """The dependencies that chains run on before their last edge."""
        return self.through or self.edges


@dataclass(frozen=True, slots=True)
class LastEdge:
    """An edge that ends at least one illegal chain; `sources` are the groups such chains start in, as a bit set."""

    source: int
    target: int
    sources: int


def illegal_last_edges(successors: Adjacency, rule: ChainRule) -> list[LastEdge]:
    """The last edges of all illegal chains inside the repository, by source and target."""
    return _last_edges(successors, rule, _reaching_groups(successors, rule, _passage(successors, rule)))


def _passage(successors: Adjacency, rule: ChainRule) -> Passage:
    return Passage(successors, rule.group_of, rule.passable)


def _last_edges(successors: Adjacency, rule: ChainRule, reached: Sequence[int]) -> list[LastEdge]:
    barred = rule.barred
    return [
        LastEdge(source, target, broken)
        for source, labels in enumerate(reached)
        if labels
        for target in successors[source]
        if (broken := barred(target, labels))
    ]


def _reaching_groups(successors: Adjacency, rule: ChainRule, passage: Passage) -> list[int]:
    """For each node the groups (as bits) from which a chain leads to it, its own group included."""
    reached = [1 << group if group >= 0 else 0 for group in rule.group_of]
    if rule.passable is not None:
        _propagate(successors, passage, reached)
    return reached


def _propagate(successors: Adjacency, passage: Passage, reached: list[int]) -> None:
    """Add to every passable node the groups (as bits) from which it is reached through passable nodes."""
    through, inner = passage.through, passage.inner
    for source, labels in enumerate(reached):
        if labels:
            for target in successors[source]:
                if through[target]:
                    reached[target] |= labels
    for component in reversed(passage.tangles):
        if len(component) > 1:
            _spread(component, inner, reached)
            continue
        node = component[0]
        for target in inner[node]:  # for most nodes there is none
            reached[target] |= reached[node]


def _spread(component: Sequence[int], inner: Adjacency, reached: list[int]) -> None:
    """Give all nodes that reach each other what one of them has, and pass it on."""
    labels = 0
    for node in component:
        labels |= reached[node]
    for node in component:
        reached[node] = labels
        for target in inner[node]:
            reached[target] |= labels


def chain_findings(graph: Graph, rule: ChainRule) -> list[Finding]:
    """One finding per name of the source group and last edge (design, section 6.1), by source, target and name."""
    rule = _narrowed(graph, _looking_into_packages(graph, rule))
    steps = _steps(graph, rule)
    passage = _passage(steps, rule)
    last = _last_edges(graph.successors(rule.edges), rule, _reaching_groups(steps, rule, passage))
    return _findings(graph, rule, steps, passage, last)


def outward_findings(graph: Graph, rule: ChainRule) -> list[Finding]:
    """The same for chains whose last edge leads out of the repository."""
    rule = _narrowed(graph, rule)
    steps = _steps(graph, rule)
    passage = _passage(steps, rule)
    reached = _reaching_groups(steps, rule, passage)
    pairs = sorted({(each.source, each.target) for each in graph.external_dependencies(rule.edges)})
    found = [LastEdge(source, target, rule.barred(target, reached[source])) for source, target in pairs]
    return _findings(graph, rule, steps, passage, [edge for edge in found if edge.sources])


def _packages(graph: Graph, rule: ChainRule) -> Mapping[int, Sequence[int]]:
    """The packages, with their files, that chains of the rule run through: those that are in no group."""
    members = graph.members() if rule.steps.kinds & IMPORT else {}
    return {directory: files for directory, files in members.items() if rule.group_of[directory] == FREE}


def _looking_into_packages(graph: Graph, rule: ChainRule) -> ChainRule:
    """The rule with packages that bar what one of their files bars."""
    packages = _packages(graph, rule)
    if not packages:
        return rule

    @cache
    def inside(directory: int, groups: int) -> int:
        broken = 0
        for file in packages[directory]:
            broken |= rule.barred(file, groups)
        return broken

    def barred(node: int, groups: int) -> int:
        broken = rule.barred(node, groups)
        return broken | inside(node, groups) if node in packages else broken

    def barring(node: int, groups: int) -> int:
        if node not in packages or rule.barred(node, groups):
            return node
        return next(file for file in packages[node] if rule.barred(file, groups))

    return replace(rule, barred=barred, barring=barring)


def _steps(graph: Graph, rule: ChainRule) -> Adjacency:
    """What the chains of a rule follow."""
    steps, successors = graph.steps(rule.steps), graph.successors(rule.steps)
    if steps is successors:
        return steps
    packages = _packages(graph, rule)
    held = [directory for directory in graph.members() if directory not in packages]
    found = list(steps)
    for directory in held:
        found[directory] = successors[directory]
    return found


def _narrowed(graph: Graph, rule: ChainRule) -> ChainRule:
    """The rule with files that begin no chain taken out of their groups; chains do not run through them either."""
    holds = rule.subjects
    if holds is None:
        return rule
    kept = [
        BARRED if group >= 0 and not holds(graph.nodes[node]) else group for node, group in enumerate(rule.group_of)
    ]
    return replace(rule, group_of=kept)


def _findings(
    graph: Graph, rule: ChainRule, steps: Adjacency, passage: Passage, edges: Sequence[LastEdge]
) -> list[Finding]:
    if not edges:
        return []
    known = steps is graph.successors(rule.steps)
    back = graph.predecessors(rule.steps) if known else reversed_steps(steps)
    starts = Starts(steps, back, rule.group_of, passage)
    return [
        _finding(graph, rule, edge, name, starts.of(edge.source, bits))
        for edge in edges
        for name, bits in _by_name(rule.groups, edge.sources).items()
    ]


def _by_name(groups: Sequence[Group], bits: int) -> Mapping[str, int]:
    named: dict[str, int] = {}
    while bits:
        low = bits & -bits
        name = groups[low.bit_length() - 1].name
        named[name] = named.get(name, 0) | low
        bits ^= low
    return dict(sorted(named.items()))


def _finding(graph: Graph, rule: ChainRule, edge: LastEdge, name: str, start: Start) -> Finding:
    chain, last = start.chain, rule.barring(edge.target, edge.sources)
    links = [link_of(graph, rule.steps, source, target) for source, target in pairwise(chain)]
    links.append(link_of(graph, rule.edges, edge.source, edge.target))
    if last != edge.target:
        links.append(link_of(graph, rule.edges, edge.target, last))
    first = rule.groups[rule.group_of[chain[0]]]
    return Finding(
        message=rule.message(chain[0], last),
        subject=graph.nodes[chain[0]],
        target=graph.nodes[last],
        identity=(name, graph.nodes[edge.source], graph.nodes[edge.target]),
        places=places_of(graph, rule.edges, edge.source, edge.target),
        chain=tuple(links) if len(links) > 1 else (),
        affects=start.files - 1,
        binding=captured(first.binding),
        hint=rule.hint,
    )


def link_of(graph: Graph, edges: Edges, source: int, target: int) -> Link:
    """The first place of an edge, as one step of a chain; the step from a package to its file is written nowhere."""
    places = graph.places(source, target, edges)
    if not places:
        return Link(graph.nodes[source], graph.nodes[target], 0, 0)
    place = graph.place(places[0])
    path = place.path if place.path != graph.nodes[source] else ""
    return Link(graph.nodes[source], graph.nodes[target], place.line, place.column, path)


def places_of(graph: Graph, edges: Edges, source: int, target: int) -> tuple[Place, ...]:
    """All places of an edge, in order."""
    return tuple(graph.place(each) for each in graph.places(source, target, edges))
