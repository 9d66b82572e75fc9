"""Waivers: violations that the rule file accepts, with a reason, and until when."""

import datetime
from collections.abc import Iterator, Sequence

from archcheck.core.columns import counted
from archcheck.core.findings import WARNING, BuiltinFinding, Finding
from archcheck.core.graph import Graph
from archcheck.core.rules import Waiver
from archcheck.core.selectors import GlobSet


def covers_finding(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver is about a finding: about its subject, and its target where it says `to`."""
    if waiver.to is not None and not (finding.target and _covers(waiver.to, finding.target)):
        return False
    return all(_covers(globs, finding.subject) for globs in (waiver.path, waiver.from_) if globs is not None)


def covered_positions(waiver: Waiver, graph: Graph) -> Iterator[int]:
    """The positions of the dependencies that a waiver is about, ascending."""
    sources = [globs for globs in (waiver.path, waiver.from_) if globs is not None]
    targets: dict[int, bool] = {}
    for number, node in enumerate(graph.nodes[: graph.internal_count]):
        begin, end = graph.starts[number], graph.starts[number + 1]
        if begin == end or not all(_covers(globs, node) for globs in sources):
            continue
        for position in range(begin, end):
            target = graph.targets[position]
            if target not in targets:
                targets[target] = waiver.to is None or _covers(waiver.to, graph.nodes[target])
            if targets[target]:
                yield position


def _covers(globs: GlobSet, node: str) -> bool:
    """Whether a node is meant: a directory is, where all that is in it is."""
    return globs.covers(f"{node}\0" if node.endswith("/") else node)


def describe_waiver(waiver: Waiver) -> str:
    """What a waiver is about, in the words of the rule file."""
    named = (("path", waiver.path), ("from", waiver.from_), ("to", waiver.to))
    return ", ".join((f"rule {waiver.rule.id}", *(f"{key} {globs.text}" for key, globs in named if globs)))


def days_expired(waiver: Waiver, as_of: str) -> int:
    """For how many days a waiver has been expired on a date, 0 when it is not."""
    if waiver.expires is None or as_of <= waiver.expires.text:
        return 0
    return (datetime.date.fromisoformat(as_of) - datetime.date.fromisoformat(waiver.expires.text)).days


def waiver_findings(
    waivers: Sequence[Waiver], waived: Sequence[int], unused: Sequence[bool], as_of: str, grace: int
) -> Iterator[BuiltinFinding]:
    """What is wrong with the waivers; `waived` counts the violations that each accepts.

    An expired one goes on to accept what it did, so that its end is one finding and not hundreds; a warning at first.
    """
    for waiver, count, idle in zip(waivers, waived, unused, strict=True):
        if idle:
            yield BuiltinFinding("unused-waiver", _about(waiver, "accepts nothing", _unused_hint(waiver)))
        elif days := days_expired(waiver, as_of):
            assert waiver.expires
            message = f"expired on {waiver.expires.text}, {counted(days, 'day')} ago; accepts {_violations(count)}"
            hint = f"end what it accepts, or agree on a new date{f' with {waiver.owner}' if waiver.owner else ''}"
            yield BuiltinFinding("expired-waiver", _about(waiver, message, hint), WARNING if days <= grace else None)
        if waiver.max is not None and count > waiver.max:
            message = f"accepts {_violations(count)}, at most {waiver.max} allowed"
            hint = "mend those that were added, or agree on a larger `max`"
            yield BuiltinFinding("waiver-exceeded", _about(waiver, message, hint, amount=count))


def _violations(count: int) -> str:
    return counted(count, "violation")


def _about(waiver: Waiver, message: str, hint: str, amount: float | None = None) -> Finding:
    place = waiver.rule.place
    text = describe_waiver(waiver)
    return Finding(f"{text}: {message}", place.path, key=text, places=(place,), hint=hint, amount=amount)


def _unused_hint(waiver: Waiver) -> str:
    if waiver.to is not None or waiver.from_ is not None:
        return "take it out; where it is meant for a chain, name one dependency of the chain by `from` and `to`"
    return "take it out, or correct it"
