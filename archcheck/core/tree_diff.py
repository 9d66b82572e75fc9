"""What is different between two trees: components, what they depend on, cycles, violations."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, TypedDict

from archcheck.core.cycles import cycle_groups
from archcheck.core.document import PlaceRecord, ViolationRecord, violation_record
from archcheck.core.facts import TYPE_ONLY
from archcheck.core.findings import Violation
from archcheck.core.graph import EDGE_KINDS, Edges
from archcheck.core.json_shape import schema_of
from archcheck.core.scene import Scene

UNASSIGNED = "(unassigned)"
_EVERY_KIND = sum(EDGE_KINDS)

Edge = tuple[str, str]
Places = Mapping[Edge, Sequence[PlaceRecord]]


class TreeRecord(TypedDict):
    """One of the two trees."""

    revision: Annotated[str, "As it was named."]
    commit: Annotated[str, "The full id of the commit."]


class EdgeChange(TypedDict):
    """A dependency between two components, or of a component on something outside."""

    source: Annotated[str, "A component, or `(unassigned)`."]
    target: Annotated[str, "A component, or an id such as `pypi:django`."]
    places: Annotated[int, "In how many places it is written.", {"minimum": 1}]
    first: Annotated[PlaceRecord, "The first of them, in the tree that has it."]


class Names(TypedDict):
    """Names that only one tree has."""

    added: list[str]
    removed: list[str]


class EdgeChanges(TypedDict):
    """Dependencies that only one tree has."""

    added: list[EdgeChange]
    removed: list[EdgeChange]


class Groups(TypedDict):
    """Cycles, each with its members, that are part of none in the other tree."""

    added: list[list[str]]
    removed: list[list[str]]


class ViolationChanges(TypedDict):
    """Violations that only one tree has, or has more of."""

    added: list[ViolationRecord]
    removed: list[ViolationRecord]


class DiffDocument(TypedDict):
    """What `archcheck diff -o json` writes."""

    schema: Annotated[Literal[1], "The version of this document; fields may be added within it."]
    base: TreeRecord
    head: TreeRecord
    files: Annotated[Names, "Paths."]
    components: Names
    dependencies: EdgeChanges
    cycles: Annotated[Groups, "Between components where some are declared, else between files."]
    violations: ViolationChanges


def diff_schema() -> dict[str, Any]:
    """The JSON Schema of the document `archcheck diff -o json` writes."""
    return schema_of(DiffDocument, name="diff.schema.json", title="Difference of two trees")


class Sides(TypedDict):
    """The two trees under their names, as far as the difference needs them."""

    base: TreeRecord
    head: TreeRecord


def diff_document(
    sides: Sides, before: Scene, after: Scene, added: Iterable[Violation], removed: Iterable[Violation]
) -> DiffDocument:
    """The difference of two scenes under the same components; violations have been compared already."""
    return {
        "schema": 1,
        **sides,
        "files": _names(before.paths.files, after.paths.files),
        "components": _names(_components(before), _components(after)),
        "dependencies": _edges(_dependencies(before), _dependencies(after)),
        "cycles": _cycles(_groups(before), _groups(after)),
        "violations": {
            "added": [violation_record(each) for each in added],
            "removed": [violation_record(each) for each in removed],
        },
    }


def _names(before: Iterable[str], after: Iterable[str]) -> Names:
    old, new = set(before), set(after)
    return {"added": sorted(new - old), "removed": sorted(old - new)}


def _components(scene: Scene) -> list[str]:
    return [name for name, instance in scene.components.instances.items() if instance.members]


def _dependencies(scene: Scene) -> Places:
    """The places of each dependency between components, and of components on what lies outside."""
    graph, found = scene.graph, dict[Edge, list[PlaceRecord]]()
    homes = [scene.component_of(node) or UNASSIGNED for node in range(graph.internal_count)]
    for index, source in enumerate(graph.sources):
        target = graph.targets[index]
        name = graph.nodes[target] if graph.is_external(target) else homes[target]
        if name != homes[source]:
            place = graph.place(graph.at(index))
            record: PlaceRecord = {"path": place.path, "line": place.line, "column": place.column}
            found.setdefault((homes[source], name), []).append(record)
    return found


def _edges(before: Places, after: Places) -> EdgeChanges:
    return {"added": _missing(after, before), "removed": _missing(before, after)}


def _missing(places: Places, other: Places) -> list[EdgeChange]:
    """The dependencies that the other tree lacks."""
    return [
        {"source": source, "target": target, "places": len(found), "first": found[0]}
        for (source, target), found in sorted(places.items(), key=lambda item: item[0])
        if (source, target) not in other
    ]


def _groups(scene: Scene) -> list[frozenset[str]]:
    """The cycles of components, or of files where no component is declared."""
    graph = scene.graph
    successors = graph.successors(Edges(_EVERY_KIND, TYPE_ONLY))
    if not scene.components.specs:
        return [frozenset(graph.nodes[node] for node in group) for group in cycle_groups(successors)]
    names = sorted(set(scene.components.home.values()))
    numbers = {name: number for number, name in enumerate(names)}
    edges: list[set[int]] = [set() for _ in names]
    for source, targets in enumerate(successors):
        home = scene.component_of(source)
        for target in targets if home else ():
            other = scene.component_of(target)
            if home and other and home != other:
                edges[numbers[home]].add(numbers[other])
    return [frozenset(names[node] for node in group) for group in cycle_groups([sorted(each) for each in edges])]


def _cycles(before: Sequence[frozenset[str]], after: Sequence[frozenset[str]]) -> Groups:
    return {"added": _beyond(after, before), "removed": _beyond(before, after)}


def _beyond(groups: Sequence[frozenset[str]], others: Sequence[frozenset[str]]) -> list[list[str]]:
    """The groups that are part of none of the others."""
    return [sorted(group) for group in groups if not any(group <= other for other in others)]
