"""The files of a sorted list that belong to a glob, without asking for every file where the shape of the glob allows.

Paths with characters outside ASCII may be in any normal form, so only text that NFC can neither produce nor change is
looked up directly; see `_is_stable`.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import takewhile

from archcheck.core.glob_match import Match, compose, is_exact, matcher, to_regex
from archcheck.core.glob_parse import GLOBSTAR, End, Pattern, Segment, Wild

Plan = Callable[[Sequence[str]], list[int]]

_TAIL = (GLOBSTAR, (Wild.STAR,))
_NFC_OF_OTHERS = frozenset("K`;")  # also what NFC makes of U+212A, U+1FEF and U+037E


def make_plans(patterns: Sequence[Pattern]) -> Iterator[Plan]:
    """Functions from a sorted list of paths to ascending positions; their union is what belongs to any pattern."""
    suffixes: dict[str, list[str]] = {}
    others: dict[str, list[Pattern]] = {}
    for pattern in patterns:
        anchor = _anchor(pattern)
        rest = pattern.segments[anchor.count("/") :]
        suffix = _suffix(pattern, rest)
        plan = _plan_by_text(pattern, anchor, rest)
        if suffix:
            suffixes.setdefault(anchor, []).append(suffix)
        elif plan:
            yield plan
        elif not is_exact(pattern):
            yield partial(_select_searched, anchor, matcher(pattern, pattern.file_end()))
        elif pattern.names():
            yield _plan_by_regex([pattern], anchor)
        else:
            others.setdefault(anchor, []).append(pattern)
    for anchor, endings in suffixes.items():
        yield partial(_select_suffixes, anchor, tuple(endings))
    for anchor, some in others.items():
        yield _plan_by_regex(some, anchor)


def _is_stable(text: str) -> bool:
    """Whether whole segments of this text, or its end after a star, are there before NFC if and only if after it."""
    return text.isascii() and _NFC_OF_OTHERS.isdisjoint(text)


def _anchor(pattern: Pattern) -> str:
    """A directory, with a final slash, that all paths of the pattern are below; "" for the top."""
    names = list(takewhile(_is_stable, pattern.lead()))
    if len(names) == len(pattern.segments):
        names.pop()
    return "".join(f"{name}/" for name in names)


def _suffix(pattern: Pattern, rest: Sequence[Segment]) -> str:
    """The text after the star of `**/*text`, or ""."""
    match rest:
        case [(Wild.GLOBSTAR,), (Wild.STAR, str() as text)] if not pattern.directory and _is_stable(text):
            return text
    return ""


def _plan_by_text(pattern: Pattern, anchor: str, rest: tuple[Segment, ...]) -> Plan | None:
    """A plan for a literal path, and for `**` before and after literal segments."""
    if rest == _TAIL and not pattern.directory:
        return partial(_select_below, anchor)
    end = pattern.file_end()
    if rest[-2:] == _TAIL and not pattern.directory:
        end, rest = End.BELOW, rest[:-2]
    names = [segment[0] for segment in rest if len(segment) == 1 and isinstance(segment[0], str)]
    if end is End.EXACT or not all(map(_is_stable, names)):
        return None
    if len(rest) == len(names) == 1 and rest == pattern.segments[-1:]:
        return partial(_select_literal, f"{anchor}{names[0]}", end)
    if rest[0] == GLOBSTAR and len(rest) == len(names) + 1:
        return partial(_select_containing, anchor, f"/{'/'.join(names)}/", end)
    return None


def _plan_by_regex(patterns: Sequence[Pattern], anchor: str) -> Plan:
    text = "|".join(to_regex(pattern, pattern.file_end()) for pattern in patterns)
    return partial(_select_matching, anchor, re.compile(text, re.DOTALL).match)


def _range_below(paths: Sequence[str], directory: str) -> range:
    """Where the paths that begin with `directory` (with a final slash) stand; "0" is the character after "/"."""
    if not directory:
        return range(len(paths))
    return range(bisect_left(paths, directory), bisect_left(paths, directory[:-1] + "0"))


def _select_below(anchor: str, paths: Sequence[str]) -> list[int]:
    return list(_range_below(paths, anchor))


def _select_literal(path: str, end: End, paths: Sequence[str]) -> list[int]:
    below = list(_range_below(paths, f"{path}/"))
    at = bisect_left(paths, path)
    is_file = end is End.COVER and at < len(paths) and paths[at] == path
    return [at, *below] if is_file else below


def _select_suffixes(anchor: str, suffixes: tuple[str, ...], paths: Sequence[str]) -> list[int]:
    span = _range_below(paths, anchor)
    return [i for i, path in enumerate(paths[span.start : span.stop], span.start) if path.endswith(suffixes)]


def _select_containing(anchor: str, names: str, end: End, paths: Sequence[str]) -> list[int]:
    start, after = len(anchor), "/" if end is End.COVER else ""
    return [i for i in _range_below(paths, anchor) if f"/{paths[i]}{after}".find(names, start) >= 0]


def _select_searched(anchor: str, match: Match, paths: Sequence[str]) -> list[int]:
    return [i for i in _range_below(paths, anchor) if match(compose(paths[i])) is not None]


def _select_matching(anchor: str, match: Callable[[str], re.Match[str] | None], paths: Sequence[str]) -> list[int]:
    """The paths that a regex matches; a match that ends with a slash holds for everything below that directory."""
    chosen: list[int] = []
    places = _range_below(paths, anchor)
    at, stop = places.start, places.stop
    while at < stop:
        path = paths[at]
        found = match(path if path.isascii() else compose(path))
        after = at + 1
        if found:
            end = found.end()
            if end and path[end - 1] == "/" and path.isascii():
                after = bisect_left(paths, f"{path[: end - 1]}0", after, stop)
            chosen.extend(range(at, after))
        at = after
    return chosen
