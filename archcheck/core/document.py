"""The report as one JSON document (design, section 7): its shape, its schema, and the way from a report to it."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from archcheck.core.findings import (
    ERROR,
    FAIL,
    INFO,
    PASS,
    SEVERITIES,
    SKIPPED,
    STATUSES,
    UNKNOWN,
    WARNING,
    Completeness,
    Link,
    Report,
    RuleResult,
    Unresolved,
    Violation,
)
from archcheck.core.graph import EDGE_KINDS
from archcheck.core.graph_view import GraphSection
from archcheck.core.json_shape import schema_of
from archcheck.core.resolution import EXTERNAL, GENERATED, INTERNAL, STDLIB, UNRESOLVED
from archcheck.core.values import Place

BUILTIN = "builtin"
"""The kind of the rules that nobody has to write."""

_COUNT = {"minimum": 0}
_POSITION = {"minimum": 1}
_STATUSES = {"enum": list(STATUSES)}
_LINES = {"propertyNames": {"pattern": "^[1-9][0-9]*$"}}


class ToolRecord(TypedDict):
    """What wrote the document."""

    name: Literal["archcheck"]
    version: str


class SummaryRecord(TypedDict):
    """Counts over the whole report."""

    errors: Annotated[int, "Violations of severity error that are not accepted.", _COUNT]
    warnings: Annotated[int, "Violations of severity warning that are not accepted.", _COUNT]
    infos: Annotated[int, "Violations of severity info that are not accepted.", _COUNT]
    new: Annotated[int, "Violations that are not accepted, whatever their severity.", _COUNT]
    suppressed: Annotated[int, "Violations accepted by an inline comment.", _COUNT]
    waived: Annotated[int, "Violations accepted by a waiver.", _COUNT]
    baselined: Annotated[int, "Violations accepted by the baseline.", _COUNT]
    unknown: Annotated[int, "Rules that could not be judged.", _COUNT]
    rules: Annotated[int, "Rules of the rule files; built-in ones are not counted.", _COUNT]
    files: Annotated[int, "Files of the tree.", _COUNT]
    score: Annotated[float | None, "How near the target structure is, from 0 to 1; null when it is not computed."]


class SkippedRecord(TypedDict):
    """A path that was discovered and not analysed."""

    path: str
    reason: str


class ImportCounts(TypedDict):
    """Places of imports by where they lead."""

    internal: Annotated[int, "To a file or directory of the tree.", _COUNT]
    external: Annotated[int, "To a third party.", _COUNT]
    stdlib: Annotated[int, "To the standard library of the language.", _COUNT]
    generated: Annotated[int, "To a file that exists only after a build.", _COUNT]
    unresolved: Annotated[int, "To nothing known, or to several candidates.", _COUNT]


class LostRecord(TypedDict):
    """A dependency that leads nowhere known."""

    path: str
    line: Annotated[int, _POSITION]
    column: Annotated[int, _POSITION]
    specifier: Annotated[str, "What is imported or named, as written."]
    reason: str
    kind: Annotated[str, "What sort of dependency it is.", {"enum": list(EDGE_KINDS.values())}]


class CompletenessRecord(TypedDict):
    """What the run saw and what it did not."""

    discovered: Annotated[int, "Files found.", _COUNT]
    analysed: Annotated[int, "Files whose content was read and understood.", _COUNT]
    skipped: list[SkippedRecord]
    imports: ImportCounts
    unresolved: Annotated[list[LostRecord], "Imports, then what formats name, by place."]
    unassigned: Annotated[list[str], "Code files that belong to no component."]


class RuleRecord(TypedDict):
    """How one rule came out."""

    id: str
    kind: Annotated[str, "The kind of the rule; `builtin` for those nobody has to write."]
    severity: Annotated[str, {"enum": list(SEVERITIES)}]
    outcome: Annotated[str, {"enum": [PASS, FAIL, SKIPPED, UNKNOWN]}]
    reason: Annotated[str | None, "Why the rule was skipped or is unknown."]
    violations: Annotated[int, "How many violations it has that nobody has accepted.", _COUNT]
    accepted: Annotated[int, "How many of its violations are accepted.", _COUNT]
    why: str
    line: Annotated[int | None, "Where the rule stands in `path`; null for built-in rules."]
    path: Annotated[str | None, "The rule file; null for built-in rules."]


class PlaceRecord(TypedDict):
    """A position in a file."""

    path: str
    line: Annotated[int, _POSITION]
    column: Annotated[int, _POSITION]


class LinkRecord(TypedDict):
    """One step of a chain: `source` depends on `target` at `line` and `column` of `path`."""

    source: str
    target: str
    path: Annotated[str, "The file that says so: `source`, unless that is a directory."]
    line: int
    column: int


class ViolationRecord(TypedDict):
    """One broken rule at one subject (and target)."""

    id: Annotated[str, "The beginning of the fingerprint, unique in this document."]
    fingerprint: Annotated[str, "The same in every run for the same cause."]
    rule: str
    kind: str
    severity: Annotated[str, {"enum": list(SEVERITIES)}]
    status: Annotated[str, "Whether the violation is accepted, and how.", _STATUSES]
    message: str
    subject: Annotated[str, "What breaks the rule: a path, present or missing, or another node."]
    target: Annotated[str | None, "What the subject must not, or must, depend on."]
    key: Annotated[str, "Tells several violations of one rule at one subject apart."]
    identity: Annotated[list[str], "What the fingerprint is made of, beside rule and key."]
    amount: Annotated[float | None, "How bad it is, where that is a number: the larger the worse."]
    members: Annotated[list[str], "The members of a cycle, sorted."]
    subject_component: str | None
    target_component: str | None
    path: Annotated[str, "The first place; for structure rules the path, present or missing."]
    line: Annotated[int | None, _POSITION]
    column: Annotated[int | None, _POSITION]
    places: Annotated[list[PlaceRecord], "All places, the most telling first."]
    chain: Annotated[list[LinkRecord], "The shortest real chain; empty for a direct dependency."]
    affects: Annotated[int, "Further files that start such a chain.", _COUNT]
    cause: Annotated[str | None, "What made it new since another state."]
    cause_place: Annotated[PlaceRecord | None, "Where that is."]
    reason: Annotated[str, "Why it is accepted."]
    accepted_at: Annotated[PlaceRecord | None, "Where that is said."]
    before: Annotated[str, "What is recorded of a violation that has become worse."]
    excerpt: Annotated[dict[str, str], "Lines of `path` around `line`, by number.", _LINES]
    rule_excerpt: Annotated[dict[str, str], "Lines of the rule file, by number.", _LINES]
    owners: Annotated[list[str], "Who owns the subject, by the CODEOWNERS file."]
    path_owners: Annotated[list[str], "Who owns `path`, where that is another file than the subject."]
    target_owners: Annotated[list[str], "Who owns the target, if that is in the tree."]
    hint: Annotated[str, "What would make it pass, when that is known."]
    why: str
    see: str
    rule_place: PlaceRecord | None


class SinceRecord(TypedDict):
    """What the report is compared with."""

    revision: Annotated[str, "As it was named."]
    base: Annotated[str, "The id of the commit where HEAD and the revision parted."]
    fixed: Annotated[list[ViolationRecord], "Violations there that are not found any more."]
    changed: Annotated[list[str], "Paths of files that are different now, deleted ones included."]
    components: Annotated[list[str], "The components that these files belong to."]


class ReportDocument(TypedDict):
    """Everything one run found; violations and rules in their final order."""

    schema: Annotated[Literal[1], "The version of this document; fields may be added within it."]
    tool: ToolRecord
    config: Annotated[str | None, "The rule file, relative to the root; null without one."]
    as_of: Annotated[str, "The date of the run.", {"pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}]
    phase: str | None
    summary: SummaryRecord
    completeness: CompletenessRecord
    rules: list[RuleRecord]
    violations: list[ViolationRecord]
    diagnostics: Annotated[list[str], "What the user must know beyond violations."]
    filtered: Annotated[bool, "Whether only some of the violations are listed."]
    since: NotRequired[SinceRecord]
    graph: NotRequired[GraphSection]


def report_schema() -> dict[str, Any]:
    """The JSON Schema of the document `archcheck check -o json` writes."""
    return schema_of(ReportDocument, name="report.schema.json", title="Report of archcheck")


def report_document(report: Report) -> ReportDocument:
    """The document of a report; the same report always gives the same document."""
    document: ReportDocument = {
        "schema": 1,
        "tool": {"name": "archcheck", "version": report.version},
        "config": report.config,
        "as_of": report.as_of,
        "phase": report.phase,
        "summary": summary_record(report),
        "completeness": _completeness_record(report.completeness),
        "rules": [_rule_record(rule) for rule in report.rules],
        "violations": [violation_record(violation) for violation in report.violations],
        "diagnostics": list(report.diagnostics),
        "filtered": report.filtered,
    }
    if report.since:
        document["since"] = {
            "revision": report.since.revision,
            "base": report.since.base,
            "fixed": [violation_record(violation) for violation in report.since.fixed],
            "changed": list(report.since.changed),
            "components": list(report.since.components),
        }
    if "graph" in report.sections:
        document["graph"] = report.sections["graph"]
    return document


def summary_record(report: Report) -> SummaryRecord:
    """The counts of a report."""
    accepted = dict.fromkeys(("suppressed", "waived", "baselined"), 0)
    severities = dict.fromkeys(SEVERITIES, 0)
    for violation in report.violations:
        if violation.status in accepted:
            accepted[violation.status] += 1
        else:
            severities[violation.severity] += 1
    return {
        "errors": severities[ERROR],
        "warnings": severities[WARNING],
        "infos": severities[INFO],
        "new": sum(severities.values()),
        "suppressed": accepted["suppressed"],
        "waived": accepted["waived"],
        "baselined": accepted["baselined"],
        "unknown": sum(1 for rule in report.rules if rule.outcome == UNKNOWN),
        "rules": sum(1 for rule in report.rules if rule.kind != BUILTIN),
        "files": report.files,
        "score": None,
    }


def _completeness_record(seen: Completeness) -> CompletenessRecord:
    return {
        "discovered": seen.discovered,
        "analysed": seen.analysed,
        "skipped": [{"path": path, "reason": reason} for path, reason in seen.skipped],
        "imports": {
            "internal": seen.imports.get(INTERNAL, 0),
            "external": seen.imports.get(EXTERNAL, 0),
            "stdlib": seen.imports.get(STDLIB, 0),
            "generated": seen.imports.get(GENERATED, 0),
            "unresolved": seen.imports.get(UNRESOLVED, 0),
        },
        "unresolved": [_lost_record(lost) for lost in seen.unresolved],
        "unassigned": list(seen.unassigned),
    }


def _lost_record(lost: Unresolved) -> LostRecord:
    return {
        "path": lost.path,
        "line": lost.line,
        "column": lost.column,
        "specifier": lost.specifier,
        "reason": lost.reason,
        "kind": lost.kind,
    }


def _rule_record(rule: RuleResult) -> RuleRecord:
    return {
        "id": rule.id,
        "kind": rule.kind,
        "severity": rule.severity,
        "outcome": rule.outcome,
        "reason": rule.reason,
        "violations": rule.violations,
        "accepted": rule.accepted,
        "why": rule.why,
        "line": rule.place.line if rule.place else None,
        "path": rule.place.path if rule.place else None,
    }


def violation_record(violation: Violation) -> ViolationRecord:
    """The record of a violation."""
    return {
        "id": violation.id,
        "fingerprint": violation.fingerprint,
        "rule": violation.rule,
        "kind": violation.kind,
        "severity": violation.severity,
        "status": violation.status,
        "message": violation.message,
        "subject": violation.subject,
        "target": violation.target,
        "key": violation.key,
        "identity": list(violation.identity),
        "amount": violation.amount,
        "members": list(violation.members),
        "subject_component": violation.subject_component,
        "target_component": violation.target_component,
        "path": violation.path,
        "line": violation.line,
        "column": violation.column,
        "places": [_place_record(place) for place in violation.places],
        "chain": [_link_record(link) for link in violation.chain],
        "affects": violation.affects,
        "cause": violation.cause,
        "cause_place": _maybe_place(violation.cause_place),
        "reason": violation.reason,
        "accepted_at": _maybe_place(violation.accepted_at),
        "before": violation.before,
        "excerpt": _excerpt(violation.excerpt),
        "rule_excerpt": _excerpt(violation.rule_excerpt),
        "owners": list(violation.owners),
        "path_owners": list(violation.path_owners),
        "target_owners": list(violation.target_owners),
        "hint": violation.hint,
        "why": violation.why,
        "see": violation.see,
        "rule_place": _maybe_place(violation.rule_place),
    }


def _maybe_place(place: Place | None) -> PlaceRecord | None:
    return _place_record(place) if place else None


def _place_record(place: Place) -> PlaceRecord:
    return {"path": place.path, "line": place.line, "column": place.column}


def _link_record(link: Link) -> LinkRecord:
    return {
        "source": link.source,
        "target": link.target,
        "path": link.written,
        "line": link.line,
        "column": link.column,
    }


def _excerpt(lines: Mapping[int, str]) -> dict[str, str]:
    return {str(number): text for number, text in sorted(lines.items())}
