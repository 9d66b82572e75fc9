import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from archcheck.core.extension import Style
from archcheck.core.findings import ERROR, INFO, UNKNOWN, WARNING, Report
from archcheck.core.values import Place
from archcheck.reporters.sarif import LONGEST_TEXT, MOST_RELATED, MOST_RESULTS, REPORTER
from tests.builders import chain, report, rule_result, violation
from tests.reporters.hostile import HOSTILE, NAMES, hostile_report, is_safe

SCHEMA = Path(__file__).parents[3] / "shared" / "data" / "sarif-schema-2.1.0.json"
needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason=f"the OASIS schema is not at {SCHEMA}")


def run_of(made: Report) -> Any:
    document = json.loads(REPORTER.render(made, Style()))
    assert document["version"] == "2.1.0"
    [run] = document["runs"]
    return run


def results_of(made: Report) -> Any:
    return run_of(made)["results"]


def errors_in(text: str) -> list[str]:
    """What the OASIS schema (draft 4) objects to; newer drafts judge the words that it uses the same."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    return [error.message for error in Draft7Validator(schema).iter_errors(json.loads(text))]


def test_a_result_says_what_where_why_and_what_to_do() -> None:
    made = violation(
        at="services/a b/ü[x].py:3:5",
        why="Each service\nis deployed on its own.",
        see="docs/adr/2.md",
        hint="use shared/",
        affects=2,
        places=(Place("services/a b/ü[x].py", 3, 5), Place("b.py", 7, 1)),
        fingerprint="f" * 32,
    )
    assert results_of(report(made)) == [
        {
            "ruleId": "stand-alone",
            "ruleIndex": 0,
            "level": "error",
            "message": {
                "text": "loans imports auth.\nalso at: b.py:7\nand: 2 more files\n"
                "why: Each service is deployed on its own.\nsee: docs/adr/2.md\ndo: use shared/"
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "services/a%20b/%C3%BC%5Bx%5D.py", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 3, "startColumn": 5},
                    }
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": f"{'f' * 32}:1"},
            "relatedLocations": [
                {
                    "id": 1,
                    "physicalLocation": {
                        "artifactLocation": {"uri": "b.py", "uriBaseId": "%SRCROOT%"},
                        "region": {"startLine": 7, "startColumn": 1},
                    },
                }
            ],
        }
    ]


def test_a_rule_has_help_and_stands_there_without_results_too() -> None:
    rules = (
        rule_result("api", why="Top to bottom.", kind="layers"),
        rule_result("archcheck/vacuous", kind="builtin", place=None, severity=INFO),
    )
    driver = run_of(report(rules=rules))["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("archcheck", "1.2.3")
    assert driver["rules"][0] == {
        "id": "api",
        "shortDescription": {"text": "Top to bottom."},
        "fullDescription": {"text": "Top to bottom."},
        "help": {
            "text": "Why: Top to bottom.\nDeclared in archcheck.yaml, line 3.\n"
            "Documentation of archcheck: docs/checks/layers.md.\n"
            "archcheck explain, with the name of this rule behind it, says what the rule looks at."
        },
        "defaultConfiguration": {"level": "error"},
        "properties": {
            "tags": ["architecture", "layers"],
            "precision": "very-high",
            "problem.severity": "error",
        },
    }
    assert driver["rules"][1]["defaultConfiguration"] == {"level": "note"}
    assert driver["rules"][1]["properties"]["problem.severity"] == "recommendation"


def test_help_names_where_more_is_to_be_read() -> None:
    driver = run_of(report(violation(see="docs/adr/2.md")))["tool"]["driver"]
    assert "\nSee: docs/adr/2.md\n" in f"\n{driver['rules'][0]['help']['text']}"


@pytest.mark.parametrize("status", ["suppressed", "waived", "baselined"])
def test_accepted_violations_are_left_out_because_github_knows_no_suppressions(status: str) -> None:
    assert results_of(report(violation(status=status))) == []


@pytest.mark.parametrize("status", ["new", "worse"])
def test_violations_that_are_not_accepted_are_there(status: str) -> None:
    assert len(results_of(report(violation(status=status)))) == 1


def test_the_severest_come_first() -> None:
    made = [violation(severity=severity, key=severity) for severity in (INFO, WARNING, ERROR)]
    assert [result["level"] for result in results_of(report(*made))] == ["error", "warning", "note"]


def test_what_is_missing_is_shown_where_its_rule_stands() -> None:
    made = violation(at="services/pay/Dockerfile", message="is missing", rule_place=Place("archcheck.yaml", 31, 9))
    [result] = results_of(report(made))
    assert result["message"]["text"] == "services/pay/Dockerfile: is missing."
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "archcheck.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 31, "startColumn": 9},
    }


def test_a_finding_about_a_whole_file_stands_at_its_first_line() -> None:
    made = violation(at="aB.py", message="is not snake", in_file=True, rule_place=Place("archcheck.yaml", 31, 9))
    [result] = results_of(report(made))
    assert result["message"]["text"] == "is not snake."
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "aB.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 1},
    }


def test_the_identity_of_a_result_is_independent_of_its_line() -> None:
    moved = [violation(at=f"a.py:{line}", fingerprint="a" * 32) for line in (1, 99)]
    [first], [second] = (results_of(report(each)) for each in moved)
    assert first["partialFingerprints"] == second["partialFingerprints"]
    assert first["locations"] != second["locations"]


def test_a_chain_is_a_flow_without_its_unwritten_steps() -> None:
    steps = chain("a.py:3 -> b.py:9 -> c.py")
    unwritten = steps[1]._replace(line=0, column=0)
    [result] = results_of(report(violation(at="b.py:9", chain=steps), violation(chain=(steps[0], unwritten), key="2")))[
        :1
    ]
    [flow] = result["codeFlows"][0]["threadFlows"]
    assert [each["location"]["message"]["text"] for each in flow["locations"]] == [
        "a.py depends on b.py",
        "b.py depends on c.py",
    ]
    assert "chain: a.py:3 -> b.py:9 -> c.py" in result["message"]["text"]


def test_a_rule_without_a_verdict_is_a_result_where_it_stands() -> None:
    rules = (rule_result("frozen", UNKNOWN, reason="the clone is shallow"),)
    [result] = results_of(report(rules=rules))
    assert result["message"]["text"] == "could not be judged: the clone is shallow."
    assert result["level"] == "error"
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5}


def test_notes_of_the_run_are_notifications() -> None:
    [invocation] = run_of(report(diagnostics=("two\nlines",)))["invocations"]
    assert invocation == {
        "executionSuccessful": True,
        "toolExecutionNotifications": [{"level": "note", "message": {"text": "two lines"}}],
    }


def test_limits_of_github_are_respected_and_what_is_left_out_is_said() -> None:
    many = tuple(violation(at=f"a.py:{n}", key=str(n), severity=WARNING) for n in range(1, MOST_RESULTS + 1))
    text = REPORTER.render(report(*many, violation(severity=ERROR)), Style())
    [run] = json.loads(text)["runs"]
    assert len(run["results"]) == MOST_RESULTS
    assert run["results"][0]["level"] == "error"
    assert [each["message"]["text"] for each in run["invocations"][0]["toolExecutionNotifications"]] == [
        "1 more result left out"
    ]
    assert len(gzip.compress(text.encode())) < 10_000_000


def test_long_texts_and_many_places_are_cut() -> None:
    places = tuple(Place(f"f{n}.py", 1, 1) for n in range(5000))
    made = violation(message="x" * 5000, why="y" * 5000, places=places)
    run = run_of(report(made, rules=(rule_result("stand-alone", why="y" * 5000),)))
    assert len(run["results"][0]["message"]["text"]) == LONGEST_TEXT
    assert len(run["results"][0]["relatedLocations"]) == MOST_RELATED
    assert len(run["tool"]["driver"]["rules"][0]["fullDescription"]["text"]) == LONGEST_TEXT


def test_no_name_makes_a_link() -> None:
    [result] = results_of(report(violation(message="imports [a](http://x)")))
    assert result["message"]["text"] == "imports [a] (http://x)."


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_leave_valid_text_without_control_characters(name: str) -> None:
    text = REPORTER.render(hostile_report(name), Style())
    assert is_safe(text)
    text.encode()
    for result in json.loads(text)["runs"][0]["results"]:
        place = result["locations"][0]["physicalLocation"]["artifactLocation"]
        assert place["uri"].isascii()
        assert set(place["uri"]).isdisjoint(' []<>"\\{}|^`:?#')


@needs_schema
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_keep_to_the_schema(name: str) -> None:
    assert errors_in(REPORTER.render(hostile_report(name), Style())) == []


@needs_schema
def test_a_full_and_an_empty_report_keep_to_the_schema() -> None:
    full = report(
        violation(chain=chain("a.py:3 -> b.py:9 -> c.py"), places=(Place("a.py", 1, 1), Place("b.py", 2, 2))),
        violation(at="missing", key="m"),
        rules=(rule_result("stand-alone"), rule_result("frozen", UNKNOWN, reason="shallow")),
        diagnostics=("note",),
    )
    assert errors_in(REPORTER.render(full, Style())) == []
    assert errors_in(REPORTER.render(report(), Style())) == []


@needs_schema
def test_the_schema_would_object_to_a_wrong_document() -> None:
    assert errors_in('{"version": "2.1.0", "runs": [{"results": []}]}') == ["'tool' is a required property"]


@given(NAMES)
def test_any_name_gives_the_same_valid_text_twice(name: str) -> None:
    text = REPORTER.render(hostile_report(name), Style())
    assert text == REPORTER.render(hostile_report(name), Style(colour=True, width=40, full=True))
    assert is_safe(text)
    json.loads(text.encode())


@given(st.lists(st.sampled_from([ERROR, WARNING, INFO]), max_size=8))
def test_every_open_violation_is_one_result(severities: list[str]) -> None:
    made = [violation(severity=severity, key=str(number)) for number, severity in enumerate(severities)]
    assert len(results_of(report(*made))) == len(made)
