"""Acceptance: which findings of a rule somebody has accepted, by a comment, a waiver or the baseline (design, 4.6).

Suppressions come first, then waivers, then the baseline; the first that fits gives the status. Where a rule is about
dependencies, comments and waivers accept dependencies: the rule is judged without them, and what is not found any more
is accepted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from archcheck.core.baseline import Entry, Findings, Matched, match_entries
from archcheck.core.findings import NEW, SUPPRESSED, WAIVED, Finding
from archcheck.core.fingerprints import fingerprint, identity_of
from archcheck.core.graph import Graph
from archcheck.core.moves import Moves
from archcheck.core.rules import Waiver
from archcheck.core.suppressions import Facts, Suppression, read_suppressions, without_suppressed
from archcheck.core.usage import needed
from archcheck.core.values import Place
from archcheck.core.waivers import covered_positions, covers_finding


@dataclass(frozen=True)
class Accepted:
    """Everything that may be accepted: comments by path, waivers in order, entries of the baseline, and moves."""

    comments: Facts = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    entries: tuple[Entry, ...] = ()
    moves: Moves = field(default_factory=Moves)

    @cached_property
    def suppressions(self) -> Mapping[str, tuple[Suppression, ...]]:
        """The suppressions of each rule."""
        return read_suppressions(self.comments)

    @cached_property
    def entries_of(self) -> Mapping[str, Sequence[Entry]]:
        """The entries of each rule."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(entry.rule, []).append(entry)
        return found


class Settled(NamedTuple):
    """One finding with its status; for what is accepted why and where that is said, for what is worse what was."""

    finding: Finding
    status: str = NEW
    reason: str = ""
    place: Place | None = None
    before: str = ""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The findings of a rule, settled; the suppressions and waivers (by number) that have something to accept.

    `waived` counts what each waiver accepts. `matched` is the baseline beside the findings.
    """

    findings: Mapping[str, Settled]
    suppressions: frozenset[Suppression] = frozenset()
    waivers: frozenset[int] = frozenset()
    waived: Mapping[int, int] = field(default_factory=dict)
    matched: Matched = field(default_factory=Matched)


Anew = Callable[[Graph], Iterable[Finding]]
"""What a rule finds where the dependencies are those of another graph."""


def settle(rule: str, findings: Iterable[Finding], accepted: Accepted, graph: Graph, anew: Anew | None) -> Settlement:
    """Settle the findings of a rule. `anew` judges it again on a graph; None where it is not about dependencies."""
    found = by_fingerprint(rule, findings)
    work = _Work(rule, found, accepted, graph, anew)
    work.accept_dependencies()
    work.accept_findings()
    matched = match_entries(accepted.entries_of.get(rule, ()), found, work.live, accepted.moves)
    for name, finding in work.live.items():
        known = matched.known.get(name)
        if known is None:
            work.settled[name] = Settled(finding)
        else:
            entry = known.entry
            work.settled[name] = Settled(finding, known.status, entry.reason, entry.place, known.before)
    return work.settlement(matched)


def by_fingerprint(rule: str, findings: Iterable[Finding]) -> dict[str, Finding]:
    """The findings by fingerprint; those of one are merged: the first, with the places of all."""
    found: dict[str, Finding] = {}
    for each in findings:
        name = fingerprint(rule, each)
        held = found.setdefault(name, each)
        if held is not each:
            found[name] = replace(held, places=tuple(dict.fromkeys((*held.places, *each.places))))
    return found


_Key = Suppression | int
"""A suppression, or the number of a waiver."""
_Step = tuple[str, int, str]
"""The file and line where something depends on something, and the node that is depended on."""


class _Work:
    """One rule that is being settled: `live` are the findings that nothing has accepted yet."""

    def __init__(self, rule: str, found: Findings, accepted: Accepted, graph: Graph, anew: Anew | None) -> None:
        self.rule = rule
        self.found = found
        self.live = dict(found)
        self.settled: dict[str, Settled] = {}
        self._graph = graph
        self._anew = anew
        self._suppressions = accepted.suppressions.get(rule, ())
        self._waivers = {n: waiver for n, waiver in enumerate(accepted.waivers) if waiver.rule.id == rule}
        self._used: set[_Key] = set()
        self._waived: dict[int, int] = {}
        self._positions: dict[_Key, frozenset[int]] = {}
        self._at: dict[_Step, list[_Key]] = {}

    def settlement(self, matched: Matched) -> Settlement:
        """What has come out."""
        return Settlement(
            self.settled,
            frozenset(each for each in self._used if isinstance(each, Suppression)),
            frozenset(each for each in self._used if isinstance(each, int)),
            self._waived,
            matched,
        )

    def accept_dependencies(self) -> None:
        """Judge the rule without what comments accept, then also without what waivers do."""
        if self._anew is None or not self.live:
            return
        self._positions = dict(self._find_positions())
        for key, positions in self._positions.items():
            for step in {_step_at(position, self._graph) for position in positions}:
                self._at.setdefault(step, []).append(key)
        cut: set[int] = set()
        for status, kind in ((SUPPRESSED, Suppression), (WAIVED, int)):
            keys = [key for key, positions in self._positions.items() if isinstance(key, kind) and positions - cut]
            if keys and self.live:
                cut.update(*(self._positions[key] for key in keys))
                self._vanish(self._found_without(cut), status, keys)
        self._note_used(cut)

    def _find_positions(self) -> Iterable[tuple[_Key, frozenset[int]]]:
        yield from _positions_of(self._suppressions, self._graph).items()
        for number, waiver in self._waivers.items():
            positions = frozenset(covered_positions(waiver, self._graph))
            if positions:
                yield number, positions

    def _found_without(self, cut: Iterable[int]) -> dict[str, Finding]:
        assert self._anew
        return by_fingerprint(self.rule, self._anew(self._graph.without(cut)))

    def _vanish(self, left: dict[str, Finding], status: str, keys: Sequence[_Key]) -> None:
        for name, finding in self.live.items():
            if name not in left:
                near = [key for key in self._near(finding) if key in keys]
                self._settle(name, finding, status, (near or keys)[0])
        self.live = left

    def _settle(self, name: str, finding: Finding, status: str, key: _Key) -> None:
        self._used.add(key)
        if isinstance(key, Suppression):
            self.settled[name] = Settled(finding, status, key.reason, key.place)
            return
        waiver = self._waivers[key]
        self._waived[key] = self._waived.get(key, 0) + 1
        self.settled[name] = Settled(finding, status, waiver.reason, waiver.rule.place)

    def _near(self, finding: Finding) -> list[_Key]:
        """What accepts a dependency that is written where the finding says, in its places or its chain."""
        found = {key for step in _steps_of(finding) for key in self._at.get(step, ())}
        return [key for key in self._positions if key in found] if found else []

    def _note_used(self, cut: set[int]) -> None:
        """Find out which comments and waivers have something to accept: nobody needs the others any more."""
        for finding in self.found.values():
            self._used.update(self._near(finding))
        doubtful = {key: positions for key, positions in self._positions.items() if key not in self._used}
        whole, rest = dict(self.found), dict(self.live)
        self._used.update(needed(doubtful, cut, self._found_without, whole, rest))

    def accept_findings(self) -> None:
        """Accept findings one by one, except those about dependencies where these have been accepted."""
        live: dict[str, Finding] = {}
        for name, finding in self.live.items():
            left, used = without_suppressed(finding, self._suppressions)
            self._used.update(used)
            by_edges = self._anew is not None and (finding.target is not None or finding.chain)
            waivers = () if by_edges else [n for n, each in self._waivers.items() if covers_finding(each, finding)]
            self._used.update(waivers)
            if left is None:
                self._settle(name, finding, SUPPRESSED, used[0])
            elif waivers:
                self._settle(name, left, WAIVED, waivers[0])
            else:
                live[name] = left
        self.live = live


def _positions_of(suppressions: Iterable[Suppression], graph: Graph) -> Mapping[_Key, frozenset[int]]:
    """The positions of the dependencies that are written where comments accept them."""
    wanted: dict[tuple[int, int], list[Suppression]] = {}
    for each in suppressions:
        number = graph.id_of(each.place.path)
        if number is not None:
            wanted.setdefault((number, each.line), []).append(each)
    found: dict[_Key, set[int]] = {}
    places = zip(graph.paths, graph.lines, strict=True) if wanted else ()
    for position, place in enumerate(places):
        for each in wanted.get(place, ()):
            found.setdefault(each, set()).add(position)
    return {each: frozenset(positions) for each, positions in found.items()}


def _step_at(position: int, graph: Graph) -> _Step:
    return graph.nodes[graph.paths[position]], graph.lines[position], graph.nodes[graph.targets[position]]


def _steps_of(finding: Finding) -> frozenset[_Step]:
    """Where the finding says that something depends on something."""
    ends = {finding.target or "", identity_of(finding)[-1]}
    links = {(link.written, link.line, link.target) for link in finding.chain}
    return frozenset(links | {(place.path, place.line, end) for place in finding.places for end in ends})
