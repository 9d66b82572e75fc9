"""`junit`: JUnit XML, a test for each violation and for each rule without any, which most CI systems show.

What is written is valid by both schemas in use, that of Ant's task and that of Jenkins' xunit plugin. So no test has an
attribute `file`, and the suite has the elements and attributes that Ant demands though they say nothing here.
"""

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.columns import counted
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import FAIL, SKIPPED, UNKNOWN, Report
from archcheck.core.notices import Notice, notices, one_line, shortened
from archcheck.core.printable import inert, printable

MOST_BYTES = 29_000_000
"""GitLab reads files of less than 30 MB."""

_LONGEST_NAME = 500
_LONGEST_TEXT = 2_000
_SPECIAL = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"})


class _Case(NamedTuple):
    """One test. `outcome` is the element that tells how it ended, "" when it passed."""

    rule: str
    name: str
    outcome: str = ""
    kind: str = ""
    message: str = ""
    text: str = ""


def render(report: Report, _style: Style) -> str:
    """One suite: violations that are not accepted, the severest first, then the rules without any."""
    cases = [*_cases(report)]
    written = [_element(case) for case in cases]
    size, shown = 1_000, 0
    for text in written:
        size += len(text.encode())
        if size > MOST_BYTES:
            break
        shown += 1
    if shown < len(cases):
        rest = _Case(
            "archcheck", f"{counted(len(cases) - shown, 'more test')} left out", outcome="error", kind="left-out"
        )
        cases, written = [*cases[:shown], rest], [*written[:shown], _element(rest)]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<testsuites>\n"
        f' <testsuite name="archcheck" package="archcheck" id="0" timestamp="{_attribute(report.as_of)}T00:00:00"'
        f' hostname="localhost" {_counts(cases)} time="0">\n'
        "  <properties/>\n"
        f"{''.join(written)}"
        "  <system-out/>\n  <system-err/>\n </testsuite>\n</testsuites>\n"
    )


def _cases(report: Report) -> Iterator[_Case]:
    found = notices(report)
    yield from map(_case, found)
    shown = {notice.rule for notice in found}
    for rule in report.rules:
        if rule.id in shown:
            continue
        name = shortened(printable(rule.id), _LONGEST_NAME)
        if rule.outcome == SKIPPED:
            yield _Case(rule.id, name, outcome="skipped", message=one_line(rule.reason or ""))
        elif rule.outcome != FAIL or not report.filtered:  # what was filtered away has not passed
            yield _Case(rule.id, name)


def _case(notice: Notice) -> _Case:
    """The name is unique through the id, and without a line, so that a test stays itself when code moves."""
    violation = notice.violation
    text = "\n".join((_place(notice), notice.message, *notice.details))
    if violation is None:
        return _Case(notice.rule, printable(notice.rule), "error", UNKNOWN, notice.message, text)
    target = f" -> {printable(violation.target)}" if violation.target else ""
    what = shortened(f"{printable(notice.rule)}: {printable(violation.path)}{target}", _LONGEST_NAME)
    name = f"{what} [{notice.id}]"
    return _Case(notice.rule, name, "failure", notice.severity, notice.message, text)


def _place(notice: Notice) -> str:
    numbers = [str(number) for number in (notice.line, notice.column) if number]
    return ":".join([printable(notice.path), *numbers])


def _element(case: _Case) -> str:
    rule = _attribute(shortened(printable(case.rule), _LONGEST_NAME))
    head = f'  <testcase classname="{rule}" name="{_attribute(case.name)}" time="0"'
    if not case.outcome:
        return f"{head}/>\n"
    kind = f' type="{_attribute(case.kind)}"' if case.kind else ""
    message = f' message="{_attribute(shortened(case.message, _LONGEST_NAME))}"' if case.message else ""
    lines = shortened(case.text or case.message, _LONGEST_TEXT).split("\n")
    text = "\n".join(map(_attribute, lines))
    return f"{head}>\n   <{case.outcome}{kind}{message}>{text}</{case.outcome}>\n  </testcase>\n"


def _counts(cases: list[_Case]) -> str:
    ended = Counter(case.outcome for case in cases)
    return f'tests="{len(cases)}" failures="{ended["failure"]}" errors="{ended["error"]}" skipped="{ended["skipped"]}"'


def _attribute(text: str) -> str:
    """One line of printable text inside of XML."""
    return inert(text).translate(_SPECIAL)


REPORTER = Reporter(name="junit", render=render)
