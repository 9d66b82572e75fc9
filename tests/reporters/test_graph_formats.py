"""What the four pictures of one graph have in common, and what each adds."""

import json
import random
import re
from typing import Any
from xml.etree import ElementTree

import networkx
import pytest

from archcheck.core.components import Components
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report, Violation
from archcheck.core.graph import Graph
from archcheck.core.graph_view import GraphQuery, Seen, graph_section
from archcheck.reporters.dot import REPORTER as DOT
from archcheck.reporters.graph_json import REPORTER as GRAPH_JSON
from archcheck.reporters.graphml import REPORTER as GRAPHML
from archcheck.reporters.mermaid import MOST_ARROWS, MOST_CHARACTERS
from archcheck.reporters.mermaid import REPORTER as MERMAID
from tests.builders import components, graph, report, violation

ALL = [pytest.param(each, id=each.name) for each in (GRAPH_JSON, MERMAID, DOT, GRAPHML)]
DRAWN = graph(
    """
    a/x.py -> b/y.py @3:5 lazy
    a/x.py -> b/y.py @9
    a/x.py -> a/z.py @2
    a/x.py -> a/x.py @4
    b/y.py -> pypi:django @1
    main.py -> b/y.py @1
    """
)
HOMES = {"service[a]": ["a/"], "service[b]": ["b/"]}
BROKEN = violation(id="7c1e09a", subject="a/x.py", target="b/y.py")


def shown(
    drawn: Graph, homes: Components | None = None, broken: tuple[Violation, ...] = (), query: GraphQuery | None = None
) -> Report:
    languages = dict.fromkeys(drawn.files, "python")
    section = graph_section(Seen(drawn, homes or Components(), languages, (), broken), query or GraphQuery())
    return report(*broken, sections={"graph": section})


def render(reporter: Reporter, *arguments: Any, **named: Any) -> str:
    return reporter.render(shown(*arguments, **named), Style())


def test_graph_json_has_one_record_per_line() -> None:
    drawn = graph("a.py -> b.py @3:5", "a.py -> std:python/os @1")
    assert (
        render(GRAPH_JSON, drawn)
        == """\
{
 "schema": 1,
 "level": "file",
 "nodes": [
  {"id": "a.py", "language": "python", "component": null},
  {"id": "b.py", "language": "python", "component": null}
 ],
 "edges": [
  {"source": "a.py", "target": "b.py", "kind": "import", "marks": [], "path": "a.py", "line": 3, "column": 5}
 ],
 "external": [
  {"source": "a.py", "target": "std:python/os", "kind": "import", "marks": [], "path": "a.py", "line": 1, "column": 1}
 ],
 "unresolved": []
}
"""
    )


def test_mermaid_draws_files_inside_their_components() -> None:
    assert (
        render(MERMAID, DRAWN, components(DRAWN, HOMES), (BROKEN,))
        == """\
flowchart LR
  n0["main.py"]
  subgraph g1["service[a]"]
    n1["a/x.py"]
    n2["a/z.py"]
  end
  subgraph g2["service[b]"]
    n3["b/y.py"]
  end
  n1 --> n1
  n1 --> n2
  n1 ==>|2| n3
  n0 --> n3
  linkStyle 2 stroke:#c00
"""
    )


def test_mermaid_draws_components_without_what_happens_inside() -> None:
    assert (
        render(MERMAID, DRAWN, components(DRAWN, HOMES), query=GraphQuery("component"))
        == """\
flowchart LR
  n0["(unassigned)"]
  subgraph g1["service"]
    n1["service[a]"]
    n2["service[b]"]
  end
  n0 --> n2
  n1 -->|2| n2
"""
    )


def test_mermaid_draws_a_third_party_that_a_violation_points_at() -> None:
    outside = violation(id="7c1e09a", subject="b/y.py", target="pypi:django")
    assert (
        render(MERMAID, DRAWN, None, (outside,), GraphQuery(only_violations=True))
        == """\
flowchart LR
  n0["b/y.py"]
  n1(["pypi:django"])
  n0 ==> n1
  linkStyle 0 stroke:#c00
"""
    )


def test_dot_draws_files_inside_their_components() -> None:
    assert (
        render(DOT, DRAWN, components(DRAWN, HOMES), (BROKEN,))
        == """\
digraph archcheck {
  rankdir=LR;
  node [shape=box];
  "main.py";
  subgraph cluster_1 {
    label="service[a]";
    "a/x.py";
    "a/z.py";
  }
  subgraph cluster_2 {
    label="service[b]";
    "b/y.py";
  }
  "a/x.py" -> "a/x.py";
  "a/x.py" -> "a/z.py";
  "a/x.py" -> "b/y.py" [label=2, color=red, penwidth=2];
  "main.py" -> "b/y.py";
}
"""
    )


def test_graphml_has_one_edge_per_place() -> None:
    read = networkx.parse_graphml(render(GRAPHML, DRAWN, components(DRAWN, HOMES), (BROKEN,)))
    assert dict(read.nodes(data=True)) == {
        "a/x.py": {"language": "python", "component": "service[a]", "external": False},
        "a/z.py": {"language": "python", "component": "service[a]", "external": False},
        "b/y.py": {"language": "python", "component": "service[b]", "external": False},
        "main.py": {"language": "python", "external": False},
        "pypi:django": {"external": True},
    }
    assert sorted((a, b, data["line"], data["column"], data.get("marks")) for a, b, data in read.edges(data=True)) == [
        ("a/x.py", "a/x.py", 4, 1, None),
        ("a/x.py", "a/z.py", 2, 1, None),
        ("a/x.py", "b/y.py", 3, 5, "lazy"),
        ("a/x.py", "b/y.py", 9, 1, None),
        ("b/y.py", "pypi:django", 1, 1, None),
        ("main.py", "b/y.py", 1, 1, None),
    ]
    assert [d["violations"] for *_, d in read.edges(data=True) if "violations" in d] == ["7c1e09a", "7c1e09a"]


EVIL = [
    'a"b.py',
    "a\\",
    "a\\n.py",
    "a\n.py",
    "a<b>&.py",
    "a]]>.py",
    "a`*b*`.py",
    "#quot;.py",
    "a;b|c{d}.py",
    "end",
    "\x1b[2J\x00\x7f.py",
    "\u202e.py",
    "a\udc80.py",
    "a\ud800.py",
    "größe/日本.py",
    "app/(auth)/[id].tsx",
    "%% comment.py",
    "--> x.py",
]


def evil_report() -> Report:
    """A ring through all evil names, each in a component of an evil name."""
    count = len(EVIL)
    made = shown(graph(*[f"n{number}.py -> n{(number + 1) % count}.py" for number in range(count)]))
    names = {f"n{number}.py": name for number, name in enumerate(EVIL)}
    section = made.sections["graph"]
    for node in section["nodes"]:
        node["id"] = names[node["id"]]
        node["component"] = f"c[{node['id']}]"
    for edge in section["edges"]:
        edge["source"], edge["target"], edge["path"] = names[edge["source"]], names[edge["target"]], names[edge["path"]]
    return made


@pytest.mark.parametrize("reporter", ALL)
def test_evil_names_leave_no_raw_control_character(reporter: Reporter) -> None:
    text = reporter.render(evil_report(), Style())
    assert text.replace("\n", "").isprintable()
    text.encode()


def test_graph_json_keeps_evil_names() -> None:
    document = json.loads(GRAPH_JSON.render(evil_report(), Style()))
    assert [node["id"] for node in document["nodes"]] == EVIL_BY_NUMBER


EVIL_BY_NUMBER = [EVIL[int(name[1:-3])] for name in sorted(f"n{number}.py" for number in range(len(EVIL)))]


def test_graphml_keeps_evil_names_apart_and_reads_again() -> None:
    read = networkx.parse_graphml(GRAPHML.render(evil_report(), Style()))
    assert len(read) == len(EVIL)
    assert networkx.is_isomorphic(read, networkx.cycle_graph(len(EVIL), networkx.DiGraph))
    assert {"a\\\\", "a\\\\n.py", "a\\u000a.py", "a<b>&.py", 'a"b.py', "größe/日本.py", "a\\udc80.py"} <= set(read)
    ElementTree.fromstring(GRAPHML.render(evil_report(), Style()).encode())


DOT_NAME = r'"((?:[^"\\\n]|\\["\\])*)"'
DOT_LINE = re.compile(
    rf"digraph archcheck {{|  rankdir=LR;|  node \[shape=box\];|  subgraph cluster_\d+ {{|    label={DOT_NAME};"
    rf"| +{DOT_NAME};|  {DOT_NAME} -> {DOT_NAME};|  }}|}}"
)


def test_dot_quotes_evil_names() -> None:
    lines = DOT.render(evil_report(), Style()).splitlines()
    assert [line for line in lines if not DOT_LINE.fullmatch(line)] == []
    nodes = [line.strip().removesuffix(";") for line in lines if re.fullmatch(rf" {{4}}{DOT_NAME};", line)]
    assert len(set(nodes)) == len(EVIL)
    assert {r'"a\"b.py"', r'"a\\\\"', r'"a\\\\n.py"', r'"a\\u000a.py"'} <= set(nodes)


MERMAID_LABEL = r'"(?:[^"#<>&`*;|\n]|#\d+;)*"'
MERMAID_LINE = re.compile(
    rf"flowchart LR|  subgraph g\d+\[{MERMAID_LABEL}\]|  end| +n\d+\[{MERMAID_LABEL}\]|  n\d+ --> n\d+"
)


def test_mermaid_escapes_evil_names() -> None:
    lines = MERMAID.render(evil_report(), Style()).splitlines()
    assert [line for line in lines if not MERMAID_LINE.fullmatch(line)] == []
    assert sum(" --> " in line for line in lines) == len(EVIL)


def large(count: int) -> Report:
    """Components that use three others each; always the same for one count."""
    chosen = random.Random(count)
    lines = [
        f"services/s{number:04}/main.py -> services/s{chosen.randrange(count):04}/main.py @{line}"
        for number in range(count)
        for line in (1, 2, 3)
    ]
    drawn = graph(*lines)
    homes = components(drawn, {f"service[s{n:04}]": [f"services/s{n:04}/"] for n in range(count)})
    return shown(drawn, homes, query=GraphQuery("component"))


@pytest.mark.parametrize("reporter", ALL)
@pytest.mark.parametrize("count", [100, 2000])
def test_large_graphs_render_the_same_every_time(reporter: Reporter, count: int) -> None:
    made = large(count)
    text = reporter.render(made, Style())
    assert text == reporter.render(large(count), Style())
    assert len(text) < 1000 * count
    if reporter is not MERMAID:
        assert f"s{count - 1:04}" in text


def test_mermaid_draws_a_hundred_components_whole() -> None:
    text = MERMAID.render(large(100), Style())
    assert "not drawn" not in text
    assert len(re.findall(r"^ +n\d+\[", text, re.MULTILINE)) == 100


def test_mermaid_stays_within_what_renderers_accept_and_says_what_is_missing() -> None:
    section = large(2000).sections["graph"]
    pairs = {(edge["source"], edge["target"]) for edge in section["edges"] if edge["source"] != edge["target"]}
    text = MERMAID.render(large(2000), Style())
    arrows = len(re.findall(r"^  n\d+ -->", text, re.MULTILINE))
    nodes = len(re.findall(r"^ +n\d+\[", text, re.MULTILINE))
    assert len(text) <= MOST_CHARACTERS
    assert 0 < arrows <= MOST_ARROWS
    assert text.splitlines()[-1] == f'  rest["not drawn: {2000 - nodes} nodes, {len(pairs) - arrows} arrows"]'


def test_mermaid_shortens_itself_when_names_are_long() -> None:
    drawn = graph(*[f"{'long/' * 30}{number}.py -> hub.py" for number in range(450)])
    text = MERMAID.render(shown(drawn), Style())
    assert 20_000 < len(text) <= MOST_CHARACTERS
    assert "not drawn" in text


def test_mermaid_keeps_broken_arrows_when_it_cannot_draw_all() -> None:
    heavy = [f"m{n % 60:02}.py -> n{n // 60:02}.py @{line}" for n in range(900) for line in (1, 2)]
    made = shown(graph(*heavy, "zz.py -> zy.py @1"), None, (violation(subject="zz.py", target="zy.py"),))
    text = MERMAID.render(made, Style())
    assert text.count("==>") == 1
    assert '"zz.py"' in text


EMPTY = {
    "graph_json": '{"schema": 1, "level": "file", "nodes": [], "edges": [], "external": [], "unresolved": []}\n',
    "mermaid": "flowchart LR\n",
    "dot": "digraph archcheck {\n  rankdir=LR;\n  node [shape=box];\n}\n",
}


@pytest.mark.parametrize("reporter", [each for each in ALL if each.id in EMPTY])
def test_an_empty_graph_is_a_document_too(reporter: Reporter) -> None:
    assert render(reporter, graph()) == EMPTY[reporter.name]


def test_an_empty_graphml_reads_as_an_empty_graph() -> None:
    assert len(networkx.parse_graphml(render(GRAPHML, graph()))) == 0
