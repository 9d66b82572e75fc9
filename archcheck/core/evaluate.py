"""Evaluation: rules x scene -> results and violations, in a fixed order."""

import dataclasses
import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archcheck.core.components import home_of_path
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
from archcheck.core.selections import component_names, empty_components, empty_selectors, matches, selects_nothing
from archcheck.core.selectors import GlobSet

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
    extra = [*builtin, *_vacuous_settings(rules, scene, as_of)]
    excluded = rules.settings.files.exclude
    for rule in in_order(rules.rules):
        check = check_of(rule.kind)
        judged = _judge(rule, rules, check, scene, as_of, outcomes)
        kept = (f for f in judged.findings if is_subject(rule, f.subject, excluded))
        found = _unique([v for f in kept if (v := _violation(rule, f, scene, as_of))])
        extra.extend(_vacuous_finding(f"rule {rule.id}", each, rule.from_pack) for each in judged.vacuous)
        outcome = judged.outcome or (FAIL if found else PASS)
        outcomes[rule.id] = outcome
        severity = rule.keys.severity.on(as_of)
        results[rule.id] = RuleResult(
            rule.id, rule.kind, severity, outcome, judged.reason, len(found), rule.keys.why, rule.place
        )
        violations.extend(found)
    built = _unique([v for each in extra if (v := _builtin_violation(rules, each, scene))])
    ordered = [results[rule.id] for rule in rules.rules]
    return Evaluation((*ordered, *_builtin_results(rules, built)), _finish(violations + built, ordered))


def in_order(rules: Sequence[Rule]) -> Iterator[Rule]:
    """The rules such that each comes after those named in its `when` and `unless`; else in the order written."""
    by_id = {rule.id: rule for rule in rules}
    begun: set[str] = set()
    for rule in rules:
        stack = [(rule, False)]
        while stack:
            each, ready = stack.pop()
            if ready:
                yield each
            elif each.id not in begun:
                begun.add(each.id)
                stack.append((each, True))
                others = (*each.keys.when, *each.keys.unless)
                stack.extend((by_id[other], False) for other in reversed(others) if other in by_id)


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
    produced: list[Result] = [*check.run(rule.options, narrowed(scene, rule))]
    unknown = [each.reason for each in produced if isinstance(each, Unknown)]
    findings = tuple(each for each in produced if isinstance(each, Finding))
    empty = [*empty_selectors(rule, scene, [each.subject for each in findings])]
    vacuous = tuple(dict.fromkeys((*empty, *(each for each in produced if isinstance(each, Vacuous)))))
    if unknown:
        return _unknown(rule, "; ".join(dict.fromkeys(unknown)), findings, vacuous)
    nothing = vacuous[0].text if vacuous and rule.keys.optional else selects_nothing(rule, scene)
    if nothing and not findings:
        return _Judged(SKIPPED, f"nothing matches {nothing}", (), () if rule.keys.optional else vacuous)
    return _Judged(None, None, findings, () if rule.keys.optional else vacuous)


def _unknown(rule: Rule, reason: str, findings: tuple[Finding, ...] = (), vacuous: tuple[Vacuous, ...] = ()) -> _Judged:
    if rule.keys.optional:
        return _Judged(None if findings else SKIPPED, reason, findings)
    return _Judged(UNKNOWN, reason, findings, vacuous)


def inactive(rule: Rule, rules: RuleSet, as_of: str, outcomes: Mapping[str, str]) -> str | None:
    """Why a rule is not judged on this date, in this phase and after these outcomes, or None when it is."""
    early = out_of_time(rule, rules, as_of)
    if early:
        return early
    for other in rule.keys.when:
        if outcomes.get(other) != PASS:
            return f"waits for {other}, which is {outcomes.get(other, SKIPPED)}"
    for other in rule.keys.unless:
        if outcomes.get(other) == PASS:
            return f"not judged while {other} passes"
    return None


def out_of_time(rule: Rule, rules: RuleSet, as_of: str) -> str | None:
    """Why a rule is not active on this date and in this phase, or None when it is."""
    keys = rule.keys
    if keys.starts and as_of < keys.starts.text:
        return f"starts on {keys.starts.text}"
    if keys.ends and as_of >= keys.ends.text:
        return f"ended on {keys.ends.text}"
    if in_phase(keys.phases, rules):
        return None
    unset = "" if current_phase(rules) else ", and no phase is current"
    return f"belongs to {', '.join(keys.phases)}{unset}"


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


def _vacuous_finding(owner: str, vacuous: Vacuous, from_pack: bool) -> BuiltinFinding:
    way_out = "correct it, or say `optional: true` where nothing to match is fine"
    finding = Finding(
        message=f'"{vacuous.text}" of {owner} matches nothing',
        subject=vacuous.place.path,
        key=f"{owner.removeprefix('rule ')}: {vacuous.text}",
        places=(vacuous.place,),
        hint=vacuous.hint or (way_out if owner.startswith("rule ") else "correct it, or take it out"),
    )
    return BuiltinFinding("vacuous", finding, INFO if from_pack else None)


def _vacuous_settings(rules: RuleSet, scene: Scene, as_of: str) -> Iterator[BuiltinFinding]:
    """What is declared for all rules and matches nothing: components, and the files to include.

    A component that is named only by rules that are optional, or not active yet, may be missing as well.
    """
    users: dict[str, list[bool]] = {}
    for rule in rules.rules:
        lenient = rule.keys.optional or out_of_time(rule, rules, as_of) is not None
        for name in component_names(rule, scene.components):
            users.setdefault(name, []).append(lenient)
    for spec, each in empty_components(scene):
        if not all(users.get(spec.name, [False])):
            yield _vacuous_finding(f"component {spec.name}", each, spec.from_pack)
    for term in rules.settings.include.terms if rules.settings.include else ():
        if not matches(term, scene):
            yield _vacuous_finding("include", Vacuous(term.text, term.place), from_pack=False)


def fingerprint(rule: str, finding: Finding) -> str:
    """Rule id + subject + target + key, hashed; nothing that rewording or moving code within a file changes."""
    parts = finding.identity or (finding.subject, finding.target or "")
    text = "\0".join((rule, *parts, finding.key))
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def _violation(rule: Rule, finding: Finding, scene: Scene, as_of: str) -> Violation | None:
    severity = _level(rule, component_at(finding.subject, scene)) or rule.keys.severity.on(as_of)
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


def _level(rule: Rule, component: str | None) -> str | None:
    """The severity that `levels` gives a component: by its id, else by its name."""
    if component is None or not rule.keys.levels:
        return None
    levels = {"".join(key.split()): level for key, level in rule.keys.levels.items()}
    return levels.get("".join(component.split())) or levels.get(component.partition("[")[0])


def narrowed(scene: Scene, rule: Rule) -> Scene:
    """The scene as one rule sees it, with the files that it may find fault with."""
    if rule.keys.paths is None and rule.keys.exclude is None:
        return scene
    return dataclasses.replace(scene, subjects=lambda path: is_subject(rule, path, None))


def is_subject(rule: Rule, subject: str, excluded: GlobSet | None) -> bool:
    """Whether findings about `subject` count; what is not analysed (`files: exclude`) breaks no rule."""
    inside = f"{subject}\0" if subject.endswith("/") else subject
    keys = rule.keys
    if keys.paths and not keys.paths.covers(inside):
        return False
    return not any(barred.covers(inside) for barred in (keys.exclude, excluded) if barred)


def component_at(node: str | None, scene: Scene) -> str | None:
    """The component that owns a node id; for a path that is not a node, the one owning everything below it, or None.

    The id of a component, which cycles of components have as their subject, is its own.
    """
    if node is None:
        return None
    number = scene.graph.id_of(node)
    if number is not None:
        return scene.component_of(number)
    if node in scene.components.instances:
        return node
    return home_of_path(node, scene.components)


def _build(rule: str, kind: str, severity: str, finding: Finding, scene: Scene) -> Violation:
    place = finding.places[0] if finding.places else None
    number = scene.graph.id_of(finding.subject)
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
        in_file=place is not None or (number is not None and number < len(scene.paths.files)),
        identity=finding.identity or (finding.subject, finding.target or ""),
        amount=finding.amount,
        members=finding.members,
    )


def _builtin_violation(rules: RuleSet, found: BuiltinFinding, scene: Scene) -> Violation | None:
    severity = found.severity or rules.builtin[found.rule]
    excluded = rules.settings.files.exclude
    if "off" in (severity, rules.builtin[found.rule]) or (excluded and excluded.covers(found.finding.subject)):
        return None
    return _build(f"archcheck/{found.rule}", "builtin", severity, found.finding, scene)


def _builtin_results(rules: RuleSet, violations: Sequence[Violation]) -> Iterator[RuleResult]:
    for name, severity in rules.builtin.items():
        if severity != "off":
            rule = f"archcheck/{name}"
            count = sum(1 for violation in violations if violation.rule == rule)
            yield RuleResult(rule, "builtin", severity, FAIL if count else PASS, None, count, "", None)


def _unique(violations: Iterable[Violation]) -> list[Violation]:
    """Those of one fingerprint merged: the first, with the places of all."""
    found: dict[str, Violation] = {}
    for each in violations:
        held = found.setdefault(each.fingerprint, each)
        if held is not each:
            places = tuple(dict.fromkeys((*held.places, *each.places)))
            found[each.fingerprint] = dataclasses.replace(held, places=places)
    return list(found.values())


def _finish(violations: Sequence[Violation], results: Sequence[RuleResult]) -> tuple[Violation, ...]:
    """Sort, and give each a short id that is unique in this report."""
    rank = {result.id: number for number, result in enumerate(results)}
    ordered = sorted(
        violations,
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
