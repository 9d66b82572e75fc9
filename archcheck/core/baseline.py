"""The baseline: the recorded violations of the past, which may only become fewer and smaller."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from archcheck.core.columns import counted
from archcheck.core.findings import BASELINED, WORSE, Finding
from archcheck.core.fingerprints import fingerprint_of, identity_of
from archcheck.core.moves import Moves, Named, PathMap, file_moves, guessed_moves
from archcheck.core.values import Place

BASELINE_FILE = ".archcheck-baseline.json"
"""Where a baseline is usually kept."""
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One recorded violation; `identity` and `key` as in its fingerprint.

    `places` and `amount` are how much of it there was, `members` are those of a cycle. `version` is that of the tool
    that recorded it, `reason` why it was accepted later than the others. `place` is where it stands in the baseline.
    """

    rule: str
    identity: tuple[str, ...]
    key: str = ""
    places: int = 0
    amount: float | None = None
    members: tuple[str, ...] = ()
    version: str = ""
    reason: str = ""
    place: Place | None = None

    @property
    def name(self) -> str:
        """The entry in few words, for listings."""
        shown = [part for part in self.identity if part][-2:]
        return " -> ".join(shown) or self.key or self.rule


@dataclass(frozen=True, slots=True)
class Known:
    """What the baseline says of a violation: `status` is baselined or worse, `before` what is recorded of a worse one.

    `entry` is the entry as it would be recorded today.
    """

    status: str
    entry: Entry
    before: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """The entries of one rule beside its violations.

    `known` is by fingerprint. `stale` entries have no violation any more, `shrunk` ones less of it. `kept` is what the
    entries would be if they were written today. `note` tells what was taken for moved although nothing says so.
    """

    known: Mapping[str, Known] = field(default_factory=dict)
    stale: tuple[Entry, ...] = ()
    shrunk: tuple[Entry, ...] = ()
    kept: tuple[Entry, ...] = ()
    note: str = ""


Findings = Mapping[str, Finding]
"""Findings by fingerprint."""


def entry_of(rule: str, finding: Finding, version: str, reason: str = "") -> Entry:
    """The entry that records a finding."""
    return Entry(
        rule, identity_of(finding), finding.key, len(finding.places), finding.amount, finding.members, version, reason
    )


def match_entries(entries: Sequence[Entry], found: Findings, live: Findings, moves: Moves) -> Matched:
    """Match the entries of one rule with its findings: `found` are all, `live` those that nothing else accepts.

    An entry whose violation is not found is looked for where its files are now, as far as `moves` can tell.
    """
    everything = {**found, **live}
    held: dict[str, Entry] = {}
    lost = _pair([entry for entry in entries if not entry.members], everything, held, _unmoved)
    cycles = [entry for entry in entries if entry.members]
    new = [name for name, finding in everything.items() if name not in held and not finding.members]
    names = _Names(moves, lambda: _named(lost, cycles, everything, held))
    if lost and new:
        lost = _pair(lost, everything, held, names.of)
    plain, grouped = _judge_plain(held, live), _judge_cycles(cycles, everything, live, names.of)
    return Matched(
        known={**plain.known, **grouped.known},
        stale=(*lost, *grouped.stale),
        shrunk=(*plain.shrunk, *grouped.shrunk),
        kept=(*plain.kept, *grouped.kept),
        note=names.note,
    )


def _unmoved(name: str) -> str:
    return name


def _pair(
    entries: Iterable[Entry], found: Findings, held: dict[str, Entry], rename: Callable[[str], str]
) -> list[Entry]:
    """Note in `held` the violation of each entry, whose names are mapped; the entries that have none."""
    lost = []
    for entry in entries:
        name = fingerprint_of(entry.rule, map(rename, entry.identity), entry.key)
        if name in found and name not in held:
            held[name] = entry
        else:
            lost.append(entry)
    return lost


class _Names:
    """What recorded names are now. Names of what is still there stay; git is asked when one is gone."""

    def __init__(self, moves: Moves, unmatched: Callable[[], tuple[Sequence[Named], Sequence[Named]]]) -> None:
        self.note = ""
        self._moves = moves
        self._unmatched = unmatched
        self._others = cache(self._find_others)

    def of(self, name: str) -> str:
        """The name that something recorded has now."""
        if self._moves.exists(name):
            return name
        declared = self._moves.declared.of(name)
        return declared if declared != name else self._others().of(name)

    def _find_others(self) -> PathMap:
        renames = self._moves.by_git()
        if renames is not None:
            return file_moves(renames, self._moves.exists)
        guessed = guessed_moves(*self._unmatched(), self._moves.exists)
        if guessed.files:
            old, new = min(guessed.files.items())
            count = counted(len(guessed.files), "path")
            self.note = f"git cannot tell what was moved; taken for moved: {count}, such as {old} -> {new}"
        return guessed


def _named(
    lost: Sequence[Entry], cycles: Sequence[Entry], found: Findings, held: Mapping[str, Entry]
) -> tuple[list[Named], list[Named]]:
    """What is recorded and not found, and what is found and not recorded; each member of a cycle by itself."""
    recorded = {member for entry in cycles for member in entry.members}
    members = {member for finding in found.values() for member in finding.members}
    old = [Named(entry.rule, entry.identity, entry.key) for entry in lost]
    new = [
        Named("", identity_of(finding), finding.key)
        for name, finding in found.items()
        if name not in held and not finding.members
    ]
    old = [each._replace(rule="") for each in old]
    old += [Named("", (member,), _MEMBER) for member in sorted(recorded - members)]
    new += [Named("", (member,), _MEMBER) for member in sorted(members - recorded)]
    return old, new


_MEMBER = "member of a cycle"


def _judge_plain(held: Mapping[str, Entry], live: Findings) -> Matched:
    known: dict[str, Known] = {}
    shrunk, kept = [], []
    for name, entry in held.items():
        if name not in live:
            kept.append(entry)
            continue
        now = _as_now(entry, live[name])
        before = _less_before(entry, now)
        known[name] = Known(WORSE if before else BASELINED, entry, before)
        if before:
            kept.append(replace(now, places=entry.places, amount=entry.amount))
            continue
        kept.append(now)
        if (now.places, now.amount) != (entry.places, entry.amount):
            shrunk.append(entry)
    return Matched(known, (), tuple(shrunk), tuple(kept))


def _as_now(entry: Entry, finding: Finding) -> Entry:
    """What an entry would be if it were written today."""
    return replace(entry_of(entry.rule, finding, entry.version, entry.reason), place=entry.place)


def _less_before(entry: Entry, now: Entry) -> str:
    """How much less is recorded than there is now; "" when there is not more."""
    if now.amount is not None and entry.amount is not None and now.amount > entry.amount:
        return f"{abs(entry.amount):g} before"
    return f"{counted(entry.places, 'place')} before" if now.places > entry.places else ""


def _judge_cycles(entries: Sequence[Entry], found: Findings, live: Findings, rename: Callable[[str], str]) -> Matched:
    """A cycle is known if it is part of a recorded one; one that reaches beyond is worse, with its new members."""
    recorded = [frozenset(map(rename, entry.members)) for entry in entries]
    index: dict[str, list[int]] = {}
    for number, members in enumerate(recorded):
        for member in members:
            index.setdefault(member, []).append(number)
    known: dict[str, Known] = {}
    parts: dict[int, list[Finding]] = {}
    touched: set[int] = set()
    for name, finding in found.items():
        members = frozenset(finding.members)
        near = sorted({number for member in members for number in index.get(member, ())})
        touched.update(near)
        whole = next((number for number in near if members <= recorded[number]), None)
        if not near or name not in live:
            continue
        if whole is None:
            known[name] = Known(WORSE, entries[near[0]], _grown(members, [recorded[number] for number in near]))
        else:
            known[name] = Known(BASELINED, entries[whole])
            parts.setdefault(whole, []).append(finding)
    stale = tuple(entry for number, entry in enumerate(entries) if number not in touched)
    shrunk = tuple(
        entries[number]
        for number, found_in in parts.items()
        if [frozenset(part.members) for part in found_in] != [recorded[number]]
    )
    kept = [entries[number] for number in sorted(touched.difference(parts))]
    kept += [
        entry_of(e.rule, part, e.version, e.reason) for n, each in parts.items() for part in each for e in [entries[n]]
    ]
    return Matched(known, stale, shrunk, tuple(kept))


def _grown(members: frozenset[str], recorded: Sequence[frozenset[str]]) -> str:
    """`22 before, new: a.py and b.py`."""
    added = sorted(members.difference(*recorded))
    sizes = " and ".join(str(size) for size in sorted(map(len, recorded), reverse=True)[:_NAMED])
    more = f" and {len(added) - _NAMED} more" if len(added) > _NAMED else ""
    return f"{sizes} before, new: {', '.join(added[:_NAMED])}{more}" if added else f"{sizes} before"
