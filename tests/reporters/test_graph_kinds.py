"""Pictures of dependencies beside imports."""

import pytest

from archcheck.core.components import Components
from archcheck.core.drawing import Arrow, draw
from archcheck.core.extension import Reporter, Style
from archcheck.core.graph import Graph
from archcheck.core.graph_view import GraphQuery, GraphSection, Seen, graph_section
from archcheck.core.values import Place
from archcheck.reporters.dot import REPORTER as DOT
from archcheck.reporters.graphml import REPORTER as GRAPHML
from archcheck.reporters.mermaid import REPORTER as MERMAID
from tests.builders import components, graph, report, violation

DATABASE = "store:postgres/db/main"
DRAWN = graph(
    f"""
    a/x.py -> b/y.py @1
    a/x.py -> b/y.py @2
    a/x.py -> pypi:django @3
    a/ -> b/ @compose.yml:7:5 calls
    a/ -> a/ @compose.yml:3 path
    a/.env -> {DATABASE} @1 store
    b/.env -> {DATABASE} @2 store
    b/.env -> host:api.example.org @3 calls
    compose.yml -> image:redis @9 declares
    """
)
HOMES = components(DRAWN, {"a": ["a/"], "b": ["b/"]})
SHARED = violation(
    id="v1",
    subject="a/.env",
    path="a/.env",
    target=DATABASE,
    places=(Place("a/.env", 1, 1), Place("b/.env", 2, 1)),
)


def section(
    level: str = "component", drawn: Graph = DRAWN, homes: Components = HOMES, *, only: bool = False
) -> GraphSection:
    languages = dict.fromkeys(drawn.files, "python")
    return graph_section(Seen(drawn, homes, languages, (), (SHARED,)), GraphQuery(level, only_violations=only))


def test_arrows_tell_the_kinds_where_there_is_more_than_imports() -> None:
    arrows = {(arrow.source, arrow.target): arrow for arrow in draw(section()).arrows}
    assert arrows["a", "b"] == Arrow("a", "b", 3, broken=False, kinds=(("import", 2), ("calls", 1)))
    assert arrows["b", "host:api.example.org"].kinds == (("calls", 1),)
    assert [(pair, arrow.label, arrow.dashed) for pair, arrow in sorted(arrows.items())] == [
        (("a", "b"), "import 2, calls", False),
        (("a", DATABASE), "store", True),
        (("b", "host:api.example.org"), "calls", True),
        (("b", DATABASE), "store", True),
    ]


def test_every_place_of_a_shared_datastore_is_part_of_the_violation() -> None:
    broken = [(edge["source"], edge["target"]) for edge in section("file")["external"] if "violations" in edge]
    assert broken == [("a/.env", DATABASE), ("b/.env", DATABASE)]
    only = section("component", only=True)
    assert [node["id"] for node in only["nodes"]] == ["a", "b"]
    assert len(only["external"]) == 2


def test_a_directory_on_itself_is_not_drawn() -> None:
    assert [arrow for arrow in draw(section("file")).arrows if arrow.source == arrow.target] == []


@pytest.mark.parametrize(
    ("reporter", "expected"),
    [
        pytest.param(
            MERMAID,
            [
                '  n1["a"]',
                '  n2["b"]',
                '  n3(["host:api.example.org"])',
                '  n4[("store:postgres/db/main")]',
                "  n1 -->|import 2, calls| n2",
                "  n1 ==>|store| n4",
                "  n2 -.->|calls| n3",
                "  n2 ==>|store| n4",
            ],
            id="mermaid",
        ),
        pytest.param(
            DOT,
            [
                '  "host:api.example.org" [shape=oval];',
                '  "store:postgres/db/main" [shape=cylinder];',
                '  "a" -> "b" [label="import 2, calls"];',
                '  "a" -> "store:postgres/db/main" [label="store", style=dashed, color=red, penwidth=2];',
                '  "b" -> "host:api.example.org" [label="calls", style=dashed];',
                '  "b" -> "store:postgres/db/main" [label="store", style=dashed, color=red, penwidth=2];',
            ],
            id="dot",
        ),
    ],
)
def test_pictures_show_kinds_datastores_and_hosts(reporter: Reporter, expected: list[str]) -> None:
    made = reporter.render(report(SHARED, sections={"graph": section()}), Style())
    lines = made.splitlines()
    assert [line for line in expected if line not in lines] == []
    assert "pypi:django" not in made
    assert "image:redis" not in made


def test_graphml_has_directories_as_sources_and_the_file_that_says_so() -> None:
    made = GRAPHML.render(report(sections={"graph": section("file")}), Style())
    assert (
        'source="a/" target="b/"><data key="edge-kind">calls</data><data key="edge-path">compose.yml</data>'
        '<data key="edge-line">7</data><data key="edge-column">5</data></edge>'
    ) in made
