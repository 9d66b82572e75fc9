"""A graph with further dependencies: what formats beside the code say, or what is only imagined."""

from array import array
from collections.abc import Iterable, Iterator
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from archcheck.core.graph import Dependency, Graph
from archcheck.core.graph_builder import is_directory

_ORDER = itemgetter(0, 6, 4, 5, 1, 2, 3)  # source, path, line, column, target, kind, marks


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
    sources, targets, kinds, marks, lines, columns, paths = (array("i", each) for each in zip(*ordered, strict=True))
    counts = array("i", [0]) * len(nodes)
    for source in sources:
        counts[source] += 1
    starts = array("i", [0])
    starts.extend(accumulate(counts))
    internal = graph.file_count + len(directories)
    places = (sources, targets, kinds, marks, lines, columns, paths)
    return Graph(nodes, graph.file_count, internal, *places, starts, ids)


def _moved(graph: Graph, moved: list[int]) -> Iterator[Dependency]:
    """The dependencies of a graph under the new numbers of its nodes."""
    columns = (graph.sources, graph.targets, graph.kinds, graph.marks, graph.lines, graph.columns, graph.paths)
    for source, target, kind, marks, line, column, path in zip(*columns, strict=True):
        yield Dependency(moved[source], moved[target], kind, marks, line, column, path)


def _numbered(row: Added, ids: dict[str, int]) -> Dependency:
    source, target, kind, marks, line, column, path = row
    return Dependency(ids[source], ids[target], kind, marks, line, column, ids[path])
