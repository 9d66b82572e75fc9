"""How a baseline changes: what is recorded first, what is taken out or made smaller, what is accepted later."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archcheck.core.acceptance import Settlement
from archcheck.core.baseline import Entry
from archcheck.core.baseline_file import order_of
from archcheck.core.findings import Violation
from archcheck.core.values import Place

NOT_RECORDED = frozenset(("archcheck/stale-baseline",))
"""What a baseline says of itself is no violation of the past."""
_UNSAFE = re.compile(r"[^A-Za-z0-9._]+")
_NOBODY = "others"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to be written: entries by file, () for one that is to hold none; and what is different from before.

    `added` are new, `removed` are not found any more, `smaller` are those of which there is less.
    """

    files: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    added: tuple[Entry, ...] = ()
    removed: tuple[Entry, ...] = ()
    smaller: tuple[Entry, ...] = ()


def record(violations: Iterable[Violation], path: str, version: str, reason: str = "") -> list[Entry]:
    """Entries for open violations; each has the place of the file it belongs to."""
    return [
        _entry(each, path, version, reason) for each in violations if each.is_open and each.rule not in NOT_RECORDED
    ]


def _entry(violation: Violation, path: str, version: str, reason: str) -> Entry:
    return Entry(
        rule=violation.rule,
        identity=violation.identity,
        key=violation.key,
        places=len(violation.places),
        amount=violation.amount,
        members=violation.members,
        version=version,
        reason=reason,
        place=Place(file_for(path, violation.subject_component), 0, 0),
    )


def file_for(path: str, component: str | None) -> str:
    """The file of the entries of one component: in a directory (final slash) each has its own."""
    if not path.endswith("/"):
        return path
    name = _UNSAFE.sub("-", component or "").strip("-.") or _NOBODY
    return f"{path}{name}.json"


def write_first(entries: Sequence[Entry]) -> Change:
    """A baseline where there was none."""
    return Change(_by_file(entries, ()), added=tuple(entries))


def accept(entries: Sequence[Entry], held: Sequence[Entry]) -> Change:
    """A baseline with more entries; one takes the place of an older one about the same, or about part of its cycle."""
    names = {order_of(entry) for entry in entries}
    members = [frozenset(entry.members) for entry in entries if entry.members]
    kept = [
        entry
        for entry in held
        if order_of(entry) not in names and not (entry.members and any(m.issuperset(entry.members) for m in members))
    ]
    return Change(_by_file([*kept, *entries], held), added=tuple(entries))


def prune(held: Sequence[Entry], settlements: Mapping[str, Settlement], gone: Iterable[str]) -> Change:
    """A baseline without what is not found any more. `gone` are rules that do not exist any more.

    Entries of rules that were not judged stay as they are.
    """
    ended = frozenset(gone)
    kept = [entry for entry in held if entry.rule not in settlements and entry.rule not in ended]
    removed = [entry for entry in held if entry.rule in ended]
    smaller: list[Entry] = []
    for rule in sorted({entry.rule for entry in held}.intersection(settlements)):
        matched = settlements[rule].matched
        kept += matched.kept
        removed += matched.stale
        smaller += matched.shrunk
    return Change(_by_file(kept, held), removed=tuple(removed), smaller=tuple(smaller))


def _by_file(entries: Iterable[Entry], held: Iterable[Entry]) -> Mapping[str, tuple[Entry, ...]]:
    """The entries by the file they belong to, with the files that had some before."""
    found: dict[str, list[Entry]] = {entry.place.path: [] for entry in held if entry.place}
    for entry in entries:
        assert entry.place
        found.setdefault(entry.place.path, []).append(entry)
    return {path: tuple(found[path]) for path in sorted(found)}
