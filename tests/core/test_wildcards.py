"""Wildcards in names and addresses."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.wildcards import is_like


@pytest.mark.parametrize(
    ("pattern", "text", "fits"),
    [
        pytest.param("Ada", "ada", True, id="letters"),
        pytest.param("*[bot]", "renovate[bot]", True, id="brackets-are-literal"),
        pytest.param("*[bot]", "robot", False, id="brackets-are-no-set"),
        pytest.param("a*a", "a", False, id="parts-do-not-overlap"),
        pytest.param("", "", True, id="empty"),
        pytest.param("*", "", True, id="anything"),
    ],
)
def test_star_is_any_text(pattern: str, text: str, fits: bool) -> None:
    assert is_like(text, pattern) == fits


@given(st.text("ab*", max_size=8), st.text("ab", max_size=12))
def test_it_agrees_with_a_regular_expression(pattern: str, text: str) -> None:
    expected = re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), text)
    assert is_like(text, pattern) == bool(expected)
