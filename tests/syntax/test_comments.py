"""Comments in files of any sort."""

import pytest

from archcheck.core.facts import SuppressionFact
from archcheck.syntax.comments import find_comments


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "a: b  # archcheck: allow r -- old", SuppressionFact(1, 7, ("r",), "old", own_line=False), id="yaml"
        ),
        pytest.param("# archcheck: allow r -- old", SuppressionFact(1, 1, ("r",), "old", own_line=True), id="alone"),
        pytest.param(
            "\r\n// archcheck: allow r -- old\r\n", SuppressionFact(2, 1, ("r",), "old", own_line=True), id="c"
        ),
        pytest.param(
            "x /* archcheck: allow r -- old */ y", SuppressionFact(1, 3, ("r",), "old", own_line=False), id="c block"
        ),
        pytest.param(
            "<!-- archcheck: allow r, s -- old -->", SuppressionFact(1, 1, ("r", "s"), "old", own_line=True), id="xml"
        ),
        pytest.param("; archcheck: allow r", SuppressionFact(1, 1, ("r",), "", own_line=True), id="ini, no reason"),
        pytest.param("# archcheck: disable r", SuppressionFact(1, 1, (), "", own_line=True), id="no such word"),
    ],
)
def test_a_comment_is_found_by_its_mark(text: str, expected: SuppressionFact) -> None:
    assert find_comments(text.encode()) == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("archcheck: {version: 1}", id="a key"),
        pytest.param("https://x/archcheck: allow r -- old", id="a URL"),
        pytest.param("C#archcheck: allow r -- old", id="part of a word"),
        pytest.param(" " * 5000 + "# archcheck: allow r -- old", id="far to the right"),
    ],
)
def test_what_is_no_comment_is_none(text: str) -> None:
    assert find_comments(text.encode()) == ()


def test_hostile_bytes_cost_linear_time() -> None:
    find_comments(b"archcheck:" + b"/*" * 1_000_000 + b"\xff\x00#" * 100_000)
