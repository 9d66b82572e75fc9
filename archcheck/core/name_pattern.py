r"""Patterns for whole names: the regular part of regex syntax, matched in time linear in the name.

Literals, `.`, sets (`[a-z\d]`), `\d \w \s` and their opposites, `( )`, `(?: )`, `|`, and the repetitions
`? * + {m} {m,} {m,n}`. The whole name must match; `^` at the beginning and `$` at the end change nothing. There is no
backtracking, so no pattern is slow on any name.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_PATTERN = 1_000  # characters
MAX_STEPS = 2_000  # of a compiled pattern; bounds what one character of a name can cost
MAX_REPEAT = 255  # no name is longer
_MAX_STATES = 5_000  # remembered transitions

_REPEAT = re.compile(r"([?*+])|\{([0-9]*+)(,?)([0-9]*+)\}")
_SET = re.compile(r"\[\^?+\]?+(?:\\.|[^\]\\])*+\]", re.DOTALL)
_NESTED = re.compile(r"\[|--|&&|~~|\|\|")  # what later versions of Python may read as operations on sets
_GROUP = re.compile(r"\((?:\?(:)?)?")
_FREE_ESCAPES = frozenset("dDwWsS")


class PatternError(ValueError):
    """A pattern is wrong. `message` says what was found and the way out, `offset` where, in characters from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class _Step(NamedTuple):
    """Takes one character that `test` matches and goes on to the next step; without a test, goes on to all of `jumps`.

    Jumps are relative, so that fragments can be joined and repeated as they are.
    """

    test: "re.Pattern[str] | None"
    jumps: tuple[int, ...] = (1,)


_Fragment = list[_Step]
_States = frozenset[int]


@dataclass(slots=True)
class _Machine:
    """The compiled pattern: steps, and the transitions met so far."""

    steps: tuple[_Step, ...]
    start: _States = frozenset()
    known: dict[tuple[_States, str], _States] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.start = self._closure([0])

    def follow(self, states: _States, character: str) -> _States:
        """The states after one more character."""
        key = (states, character)
        after = self.known.get(key)
        if after is None:
            if len(self.known) >= _MAX_STATES:
                self.known.clear()
            taken = (at + 1 for at in states if self._takes(at, character))
            after = self.known[key] = self._closure(taken)
        return after

    def _takes(self, at: int, character: str) -> bool:
        test = self.steps[at].test if at < len(self.steps) else None
        return test is not None and test.match(character) is not None

    def _closure(self, found: Iterable[int]) -> _States:
        """Every state that can be reached without a character; only those that take one, or are the end, are kept."""
        waiting = list(found)
        seen = set(waiting)
        while waiting:
            at = waiting.pop()
            if at < len(self.steps) and self.steps[at].test is None:
                ahead = {at + jump for jump in self.steps[at].jumps} - seen
                seen |= ahead
                waiting.extend(ahead)
        return frozenset(at for at in seen if at == len(self.steps) or self.steps[at].test is not None)


@dataclass(frozen=True, slots=True)
class NamePattern:
    """A pattern that whole names match or not; equal when written equally."""

    text: str
    _machine: _Machine = field(compare=False, repr=False)

    def matches(self, name: str) -> bool:
        """Whether the whole of `name` matches."""
        states = self._machine.start
        for character in name:
            states = self._machine.follow(states, character)
            if not states:
                return False
        return len(self._machine.steps) in states


def parse_name_pattern(text: str) -> NamePattern:
    """The pattern written as `text`. Raises PatternError."""
    if not text:
        raise PatternError("empty pattern; write what whole names must match", 0)
    if len(text) > MAX_PATTERN:
        raise PatternError(f"pattern of {len(text)} characters, at most {MAX_PATTERN} are allowed", MAX_PATTERN)
    return NamePattern(text, _Machine(tuple(_Parser(text).parse())))


@dataclass(slots=True)
class _Level:
    """An open group: the alternatives read so far, and the parts of the one being read."""

    offset: int
    alternatives: list[_Fragment] = field(default_factory=list)
    parts: list[_Fragment] = field(default_factory=list)

    def close(self) -> _Fragment:
        """The whole group."""
        *others, last = [*self.alternatives, _joined(self.parts)]
        for fragment in reversed(others):
            enter, leave = _Step(None, (1, len(fragment) + 2)), _Step(None, (len(last) + 1,))
            last = [enter, *fragment, leave, *last]
        return last


class _Parser:
    """Reads a pattern from left to right, with a stack of open groups instead of recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.levels = [_Level(0)]

    def parse(self) -> _Fragment:
        """The steps of the whole pattern."""
        readers = {"(": self._open, ")": self._close, "|": self._next_alternative, "^": self._begin, "$": self._end}
        while self.at < len(self.text):
            readers.get(self.text[self.at], self._read_character)()
            level = self.levels[-1]
            if sum(map(len, (*level.alternatives, *level.parts))) > MAX_STEPS:
                raise PatternError("the pattern repeats too much; write fewer or smaller repetitions", 0)
        if len(self.levels) > 1:
            raise PatternError('"(" is never closed; add ")", or write \\( for the character', self.levels[-1].offset)
        return self.levels[0].close()

    def _open(self) -> None:
        found = _GROUP.match(self.text, self.at)
        assert found is not None
        if found[0] == "(?":
            message = "only (...) and (?:...) can be written; names are matched without looking around or back"
            raise PatternError(message, self.at)
        self.levels.append(_Level(self.at))
        self.at = found.end()

    def _close(self) -> None:
        if len(self.levels) == 1:
            raise PatternError('")" without "("; write \\) for the character', self.at)
        group = self.levels.pop().close()
        self.at += 1
        self._add(group)

    def _next_alternative(self) -> None:
        level = self.levels[-1]
        level.alternatives.append(_joined(level.parts))
        level.parts = []
        self.at += 1

    def _begin(self) -> None:
        if len(self.levels) > 1 or self.levels[0].parts:
            raise PatternError('"^" within a pattern; the whole name is matched anyway, drop it', self.at)
        self.at += 1

    def _end(self) -> None:
        if len(self.levels) > 1 or self.text[self.at + 1 : self.at + 2] not in ("", "|"):
            raise PatternError('"$" within a pattern; the whole name is matched anyway, drop it', self.at)
        self.at += 1

    def _read_character(self) -> None:
        start, character = self.at, self.text[self.at]
        if character in "?*+{":
            raise PatternError(f'"{character}" has nothing to repeat; write \\{character} for the character', start)
        if character == "[":
            self.at = self._end_of_set()
        else:
            self.at += 2 if character == "\\" else 1
        atom = self.text[start : self.at]
        if character == "\\" and (len(atom) == 1 or (atom[1].isalnum() and atom[1] not in _FREE_ESCAPES)):
            raise PatternError(f'"{atom}" cannot be written here; \\d, \\w, \\s and \\ before a sign can', start)
        try:
            test = re.compile(atom if character in "[\\." else re.escape(atom))
        except re.error as error:
            raise PatternError(f'"{atom}": {error.msg}', start + (error.pos or 0)) from None
        self._add([_Step(test)])

    def _end_of_set(self) -> int:
        found = _SET.match(self.text, self.at)
        if found is None:
            raise PatternError('"[" is never closed; add "]", or write \\[ for the character', self.at)
        nested = _NESTED.search(re.sub(r"\\.", "__", found[0][1:], flags=re.DOTALL))
        if nested:
            raise PatternError(
                f'"{nested[0]}" within a set; write a backslash before each of its signs', self.at + 1 + nested.start()
            )
        return found.end()

    def _add(self, fragment: _Fragment) -> None:
        found = _REPEAT.match(self.text, self.at)
        if found:
            low, high = self._bounds(found)
            self.at = found.end()
            self._refuse_second_repeat()
            if len(fragment) * max(low, high or 0) > MAX_STEPS:
                raise PatternError("repeated too often; write fewer or smaller repetitions", found.start())
            fragment = _repeated(fragment, low, high)
        self.levels[-1].parts.append(fragment)

    def _bounds(self, found: "re.Match[str]") -> tuple[int, int | None]:
        if found[1]:
            return {"?": (0, 1), "*": (0, None), "+": (1, None)}[found[1]]
        if not (found[2] or found[4]):
            raise PatternError(f'"{found[0]}" has no number; write \\{{ for the character', found.start())
        low = int(found[2][:9] or 0)
        high = int(found[4][:9]) if found[4] else None if found[3] else low
        if max(low, high or 0) > MAX_REPEAT or (high is not None and high < low):
            raise PatternError(f'"{found[0]}": numbers up to {MAX_REPEAT}, the smaller first', found.start())
        return low, high

    def _refuse_second_repeat(self) -> None:
        if self.text[self.at : self.at + 1] == "?":  # shortest first: the same names match
            self.at += 1
        if _REPEAT.match(self.text, self.at):
            raise PatternError("repeated twice in a row; put the first repetition in parentheses", self.at)


def _joined(parts: Iterable[_Fragment]) -> _Fragment:
    return [step for part in parts for step in part]


def _repeated(fragment: _Fragment, low: int, high: int | None) -> _Fragment:
    length = len(fragment)
    if high is None:
        return [*fragment * low, _Step(None, (1, length + 2)), *fragment, _Step(None, (-(length + 1),))]
    return [*fragment * low, *[_Step(None, (1, length + 1)), *fragment] * (high - low)]
