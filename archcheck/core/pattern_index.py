"""Finds, among many patterns over paths, the few that may match a path: by what is literal in them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

ANY_DEPTH = "**"
"""The segment that stands for any number of directories."""

_SPECIAL = re.compile(r"[*?\[\\]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_Bucket = dict[str, list[int]]


class PatternIndex:
    """Patterns by number. Those that must be tried for a path come in lists, each ascending; most are in none of them.

    A pattern is given as its segments from the top of the tree: `**` is any number of directories, also none; `*`, `?`,
    `[` and backslashes mean something, all else is literal.
    """

    def __init__(self) -> None:
        self._paths: _Bucket = {}
        self._folders: _Bucket = {}
        self._inside: _Bucket = {}
        self._names: _Bucket = {}
        self._endings: _Bucket = {}
        self._lengths: list[int] = []
        self._others: list[int] = []

    def add(self, segments: Sequence[str], number: int) -> None:
        """Take in a pattern; `number` is greater than those before."""
        self._bucket(segments).append(number)

    def candidates(self, path: str) -> Iterator[list[int]]:
        """The patterns that may match `path`."""
        if self._others:
            yield self._others
        names = path.split("/")
        name = names[-1]
        pairs = list(map("/".join, pairwise(names)))
        yield from _found(self._paths, (path,))
        yield from _found(self._names, (name, *pairs[-1:]))
        yield from _found(self._endings, (name[-length:] for length in self._lengths if length <= len(name)))
        if self._inside:
            yield from _found(self._inside, dict.fromkeys((*names[:-1], *pairs[:-1])))
        if self._folders:
            yield from _found(self._folders, _above(path))

    def _bucket(self, segments: Sequence[str]) -> list[int]:
        """The list for a pattern, by the literal part that fewest others share."""
        literals = [_literal(segment) for segment in segments]
        lead = [literal for literal in literals[: _first_wildcard(literals)] if literal is not None]
        if len(lead) == len(literals):
            return self._paths.setdefault("/".join(lead), [])
        if any(literal is None and _is_odd(segment) for segment, literal in zip(segments, literals, strict=True)):
            return self._by_folder(lead)
        inner = [at for at in range(len(lead), len(literals)) if literals[at] is not None]
        if inner:
            bucket = self._names if inner[-1] == len(literals) - 1 else self._inside
            return bucket.setdefault(_pair(literals, inner[-1]), [])
        return self._by_folder(lead) if lead else self._by_ending(segments[-1])

    def _by_folder(self, lead: Sequence[str]) -> list[int]:
        return self._folders.setdefault("/".join(lead), []) if lead else self._others

    def _by_ending(self, segment: str) -> list[int]:
        ending = segment[1:]
        if not segment.startswith("*") or not ending or _SPECIAL.search(ending):
            return self._others
        if len(ending) not in self._lengths:
            self._lengths.append(len(ending))
        return self._endings.setdefault(ending, [])


def _pair(literals: Sequence[str | None], at: int) -> str:
    """A literal with the one in front of it, if that is one, too."""
    return "/".join(literal for literal in literals[max(at - 1, 0) : at + 1] if literal is not None)


def _found(bucket: _Bucket, keys: Iterable[str]) -> Iterator[list[int]]:
    for key in keys:
        if key in bucket:
            yield bucket[key]


def _above(path: str) -> Iterator[str]:
    """The directories above a path."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)


def _first_wildcard(literals: Sequence[str | None]) -> int:
    return next((at for at, literal in enumerate(literals) if literal is None), len(literals))


def _is_odd(segment: str) -> bool:
    """Whether a segment may mean more than one name: a class that holds a slash, `a**` in front of a slash."""
    return "[" in segment or segment.endswith("\\") or (ANY_DEPTH in segment and segment != ANY_DEPTH)


def _literal(segment: str) -> str | None:
    """The only name that a segment means, None when there may be others."""
    if not _SPECIAL.search(segment):
        return segment
    bare = _ESCAPED.sub("", segment)
    return None if _SPECIAL.search(bare) else _ESCAPED.sub(r"\1", segment)
