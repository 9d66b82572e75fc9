"""`orphans`: what is reached, what is spared, and what findings say."""

from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import APART, TEST
from archcheck.core.findings import Finding
from archcheck.core.globs import parse_glob
from archcheck.core.graph import IMPORT
from archcheck.core.graph_builder import build_graph
from archcheck.core.scene import CodeFiles, Need, TestFiles
from tests.builders import graph
from tests.scenes import identities, problems, results, reworded, told

_CODE = (".py", ".pyi", ".ts", ".tsx", ".js", ".go")
_TESTS = parse_glob("{tests/**,**/test_*.py}")
MAIN = "entry_points: main.py"


def orphans(body: str, drawing: str) -> list[Finding]:
    """What a rule finds in a drawn graph."""
    drawn = graph(drawing)
    code = {n: "any" for n, path in enumerate(drawn.files) if path.endswith(_CODE)}
    tests = frozenset(_TESTS.select_files(drawn.files))
    found = results("orphans", body, drawn, needs={CodeFiles(): code, TestFiles(): tests})
    return [each for each in found if isinstance(each, Finding)]


def paths(body: str, drawing: str) -> list[str]:
    """The orphans."""
    return [each.subject for each in orphans(body, drawing)]


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(MAIN, "main.py -> a.py\na.py -> b.py", [], id="chain"),
        pytest.param(MAIN, "main.py\na.py", ["a.py"], id="nothing leads to it"),
        pytest.param(MAIN, "main.py\na.py -> b.py\nb.py -> a.py", ["a.py", "b.py"], id="island"),
        pytest.param(MAIN, "main.py\na.py -> main.py", ["a.py"], id="it only uses others"),
        pytest.param(MAIN, "main.py -> a.py type-only", [], id="any mark"),
        pytest.param(
            f"{MAIN}\nedges: [import, -type-only]", "main.py -> a.py type-only", ["a.py"], id="a mark dropped"
        ),
        pytest.param("entry_points: [main.py, cli/**]", "main.py\ncli/a.py -> b.py", [], id="several entry points"),
        pytest.param(f"{MAIN}\nin: src", "main.py\nsrc/a.py\nb.py", ["src/a.py"], id="in"),
        pytest.param(f"{MAIN}\nexcept: old", "main.py\nold/a.py -> b.py", ["b.py"], id="except"),
        pytest.param(MAIN, "main.py\nREADME.md\nsrc/a.css", [], id="only code is judged"),
        pytest.param(f"{MAIN}\nin: '**'", "main.py\nREADME.md", [], id="only code is judged, whatever in says"),
    ],
)
def test_code_is_reached_from_entry_points(body: str, drawing: str, expected: list[str]) -> None:
    assert paths(body, drawing) == expected


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param("main.py\nDockerfile -> run.py path", [], id="a file that is no code uses it"),
        pytest.param("main.py\nDockerfile -> src/ path\nsrc/a.py", ["src/a.py"], id="a directory is not its files"),
        pytest.param("main.py -> pkg/\npkg/a.py", ["pkg/a.py"], id="nor is a namespace"),
        pytest.param("main.py\nold.py -> run.sh path", ["old.py"], id="code that is not reached"),
    ],
)
def test_paths_count_as_use(drawing: str, expected: list[str]) -> None:
    assert paths(MAIN, drawing) == expected


def test_paths_do_not_count_where_only_imports_do() -> None:
    assert paths(f"{MAIN}\nedges: import", "main.py\nDockerfile -> run.py path") == ["run.py"]


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param("main.py -> a/b/c.py\na/__init__.py -> d.py\na/b/__init__.py\ne/__init__.py", ["e/__init__.py"],
                     id="packages of a module that is reached"),
        pytest.param("main.py -> a.py\na.pyi\nb.pyi", ["b.pyi"], id="stub"),
        pytest.param("main.py -> a.pyi\na.py", [], id="module of a stub"),
        pytest.param("main.py\na.ts -> b.d.ts\nc.d.ts", ["a.ts"], id="declarations are found by the compiler"),
        pytest.param("main.py -> a.d.ts\na.js", [], id="code of declarations"),
        pytest.param("main.py\nconftest.py -> a.py\nvite.config.ts -> b.ts\nc/__main__.py -> c/d.py", [], id="tools"),
    ],
)  # fmt: skip
def test_what_languages_and_tools_reach_by_themselves(drawing: str, expected: list[str]) -> None:
    assert paths(MAIN, drawing) == expected


TESTED = "main.py\ntests/test_a.py -> a.py test\ntests/data/b.py"


@pytest.mark.parametrize(
    ("edges", "expected"),
    [
        pytest.param("[import, path]", [], id="tests are users"),
        pytest.param(
            "[import, path, -test]", ["a.py: no entry point leads to it; only tests use it"], id="they are not"
        ),
    ],
)
def test_tests_are_no_orphans_and_count_as_users_unless_said(edges: str, expected: list[str]) -> None:
    assert told(orphans(f"{MAIN}\nedges: {edges}", TESTED)) == expected


def go_orphans(body: str, *rows: tuple[str, str, int]) -> list[str]:
    """The orphans among Go files, from rows of source, target ("" for none) and marks."""
    files = sorted({row[0] for row in rows})
    edges = [(files.index(source), target, IMPORT, marks, 1, 1) for source, target, marks in rows if target]
    drawn = build_graph(files, edges, lambda path: not path.endswith("_test.go"))
    tests = {number for number, path in enumerate(files) if path.endswith("_test.go")}
    needs: dict[Need, Any] = {CodeFiles(): dict.fromkeys(range(len(files)), "go"), TestFiles(): tests}
    found = results("orphans", body, drawn, needs=needs)
    return [each.subject for each in found if isinstance(each, Finding)]


STD = "std:go/fmt"


@pytest.mark.parametrize(
    ("body", "rows", "expected"),
    [
        pytest.param(
            "entry_points: cmd/main.go",
            [("cmd/main.go", "lib/", APART), ("cmd/flags.go", STD, APART), ("cmd/doc.go", "", 0),
             ("lib/a.go", "inner/", 0), ("lib/b.go", "", 0), ("inner/c.go", "", 0), ("other/d.go", "", 0)],
            ["other/d.go"],
            id="files of one package belong together",
        ),
        pytest.param(
            "entry_points: cmd/main.go",
            [("cmd/main.go", "lib/", APART), ("lib/a.go", STD, 0), ("lib/gen.go", STD, APART)],
            ["lib/gen.go"],
            id="a program beside a package is not part of it",
        ),
        pytest.param(
            "entry_points: lib/gen.go",
            [("lib/a.go", STD, 0), ("lib/gen.go", STD, APART)],
            ["lib/a.go"],
            id="nor the reverse",
        ),
        pytest.param(
            "entry_points: cmd/main.go\nedges: [import, -test]",
            [("cmd/main.go", STD, APART), ("lib/a.go", STD, 0), ("lib/a_test.go", "lib/", TEST)],
            ["lib/a.go"],
            id="tests beside a package",
        ),
        pytest.param(
            "mode: isolated",
            [("a/a.go", "b/", 0), ("b/b.go", "", 0), ("b/c.go", "", 0), ("d/d.go", "", 0)],
            ["d/d.go"],
            id="isolated",
        ),
    ],
)  # fmt: skip
def test_go_packages_are_reached_as_a_whole(body: str, rows: list[tuple[str, str, int]], expected: list[str]) -> None:
    assert go_orphans(body, *rows) == expected


ISLAND = "\n".join([*(f"{name}.py -> z.py" for name in "abcd"), "e.py", "f.py -> g.py", "main.py"])


def test_finding_tells_who_uses_it() -> None:
    assert told(orphans(MAIN, ISLAND)) == [
        "a.py: no entry point leads to it; nothing uses it",
        "b.py: no entry point leads to it; nothing uses it",
        "c.py: no entry point leads to it; nothing uses it",
        "d.py: no entry point leads to it; nothing uses it",
        "e.py: no entry point leads to it; nothing uses it",
        "f.py: no entry point leads to it; nothing uses it",
        "g.py: no entry point leads to it; only f.py uses it",
        "z.py: no entry point leads to it; only a.py, b.py, c.py and 1 more use it",
    ]


def test_fingerprint_is_the_file() -> None:
    found = orphans(MAIN, ISLAND)
    assert len(set(identities(found))) == len(found)
    assert identities(found) == identities([reworded(each) for each in found])


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param("", "a.py -> b.py\nc.py -> std:python/os\nd.py", ["d.py"], id="no dependency at all"),
        pytest.param("entry_points: d.py", "a.py -> b.py\nd.py", [], id="entry points are none"),
        pytest.param("", "p/__init__.py\np/a.py -> std:python/os\nq/__init__.py", ["q/__init__.py"], id="packages"),
        pytest.param("", "a.py -> a.py", ["a.py"], id="itself does not count"),
        pytest.param("edges: [import, -lazy]", "a.py -> b.py lazy", ["a.py", "b.py"], id="marks"),
        pytest.param("except: b.py", "a.py\nb.py", ["a.py"], id="except"),
    ],
)
def test_isolated_files_use_nothing_and_are_not_used(body: str, drawing: str, expected: list[str]) -> None:
    assert paths(f"mode: isolated\n{body}", drawing) == expected


def test_isolated_finding_says_so() -> None:
    assert told(orphans("mode: isolated", "a.py")) == ["a.py: uses nothing, and nothing uses it"]


def test_entry_points_are_needed_to_reach_anything() -> None:
    assert problems("orphans", "in: src") == [
        "`entry_points` is expected: without any, nothing is reached (rule r (kind orphans));"
        " name them, or write mode: isolated"
    ]


NODES = st.integers(0, 11)


@given(st.sets(st.tuples(NODES, NODES), max_size=24), st.sets(NODES, min_size=1, max_size=3))
def test_orphans_are_what_networkx_does_not_reach(edges: set[tuple[int, int]], starts: set[int]) -> None:
    names = [f"f{number:02}.py" for number in range(12)]
    oracle = nx.DiGraph(edges)
    oracle.add_nodes_from(range(12))
    reached = set(starts).union(*(nx.descendants(oracle, start) for start in starts))
    drawing = "\n".join([*names, *(f"{names[a]} -> {names[b]}" for a, b in sorted(edges))])
    body = f"entry_points: [{', '.join(names[start] for start in sorted(starts))}]"
    assert paths(body, drawing) == [name for number, name in enumerate(names) if number not in reached]
