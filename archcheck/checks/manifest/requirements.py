"""Ranges of versions as manifests and rules write them."""

import re
from enum import Enum

from archcheck.checks.manifest.versions import (
    ALL,
    HIGHEST,
    LOWEST,
    NONE,
    RELEASE,
    Cut,
    Interval,
    Parsed,
    Version,
    Versions,
    above,
    bound,
    parse_version,
    unite,
)

_MAX_LENGTH = 2_000
_MAX_TERMS = 50
_FULL = 3  # numbers of a version of which nothing is left open
_ANY = frozenset({"", "*", "x", "X", "+"})
_TERM = re.compile(r"[\s,]*+(\^|~>|~=|~|===?|!=|>=|<=|>|<|=)?\s*+((?:\d++!)?[^\s,|^~=<>!]++)[\s,]*+")
_HYPHEN = re.compile(r"(\S++)\s++-\s++(\S++)\Z")
_WILDCARD = re.compile(r"(?:\.[*xX+])++\Z")
_BRACKETS = re.compile(r"\s*+([\[(\]])([^,\[\]()]*+)(?:(,)([^,\[\]()]*+))?([\])\[])\s*+(?:,(?=\s*+[\[(\]])|\Z)")


_ZERO = Version(0, ())


class Bare(Enum):
    """What a version without a sign before it means."""

    EXACT = "itself"
    PARTIAL = "itself and what is left open: 1.2 is 1.2.x"
    CARET = "what is compatible: 1.2 is ^1.2"


def parse_range(text: str, bare: Bare, *, is_partial: bool = True) -> Versions | None:
    """The versions that a range admits; None for what is none.

    Comparisons side by side or behind commas hold together, `||` separates alternatives, brackets are those of Maven.
    With `is_partial`, `>1.2` begins at 1.3, as for npm; without, right behind 1.2, as in PEP 440.
    """
    body = text.strip()
    if len(body) > _MAX_LENGTH:
        return None
    if body[:1] in ("[", "(", "]") and body:
        return _bracketed(body)
    found = NONE
    for alternative in re.split(r"\|\|?", body):
        versions = _alternative(alternative.strip(), bare, is_partial=is_partial)
        if versions is None:
            return None
        found = found.union(versions)
    return found


def _alternative(text: str, bare: Bare, *, is_partial: bool) -> Versions | None:
    hyphen = _HYPHEN.match(text)
    if hyphen:
        low, high = _term(">=", hyphen[1], bare), _term("<=", hyphen[2], bare)
        return low.intersection(high) if low and high else None
    found = ALL
    at = 0
    for _ in range(_MAX_TERMS):
        if at == len(text):
            return found
        term = _TERM.match(text, at)
        versions = _term(term[1] or "", term[2], bare, is_partial=is_partial) if term else None
        if term is None or versions is None:
            return None
        found = found.intersection(versions)
        at = term.end()
    return None


def _term(sign: str, text: str, bare: Bare, *, is_partial: bool = True) -> Versions | None:
    """One comparison."""
    if text in _ANY:
        return NONE if sign in ("<", ">", "!=") else ALL
    plain = _WILDCARD.sub("", text)
    parsed = parse_version(plain)
    if parsed is None:
        return None
    is_open = plain != text or (is_partial and len(parsed.numbers) < _FULL and parsed.version.phase == RELEASE)
    if not sign:
        sign = "^" if bare is Bare.CARET and plain == text else "="
        left_open = len(parsed.numbers) < _FULL and parsed.version.phase == RELEASE
        is_open = plain != text or (bare is Bare.PARTIAL and left_open)
    if sign in ("=", "==", "===", "!="):
        same = _same(parsed, is_open=is_open and (plain != text or sign == "="))
        return same.complement() if sign == "!=" else same
    return _compared(sign, parsed, is_open=is_open)


def _same(parsed: Parsed, *, is_open: bool) -> Versions:
    """The version itself; when it is open, whatever its further numbers are."""
    high = _next(parsed, len(parsed.numbers) - 1) if is_open else Cut(parsed.version, 1)
    return unite([Interval(_from(parsed.version), high)])


def _compared(sign: str, parsed: Parsed, *, is_open: bool) -> Versions | None:
    """What stands on one side of a version, or from it up to one that is no longer compatible."""
    version, numbers = parsed
    last = len(numbers) - 1
    low = _from(version)
    if sign == "<":
        below = bound(version.epoch, numbers) if version.phase == RELEASE else Cut(version)
        return unite([Interval(LOWEST, below)])
    if sign == "<=":
        return unite([Interval(LOWEST, _next(parsed, last) if is_open else Cut(version, 1))])
    if sign == ">":
        return unite([Interval(_next(parsed, last, is_low=True) if is_open else above(version), HIGHEST)])
    if sign == ">=":
        return unite([Interval(low, HIGHEST)])
    if sign == "~=":
        return unite([Interval(low, _next(parsed, last - 1))]) if last else None
    at = min(last, 1)
    if sign == "^":
        at = next((index for index, number in enumerate(numbers) if number), last)
    return unite([Interval(low, _next(parsed, at))])


def _from(version: Version) -> Cut:
    """The gap before a version; before 0 there is nothing."""
    return Cut(version) if version > _ZERO else LOWEST


def _next(parsed: Parsed, at: int, *, is_low: bool = False) -> Cut:
    """The gap before the next version whose number at `at` is higher; as a lower end without its pre-releases."""
    numbers = (*parsed.numbers[:at], parsed.numbers[at] + 1)
    cut = bound(parsed.version.epoch, numbers)
    return Cut(cut.version._replace(phase=RELEASE)) if is_low else cut


def _bracketed(text: str) -> Versions | None:
    """`[1,2)`, `(,1]`, `[1]`, unions of them; `]` and `[` turned round leave an end out, as in Gradle."""
    found = NONE
    at = 0
    for _ in range(_MAX_TERMS):
        part = _BRACKETS.match(text, at)
        interval = _interval(part) if part else None
        if part is None or interval is None:
            return None
        found = found.union(unite([interval]))
        at = part.end()
        if at == len(text):
            return found
    return None


def _interval(part: re.Match[str]) -> Interval | None:
    low, high = part[2].strip(), (part[4] if part[3] else part[2]).strip()
    lowest, highest = parse_version(low), parse_version(high)
    if (low and lowest is None) or (high and highest is None) or not (part[3] or low):
        return None
    begin = LOWEST if lowest is None else Cut(lowest.version) if part[1] == "[" else above(lowest.version)
    if highest is None:
        return Interval(begin, HIGHEST)
    is_open = part[5] != "]"
    return Interval(begin, bound(highest.version.epoch, highest.numbers) if is_open else Cut(highest.version, 1))
