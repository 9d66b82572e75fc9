"""The built-in rules about acceptance: comments, waivers and entries that accept nothing, or not as they should."""

from collections.abc import Collection, Iterator, Mapping, Sequence

from archcheck.core.acceptance import Accepted, Settlement
from archcheck.core.baseline import BASELINE_FILE, Entry, Matched
from archcheck.core.columns import counted
from archcheck.core.findings import BuiltinFinding, Finding
from archcheck.core.options import did_you_mean
from archcheck.core.rules import RuleSet
from archcheck.core.suppressions import Suppression, nameless
from archcheck.core.values import Place
from archcheck.core.waivers import waiver_findings

FAULTS = frozenset(("bad-suppression", "unused-waiver", "expired-waiver", "waiver-exceeded", "stale-baseline"))
"""The built-in rules of this module; whether they find what is accepted of them is not known before all else."""
_FORM = "archcheck: allow RULE -- reason"
_NAMED = 3


def faults_of(
    accepted: Accepted, settlements: Mapping[str, Settlement], rules: RuleSet, judged: Collection[str], as_of: str
) -> Iterator[BuiltinFinding]:
    """What is wrong with what has been accepted; `judged` are the rules that could be judged in this run."""
    yield from _comments(accepted, settlements, rules, judged)
    waived = waived_counts(accepted, settlements)
    used = frozenset(number for settlement in settlements.values() for number in settlement.waivers)
    idle = [n not in used and waiver.rule.id in judged for n, waiver in enumerate(accepted.waivers)]
    yield from waiver_findings(accepted.waivers, waived, idle, as_of, rules.settings.grace)
    yield from _entries(accepted, settlements, rules, judged)


def waived_counts(accepted: Accepted, settlements: Mapping[str, Settlement]) -> list[int]:
    """How many violations each waiver accepts."""
    counts = [0] * len(accepted.waivers)
    for settlement in settlements.values():
        for number, count in settlement.waived.items():
            counts[number] += count
    return counts


def _comments(
    accepted: Accepted, settlements: Mapping[str, Settlement], rules: RuleSet, judged: Collection[str]
) -> Iterator[BuiltinFinding]:
    known = [*(rule.id for rule in rules.rules), *(f"archcheck/{name}" for name in rules.builtin)]
    for place in nameless(accepted.comments):
        yield _bad_comment(place, "", "names no rule, so it accepts nothing", f"write `{_FORM}`")
    for rule, suppressions in sorted(accepted.suppressions.items()):
        used = settlements[rule].suppressions if rule in settlements else frozenset()
        for each in suppressions:
            if rule not in known:
                hint = did_you_mean(rule, known) or "take it out, or correct the name"
                yield _bad_comment(each.place, rule, f'names "{rule}", and there is no such rule', hint)
                continue
            if not each.reason:
                yield _bad_comment(each.place, rule, f"gives no reason for {rule}", f"write `{_FORM}`")
            if each not in used and rule in judged:
                yield _bad_comment(each.place, rule, *_useless(each))


def _useless(suppression: Suppression) -> tuple[str, str]:
    hint = "take it out; or put it on the line that is reported, or alone on the line above"
    return f"accepts nothing: {suppression.rule} finds nothing in line {suppression.line}", hint


def _bad_comment(place: Place, rule: str, fault: str, hint: str) -> BuiltinFinding:
    key = f"{rule}: {fault.partition(' ')[0]}"
    return BuiltinFinding(
        "bad-suppression", Finding(f"the comment {fault}", place.path, key=key, places=(place,), hint=hint)
    )


def _entries(
    accepted: Accepted, settlements: Mapping[str, Settlement], rules: RuleSet, judged: Collection[str]
) -> Iterator[BuiltinFinding]:
    """One finding per rule whose entries are not needed any more, or record more than there is."""
    known = {*(rule.id for rule in rules.rules), *(f"archcheck/{name}" for name in rules.builtin)}
    for rule, entries in sorted(accepted.entries_of.items()):
        if rule in settlements:
            matched = settlements[rule].matched
        else:
            matched = Matched(stale=tuple(entries) if rule in judged or rule not in known else ())
        if matched.stale or matched.shrunk:
            yield BuiltinFinding("stale-baseline", _stale(rule, matched.stale, matched.shrunk))


def _stale(rule: str, stale: Sequence[Entry], shrunk: Sequence[Entry]) -> Finding:
    said = []
    for entries, verb in ((stale, "no longer found"), (shrunk, "with less than recorded")):
        if entries:
            names = ", ".join(entry.name for entry in entries[:_NAMED])
            more = f" and {len(entries) - _NAMED} more" if len(entries) > _NAMED else ""
            said.append(f"{counted(len(entries), 'violation')} {verb}: {names}{more}")
    places = tuple(entry.place for entry in (*stale, *shrunk) if entry.place)
    return Finding(
        f"of {rule}, {'; '.join(said)}",
        places[0].path if places else BASELINE_FILE,
        key=rule,
        places=places,
        hint="archcheck baseline prune --write",
    )
