"""Exemptions: everything that a run accepts, leaves out or judges more mildly, in one list."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from archcheck.core.acceptance import Accepted
from archcheck.core.acceptance_findings import waived_counts
from archcheck.core.evaluate import Evaluation
from archcheck.core.findings import SEVERITIES
from archcheck.core.judging import OFF
from archcheck.core.rules import BUILTIN_SEVERITIES, Rule, RuleSet
from archcheck.core.values import Place
from archcheck.core.waivers import describe_waiver

SUPPRESSION, WAIVER, BASELINE, EXCLUDE, EXCEPT, OVERRIDE = SORTS = (
    "suppression",
    "waiver",
    "baseline",
    "exclude",
    "except",
    "override",
)
_EXCEPTING = frozenset(("except_", "exempt", "override"))
_GRADES = (*SEVERITIES, OFF)
OwnersOf = Callable[[str], Sequence[str]]


class Exemption(NamedTuple):
    """One thing that is not judged as the rules say. `violations` is how many it accepts, None where unknown."""

    sort: str
    rule: str
    about: str
    reason: str = ""
    owner: str = ""
    expires: str = ""
    violations: int | None = None
    place: Place | None = None


def list_exemptions(rules: RuleSet, accepted: Accepted, evaluation: Evaluation, owners_of: OwnersOf) -> list[Exemption]:
    """Every exemption: by sort in the order of SORTS, then by rule and by what it is about."""
    found = [
        *_suppressions(accepted, evaluation, owners_of),
        *_waivers(accepted, evaluation),
        *_entries(accepted, owners_of),
        *_of_files(rules),
        *(each for rule in rules.rules for each in _of_rule(rule)),
        *_of_builtin(rules),
    ]
    return sorted(found, key=lambda each: (SORTS.index(each.sort), each.rule, each.about, each.place or ()))


def _suppressions(accepted: Accepted, evaluation: Evaluation, owners_of: OwnersOf) -> Iterator[Exemption]:
    counts: dict[tuple[str, Place | None], int] = {}
    for violation in evaluation.violations:
        key = violation.rule, violation.accepted_at
        counts[key] = counts.get(key, 0) + 1
    for rule, suppressions in accepted.suppressions.items():
        for each in suppressions:
            owner = " ".join(owners_of(each.place.path))
            about = f"{each.place.path}:{each.place.line}"
            count = counts.get((rule, each.place), 0)
            yield Exemption(SUPPRESSION, rule, about, each.reason, owner, "", count, each.place)


def _waivers(accepted: Accepted, evaluation: Evaluation) -> Iterator[Exemption]:
    counts = waived_counts(accepted, evaluation.settlements)
    for waiver, count in zip(accepted.waivers, counts, strict=True):
        expires = waiver.expires.text if waiver.expires else ""
        about = describe_waiver(waiver).partition(", ")[2] or "everything"
        yield Exemption(WAIVER, waiver.rule.id, about, waiver.reason, waiver.owner, expires, count, waiver.rule.place)


def _entries(accepted: Accepted, owners_of: OwnersOf) -> Iterator[Exemption]:
    for entry in accepted.entries:
        paths = [part for part in entry.identity if "/" in part or "." in part]
        owner = " ".join(owners_of(paths[0])) if paths else ""
        yield Exemption(BASELINE, entry.rule, entry.name, entry.reason, owner, "", None, entry.place)


def _of_files(rules: RuleSet) -> Iterator[Exemption]:
    excluded = rules.settings.files.exclude
    for term in excluded.terms if excluded else ():
        yield Exemption(EXCLUDE, "", f"files {term.text}", place=term.place)
    for spec in rules.components:
        if spec.except_ or spec.except_values:
            values = ", ".join(sorted(spec.except_values)) or (spec.except_.text if spec.except_ else "")
            yield Exemption(EXCEPT, "", f"component {spec.name}: {values}", place=spec.place)
    for disabled in rules.settings.disable:
        yield Exemption(OVERRIDE, disabled.rule.id, "switched off", disabled.reason, place=disabled.rule.place)


def _of_rule(rule: Rule) -> Iterator[Exemption]:
    keys = rule.keys
    if keys.exclude:
        yield Exemption(EXCLUDE, rule.id, keys.exclude.text, owner=keys.owner, place=rule.place)
    for component, level in (keys.levels or {}).items():
        yield Exemption(OVERRIDE, rule.id, f"{component}: {level}", owner=keys.owner, place=rule.place)
    for name, value in _excepting(rule.options):
        sort = OVERRIDE if name == "override" else EXCEPT
        yield Exemption(sort, rule.id, f"{name}: {_text_of(value)}", owner=keys.owner, place=rule.place)


def _excepting(options: Any) -> Iterator[tuple[str, Any]]:
    """The options of a rule that take something out of it, by the names users write."""
    for field in fields(options) if is_dataclass(options) else ():
        value = getattr(options, field.name)
        if value and (field.name in _EXCEPTING or field.metadata.get("exempts")):
            yield field.name.rstrip("_"), value


def _text_of(value: Any) -> str:
    text = getattr(value, "text", None)
    if isinstance(text, str):
        return text
    return ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)


def _of_builtin(rules: RuleSet) -> Iterator[Exemption]:
    """Built-in rules that are milder than they usually are."""
    for name, severity in rules.builtin.items():
        usual = BUILTIN_SEVERITIES[name]
        if _GRADES.index(severity) > _GRADES.index(usual):
            yield Exemption(OVERRIDE, f"archcheck/{name}", f"{severity} instead of {usual}")


def expiring(found: Iterable[Exemption], as_of: str, days: int) -> list[Exemption]:
    """Those that expire within so many days of a date, or have expired."""
    last = (datetime.date.fromisoformat(as_of) + datetime.timedelta(days=days)).isoformat()
    return [each for each in found if each.expires and each.expires <= last]
