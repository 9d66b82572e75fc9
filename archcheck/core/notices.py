"""What the formats of CI systems show: violations that nobody has accepted, and rules that could not be judged."""

import hashlib
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.columns import counted
from archcheck.core.findings import SEVERITIES, UNKNOWN, Link, Report, RuleResult, Violation
from archcheck.core.printable import printable
from archcheck.core.values import Place

_STEPS = 50
_PLACES = 20


class Notice(NamedTuple):
    """One thing to be shown at a place. All texts are printable and stand on one line; `path` is as it is.

    `path` is a file of the tree whenever one is known: what is missing, or is a directory, is shown where its rule
    stands; what is new because of a change, where that is. `line` and `column` are 0 when the whole file is meant.
    `fingerprint` is the same in every run for the same cause. `details` are `label: text` and say where else, why, what
    to do and whom to ask.
    """

    rule: str
    kind: str
    severity: str
    id: str
    fingerprint: str
    path: str
    line: int
    column: int
    message: str
    details: tuple[str, ...]
    violation: Violation | None


def open_violations(report: Report) -> list[Violation]:
    """The violations that nobody has accepted, the severest first, else in the order of the report."""
    return sorted(report.open_violations(), key=lambda violation: SEVERITIES.index(violation.severity))


def unknown_rules(report: Report) -> list[RuleResult]:
    """The rules that could not be judged, the severest first."""
    found = [rule for rule in report.rules if rule.outcome == UNKNOWN]
    return sorted(found, key=lambda rule: SEVERITIES.index(rule.severity))


def notices(report: Report) -> list[Notice]:
    """What is to be shown, the severest first; of each severity the rules that could not be judged come first."""
    found = [*(_of_rule(rule, report) for rule in unknown_rules(report)), *map(_of_violation, open_violations(report))]
    return sorted(found, key=lambda notice: SEVERITIES.index(notice.severity))


def _of_rule(rule: RuleResult, report: Report) -> Notice:
    digest = hashlib.sha256(f"unknown\0{rule.id}".encode("utf-8", "surrogatepass")).hexdigest()[:32]
    place = rule.place or Place(report.config or "archcheck.yaml", 0, 0)
    reason = f": {one_line(rule.reason)}" if rule.reason else ""
    why = (f"why: {one_line(rule.why)}",) if rule.why else ()
    return Notice(
        rule.id, rule.kind, rule.severity, digest[:7], digest, *place, f"could not be judged{reason}", why, None
    )


def _of_violation(violation: Violation) -> Notice:
    elsewhere = not (violation.in_file or violation.line) and violation.rule_place is not None
    place = violation.cause_place or (violation.rule_place if elsewhere else None)
    shown = place or Place(violation.path, violation.line or 0, violation.column or 0)
    head = f"{_own_place(violation)}: " if (shown.path, shown.line) != (violation.path, violation.line or 0) else ""
    return Notice(
        rule=violation.rule,
        kind=violation.kind,
        severity=violation.severity,
        id=violation.id,
        fingerprint=violation.fingerprint,
        path=shown.path,
        line=shown.line,
        column=shown.column,
        message=f"{head}{printable(violation.message)}",
        details=tuple(details(violation)),
        violation=violation,
    )


def _own_place(violation: Violation) -> str:
    """Where the violation is, when it is shown at another place."""
    return printable(violation.path) + (f":{violation.line}" if violation.line else "")


def details(violation: Violation) -> Iterator[str]:
    """Where else, why, what to do and whom to ask, each as `label: text` on one line."""
    if violation.chain:
        yield f"chain: {_chain(violation)}"
    further = further_places(violation)
    if further:
        shown = ", ".join(f"{printable(place.path)}:{place.line}" for place in further[:_PLACES])
        more = f" and {counted(len(further) - _PLACES, 'more place')}" if len(further) > _PLACES else ""
        yield f"also at: {shown}{more}"
    if violation.affects:
        yield f"and: {counted(violation.affects, 'more file')}"
    said = (
        ("before", violation.before),
        ("since", violation.cause or ""),
        ("why", violation.why),
        ("see", violation.see),
        ("do", violation.hint),
    )
    for label, text in said:
        if text:
            yield f"{label}: {one_line(text)}"
    owners = all_owners(violation)
    if owners:
        yield f"ask: {', '.join(map(printable, owners))}"


def all_owners(violation: Violation) -> list[str]:
    """Whom to ask: the owners of the file at hand, of the subject and of the target, each once."""
    return [*dict.fromkeys((*violation.path_owners, *violation.owners, *violation.target_owners))]


def further_places(violation: Violation) -> list[Place]:
    """The places beside the first that the chain does not name."""
    named = {(link.written, link.line) for link in violation.chain} | {(violation.path, violation.line)}
    return [place for place in violation.places[1:] if (place.path, place.line) not in named]


def _chain(violation: Violation) -> str:
    chain = violation.chain
    steps = [_step(link) for link in chain[:_STEPS]]
    rest = f"... {counted(len(chain) - _STEPS, 'more step')} ... -> " if len(chain) > _STEPS else ""
    return f"{' -> '.join(steps)} -> {rest}{printable(chain[-1].target)}"


def _step(link: Link) -> str:
    source = printable(link.source)
    if link.path:
        return f"{source} ({printable(link.path)}:{link.line})"
    return f"{source}:{link.line}" if link.line else source


def one_line(text: str) -> str:
    """Text that may be printed; line breaks and runs of spaces are one space."""
    return printable(" ".join(text.split()))


def shortened(text: str, most: int) -> str:
    """At most `most` characters of the text; dots stand for the rest."""
    return text if len(text) <= most else f"{text[: most - 3]}..."
