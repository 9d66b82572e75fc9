"""Reachability beside networkx."""

from itertools import pairwise

import networkx
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.reach import dependents, shortest_path

NODES = 8
Edges = frozenset[tuple[int, int]]
PAIRS = [(a, b) for a in range(NODES) for b in range(NODES) if a != b]
EDGES = st.frozensets(st.sampled_from(PAIRS), max_size=20)
SOME = st.frozensets(st.integers(0, NODES - 1), min_size=1, max_size=3)


def successors(edges: Edges) -> list[list[int]]:
    return [sorted(b for a, b in edges if a == node) for node in range(NODES)]


def predecessors(edges: Edges) -> list[list[int]]:
    return successors(frozenset((b, a) for a, b in edges))


def reference(edges: Edges) -> "networkx.DiGraph[int]":
    made = networkx.DiGraph(sorted(edges))
    made.add_nodes_from(range(NODES))
    return made


@given(EDGES, SOME)
def test_dependents_by_any_chain_are_the_ancestors(edges: Edges, targets: frozenset[int]) -> None:
    expected = targets.union(*(networkx.ancestors(reference(edges), target) for target in targets))
    assert dependents(predecessors(edges), targets, transitive=True) == expected


@given(EDGES, SOME)
def test_direct_dependents_are_the_predecessors(edges: Edges, targets: frozenset[int]) -> None:
    expected = targets | {source for source, target in edges if target in targets}
    assert dependents(predecessors(edges), targets, transitive=False) == expected


@given(EDGES, SOME, SOME)
def test_path_is_a_shortest_one_of_at_least_one_edge(
    edges: Edges, starts: frozenset[int], ends: frozenset[int]
) -> None:
    drawn = reference(edges)
    path = shortest_path(successors(edges), sorted(starts), ends)
    after = [target for start in starts for target in drawn.successors(start)]
    lengths = [
        networkx.shortest_path_length(drawn, first, end) + 2
        for first in after
        for end in ends
        if networkx.has_path(drawn, first, end)
    ]
    if not path:
        assert lengths == []
        return
    assert set(pairwise(path)) <= edges
    assert (path[0] in starts, path[-1] in ends, len(path)) == (True, True, min(lengths))
