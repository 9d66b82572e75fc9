"""Versions in order, and sets of them: what a requirement admits, what a rule demands, and whether they agree.

One order serves semantic versions and those of PEP 440: the numbers decide, final zeros do not count, and what is named
as a pre-release comes before the release. Other words behind the numbers (`33.4.0-jre`, `3.12-slim`) do not count.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

_VERSION = re.compile(r"[vV]?(?:(\d{1,9})!)?(\d{1,18}(?:\.\d{1,18}){0,9})([\w.+-]*+)\Z", re.ASCII)
_PRE = re.compile(
    r"[-_.]?(?P<word>alpha|beta|preview|snapshot|canary|next|nightly|milestone|experimental|insiders|dev|pre|rc|cr|ea|a|b|c|m)"
    r"(?![A-Za-z])[-_.]?(?P<rest>[0-9A-Za-z.-]{0,80})",
    re.IGNORECASE,
)
_POST = re.compile(r"[-_.]?(?:post|rev|r)[-_.]?(\d{0,9})|-(\d{1,9})\Z", re.IGNORECASE)
_ORDER = {
    "dev": 0,
    "a": 1,
    "alpha": 1,
    "m": 2,
    "milestone": 2,
    "b": 3,
    "beta": 3,
    "c": 5,
    "rc": 5,
    "cr": 5,
    "preview": 5,
}
_OTHER_PRE = 4
BEFORE_ALL, PRE, RELEASE, POST, AFTER_ALL = range(-2, 3)
"""What comes before and after a release: the bound below all of its pre-releases, and that above all of its updates."""

Words = tuple[tuple[int, int, str], ...]


class Version(NamedTuple):
    """One version, comparable: epoch, numbers without final zeros, phase, and the words that order its phase."""

    epoch: int
    numbers: tuple[int, ...]
    phase: int = RELEASE
    words: Words = ()


class Cut(NamedTuple):
    """A gap in the order of versions: before a version, or (`after` is 1) behind it."""

    version: Version
    after: int = 0


LOWEST = Cut(Version(-1, ()))
HIGHEST = Cut(Version(10**10, ()))


class Interval(NamedTuple):
    """The versions between two gaps."""

    low: Cut = LOWEST
    high: Cut = HIGHEST


class Parsed(NamedTuple):
    """A version as written: in order, and how many numbers were written."""

    version: Version
    numbers: tuple[int, ...]


def parse_version(text: str) -> Parsed | None:
    """Read one version; None for what does not begin with a number."""
    found = _VERSION.match(text.strip())
    if not found:
        return None
    numbers = tuple(int(part) for part in found[2].split("."))
    epoch = int(found[1] or 0)
    phase, words = _phase(found[3].partition("+")[0])
    return Parsed(Version(epoch, _stripped(numbers), phase, words), numbers)


def _stripped(numbers: tuple[int, ...]) -> tuple[int, ...]:
    end = len(numbers)
    while end and not numbers[end - 1]:
        end -= 1
    return numbers[:end]


def _phase(rest: str) -> tuple[int, Words]:
    pre = _PRE.match(rest)
    if pre:
        order = _ORDER.get(pre["word"].lower(), _OTHER_PRE)
        words = [_word(each) for each in re.split(r"[-_.]", pre["rest"]) if each]
        return PRE, ((order, 0, ""), *words)
    post = _POST.match(rest)
    if post:
        return POST, ((int(post[1] or post[2] or 0), 0, ""),)
    return RELEASE, ()


def _word(text: str) -> tuple[int, int, str]:
    return (0, int(text), "") if text.isdigit() and len(text) < 10 else (1, 0, text.lower())  # noqa: PLR2004 - small numbers


def bound(epoch: int, numbers: tuple[int, ...]) -> Cut:
    """The gap below a release and all of its pre-releases."""
    return Cut(Version(epoch, _stripped(numbers), BEFORE_ALL))


def above(version: Version) -> Cut:
    """The gap above a version and all of its updates (`.post1`)."""
    return Cut(version._replace(phase=AFTER_ALL, words=()) if version.phase >= RELEASE else version, 1)


@dataclass(frozen=True, slots=True)
class Versions:
    """A set of versions, as intervals that are disjoint and in order."""

    intervals: tuple[Interval, ...]

    def union(self, other: "Versions") -> "Versions":
        """What is in one of the two."""
        return unite((*self.intervals, *other.intervals))

    def complement(self) -> "Versions":
        """What is not in the set."""
        lows = [LOWEST, *(each.high for each in self.intervals)]
        highs = [*(each.low for each in self.intervals), HIGHEST]
        return unite(Interval(low, high) for low, high in zip(lows, highs, strict=True))

    def intersection(self, other: "Versions") -> "Versions":
        """What is in both."""
        return self.complement().union(other.complement()).complement()

    def is_within(self, other: "Versions") -> bool:
        """Whether the other set has all of these."""
        return not self.intersection(other.complement()).intervals

    def overlaps(self, other: "Versions") -> bool:
        """Whether some version is in both."""
        return bool(self.intersection(other).intervals)


def unite(intervals: Iterable[Interval]) -> Versions:
    """The set of what is in any of the intervals; empty ones are left out."""
    merged: list[Interval] = []
    for each in sorted(each for each in intervals if each.low < each.high):
        if merged and each.low <= merged[-1].high:
            merged[-1] = Interval(merged[-1].low, max(merged[-1].high, each.high))
        else:
            merged.append(each)
    return Versions(tuple(merged))


ALL = Versions((Interval(),))
NONE = Versions(())
