"""A position in one line of Markdown, where indentation counts in columns and tabs reach to the next fourth."""

_TAB = 4


class Cursor:
    """Goes through `line`. `at` is the position of what follows the white space, `indent` the columns before it."""

    __slots__ = ("_column", "at", "indent", "line")

    def __init__(self, line: str) -> None:
        self.line = line
        self.at = 0
        self.indent = 0
        self._column = 0
        self._pass_blanks()

    def is_blank(self) -> bool:
        """Whether nothing but white space follows."""
        return self.at >= len(self.line)

    def rest(self) -> str:
        """What follows the white space."""
        return self.line[self.at :]

    def skip(self, width: int) -> None:
        """Leave so many columns of white space behind, or fewer when there are no more."""
        self.indent -= min(width, self.indent)

    def move(self, count: int) -> None:
        """Go on behind the white space and so many characters after it."""
        self.at += count
        self._column += count
        self.indent = 0
        self._pass_blanks()

    def _pass_blanks(self) -> None:
        begin = self._column
        while self.at < len(self.line) and self.line[self.at] in " \t":
            self._column += 1 if self.line[self.at] == " " else _TAB - self._column % _TAB
            self.at += 1
        self.indent = self._column - begin
