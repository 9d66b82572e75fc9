"""Trees drawn in text, with branches of box characters or ASCII, as lines with a depth and a place."""

import re
from typing import NamedTuple

_BARS = r"(?:[│┃║|](?=\s)|\s)*+"
_BRANCH = re.compile(_BARS + r"(?P<joint>[├└╰┣┗╠╚|+`\\])\s?+[─━═-]++[┬┐]?\s?+")
_BAR_ONLY = re.compile(r"[\s│┃║|]*+\Z")
_COMMENT = re.compile(r"(?:(?:^|\s)#|\s\s//|\s←|\s\s<-).*+\Z", re.DOTALL)
_SIGNS = re.compile(r"\s*+(?:#++|//|←|<-)\s*+")
_COUNTS = re.compile(r"\s*+\d++ director(?:y|ies)(?:, \d++ files?)?\s*+\Z")
"""The last line that the command `tree` prints."""

OUTSIDE = -1


class TreeLine(NamedTuple):
    """One line of a drawing: `depth` 0 stands directly below the root; `name` keeps a final slash; `line` from 0.

    No branch leads to a line of depth OUTSIDE: to the root, or to what is no part of the drawing. A branch may lead to
    no name at all.
    """

    depth: int
    name: str
    comment: str
    line: int
    column: int


def is_tree(text: str) -> bool:
    """Whether some line of the text begins with a branch."""
    return any(_BRANCH.match(line) for line in text.split("\n"))


def parse_tree(text: str) -> list[TreeLine]:
    """The lines of a drawn tree in order, but those that hold nothing or only bars, a comment or a count.

    Depth follows the columns at which branches begin, whatever their width.
    """
    found: list[TreeLine] = []
    joints: list[int] = []
    for number, line in enumerate(text.split("\n")):
        branch = _BRANCH.match(line)
        if branch is None:
            if not (_BAR_ONLY.match(line) or _COUNTS.match(line)):
                outside = _read_line(line, len(line) - len(line.lstrip("│┃║| \t\xa0")), OUTSIDE, number)
                found += [outside] if outside.name else []
            continue
        joint = branch.start("joint")
        while joints and joints[-1] >= joint:
            joints.pop()
        joints.append(joint)
        found.append(_read_line(line, branch.end(), len(joints) - 1, number))
    return found


def _read_line(line: str, start: int, depth: int, number: int) -> TreeLine:
    rest = line[start:]
    comment = _COMMENT.search(rest)
    name = rest[: comment.start()] if comment else rest
    note = _SIGNS.sub("", comment[0], count=1) if comment else ""
    return TreeLine(depth, name.strip(), note.strip(), number, start + len(name) - len(name.lstrip()) + 1)
