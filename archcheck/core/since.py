"""What is new since another tree: violations now without those there, under the same rules (design, section 6.5)."""

import dataclasses
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from archcheck.core.columns import counted
from archcheck.core.findings import FAIL, PASS, SUPPRESSED, RuleResult, Violation
from archcheck.core.fingerprints import fingerprint_of
from archcheck.core.moves import PathMap


class Difference(NamedTuple):
    """The violations that are new, those of the other tree that are gone, and how the rules come out."""

    new: tuple[Violation, ...]
    fixed: tuple[Violation, ...]
    rules: tuple[RuleResult, ...]


def compare(
    now: Sequence[Violation], before: Sequence[Violation], moved: PathMap, rules: Sequence[RuleResult]
) -> Difference:
    """Compare two evaluations under the same rules; `moved` maps the paths of the other tree to those of now.

    A violation is new if it was not there, or less of it; a cycle if it was no part of another one. What a comment
    accepted there is new without the comment.
    """
    known = _Known(before, moved)
    new = tuple(changed for each in now if (changed := known.changed(each)))
    found = {each.fingerprint for each in now}
    members = {member for each in now for member in each.members}
    fixed = tuple(
        each
        for each in before
        if each.status != SUPPRESSED
        and known.name(each) not in found
        and members.isdisjoint(map(moved.of, each.members))
    )
    return Difference(new, fixed, tuple(_counted(rule, new) for rule in rules))


class _Known:
    """The violations of the other tree, by what they are called now."""

    def __init__(self, violations: Sequence[Violation], moved: PathMap) -> None:
        self._moved = moved
        self._by_name: Mapping[str, Violation] = {self.name(each): each for each in violations}
        self._cycles = [(each.rule, frozenset(map(moved.of, each.members))) for each in violations if each.members]

    def name(self, violation: Violation) -> str:
        """The fingerprint that a violation of the other tree has now."""
        return fingerprint_of(violation.rule, map(self._moved.of, violation.identity), violation.key)

    def changed(self, violation: Violation) -> Violation | None:
        """The violation as it is to be reported, or None if it was there already."""
        if violation.members:
            members = frozenset(violation.members)
            known = any(rule == violation.rule and members <= cycle for rule, cycle in self._cycles)
            return None if known else violation
        held = self._by_name.get(violation.fingerprint)
        if held is None or (held.status == SUPPRESSED and violation.is_open):
            return violation
        if len(violation.places) > len(held.places):
            return _more(violation, f"{counted(len(held.places), 'place')} before")
        if violation.amount is not None and held.amount is not None and violation.amount > held.amount:
            return _more(violation, f"{abs(held.amount):g} before")
        return None


def _more(violation: Violation, before: str) -> Violation:
    return dataclasses.replace(violation, before=violation.before or before)


def _counted(rule: RuleResult, new: Sequence[Violation]) -> RuleResult:
    """The result of a rule, as far as new violations are concerned."""
    found = [each for each in new if each.rule == rule.id]
    count = sum(1 for each in found if each.is_open)
    outcome = rule.outcome if rule.outcome not in (PASS, FAIL) else FAIL if count else PASS
    return dataclasses.replace(rule, outcome=outcome, violations=count, accepted=len(found) - count)
