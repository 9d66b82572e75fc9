"""Judging one rule: whether it is active, what its check finds, and which of that counts."""

import dataclasses
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archcheck.core.components import home_of_path
from archcheck.core.extension import Check
from archcheck.core.findings import PASS, SKIPPED, UNKNOWN, Finding, Result, Unknown, Vacuous
from archcheck.core.graph import Graph
from archcheck.core.rules import Rule, RuleSet
from archcheck.core.scene import Missing, Scene
from archcheck.core.selections import empty_selectors, selects_nothing
from archcheck.core.selectors import GlobSet

CheckOf = Callable[[str], Check[Any]]
OFF = "off"


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
class Judged:
    """What a rule comes to before anything is accepted; `outcome` is None when its findings decide.

    `findings` are those that count: of subjects that the rule is about, at components where it is not off.
    """

    outcome: str | None
    reason: str | None
    findings: tuple[Finding, ...] = ()
    vacuous: tuple[Vacuous, ...] = ()


@dataclass(frozen=True, slots=True)
class Judge:
    """One rule, its check, and the scene and date for which it is judged."""

    rule: Rule
    check: Check[Any]
    rules: RuleSet
    scene: Scene
    as_of: str

    def judge(self, outcomes: Mapping[str, str]) -> Judged:
        """Judge the rule; `outcomes` are those of the rules before it."""
        rule, scene = self.rule, self.scene
        idle = inactive(rule, self.rules, self.as_of, outcomes)
        if idle:
            return Judged(SKIPPED, idle)
        for need in self.check.needs(rule.options):
            fetched = scene.needs.get(need, Missing("it was not provided"))
            if isinstance(fetched, Missing) and fetched.idle:
                empty = () if rule.keys.optional else (*empty_selectors(rule, scene),)
                return Judged(SKIPPED, fetched.reason, (), empty)
            if isinstance(fetched, Missing):
                return _unknown(rule, fetched.reason)
        produced: list[Result] = [*self.check.run(rule.options, narrowed(scene, rule))]
        unknown = [each.reason for each in produced if isinstance(each, Unknown)]
        findings = tuple(each for each in produced if isinstance(each, Finding))
        unmatched = [*empty_selectors(rule, scene, [each.subject for each in findings])]
        vacuous = tuple(dict.fromkeys((*unmatched, *(each for each in produced if isinstance(each, Vacuous)))))
        counting = self._counting(findings)
        if unknown:
            return _unknown(rule, "; ".join(dict.fromkeys(unknown)), counting, vacuous)
        nothing = vacuous[0].text if vacuous and rule.keys.optional else selects_nothing(rule, scene)
        if nothing and not findings:
            return Judged(SKIPPED, f"nothing matches {nothing}", (), () if rule.keys.optional else vacuous)
        return Judged(None, None, counting, () if rule.keys.optional else vacuous)

    def judge_anew(self, graph: Graph) -> tuple[Finding, ...]:
        """The findings that count where the dependencies are those of another graph over the same nodes."""
        scene = narrowed(dataclasses.replace(self.scene, graph=graph), self.rule)
        return self._counting(each for each in self.check.run(self.rule.options, scene) if isinstance(each, Finding))

    def severity_of(self, finding: Finding) -> str:
        """How grave a finding is: as `levels` says of its component, else as the rule says for the date."""
        level = _level(self.rule, component_at(finding.subject, self.scene))
        return level or self.rule.keys.severity.on(self.as_of)

    def _counting(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        excluded = self.rules.settings.files.exclude
        inside = (each for each in findings if is_subject(self.rule, each.subject, excluded))
        return tuple(each for each in inside if self.severity_of(each) != OFF)


def _unknown(rule: Rule, reason: str, findings: tuple[Finding, ...] = (), vacuous: tuple[Vacuous, ...] = ()) -> Judged:
    if rule.keys.optional:
        return Judged(None if findings else SKIPPED, reason, findings)
    return Judged(UNKNOWN, reason, findings, vacuous)


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
