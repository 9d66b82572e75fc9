"""What a picture of the graph shows: one arrow per pair of nodes, grouped nodes, the most telling arrows first."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.graph_view import EdgeRecord, GraphSection, NodeRecord

_KINDS = ("import", "path", "calls", "store", "declares")
_IMPORTS = "import"
_SHOWN = ("store:", "host:")
"""What of the nodes outside is drawn whether or not it is part of a violation."""


class Arrow(NamedTuple):
    """All places where `source` depends on `target`; `broken` when one of them is part of a violation.

    `kinds` are the kinds of dependencies with the number of places of each, () where all are imports.
    """

    source: str
    target: str
    places: int
    broken: bool
    kinds: tuple[tuple[str, int], ...] = ()

    @property
    def label(self) -> str:
        """The number of imports when there are several; `import 2, calls` where there is more than imports."""
        if not self.kinds:
            return str(self.places) if self.places > 1 else ""
        return ", ".join(f"{kind} {count}" if count > 1 else kind for kind, count in self.kinds)

    @property
    def dashed(self) -> bool:
        """Whether no import is among the places."""
        return bool(self.kinds) and self.kinds[0][0] != _IMPORTS


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

    Datastores and hosts outside of the tree appear, third parties and standard libraries only where a violation points
    at them. Dependencies inside a directory or component are left out, those of a file on itself stay. Over a limit,
    broken arrows stay first, then those with most places; nodes that no arrow touches go first.
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
        if edge["source"] != edge["target"] or (section["level"] == "file" and not edge["source"].endswith("/")):
            found.setdefault((edge["source"], edge["target"]), []).append(edge)
    for edge in section["external"]:
        if "violations" in edge or edge["target"].startswith(_SHOWN):
            found.setdefault((edge["source"], edge["target"]), []).append(edge)
    return [
        Arrow(*pair, len(edges), any("violations" in edge for edge in edges), _kinds(edges))
        for pair, edges in found.items()
    ]


def _kinds(edges: Sequence[EdgeRecord]) -> tuple[tuple[str, int], ...]:
    counts = Counter(edge["kind"] for edge in edges)
    return tuple((kind, counts[kind]) for kind in _KINDS if counts[kind]) if set(counts) != {_IMPORTS} else ()


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
