"""Text with other characters for what the grammar of the parser does not know, so that the tree has no errors there."""

import re

from archcheck.languages.typescript.dialects import Dialect
from archcheck.languages.typescript.lexemes import STRING
from archcheck.languages.typescript.lexing import Lexer

# Types that are imported in place, and properties named like operators.
_UNKNOWN = re.compile(rf"(?<![\w$.])(?:import\([ \t]*+{STRING}[ \t]*+\)|(?:in|instanceof)(?=\?[ \t]*+:))")
_NOT_NEWLINE = re.compile(r"[^\n]")
_TYPED = re.compile(r"(?<!=)>\s{0,20}\Z")
_LOOK_BACK = 22


def mask(text: str, dialect: Dialect) -> str:
    """The text with other characters, as many bytes long in UTF-8; names that are defined stay."""
    text = _UNKNOWN.sub(lambda found: "_" * _size(found[0]), text)
    masker = _Masker(text, jsx=dialect.jsx)
    masker.finish()
    return masker.masked()


class _Masker(Lexer):
    """Writes templates behind type arguments (``styled.p<A>`x` ``) as calls, and `&` between elements as `+`."""

    def __init__(self, text: str, *, jsx: bool) -> None:
        super().__init__(text, 0, jsx=jsx)
        self._parts: list[str] = []
        self._written = 0
        # For each template that is open, whether type arguments stand before it.
        self._typed: list[bool] = []

    def masked(self) -> str:
        """The whole text, once it has been read."""
        return "".join([*self._parts, self.text[self._written :]])

    def _replace(self, start: int, end: int, replacement: str) -> None:
        self._parts += self.text[self._written : start], replacement
        self._written = end

    def _consume_template(self, position: int) -> None:
        start = position - 1
        if self.text.startswith("`", start):
            self._typed.append(_TYPED.search(self.text, max(0, start - _LOOK_BACK), start) is not None)
        super()._consume_template(position)
        goes_on = self.text.endswith("${", position, self._position)
        if self._typed and self._typed[-1]:
            self._replace(start, self._position, _as_arguments(self.text[start : self._position]))
        if self._typed and not goes_on:
            self._typed.pop()

    def _consume_child(self, start: int, mark: str) -> None:
        if self.text.find("&", self._position, start) >= 0:
            self._replace(self._position, start, self.text[self._position : start].replace("&", "+"))
        super()._consume_child(start, mark)


def _as_arguments(part: str) -> str:
    """A part of a template as one of a list of arguments, whose other parts are the expressions in the holes."""
    closes = part.endswith("`") and len(part) > 1
    inner = part[1:-1] if closes else part[1:-2]
    blank = _NOT_NEWLINE.sub(lambda found: " " * _size(found[0]), inner)
    return ("(" if part[0] == "`" else ",") + blank + (")" if closes else "  ")


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))
