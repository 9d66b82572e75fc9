"""The exact, slower search for captures whose values depend on each other, as in `{a}-{b}/{a}-{b}.ts`.

Sets of positions in a path are integers, bit i for the place before character i, so that one step of the pattern moves
all of them at once. A try costs (length of the pattern x length of the path) / machine word; the number of tries is
polynomial in the length of the path, its degree bounded by MAX_TIED.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from archcheck.core.glob_parse import GLOBSTAR, Capture, Element, End, Pattern, Wild


def find_values(pattern: Pattern, end: End, path: str) -> dict[str, str] | None:
    """Values for the tied captures under which the pattern matches the path, leftmost and shortest first."""
    return _Search(pattern, end, path).assign(pattern.tied(), dict(pattern.fixed))


def agrees(name: str, value: str, values: Mapping[str, str]) -> bool:
    """Whether `name` may have `value` beside the other values: equal names are equal, `!x` is not `x`."""
    other = name[1:] if name.startswith("!") else "!" + name
    return values.get(name, value) == value and values.get(other) != value


class _Masks(NamedTuple):
    """The places of a path, as sets of bits: `at[c]` before each character c, and so on."""

    at: dict[str, int]
    in_segment: int
    starts: int
    slashes: int
    finish: int


def _masks(path: str) -> _Masks:
    at: dict[str, int] = {}
    for i, character in enumerate(path):
        at[character] = at.get(character, 0) | 1 << i
    slashes, finish = at.get("/", 0), 1 << len(path)
    return _Masks(at, (finish - 1) & ~slashes, slashes << 1 | 1, slashes, finish)


class _Search:
    """One pattern and one path."""

    def __init__(self, pattern: Pattern, end: End, path: str) -> None:
        self.path = path
        self.steps = _steps(pattern)
        self.names = pattern.names()
        self.masks = _masks(path)
        self.accepted = {
            End.EXACT: self.masks.finish,
            End.BELOW: self.masks.slashes,
            End.COVER: self.masks.finish | self.masks.slashes,
        }[end]

    def assign(self, names: tuple[str, ...], values: dict[str, str]) -> dict[str, str] | None:
        """`values` completed for `names`; recursion is as deep as there are names, at most MAX_TIED."""
        if not names:
            return values
        for value in self._candidates(names[0], values):
            extended = {**values, names[0]: value}
            if agrees(names[0], value, values) and self._reach(extended) & self.accepted:
                found = self.assign(names[1:], extended)
                if found is not None:
                    return found
        return None

    def _candidates(self, name: str, values: Mapping[str, str]) -> Iterator[str]:
        starts = self._reach(values, until=name)
        uses = self.names.count(name)
        seen: set[str] = set()
        while starts:
            start = (starts & -starts).bit_length() - 1
            starts &= starts - 1
            border = self.path.find("/", start)
            for stop in range(start + 1, (border if border >= 0 else len(self.path)) + 1):
                value = self.path[start:stop]
                if self.path.count(value) < uses:
                    break  # nor does any longer value occur often enough
                if value not in seen:
                    seen.add(value)
                    yield value

    def _reach(self, values: Mapping[str, str], until: str | None = None) -> int:
        """Where matching can be after the last step, or before the capture `until`; free captures take anything."""
        places = 1
        for step in self.steps:
            if isinstance(step, Capture) and step.name not in values:
                if step.name == until:
                    return places
                places = self._stretch((places & self.masks.in_segment) << 1)
            else:
                places = self._advance(places, values[step.name] if isinstance(step, Capture) else step)
        return places

    def _advance(self, places: int, step: str | Wild) -> int:
        if step is Wild.ANY:
            return (places & self.masks.in_segment) << 1
        if step is Wild.STAR:
            return self._stretch(places)
        if step is Wild.GLOBSTAR:
            lowest = places & -places
            return self.masks.starts & -lowest
        for character in step:
            places = (places & self.masks.at.get(character, 0)) << 1
        return places

    def _stretch(self, places: int) -> int:
        """All places from one of `places` to the end of its segment: the carry of the sum runs through the segment."""
        inside = places & self.masks.in_segment
        return ((inside + self.masks.in_segment) ^ self.masks.in_segment) | places


def _steps(pattern: Pattern) -> list[Element]:
    steps: list[Element] = []
    for segment in pattern.segments:
        steps.extend(segment)
        if segment != GLOBSTAR:
            steps.append("/")
    return steps[:-1]
