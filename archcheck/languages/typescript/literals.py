"""The strings, templates and comments of a script, in order of place."""

from typing import NamedTuple

from archcheck.languages.typescript.dialects import Dialect
from archcheck.languages.typescript.lexing import Lexer
from archcheck.languages.typescript.scripts import find_scripts

STRING = "string"
TEMPLATE = "template"
COMMENT = "comment"


class Literal(NamedTuple):
    """A piece text[start:end], quotes and comment signs included; of a template the text up to its end or a hole."""

    kind: str
    start: int
    end: int


class _Recorder(Lexer):
    """A lexer that keeps what it passes."""

    def __init__(self, text: str, position: int, *, jsx: bool) -> None:
        super().__init__(text, position, jsx=jsx)
        self.literals: list[Literal] = []

    def _consume_string(self, start: int) -> None:
        super()._consume_string(start)
        self._keep(STRING, start)

    def _consume_slash(self, start: int) -> None:
        super()._consume_slash(start)
        if self.text.startswith(("//", "/*"), start):
            self._keep(COMMENT, start)

    def _consume_template(self, position: int) -> None:
        super()._consume_template(position)
        if self.text.startswith("`", position - 1):
            self._keep(TEMPLATE, position - 1)

    def _consume_in_tag(self, start: int, mark: str) -> None:
        super()._consume_in_tag(start, mark)
        if mark in "'\"":
            self._keep(STRING, start)

    def _keep(self, kind: str, start: int) -> None:
        self.literals.append(Literal(kind, start, self._position))


def literals(text: str, dialect: str) -> list[Literal]:
    """The literals of a file in a dialect; of one with markup those of its scripts."""
    return [
        Literal(kind, start + script.start, end + script.start)
        for script in find_scripts(text, dialect)
        for kind, start, end in _literals(script.text, script.dialect)
    ]


def _literals(text: str, dialect: Dialect) -> list[Literal]:
    recorder = _Recorder(text, 0, jsx=dialect.jsx)
    if recorder.finish() >= 0 and dialect.jsx:
        # What looked like an element may have been something else, as in the search for imports.
        again = _Recorder(text, 0, jsx=False)
        if again.finish() < 0:
            return again.literals
    return recorder.literals
