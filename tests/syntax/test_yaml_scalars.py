"""Types of plain scalars, and texts written as scalars."""

import math

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.values import MappingNode, Scalar, ScalarNode
from archcheck.syntax.yaml import dump_scalar, parse_yaml
from archcheck.syntax.yaml.scalars import resolve_plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(pytest.param(text, None, id=f"null-{text}") for text in ("", "~", "null", "Null", "NULL")),
        *(pytest.param(text, True, id=text) for text in ("true", "True", "TRUE")),
        *(pytest.param(text, False, id=text) for text in ("false", "False", "FALSE")),
        *(
            pytest.param(text, text, id=f"text-{text}")
            for text in (
                *("on", "Off", "yes", "no", "y", "tRUE", "nULL", "010", "00", "-01", "1_000", "12:30", "2026-12-31"),
                *(
                    "0o8",
                    "0b1",
                    "0xg",
                    "1.2.3",
                    "1e",
                    "e3",
                    ".",
                    "..",
                    "+",
                    "-",
                    ".e3",
                    "inf",
                    "nan",
                    "-.nan",
                    "0x",
                    "\uff11",
                ),
            )
        ),
        pytest.param("0", 0, id="zero"),
        pytest.param("-12", -12, id="negative"),
        pytest.param("+7", 7, id="plus"),
        pytest.param("0o17", 15, id="octal"),
        pytest.param("0xfF", 255, id="hexadecimal"),
        pytest.param("1.5", 1.5, id="float"),
        pytest.param("1e3", 1000.0, id="exponent"),
        pytest.param("-.5E-1", -0.05, id="point-first"),
        pytest.param("1.", 1.0, id="point-last"),
        pytest.param(".inf", math.inf, id="infinity"),
        pytest.param("+.Inf", math.inf, id="plus-infinity"),
        pytest.param("-.INF", -math.inf, id="minus-infinity"),
        pytest.param("9" * 1000, int("9" * 1000), id="long-integer"),
        pytest.param("9" * 10_000, "9" * 10_000, id="too-long-integer"),
        pytest.param("0x" + "f" * 10_000, "0x" + "f" * 10_000, id="too-long-hexadecimal"),
    ],
)
def test_plain_scalar_has_its_type(text: str, expected: Scalar) -> None:
    value = resolve_plain(text)

    assert (value, type(value)) == (expected, type(expected))


def test_nan_is_a_float() -> None:
    value = resolve_plain(".NaN")

    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize("written", [pytest.param('"1"', id="double"), pytest.param("'1'", id="single")])
def test_quoted_scalar_is_text(written: str) -> None:
    node = parse_yaml(written.encode(), "a.yaml").node

    assert isinstance(node, ScalarNode)
    assert (node.value, node.text, node.plain) == ("1", "1", False)


def test_plain_scalar_keeps_how_it_was_written() -> None:
    node = parse_yaml(b"1.10", "a.yaml").node

    assert isinstance(node, ScalarNode)
    assert (node.value, node.text, node.plain, node.empty) == (1.1, "1.10", True, False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(
            pytest.param(text, text, id=text)
            for text in (
                "src/main.py",
                "a b",
                "utils",
                "services/*/",
                "0002.md",
                "_x",
                ".github/x",
                "a-b",
                "v1.2",
                "a(b)",
            )
        ),
        *(
            pytest.param(text, f'"{text}"', id=f"quoted-{text}")
            for text in (
                *(
                    "",
                    " a",
                    "a ",
                    "**/x",
                    "@x",
                    "x?",
                    "{a}/b",
                    "a/{b}",
                    "[x]",
                    "a: b",
                    "a #b",
                    "-x",
                    "yes",
                    "N",
                    "true",
                ),
                *(
                    "~",
                    "null",
                    "1",
                    "1.5",
                    "3.11",
                    "0x1f",
                    "010",
                    "12:30",
                    "2026-12-31",
                    "1_000",
                    ".inf",
                    "<<",
                    "...",
                    "a,b",
                ),
            )
        ),
        pytest.param('say "x"', '"say \\"x\\""', id="quote"),
        pytest.param("a\\b", '"a\\\\b"', id="backslash"),
        pytest.param("a\nb\tc", '"a\\nb\\tc"', id="break"),
        pytest.param("\x07\u2028", '"\\x07\\u2028"', id="control"),
        pytest.param("é", '"é"', id="letters"),
    ],
)
def test_dump_scalar_quotes_only_when_needed(text: str, expected: str) -> None:
    assert dump_scalar(text) == expected


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.from_regex(r"[-+.0-9_:xeoE ~?#*{}]{0,8}")
)
def test_dumped_text_reads_as_itself_everywhere(text: str) -> None:
    dumped = dump_scalar(text)
    content = f"block: {dumped}\nlist: [{dumped}, x]\nbraces: {{{dumped}: {dumped}}}\n"

    parsed = parse_yaml(content.encode(), "a.yaml")

    assert parsed.problems == ()
    assert yaml.safe_load(content) == {"block": text, "list": [text, "x"], "braces": {text: text}}
    assert isinstance(parsed.node, MappingNode)
    block, braces = parsed.node.get("block"), parsed.node.get("braces")
    assert isinstance(block, ScalarNode)
    assert isinstance(braces, MappingNode)
    assert (block.value, braces.entries[0][0].value) == (text, text)
