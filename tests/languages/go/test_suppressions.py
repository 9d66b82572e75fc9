"""Comments that accept one place."""

import pytest

from archcheck.core.facts import Source
from archcheck.languages.go.suppressions import extract_suppressions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            'import "a" // archcheck: allow x -- because', [(1, 12, ("x",), "because", False)], id="behind code"
        ),
        pytest.param(
            "\n\t// archcheck: allow x/y, z -- a -- b\n", [(2, 2, ("x/y", "z"), "a -- b", True)], id="own line"
        ),
        pytest.param("/* archcheck: allow x -- why */ a", [(1, 1, ("x",), "why", False)], id="block comment"),
        pytest.param("//archcheck:allow x--y", [(1, 1, ("x--y",), "", True)], id="dashes within a rule"),
        pytest.param("// archcheck: allow x", [(1, 1, ("x",), "", True)], id="no reason"),
        pytest.param("// archcheck: permit x -- y", [(1, 1, (), "", True)], id="not a directive we know"),
        pytest.param(
            "x //nolint:all // archcheck: allow a -- see https://x.y/z // more",
            [(1, 16, ("a",), "see https://x.y/z", False)],
            id="among others",
        ),
        pytest.param('x = "// archcheck: allow a" + `\n// archcheck: allow b\n`', [], id="strings"),
        pytest.param("x = '\"' // archcheck: allow a -- b", [(1, 9, ("a",), "b", False)], id="runes"),
        pytest.param("// see archcheck: it says allow x", [], id="prose"),
        pytest.param("é // archcheck: allow a -- ü\r\n", [(1, 3, ("a",), "ü", False)], id="columns count characters"),
    ],
)
def test_suppressions_are_comments_with_rules_and_a_reason(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [tuple(fact) for fact in extract_suppressions(Source(text.encode(), "go")).facts] == expected
