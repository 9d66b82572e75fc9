"""Which languages files are of, by their names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archcheck.core.globs import parse_glob

# `**/*.d.ts`: by far the commonest way to name files, and the only one that is looked up instead of matched.
_SUFFIX = re.compile(r"\*\*/\*(\.[a-zA-Z0-9_.-]+)")


def find_types(
    languages: Mapping[str, Sequence[tuple[str, str]]], paths: Sequence[str]
) -> Mapping[str, Mapping[int, str]]:
    """For each language its files, by their positions in `paths`, ascending, with their dialects.

    `languages` holds (glob, dialect) pairs; of those that fit a file, the first decides. `paths` are in plain string
    order.
    """
    suffixes: dict[str, list[tuple[str, int]]] = {}
    found: dict[str, dict[int, int]] = {name: {} for name in languages}
    for name, pairs in languages.items():
        for order, (glob, _) in enumerate(pairs):
            suffix = _SUFFIX.fullmatch(glob)
            if suffix:
                suffixes.setdefault(suffix[1], []).append((name, order))
            else:
                _note(found[name], parse_glob(glob).select_files(paths), order)
    if suffixes:
        for number, path in enumerate(paths):
            for suffix_text in _suffixes(path):
                for name, order in suffixes.get(suffix_text, ()):
                    _note(found[name], (number,), order)
    return {
        name: {number: languages[name][order][1] for number, order in sorted(orders.items())}
        for name, orders in found.items()
    }


def _note(orders: dict[int, int], numbers: Iterable[int], order: int) -> None:
    for number in numbers:
        if orders.get(number, order) >= order:
            orders[number] = order


def _suffixes(path: str) -> Iterator[str]:
    """What follows each dot of the name of a file, with the dot: `.d.ts`, `.ts`."""
    at = path.find(".", path.rfind("/") + 1)
    while at >= 0:
        yield path[at:]
        at = path.find(".", at + 1)
