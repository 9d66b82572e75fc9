"""Explanations of two things: why one depends on the other, what both use, or whether it would be allowed."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from archcheck.core.chains import link_of
from archcheck.core.columns import counted
from archcheck.core.examples import added_findings, imagined_kind, with_import
from archcheck.core.explain import ALL_EDGES, LISTED, USES, Known, listed, mark_notes, text_of, written
from archcheck.core.findings import SKIPPED, Link, Violation
from archcheck.core.graph import CALLS, DECLARES, IMPORT, STORE, Dependency, Edges, Graph
from archcheck.core.packages import short_name
from archcheck.core.reach import shortest_path

_ORDER = tuple(USES)
_ACTS = {IMPORT: "an import", CALLS: "a call", STORE: "using it", DECLARES: "declaring it"}

Spot = tuple[str, int, int, str]
"""A place (path, line, column) and the node that is depended on there."""


def explain_pair(known: Known, sources: Sequence[int], targets: Sequence[int]) -> tuple[list[str], bool]:
    """Why one set of nodes depends on another, or whether it would be allowed to; and whether that breaks no rule.

    What both use is told as well, where that is a datastore.
    """
    graph = known.scene.graph
    wanted = frozenset(targets)
    inside = [source for source in sources if not graph.is_external(source)]
    direct = [d for node in inside for d in graph.dependencies_of(node, ALL_EDGES) if d.target in wanted]
    path = () if direct else _shortest_chain(known, inside, wanted)
    shared = _shared_stores(graph, inside, targets)
    if not (direct or path or shared):
        return explain_import(known, sources, graph.nodes[_likeliest(known, sources, targets)])
    spots = {_spot(graph, each) for each in (*direct, *shared)}
    lines = [*_direct_lines(known, direct)]
    if path:
        links = [link_of(graph, ALL_EDGES, source, target) for source, target in pairwise(path)]
        spots.update(_link_spot(link) for link in links)
        lines = _chain_lines(links)
    return _with_violations(known, [*lines, *_shared_lines(known, shared)], spots)


def _likeliest(known: Known, sources: Sequence[int], targets: Sequence[int]) -> int:
    """Of the nodes that might be depended on the first: code before all else, another one than the likeliest source."""
    source = _importer(known, sources)
    ranked = sorted(targets, key=lambda node: (node == source, node not in known.code))
    return ranked[0]


def _importer(known: Known, sources: Sequence[int], target: str = "") -> int | None:
    """Of the sources the first file other than the target, code before all else; None when there is none."""
    graph = known.scene.graph
    files = [node for node in sources if node < graph.file_count and graph.nodes[node] != target]
    return min(files, key=lambda node: node not in known.code, default=None)


def _shortest_chain(known: Known, sources: Sequence[int], wanted: frozenset[int]) -> Sequence[int]:
    """The nodes of a shortest chain from a source to one that is wanted, inside the tree or outside; () for none."""
    graph = known.scene.graph
    last = {d.source: d.target for d in graph.external_dependencies(ALL_EDGES) if d.target in wanted}
    ends = frozenset(last).union(node for node in wanted if not graph.is_external(node))
    path = shortest_path(graph.steps(ALL_EDGES), sources, ends) or ()
    return (*path, last[path[-1]]) if path and path[-1] not in wanted else path


def _shared_stores(graph: Graph, sources: Sequence[int], targets: Sequence[int]) -> list[Dependency]:
    """The places where the one or the other uses a datastore that both use, by datastore."""
    others = [node for node in targets if not graph.is_external(node) and node not in frozenset(sources)]
    uses = [[d for node in side for d in graph.dependencies_of(node, Edges(STORE))] for side in (sources, others)]
    both = {d.target for d in uses[0]} & {d.target for d in uses[1]}
    return sorted((d for side in uses for d in side if d.target in both), key=lambda each: each.target)


def _direct_lines(known: Known, direct: Sequence[Dependency]) -> Iterator[str]:
    """The places, by kind where there is anything but imports."""
    if not direct:
        return
    graph = known.scene.graph
    yield f"depends directly, in {counted(len(direct), 'place')}"
    ordered = sorted(direct, key=lambda each: _ORDER.index(each.kind))
    told = [
        f"{written(graph, each)} -> {graph.nodes[each.target]}{mark_notes(each)}{text_of(known, each)}"
        for each in ordered
    ]
    if ordered[-1].kind != IMPORT:
        for kind, title in USES.items():
            yield from listed(title, [text for text, each in zip(told, ordered, strict=True) if each.kind == kind])
        return
    yield from (f"  {text}" for text in told[:LISTED])
    if len(told) > LISTED:
        yield f"  ... {len(told) - LISTED} more"


def _chain_lines(links: Sequence[Link]) -> list[str]:
    lines = [f"depends through a chain of {counted(len(links), 'step')}"]
    return lines + [f"  {_step(link)} -> {link.target}" for link in links]


def _step(link: Link) -> str:
    if not link.line:
        return link.source
    return f"{link.source}  {link.path}:{link.line}" if link.path else f"{link.source}:{link.line}"


def _shared_lines(known: Known, shared: Sequence[Dependency]) -> Iterator[str]:
    graph = known.scene.graph
    for store in dict.fromkeys(each.target for each in shared):
        yield f"both use the datastore {short_name(graph.nodes[store])}"
        uses = [each for each in shared if each.target == store]
        yield from (f"  {written(graph, each)}{mark_notes(each)}{text_of(known, each)}" for each in uses[:LISTED])
        if len(uses) > LISTED:
            yield f"  ... {len(uses) - LISTED} more"


def _with_violations(known: Known, lines: list[str], spots: set[Spot]) -> tuple[list[str], bool]:
    broken = [each for each in known.report.violations if not spots.isdisjoint(_spots_of(each))]
    lines += [f"  {v.severity} {v.rule}  {v.message}  {v.id}" for v in broken] or ["  breaks no rule"]
    return lines, not broken


def _spot(graph: Graph, each: Dependency) -> Spot:
    return (*graph.place(each), graph.nodes[each.target])


def _link_spot(link: Link) -> Spot:
    return link.written, link.line, link.column, link.target


def _spots_of(violation: Violation) -> Iterable[Spot]:
    """What a violation is about: the steps of its chain, else its places."""
    if violation.chain:
        return [_link_spot(link) for link in violation.chain]
    return [(*place, violation.target) for place in violation.places] if violation.target else []


def explain_import(known: Known, sources: Sequence[int], target: str) -> tuple[list[str], bool]:
    """Whether the first of the sources might use the node `target`, which it does not yet; and the verdict."""
    graph = known.scene.graph
    source = _importer(known, sources, target)
    if source is None:
        return [f"there is no file that could import {target}"], True
    lines = [f"no dependency from {graph.nodes[source]} to {target}, nor a chain"]
    then = with_import(known.scene, known.rules, source, target)
    outcomes = {result.id: result.outcome for result in known.report.rules}
    denied = False
    for rule in known.rules.rules:
        if outcomes[rule.id] == SKIPPED:
            continue
        added = added_findings(rule, known.check_of(rule.kind), known.rules, known.scene, then)
        if added is None:
            lines.append(f"  {rule.id} cannot tell, it looks at how the import is written")
        for finding in added or ():
            denied = True
            lines.append(f"  {rule.keys.severity.on(known.report.as_of)} {rule.id} would deny it: {finding.message}")
    return lines if denied else [*lines, f"  {_ACTS[imagined_kind(target)]} would be allowed"], not denied
