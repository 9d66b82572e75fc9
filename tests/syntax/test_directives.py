"""What comments say to archcheck, and what only looks as if."""

import pytest

from archcheck.core.facts import SuppressionFact
from archcheck.syntax.directives import Comment, find_directives, split_directive


@pytest.mark.parametrize(
    ("text", "rules", "reason"),
    [
        pytest.param(" a -- why", ("a",), "why", id="one rule"),
        pytest.param(" a/b, c  d,e -- why -- still", ("a/b", "c", "d", "e"), "why -- still", id="several"),
        pytest.param(" a--b", ("a--b",), "", id="dashes within a rule"),
        pytest.param("-- why", (), "why", id="no rule"),
        pytest.param(" a --", ("a",), "", id="nothing behind the dashes"),
        pytest.param(" a - b", ("a", "-", "b"), "", id="a single dash"),
        pytest.param("", (), "", id="nothing"),
    ],
)
def test_rules_and_reason(text: str, rules: tuple[str, ...], reason: str) -> None:
    assert split_directive(text) == (rules, reason)


def test_a_single_dash_will_do_in_markup() -> None:
    assert split_directive(" a-b - why - still", markup=True) == (("a-b",), "why - still")


def found(comment: str) -> list[tuple[tuple[str, ...], str]]:
    """The rules and reasons of one comment that is a whole text."""
    return [(fact.rules, fact.reason) for fact in find_directives(comment, [Comment(0, len(comment))])]


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("# archcheck: alow a -- b", id="misspelt"),
        pytest.param("# archcheck: allows a", id="misspelt, no reason"),
        pytest.param("# archcheck: disable", id="word of another tool"),
        pytest.param("// archcheck: ignore-next-line a", id="next line"),
        pytest.param("# archcheck: permit a -- b", id="unknown word with a reason"),
        pytest.param("# archcheck allow a -- b", id="no colon"),
        pytest.param("# archcheck: allow", id="no rule"),
        pytest.param("/* archcheck: allow */", id="no rule in a block"),
    ],
)
def test_what_is_meant_and_wrong_names_no_rule(comment: str) -> None:
    assert found(comment) == [((), "")]


@pytest.mark.parametrize(
    "comment",
    [
        pytest.param("# archcheck: keep in step with the rules", id="prose"),
        pytest.param("# archcheck:", id="a key that is commented out"),
        pytest.param("# archcheck allow lists are below", id="prose without a colon"),
        pytest.param("# write `# archcheck: allow a -- b`", id="quoted"),
        pytest.param("# see archcheck: allow a -- b", id="within a sentence"),
    ],
)
def test_what_is_about_archcheck_is_passed_over(comment: str) -> None:
    assert found(comment) == []


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        pytest.param("# noqa # archcheck: allow a -- see #12 # fmt: off", [(("a",), "see #12")], id="among others"),
        pytest.param(
            "// archcheck: allow a -- https://x/y // archcheck: allow b -- c",
            [(("a",), "https://x/y"), (("b",), "c")],
            id="two",
        ),
        pytest.param("#\tarchcheck:allow\ta\t--\tb", [(("a",), "b")], id="tabs"),
        pytest.param("-- archcheck: allow a -- b -- c", [(("a",), "b -- c")], id="dashes"),
        pytest.param("/* archcheck: allow a -- b **/", [(("a",), "b")], id="block"),
        pytest.param("<!-- archcheck: allow a - b -->", [(("a",), "b")], id="markup"),
        pytest.param("/*\n * archcheck: allow a -- b\n * more\n */", [(("a",), "b")], id="one of several lines"),
        pytest.param("# archcheck: allow a:b -- c", [(("a:b",), "c")], id="a colon in the rule"),
    ],
)
def test_directives_end_with_their_line_or_where_another_comment_begins(
    comment: str, expected: list[tuple[tuple[str, ...], str]]
) -> None:
    assert found(comment) == expected


def test_a_comment_of_several_lines_counts_where_it_ends() -> None:
    text = "x\n  /* archcheck: allow a -- b\n   */\ny"
    assert list(find_directives(text, [Comment(4, text.index("*/") + 2)])) == [
        SuppressionFact(3, 4, ("a",), "b", own_line=True)
    ]


@pytest.mark.parametrize("piece", ["# ", "#", "// archcheck: allow ", "/*", "*", "*/", " ", "-", "archcheck:", "--!"])
def test_repeated_marks_take_linear_time(piece: str) -> None:
    text = "/* archcheck: allow " + piece * 100_000
    assert list(find_directives(text, [Comment(0, len(text))]))
