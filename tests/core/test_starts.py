"""Both ways to find where chains begin give the same answer; the answers themselves are tested with the chains."""

import networkx
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.passage import Passage
from archcheck.core.starts import Start, Starts

NODES = 8
PAIRS = [(a, b) for a in range(NODES) for b in range(NODES) if a != b]
GROUPS = st.lists(st.sampled_from([-1, -1, -1, 0, 1]), min_size=NODES, max_size=NODES)
THROUGH = st.lists(st.sampled_from([True, True, False]), min_size=NODES, max_size=NODES)


def adjacency(edges: frozenset[tuple[int, int]]) -> list[list[int]]:
    return [sorted(b for a, b in edges if a == node) for node in range(NODES)]


@given(st.frozensets(st.sampled_from(PAIRS), max_size=24), GROUPS, THROUGH, st.integers(1, 3))
def test_searching_forward_finds_what_looking_back_finds(
    edges: frozenset[tuple[int, int]], group_of: list[int], through: list[bool], groups: int
) -> None:
    successors, predecessors = adjacency(edges), adjacency(frozenset((b, a) for a, b in edges))
    passage = Passage(successors, group_of, through.__getitem__)
    forward = Starts(successors, predecessors, group_of, passage, many=0)
    back = Starts(successors, predecessors, group_of, passage)
    drawn = networkx.DiGraph(sorted(edges))
    drawn.add_nodes_from(range(NODES))
    for source in range(NODES):
        if group_of[source] >= 0 or not through[source]:
            continue
        inner = [node for node in range(NODES) if group_of[node] < 0 and through[node]]
        begins = [
            node
            for node in range(NODES)
            if group_of[node] >= 0
            and groups >> group_of[node] & 1
            and networkx.has_path(drawn.subgraph([*inner, node]), node, source)
        ]
        if begins:
            assert forward.of(source, groups) == back.looking_back(source, groups)
            assert forward.of(source, groups).files == len(begins)


def test_a_file_of_a_group_begins_its_own_chain() -> None:
    starts = Starts([[1], []], [[], [0]], [0, -1], Passage([[1], []], [0, -1], lambda _node: True))
    assert starts.of(0, 1) == Start((0,), 1)
    assert starts.of(1, 1) == Start((0, 1), 1)


def test_a_tangle_takes_no_square_time() -> None:
    """Looking back from each of these nodes would visit 16 million edges."""
    count = 4_000
    asked: list[int] = []

    class Counted(list[list[int]]):
        def __getitem__(self, node: int) -> list[int]:  # type: ignore[override] # nodes only, no slices
            asked.append(node)
            return super().__getitem__(node)

    successors = Counted([[1], *[[node % (count - 1) + 1] for node in range(1, count)]])
    predecessors = Counted([[], *[[(node - 2) % (count - 1) + 1] for node in range(1, count)]])
    predecessors[1].append(0)
    group_of = [0, *[-1] * (count - 1)]
    starts = Starts(successors, predecessors, group_of, Passage(successors, group_of, lambda _node: True))
    found = [starts.of(node, 1) for node in range(1, count)]
    assert {each.files for each in found} == {1}
    assert len(found[-1].chain) == count
    assert len(asked) < 30 * count
