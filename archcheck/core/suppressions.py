"""Suppressions: inline comments `archcheck: allow RULE -- reason`, and the places that they accept."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from archcheck.core.facts import SuppressionFact
from archcheck.core.findings import Finding
from archcheck.core.values import Place

Facts = Mapping[str, Sequence[SuppressionFact]]
"""The comments of each file, by its path."""
_HEAD = 2
"""What concerns a whole file is accepted in its first lines: the first may have to be something else."""


class Suppression(NamedTuple):
    """What one comment says of one rule; `line` is the line of its file that it is about."""

    rule: str
    reason: str
    place: Place
    line: int

    def covers(self, place: Place) -> bool:
        """Whether the place is one that it accepts."""
        return place.path == self.place.path and place.line == self.line

    def covers_whole(self, finding: Finding) -> bool:
        """Whether it accepts what is found of a whole file: it has no line, or is about how much there is."""
        whole = not finding.places or finding.amount is not None
        return whole and finding.subject == self.place.path and self.place.line <= _HEAD


def read_suppressions(facts: Facts) -> Mapping[str, tuple[Suppression, ...]]:
    """The suppressions of each rule that some comment names, by path and line."""
    found: dict[str, list[Suppression]] = {}
    for path in sorted(facts):
        alone = {fact.line for fact in facts[path] if fact.own_line}
        for fact in sorted(facts[path]):
            line = _line_of(fact, alone)
            for rule in dict.fromkeys(fact.rules):
                place = Place(path, fact.line, fact.column)
                found.setdefault(rule, []).append(Suppression(rule, fact.reason, place, line))
    return {rule: tuple(each) for rule, each in found.items()}


def _line_of(fact: SuppressionFact, alone: Container[int]) -> int:
    """Its own line, or where it stands alone the next line that holds no such comment alone."""
    line = fact.line
    while fact.own_line and line in alone:
        line += 1
    return line


def nameless(facts: Facts) -> Iterator[Place]:
    """The places of comments that name no rule, by path and line."""
    for path in sorted(facts):
        yield from (Place(path, fact.line, fact.column) for fact in sorted(facts[path]) if not fact.rules)


def without_suppressed(
    finding: Finding, suppressions: Iterable[Suppression]
) -> tuple[Finding | None, list[Suppression]]:
    """What is left of a finding, None for nothing, and the suppressions that accept some of it."""
    used = [each for each in suppressions if any(map(each.covers, finding.places)) or each.covers_whole(finding)]
    if any(each.covers_whole(finding) for each in used):
        return None, used
    left = tuple(place for place in finding.places if not any(each.covers(place) for each in used))
    if not used or len(left) == len(finding.places):
        return finding, used
    return (replace(finding, places=left) if left else None), used
