"""Layers and independence on random graphs beside grimp, cycles of real packages beside networkx.

We compare which layers (or siblings) illegally reach which, not the routes: grimp's choice of routes varies.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcheck.core.graph import Graph
from archcheck.core.graph_builder import build_graph
from tests.scenes import run

grimp = pytest.importorskip("grimp", reason="grimp is not installed: pip install --group oracles")
pytestmark = pytest.mark.oracle

LAYERS = ("a", "b", "c", "d", "e")
OUTSIDE = ("x", "y")
PACKAGES = ("django", "flask", "requests", "sqlalchemy", "sympy")
Import = tuple[str, str]
Pair = tuple[str, str]
EXAMPLES = settings(max_examples=300, deadline=None)


class Case(NamedTuple):
    """Levels of sibling layers, top first, the layers that are closed, and imports between modules (`a.m1`)."""

    levels: tuple[tuple[str, ...], ...]
    closed: frozenset[str]
    imports: frozenset[Import]

    def yaml(self) -> str:
        """The options of our rule."""
        levels = ", ".join(" | ".join(level) for level in self.levels)
        return f"layers: [{levels}]\nclosed: [{', '.join(sorted(self.closed))}]"

    def peers(self) -> list[Any]:
        """The same for grimp, where a level is closed as a whole."""
        return [
            grimp.Layer(*level, independent=True, closed=not self.closed.isdisjoint(level)) for level in self.levels
        ]


def modules_of(packages: Sequence[str], count: int) -> list[str]:
    return [f"{package}.m{number}" for package in packages for number in range(count)]


def imports_between(modules: Sequence[str], most: int) -> st.SearchStrategy[frozenset[Import]]:
    pairs = [(one, other) for one in modules for other in modules if one != other]
    return st.frozensets(st.sampled_from(pairs), max_size=most)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    levels: list[list[str]] = [[LAYERS[0]]]
    for layer in draw(st.permutations(LAYERS[1:])):
        if draw(st.booleans()):
            levels[-1].append(layer)
        else:
            levels.append([layer])
    if len(levels) == 1:
        levels.append([levels[0].pop()])
    closed = draw(st.frozensets(st.sampled_from(LAYERS), max_size=2))
    imports = draw(imports_between(modules_of((*LAYERS, *OUTSIDE), 2), 25))
    return Case(tuple(map(tuple, levels)), closed, imports)


def path_of(module: str) -> str:
    return f"{module.replace('.', '/')}.py"


def ours(modules: Sequence[str], imports: frozenset[Import]) -> Graph:
    files = sorted(path_of(module) for module in modules)
    rows = [(files.index(path_of(one)), path_of(other), 1, 0, 1, 1) for one, other in imports]
    return build_graph(files, rows)


def theirs(modules: Sequence[str], imports: frozenset[Import]) -> Any:
    made = grimp.ImportGraph()
    for module in modules:
        parts = module.split(".")
        for length in range(1, len(parts) + 1):
            made.add_module(".".join(parts[:length]))
    for one, other in imports:
        made.add_import(importer=one, imported=other)
    return made


def found_pairs(kind: str, body: str, drawn: Graph, depth: int = 1) -> set[Pair]:
    """Who illegally reaches whom; `depth` directories make a name."""
    pairs = set()
    for finding in run(kind, body, drawn, ""):
        assert finding.target is not None
        first, last = ("/".join(path.split("/")[:depth]) for path in (finding.subject, finding.target))
        pairs.add((first.replace("/", "."), last.replace("/", ".")))
    return pairs


def illegal_pairs(graph: Any, layers: Sequence[Any], containers: set[str] | None = None) -> set[Pair]:
    found = graph.find_illegal_dependencies_for_layers(layers=layers, containers=containers)
    return {(each.importer, each.imported) for each in found}


@EXAMPLES
@given(cases())
def test_illegal_pairs_of_layers_are_those_of_grimp(case: Case) -> None:
    modules = modules_of((*LAYERS, *OUTSIDE), 2)
    expected = illegal_pairs(theirs(modules, case.imports), case.peers())
    assert found_pairs("layers", case.yaml(), ours(modules, case.imports)) == expected


@EXAMPLES
@given(cases())
def test_pairs_of_layers_inside_containers_are_those_of_grimp(case: Case) -> None:
    """grimp lets a chain run through the layers of another container, we do not: it is shown one at a time."""
    renamed = {"d": "s.two.a", "e": "s.two.b", "a": "s.one.a", "b": "s.one.b", "c": "s.one.c"}
    names = [*renamed.values(), "s.two.c", *OUTSIDE]
    modules = modules_of(names, 2)

    def inside(module: str) -> str:
        package, _, name = module.partition(".")
        return f"{renamed.get(package, package)}.{name}"

    imports = frozenset((inside(one), inside(other)) for one, other in case.imports)
    closed = case.closed & {"a", "b", "c"}
    body = f"in: 's/{{name}}'\nlayers: [a, b, c]\nclosed: [{', '.join(sorted(closed))}]"
    layers = [grimp.Layer(name, closed=name in closed) for name in "abc"]
    expected: set[Pair] = set()
    for container, other in (("s.one", "s.two"), ("s.two", "s.one")):
        graph = theirs(modules, imports)
        for module in modules:
            if module.startswith(f"{other}."):
                graph.remove_module(module)
        expected |= illegal_pairs(graph, layers, {container})
    assert found_pairs("layers", body, ours(modules, imports), depth=3) == expected


@EXAMPLES
@given(imports_between(modules_of((*LAYERS, *OUTSIDE), 2), 25))
def test_dependent_siblings_are_those_of_grimp(imports: frozenset[Import]) -> None:
    modules = modules_of((*LAYERS, *OUTSIDE), 2)
    expected = illegal_pairs(theirs(modules, imports), [grimp.Layer(*LAYERS, independent=True)])
    assert found_pairs("independence", f"components: [{', '.join(LAYERS)}]", ours(modules, imports)) == expected


@EXAMPLES
@given(imports_between(modules_of(("a", "b", *OUTSIDE), 2), 16))
def test_denied_targets_are_those_a_chain_reaches_in_grimp(imports: frozenset[Import]) -> None:
    modules = modules_of(("a", "b", *OUTSIDE), 2)
    graph = theirs(modules, imports)
    for transitive in (True, False):
        body = f"from: a\ndeny: b\ntransitive: {str(transitive).lower()}"
        reached = bool(run("dependencies", body, ours(modules, imports), ""))
        direct = any(one.startswith("a.") and other.startswith("b.") for one, other in imports)
        expected = graph.chain_exists("a", "b", as_packages=True) if transitive else direct
        assert reached == expected


@EXAMPLES
@given(imports_between(modules_of(("a", "b", "c"), 3), 20))
def test_cyclic_groups_are_those_of_networkx_at_both_levels(imports: frozenset[Import]) -> None:
    modules = modules_of(("a", "b", "c"), 3)
    drawn = ours(modules, imports)
    files = [(path_of(one), path_of(other)) for one, other in imports]
    folders = [(f"{one[0]}/", f"{other[0]}/") for one, other in imports if one[0] != other[0]]
    for level, edges in (("file", files), ("directory", folders)):
        groups = [group for group in networkx.strongly_connected_components(networkx.DiGraph(edges)) if len(group) > 1]
        found = run("acyclic", f"level: {level}", drawn, "")
        assert [each.subject for each in found] == sorted(min(group) for group in groups)
        assert [each.message.split()[0] for each in found] == [str(len(g)) for g in sorted(groups, key=min)]


@pytest.fixture(scope="module")
def corpora() -> Path:
    found = os.environ.get("ARCHCHECK_CORPORA")
    if not found:
        pytest.skip("ARCHCHECK_CORPORA names no directory with packages")
    return Path(found)


@pytest.mark.parametrize("package", PACKAGES)
def test_cycles_of_real_packages_are_those_of_networkx(
    package: str, corpora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(corpora / package))
    graph = grimp.build_graph(package, cache_dir=None, exclude_type_checking_imports=True)
    imports = {one: graph.find_modules_directly_imported_by(one) for one in graph.modules}
    reference = networkx.DiGraph([(one, other) for one, others in imports.items() for other in others])
    groups = sorted(sorted(g) for g in networkx.strongly_connected_components(reference) if len(g) > 1)
    found = run("acyclic", "level: file", _as_files(imports), "")
    assert [(each.subject, each.message) for each in found] == [
        (group[0], f"{len(group)} files in one cycle") for group in groups
    ]
    for finding in found:
        steps = [(link.source, link.target) for link in finding.chain]
        assert set(steps) <= set(reference.edges)
        assert [target for _, target in steps] == [*(source for source, _ in steps[1:]), steps[0][0]]


def _as_files(imports: Mapping[str, set[str]]) -> Graph:
    """Each module as a file of that name."""
    files = sorted(imports)
    numbers = {module: number for number, module in enumerate(files)}
    return build_graph(
        files, [(numbers[one], other, 1, 0, 1, 1) for one, others in imports.items() for other in others]
    )
