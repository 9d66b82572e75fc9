from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archcheck.core.findings import Unresolved
from archcheck.core.graph_view import GraphQuery, Seen, graph_document, graph_schema, graph_section
from tests.builders import chain, components, graph, violation

DRAWN = graph(
    """
    a/x.py -> b/y.py @3:5 lazy
    a/x.py -> b/y.py @9
    a/x.py -> a/z.py @2
    a/x.py -> a/x.py @4
    b/y.py -> pypi:django @1 type-only
    b/y.py -> c/d/ @2
    main.py -> std:python/os @1
    c/d/e.py
    docs/README.md
    """
)
HOMES = {"service[a]": ["a/"], "service[b]": ["b/"], "lib": ["c/"], "docs": ["docs/"]}
LOST = Unresolved("a/z.py", 7, 1, "nope", "no such module")


def seen(**changes: Any) -> Seen:
    fields: dict[str, Any] = {
        "graph": DRAWN,
        "components": components(DRAWN, HOMES),
        "languages": {path: "python" for path in DRAWN.files if path.endswith(".py")},
        "unresolved": (LOST,),
    }
    return Seen(**{**fields, **changes})


def edge(source: str, target: str, path: str, line: int, **changes: Any) -> dict[str, Any]:
    record = {
        "source": source,
        "target": target,
        "kind": "import",
        "marks": [],
        "path": path,
        "line": line,
        "column": 1,
    }
    return {**record, **changes}


def pairs(section: Any) -> list[tuple[str, str]]:
    return [(record["source"], record["target"]) for record in (*section["edges"], *section["external"])]


def ids(section: Any) -> list[str]:
    return [node["id"] for node in section["nodes"]]


def test_section_by_file_has_one_entry_per_place() -> None:
    assert graph_section(seen(), GraphQuery()) == {
        "level": "file",
        "nodes": [
            {"id": "a/x.py", "language": "python", "component": "service[a]"},
            {"id": "a/z.py", "language": "python", "component": "service[a]"},
            {"id": "b/y.py", "language": "python", "component": "service[b]"},
            {"id": "c/d/", "language": None, "component": "lib"},
            {"id": "c/d/e.py", "language": "python", "component": "lib"},
            {"id": "main.py", "language": "python", "component": None},
        ],
        "edges": [
            edge("a/x.py", "a/z.py", "a/x.py", 2),
            edge("a/x.py", "b/y.py", "a/x.py", 3, marks=["lazy"], column=5),
            edge("a/x.py", "a/x.py", "a/x.py", 4),
            edge("a/x.py", "b/y.py", "a/x.py", 9),
            edge("b/y.py", "c/d/", "b/y.py", 2),
        ],
        "external": [
            edge("b/y.py", "pypi:django", "b/y.py", 1, marks=["type-only"]),
            edge("main.py", "std:python/os", "main.py", 1),
        ],
        "unresolved": [
            {
                "source": "a/z.py",
                "path": "a/z.py",
                "specifier": "nope",
                "line": 7,
                "column": 1,
                "reason": LOST.reason,
                "kind": "import",
            }
        ],
    }


def test_section_by_directory_keeps_the_places() -> None:
    section = graph_section(seen(), GraphQuery("directory"))
    assert section["nodes"] == [
        {"id": "./", "language": "python", "component": None},
        {"id": "a/", "language": "python", "component": "service[a]"},
        {"id": "b/", "language": "python", "component": "service[b]"},
        {"id": "c/d/", "language": "python", "component": "lib"},
    ]
    assert section["edges"] == [
        edge("a/", "a/", "a/x.py", 2),
        edge("a/", "b/", "a/x.py", 3, marks=["lazy"], column=5),
        edge("a/", "a/", "a/x.py", 4),
        edge("a/", "b/", "a/x.py", 9),
        edge("b/", "c/d/", "b/y.py", 2),
    ]
    assert section["unresolved"][0]["source"] == "a/"
    assert section["unresolved"][0]["path"] == "a/z.py"


def test_section_by_component_names_what_belongs_to_none() -> None:
    section = graph_section(seen(), GraphQuery("component"))
    assert section["nodes"] == [
        {"id": "(unassigned)", "language": "python", "component": None},
        {"id": "docs", "language": None, "component": "docs"},
        {"id": "lib", "language": "python", "component": "lib"},
        {"id": "service[a]", "language": "python", "component": "service[a]"},
        {"id": "service[b]", "language": "python", "component": "service[b]"},
    ]
    assert pairs(section) == [
        ("service[a]", "service[a]"),
        ("service[a]", "service[b]"),
        ("service[a]", "service[a]"),
        ("service[a]", "service[b]"),
        ("service[b]", "lib"),
        ("service[b]", "pypi:django"),
        ("(unassigned)", "std:python/os"),
    ]


def test_section_says_no_language_when_files_differ() -> None:
    mixed = seen(languages={"a/x.py": "python", "a/z.py": "other"})
    nodes = graph_section(mixed, GraphQuery("directory"))["nodes"]
    assert {"id": "a/", "language": None, "component": "service[a]"} in nodes


def focus(*paths: str) -> frozenset[int]:
    return frozenset(DRAWN.files.index(path) for path in paths)


@pytest.mark.parametrize("level", ["file", "directory", "component"])
def test_focus_shows_what_it_uses_and_what_uses_it(level: str) -> None:
    section = graph_section(seen(), GraphQuery(level, focus("b/y.py")))
    assert [(record["path"], record["line"]) for record in section["edges"]] == [
        ("a/x.py", 3),
        ("a/x.py", 9),
        ("b/y.py", 2),
    ]
    assert [record["target"] for record in section["external"]] == ["pypi:django"]
    assert section["unresolved"] == []
    assert (
        ids(section)
        == {
            "file": ["a/x.py", "b/y.py", "c/d/"],
            "directory": ["a/", "b/", "c/d/"],
            "component": ["lib", "service[a]", "service[b]"],
        }[level]
    )


def test_focus_shows_a_file_without_dependencies() -> None:
    assert ids(graph_section(seen(), GraphQuery(focus=focus("c/d/e.py")))) == ["c/d/e.py"]


def test_violations_are_named_at_their_dependencies() -> None:
    broken = violation(id="v1", subject="a/x.py", target="b/y.py")
    section = graph_section(seen(violations=(broken,)), GraphQuery())
    named = [(record["path"], record["line"]) for record in section["edges"] if record.get("violations") == ["v1"]]
    assert named == [("a/x.py", 3), ("a/x.py", 9)]


def test_only_violations_shows_every_step_of_a_chain() -> None:
    broken = violation(id="v1", subject="a/x.py", target="c/d/", chain=chain("a/x.py:3 -> b/y.py:2 -> c/d/"))
    section = graph_section(seen(violations=(broken,)), GraphQuery(only_violations=True))
    assert pairs(section) == [("a/x.py", "b/y.py"), ("a/x.py", "b/y.py"), ("b/y.py", "c/d/")]
    assert ids(section) == ["a/x.py", "b/y.py", "c/d/"]
    assert section["unresolved"] == []


def test_only_violations_shows_broken_externals_and_lost_imports() -> None:
    outside = violation(id="v1", subject="b/y.py", target="pypi:django")
    lost = violation(id="v2", subject="a/z.py", target="nope")
    section = graph_section(seen(violations=(outside, lost)), GraphQuery("component", only_violations=True))
    assert pairs(section) == [("service[b]", "pypi:django")]
    assert ids(section) == ["service[a]", "service[b]"]
    assert [record["specifier"] for record in section["unresolved"]] == ["nope"]


def test_only_violations_shows_nothing_when_nothing_is_broken() -> None:
    section = graph_section(seen(), GraphQuery("component", only_violations=True))
    assert (ids(section), pairs(section), section["unresolved"]) == ([], [], [])


@pytest.mark.parametrize("level", ["file", "directory", "component"])
def test_schema_accepts_every_level(level: str) -> None:
    broken = violation(subject="a/x.py", target="b/y.py")
    document = graph_document(graph_section(seen(violations=(broken,)), GraphQuery(level)))
    Draft202012Validator.check_schema(graph_schema())
    Draft202012Validator(graph_schema()).validate(document)


@pytest.mark.parametrize(
    ("part", "record"),
    [
        pytest.param("nodes", {"id": "a.py", "language": "python"}, id="node-without-component"),
        pytest.param("edges", edge("a", "b", "a", 0), id="line-zero"),
        pytest.param("external", edge("a", "b", "a", 1, marks=["slow"]), id="unknown-mark"),
        pytest.param("unresolved", {"source": "a"}, id="lost-import-without-place"),
    ],
)
def test_schema_rejects_a_wrong_record(part: str, record: dict[str, Any]) -> None:
    document: Any = graph_document(graph_section(seen(), GraphQuery()))
    document[part].append(record)
    assert not Draft202012Validator(graph_schema()).is_valid(document)
