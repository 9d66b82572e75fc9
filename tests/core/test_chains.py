"""Chains beside a brute-force enumeration of simple paths on small graphs."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.chains import (
    ChainRule,
    Group,
    LastEdge,
    chain_findings,
    illegal_last_edges,
    instance_groups,
    outward_findings,
)
from archcheck.core.graph import CALLS, IMPORT, PATH, Edges, Graph
from archcheck.core.graph_builder import build_graph
from tests.builders import graph
from tests.scenes import identities, rules, scene

ALL = Edges()
NODES = 7


class Case(NamedTuple):
    """A small graph, the group of each node, the groups that must not reach it, and whether chains pass it."""

    edges: frozenset[tuple[int, int]]
    group_of: tuple[int, ...]
    barred: tuple[int, ...]
    passable: tuple[bool, ...]

    def graph(self) -> Graph:
        files = [f"{number}.py" for number in range(NODES)]
        return build_graph(files, [(source, f"{target}.py", 1, 0, 1, 1) for source, target in sorted(self.edges)])

    def rule(self, names: str = "abc") -> ChainRule:
        groups = [Group(name, name) for name in names]
        return ChainRule(ALL, groups, self.group_of, self.bars, lambda _first, _last: "", self.passable.__getitem__)

    def bars(self, node: int, groups: int) -> int:
        return groups & self.barred[node]

    def paths(self) -> Iterator[tuple[int, ...]]:
        """Every legal way of a chain, as its nodes; the last edge may still be allowed."""
        waiting: list[tuple[int, ...]] = [(node,) for node, group in enumerate(self.group_of) if group >= 0]
        while waiting:
            path = waiting.pop()
            for source, target in self.edges:
                if source == path[-1] and target not in path:
                    yield (*path, target)
                    if self.group_of[target] < 0 and self.passable[target]:
                        waiting.append((*path, target))
            # A last edge may lead back to a node of the chain.
            for source, target in self.edges:
                if source == path[-1] and target in path and target != source:
                    yield (*path, target)

    def illegal(self) -> list[tuple[int, ...]]:
        return [path for path in self.paths() if self.barred[path[-1]] >> self.group_of[path[0]] & 1]


@st.composite
def cases(draw: st.DrawFn) -> Case:
    pairs = [(a, b) for a in range(NODES) for b in range(NODES) if a != b]
    return Case(
        draw(st.frozensets(st.sampled_from(pairs), max_size=16)),
        tuple(draw(st.lists(st.sampled_from([-1, -1, -1, 0, 1, 2]), min_size=NODES, max_size=NODES))),
        tuple(draw(st.lists(st.integers(0, 7), min_size=NODES, max_size=NODES))),
        tuple(draw(st.lists(st.sampled_from([True, True, False]), min_size=NODES, max_size=NODES))),
    )


@given(cases())
def test_last_edges_are_those_of_all_illegal_paths(case: Case) -> None:
    expected: dict[tuple[int, int], int] = {}
    for path in case.illegal():
        last = (path[-2], path[-1])
        expected[last] = expected.get(last, 0) | 1 << case.group_of[path[0]]
    found = illegal_last_edges(case.graph().successors(ALL), case.rule())
    assert found == [LastEdge(*edge, bits) for edge, bits in sorted(expected.items())]


@given(cases())
def test_chain_is_the_shortest_and_the_least_of_them(case: Case) -> None:
    drawn, illegal = case.graph(), case.illegal()
    for finding in chain_findings(drawn, case.rule()):
        assert finding.identity is not None
        name, *last = finding.identity
        edge = tuple(drawn.id_of(node) for node in last)
        ways = [path for path in illegal if path[-2:] == edge and "abc"[case.group_of[path[0]]] == name]
        length, first = min((len(path), path[:-1]) for path in ways)
        shown = [link.source for link in finding.chain] or [finding.subject]
        assert (length, [drawn.id_of(node) for node in shown]) == (len(shown) + 1, list(first))
        assert finding.affects == len({path[0] for path in ways}) - 1
        assert (finding.subject, finding.target) == (shown[0], last[1])


@given(cases())
def test_groups_of_one_name_are_one_cause(case: Case) -> None:
    drawn = case.graph()
    found = identities(chain_findings(drawn, case.rule("aba")))
    causes = {("aba"[case.group_of[path[0]]], path[-2:]) for path in case.illegal()}
    assert (len(found), len(set(found))) == (len(causes), len(causes))


@given(cases())
def test_direct_edges_only_without_passable(case: Case) -> None:
    rule = ChainRule(ALL, [], case.group_of, case.bars, lambda _first, _last: "")
    expected = {
        LastEdge(source, target, 1 << case.group_of[source])
        for source, target in case.edges
        if case.group_of[source] >= 0 and case.barred[target] >> case.group_of[source] & 1
    }
    assert illegal_last_edges(case.graph().successors(ALL), rule) == sorted(
        expected, key=lambda edge: (edge.source, edge.target)
    )


def every(*names: str) -> Sequence[Group]:
    return [Group(name, name) for name in names]


def test_chains_lead_out_of_the_repository() -> None:
    drawn = graph("a.py -> u.py @2\nb.py -> u.py\nu.py -> pypi:x @5\nu.py -> pypi:y\nv.py -> pypi:x\nb.py -> pypi:x @7")
    group_of = [0 if name in ("a.py", "b.py") else -1 for name in drawn.files]
    wanted = drawn.id_of("pypi:x")
    rule = ChainRule(
        ALL,
        every("g"),
        group_of,
        lambda node, reaching: reaching if node == wanted else 0,
        lambda _f, _l: "",
        lambda _node: True,
    )
    found = outward_findings(drawn, rule)
    assert [(each.identity, each.subject, len(each.chain), each.affects) for each in found] == [
        (("g", "b.py", "pypi:x"), "b.py", 0, 0),
        (("g", "u.py", "pypi:x"), "a.py", 2, 1),
    ]


@pytest.mark.parametrize(
    "drawing",
    [
        pytest.param("a.py -> n.py\na.py -> m.py\nm.py -> u.py\nn.py -> u.py", id="from-one-file"),
        pytest.param("b.py -> m.py\na.py -> m.py\nm.py -> u.py\na.py -> n.py\nn.py -> u.py", id="from-the-least"),
    ],
)
def test_equally_short_chains_are_told_by_the_least(drawing: str) -> None:
    drawn = graph(drawing + "\nu.py -> z.py")
    group_of = [0 if name in ("a.py", "b.py") else 1 if name == "z.py" else -1 for name in drawn.files]
    last = drawn.id_of("z.py")
    rule = ChainRule(
        ALL, every("g", "h"), group_of, lambda node, reaching: reaching if node == last else 0, lambda _f, _l: "",
        lambda _node: True,
    )  # fmt: skip
    (found,) = chain_findings(drawn, rule)
    assert [link.source for link in found.chain] == ["a.py", "m.py", "u.py"]


def test_long_chains_need_no_recursion() -> None:
    count = 20_000
    files = [f"{number:05}.py" for number in range(count)]
    drawn = build_graph(files, [(number, files[number + 1], 1, 0, 1, 1) for number in range(count - 1)])
    group_of = [0, *[-1] * (count - 2), 1]
    rule = ChainRule(
        ALL,
        every("a", "b"),
        group_of,
        lambda node, reaching: reaching if node == count - 1 else 0,
        lambda _f, _l: "",
        lambda _n: True,
    )
    (found,) = chain_findings(drawn, rule)
    assert len(found.chain) == count - 1


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        pytest.param("[outer, inner]", {"outer/a.py": "outer", "outer/in/b.py": "inner"}, id="home-wins"),
        pytest.param("[inner, outer]", {"outer/a.py": "outer", "outer/in/b.py": "inner"}, id="whatever-the-order"),
        pytest.param("[inner, zone]", {"outer/in/b.py": "inner"}, id="not-to-the-last"),
        pytest.param("['outer/*', outer/in, x.py]", {"outer/a.py": "outer/*", "outer/in/b.py": "outer/in"}, id="globs"),
    ],
)
def test_a_file_that_several_claim_goes_to_its_home(components: str, expected: dict[str, str]) -> None:
    made = rules("independence", f"components: {components}", "outer: outer\ninner: outer/in\nzone: outer")
    seen = scene("outer/a.py\nouter/in/b.py\nx.py", made)
    groups, group_of = instance_groups(seen.instances(made.rules[0].options.components), seen)
    assert {path: groups[group_of[seen.graph.id_of(path) or 0]].name for path in expected} == expected


def test_chains_may_run_on_other_dependencies_than_the_one_that_ends_them() -> None:
    drawn = graph("a.py -> m.py @2\nm.py -> n.env @3 path\nn.env -> b.py @4 calls\na.py -> b.py @9\nm.py -> b.py calls")
    group_of = [{"a.py": 0, "b.py": 1}.get(path, -1) for path in drawn.nodes]
    rule = ChainRule(
        edges=Edges(CALLS),
        groups=[Group("a", "a"), Group("b", "b")],
        group_of=group_of,
        barred=lambda node, groups: groups & 1 if group_of[node] == 1 else 0,
        message=lambda _first, _last: "",
        passable=lambda _node: True,
        through=Edges(IMPORT | PATH),
    )
    found = chain_findings(drawn, rule)
    assert [[(link.source, link.line) for link in each.chain] for each in found] == [
        [("a.py", 2), ("m.py", 1)],
        [("a.py", 2), ("m.py", 3), ("n.env", 4)],
    ]
    assert chain_findings(drawn, replace(rule, through=None)) == []
