import json
from typing import Annotated, Literal, NotRequired, TypedDict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.json_shape import schema_of, to_json


class Leaf(TypedDict):
    """A leaf."""

    name: str


class Tree(TypedDict):
    """A tree
    in two lines."""

    version: Literal[1]
    height: Annotated[int, "In metres.", {"minimum": 0}]
    share: float | None
    leaves: list[Leaf]
    by_name: dict[str, int]
    best: NotRequired[Leaf | None]


def test_schema_of_writes_every_form_a_shape_can_have() -> None:
    assert schema_of(Tree, name="tree.schema.json", title="Trees") == {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "tree.schema.json",
        "title": "Trees",
        "type": "object",
        "description": "A tree in two lines.",
        "properties": {
            "version": {"const": 1},
            "height": {"type": "integer", "description": "In metres.", "minimum": 0},
            "share": {"type": ["number", "null"]},
            "leaves": {"type": "array", "items": {"$ref": "#/$defs/Leaf"}},
            "by_name": {"type": "object", "additionalProperties": {"type": "integer"}},
            "best": {"anyOf": [{"$ref": "#/$defs/Leaf"}, {"type": "null"}]},
        },
        "required": ["version", "height", "share", "leaves", "by_name"],
        "$defs": {
            "Leaf": {
                "type": "object",
                "description": "A leaf.",
                "properties": {"name": {"type": "string"}},
                "required": ["name"],
            }
        },
    }


class Odd(TypedDict):
    """Holds what JSON has no form for."""

    when: complex


def test_schema_of_refuses_a_type_that_json_does_not_have() -> None:
    with pytest.raises(TypeError, match="complex"):
        schema_of(Odd, name="odd", title="Odd")


def test_to_json_puts_records_on_one_line_each() -> None:
    document = {"a": 1, "flat": {"x": 1}, "none": [], "records": [{"x": [1, 2]}, {"x": []}], "deep": {"in": {"y": "ü"}}}
    assert to_json(document) == (
        "{\n"
        ' "a": 1,\n'
        ' "flat": {"x": 1},\n'
        ' "none": [],\n'
        ' "records": [\n'
        '  {"x": [1, 2]},\n'
        '  {"x": []}\n'
        " ],\n"
        ' "deep": {\n'
        '  "in": {"y": "ü"}\n'
        " }\n"
        "}\n"
    )


texts = st.text(st.characters(exclude_categories=()), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_to_json_means_what_json_means_and_is_valid_utf8(value: object) -> None:
    text = to_json(value)
    assert json.loads(text) == json.loads(json.dumps(value))
    assert json.loads(text.encode()) == json.loads(text)
