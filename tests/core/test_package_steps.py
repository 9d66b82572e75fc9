"""Packages that are imported as directories: which files they are made of, and how selectors and chains take them."""

import dataclasses

import pytest

from archcheck.core.chains import ChainRule, Group, chain_findings
from archcheck.core.components import Paths, select_globs
from archcheck.core.facts import APART
from archcheck.core.findings import Link
from archcheck.core.globs import parse_glob
from archcheck.core.graph import IMPORT, PATH, Edges, Graph
from archcheck.core.graph_builder import build_graph
from archcheck.core.graph_extension import Added, extend_graph
from archcheck.core.selectors import GlobTerm
from archcheck.core.values import Place
from tests import builders

DRAWING = """
a/x.go -> b/ @3
b/y.go -> c/ @4
b/y_test.go -> a/ @5
c/z.go
top.go
"""
IMPORTS, PATHS = Edges(), Edges(kinds=PATH)


def in_package(path: str) -> bool:
    return path.endswith(".go") and not path.endswith("_test.go")


def drawn(drawing: str = DRAWING) -> Graph:
    return dataclasses.replace(builders.graph(drawing), in_package=in_package)


def named(graph: Graph) -> dict[str, list[str]]:
    return {graph.nodes[node]: [graph.nodes[file] for file in files] for node, files in graph.members().items()}


def steps(graph: Graph, edges: Edges = IMPORTS) -> list[str]:
    pairs = ((source, target) for source, targets in enumerate(graph.steps(edges)) for target in targets)
    return [f"{graph.nodes[source]} -> {graph.nodes[target]}" for source, target in pairs]


def test_members_are_the_files_of_directories_that_are_imported() -> None:
    assert named(drawn()) == {"a/": ["a/x.go"], "b/": ["b/y.go"], "c/": ["c/z.go"]}


def test_the_top_is_a_package_too() -> None:
    assert named(drawn("a/x.go -> ./\ntop.go\nb/y.go")) == {"./": ["top.go"]}


def test_files_that_import_their_own_directory_are_no_members() -> None:
    assert named(drawn("a/gen.go -> a/\na/x.go")) == {"a/": ["a/x.go"]}


def test_files_that_are_apart_are_no_members() -> None:
    rows = [(0, "b/", IMPORT, APART, 1, 1), (1, "b/", IMPORT, 0, 1, 1), (2, "a/", IMPORT, 0, 1, 1)]
    graph = build_graph(["a/gen.go", "a/x.go", "b/y.go"], rows, in_package)
    assert named(graph) == {"a/": ["a/x.go"], "b/": ["b/y.go"]}


def test_steps_lead_from_a_package_to_its_files() -> None:
    graph = drawn()
    assert steps(graph) == [
        "a/x.go -> b/",
        "b/y.go -> c/",
        "b/y_test.go -> a/",
        "a/ -> a/x.go",
        "b/ -> b/y.go",
        "c/ -> c/z.go",
    ]
    back = graph.steps_back(IMPORTS)
    assert [graph.nodes[node] for node in back[graph.id_of("b/y.go") or 0]] == ["b/"]


@pytest.mark.parametrize(
    ("graph", "edges"),
    [
        pytest.param(builders.graph(DRAWING), IMPORTS, id="no language has packages"),
        pytest.param(drawn(), PATHS, id="other kinds of edges"),
    ],
)
def test_otherwise_steps_are_the_successors(graph: Graph, edges: Edges) -> None:
    assert graph.steps(edges) is graph.successors(edges)
    assert graph.steps_back(edges) is graph.predecessors(edges)


def test_an_extended_graph_has_packages_too() -> None:
    extended = extend_graph(drawn(), [Added("a/x.go", "d/", PATH, 0, 1, 1, "a/x.go")])
    assert named(extended) == named(drawn())


@pytest.mark.parametrize(
    ("glob", "selected"),
    [
        pytest.param("pkg/*.go", ["pkg/a.go", "pkg/b.go", "pkg/"], id="all files"),
        pytest.param("pkg/a.go", ["pkg/a.go"], id="some files"),
        pytest.param("pkg", ["pkg/a.go", "pkg/b.go", "pkg/"], id="the directory"),
        pytest.param("one/{name}.go", ["one/x.go", "one/"], id="a capture with one value"),
        pytest.param("pkg/{name}.go", ["pkg/a.go", "pkg/b.go"], id="a capture with several values"),
    ],
)
def test_a_glob_that_means_all_files_of_a_package_means_the_package(glob: str, selected: list[str]) -> None:
    graph = drawn("one/x.go -> pkg/\npkg/a.go -> one/\npkg/b.go")
    paths = Paths(graph.files, graph.nodes[graph.file_count :], graph.members())
    found = select_globs([GlobTerm(parse_glob(glob), glob, Place("", 1, 1))], paths)
    assert [paths[number] for number in found] == selected
    assert len(set(found.values())) == (2 if "pkg/{" in glob else 1)


def chains(graph: Graph, groups: dict[str, int]) -> list[tuple[str, str | None, list[str], list[Link]]]:
    """Group 0 must not reach group 1; `groups` are by path."""
    group_of = [groups.get(node, -1) for node in graph.nodes[: graph.internal_count]]
    rule = ChainRule(
        edges=IMPORTS,
        groups=[Group("from", "from"), Group("to", "to")],
        group_of=group_of,
        barred=lambda node, reaching: reaching & 1 if group_of[node] == 1 else 0,
        message=lambda first, last: f"{graph.nodes[first]} reaches {graph.nodes[last]}",
        passable=lambda _node: True,
    )
    return [
        (each.message, each.target, [f"{p.path}:{p.line}" for p in each.places], list(each.chain))
        for each in chain_findings(graph, rule)
    ]


def test_chains_run_on_through_the_files_of_a_package() -> None:
    assert chains(drawn(), {"a/x.go": 0, "c/z.go": 1, "c/": 1}) == [
        (
            "a/x.go reaches c/",
            "c/",
            ["b/y.go:4"],
            [Link("a/x.go", "b/", 3, 1), Link("b/", "b/y.go", 0, 0), Link("b/y.go", "c/", 4, 1)],
        )
    ]


def test_a_package_bars_what_one_of_its_files_bars() -> None:
    assert chains(drawn(), {"a/x.go": 0, "b/y.go": 1}) == [
        ("a/x.go reaches b/y.go", "b/y.go", ["a/x.go:3"], [Link("a/x.go", "b/", 3, 1), Link("b/", "b/y.go", 0, 0)])
    ]


def test_tests_of_a_package_do_not_lead_on() -> None:
    assert chains(drawn(), {"c/z.go": 0, "b/y_test.go": 1}) == []
    assert chains(drawn("x.go -> b/\nb/y_test.go -> c/\nb/y.go\nc/z.go"), {"x.go": 0, "c/": 1}) == []


def test_a_package_in_a_group_is_no_beginning_of_chains_through_files_outside_of_it() -> None:
    assert chains(drawn(), {"b/": 0, "c/": 1}) == []
