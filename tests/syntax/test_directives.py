"""What stands behind `allow`."""

import pytest

from archcheck.syntax.directives import split_directive


@pytest.mark.parametrize(
    ("text", "rules", "reason"),
    [
        pytest.param(" a -- why", ("a",), "why", id="one rule"),
        pytest.param(" a/b, c  d,e -- why -- still", ("a/b", "c", "d", "e"), "why -- still", id="several"),
        pytest.param(" a--b", ("a--b",), "", id="dashes within a rule"),
        pytest.param("-- why", (), "why", id="no rule"),
        pytest.param(" a --", ("a",), "", id="nothing behind the dashes"),
        pytest.param("", (), "", id="nothing"),
    ],
)
def test_rules_and_reason(text: str, rules: tuple[str, ...], reason: str) -> None:
    assert split_directive(text) == (rules, reason)
