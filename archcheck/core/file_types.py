"""Which languages files are of, by their names."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from archcheck.core.globs import parse_glob

# `**/*.d.ts`: by far the commonest way to name files, and the only one that is looked up instead of matched.
_SUFFIX = re.compile(r"\*\*/\*(\.[a-zA-Z0-9_.-]+)")
# `**/requirements*.txt`: the name decides, wherever the file is.
_NAME = re.compile(r"\*\*/([^/]+)")
_CHOICE = re.compile(r"\{([^{}]*)\}")
_LITERAL = re.compile(r"[^*?{}\\]*")
_LAST = "\U0010ffff"


def find_types(
    languages: Mapping[str, Sequence[tuple[str, str]]], paths: Sequence[str]
) -> Mapping[str, Mapping[int, str]]:
    """For each language its files, by their positions in `paths`, ascending, with their dialects.

    `languages` holds (glob, dialect) pairs; of those that fit a file, the first decides. They are globs of files: one
    that ends with a plain name does not mean what is in a directory of that name. `paths` are in plain string order.
    """
    suffixes: dict[str, list[tuple[str, int]]] = {}
    found: dict[str, dict[int, int]] = {name: {} for name in languages}
    names = _Names(paths)
    for language, pairs in languages.items():
        for order, (glob, _) in enumerate(pairs):
            suffix, name = _SUFFIX.fullmatch(glob), _NAME.fullmatch(glob)
            if suffix:
                suffixes.setdefault(suffix[1], []).append((language, order))
            else:
                _note(found[language], names.files(name[1]) if name else parse_glob(glob).select_files(paths), order)
    for number, path in enumerate(paths) if suffixes else ():
        for text in _suffixes(path):
            for language, order in suffixes.get(text, ()):
                _note(found[language], (number,), order)
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


class _Names:
    """Finds files by globs of their names; trees repeat names a lot, so each is looked at once."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths

    @cached_property
    def _files(self) -> Mapping[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, path in enumerate(self._paths):
            found.setdefault(path[path.rfind("/") + 1 :], []).append(number)
        return found

    @cached_property
    def _sorted(self) -> Sequence[str]:
        return sorted(self._files)

    def files(self, glob: str) -> Iterator[int]:
        """The positions of the files whose names a glob without slashes matches."""
        for text in _choices(glob):
            literal = _LITERAL.match(text)
            assert literal
            if literal[0] == text:
                yield from self._files.get(text, ())
                continue
            begin = bisect_left(self._sorted, literal[0])
            end = bisect_left(self._sorted, literal[0] + _LAST)
            some = self._sorted[begin:end]
            for at in parse_glob(text).select_files(some):
                yield from self._files[some[at]]


def _choices(glob: str) -> list[str]:
    """The globs that `{a,b}` stands for; captures and nested alternatives are left to the glob."""
    found = _CHOICE.search(glob)
    if not found or "," not in found[1]:
        return [glob]
    return [
        choice
        for text in found[1].split(",")
        for choice in _choices(f"{glob[: found.start()]}{text}{glob[found.end() :]}")
    ]
