"""Owners in the output for people."""

import pytest

from archcheck.core.findings import Violation
from tests.builders import report, violation
from tests.reporters.test_text import block, render


@pytest.mark.parametrize(
    ("made", "asked"),
    [
        pytest.param(violation(owners=("@a", "@b")), ["  ask  @a, @b (this file)"], id="one-end"),
        pytest.param(violation(target_owners=("@b",)), ["  ask  @b (target)"], id="only-the-other-end"),
        pytest.param(
            violation(owners=("@a",), target_owners=("@a",)), ["  ask  @a (this file and target)"], id="both-alike"
        ),
        pytest.param(
            violation(owners=("@a",), path_owners=("@lib",), target_owners=("@b",)),
            ["  ask  @lib (this file), @a (subject), @b (target)"],
            id="chain",
        ),
        pytest.param(
            violation(at="services/pay/", owners=("@a",), target=None), ["  ask  @a (this directory)"], id="directory"
        ),
        pytest.param(violation(owners=("@\x1b[31m",)), ["  ask  @\\x1b[31m (this file)"], id="control-characters"),
        pytest.param(violation(), [], id="nobody"),
    ],
)
def test_text_says_whom_to_ask(made: Violation, asked: list[str]) -> None:
    assert block(made) == asked


def test_table_has_a_column_for_each_owner_where_there_are_any() -> None:
    owners = {0: ("@org/pay",), 1: ("@org/loans", "@x"), 2: ()}
    found = [violation(at=f"a/{number}.py:1", owners=owners[number % 3], subject_component="a") for number in range(24)]
    assert render(report(*found)).splitlines()[:2] == [
        "                   (none)  @org/loans @x  @org/pay  total",
        "error stand-alone       8              8         8     24",
    ]
