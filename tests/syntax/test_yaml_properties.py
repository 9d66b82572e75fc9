"""Properties of the YAML reader: it never raises, reads what others write, and does not depend on the parser."""

import re

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.yaml.reader import parse_yaml

C_LOADER = pytest.mark.skipif(not hasattr(yaml, "CSafeLoader"), reason="PyYAML without libyaml")

FRAGMENTS = st.sampled_from(
    [
        *"abc:-?,[]{}#&*!|>'\"%@`\\ \t\n\r\ufeff\x00é🜁",
        ": ",
        "- ",
        "\n  ",
        "\n- ",
        "a: ",
        "<<: ",
        "&x ",
        "*x",
        "!!str ",
        "---\n",
    ]
)
# PyYAML writes YAML 1.1, where `1e3` and `0o7` are texts that need no quotes.
NUMBERS_OF_1_2 = re.compile(r"[-+]?[0-9.]+[eE].*|0o.*|0x.*")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(
    lambda text: not NUMBERS_OF_1_2.fullmatch(text)
)
SCALARS = st.none() | st.booleans() | st.integers() | TEXTS
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=20
)


def values(node: Node | None) -> object:
    if node is None:
        return None
    if isinstance(node, ScalarNode):
        return node.value
    if isinstance(node, MappingNode):
        return {key.value: values(value) for key, value in node.entries}
    return [values(item) for item in node.items]


@given(content=st.binary(max_size=200) | st.lists(FRAGMENTS, max_size=40).map(lambda parts: "".join(parts).encode()))
@example(content=b"[*x?, &a/b, !c, @d")
@example(content=b"a!*:\rx?**xb{b&x &\n  ? [")
@example(content=b"- :")
@example(content=b'"\\UFFFFFFFF"')
@example(content=b"%YAML 99999999999999999999.1\n---\na")
@settings(max_examples=1000, deadline=None)
def test_reader_never_raises_and_problems_have_real_places(content: bytes) -> None:
    for loader in {yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)}:
        parsed = parse_yaml(content, "a.yaml", loader=loader)
        for problem in parsed.problems:
            assert problem.preview == parsed.lines[problem.line - 1]
            assert 1 <= problem.column <= len(problem.preview) + 1
            assert 1 <= problem.length <= max(1, len(problem.preview) - problem.column + 1)
            assert problem.message


@given(value=JSON, flow=st.sampled_from([True, False, None]))
@settings(deadline=None)
def test_reader_reads_what_pyyaml_writes(value: object, flow: bool | None) -> None:
    parsed = parse_yaml(yaml.safe_dump(value, default_flow_style=flow).encode(), "a.yaml")

    assert parsed.problems == ()
    assert values(parsed.node) == value


@C_LOADER
@given(value=JSON, flow=st.sampled_from([True, False, None]), crlf=st.booleans())
@settings(deadline=None)
def test_both_parsers_give_the_same_values_at_the_same_places(value: object, flow: bool | None, crlf: bool) -> None:
    text = yaml.safe_dump(value, default_flow_style=flow, allow_unicode=True, width=20)
    content = (text.replace("\n", "\r\n") if crlf else text).encode()

    ours = [parse_yaml(content, "a.yaml", loader=loader) for loader in (yaml.CSafeLoader, yaml.SafeLoader)]

    assert ours[0] == ours[1]
