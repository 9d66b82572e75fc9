"""The cheapest cuts: always enough, never one too many, and near the true minimum on small groups."""

from itertools import combinations

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.cuts import Edge, cheapest_cuts

NODES = 6
PAIRS = [(a, b) for a in range(NODES) for b in range(NODES) if a != b]
WEIGHTS = st.dictionaries(st.sampled_from(PAIRS), st.integers(1, 9), max_size=14)


def is_acyclic(edges: set[Edge]) -> bool:
    return bool(networkx.is_directed_acyclic_graph(networkx.DiGraph(sorted(edges))))


@given(WEIGHTS)
def test_without_the_cuts_there_is_no_cycle(weights: dict[Edge, int]) -> None:
    assert is_acyclic(set(weights).difference(cheapest_cuts(weights)))


@given(WEIGHTS)
def test_no_cut_can_stay(weights: dict[Edge, int]) -> None:
    cuts = cheapest_cuts(weights)
    for spared in cuts:
        assert not is_acyclic(set(weights).difference(cuts) | {spared})


@given(WEIGHTS)
def test_order_of_the_edges_does_not_matter(weights: dict[Edge, int]) -> None:
    assert cheapest_cuts(weights) == cheapest_cuts(dict(sorted(weights.items(), reverse=True)))


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({(0, 1): 1, (1, 2): 1}, [], id="no-cycle"),
        pytest.param({(0, 1): 5, (1, 0): 2}, [(1, 0)], id="the-cheaper-way"),
        pytest.param({(0, 1): 2, (1, 0): 5}, [(0, 1)], id="the-other-way-round"),
        pytest.param({(0, 2): 1, (2, 0): 1}, [(2, 0)], id="equal-costs"),
        pytest.param(
            {(3, 4): 3, (2, 1): 1, (1, 4): 4, (4, 2): 2, (2, 4): 4, (3, 2): 5, (1, 3): 2},
            [(2, 1), (4, 2)],
            id="the-dearest-stays-first",
        ),
        pytest.param({(0, 1): 4, (1, 2): 3, (2, 0): 1}, [(2, 0)], id="ring"),
        pytest.param({(0, 1): 1, (1, 2): 9, (2, 0): 9, (2, 1): 1}, [(0, 1), (2, 1)], id="two-loops"),
        pytest.param({(0, 1): 9, (1, 2): 1, (2, 0): 9, (2, 3): 9, (3, 1): 9}, [(1, 2)], id="one-edge-of-two-loops"),
    ],
)
def test_cheap_edges_are_cut(weights: dict[Edge, int], expected: list[Edge]) -> None:
    assert cheapest_cuts(weights) == expected


@given(st.dictionaries(st.sampled_from(PAIRS[:20]), st.integers(1, 4), max_size=9))
def test_cuts_are_never_cheaper_than_the_minimum(weights: dict[Edge, int]) -> None:
    cost = sum(weights[cut] for cut in cheapest_cuts(weights))
    enough = (
        sum(weights[edge] for edge in chosen)
        for size in range(len(weights) + 1)
        for chosen in combinations(weights, size)
        if is_acyclic(set(weights).difference(chosen))
    )
    assert min(enough) <= cost
