"""Graphs made source by source, and patched from what is remembered of them."""

from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.graph import IMPORT, Edges, Graph
from archcheck.core.graph_builder import GraphBuilder, build_graph
from archcheck.core.snapshot import remember

FILES = ("a.py", "b.py", "c.py", "d/e.py")
TARGETS = st.sampled_from((*FILES, "d/", "x/", "pypi:a", "pypi:b", "std:python/os"))
Place = tuple[int, int, str, int]
PLACES = st.tuples(st.integers(1, 4), st.integers(1, 3), TARGETS, st.integers(0, 3))
TREES = st.fixed_dictionaries({file: st.lists(PLACES, max_size=6) for file in FILES})


def build(tree: dict[str, list[Place]], builder: GraphBuilder | None = None) -> Graph:
    made = builder or GraphBuilder(FILES)
    for file, places in tree.items():
        rows = [(line, column, made.node(target), IMPORT, marks) for line, column, target, marks in places]
        made.add(made.node(file), rows)
    return made.finish()


def content(graph: Graph) -> tuple[object, ...]:
    """Everything a graph says, for comparison."""
    columns = (graph.sources, graph.targets, graph.kinds, graph.marks, graph.lines, graph.columns, graph.starts)
    return (graph.nodes, graph.file_count, graph.internal_count, *(list(column) for column in columns))


def test_nodes_are_files_then_directories_then_external_nodes_each_in_order() -> None:
    graph = build({"b.py": [(1, 1, "pypi:z", 0), (2, 1, "y/", 0), (3, 1, "pypi:a", 0), (4, 1, "b/", 0)]})
    assert graph.nodes == (*FILES, "b/", "y/", "pypi:a", "pypi:z")
    assert (graph.file_count, graph.internal_count) == (4, 6)
    assert [graph.nodes[d.target] for d in graph.dependencies_of(1, Edges())] == ["pypi:z", "y/", "pypi:a", "b/"]


def test_equal_places_are_merged_and_those_of_one_statement_ordered_by_target() -> None:
    graph = build({"a.py": [(1, 1, "c.py", 0), (1, 1, "b.py", 0), (1, 1, "c.py", 0)]})
    assert [(d.target, d.line) for d in graph.dependencies_of(0, Edges())] == [(1, 1), (2, 1)]


@given(TREES)
def test_order_of_sources_does_not_matter(tree: dict[str, list[Place]]) -> None:
    assert content(build(tree)) == content(build(dict(reversed(tree.items()))))


@given(TREES)
def test_remembered_graph_is_the_same(tree: dict[str, list[Place]]) -> None:
    graph = build(tree)
    assert content(GraphBuilder(FILES, remember(graph)).finish()) == content(graph)


@given(TREES, TREES, st.sets(st.sampled_from(FILES)))
def test_patched_graph_is_that_of_the_changed_tree(
    before: dict[str, list[Place]], after: dict[str, list[Place]], changed: set[str]
) -> None:
    now = {file: after[file] if file in changed else before[file] for file in FILES}
    patched = build({file: now[file] for file in changed}, GraphBuilder(FILES, remember(build(before))))
    assert content(patched) == content(build(now))


@given(TREES)
def test_build_graph_takes_dependencies_in_any_order(tree: dict[str, list[Place]]) -> None:
    rows = [
        (FILES.index(file), target, IMPORT, marks, line, column)
        for file, places in reversed(tree.items())
        for line, column, target, marks in places
    ]
    assert content(build_graph(FILES, rows)) == content(build(tree))
