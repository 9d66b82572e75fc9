"""Evaluation: rules x scene -> results and violations, in a fixed order."""

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from archcheck.core.components import home_of_path, instances_of, select_globs
from archcheck.core.extension import Check
from archcheck.core.findings import (
    FAIL,
    INFO,
    PASS,
    SEVERITIES,
    SKIPPED,
    UNKNOWN,
    Finding,
    Result,
    RuleResult,
    Unknown,
    Vacuous,
    Violation,
)
from archcheck.core.rules import Rule, RuleSet, fill_captures
from archcheck.core.scene import Missing, Scene
from archcheck.core.selectors import GlobSet, GlobTerm, Selector, Term

CheckOf = Callable[[str], Check[Any]]


@dataclass(frozen=True, slots=True)
class BuiltinFinding:
    """A finding of a built-in rule; `rule` without the prefix. `severity` replaces that of the rule where it is set."""

    rule: str
    finding: Finding
    severity: str | None = None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rule results in the order of the rule file, built-in ones last, and all violations in their final order."""

    results: tuple[RuleResult, ...]
    violations: tuple[Violation, ...]


def evaluate(
    rules: RuleSet, check_of: CheckOf, scene: Scene, as_of: str, builtin: Iterable[BuiltinFinding] = ()
) -> Evaluation:
    """Judge every rule. `builtin` are the findings of the built-in rules about the graph itself."""
    outcomes: dict[str, str] = {}
    results: dict[str, RuleResult] = {}
    violations: list[Violation] = []
    extra = list(builtin)
    for rule in in_order(rules.rules):
        check = check_of(rule.kind)
        judged = _judge(rule, rules, check, scene, as_of, outcomes)
        found = [v for f in judged.findings if (v := _violation(rule, f, scene, as_of))]
        extra.extend(_vacuous_finding(rule, each) for each in judged.vacuous)
        outcome = judged.outcome or (FAIL if found else PASS)
        outcomes[rule.id] = outcome
        severity = rule.keys.severity.on(as_of)
        results[rule.id] = RuleResult(
            rule.id, rule.kind, severity, outcome, judged.reason, len(found), rule.keys.why, rule.place
        )
        violations.extend(found)
    built = [v for each in extra if (v := _builtin_violation(rules, each, scene))]
    ordered = [results[rule.id] for rule in rules.rules]
    return Evaluation((*ordered, *_builtin_results(rules, built)), _finish(violations + built, ordered))


def in_order(rules: Sequence[Rule]) -> Iterator[Rule]:
    """The rules such that each comes after those named in its `when` and `unless`; else in the order written."""
    done: set[str] = set()
    waiting = list(rules)
    while waiting:
        ready = [rule for rule in waiting if done.issuperset((*rule.keys.when, *rule.keys.unless))]
        for rule in ready or waiting:
            done.add(rule.id)
            yield rule
        waiting = [rule for rule in waiting if rule.id not in done]


@dataclass(frozen=True, slots=True)
class _Judged:
    outcome: str | None
    reason: str | None
    findings: tuple[Finding, ...] = ()
    vacuous: tuple[Vacuous, ...] = ()


def _judge(
    rule: Rule, rules: RuleSet, check: Check[Any], scene: Scene, as_of: str, outcomes: Mapping[str, str]
) -> _Judged:
    idle = inactive(rule, rules, as_of, outcomes)
    if idle:
        return _Judged(SKIPPED, idle)
    for need in check.needs(rule.options):
        fetched = scene.needs.get(need, Missing("it was not provided"))
        if isinstance(fetched, Missing):
            return _unknown(rule, fetched.reason)
    produced: list[Result] = [*check.run(rule.options, scene)]
    unknown = [each.reason for each in produced if isinstance(each, Unknown)]
    vacuous = [*empty_selectors(rule, scene), *(each for each in produced if isinstance(each, Vacuous))]
    findings = tuple(each for each in produced if isinstance(each, Finding))
    if unknown:
        return _unknown(rule, "; ".join(dict.fromkeys(unknown)), findings)
    if vacuous and rule.keys.optional:
        return _Judged(None if findings else SKIPPED, f"nothing matches {vacuous[0].text}", findings)
    return _Judged(None, None, findings, tuple(dict.fromkeys(vacuous)))


def _unknown(rule: Rule, reason: str, findings: tuple[Finding, ...] = ()) -> _Judged:
    return _Judged(SKIPPED if rule.keys.optional else UNKNOWN, reason, findings)


def inactive(rule: Rule, rules: RuleSet, as_of: str, outcomes: Mapping[str, str]) -> str | None:
    """Why a rule is not judged on this date and in this phase, or None when it is."""
    keys = rule.keys
    if keys.starts and as_of < keys.starts.text:
        return f"starts on {keys.starts.text}"
    if keys.ends and as_of >= keys.ends.text:
        return f"ended on {keys.ends.text}"
    for other in keys.when:
        if outcomes.get(other) != PASS:
            return f"waits for {other}, which is {outcomes.get(other, SKIPPED)}"
    for other in keys.unless:
        if outcomes.get(other) == PASS:
            return f"not judged while {other} passes"
    return None if in_phase(keys.phases, rules) else f"belongs to {', '.join(keys.phases)}"


def in_phase(wanted: Sequence[str], rules: RuleSet) -> bool:
    """Whether a rule of these phases is active in the current one; `p2+` means from p2 on, none means always."""
    phases = rules.settings.phases
    current = current_phase(rules)
    if not wanted or phases is None or current is None:
        return not wanted
    order = [phase.id for phase in phases.list]
    return any(
        order.index(current) >= order.index(word[:-1]) if word.endswith("+") else word == current for word in wanted
    )


def current_phase(rules: RuleSet) -> str | None:
    """The phase the repository is in: `current`, its `default`, or None."""
    phases = rules.settings.phases
    if phases is None or phases.current is None:
        return None
    return phases.current if isinstance(phases.current, str) else phases.current.get("default")


@runtime_checkable
class SelectsFiles(Protocol):
    """An options class whose files are not all named by plain selectors: it lists what it selects, for explanations."""

    def selected(self) -> Iterable[tuple[str, tuple[Term, ...]]]:
        """Names (the option, or a part of it) with the terms they mean."""


def selections(options: Any) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Everything the options of a rule select: the option, or a part of it, and its terms."""
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if isinstance(value, (Selector, GlobSet)):
            yield field.name.rstrip("_"), value.terms
    if isinstance(options, SelectsFiles):
        yield from options.selected()


def option_selectors(options: Any) -> Iterator[tuple[str, Selector | GlobSet]]:
    """The selectors whose matching nothing would make the rule vacuous, with the key they stand at."""
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if isinstance(value, (Selector, GlobSet)) and not field.metadata.get("may_be_empty"):
            yield field.name.rstrip("_"), value


def empty_selectors(rule: Rule, scene: Scene) -> Iterator[Vacuous]:
    """The terms of the rule's selectors that match nothing."""
    for _, selector in option_selectors(rule.options):
        if len(selector.terms) == 1 and scene.select(selector):
            continue
        for term in selector.terms:
            if isinstance(term, GlobTerm):
                if not select_globs([term], scene.paths) and not _matches_directory(term, scene):
                    yield Vacuous(term.text, term.place)
            elif not instances_of(term, scene.components):
                yield Vacuous(term.text, term.place)


def _matches_directory(term: GlobTerm, scene: Scene) -> bool:
    return any(term.glob.match_directory(directory) is not None for directory in scene.directories())


def _vacuous_finding(rule: Rule, vacuous: Vacuous) -> BuiltinFinding:
    finding = Finding(
        message=f'"{vacuous.text}" of rule {rule.id} matches nothing',
        subject=vacuous.place.path,
        key=f"{rule.id}: {vacuous.text}",
        places=(vacuous.place,),
        hint=vacuous.hint or "correct it, or say `optional: true` where nothing to match is fine",
    )
    return BuiltinFinding("vacuous", finding, INFO if rule.from_pack else None)


def fingerprint(rule: str, finding: Finding) -> str:
    """Rule id + subject + target + key, hashed; nothing that rewording or moving code within a file changes."""
    parts = finding.identity or (finding.subject, finding.target or "")
    text = "\0".join((rule, *parts, finding.key))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _violation(rule: Rule, finding: Finding, scene: Scene, as_of: str) -> Violation | None:
    if not _is_subject(rule, finding.subject):
        return None
    component = component_at(finding.subject, scene)
    level = (rule.keys.levels or {}).get(component or "")
    severity = level or rule.keys.severity.on(as_of)
    if severity == "off":
        return None
    built = _build(rule.id, rule.kind, severity, finding, scene)
    return dataclasses.replace(
        built,
        why=fill_captures(rule.keys.why, finding.binding),
        hint=fill_captures(rule.keys.hint, finding.binding) or finding.hint,
        see=rule.keys.see,
        rule_place=rule.place,
    )


def _is_subject(rule: Rule, subject: str) -> bool:
    inside = subject.rstrip("/") + "/\0" if subject.endswith("/") else subject
    keys = rule.keys
    if keys.paths and not any(term.glob.match_file(inside) is not None for term in keys.paths.terms):
        return False
    return not (keys.exclude and any(term.glob.match_file(inside) is not None for term in keys.exclude.terms))


def component_at(node: str | None, scene: Scene) -> str | None:
    """The component that owns a node id; for a path that is not a node, the one owning everything below it, or None."""
    if node is None:
        return None
    number = scene.graph.id_of(node)
    if number is not None:
        return scene.component_of(number)
    return home_of_path(node, scene.components)


def _build(rule: str, kind: str, severity: str, finding: Finding, scene: Scene) -> Violation:
    place = finding.places[0] if finding.places else None
    return Violation(
        id="",
        fingerprint=fingerprint(rule, finding),
        rule=rule,
        kind=kind,
        severity=severity,
        status="new",
        message=finding.message,
        subject=finding.subject,
        target=finding.target,
        key=finding.key,
        subject_component=component_at(finding.subject, scene),
        target_component=component_at(finding.target, scene),
        path=place.path if place else finding.subject,
        line=place.line if place else None,
        column=place.column if place else None,
        places=finding.places,
        chain=finding.chain,
        affects=finding.affects,
        hint=finding.hint,
        why="",
        see="",
        rule_place=None,
        group=finding.group,
        group_size=finding.group_size,
    )


def _builtin_violation(rules: RuleSet, found: BuiltinFinding, scene: Scene) -> Violation | None:
    severity = found.severity or rules.builtin[found.rule]
    if "off" in (severity, rules.builtin[found.rule]):
        return None
    return _build(f"archcheck/{found.rule}", "builtin", severity, found.finding, scene)


def _builtin_results(rules: RuleSet, violations: Sequence[Violation]) -> Iterator[RuleResult]:
    for name, severity in rules.builtin.items():
        if severity != "off":
            rule = f"archcheck/{name}"
            count = sum(1 for violation in violations if violation.rule == rule)
            yield RuleResult(rule, "builtin", severity, FAIL if count else PASS, None, count, "", None)


def _finish(violations: Sequence[Violation], results: Sequence[RuleResult]) -> tuple[Violation, ...]:
    """Sort, merge equal fingerprints, and give each a short id that is unique in this report."""
    rank = {result.id: number for number, result in enumerate(results)}
    unique = {violation.fingerprint: violation for violation in reversed(violations)}
    ordered = sorted(
        unique.values(),
        key=lambda v: (SEVERITIES.index(v.severity), rank.get(v.rule, len(rank)), v.rule, v.path, v.line or 0,
                       v.target or "", v.key, v.fingerprint),
    )  # fmt: skip
    length = _unique_length([violation.fingerprint for violation in ordered])
    return tuple(dataclasses.replace(violation, id=violation.fingerprint[:length]) for violation in ordered)


def _unique_length(fingerprints: Sequence[str]) -> int:
    length = 7
    while len({text[:length] for text in fingerprints}) < len(fingerprints):
        length += 1
    return length
