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
