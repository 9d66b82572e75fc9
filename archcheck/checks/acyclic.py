"""`acyclic`: no cycles, between files, directories or components."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from archcheck.core.chains import link_of
from archcheck.core.cuts import cheapest_cuts
from archcheck.core.cycles import cycle_groups, shortest_cycle
from archcheck.core.extension import Check, by_dependencies
from archcheck.core.facts import TYPE_ONLY
from archcheck.core.findings import Finding, Link, Result
from archcheck.core.graph import Adjacency, Edges, directory_of
from archcheck.core.options import option
from archcheck.core.scene import Scene
from archcheck.core.selectors import Selector
from archcheck.core.values import Place

_LISTED = 5
_CUT_LIMIT = 2_000


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `acyclic`."""

    level: Literal["file", "directory", "component"] = option("Between what cycles are looked for.", default="file")
    in_: Selector | None = option("Only these files are looked at.", default=None)
    max_size: int = option("Groups of up to so many members are tolerated.", default=1)
    edges: Edges = option("Which dependencies count.", default=Edges(without=TYPE_ONLY))

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """A group has at least one member."""
        if self.max_size < 1:
            yield "max_size", f"at least 1 is expected, found {self.max_size}", "1 tolerates no cycle"


Edge = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Level:
    """The graph at one level: units by name, and which units depend on which.

    `edges` gives the file edges that a unit edge is made of; `files` the files of a unit.
    """

    names: Sequence[str]
    successors: Adjacency
    edges: Callable[[Edge], Sequence[Edge]]
    files: Callable[[int], Sequence[int]]


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report each strongly connected group larger than `max_size`."""
    level = _at_level(options, scene)
    for group in cycle_groups(level.successors):
        if len(group) > options.max_size:
            yield _finding(group, level, options, scene)


def _at_level(options: Options, scene: Scene) -> _Level:
    graph = scene.graph
    successors, members = graph.successors(options.edges), graph.members()
    if options.level == "file" and options.in_ is None and not members:
        return _Level(graph.nodes, successors, lambda edge: (edge,), lambda node: (node,))
    unit_of = _units(options, scene)
    names = sorted(set(unit_of.values()))
    numbers = {name: number for number, name in enumerate(names)}
    edges: dict[Edge, list[Edge]] = {}
    files: list[list[int]] = [[] for _ in names]
    for node, name in unit_of.items():
        source = numbers[name]
        files[source].append(node)
        for other in successors[node]:
            # A package without a unit stands for its files.
            ends = (other,) if other in unit_of else members.get(other, ())
            for target in {numbers[unit_of[end]] for end in ends if end in unit_of} - {source}:
                edges.setdefault((source, target), []).append((node, other))
    neighbours: list[list[int]] = [[] for _ in names]
    for source, target in sorted(edges):
        neighbours[source].append(target)
    return _Level(names, neighbours, edges.__getitem__, files.__getitem__)


def _units(options: Options, scene: Scene) -> dict[int, str]:
    """The name of the unit that each node belongs to; at level file a package (Go) is one unit with its files."""
    chosen = scene.select(options.in_) if options.in_ else range(scene.graph.internal_count)
    members = scene.graph.members() if options.level == "file" else {}
    package_of = {file: node for node, files in members.items() for file in files}
    named = ((node, _unit(package_of.get(node, node), options.level, scene)) for node in chosen)
    return {node: name for node, name in named if name is not None}


def _unit(node: int, level: str, scene: Scene) -> str | None:
    path = scene.graph.nodes[node]
    if level == "component":
        return scene.component_of(node)
    return path if level == "file" else directory_of(path)


def _finding(group: Sequence[int], level: _Level, options: Options, scene: Scene) -> Finding:
    cycle = shortest_cycle(level.successors, group)
    loop = tuple(_link(level, options, scene, *step) for step in pairwise([*cycle, cycle[0]]))
    least = level.names[group[0]]
    what = {"file": "files", "directory": "directories", "component": "components"}[options.level]
    if all(level.names[number].endswith("/") for number in group):
        what = "packages" if options.level == "file" else what
    return Finding(
        message=f"{len(group)} {what} in one cycle{_shares(group, level, scene) if options.level == 'file' else ''}",
        subject=level.names[group[0]],
        key=options.level,
        identity=(options.level, least),
        places=(Place(loop[0].written, loop[0].line, loop[0].column),),
        chain=loop,
        hint=_cut_hint(group, level, options, scene),
        members=tuple(sorted(level.names[number] for number in group)),
    )


def _link(level: _Level, options: Options, scene: Scene, source: int, target: int) -> Link:
    first = min(level.edges((source, target)))
    return link_of(scene.graph, options.edges, *first)


def _shares(group: Sequence[int], level: _Level, scene: Scene) -> str:
    """How the files of a group spread over components: ` (loans 15, pricing 7)`; nothing without components."""
    homes = Counter(scene.component_of(level.files(number)[0]) or "no component" for number in group)
    if set(homes) == {"no component"}:
        return ""
    ranked = sorted(homes.items(), key=lambda home: (-home[1], home[0]))
    more = f", {len(ranked) - _LISTED} more" if len(ranked) > _LISTED else ""
    return f" ({', '.join(f'{name} {count}' for name, count in ranked[:_LISTED])}{more})"


def _cut_hint(group: Sequence[int], level: _Level, options: Options, scene: Scene) -> str:
    """Which dependencies to cut, with their first places; nothing for a group too large to compute it at once."""
    if len(group) > _CUT_LIMIT:
        return ""
    inside = set(group)
    weights = {
        (source, target): sum(len(scene.graph.places(*edge, options.edges)) for edge in level.edges((source, target)))
        for source in group
        for target in level.successors[source]
        if target in inside
    }
    cuts = cheapest_cuts(weights)
    links = [link_of(scene.graph, options.edges, *edge) for cut in cuts for edge in sorted(level.edges(cut))]
    total = sum(weights.values())
    needed = sum(weights[cut] for cut in cuts)
    shown = ", ".join(f"{link.written}:{link.line}" for link in links[:_LISTED])
    more = f" and {len(links) - _LISTED} more" if len(links) > _LISTED else ""
    verb = "ends" if needed == 1 else "end"
    what = "imports" if options.edges.verb() == "imports" else "dependencies"
    return f"{needed} of {total} {what} {verb} it: {shown}{more}"


CHECK = Check(kind="acyclic", options=Options, version=1, run=run, by_edges=by_dependencies)
