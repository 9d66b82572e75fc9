"""Which acceptances are needed: found out by judging a rule with and without groups of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from archcheck.core.baseline import Findings

K = TypeVar("K")


def needed(
    doubtful: Mapping[K, frozenset[int]],
    cut: Iterable[int],
    found_without: Callable[[Iterable[int]], Findings],
    whole: Findings,
    rest: Findings,
) -> Iterator[K]:
    """Those of the acceptances that have something to accept, each with the positions of its dependencies.

    One has, if without it something else would be found: either beside all others, or alone. `whole` is what is found
    while nothing is accepted, `rest` what is found without the positions `cut`. Groups in which nobody is needed cost
    two judgements, however large they are.
    """
    everything = frozenset(cut)

    def matters(keys: Sequence[K]) -> bool:
        positions = frozenset().union(*(doubtful[key] for key in keys))
        return found_without(positions) != whole or found_without(everything - positions) != rest

    waiting = [list(doubtful)] if doubtful else []
    while waiting:
        keys = waiting.pop()
        if not matters(keys):
            continue
        if len(keys) == 1:
            yield keys[0]
            continue
        half = len(keys) // 2
        waiting += [keys[half:], keys[:half]]
