"""YAML that is correct but easily taken for a mistake, by one of PyYAML's parsers or by a careless reader."""

from collections.abc import Callable

import pytest
import yaml

from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.yaml.reader import Loader, ParsedYaml, parse_yaml


@pytest.fixture(params=["CSafeLoader", "SafeLoader"])
def read(request: pytest.FixtureRequest) -> Callable[[str], ParsedYaml]:
    loader: Loader = getattr(yaml, request.param, None) or pytest.skip("PyYAML without libyaml")
    return lambda text: parse_yaml(text.encode(), "rules.yaml", loader=loader)


def values(node: Node | None) -> object:
    if node is None or isinstance(node, ScalarNode):
        return node.value if node else None
    if isinstance(node, MappingNode):
        return {key.value: values(value) for key, value in node.entries}
    return [values(item) for item in node.items]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: [src?, b.py? , c]\n", {"a": ["src?", "b.py?", "c"]}, id="question-at-end"),
        pytest.param("a: {b: x?, c?: d}\n", {"a": {"b": "x?", "c?": "d"}}, id="question-in-mapping"),
        pytest.param("a: [x|y, a:b, http://x, -x]\n", {"a": ["x|y", "a:b", "http://x", "-x"]}, id="odd-texts"),
        pytest.param("a: app/(x)/[id].tsx\nb: x]\n", {"a": "app/(x)/[id].tsx", "b": "x]"}, id="brackets-in-block"),
        pytest.param("a: [x:, {y:}]\n", {"a": [{"x": None}, {"y": None}]}, id="colon-at-end"),
        pytest.param("a:\tb\t# c\nd: [\n\te\n]\n", {"a": "b", "d": ["e"]}, id="tabs-between-words"),
        pytest.param("a: {services/*/: kebab}\n", {"a": {"services/*/": "kebab"}}, id="slash-key"),
        pytest.param("%YAML 1.2\n---\na: 1\n...\n", {"a": 1}, id="directive"),
        pytest.param("%FOO\n---\na: 1\n", {"a": 1}, id="unknown-directive"),
        pytest.param("a: !!str 1\nb: ! 2\nc: !!str\n", {"a": "1", "b": "2", "c": ""}, id="text-tags"),
        pytest.param("a: [b: c, d]\n", {"a": [{"b": "c"}, "d"]}, id="pair-in-list"),
    ],
)
def test_reader_has_no_complaint_about_sound_yaml(
    read: Callable[[str], ParsedYaml], text: str, expected: object
) -> None:
    parsed = read(text)

    assert (values(parsed.node), parsed.problems) == (expected, ())
