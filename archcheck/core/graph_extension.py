"""A graph with further dependencies: what formats beside the code say, or what is only imagined."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from archcheck.core.graph import Dependency, Graph
from archcheck.core.graph_builder import is_directory

_ORDER = itemgetter(0, 6, 4, 5, 1, 2, 3)  # source, path, line, column, target, kind, marks


Row = tuple[int, int, int, int, int, int, int]
"""A dependency by numbers, in the order of `Dependency`."""


class Added(NamedTuple):
    """A dependency by the names of its nodes; `source` is a file or a directory, `path` the file that says so."""

    source: str
    target: str
    kind: int
    marks: int
    line: int
    column: int
    path: str


def extend_graph(graph: Graph, added: Iterable[Added]) -> Graph:
    """The graph with more dependencies, and the nodes they need; equal ones are merged. The files stay the same."""
    rows = list(added)
    if not rows:
        return graph
    names = {end for row in rows for end in (row.source, row.target) if graph.id_of(end) is None}
    names.update(graph.nodes[graph.file_count :])
    directories = sorted(name for name in names if is_directory(name))
    nodes = (*graph.files, *directories, *sorted(name for name in names if not is_directory(name)))
    ids = {name: number for number, name in enumerate(nodes)}
    moved = [ids[name] for name in graph.nodes]
    numbered = dict.fromkeys((*_moved(graph, moved), *(_numbered(row, ids) for row in rows)))
    ordered = sorted(numbered, key=_ORDER)
    borders = (graph.file_count, graph.file_count + len(directories))
    return replace(_of_rows(nodes, borders, ordered, ids), in_package=graph.in_package)


def _of_rows(nodes: tuple[str, ...], borders: tuple[int, int], rows: Sequence[Row], ids: Mapping[str, int]) -> Graph:
    """The graph of dependencies in order; `borders` are the numbers of its files and of its internal nodes."""
    columns = list(zip(*rows, strict=True)) or [()] * len(Dependency._fields)
    sources, targets, kinds, marks, lines, places, paths = (array("i", column) for column in columns)
    counts = array("i", [0]) * len(nodes)
    for source in sources:
        counts[source] += 1
    starts = array("i", accumulate(counts, initial=0))
    return Graph(nodes, *borders, sources, targets, kinds, marks, lines, places, paths, starts, ids)


def _moved(graph: Graph, moved: list[int]) -> Iterator[Dependency]:
    """The dependencies of a graph under the new numbers of its nodes."""
    for source, target, kind, marks, line, column, path in _rows(graph):
        yield Dependency(moved[source], moved[target], kind, marks, line, column, path)


def _rows(graph: Graph) -> Iterator[Row]:
    columns = (graph.sources, graph.targets, graph.kinds, graph.marks, graph.lines, graph.columns, graph.paths)
    return zip(*columns, strict=True)


def _numbered(row: Added, ids: dict[str, int]) -> Dependency:
    source, target, kind, marks, line, column, path = row
    return Dependency(ids[source], ids[target], kind, marks, line, column, ids[path])


def without_places(graph: Graph, written: frozenset[int]) -> Graph:
    """The graph without the dependencies that some files say of directories; the nodes stay the same.

    What these files depend on themselves stays as well.
    """
    rows = list(_rows(graph))
    kept = [row for row in rows if row[-1] not in written or row[-1] == row[0]]
    if len(kept) == len(rows):
        return graph
    ids = {name: number for number, name in enumerate(graph.nodes)}
    return replace(
        _of_rows(graph.nodes, (graph.file_count, graph.internal_count), kept, ids), in_package=graph.in_package
    )
