"""Trees drawn in text, with branches of box characters or ASCII, as lines with a depth and a place."""

import re
from typing import NamedTuple

_BRANCH = re.compile(r"(?:[│|]\s{1,7}|\s)*+(?:[├└╰|+`]\s?[─━-]{1,4}\s?)")
_COMMENT = re.compile(r"(?:\s#|\s\s//|\s←|\s\s<-).*+\Z")
_BAR_ONLY = re.compile(r"[\s│|]*+\Z")


class TreeLine(NamedTuple):
    """One entry: `depth` 0 stands directly below the root; `name` keeps a final slash; `line` counts from 0."""

    depth: int
    name: str
    comment: str
    line: int
    column: int


def is_tree(text: str) -> bool:
    """Whether some line of the text begins with a branch."""
    return any(_BRANCH.match(line) for line in text.splitlines())


def parse_tree(text: str) -> list[TreeLine]:
    """The entries of a drawn tree in order; a first line without a branch is the root and left out.

    Depth follows the columns at which branches stand, whatever their width.
    """
    found: list[TreeLine] = []
    columns: list[int] = []
    for number, line in enumerate(text.splitlines()):
        branch = _BRANCH.match(line)
        if branch is None or _BAR_ONLY.match(line):
            continue
        column = branch.end()
        while columns and columns[-1] >= column:
            columns.pop()
        columns.append(column)
        rest = line[column:]
        comment = _COMMENT.search(rest)
        name = rest[: comment.start()] if comment else rest
        note = comment[0].strip().lstrip("#/←<- ").strip() if comment else ""
        found.append(TreeLine(len(columns) - 1, name.strip(), note, number, column + 1))
    return found
