"""How much is left of what a baseline records."""

from collections.abc import Iterable
from typing import NamedTuple

from archcheck.core.baseline import Entry
from archcheck.core.evaluate import Evaluation
from archcheck.core.findings import WORSE


class Standing(NamedTuple):
    """The entries of one rule: how many are recorded, found, found to be worse or smaller, and gone."""

    rule: str
    recorded: int
    found: int
    worse: int
    smaller: int
    gone: int


def count_entries(entries: Iterable[Entry], evaluation: Evaluation) -> list[Standing]:
    """One row per rule, by name; entries of a rule that was not judged count as found."""
    recorded: dict[str, int] = {}
    for entry in entries:
        recorded[entry.rule] = recorded.get(entry.rule, 0) + 1
    rows = []
    for rule, count in sorted(recorded.items()):
        settlement = evaluation.settlements.get(rule)
        if settlement is None:
            judged = not any(result.id == rule for result in evaluation.results)
            rows.append(Standing(rule, count, 0 if judged else count, 0, 0, count if judged else 0))
            continue
        matched = settlement.matched
        worse = sum(1 for known in matched.known.values() if known.status == WORSE)
        gone = len(matched.stale)
        rows.append(Standing(rule, count, count - gone, worse, len(matched.shrunk), gone))
    return rows
