from operator import itemgetter

from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.graph import CALLS, EDGE_KINDS, IMPORT, PATH, Edges, Graph
from archcheck.core.graph_builder import build_graph
from archcheck.core.graph_extension import Added, extend_graph, without_places
from tests.builders import graph

ALL = Edges(kinds=sum(EDGE_KINDS))


def lines(drawn: Graph) -> list[str]:
    found = []
    for number in range(len(drawn.nodes)):
        for d in drawn.dependencies_of(number, ALL):
            place = drawn.place(d)
            found.append(
                f"{drawn.nodes[d.source]} -> {drawn.nodes[d.target]} {place.path}:{place.line} {EDGE_KINDS[d.kind]}"
            )
    return found


def test_directories_may_depend_on_others_and_say_where_that_is_written() -> None:
    drawn = graph("a/x.py -> b/y.py @3", "b/y.py -> pypi:django @1", "compose.yml")
    more = extend_graph(
        drawn,
        [Added("a/", "b/", CALLS, 0, 7, 5, "compose.yml"), Added("compose.yml", "a/", PATH, 0, 2, 1, "compose.yml")],
    )
    assert more.nodes == ("a/x.py", "b/y.py", "compose.yml", "a/", "b/", "pypi:django")
    assert (more.file_count, more.internal_count) == (3, 5)
    assert lines(more) == [
        "a/x.py -> b/y.py a/x.py:3 import",
        "b/y.py -> pypi:django b/y.py:1 import",
        "compose.yml -> a/ compose.yml:2 path",
        "a/ -> b/ compose.yml:7 calls",
    ]
    assert list(more.successors(Edges(kinds=CALLS))[3]) == [4]


def test_nothing_added_leaves_the_graph_as_it_is() -> None:
    drawn = graph("a.py -> b.py")
    assert extend_graph(drawn, []) is drawn


NODES = st.sampled_from(["a.py", "b.py", "c/d.py", "c/", "e/", "pypi:x", "std:python/os"])
SOURCES = st.sampled_from(["a.py", "b.py", "c/d.py"])
ROWS = st.lists(st.tuples(SOURCES, NODES, st.just(IMPORT), st.integers(0, 3), st.integers(1, 3), st.integers(1, 3)))
PLACE = itemgetter(0, 4, 5, 1, 2, 3)
FILES = ("a.py", "b.py", "c/d.py")


@given(ROWS, ROWS)
def test_adding_later_is_the_same_as_building_at_once(
    first: list[tuple[str, str, int, int, int, int]], second: list[tuple[str, str, int, int, int, int]]
) -> None:
    def build(rows: list[tuple[str, str, int, int, int, int]]) -> Graph:
        return build_graph(FILES, [(FILES.index(row[0]), *row[1:]) for row in sorted(rows, key=PLACE)])

    more = extend_graph(build(first), [Added(*row, path=row[0]) for row in second])
    whole = build([*first, *second])
    assert lines(more) == lines(whole)
    assert (more.nodes, more.starts, more.paths) == (whole.nodes, whole.starts, whole.sources)


def test_what_a_file_says_of_others_can_be_left_out() -> None:
    drawn = graph(
        "a/ -> b/ @compose.yml:7 calls",
        "a/ -> b/ @dev.yml:2 calls",
        "a/ -> c/ @dev.yml:3 calls",
        "dev.yml -> a/ @1 path",
        "a/x.py",
    )
    left = without_places(drawn, frozenset({drawn.files.index("dev.yml")}))
    assert left.nodes == drawn.nodes
    assert lines(left) == ["dev.yml -> a/ dev.yml:1 path", "a/ -> b/ compose.yml:7 calls"]
    assert without_places(drawn, frozenset({drawn.files.index("a/x.py")})) is drawn
    assert lines(without_places(graph("a/ -> b/ @c.yml:1 calls"), frozenset({0}))) == []
