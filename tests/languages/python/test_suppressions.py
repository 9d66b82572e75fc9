"""Comments that accept one place."""

import pytest

from archcheck.core.facts import Source, SuppressionFact
from archcheck.languages.python.suppressions import extract_suppressions


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "import a  # archcheck: allow x -- because", [(1, 11, ("x",), "because", False)], id="behind code"
        ),
        pytest.param(
            "\n  # archcheck: allow x/y, z -- a -- b\n", [(2, 3, ("x/y", "z"), "a -- b", True)], id="own line"
        ),
        pytest.param("#archcheck:allow x--y", [(1, 1, ("x--y",), "", True)], id="dashes within a rule"),
        pytest.param("# archcheck: allow x", [(1, 1, ("x",), "", True)], id="no reason"),
        pytest.param("# archcheck: allow -- why", [(1, 1, (), "why", True)], id="no rule"),
        pytest.param("# archcheck: permit x -- y", [(1, 1, (), "", True)], id="not a directive we know"),
        pytest.param(
            "x # noqa # archcheck: allow a -- see #12 # fmt: off",
            [(1, 10, ("a",), "see #12", False)],
            id="among others",
        ),
        pytest.param("é # archcheck: allow é -- ü", [(1, 3, ("é",), "ü", False)], id="columns count characters"),
        pytest.param("x = '# archcheck: allow a'\n'''\n# archcheck: allow b\n'''\n", [], id="strings"),
        pytest.param(
            "f'{x}# archcheck: allow a' # archcheck: allow b -- c", [(1, 28, ("b",), "c", False)], id="f-strings"
        ),
        pytest.param("# see archcheck: it says allow x", [], id="prose"),
        pytest.param(
            "x = ( # archcheck: allow a -- b\r\n)\r\n# archcheck: allow c -- d",
            [(1, 7, ("a",), "b", False), (3, 1, ("c",), "d", True)],
            id="within brackets",
        ),
    ],
)
def test_suppressions_are_comments_with_rules_and_a_reason(text: str, expected: list[tuple[object, ...]]) -> None:
    assert [tuple(fact) for fact in extract_suppressions(Source(text.encode(), "py")).facts] == expected


def test_undecodable_files_yield_a_diagnostic() -> None:
    extracted = extract_suppressions(Source(b"# archcheck: allow a\n'\xff'", "py"))
    assert (extracted.facts, extracted.diagnostics[0].kind, extracted.diagnostics[0].line) == ((), "unparsable", 2)


def test_facts_are_of_the_shared_type() -> None:
    (fact,) = extract_suppressions(Source(b"# archcheck: allow a -- b", "py")).facts
    assert fact == SuppressionFact(1, 1, ("a",), "b", own_line=True)
