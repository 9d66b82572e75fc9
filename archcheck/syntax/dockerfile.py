"""Dockerfiles as instructions with their words and places; knows no instruction."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from archcheck.syntax.decoding import decode_lines

_ESCAPE_DIRECTIVE = re.compile(r"#[ \t]*escape[ \t]*=[ \t]*([\\`])[ \t]*", re.IGNORECASE)
_DIRECTIVE = re.compile(r"#[ \t]*[a-zA-Z][\w-]*[ \t]*=")
_KEYWORD = re.compile(r"[ \t]*+([A-Za-z]+)(?=[ \t]|\Z)")
_WORD = re.compile(r"""(?:[^\s"'\\`]++|\\.?|`|"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\Z)|'[^']*+(?:'|\Z))++""", re.DOTALL)
_JSON = re.compile(r'\s*\[\s*(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"\s*(?:,\s*(?=")|(?=\])))*+\]\s*\Z', re.DOTALL)
_JSON_TEXT = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
_QUOTED = re.compile(r""""([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|\\(.)""", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_FLAG = re.compile(r"\s*+(--\S++)")
_HEREDOC = re.compile(r"<<(-?)[ \t]*([\"']?)([A-Za-z_][\w.]*)\2")
_MOST_HEREDOCS = 20
_WITH_HEREDOC = frozenset({"RUN", "COPY", "ADD"})


class Word(NamedTuple):
    """One word without its quotes, and where it begins."""

    text: str
    line: int
    column: int


class Instruction(NamedTuple):
    """One instruction: its name in capitals and the words behind it; `is_json` when they are a list in brackets."""

    name: str
    words: Sequence[Word]
    is_json: bool
    line: int

    @property
    def flags(self) -> Iterator[Word]:
        """The words `--x=y` in front."""
        for word in self.words:
            if not word.text.startswith("--"):
                return
            yield word

    @property
    def arguments(self) -> Sequence[Word]:
        """The words behind the flags."""
        return self.words[sum(1 for _ in self.flags) :]


class _Piece(NamedTuple):
    """A part of an instruction that stands on one line, and where it begins in the joined text."""

    offset: int
    line: int


class _Lines:
    """The lines of a file; the line that ends a text within the file is found without reading what is between."""

    def __init__(self, content: bytes) -> None:
        self.lines = decode_lines(content).split("\n")
        self.escape = _escape(self.lines)

    @cached_property
    def _numbers(self) -> dict[str, list[int]]:
        numbers: dict[str, list[int]] = {}
        for number, line in enumerate(self.lines):
            numbers.setdefault(line.lstrip("\t"), []).append(number)
        return numbers

    def after_heredocs(self, number: int, text: str) -> int:
        """The number of the line behind the texts that an instruction holds; `number` where one is never closed."""
        start = number
        for dash, _, name in _HEREDOC.findall(text)[:_MOST_HEREDOCS]:
            numbers = self._numbers.get(name, [])
            at = bisect_left(numbers, number)
            while at < len(numbers) and not dash and self.lines[numbers[at]] != name:
                at += 1
            if at == len(numbers):
                return start
            number = numbers[at] + 1
        return number


def read_dockerfile(content: bytes) -> Iterator[Instruction]:
    """The instructions in order, of any text; lines that are none are passed over."""
    for text, pieces, _ in _logical_lines(_Lines(content)):
        found, name = _keyword(text)
        if found and pieces:
            yield _instruction(name, text, found.end(), pieces)


def comment_lines(content: bytes) -> Iterator[int]:
    """The numbers, from 0, of the lines that are comments; text within the file (`<<EOF`) has none."""
    source = _Lines(content)
    for _, _, numbers in _logical_lines(source):
        yield from (number for number in numbers if source.lines[number].lstrip().startswith("#"))


def _logical_lines(source: _Lines) -> Iterator[tuple[str, Sequence[_Piece], range]]:
    """Each instruction as one line, with its pieces and the numbers of its lines; texts in the file are passed over."""
    number = 0
    while number < len(source.lines):
        text, pieces, end = _logical(source, number)
        yield text, pieces, range(number, end)
        _, name = _keyword(text)
        number = source.after_heredocs(end, text) if name in _WITH_HEREDOC and pieces and "<<" in text else end


def _keyword(text: str) -> tuple[re.Match[str] | None, str]:
    """The name of an instruction in capitals, that behind `ONBUILD` if there is one, and its match."""
    found = _KEYWORD.match(text)
    name = found[1].upper() if found else ""
    while found and name == "ONBUILD" and (inner := _KEYWORD.match(text, found.end())):
        found, name = inner, inner[1].upper()
    return found, name


def _escape(lines: Sequence[str]) -> str:
    for line in lines:
        if found := _ESCAPE_DIRECTIVE.fullmatch(line.strip()):
            return found[1]
        if not _DIRECTIVE.match(line.strip()):
            break
    return "\\"


def _logical(source: _Lines, number: int) -> tuple[str, list[_Piece], int]:
    """The next instruction as one line, its pieces, and the number of the line behind it."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    length = 0
    while number < len(source.lines):
        line = source.lines[number]
        number += 1
        bare = line.strip()
        if not bare or bare.startswith("#"):
            if pieces:
                continue
            break
        trimmed = line.rstrip()
        goes_on = trimmed.endswith(source.escape)
        part = trimmed[:-1] if goes_on else trimmed
        pieces.append(_Piece(length, number))
        parts.append(part)
        length += len(part)
        if not goes_on:
            break
    return "".join(parts), pieces, number


def _instruction(name: str, text: str, start: int, pieces: Sequence[_Piece]) -> Instruction:
    place = _places(pieces)
    words: list[Word] = []
    while found := _FLAG.match(text, start):
        words.append(Word(found[1], *place(found.start(1))))
        start = found.end()
    is_json = _JSON.match(text, start) is not None
    pattern = _JSON_TEXT if is_json else _WORD
    for each in pattern.finditer(text, start):
        word = _ESCAPED.sub(r"\1", each[1]) if is_json else _QUOTED.sub(_unquoted, each[0])
        words.append(Word(word, *place(each.start())))
    return Instruction(name, words, is_json, pieces[0].line)


def _unquoted(found: re.Match[str]) -> str:
    return _ESCAPED.sub(r"\1", found[1]) if found[1] is not None else found[2] or found[3] or ""


def _places(pieces: Sequence[_Piece]) -> Callable[[int], tuple[int, int]]:
    offsets = [piece.offset for piece in pieces]

    def place(offset: int) -> tuple[int, int]:
        piece = pieces[bisect_right(offsets, offset) - 1]
        return piece.line, offset - piece.offset + 1

    return place
