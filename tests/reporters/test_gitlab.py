import json
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from archcheck.core.extension import Style
from archcheck.core.findings import ERROR, INFO, UNKNOWN, WARNING, Report
from archcheck.core.values import Place
from archcheck.reporters.gitlab import REPORTER
from tests.builders import report, rule_result, violation
from tests.reporters.hostile import HOSTILE, NAMES, hostile_report, is_safe

# What GitLab's documentation demands of a Code Quality report.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": "^\\./"}},
                    "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                },
            },
        },
    },
}


def entries(made: Report) -> Any:
    found = json.loads(REPORTER.render(made, Style()))
    Draft202012Validator(SCHEMA).validate(found)
    return found


def test_an_entry_says_what_where_and_what_to_do() -> None:
    made = violation(at="a.py:3:5", hint="move it", why="Because.", fingerprint="f" * 32)
    assert entries(report(made)) == [
        {
            "description": "stand-alone: loans imports auth; do: move it",
            "check_name": "stand-alone",
            "fingerprint": "f" * 32,
            "severity": "major",
            "location": {"path": "a.py", "lines": {"begin": 3}},
        }
    ]


def test_an_empty_array_when_nothing_is_wrong_so_that_a_later_report_can_be_compared() -> None:
    assert REPORTER.render(report(violation(status="waived"), rules=(rule_result("a"),)), Style()) == "[]\n"


def test_severities_are_those_of_gitlab_the_severest_first() -> None:
    made = report(*(violation(severity=each, key=each) for each in (INFO, WARNING, ERROR)))
    assert [entry["severity"] for entry in entries(made)] == ["major", "minor", "info"]


def test_fingerprints_are_unique_and_independent_of_lines() -> None:
    made = [violation(at="a.py:1", key=str(number)) for number in range(50)]
    found = [entry["fingerprint"] for entry in entries(report(*made))]
    assert len(set(found)) == 50
    assert found == [entry["fingerprint"] for entry in entries(report(*(_moved(each.key) for each in made)))]


def _moved(key: str) -> Any:
    return violation(at="a.py:99", key=key)


def test_what_is_missing_is_shown_where_its_rule_stands() -> None:
    made = violation(at="pay/Dockerfile", message="is missing", rule_place=Place("archcheck.yaml", 31, 9))
    [entry] = entries(report(made))
    assert entry["location"] == {"path": "archcheck.yaml", "lines": {"begin": 31}}
    assert entry["description"] == "stand-alone: pay/Dockerfile: is missing"


def test_a_whole_file_stands_at_its_first_line() -> None:
    [entry] = entries(report(violation(at="aB.py", in_file=True)))
    assert entry["location"] == {"path": "aB.py", "lines": {"begin": 1}}


def test_a_rule_without_a_verdict_is_an_entry() -> None:
    [entry] = entries(report(rules=(rule_result("frozen", UNKNOWN, reason="shallow"),)))
    assert entry["description"] == "frozen: could not be judged: shallow"


def test_the_text_begins_with_the_array_and_not_with_a_mark_of_its_encoding() -> None:
    assert REPORTER.render(report(violation()), Style()).encode()[:1] == b"["


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_leave_a_valid_report(name: str) -> None:
    text = REPORTER.render(hostile_report(name), Style())
    assert is_safe(text)
    assert len({entry["fingerprint"] for entry in entries(hostile_report(name))}) == 3


@given(NAMES)
def test_any_name_gives_the_same_valid_report_twice(name: str) -> None:
    text = REPORTER.render(hostile_report(name), Style())
    assert text == REPORTER.render(hostile_report(name), Style(colour=True, width=40, full=True))
    assert is_safe(text)
    entries(hostile_report(name))
