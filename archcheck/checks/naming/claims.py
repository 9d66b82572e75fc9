"""Which line of `styles` decides about which file or directory: the most specific one that matches it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from archcheck.checks.naming.styles import Entry


@dataclass(frozen=True, slots=True)
class Claims:
    """Lines by their position in `styles`, things by their number.

    `deciding` is the line that decides about a thing. `ties` lists the things for which two lines with different
    styles are equally specific, by these two lines; nothing decides about them.
    """

    deciding: Mapping[int, int]
    ties: Mapping[tuple[int, int], Sequence[int]]


def claim(entries: Sequence[Entry], aspect: str, selected: Sequence[Sequence[int]]) -> Claims:
    """The claims of the lines that give `aspect` a style; `selected` are the things that each line matches."""
    deciding: dict[int, int] = {}
    tied: dict[int, tuple[int, int]] = {}
    giving = [position for position, entry in enumerate(entries) if entry.style(aspect)]
    giving.sort(key=lambda position: entries[position].rank)
    for _, level in groupby(giving, key=lambda position: entries[position].rank):
        claimed: dict[int, int] = {}
        contested: dict[int, tuple[int, int]] = {}
        for position in level:
            for number in claimed.keys() & selected[position]:
                if entries[claimed[number]].style(aspect) != entries[position].style(aspect):
                    contested.setdefault(number, (claimed[number], position))
            claimed = dict.fromkeys(selected[position], position) | claimed
        deciding |= claimed
        tied = {number: pair for number, pair in tied.items() if number not in claimed} | contested
    ties: dict[tuple[int, int], list[int]] = {}
    for number, pair in sorted(tied.items()):
        ties.setdefault(pair, []).append(number)
    return Claims({number: line for number, line in deciding.items() if number not in tied}, ties)
