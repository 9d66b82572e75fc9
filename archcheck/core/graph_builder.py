"""Builds graphs: source by source, or from a graph that is remembered and the sources that have changed since."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archcheck.core.graph import Graph

Row = tuple[int, int, int, int, int]
"""One place of a source: line, column, target id, kind, marks."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The places of a graph over the same files. `directories` and `externals` are its further nodes, sorted.

    The arrays are those of `Graph`, `counts` the number of places of each file.
    """

    directories: Sequence[str]
    externals: Sequence[str]
    counts: "array[int]"
    lines: "array[int]"
    columns: "array[int]"
    targets: "array[int]"
    kinds: "array[int]"
    marks: "array[int]"


class GraphBuilder:
    """Makes a graph of sorted `files`; other nodes arise when they are asked for, and go when nothing needs them.

    `in_package` is as in `Graph`.
    """

    def __init__(
        self,
        files: Sequence[str],
        remembered: Remembered | None = None,
        in_package: Callable[[str], bool] | None = None,
    ) -> None:
        self._files = tuple(files)
        self._in_package = in_package
        self._ids = {path: number for number, path in enumerate(files)}
        self._others: list[str] = []
        self._rows: dict[int, list[Row]] = {}
        self._remembered = remembered
        if remembered:
            for name in (*remembered.directories, *remembered.externals):
                self.node(name)

    def node(self, name: str) -> int:
        """The id under which rows may name a node: a path, a directory with a final slash, or an external id.

        It is provisional for all but files: the finished graph has the same nodes in order.
        """
        number = self._ids.get(name)
        if number is None:
            number = self._ids[name] = len(self._ids)
            self._others.append(name)
        return number

    def add(self, source: int, rows: Iterable[Row]) -> None:
        """Add places of a source, in place of those remembered; equal ones are merged."""
        self._rows.setdefault(source, []).extend(rows)

    def finish(self) -> Graph:
        """The graph. Nothing may be added afterwards."""
        counts, (lines, columns, targets, kinds, marks) = self._columns()
        border = len(self._files)
        used = {target for target in set(targets) if target >= border}
        names = {self._others[target - border]: target for target in used}
        directories = sorted(name for name in names if is_directory(name))
        externals = sorted(name for name in names if not is_directory(name))
        nodes = (*self._files, *directories, *externals)
        final = {names[name]: number for number, name in enumerate(nodes[border:], border)}
        ids = self._ids
        for name in self._others:
            del ids[name]
        ids.update((name, number) for number, name in enumerate(nodes[border:], border))
        if any(old != new for old, new in final.items()):
            targets = array("i", [final.get(target, target) for target in targets])
        sources, starts = array("i"), array("i", [0])
        for source in [source for source, count in enumerate(counts) if count]:
            sources.extend([source] * counts[source])
        starts.extend(accumulate(counts))
        starts.extend([len(sources)] * (len(nodes) - border))
        internal = border + len(directories)
        places = (sources, targets, kinds, marks, lines, columns, sources)  # written in the sources themselves
        graph = Graph(nodes, border, internal, *places, starts, ids, self._in_package)
        return graph if self._remembered and not self._rows else _in_order(graph)

    def _columns(self) -> tuple["array[int]", tuple["array[int]", ...]]:
        """The number of places per file, and the columns of all places; targets are provisional."""
        if self._remembered:
            return self._patched(self._remembered)
        counts = array("i", [0]) * len(self._files)
        ordered: list[Row] = []
        for source in sorted(self._rows):
            rows = dict.fromkeys(self._rows[source])
            counts[source] = len(rows)
            ordered.extend(rows)
        return counts, _to_arrays(ordered)

    def _patched(self, old: Remembered) -> tuple["array[int]", tuple["array[int]", ...]]:
        """What is remembered, with the places of changed sources replaced."""
        held = (old.lines, old.columns, old.targets, old.kinds, old.marks)
        if not self._rows:
            return old.counts, held
        counts = array("i", old.counts)
        patched = tuple(array("i") for _ in held)
        begin = source = 0
        for changed in sorted(self._rows):
            end = begin + sum(old.counts[source:changed])
            rows = dict.fromkeys(self._rows[changed])
            for column, into, new in zip(held, patched, _to_arrays(rows), strict=True):
                into.extend(column[begin:end])
                into.extend(new)
            begin, source = end + old.counts[changed], changed + 1
            counts[changed] = len(rows)
        for column, into in zip(held, patched, strict=True):
            into.extend(column[begin:])
        return counts, patched


def is_directory(node: str) -> bool:
    """Whether a node id is a directory."""
    return node.endswith("/") and ":" not in node


def _to_arrays(rows: Iterable[Row]) -> tuple["array[int]", ...]:
    columns = list(zip(*rows, strict=True)) or [()] * 5
    return tuple(array("i", column) for column in columns)


def _in_order(graph: Graph) -> Graph:
    """The graph with the places of one statement ordered by target; all else is in order already."""
    lines, columns, targets = graph.lines, graph.columns, graph.targets
    kinds, marks, sources = graph.kinds, graph.marks, graph.sources
    wrong = {
        sources[at]
        for at in range(1, len(lines))
        if targets[at] <= targets[at - 1]
        and sources[at] == sources[at - 1]
        and (lines[at], columns[at]) <= (lines[at - 1], columns[at - 1])
    }
    for source in wrong:
        begin, end = graph.starts[source], graph.starts[source + 1]
        span = range(begin, end)
        rows = sorted((lines[at], columns[at], targets[at], kinds[at], marks[at]) for at in span)
        for at, row in zip(span, rows, strict=True):
            lines[at], columns[at], targets[at], kinds[at], marks[at] = row
    return graph


def build_graph(
    files: Sequence[str],
    dependencies: Iterable[tuple[int, str, int, int, int, int]],
    in_package: Callable[[str], bool] | None = None,
) -> Graph:
    """The graph of sorted `files` and dependencies (source id, target node, kind, marks, line, column)."""
    builder = GraphBuilder(files, None, in_package)
    for source, target, kind, marks, line, column in dependencies:
        builder.add(source, [(line, column, builder.node(target), kind, marks)])
    return builder.finish()
