"""MDX: the import and export statements between the paragraphs of a Markdown text."""

import re
from collections.abc import Iterator

from archcheck.languages.typescript.lexing import Lexer

_STATEMENT = re.compile(r"(?:import|export)(?=[\s{*\"'])")
_FENCE = re.compile(r"[ \t>]*+(`{3,}+|~{3,}+)")
# How many blank lines a statement may hold.
_BLANK_LINES = 20
_LONGEST = 20_000


def markdown_blocks(text: str) -> Iterator[tuple[int, int]]:
    """Where the parts of an MDX text that hold statements begin and end.

    Such a part begins a paragraph, at the margin, and ends with a blank line outside of its brackets.
    """
    position = _front_matter_end(text)
    fence, after_blank, looked = "", True, 0
    while position < len(text):
        end = _line_end(text, position)
        line = text[position:end]
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif fence:
            closes = mark and mark[1].startswith(fence) and not line.strip(" \t>\n`~")
            fence = "" if closes else fence
        elif after_blank and _STATEMENT.match(line):
            # Where brackets are never closed, statements end with their paragraph: do not look again at the same text.
            end, looked = (
                _statements_end(text, position) if position >= looked else (_paragraph_end(text, position), looked)
            )
            yield position, end
            line = ""
        after_blank = not line.strip()
        position = end


def _statements_end(text: str, start: int) -> tuple[int, int]:
    """The end of the statements that begin at `start`, and how far was looked for it."""
    lexer = Lexer(text[start : start + _LONGEST], 0, jsx=True)
    first = position = _paragraph_end(text, start)
    for _ in range(_BLANK_LINES):
        # The paragraph that follows may begin with what looks like a string.
        verdict = lexer.judge(position - start - 1)
        if verdict and verdict.top:
            return position, position
        position = _paragraph_end(text, position)
    return first, position


def _paragraph_end(text: str, position: int) -> int:
    """The end of the blank line behind the paragraph at `position`."""
    found = _BLANK.search(text, position)
    return found.end() if found else len(text)


_BLANK = re.compile(r"\n(?:[ \t]*+\n)++")


def _line_end(text: str, position: int) -> int:
    return text.find("\n", position) + 1 or len(text)


def _front_matter_end(text: str) -> int:
    if not text.startswith("---\n"):
        return 0
    end = text.find("\n---", 3)
    return _line_end(text, end + 1) if end >= 0 else 0
