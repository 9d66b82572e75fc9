import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.columns import counted, display_width, pad, shorten_around, wrap


@pytest.mark.parametrize(
    ("text", "width"),
    [
        pytest.param("abc", 3, id="ascii"),
        pytest.param("größe", 5, id="umlaut"),
        pytest.param("gro\u0308ße", 5, id="combining"),
        pytest.param("日本", 4, id="wide"),
    ],
)
def test_display_width_counts_columns(text: str, width: int) -> None:
    assert display_width(text) == width
    assert display_width(pad(text, 10)) == 10


def test_wrap_opens_the_next_line_with_the_joint() -> None:
    assert wrap(["a.py:1", "b.py:2", "c.py"], " -> ", 18, 18) == ["a.py:1 -> b.py:2", "-> c.py"]


def test_wrap_leaves_the_first_line_empty_when_only_the_others_have_room() -> None:
    assert wrap(["alpha", "beta"], " ", 0, 20) == ["", "alpha beta"]


def test_wrap_never_cuts_a_piece_that_is_too_long() -> None:
    assert wrap(["x" * 30, "y"], " ", 10, 10) == ["x" * 30, "y"]


words = st.lists(st.text("abc", min_size=1, max_size=12), min_size=1, max_size=12)


@given(words, st.integers(0, 30), st.integers(1, 30))
def test_wrap_keeps_every_piece_and_every_limit(pieces: list[str], first: int, rest: int) -> None:
    lines = wrap(pieces, " ", first, rest)
    assert " ".join(lines).split() == pieces
    for number, line in enumerate(lines):
        assert len(line) <= (rest if number else first) or len(line.split()) == 1


@given(st.text("abcdef", max_size=80), st.integers(1, 90), st.integers(8, 40), st.sampled_from(["…", "..."]))
def test_shorten_around_fits_and_shows_the_column(text: str, column: int, width: int, ellipsis: str) -> None:
    marked = f"{text[: column - 1]}#{text[column:]}" if column <= len(text) else text
    shown = shorten_around(marked, column, width, ellipsis)
    assert len(shown) <= width
    assert "#" in shown or "#" not in marked
    assert shown.replace(ellipsis, "") in marked


def test_counted_knows_one_from_many() -> None:
    assert (counted(1, "error"), counted(0, "error"), counted(2, "error")) == ("1 error", "0 errors", "2 errors")
