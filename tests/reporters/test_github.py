import re

import pytest
from hypothesis import given

from archcheck.core.extension import Style
from archcheck.core.findings import ERROR, INFO, UNKNOWN, WARNING, Report
from archcheck.core.values import Place
from archcheck.reporters.github import REPORTER
from tests.builders import report, rule_result, violation
from tests.reporters.hostile import HOSTILE, NAMES, hostile_report, is_safe

COMMAND = re.compile(r"::(?P<name>error|warning|notice) (?P<properties>[^:\r\n]*)::(?P<data>[^\r\n]*)")


def lines_of(made: Report) -> list[str]:
    return REPORTER.render(made, Style()).splitlines()


def read(line: str) -> tuple[str, dict[str, str], str]:
    """A command as GitHub's runner reads it."""
    found = COMMAND.fullmatch(line)
    assert found, line
    pairs = (pair.partition("=") for pair in found["properties"].split(","))
    properties = {name: unescape(value.replace("%3A", ":").replace("%2C", ",")) for name, _, value in pairs}
    return found["name"], properties, unescape(found["data"])


def unescape(text: str) -> str:
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")


def test_an_annotation_says_what_where_why_and_what_to_do() -> None:
    made = violation(at="a b,c.py:3:5", message="100% bad: x", why="Because.", hint="move it")
    assert lines_of(report(made)) == [
        "::error file=a b%2Cc.py,line=3,col=5,title=archcheck%3A stand-alone"
        "::100%25 bad: x%0Awhy: Because.%0Ado: move it"
    ]


def test_nothing_is_printed_when_all_is_well() -> None:
    assert REPORTER.render(report(violation(status="baselined"), rules=(rule_result("a"),)), Style()) == ""


def test_severities_are_commands_the_severest_first() -> None:
    made = report(*(violation(severity=each, key=each) for each in (INFO, WARNING, ERROR)))
    assert [read(line)[0] for line in lines_of(made)] == ["error", "warning", "notice"]


def test_one_annotation_for_what_a_rule_finds_in_a_file() -> None:
    made = [violation(at=f"a.py:{line}", key=str(line)) for line in (1, 2, 3)]
    [line] = lines_of(report(*made))
    assert read(line)[1]["line"] == "1"
    assert read(line)[2] == "loans imports auth\nand 2 more of this rule in this file"


def test_another_rule_or_file_is_another_annotation() -> None:
    made = report(violation(at="a.py:1"), violation("other", at="a.py:1"), violation(at="b.py:1"))
    assert len(lines_of(made)) == 3


@pytest.mark.parametrize(
    ("count", "shown", "last"),
    [
        pytest.param(10, 10, "loans imports auth", id="all-fit"),
        pytest.param(11, 10, "2 more errors, see summary", id="one-too-many"),
        pytest.param(500, 10, "491 more errors, see summary", id="many"),
    ],
)
def test_the_last_annotation_that_github_shows_counts_the_others(count: int, shown: int, last: str) -> None:
    lines = lines_of(report(*(violation(at=f"f{number}.py:1") for number in range(count))))
    assert len(lines) == shown
    assert read(lines[-1])[2] == last


def test_each_severity_has_its_own_limit() -> None:
    made = [violation(at=f"f{number}.py:1", severity=each) for each in (ERROR, WARNING) for number in range(30)]
    assert [read(line)[0] for line in lines_of(report(*made))] == ["error"] * 10 + ["warning"] * 10


def test_what_is_missing_is_shown_where_its_rule_stands() -> None:
    made = violation(at="pay/Dockerfile", message="is missing", rule_place=Place("archcheck.yaml", 31, 9))
    _, properties, data = read(lines_of(report(made))[0])
    assert (properties["file"], properties["line"], data) == ("archcheck.yaml", "31", "pay/Dockerfile: is missing")


def test_a_whole_file_has_no_line() -> None:
    assert lines_of(report(violation(at="aB.py", in_file=True))) == [
        "::error file=aB.py,title=archcheck%3A stand-alone::loans imports auth"
    ]


def test_a_rule_without_a_verdict_is_an_annotation() -> None:
    [line] = lines_of(report(rules=(rule_result("frozen", UNKNOWN, reason="shallow"),)))
    assert read(line)[2] == "could not be judged: shallow"


def test_long_texts_are_cut() -> None:
    [line] = lines_of(report(violation("r" * 9000, message="m" * 9000)))
    assert len(line) < 5000


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_give_no_other_command(name: str) -> None:
    text = REPORTER.render(hostile_report(name), Style())
    assert is_safe(text)
    commands = [read(line) for line in text.splitlines()]
    assert [command for command, _, _ in commands] == ["error", "error", "warning"]
    assert [set(properties) for _, properties, _ in commands] == [
        {"file", "title"},
        {"file", "line", "col", "title"},
        {"file", "line", "col", "title"},
    ]


def test_names_come_back_as_they_were() -> None:
    name = "100%25,line=9::b:c.py"
    _, properties, data = read(lines_of(report(violation(path=name, message=f"{name} is bad", line=7)))[0])
    assert (properties["file"], properties["line"], data) == (name, "7", f"{name} is bad")


@given(NAMES)
def test_any_name_gives_whole_commands(name: str) -> None:
    text = REPORTER.render(hostile_report(name), Style())
    assert text == REPORTER.render(hostile_report(name), Style(colour=True, width=40, full=True))
    assert is_safe(text)
    assert all(COMMAND.fullmatch(line) for line in text.splitlines())
