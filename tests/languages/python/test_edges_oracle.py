"""Edges inside real packages beside grimp, `ruff analyze graph` and pydeps: every difference has a reason.

Set ARCHCHECK_CORPORA to a directory with one installed package per directory, made by
`pip install --no-deps --target $ARCHCHECK_CORPORA/django django` and so on for PACKAGES.
"""

import json
import keyword
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from archcheck.core.facts import DYNAMIC, ImportFact, Source
from archcheck.core.resolution import INTERNAL, Inventory
from archcheck.languages.python.imports import extract_imports
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve

pytestmark = pytest.mark.oracle

PACKAGES = ("django", "flask", "requests", "sqlalchemy", "sympy")
PEERS = ("grimp", "ruff", "pydeps")
PAGE = Path(__file__).parents[3] / "docs" / "languages" / "python.md"

Edge = tuple[str, str]

GRIMP = """
import grimp, json, sys
graph = grimp.build_graph(sys.argv[1], cache_dir=None)
print(json.dumps({one: sorted(graph.find_modules_directly_imported_by(one)) for one in graph.modules}))
"""


class Case(NamedTuple):
    """One package as we and the peers see it; modules by dotted name."""

    files: frozenset[str]
    ours: dict[Edge, list[ImportFact]]
    peers: dict[str, set[Edge]]


class Difference(NamedTuple):
    """Why `peer` differs; `ours` tells edges that only we have from edges that only the peer has.

    `words` stand in the documentation as they stand here. `needs` is the ending of files without which it cannot occur:
    a package may come as source alone.
    """

    peer: str
    ours: bool
    words: str
    explains: Callable[[Case, Edge], bool]
    needs: str = ".py"


def _is_dynamic(case: Case, edge: Edge) -> bool:
    return all(fact.marks & DYNAMIC for fact in case.ours[edge])


def _cannot_be_named(_case: Case, edge: Edge) -> bool:
    names = f"{edge[0]}.{edge[1]}".split(".")
    return any(not name.isidentifier() or keyword.iskeyword(name) for name in names)


def _namespace_inside_package(case: Case, module: str) -> bool:
    parents = [module.rsplit(".", count)[0] for count in range(1, module.count(".") + 1)]
    return any(f"{parent.replace('.', '/')}/__init__.py" not in case.files for parent in parents)


def _touches_namespace(case: Case, edge: Edge) -> bool:
    return any(_namespace_inside_package(case, module) for module in edge)


def _relative_from_namespace(case: Case, edge: Edge) -> bool:
    return _namespace_inside_package(case, edge[0]) and all(fact.level for fact in case.ours[edge])


def _is_compiled(case: Case, edge: Edge) -> bool:
    return any(one.startswith(edge[0].replace(".", "/") + ".cpython-") for one in case.files)


def _is_above_a_target(case: Case, edge: Edge) -> bool:
    return any(one == edge[0] and target.startswith(edge[1] + ".") for one, target in case.ours)


def _is_below_a_star(case: Case, edge: Edge) -> bool:
    stars = [
        target
        for (one, target), facts in case.ours.items()
        if one == edge[0] and any(fact.names == ("*",) for fact in facts)
    ]
    return any(edge[1].startswith(target + ".") for target in stars)


def _is_lost_without_reason(case: Case, edge: Edge) -> bool:
    package = "sqlalchemy.dialects.postgresql"
    others = edge in case.peers["grimp"] and edge in case.peers["ruff"]
    return others and edge == (f"{package}.psycopg2cffi", f"{package}.psycopg2")


DIFFERENCES = (
    Difference("grimp", True, "Imports with a literal name (`import_module`) are not seen by grimp.", _is_dynamic),
    Difference("grimp", True, "grimp drops files whose path is not made of identifiers.", _cannot_be_named),
    Difference("grimp", True, "grimp drops directories without `__init__.py` inside a package.", _touches_namespace),
    Difference("ruff", True, "Imports with a literal name are only seen by ruff when asked to guess.", _is_dynamic),
    Difference(
        "ruff",
        True,
        "ruff loses relative imports written in a directory without `__init__.py` inside a package.",
        _relative_from_namespace,
    ),
    Difference("pydeps", True, "Imports with a literal name (`import_module`) are not seen by pydeps.", _is_dynamic),
    Difference("pydeps", True, "pydeps skips files whose path is not made of identifiers.", _cannot_be_named),
    Difference(
        "pydeps",
        True,
        "pydeps loads a compiled module in place of the source beside it and loses what the source imports.",
        _is_compiled,
        needs=".so",
    ),
    Difference(
        "pydeps",
        True,
        "pydeps loses one import in SQLAlchemy (`psycopg2cffi` imports `psycopg2`), for a reason unknown to us.",
        _is_lost_without_reason,
    ),
    Difference(
        "pydeps", False, "pydeps also counts every package above an imported module as imported.", _is_above_a_target
    ),
    Difference(
        "pydeps", False, "pydeps counts a star import as an import of modules below the package.", _is_below_a_star
    ),
)


def _corpus(package: str) -> Path:
    corpora = os.environ.get("ARCHCHECK_CORPORA")
    if not corpora:
        pytest.skip("ARCHCHECK_CORPORA is not set")
    for root in (Path(corpora) / package, Path(corpora) / "src" / package):
        if (root / package / "__init__.py").is_file():
            return root
    pytest.skip(f"ARCHCHECK_CORPORA has no {package}")


def _run(root: Path, *command: str) -> dict[str, object]:
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=True)
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def _module(path: str) -> str:
    name = path.rstrip("/").removesuffix(".py").replace("/", ".")
    return name.removesuffix(".__init__")


def _inside(package: str, module: str) -> bool:
    return module == package or module.startswith(package + ".")


def _our_edges(root: Path, package: str, files: tuple[str, ...]) -> dict[Edge, list[ImportFact]]:
    index = build_index(Inventory(files, {}))
    edges: dict[Edge, list[ImportFact]] = {}
    for path in files:
        if not path.startswith(package + "/") or not path.endswith(".py"):
            continue
        for fact in extract_imports(Source((root / path).read_bytes(), "py")).facts:
            for one in resolve(index, path, fact):
                if one.outcome == INTERNAL and one.target.startswith(package + "/"):
                    edges.setdefault((_module(path), _module(one.target)), []).append(fact)
    return edges


def _grimp_edges(root: Path, package: str) -> set[Edge]:
    pytest.importorskip("grimp")
    graph = _run(root, sys.executable, "-c", GRIMP, package)
    return {(one, str(target)) for one, targets in graph.items() for target in _as_list(targets)}


def _ruff_edges(root: Path, package: str) -> set[Edge]:
    pytest.importorskip("ruff")
    command = (sys.executable, "-m", "ruff", "analyze", "graph", "--isolated", "--config", 'src=["."]', package)
    graph = {path.replace("\\", "/"): targets for path, targets in _run(root, *command).items()}
    pairs = {(path, str(target).replace("\\", "/")) for path, targets in graph.items() for target in _as_list(targets)}
    return {(_module(path), _module(target)) for path, target in pairs if path.endswith(".py")}


def _pydeps_edges(root: Path, package: str) -> set[Edge]:
    pytest.importorskip("pydeps")
    options = ("--show-deps", "--no-output", "--no-config", "--max-bacon", "0")
    graph = _run(root, sys.executable, "-m", "pydeps", package, *options)
    edges = set()
    for one, module in graph.items():
        assert isinstance(module, dict)
        edges |= {(one, str(target)) for target in module.get("imports", ())}
    return {(one, target) for one, target in edges if _inside(package, one) and _inside(package, target)}


def _as_list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


@cache
def _case(package: str) -> Case:
    root = _corpus(package)
    files = tuple(sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()))
    ours = _our_edges(root, package, files)
    peers = {
        "grimp": _grimp_edges(root, package),
        "ruff": _ruff_edges(root, package),
        "pydeps": _pydeps_edges(root, package),
    }
    return Case(frozenset(files), ours, peers)


def _unexplained(case: Case, peer: str, *, ours: bool) -> set[Edge]:
    theirs = case.peers[peer]
    edges = case.ours.keys() - theirs if ours else theirs - case.ours.keys()
    reasons = [one for one in DIFFERENCES if one.peer == peer and one.ours == ours]
    return {edge for edge in edges if not any(reason.explains(case, edge) for reason in reasons)}


@pytest.mark.parametrize("peer", PEERS)
@pytest.mark.parametrize("package", PACKAGES)
def test_edges_equal_a_peers_but_for_explained_differences(package: str, peer: str) -> None:
    case = _case(package)
    assert len(case.ours) > 50
    assert _unexplained(case, peer, ours=True) == set()
    assert _unexplained(case, peer, ours=False) == set()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_edge_is_missing_that_two_peers_have(package: str) -> None:
    case = _case(package)
    votes = Counter(edge for edges in case.peers.values() for edge in edges)
    assert {edge for edge, count in votes.items() if count > 1} - case.ours.keys() == set()


@pytest.mark.parametrize("difference", [pytest.param(one, id=one.words) for one in DIFFERENCES])
def test_every_explained_difference_occurs(difference: Difference) -> None:
    found = False
    if not any(file.endswith(difference.needs) for package in PACKAGES for file in _case(package).files):
        pytest.skip(f"no package here has a file {difference.needs}")
    for package in PACKAGES:
        case = _case(package)
        theirs = case.peers[difference.peer]
        edges = case.ours.keys() - theirs if difference.ours else theirs - case.ours.keys()
        found = found or any(difference.explains(case, edge) for edge in edges)
    assert found


@pytest.mark.parametrize("difference", [pytest.param(one, id=one.words) for one in DIFFERENCES])
def test_every_explained_difference_is_documented(difference: Difference) -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Differences from other tools")[2]
    assert difference.words in " ".join(section.split())
