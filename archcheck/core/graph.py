"""The dependency graph: nodes with integer ids, typed dependencies with places, linear queries."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, ClassVar, NamedTuple

from archcheck.core.facts import APART, MARK_NAMES, mark_bits, mark_names
from archcheck.core.options import Context, JsonSchema, describe, did_you_mean
from archcheck.core.values import Node, Place, ScalarNode, SequenceNode

IMPORT = 1
DECLARES = 2
PATH = 4
CALLS = 8
STORE = 16
_NO_KIND = 0
EDGE_KINDS = {IMPORT: "import", DECLARES: "declares", PATH: "path", CALLS: "calls", STORE: "store"}


class Dependency(NamedTuple):
    """One place where one node depends on another; `source`, `target` and `path` are node ids (integers).

    `path` is the file that says so: `source` itself, or for what a directory depends on, such as a service that a
    compose file describes, the file where that is written.
    """

    source: int
    target: int
    kind: int
    marks: int
    line: int
    column: int
    path: int


@dataclass(frozen=True, slots=True)
class Edges:
    """Which dependencies a rule looks at: edge kinds (bits), and marks whose places are dropped (bits)."""

    kinds: int = IMPORT
    without: int = 0
    SCHEMA: ClassVar[JsonSchema] = {
        "type": ["array", "string"],
        "items": {"enum": [*EDGE_KINDS.values(), *(f"-{name}" for name in MARK_NAMES.values())]},
        "description": "Edge kinds to look at; `-mark` drops the places that carry a mark.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Edges | None":
        """`[import, -test]`, or one word."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        kinds = {name: bit for bit, name in EDGE_KINDS.items()}
        marks = {f"-{name}": name for name in MARK_NAMES.values()}
        chosen = without = 0
        good = True
        for item in items:
            word = item.value if isinstance(item, ScalarNode) else None
            if isinstance(word, str) and word in kinds:
                chosen |= kinds[word]
            elif isinstance(word, str) and word in marks:
                without |= mark_bits([marks[word]])
            else:
                hint = did_you_mean(str(word), [*kinds, *marks])
                context.problem(item.place, f"an edge kind or -mark is expected, found {describe(item)}", hint)
                good = False
        return cls(chosen or IMPORT, without) if good else None

    def accepts(self, kind: int, marks: int) -> bool:
        """Whether a place of this kind with these marks counts."""
        return bool(kind & self.kinds) and not marks & self.without

    def verb(self) -> str:
        """How messages call these dependencies: `imports`, or `depends on` where other kinds count, too."""
        return "imports" if self.kinds == IMPORT else "depends on"

    @property
    def text(self) -> str:
        """As a user would write it, in one piece: `[import, -test]`."""
        return f"[{', '.join(self.words())}]"

    def words(self) -> tuple[str, ...]:
        """As a user would write it."""
        chosen = tuple(name for bit, name in EDGE_KINDS.items() if bit & self.kinds)
        return chosen + tuple(f"-{name}" for name in mark_names(self.without))


def kinds_named(options: Any) -> int:
    """The kinds of dependencies (bits) that the options of a rule name under `edges`."""
    values = (getattr(options, each.name) for each in fields(options)) if is_dataclass(options) else ()
    return reduce(or_, (value.kinds for value in values if isinstance(value, Edges)), 0)


Adjacency = Sequence[Sequence[int]]


def reversed_steps(successors: Adjacency) -> Adjacency:
    """For each node those that lead to it, ascending."""
    found: list[Sequence[int]] = [()] * len(successors)
    lists: dict[int, list[int]] = {}
    for source, targets in enumerate(successors):
        for target in targets:
            if target in lists:
                lists[target].append(source)
            else:
                found[target] = lists[target] = [source]
    return found


def directory_of(node: str) -> str:
    """The directory of an internal node, with a final slash: a directory is its own, `./` is the top."""
    return node[: node.rfind("/") + 1] or "./"


@dataclass(frozen=True, slots=True)
class Graph:
    """Nodes and dependencies; immutable once built (see `graph_builder`).

    Ids 0 to `file_count - 1` are the files in the order of `files`; then directories (`a/b/`), then external nodes,
    each sorted by name. The arrays hold one entry per place, sorted by source, path, line, column, target, kind, marks;
    those of node `n` stand from `starts[n]` to `starts[n + 1]`. `paths` are the files that the places are in.
    `in_package` tells of a path whether the file is part of the package that its directory is; see `members`.
    """

    nodes: tuple[str, ...]
    file_count: int
    internal_count: int
    sources: "array[int]"
    targets: "array[int]"
    kinds: "array[int]"
    marks: "array[int]"
    lines: "array[int]"
    columns: "array[int]"
    paths: "array[int]"
    starts: "array[int]"
    _ids: Mapping[str, int]
    in_package: Callable[[str], bool] | None = None
    _successors: dict[Edges, Adjacency] = field(default_factory=dict)
    _predecessors: dict[Edges, Adjacency] = field(default_factory=dict)
    _steps: dict[Edges, Adjacency] = field(default_factory=dict)
    _members: list[Mapping[int, Sequence[int]]] = field(default_factory=list)

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of all files, sorted."""
        return self.nodes[: self.file_count]

    def id_of(self, node: str) -> int | None:
        """The integer id of a node, or None when the graph has no such node."""
        return self._ids.get(node)

    def is_external(self, node: int) -> bool:
        """Whether the node lies outside the repository (third party, standard library)."""
        return node >= self.internal_count

    def places(self, source: int, target: int, edges: Edges) -> list[Dependency]:
        """All places where `source` depends on `target`, in order."""
        found = []
        begin, end = self.starts[source], self.starts[source + 1]
        for at, head in enumerate(self.targets[begin:end], begin):
            if head == target and edges.accepts(self.kinds[at], self.marks[at]):
                found.append(self.at(at))
        return found

    def dependencies_of(self, source: int, edges: Edges) -> Iterator[Dependency]:
        """All places of one source that `edges` accepts, in order."""
        for at in range(self.starts[source], self.starts[source + 1]):
            if edges.accepts(self.kinds[at], self.marks[at]):
                yield self.at(at)

    def at(self, index: int) -> Dependency:
        """The dependency at a position of the arrays."""
        return Dependency(self.sources[index], self.targets[index], self.kinds[index], self.marks[index],
                          self.lines[index], self.columns[index], self.paths[index])  # fmt: skip

    def place(self, dependency: Dependency) -> Place:
        """Where a dependency is written."""
        return Place(self.nodes[dependency.path], dependency.line, dependency.column)

    def external_dependencies(self, edges: Edges) -> Iterator[Dependency]:
        """All places that lead out of the repository, in order."""
        border = self.internal_count
        for index, target in enumerate(self.targets):
            if target >= border and edges.accepts(self.kinds[index], self.marks[index]):
                yield self.at(index)

    def successors(self, edges: Edges) -> Adjacency:
        """For each internal node the distinct internal nodes it depends on, ascending; loops left out."""
        if edges not in self._successors:
            self._successors[edges] = self._find_successors(edges)
        return self._successors[edges]

    def predecessors(self, edges: Edges) -> Adjacency:
        """For each internal node the distinct internal nodes that depend on it, ascending; loops left out."""
        if edges not in self._predecessors:
            self._predecessors[edges] = reversed_steps(self.successors(edges))
        return self._predecessors[edges]

    def steps(self, edges: Edges) -> Adjacency:
        """What chains follow: the successors, and of a package that is imported as a directory its files, too."""
        members = self.members() if edges.kinds & IMPORT else {}
        if not members:
            return self.successors(edges)
        if edges not in self._steps:
            found = list(self.successors(edges))
            for directory, files in members.items():
                found[directory] = sorted({*found[directory], *files})
            self._steps[edges] = found
        return self._steps[edges]

    def steps_back(self, edges: Edges) -> Adjacency:
        """The same backwards: for each node those from which a step leads to it."""
        steps = self.steps(edges)
        return self.predecessors(edges) if steps is self.successors(edges) else reversed_steps(steps)

    def members(self) -> Mapping[int, Sequence[int]]:
        """The files of each directory node that is a package, ascending.

        Files that are apart, and those that import the directory itself, cannot be part of it.
        """
        if not self._members:
            self._members.append(self._find_members() if self.in_package else {})
        return self._members[0]

    def _find_members(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        is_part = self.in_package
        for number, path in enumerate(self.files):
            directory = self._ids.get(directory_of(path)) if is_part and is_part(path) else None
            if directory is not None:
                span = slice(self.starts[number], self.starts[number + 1])
                apart = directory in self.targets[span] or any(marks & APART for marks in self.marks[span])
                if not apart:
                    found.setdefault(directory, []).append(number)
        return found

    def without(self, positions: Iterable[int]) -> "Graph":
        """The graph in which the dependencies at some positions of the arrays do not count for anything."""
        kinds, sources = array("i", self.kinds), set()
        for position in positions:
            kinds[position] = _NO_KIND
            sources.add(self.sources[position])
        cut = replace(self, kinds=kinds, _successors={}, _predecessors={}, _steps={})
        for edges, known in self._successors.items():
            found = list(known)
            for source in sources:
                found[source] = sorted(cut._accepted_targets(source, edges) - {source}) if found[source] else ()
            cut._successors[edges] = found
        return cut

    def _find_successors(self, edges: Edges) -> Adjacency:
        """Slices of the arrays are sets at once where every place counts, which is the rule."""
        border, without = self.internal_count, edges.without
        starts, all_targets = self.starts, self.targets
        every_kind = not any(kind & ~edges.kinds or not kind for kind in set(self.kinds))
        marks = zip(self.sources, self.marks, strict=True) if without else ()
        marked = {source for source, mark in marks if mark & without}
        found: list[Sequence[int]] = [()] * border
        begin = 0
        for source, end in enumerate(islice(starts, 1, border + 1)):
            if end == begin:
                continue
            targets = {target for target in all_targets[begin:end] if target < border}
            if targets and not (every_kind and source not in marked):
                targets = self._accepted_targets(source, edges)
            targets.discard(source)
            if targets:
                found[source] = sorted(targets)
            begin = end
        return found

    def _accepted_targets(self, source: int, edges: Edges) -> set[int]:
        span, border = slice(self.starts[source], self.starts[source + 1]), self.internal_count
        places = zip(self.targets[span], self.kinds[span], self.marks[span], strict=True)
        return {target for target, kind, mark in places if target < border and edges.accepts(kind, mark)}
