"""How rules are written, so that the loader reads back what was meant."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.authoring.drafts import Draft, rule_lines
from archcheck.authoring.yaml_text import flow, scalar
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode
from archcheck.syntax.yaml import parse_yaml

TEXT = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x2FF, exclude_characters="\x7f\x85\xa0"), max_size=12)


def read(text: str) -> Any:
    """What the rule file parser makes of a text, as plain values."""
    parsed = parse_yaml(text.encode(), "archcheck.yaml")
    assert parsed.node is not None, parsed.problems
    return plain(parsed.node)


def plain(node: Node) -> Any:
    """The value of a node."""
    if isinstance(node, MappingNode):
        return {key.value: plain(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [plain(item) for item in node.items]
    assert isinstance(node, ScalarNode)
    return node.value


@pytest.mark.parametrize(
    ("value", "written"),
    [
        pytest.param("src/app", "src/app", id="path"),
        pytest.param("-test", "-test", id="mark"),
        pytest.param("services/{service}", '"services/{service}"', id="capture"),
        pytest.param("**/*.py", '"**/*.py"', id="glob"),
        pytest.param("a | b", '"a | b"', id="alternatives"),
        pytest.param("on", '"on"', id="word that other readers take for true"),
        pytest.param("@org/team", '"@org/team"', id="at sign"),
        pytest.param("", '""', id="nothing"),
        pytest.param(True, "true", id="boolean"),
        pytest.param(3, "3", id="number"),
    ],
)
def test_scalars_are_quoted_only_where_they_must_be(value: str | bool | int, written: str) -> None:
    assert scalar(value) == written


@given(TEXT)
def test_any_text_is_read_back(text: str) -> None:
    assert read(f"- {flow([text, {text: text}])}\n") == [[text, {text: text}]]


def test_a_rule_is_read_back_whatever_its_length() -> None:
    long = " | ".join(f"package-number-{number}" for number in range(12))
    options = {"in": "src/{service}", "layers": [long, "core"], "entries": [f"directory-{n}/file.py" for n in range(9)]}
    draft = Draft("one-way", "layers", "Code below knows nothing of what stands above it.", options)
    lines = rule_lines(draft)
    assert max(map(len, lines)) <= 120
    (rule,) = read("rules:\n" + "\n".join(lines) + "\n")["rules"]
    assert rule == {"id": draft.id, "kind": draft.kind, "why": draft.why, **options}
