"""What a picture of the graph shows: one arrow per pair of nodes, grouped nodes, the most telling arrows first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.graph_view import EdgeRecord, GraphSection, NodeRecord


class Arrow(NamedTuple):
    """All places where `source` depends on `target`; `broken` when one of them is part of a violation."""

    source: str
    target: str
    places: int
    broken: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """Nodes and arrows of a picture, each sorted.

    `groups` maps a title to the nodes drawn inside a frame; the empty title holds those outside of every frame.
    `nodes_left_out` and `arrows_left_out` count what did not fit; `outside` are the nodes that are no part of the tree.
    """

    groups: Mapping[str, Sequence[str]]
    arrows: Sequence[Arrow]
    nodes_left_out: int = 0
    arrows_left_out: int = 0
    outside: frozenset[str] = field(default_factory=frozenset)


def draw(section: GraphSection, *, most_arrows: int | None = None, most_nodes: int | None = None) -> Drawing:
    """The picture of a section.

    Third parties and standard libraries appear only where a violation points at them. Dependencies inside a directory
    or component are left out, those of a file on itself stay. Over a limit, broken arrows stay first, then those with
    most places; nodes that no arrow touches go first.
    """
    arrows = _arrows(section)
    ranked = sorted(arrows, key=lambda arrow: (not arrow.broken, -arrow.places, arrow.source, arrow.target))
    kept = _within(ranked[:most_arrows], most_nodes)
    touched = {end for arrow in kept for end in (arrow.source, arrow.target)}
    outside = {arrow.target for arrow in arrows}.difference(node["id"] for node in section["nodes"])
    everything = [*section["nodes"], *(_outer_node(name) for name in sorted(outside))]
    shown = everything
    if len(kept) < len(arrows) or (most_nodes is not None and len(everything) > most_nodes):
        shown = [node for node in everything if node["id"] in touched]
    return Drawing(
        groups=_groups(shown, section["level"]),
        arrows=sorted(kept),
        nodes_left_out=len(everything) - len(shown),
        arrows_left_out=len(arrows) - len(kept),
        outside=frozenset(outside),
    )


def _arrows(section: GraphSection) -> list[Arrow]:
    found: dict[tuple[str, str], list[EdgeRecord]] = {}
    for edge in section["edges"]:
        if section["level"] == "file" or edge["source"] != edge["target"]:
            found.setdefault((edge["source"], edge["target"]), []).append(edge)
    for edge in section["external"]:
        if "violations" in edge:
            found.setdefault((edge["source"], edge["target"]), []).append(edge)
    return [Arrow(*pair, len(edges), any("violations" in edge for edge in edges)) for pair, edges in found.items()]


def _within(arrows: Sequence[Arrow], most_nodes: int | None) -> list[Arrow]:
    """The arrows, most telling first, that can be drawn with so many nodes."""
    if most_nodes is None:
        return list(arrows)
    kept = []
    nodes: set[str] = set()
    for arrow in arrows:
        fresh = {arrow.source, arrow.target} - nodes
        if len(nodes) + len(fresh) <= most_nodes:
            nodes |= fresh
            kept.append(arrow)
    return kept


def _outer_node(name: str) -> NodeRecord:
    return {"id": name, "language": None, "component": None}


def _groups(nodes: Sequence[NodeRecord], level: str) -> dict[str, list[str]]:
    """Files and directories by component; components by the name they share, when it has several instances."""
    groups: dict[str, list[str]] = {}
    for node in nodes:
        title = node["component"] or ""
        if level == "component":
            name, bracket, _ = title.partition("[")
            title = name if bracket else ""
        groups.setdefault(title, []).append(node["id"])
    if level == "component":
        for title in [title for title, members in groups.items() if title and len(members) == 1]:
            groups.setdefault("", []).extend(groups.pop(title))
    return {title: sorted(groups[title]) for title in sorted(groups)}
