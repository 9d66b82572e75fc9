"""Places of offsets in a text."""

from bisect import bisect_right

from archcheck.core.values import Place


class Lines:
    r"""Where the lines of a text begin; `\n` alone ends one."""

    def __init__(self, text: str, path: str = "") -> None:
        self._path = path
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> Place:
        """The place of the character at `offset`."""
        line = bisect_right(self._starts, offset)
        return Place(self._path, line, offset - self._starts[line - 1] + 1)


class Places:
    """Lines and columns of positions that never go back."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._position = 0
        self._line = 1
        self._line_start = 0

    def at(self, position: int) -> tuple[int, int]:
        """The line and the column, both from 1, of a position."""
        self._line += self._text.count("\n", self._position, position)
        newline = self._text.rfind("\n", self._position, position)
        if newline >= 0:
            self._line_start = newline + 1
        self._position = position
        return self._line, position - self._line_start + 1
