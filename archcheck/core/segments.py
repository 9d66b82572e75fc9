"""Patterns of paths as one test per segment, matched without going back further than to the latest `**`."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T", str, bytes)

ANY_DEPTH = None
"""In a list of tests: any number of names, also none."""


def match_segments(segments: Sequence[Callable[[T], object] | None], names: Sequence[T]) -> bool:
    """Whether the segments fit all the names; goes back to the latest `**` only, which is enough and quadratic."""
    at = name = 0
    resume = resume_name = -1
    while name < len(names):
        test = segments[at] if at < len(segments) else never
        if test is ANY_DEPTH:
            at += 1
            resume, resume_name = at, name
        elif test(names[name]):
            at += 1
            name += 1
        elif resume < 0:
            return False
        else:
            resume_name += 1
            at, name = resume, resume_name
    return all(test is ANY_DEPTH for test in segments[at:])


def always(_name: object) -> bool:
    """The test of a segment that any name fits."""
    return True


def never(_name: object) -> bool:
    """The test of a segment that no name fits."""
    return False
