"""`sarif`: SARIF 2.1.0, which GitHub code scanning and many editors and dashboards read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from archcheck.core.columns import counted
from archcheck.core.document import BUILTIN
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import ERROR, INFO, WARNING, Link, Report, RuleResult, Violation
from archcheck.core.json_shape import to_json
from archcheck.core.notices import Notice, further_places, notices, one_line, shortened
from archcheck.core.printable import printable

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
# What GitHub takes: results of a run, rules, and locations of a result that it shows; longer texts are cut there.
MOST_RESULTS = 25_000
MOST_RULES = 25_000
MOST_RELATED = 100
MOST_STEPS = 1_000
LONGEST_TEXT = 1_000

_LEVELS = {ERROR: "error", WARNING: "warning", INFO: "note"}
_PROBLEMS = {ERROR: "error", WARNING: "warning", INFO: "recommendation"}
_BASE = "%SRCROOT%"

Json = dict[str, Any]


def render(report: Report, _style: Style) -> str:
    """One run with every rule, and a result for each violation that is not accepted and each rule without a verdict."""
    found = notices(report)
    rules = _rules(report, found)
    shown = found[:MOST_RESULTS]
    run = {
        "tool": {"driver": _driver(report, rules)},
        "automationDetails": {"id": "archcheck/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_BASE: {"description": {"text": "The top of the repository."}}},
        "invocations": [
            {"executionSuccessful": True, "toolExecutionNotifications": _notifications(report, len(found) - len(shown))}
        ],
        "results": [_result(notice, rules) for notice in shown],
    }
    return to_json({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _driver(report: Report, rules: Mapping[str, int]) -> Json:
    known = {rule.id: rule for rule in report.rules}
    examples = {violation.rule: violation for violation in reversed(report.violations)}
    return {
        "name": "archcheck",
        "version": report.version,
        "rules": [_rule(known[rule], examples.get(rule)) for rule in rules],
    }


def _rules(report: Report, found: Sequence[Notice]) -> dict[str, int]:
    """The index of each rule; where there are too many, those with results come first."""
    used = dict.fromkeys(notice.rule for notice in found)
    ids = dict.fromkeys(rule.id for rule in report.rules)
    if len(ids) > MOST_RULES:
        ids = dict.fromkeys([*(rule for rule in used if rule in ids), *ids][: MOST_RULES + len(used)])
    return {rule: number for number, rule in enumerate([*ids][:MOST_RULES])}


def _rule(rule: RuleResult, example: Violation | None) -> Json:
    why = one_line(rule.why)
    name = printable(rule.id)
    title = why or (f"Built-in rule {name}" if rule.kind == BUILTIN else f"Rule {name} of kind {printable(rule.kind)}")
    return {
        "id": name,
        "shortDescription": _text(title),
        "fullDescription": _text(title),
        "help": _text("\n".join(_help(rule, why, example))),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["architecture", printable(rule.kind)],
            "precision": "very-high",
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _help(rule: RuleResult, why: str, example: Violation | None) -> Iterator[str]:
    if why:
        yield f"Why: {why}"
    if example and example.see:
        yield f"See: {one_line(example.see)}"
    if rule.place:
        yield f"Declared in {printable(rule.place.path)}, line {rule.place.line}."
    page = "README.md, built-in rules" if rule.kind == BUILTIN else f"docs/checks/{printable(rule.kind)}.md"
    yield f"Documentation of archcheck: {page}."
    yield "archcheck explain, with the name of this rule behind it, says what the rule looks at."


def _notifications(report: Report, left_out: int) -> list[Json]:
    """What the user must know beyond results."""
    found = [{"level": "note", "message": _text(one_line(text))} for text in report.diagnostics]
    if left_out:
        found.append({"level": "warning", "message": _text(f"{counted(left_out, 'more result')} left out")})
    lost = len(report.completeness.unresolved)
    if lost:
        found.append({"level": "note", "message": _text(f"{counted(lost, 'dependency')} without a known target")})
    return found


def _result(notice: Notice, rules: Mapping[str, int]) -> Json:
    violation = notice.violation
    index = {"ruleIndex": rules[notice.rule]} if notice.rule in rules else {}
    result: Json = {
        "ruleId": printable(notice.rule),
        **index,
        "level": _LEVELS[notice.severity],
        "message": _text("\n".join((_sentence(notice.message), *notice.details))),
        "locations": [_location(notice.path, notice.line, notice.column)],
        "partialFingerprints": {"primaryLocationLineHash": f"{notice.fingerprint}:1"},
    }
    if violation:
        result |= _evidence(violation)
    return result


def _evidence(violation: Violation) -> Json:
    """Further places, and the chain as a flow that editors step through."""
    evidence: Json = {}
    further = further_places(violation)[:MOST_RELATED]
    if further:
        evidence["relatedLocations"] = [
            {"id": number, **_location(place.path, place.line, place.column)} for number, place in enumerate(further, 1)
        ]
    steps = [step for step in violation.chain if step.line][:MOST_STEPS]
    if steps:
        evidence["codeFlows"] = [{"threadFlows": [{"locations": [{"location": _step(step)} for step in steps]}]}]
    return evidence


def _step(link: Link) -> Json:
    text = f"{printable(link.source)} depends on {printable(link.target)}"
    return {**_location(link.written, link.line, link.column), "message": _text(text)}


def _location(path: str, line: int, column: int) -> Json:
    """A place; findings about a whole file stand at its first line, because GitHub shows none without a line."""
    region = {"startLine": max(line, 1), **({"startColumn": column} if column else {})}
    return {"physicalLocation": {"artifactLocation": {"uri": uri(path), "uriBaseId": _BASE}, "region": region}}


def uri(path: str) -> str:
    """The path as a relative reference; bytes that are not UTF-8 stay what they are."""
    try:
        encoded = path.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a lone surrogate of a file system that knows no bytes
        encoded = path.encode("utf-8", "surrogatepass")
    return quote(encoded, safe="/")


def _sentence(text: str) -> str:
    """GitHub takes the first sentence as the title."""
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _text(text: str) -> Json:
    """A message; `[text](1)` would be read as a link, which no name may make."""
    return {"text": shortened(text.replace("](", "] ("), LONGEST_TEXT)}


REPORTER = Reporter(name="sarif", render=render)
