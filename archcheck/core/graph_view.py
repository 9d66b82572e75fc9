"""The `graph` section: the dependency graph as users see it, by file, directory or component (design, section 7)."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal, NotRequired, TypedDict

from archcheck.core.components import Components
from archcheck.core.facts import MARK_NAMES, mark_names
from archcheck.core.findings import Unresolved, Violation
from archcheck.core.graph import EDGE_KINDS, Dependency, Graph, directory_of
from archcheck.core.json_shape import schema_of

LEVELS = ("file", "directory", "component")

UNASSIGNED = "(unassigned)"
"""The node that stands for all files without a component at level component."""

_POSITION = {"minimum": 1}


class NodeRecord(TypedDict):
    """One node."""

    id: Annotated[str, "A path, a directory with a final slash (`./` is the top), or a component."]
    language: Annotated[str | None, "The language of the file, or of all files in the node; null when they differ."]
    component: Annotated[str | None, "The component that owns the file, or all files in the node."]


class EdgeRecord(TypedDict):
    """One place where `source` depends on `target`."""

    source: Annotated[str, "A node."]
    target: Annotated[str, "A node; for external edges an id such as `pypi:django` or `std:python/os`."]
    kind: Annotated[str, "What sort of dependency it is.", {"enum": list(EDGE_KINDS.values())}]
    marks: Annotated[list[Annotated[str, {"enum": list(MARK_NAMES.values())}]], "What is special about the place."]
    path: Annotated[str, "The file that says so; for imports the importing file."]
    line: Annotated[int, "Where the statement begins, from 1.", _POSITION]
    column: Annotated[int, "Where the statement begins, from 1, in characters.", _POSITION]
    violations: NotRequired[Annotated[list[str], "Ids of the violations that this dependency is part of."]]


class UnresolvedRecord(TypedDict):
    """One dependency that leads nowhere known."""

    source: Annotated[str, "A node."]
    path: Annotated[str, "The file that says so."]
    specifier: Annotated[str, "What is imported or named, as written."]
    line: Annotated[int, "Where the statement begins, from 1.", _POSITION]
    column: Annotated[int, "Where the statement begins, from 1, in characters.", _POSITION]
    reason: Annotated[str, "Why it leads nowhere."]
    kind: Annotated[str, "What sort of dependency it is.", {"enum": list(EDGE_KINDS.values())}]


class GraphSection(TypedDict):
    """The dependency graph of one run; nodes by id, everything else by path, line and column."""

    level: Annotated[str, "What the nodes are.", {"enum": list(LEVELS)}]
    nodes: Annotated[list[NodeRecord], "Code files and whatever they depend on inside the repository."]
    edges: Annotated[list[EdgeRecord], "Dependencies inside the repository, one entry per place."]
    external: Annotated[
        list[EdgeRecord], "Dependencies on third parties and on standard libraries, one entry per place."
    ]
    unresolved: Annotated[list[UnresolvedRecord], "Dependencies that lead nowhere known."]


class GraphDocument(GraphSection):
    """What `archcheck graph -o json` writes."""

    schema: Annotated[Literal[1], "The version of this document; fields may be added within it."]


def graph_document(section: GraphSection) -> GraphDocument:
    """The document around a `graph` section."""
    return {"schema": 1, **section}


def graph_schema() -> dict[str, object]:
    """The JSON Schema of the document `archcheck graph -o json` writes."""
    return schema_of(GraphDocument, name="graph.schema.json", title="Dependency graph of archcheck")


@dataclass(frozen=True, slots=True)
class GraphQuery:
    """Which part of the graph is shown, and how. `level` is one of LEVELS.

    With `focus`, the ids of some internal nodes, only dependencies from or to them are shown. With `only_violations`
    only dependencies that are part of a violation.
    """

    level: str = "file"
    focus: Collection[int] | None = None
    only_violations: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """What the graph is drawn from. `languages` maps each code file to its language."""

    graph: Graph
    components: Components
    languages: Mapping[str, str]
    unresolved: Sequence[Unresolved] = ()
    violations: Sequence[Violation] = ()


def graph_section(seen: Seen, query: GraphQuery) -> GraphSection:
    """The part of the graph that `query` asks for."""
    return _View(seen, query).section()


class _View:
    """One section in the making: which node a file belongs to, what is in focus, which dependencies are broken."""

    def __init__(self, seen: Seen, query: GraphQuery) -> None:
        self.graph = seen.graph
        self.seen = seen
        self.query = query
        self.broken = _broken_pairs(seen.violations)
        self.spots = _broken_spots(seen.violations)
        self.focus = None if query.focus is None else frozenset(query.focus)
        name_of: dict[str, Callable[[int], str]] = {
            "file": seen.graph.nodes.__getitem__,
            "directory": self._directory,
            "component": self._component,
        }
        self.node = [name_of[query.level](number) for number in range(seen.graph.internal_count)]

    def _directory(self, number: int) -> str:
        return directory_of(self.graph.nodes[number])

    def _component(self, number: int) -> str:
        return self.seen.components.home.get(number, UNASSIGNED)

    def section(self) -> GraphSection:
        inner: list[EdgeRecord] = []
        outer: list[EdgeRecord] = []
        touched: set[int] = set()
        for dependency in self._dependencies():
            if self.graph.is_external(dependency.target):
                outer.append(self._edge(dependency, self.graph.nodes[dependency.target]))
                touched.add(dependency.source)
            else:
                inner.append(self._edge(dependency, self.node[dependency.target]))
                touched.update((dependency.source, dependency.target))
        unresolved = [self._unresolved(each) for each in self.seen.unresolved if self._is_shown(each)]
        touched.update(n for each in unresolved if (n := self.graph.id_of(each["path"])) is not None)
        nodes = self._nodes(touched)
        return {"level": self.query.level, "nodes": nodes, "edges": inner, "external": outer, "unresolved": unresolved}

    def _dependencies(self) -> Iterator[Dependency]:
        for index in range(len(self.graph.sources)):
            dependency = self.graph.at(index)
            focused = self.focus is None or dependency.source in self.focus or dependency.target in self.focus
            if focused and (not self.query.only_violations or self._violations(dependency)):
                yield dependency

    def _violations(self, dependency: Dependency) -> list[str]:
        """The ids of the violations that a dependency is part of."""
        source, target = self.graph.nodes[dependency.source], self.graph.nodes[dependency.target]
        spot = (*self.graph.place(dependency), target)
        return list(dict.fromkeys((*self.broken.get((source, target), ()), *self.spots.get(spot, ()))))

    def _edge(self, dependency: Dependency, target: str) -> EdgeRecord:
        record: EdgeRecord = {
            "source": self.node[dependency.source],
            "target": target,
            "kind": EDGE_KINDS[dependency.kind],
            "marks": list(mark_names(dependency.marks)),
            "path": self.graph.nodes[dependency.path],
            "line": dependency.line,
            "column": dependency.column,
        }
        if self.broken and (found := self._violations(dependency)):
            record["violations"] = found
        return record

    def _is_shown(self, lost: Unresolved) -> bool:
        focused = self.focus is None or self.graph.id_of(lost.path) in self.focus
        return focused and (not self.query.only_violations or (lost.path, lost.specifier) in self.broken)

    def _unresolved(self, lost: Unresolved) -> UnresolvedRecord:
        number = self.graph.id_of(lost.path)
        return {
            "source": lost.path if number is None else self.node[number],
            "path": lost.path,
            "specifier": lost.specifier,
            "line": lost.line,
            "column": lost.column,
            "reason": lost.reason,
            "kind": lost.kind,
        }

    def _nodes(self, touched: set[int]) -> list[NodeRecord]:
        members: dict[str, list[int]] = {}
        for number in sorted(touched.union(self._own())):
            members.setdefault(self.node[number], []).append(number)
        whole = self.query.level == "component" and self.focus is None and not self.query.only_violations
        for name in self.seen.components.instances if whole else ():
            members.setdefault(name, [])
        return [self._node(name, members[name]) for name in sorted(members)]

    def _own(self) -> Iterable[int]:
        """The nodes that are shown although no dependency that is shown touches them."""
        if self.query.only_violations:
            return ()
        if self.focus is not None:
            return self.focus
        files = self.graph.files
        return (number for number, path in enumerate(files) if path in self.seen.languages)

    def _node(self, name: str, numbers: Sequence[int]) -> NodeRecord:
        languages = {self.seen.languages.get(self.graph.nodes[number]) for number in numbers}
        if self.query.level != "file":
            languages.discard(None)  # documents beside the code do not make a directory bilingual
        homes = {self.seen.components.home.get(number) for number in numbers}
        component = homes.pop() if len(homes) == 1 else None
        if self.query.level == "component":
            component = None if name == UNASSIGNED else name
        return {"id": name, "language": languages.pop() if len(languages) == 1 else None, "component": component}


def _broken_pairs(violations: Iterable[Violation]) -> dict[tuple[str, str], list[str]]:
    """The dependencies that violations are made of: (path, target) -> ids of violations, in their order."""
    found: dict[tuple[str, str], list[str]] = {}
    for violation in violations:
        pairs = [(link.source, link.target) for link in violation.chain]
        if violation.target is not None:
            pairs = pairs or [(violation.subject, violation.target)]
        for pair in dict.fromkeys(pairs):
            found.setdefault(pair, []).append(violation.id)
    return found


def _broken_spots(violations: Iterable[Violation]) -> dict[tuple[str, int, int, str], list[str]]:
    """The places that violations about several sources are made of, such as those of a datastore that is shared."""
    found: dict[tuple[str, int, int, str], list[str]] = {}
    for violation in violations:
        if violation.target is not None and not violation.chain:
            for place in violation.places:
                found.setdefault((*place, violation.target), []).append(violation.id)
    return found
