"""The published schema accepts every rule file of the project."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from archcheck.core.values import MappingNode, Node, SequenceNode
from archcheck.syntax.yaml import parse_yaml

ROOT = Path(__file__).resolve().parents[2]
RULE_FILES = [ROOT / "archcheck.yaml", *ROOT.glob("rules/*.yaml"), *ROOT.glob("fixtures/*/repo/archcheck.yaml")]


def plain(node: Node | None) -> Any:
    """The value at a node, as JSON would have it."""
    if isinstance(node, MappingNode):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    return node.value if node else None


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.relative_to(ROOT).as_posix()) for path in sorted(RULE_FILES)]
)
def test_schema_accepts_rule_file(path: Path) -> None:
    schema = json.loads((ROOT / "schemas" / "rule-file.schema.json").read_text("utf-8"))
    parsed = parse_yaml(path.read_bytes(), path.name)
    faults = [
        f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(plain(parsed.node))
    ]
    assert (parsed.problems, faults) == ((), [])


@pytest.mark.parametrize("name", ["diff", "graph", "report", "rule-file"])
def test_schema_is_valid_by_the_metaschema(name: str) -> None:
    Draft202012Validator.check_schema(json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8")))
