"""Explanations of many files at once: a component, a directory, whatever a selector means."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archcheck.core.columns import counted
from archcheck.core.explain import ALL_EDGES, USES, Known, listed, written
from archcheck.core.graph import EDGE_KINDS, Dependency, directory_of


def explain_group(known: Known, title: str, members: Sequence[int]) -> Iterator[str]:
    """What files have in common: violations, whom they depend on and who on them, and what they use outside."""
    graph = known.scene.graph
    inside = frozenset(members)
    files = sum(1 for number in members if number < graph.file_count)
    yield f"{title}  {counted(files, 'file')}"
    homes = sorted({known.scene.component_of(number) or "none" for number in members})
    yield f"  component  {', '.join(homes)}"
    paths = {graph.nodes[number] for number in members}
    for each in known.report.violations:
        if each.subject in paths or each.path in paths:
            place = f"  {each.path}:{each.line}" if each.line else f"  {each.path}"
            yield f"  {each.severity:<9}  {each.rule}{place}  {each.message}  {each.id}"
    outgoing = [each for number in members for each in graph.dependencies_of(number, ALL_EDGES)]
    crossing = [each for each in outgoing if each.target not in inside]
    internal = [each for each in crossing if not graph.is_external(each.target)]
    yield from listed("depends on", _neighbours(known, ((each, each.target) for each in internal)))
    incoming = _incoming(known, members, inside)
    yield from listed("used by", _neighbours(known, ((each, each.source) for each in incoming)))
    yield from _outside(known, [each for each in crossing if graph.is_external(each.target)])


def _incoming(known: Known, members: Sequence[int], inside: frozenset[int]) -> list[Dependency]:
    graph = known.scene.graph
    before = graph.predecessors(ALL_EDGES)
    sources = sorted({source for number in members for source in before[number]} - inside)
    found = (each for source in sources for each in graph.dependencies_of(source, ALL_EDGES))
    return [each for each in found if each.target in inside]


def _neighbours(known: Known, found: Iterable[tuple[Dependency, int]]) -> list[str]:
    """Components, or directories of what belongs to none, with the number of places of each kind; most first."""
    counts: dict[str, Counter[int]] = {}
    for each, other in found:
        name = known.scene.component_of(other) or directory_of(known.scene.graph.nodes[other])
        counts.setdefault(name, Counter())[each.kind] += 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1].total(), item[0]))
    return [f"{name}  {_kinds(kinds)}" for name, kinds in ranked]


def _kinds(counts: Mapping[int, int]) -> str:
    return ", ".join(f"{EDGE_KINDS[kind]} {counts[kind]}" for kind in USES if counts[kind])


def _outside(known: Known, found: Sequence[Dependency]) -> Iterator[str]:
    """What lies outside, by kind, each with its first place and the number of the others."""
    graph = known.scene.graph
    for kind, title in USES.items():
        places: dict[int, list[Dependency]] = {}
        for each in found:
            if each.kind == kind:
                places.setdefault(each.target, []).append(each)
        lines = []
        for target, uses in sorted(places.items()):
            more = f" and {counted(len(uses) - 1, 'more place')}" if len(uses) > 1 else ""
            lines.append(f"{graph.nodes[target]}  {written(graph, uses[0])}{more}")
        yield from listed(f"{title} outside", lines)
