"""Cycles beside networkx."""

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.cycles import cycle_groups, shortest_cycle, strong_components

NODES = 9
Edges = frozenset[tuple[int, int]]
PAIRS = [(a, b) for a in range(NODES) for b in range(NODES) if a != b]
EDGES = st.frozensets(st.sampled_from(PAIRS), max_size=24)


def adjacency(edges: Edges, count: int = NODES) -> list[list[int]]:
    return [sorted(b for a, b in edges if a == node) for node in range(count)]


def reference(edges: Edges) -> "networkx.DiGraph[int]":
    made = networkx.DiGraph(sorted(edges))
    made.add_nodes_from(range(NODES))
    return made


@given(EDGES)
def test_components_are_those_of_networkx(edges: Edges) -> None:
    found = strong_components(adjacency(edges))
    expected = networkx.strongly_connected_components(reference(edges))
    assert sorted(map(sorted, found)) == sorted(map(sorted, expected))


@given(EDGES)
def test_components_come_after_what_they_depend_on(edges: Edges) -> None:
    found = strong_components(adjacency(edges))
    place = {node: number for number, component in enumerate(found) for node in component}
    assert all(place[target] <= place[source] for source, target in edges)


@given(EDGES)
def test_groups_are_ordered_and_of_two_or_more(edges: Edges) -> None:
    expected = sorted(sorted(c) for c in networkx.strongly_connected_components(reference(edges)) if len(c) > 1)
    assert cycle_groups(adjacency(edges)) == expected


@given(EDGES)
def test_verdict_is_that_of_networkx(edges: Edges) -> None:
    assert (not cycle_groups(adjacency(edges))) == networkx.is_directed_acyclic_graph(reference(edges))


@given(EDGES)
def test_cycle_is_a_shortest_one_of_its_group_and_the_least_of_these(edges: Edges) -> None:
    drawn = reference(edges)
    for group in cycle_groups(adjacency(edges)):
        cycles = [tuple(cycle) for cycle in networkx.simple_cycles(drawn.subgraph(group))]
        turned = [cycle[cycle.index(min(cycle)) :] + cycle[: cycle.index(min(cycle))] for cycle in cycles]
        least = min((cycle for cycle in turned if len(cycle) > 1), key=lambda cycle: (len(cycle), cycle))
        assert shortest_cycle(adjacency(edges), group) == least


def test_depth_needs_no_recursion() -> None:
    count = 100_000
    ring = [[(node + 1) % count] for node in range(count)]
    assert [len(group) for group in cycle_groups(ring)] == [count]
    assert len(shortest_cycle(ring, range(count))) == count


def test_no_cycle_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="not strongly connected"):
        shortest_cycle([[1], []], [0, 1])
