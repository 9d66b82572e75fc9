"""What one rule misses in one place is shown as one block; in every other respect each violation stands for itself."""

from typing import Any

import pytest

from archcheck.core.extension import Style
from archcheck.core.findings import Report, Violation
from archcheck.reporters.text import REPORTER
from tests.builders import place, report, violation


def render(made: Report, **style: Any) -> str:
    return REPORTER.render(made, Style(**style))


def missing(path: str, group: str = "services/pay/", size: int = 9, **changes: Any) -> Violation:
    """A path that a `tree` rule misses below a root."""
    subject = path if group == "./" else group + path
    fields = {"kind": "tree", "target": None, "group": group, "group_size": size, **changes}
    return violation("shape", "is missing", at=subject, **fields)


DOCKERFILE = missing("Dockerfile", id="0b7d3aa", why="One pipeline builds all.", rule_place=place("archcheck.yaml:9:5"))
TESTS = missing("tests/test_*.py", id="aaaaaaa", why="One pipeline builds all.", rule_place=place("archcheck.yaml:9:5"))
EXTRA = violation("shape", "is not among the entries", at="services/pay/old/", target=None, id="ccccccc")


def test_what_is_missing_in_one_place_is_one_block() -> None:
    assert (
        render(report(DOCKERFILE, EXTRA, TESTS))
        == """\
error shape  services/pay/  missing 2 of 9: Dockerfile, tests/test_*.py               0b7d3aa +1 new
  rule archcheck.yaml:9  "One pipeline builds all."
error shape  services/pay/old/  is not among the entries                              ccccccc new

found  3 errors; 1 rule, 4 files, 9 internal imports
"""
    )


def test_a_single_missing_path_stands_for_itself() -> None:
    assert (
        render(report(DOCKERFILE), verbosity=-1)
        == """\
error shape  services/pay/Dockerfile  is missing                                         0b7d3aa new
  rule archcheck.yaml:9  "One pipeline builds all."
"""
    )


def test_top_of_the_repository_is_a_place() -> None:
    found = report(missing("docs/", "./", 3, id="1111111"), missing("LICENSE", "./", 3, id="2222222"))
    assert render(found, verbosity=-1) == (
        "error shape  ./  missing 2 of 3: docs/, LICENSE                                       1111111 +1 new\n"
    )


def test_names_that_do_not_fit_stand_below() -> None:
    names = [f"src/module_{number}.py" for number in range(6)]
    found = report(*(missing(name, size=6, id=f"000000{number}") for number, name in enumerate(names)))
    assert (
        render(found, width=60, verbosity=-1)
        == """\
error shape  services/pay/  missing 6 of 6:   0000000 +5 new
      src/module_0.py, src/module_1.py, src/module_2.py,
      src/module_3.py, src/module_4.py, src/module_5.py
"""
    )


APART = [
    pytest.param({"group": "services/tax/"}, id="another place"),
    pytest.param({"severity": "warning"}, id="another severity"),
    pytest.param({"status": "worse"}, id="another status"),
    pytest.param({"rule": "other"}, id="another rule"),
    pytest.param({"group": ""}, id="no group"),
]


@pytest.mark.parametrize("changes", APART)
def test_what_differs_stands_apart(changes: dict[str, Any]) -> None:
    other = missing("x", **{key: value for key, value in changes.items() if key != "rule"})
    if "rule" in changes:
        other = violation("other", "is missing", at="services/pay/x", target=None, group="services/pay/", group_size=9)
    assert render(report(missing("a"), other)).count("is missing") == 2


def test_hint_of_any_member_is_shown() -> None:
    found = report(missing("a"), missing("b", hint="archcheck scaffold --missing services/pay"))
    assert "  do   archcheck scaffold --missing services/pay\n" in render(found)


def test_compact_form_keeps_a_line_per_violation() -> None:
    assert (
        render(report(DOCKERFILE, TESTS), compact=True, verbosity=-1)
        == """\
services/pay/Dockerfile: error shape: is missing [0b7d3aa]
services/pay/tests/test_*.py: error shape: is missing [aaaaaaa]
"""
    )


def test_blocks_are_counted_when_there_are_many() -> None:
    many = [missing(f"f{number}", f"s/{service}/", 30) for service in "ab" for number in range(30)]
    alone = [violation("names", "is not in snake_case", at=f"x{number:02}.py") for number in range(20)]
    shown = render(report(*many))
    assert shown.count("missing 30 of 30") == 2
    assert "more violation" not in shown
    shown = render(report(*many, *alone))
    assert shown.count("is not in snake_case") == 18
    assert "... 2 more violations; --all lists every one\n" in shown
    shown = render(report(*alone, *many))
    assert "... 60 more violations; --all lists every one\n" in shown
    assert render(report(*alone, *many), full=True).count("missing 30 of 30") == 2


def test_colours_leave_the_count_plain() -> None:
    assert "\x1b[2m0b7d3aa\x1b[0m +1 new" in render(report(DOCKERFILE, TESTS), colour=True)
