import re
from xml.etree import ElementTree

import pytest
from hypothesis import given

from archcheck.core.extension import Style
from archcheck.core.findings import ERROR, FAIL, INFO, SKIPPED, UNKNOWN, WARNING, Report
from archcheck.core.values import Place
from archcheck.reporters import junit
from archcheck.reporters.junit import REPORTER
from tests.builders import report, rule_result, violation
from tests.reporters.hostile import HOSTILE, NAMES, hostile_report, is_safe

# What both published schemas allow, that of Ant's task and of Jenkins' xunit plugin: of each element the attributes
# that it must have and may have, and the elements in it as a pattern.
SCHEMA = {
    "testsuites": ("", "", "testsuite "),
    "testsuite": (
        "errors failures hostname id name package tests time timestamp",
        "skipped",
        "properties (testcase )*system-out system-err ",
    ),
    "properties": ("", "", ""),
    "testcase": ("classname name time", "", "((failure|error|skipped) )?"),
    "failure": ("type", "message", ""),
    "error": ("type", "message", ""),
    "skipped": ("", "message type", ""),
    "system-out": ("", "", ""),
    "system-err": ("", "", ""),
}


def check_shape(element: ElementTree.Element) -> None:
    must, may, inside = SCHEMA[element.tag]
    assert {*must.split()} <= set(element.attrib) <= {*must.split(), *may.split()}
    assert re.fullmatch(inside, "".join(f"{child.tag} " for child in element))
    for child in element:
        check_shape(child)


def cases(made: Report) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(REPORTER.render(made, Style()).encode())
    check_shape(root)
    [suite] = root
    found = suite.findall("testcase")
    outcomes = [child.tag for case in found for child in case]
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    assert suite.attrib["tests"] == str(len(found))
    assert {name: suite.attrib[name] for name in counts} == {
        name: str(outcomes.count(outcome)) for name, outcome in counts.items()
    }
    return found


def told(made: Report) -> list[tuple[str, str]]:
    """The name of each case and how it ended."""
    return [(case.attrib["name"], case[0].tag if len(case) else "") for case in cases(made)]


def test_a_violation_is_a_failed_test() -> None:
    made = violation(at="a.py:3:5", why="Because.", hint="move it", id="7c1e09a")
    assert REPORTER.render(report(made), Style()) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<testsuites>\n"
        ' <testsuite name="archcheck" package="archcheck" id="0" timestamp="2026-11-20T00:00:00" hostname="localhost"'
        ' tests="1" failures="1" errors="0" skipped="0" time="0">\n'
        "  <properties/>\n"
        '  <testcase classname="stand-alone" name="stand-alone: a.py -&gt; b.py [7c1e09a]" time="0">\n'
        '   <failure type="error" message="loans imports auth">a.py:3:5\n'
        "loans imports auth\n"
        "why: Because.\n"
        "do: move it</failure>\n"
        "  </testcase>\n"
        "  <system-out/>\n"
        "  <system-err/>\n"
        " </testsuite>\n"
        "</testsuites>\n"
    )


def test_rules_without_violations_pass_are_skipped_or_have_an_error() -> None:
    rules = (
        rule_result("good"),
        rule_result("idle", SKIPPED, reason="starts on 2027-01-01"),
        rule_result("blind", UNKNOWN, reason="shallow"),
    )
    assert told(report(rules=rules)) == [("blind", "error"), ("good", ""), ("idle", "skipped")]


def test_a_rule_whose_violations_are_all_accepted_passes() -> None:
    assert told(report(violation(status="baselined"))) == [("stand-alone", "")]


def test_a_rule_whose_violations_were_filtered_away_does_not_pass() -> None:
    rules = (rule_result("broken", FAIL, violations=1), rule_result("good"))
    assert told(report(rules=rules, filtered=True)) == [("good", "")]


def test_names_are_unique_and_independent_of_lines() -> None:
    first, second = (
        [name for name, _ in told(report(*(violation(at=f"a.py:{line}", key=key) for key in "abc")))]
        for line in (1, 99)
    )
    assert first == second
    assert len(set(first)) == 3


def test_severities_are_types() -> None:
    made = report(*(violation(severity=each, key=each) for each in (INFO, WARNING, ERROR)))
    assert [case[0].attrib["type"] for case in cases(made)] == ["error", "warning", "info"]


def test_what_is_missing_has_its_own_name_and_the_place_of_its_rule() -> None:
    made = violation(at="pay/Dockerfile", target=None, id="0b7d3aa", rule_place=Place("archcheck.yaml", 31, 9))
    [case] = cases(report(made))
    assert case.attrib["name"] == "stand-alone: pay/Dockerfile [0b7d3aa]"
    assert (case[0].text or "").split("\n")[0] == "archcheck.yaml:31:9"


def test_too_much_for_one_file_is_left_out_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(junit, "MOST_BYTES", 20_000)
    made = report(*(violation(at=f"f{number}.py:1") for number in range(500)))
    found = told(made)
    assert len(REPORTER.render(made, Style())) < 20_000
    assert found[-1] == (f"{501 - len(found)} more tests left out", "error")
    assert len(found) > 20


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_leave_well_formed_xml(name: str) -> None:
    made = hostile_report(name)
    assert is_safe(REPORTER.render(made, Style()))
    assert [outcome for _, outcome in told(made)] == ["error", "failure", "failure", "skipped", ""]


@given(NAMES)
def test_any_name_gives_the_same_well_formed_xml_twice(name: str) -> None:
    text = REPORTER.render(hostile_report(name), Style())
    assert text == REPORTER.render(hostile_report(name), Style(colour=True, width=40, full=True))
    assert is_safe(text)
    names = [name for name, _ in told(hostile_report(name))]
    assert len(set(names)) == len(names)
