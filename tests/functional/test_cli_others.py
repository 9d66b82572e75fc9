"""`graph`, `rules` and `schema` from the command line, their mistakes included."""

import json
from pathlib import Path

import pytest

from archcheck import _index
from archcheck.cli.main import COMMANDS
from tests.functional.running import archcheck, repository

FILES = {
    "archcheck.yaml": """\
        version: 1
        components: {a: a, b: b}
        rules: [{id: r, kind: dependencies, from: a, deny: b}]
        """,
    "a/x.py": "import b.y\nimport a.z\n",
    "a/z.py": "",
    "b/y.py": "import os\n",
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("others") / "repo", FILES)


def test_graph_prints_files_as_json_unless_told_otherwise(root: Path) -> None:
    done = archcheck(root, "graph")
    assert (done.code, done.err) == (0, "")
    document = json.loads(done.out)
    assert {(edge["source"], edge["target"]) for edge in document["edges"]} == {
        ("a/x.py", "b/y.py"),
        ("a/x.py", "a/z.py"),
    }
    assert [node["component"] for node in document["nodes"] if node["id"].endswith(".py")] == ["a", "a", "b"]


@pytest.mark.parametrize(
    ("arguments", "edges"),
    [
        pytest.param(("--level", "component"), [("a", "b")], id="component"),
        pytest.param(("--level", "directory"), [("a", "b")], id="directory"),
        pytest.param(("--only-violations",), [("a/x.py", "b/y.py")], id="only-violations"),
        pytest.param(("--focus", "a/z.py"), [("a/x.py", "a/z.py")], id="focus"),
    ],
)
def test_graph_shows_a_level_or_a_part(root: Path, arguments: tuple[str, ...], edges: list[tuple[str, str]]) -> None:
    document = json.loads(archcheck(root, "graph", *arguments).out)
    between = [(e["source"], e["target"]) for e in document["edges"] if e["source"] != e["target"]]
    assert [(source.rstrip("/"), target.rstrip("/")) for source, target in between] == edges


def test_graph_writes_several_formats_each_to_its_file(root: Path) -> None:
    done = archcheck(root, "graph", "-o", "mermaid=m.txt", "-o", "dot=d.txt", "-o", "graphml=g.xml")
    assert done == (0, "", "")
    assert (root / "m.txt").read_text("utf-8").startswith("flowchart")
    assert "digraph" in (root / "d.txt").read_text("utf-8")
    assert "<graphml" in (root / "g.xml").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(
            ("graph", "-o", "mermade"), 'there is no graph format "mermade"; did you mean "mermaid"?', id="format"
        ),
        pytest.param(("graph", "-o", "text"), 'there is no graph format "text"', id="format-of-check"),
        pytest.param(("graph", "--focus", "nowhere"), "nowhere  selects nothing", id="focus"),
        pytest.param(("graph", "-o", "dot=no/such"), "no/such cannot be written", id="unwritable"),
        pytest.param(("rules", "layer"), 'there is no kind or pack "layer"; did you mean "layers"?', id="kind"),
        pytest.param(("schema", "reprot"), 'there is no schema "reprot"; did you mean "report"?', id="schema"),
    ],
)
def test_a_mistake_is_explained_and_nothing_printed(root: Path, arguments: tuple[str, ...], said: str) -> None:
    done = archcheck(root, *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_rules_lists_every_kind_and_shows_a_snippet_that_is_a_rule(root: Path) -> None:
    overview = archcheck(root, "rules")
    assert (overview.code, overview.err) == (0, "")
    for kind in _index.CHECKS:
        assert f"  {kind} " in overview.out
        shown = archcheck(root, "rules", kind)
        assert (shown.code, shown.err) == (0, "")
        assert f"kind: {kind}" in shown.out


@pytest.mark.parametrize("name", ["rule-file", "report", "graph", "diff"])
def test_schema_prints_a_json_schema(root: Path, name: str) -> None:
    document = json.loads(archcheck(root, "schema", name).out)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_without_being_in_a_repository(tmp_path: Path, command: str) -> None:
    done = archcheck(tmp_path, command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"Usage: archcheck {command} ")
