"""Patterns as Ruby matches them: its answers, written down by `tests/oracles/make_fnmatch.py`."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcheck.core.fnmatch_ruby import compile_fnmatch

ANSWERS = json.loads((Path(__file__).parent / "fnmatch_ruby.json").read_text("utf-8"))


def fits(pattern: str, path: str) -> bool:
    return compile_fnmatch(pattern)(path.split("/"))


def test_every_answer_is_that_of_ruby() -> None:
    wrong = [(pattern, path) for pattern, path, answer in ANSWERS if fits(pattern, path) != bool(answer)]
    assert wrong == []


def test_the_answers_hold_both_verdicts() -> None:
    assert sum(answer for *_, answer in ANSWERS) > 500
    assert sum(not answer for *_, answer in ANSWERS) > 500


@settings(deadline=None)
@given(st.lists(st.text("ab.[*é", min_size=1, max_size=4), min_size=1, max_size=4))
def test_an_escaped_path_matches_itself_and_nothing_longer(names: list[str]) -> None:
    path = "/".join(names)
    pattern = "".join(f"\\{character}" if character != "/" else "/" for character in path)
    assert fits(pattern, path)
    assert not fits(pattern, f"{path}x")
    assert not fits(pattern, f"x/{path}")


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("*a" * 2_000, id="stars"),
        pytest.param("**/" * 2_000 + "b", id="directories"),
        pytest.param("[" * 50_000, id="open-brackets"),
        pytest.param("[a]" * 3_000, id="classes"),
        pytest.param("\\" * 50_000, id="backslashes"),
    ],
)
def test_a_hostile_pattern_is_answered(pattern: str) -> None:
    assert not fits(pattern, "/".join(["a" * 200] * 20))
