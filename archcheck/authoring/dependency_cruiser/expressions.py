"""Regular expressions over paths, as far as globs can say the same: expanded into flat sequences of what they match."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

_DEEPEST = 20
_LONGEST = 2_000
_SET = re.compile(r"[\w@.-]{1,6}", re.ASCII)
_LITERAL_ESCAPES = frozenset("./\\^$*+?()[]{}|-@!#%&:,=~ ")


MOST_SEQUENCES = 200


class UntranslatableError(Exception):
    """No glob says the same as an expression; the text says why."""


class Wild(Enum):
    """What stands for more than one character: in one part of a path, or anywhere."""

    ONE = "?"
    PART = "*"
    SOME = "?*"
    ANY = "**"
    BEGIN = "^"
    END = "$"


class Group(NamedTuple):
    """A whole part of a path that is captured; `values` are the only ones it may have, if any."""

    number: int
    values: tuple[str, ...] = ()


class Reference(NamedTuple):
    """What a group of the other expression has captured: `$1`."""

    number: int


Element = str | Wild | Group | Reference
Sequences = list[tuple[Element, ...]]


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    groups: int = 0
    depth: int = 0

    def alternatives(self) -> Sequences:
        found: Sequences = []
        branch: Sequences = [()]
        while self.at < len(self.text) and self.text[self.at] != ")":
            if self.text[self.at] == "|":
                self.at += 1
                found += branch
                branch = [()]
                continue
            atom = self._quantified(self._atom())
            branch = [(*left, *right) for left in branch for right in atom]
            if len(branch) + len(found) > MOST_SEQUENCES:
                raise UntranslatableError("it has too many alternatives")
        return [*found, *branch]

    def _atom(self) -> Sequences:
        character = self.text[self.at]
        self.at += 1
        if character == "(":
            return self._group()
        if character == "[":
            return self._set()
        if character == "\\":
            return [(self._escape(),)]
        if character in "*+?{":
            raise UntranslatableError(f'"{character}" has nothing to repeat')
        if character == "$" and (number := re.compile(r"\d").match(self.text, self.at)):
            self.at += 1
            return [(Reference(int(number[0])),)]
        known: dict[str, Element] = {".": Wild.ONE, "^": Wild.BEGIN, "$": Wild.END}
        return [(known.get(character, character),)]

    def _group(self) -> Sequences:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise UntranslatableError("its groups are nested too deep")
        captures = not self.text.startswith("?", self.at)
        if not captures and not self.text.startswith("?:", self.at):
            raise UntranslatableError("it looks ahead or behind")
        self.at += 0 if captures else 2
        self.groups += captures
        number = self.groups
        found = self.alternatives()
        if not self.text.startswith(")", self.at):
            raise UntranslatableError("a bracket is not closed")
        self.at += 1
        self.depth -= 1
        return _captured(found, number) if captures else found

    def _set(self) -> Sequences:
        end = self.text.find("]", self.at + 1)
        body = self.text[self.at : end].replace("\\", "") if end > 0 else ""
        if not body:
            raise UntranslatableError("a set of characters is not closed")
        self.at = end + 1
        if body == "^/":
            return [(Wild.ONE,)]
        if body.startswith("^") or not _SET.fullmatch(body) or re.search(r"\w-\w", body):
            raise UntranslatableError(f"no glob stands for [{body}]")
        return [(character,) for character in dict.fromkeys(body)]

    def _escape(self) -> str:
        character = self.text[self.at : self.at + 1]
        self.at += 1
        if character not in _LITERAL_ESCAPES or not character:
            raise UntranslatableError(f"no glob stands for \\{character}")
        return character

    def _quantified(self, atom: Sequences) -> Sequences:
        sign = self.text[self.at : self.at + 1]
        if not sign or sign not in "*+?{":
            return atom
        self.at += 1
        if self.text[self.at : self.at + 1] == "?":  # lazy: the same paths match
            self.at += 1
        if sign == "?":
            return [*atom, ()]
        if atom != [(Wild.ONE,)] or sign == "{":
            raise UntranslatableError(f'no glob stands for "{sign}" after more than one character')
        whole = self.text[: self.at].rstrip("?")[:-1].endswith("[^/]")
        if not whole:
            return [(Wild.ANY,)] if sign == "*" else [(Wild.ONE, Wild.ANY)]
        return [(Wild.PART,)] if sign == "*" else [(Wild.SOME,)]


def _captured(found: Sequences, number: int) -> Sequences:
    """The group as one element where it is a part of a path, or one of some words."""
    if found == [(Wild.SOME,)]:
        return [(Group(number),)]
    words = ["".join(each) for each in found if each and all(isinstance(one, str) for one in each)]  # type: ignore[arg-type]
    if len(words) == len(found) > 1 and not any("/" in word for word in words):
        return [(Group(number, tuple(words)),)]
    return found


def read_expression(pattern: str) -> list[tuple[Element, ...]]:
    """What an expression matches anywhere in a path, as sequences over whole paths. Raises UntranslatableError."""
    if len(pattern) > _LONGEST:
        raise UntranslatableError("it is too long")
    reader = _Reader(pattern)
    found = reader.alternatives()
    if reader.at < len(pattern):
        raise UntranslatableError("a bracket is closed that is not open")
    spanned = [_spanned(each) for each in found]
    return [each for each in dict.fromkeys(spanned) if each is not None]


def _spanned(sequence: Sequence[Element]) -> tuple[Element, ...] | None:
    """The sequence over the whole path; None when it can match no path."""
    body = list(sequence)
    begins, ends = body[:1] == [Wild.BEGIN], body[-1:] == [Wild.END]
    body = body[1:] if begins else body
    body = body[:-1] if ends and body else body
    if Wild.BEGIN in body or Wild.END in body:
        return None
    if (begins and body[:1] == ["/"]) or (ends and body[-1:] == ["/"]):
        return None
    front = [] if begins or body[:1] == [Wild.ANY] else [Wild.ANY]
    back = [] if ends or body[-1:] == [Wild.ANY] else [Wild.ANY]
    if not body and not (begins and ends):
        return (Wild.ANY,)
    return (*front, *body, *back)
