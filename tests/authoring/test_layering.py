"""The order of names in which dependencies lead downwards."""

from hypothesis import given
from hypothesis import strategies as st

from archcheck.authoring.layering import Layering, circles, merged, order, pruned

NAMES = st.sampled_from("abcdefg")
USES = st.dictionaries(st.tuples(NAMES, NAMES).filter(lambda edge: edge[0] != edge[1]), st.integers(1, 9), max_size=15)


def uses(text: str) -> dict[tuple[str, str], int]:
    """`a>b c>d*3`."""
    found = {}
    for word in text.split():
        edge, _, count = word.partition("*")
        source, _, target = edge.partition(">")
        found[source, target] = int(count or 1)
    return found


def test_who_is_used_stands_below() -> None:
    assert order(uses("cli>api api>models cli>models")) == Layering((("cli",), ("api",), ("models",)))


def test_who_is_used_by_nobody_stands_at_the_top_and_all_others_as_low_as_possible() -> None:
    found = order(uses("cli>api api>models worker>models api>errors"))
    assert found == Layering((("cli", "worker"), ("api",), ("errors", "models")))


def test_the_cheapest_dependencies_of_a_circle_are_against_the_order() -> None:
    assert order(uses("api>models*9 models>api*2 cli>api")) == Layering((("cli",), ("api",), ("models",)), against=2)


def test_names_that_use_each_other_can_go_by_one_name() -> None:
    edges = uses("cli>a a>b b>a b>core")
    assert circles(edges) == [("a", "b")]
    assert order(merged(edges, [("a", "b")], {("a", "b"): "{a,b}"})).levels == (("cli",), ("{a,b}",), ("core",))


def test_a_few_names_are_left_out_that_close_all_circles() -> None:
    edges = uses("api>util util>models models>util util>api api>models cli>api")
    assert pruned(edges, 1) == (uses("api>models cli>api"), ("util",))
    assert pruned(edges, 0) is None


@given(USES)
def test_only_what_is_counted_leads_upwards(edges: dict[tuple[str, str], int]) -> None:
    found = order(edges)
    rank = {name: number for number, level in enumerate(found.levels) for name in level}
    upwards = sum(count for (source, target), count in edges.items() if rank[source] >= rank[target])
    assert upwards == found.against
    assert sorted(rank) == sorted({name for edge in edges for name in edge})


@given(USES)
def test_nothing_is_against_the_order_exactly_when_there_is_no_circle(edges: dict[tuple[str, str], int]) -> None:
    assert (order(edges).against == 0) == (not circles(edges))
