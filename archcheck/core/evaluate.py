"""Evaluation: rules x scene -> results and violations, in a fixed order; each violation with its status."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archcheck.core.acceptance import Accepted, Settled, Settlement, settle
from archcheck.core.acceptance_findings import FAULTS, faults_of
from archcheck.core.findings import (
    FAIL,
    PASS,
    SEVERITIES,
    BuiltinFinding,
    RuleResult,
    Violation,
)
from archcheck.core.fingerprints import identity_of
from archcheck.core.judging import OFF, CheckOf, Judge, component_at, in_order
from archcheck.core.rules import RuleSet, fill_captures
from archcheck.core.scene import Scene
from archcheck.core.vacuous import vacuous_finding, vacuous_settings


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All rule results in the order of the rule file, built-in ones last, and all violations in their final order.

    `settlements` tell by rule what has been accepted, of rules that were judged. `notes` are for the user.
    """

    results: tuple[RuleResult, ...]
    violations: tuple[Violation, ...]
    settlements: Mapping[str, Settlement] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


NOTHING = Accepted()


def evaluate(
    rules: RuleSet,
    check_of: CheckOf,
    scene: Scene,
    as_of: str,
    builtin: Iterable[BuiltinFinding] = (),
    accepted: Accepted = NOTHING,
) -> Evaluation:
    """Judge every rule. `builtin` are the findings of the built-in rules about the graph itself."""
    run = _Run(rules, scene, as_of, accepted)
    for rule in in_order(rules.rules):
        run.judge(Judge(rule, check_of(rule.kind), rules, scene, as_of))
    run.add_builtin([*builtin, *vacuous_settings(rules, scene, as_of), *run.vacuous])
    judged = {*run.settlements, *(f"archcheck/{n}" for n, s in rules.builtin.items() if s != OFF and n not in FAULTS)}
    run.add_builtin(faults_of(accepted, run.settlements, rules, judged, as_of))
    results = (*(run.results[rule.id] for rule in rules.rules), *run.builtin_results())
    notes = (each.matched.note for each in run.settlements.values() if each.matched.note)
    return Evaluation(results, _finish(run.violations, results), run.settlements, tuple(dict.fromkeys(notes)))


class _Run:
    """An evaluation under way."""

    def __init__(self, rules: RuleSet, scene: Scene, as_of: str, accepted: Accepted) -> None:
        self.results: dict[str, RuleResult] = {}
        self.violations: list[Violation] = []
        self.vacuous: list[BuiltinFinding] = []
        self.settlements: dict[str, Settlement] = {}
        self._rules = rules
        self._scene = scene
        self._as_of = as_of
        self._accepted = accepted
        self._outcomes: dict[str, str] = {}

    def judge(self, judge: Judge) -> None:
        """Judge one rule, and settle what it finds."""
        rule, check = judge.rule, judge.check
        judged = judge.judge(self._outcomes)
        anew = judge.judge_anew if check.by_edges(rule.options) else None
        settlement = settle(rule.id, judged.findings, self._accepted, self._scene.graph, anew)
        found = [self._violation(judge, name, each) for name, each in settlement.findings.items()]
        new = sum(1 for each in found if each.is_open)
        self.vacuous += (vacuous_finding(f"rule {rule.id}", each, rule.from_pack) for each in judged.vacuous)
        outcome = judged.outcome or (FAIL if new else PASS)
        severity = rule.keys.severity.on(self._as_of)
        self.results[rule.id] = RuleResult(
            rule.id, rule.kind, severity, outcome, judged.reason, new, rule.keys.why, rule.place, len(found) - new
        )
        self._outcomes[rule.id] = outcome
        if judged.outcome is None:
            self.settlements[rule.id] = settlement
        self.violations += found

    def _violation(self, judge: Judge, fingerprint: str, settled: Settled) -> Violation:
        keys, finding = judge.rule.keys, settled.finding
        built = _build(judge.rule.id, judge.rule.kind, fingerprint, settled, self._scene)
        return dataclasses.replace(
            built,
            severity=judge.severity_of(finding),
            why=fill_captures(keys.why, finding.binding),
            hint=fill_captures(keys.hint, finding.binding) or finding.hint,
            see=keys.see,
            rule_place=judge.rule.place,
        )

    def add_builtin(self, found: Iterable[BuiltinFinding]) -> None:
        """Settle the findings of built-in rules that are not switched off; those of one rule come together."""
        by_rule: dict[str, list[BuiltinFinding]] = {}
        for each in found:
            if self._counts(each):
                by_rule.setdefault(each.rule, []).append(each)
        for name in self._rules.builtin:
            if name in by_rule:
                self._settle_builtin(name, by_rule[name])

    def _counts(self, each: BuiltinFinding) -> bool:
        excluded = self._rules.settings.files.exclude
        off = OFF in (each.severity, self._rules.builtin[each.rule])
        return not off and not (excluded and excluded.covers(each.finding.subject))

    def _settle_builtin(self, name: str, found: Sequence[BuiltinFinding]) -> None:
        rule = f"archcheck/{name}"
        severities = {(*identity_of(each.finding), each.finding.key): each.severity for each in found}
        settlement = settle(rule, [each.finding for each in found], self._accepted, self._scene.graph, None)
        self.settlements[rule] = settlement
        for fingerprint, settled in settlement.findings.items():
            built = _build(rule, "builtin", fingerprint, settled, self._scene)
            own = severities[(*identity_of(settled.finding), settled.finding.key)]
            self.violations.append(dataclasses.replace(built, severity=own or self._rules.builtin[name]))

    def builtin_results(self) -> Iterator[RuleResult]:
        """The results of the built-in rules that are not switched off."""
        for name, severity in self._rules.builtin.items():
            if severity != OFF:
                rule = f"archcheck/{name}"
                found = [violation for violation in self.violations if violation.rule == rule]
                new = sum(1 for each in found if each.is_open)
                outcome = FAIL if new else PASS
                yield RuleResult(rule, "builtin", severity, outcome, None, new, "", None, len(found) - new)


def _build(rule: str, kind: str, fingerprint: str, settled: Settled, scene: Scene) -> Violation:
    finding = settled.finding
    place = finding.places[0] if finding.places else None
    number = scene.graph.id_of(finding.subject)
    return Violation(
        id="",
        fingerprint=fingerprint,
        rule=rule,
        kind=kind,
        severity="",
        status=settled.status,
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
        identity=identity_of(finding),
        amount=finding.amount,
        members=finding.members,
        reason=settled.reason,
        accepted_at=settled.place,
        before=settled.before,
    )


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
