"""Flat glob patterns matched against paths, in time linear in the length of the path.

Each piece between two wildcards is matched at the leftmost place and then kept: a piece has a fixed length, so whatever
can follow a later place can follow the leftmost. The same holds for the runs of segments between two `**`. Atomic
groups tell the regex engine just that; it never goes back to try another place.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple
from unicodedata import normalize

from archcheck.core.glob_parse import GLOBSTAR, Capture, End, Pattern, Segment, Wild
from archcheck.core.glob_ties import agrees, find_values

Match = Callable[[str], Mapping[str, str] | None]

_ENDS = {End.EXACT: r"\Z", End.BELOW: "/", End.COVER: r"(?:/|\Z)"}


class _Gap(NamedTuple):
    """A part of a segment that stretches, as a regex: up to what follows, or to the end of the segment."""

    shortest: str
    whole: str


_STAR = _Gap("[^/]*?", "[^/]*+")


def compose(path: str) -> str:
    """The path in NFC, the form in which patterns and paths are compared."""
    return path if path.isascii() else normalize("NFC", path)


def to_regex(pattern: Pattern, end: End) -> str:
    """A regex for `re.match` with re.DOTALL; its groups are the captures that `group_names` lists.

    It is exact but for tied captures that are not settled: it takes their places as independent.
    """
    items = iter(_items(pattern))
    runs = [
        [next(items) for _ in run] for is_globstar, run in groupby(pattern.segments, _is_globstar) if not is_globstar
    ]
    anywhere = pattern.segments[0] == GLOBSTAR
    text = ""
    for number, run in enumerate(runs):
        ends = ["/"] * len(run)
        if number == len(runs) - 1:
            ends[-1] = _ENDS[end]
        body = "".join(_segment_regex(parts, after) for parts, after in zip(run, ends, strict=True))
        if number == 0 and not anywhere:
            text += body
        elif body == r"[^/]++\Z":
            text += "(?=.)"
        else:
            text += f"(?>(?:[^/]*+/)*?{body})"
    return text


def group_names(pattern: Pattern) -> tuple[str, ...]:
    """The names of the groups of `to_regex`, in order; several groups of a name must be compared by the caller."""
    names = pattern.names()
    sure = _settled(pattern)
    return tuple(name for i, name in enumerate(names) if name not in sure or name not in names[:i])


def matcher(pattern: Pattern, end: End) -> Match:
    """A function from a path in NFC to the values of the captures, None when it does not match."""
    match = re.compile(to_regex(pattern, end), re.DOTALL).match
    names, fixed = group_names(pattern), dict(pattern.fixed)

    def bindings(path: str) -> Mapping[str, str] | None:
        found = match(path)
        return None if found is None else fixed | dict(zip(names, found.groups(), strict=True))

    def tied_bindings(path: str) -> Mapping[str, str] | None:
        found = match(path)
        if found is None:
            return None
        values = dict(fixed)
        for name, value in zip(names, found.groups(), strict=True):
            if not agrees(name, value, values):
                return _search(pattern, end, path)
            values[name] = value
        return values

    return bindings if is_exact(pattern) else tied_bindings


def make_matches(patterns: Sequence[tuple[Pattern, End]]) -> tuple[Match, ...]:
    """Functions to be asked in turn, for patterns that are alternatives of each other; one when nothing is captured."""
    if any(pattern.fixed or pattern.names() for pattern, _ in patterns):
        return tuple(matcher(pattern, end) for pattern, end in patterns)
    if not patterns:
        return ()
    match = re.compile("|".join(to_regex(pattern, end) for pattern, end in patterns), re.DOTALL).match
    return (lambda path: {} if match(path) else None,)


def is_exact(pattern: Pattern) -> bool:
    """Whether the regex alone decides: no captures depend on each other but settled ones."""
    return set(pattern.tied()) <= _settled(pattern)


def _search(pattern: Pattern, end: End, path: str) -> Mapping[str, str] | None:
    values = find_values(pattern, end, path)
    if values is None:
        return None
    rest = pattern.bind(values)
    found = re.match(to_regex(rest, end), path, re.DOTALL)
    return values | dict(zip(rest.names(), found.groups(), strict=True)) if found else None


def _settled(pattern: Pattern) -> frozenset[str]:
    """The repeated captures whose first place leaves only one value, so that later places can refer back to it.

    That is so when nothing else in the segment of that place stretches, and the place of the segment is certain: it
    stands before the first `**`, or between the same two as all other places of the name.
    """
    names = pattern.names()
    sure = {name for name in names if names.count(name) > 1 and "!" + name not in names}
    first: dict[str, tuple[int, Segment]] = {}
    run = 0
    for segment in pattern.segments:
        run += segment == GLOBSTAR
        for capture in (element for element in segment if isinstance(element, Capture)):
            home, home_segment = first.setdefault(capture.name, (run, segment))
            if home not in {0, run} or _gaps(home_segment) > 1:
                sure.discard(capture.name)
    return frozenset(sure)


def _gaps(segment: Segment) -> int:
    return sum(element is Wild.STAR or isinstance(element, Capture) for element in segment)


def _is_globstar(segment: Segment) -> bool:
    return segment == GLOBSTAR


def _items(pattern: Pattern) -> Iterator[list[str | _Gap]]:
    """Per segment but `**`: its fixed parts as regexes, and its gaps."""
    sure = _settled(pattern)
    numbers: dict[str, int] = {}
    count = 0
    for segment in pattern.segments:
        if segment == GLOBSTAR:
            continue
        items: list[str | _Gap] = []
        for element in segment:
            if not isinstance(element, Capture):
                items.append(_element_item(element))
                continue
            if element.name in sure and element.name in numbers:
                items.append(f"(?P=g{numbers[element.name]})")
            else:
                items.append(_Gap(f"(?P<g{count}>[^/]+?)", f"(?P<g{count}>[^/]++)"))
                numbers[element.name] = count
            count += 1
        yield items


def _element_item(element: str | Wild) -> str | _Gap:
    if isinstance(element, str):
        return re.escape(element)
    return _STAR if element is Wild.STAR else "[^/]"


def _segment_regex(items: Sequence[str | _Gap], after: str) -> str:
    """A regex for one whole segment and what must come after it."""
    if items == [_STAR]:
        return f"[^/]++{after}"
    text, piece = "", ""
    gap: _Gap | None = None
    for item in items:
        if isinstance(item, str):
            piece += item
        else:
            text += _piece_regex(gap, piece)
            gap, piece = item, ""
    if gap and not piece:
        return text + gap.whole + after
    return text + _piece_regex(gap, piece + after)


def _piece_regex(gap: _Gap | None, piece: str) -> str:
    return f"(?>{gap.shortest}{piece})" if gap else piece
