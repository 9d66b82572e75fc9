"""Paragraphs: definitions of references at their beginning, tables cell by cell, and text."""

import re
from collections.abc import Iterator, Sequence

from archcheck.syntax.markdown.inline import target_end
from archcheck.syntax.markdown.nodes import Block

_Pieces = Sequence[tuple[int, str]]
# A footnote, `[^1]: text`, defines no reference.
_LABEL = re.compile(r"\[(?!\^)(?:[^\[\]\\]|\\.){1,999}+\]:[ \t]*+")
_POINTED = re.compile(r"<((?:[^<>\\]|\\.)*+)>")
_TITLE = re.compile(r"(?:[ \t]++(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)))?+[ \t]*+\Z")
_TITLE_LINE = re.compile(r"(?:\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\))[ \t]*+\Z")
_DELIMITERS = re.compile(r"\|?+[ \t]*+:?+-++:?+[ \t]*+(?:\|[ \t]*+:?+-++:?+[ \t]*+)*+\|?+[ \t]*+\Z")
_CELL = re.compile(r"(?:[^|\\]|\\.|\\\Z)++")


def finish_paragraph(pieces: _Pieces) -> Iterator[Block]:
    """The blocks that the lines of a paragraph, each with its offset, amount to."""
    begin = 0
    while begin < len(pieces):
        taken, block = _read_definition(pieces, begin)
        if block is None:
            break
        yield block
        begin += taken
    lines = pieces[begin:]
    table = next((at for at in range(1, len(lines)) if _is_table(lines[at - 1][1], lines[at][1])), 0)
    text = lines[: table - 1] if table else lines
    if text:
        yield _text(text)
    if table:
        for offset, line in (lines[table - 1], *lines[table + 1 :]):
            for cell in _CELL.finditer(line):
                yield _text([(offset + cell.start(), cell[0])])


def _text(pieces: _Pieces) -> Block:
    last, line = pieces[-1]
    return Block("text", pieces[0][0], last + len(line), pieces=pieces)


def _is_table(header: str, delimiters: str) -> bool:
    """Whether two lines are the head of a table: as many cells in one as in the other."""
    if "|" not in header or "-" not in delimiters or not _DELIMITERS.match(delimiters):
        return False
    return len(_CELL.findall(header.strip(" \t"))) == len(_CELL.findall(delimiters.strip(" \t")))


def _read_definition(pieces: _Pieces, begin: int) -> tuple[int, Block | None]:
    """How many lines from `begin` on define a reference, and its target."""
    offset, line = pieces[begin]
    label = _LABEL.match(line)
    if not label:
        return 0, None
    taken, at = 1, label.end()
    if at == len(line) and begin + 1 < len(pieces):
        offset, line = pieces[begin + 1]
        taken, at = 2, 0
    pointed = _POINTED.match(line, at)
    start, end = pointed.span(1) if pointed else (at, target_end(line, at))
    after = pointed.end() if pointed else end
    if end < 0 or (end == start and not pointed) or not _TITLE.match(line, after):
        return 0, None
    following = pieces[begin + taken][1] if begin + taken < len(pieces) else ""
    if not line[after:].strip(" \t") and _TITLE_LINE.match(following):
        taken += 1
    return taken, Block("definition", offset + start, offset + end)
