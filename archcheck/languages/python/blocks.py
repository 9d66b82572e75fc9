"""Which blocks enclose a line of Python text, and what that means for the imports in it."""

from unicodedata import normalize

from archcheck.core.facts import LAZY, TYPE_ONLY
from archcheck.languages.python.guards import NEITHER, Names, Verdict, judge_text
from archcheck.languages.python.logical import LogicalLine, separators


class Blocks:
    """The enclosing blocks at a moving line; `enter` must see every logical line from a line at module level on."""

    def __init__(self, text: str, names: Names) -> None:
        self._text = text
        self._names = names
        # Indentation of the header, marks inside of its block, marks inside of an `else` or `elif` that follows.
        self._headers: list[tuple[int, int, int]] = []
        # False once a test on TYPE_CHECKING was met that Python cannot parse.
        self.sound = True

    def enter(self, line: LogicalLine) -> tuple[int, int]:
        """The marks of imports that are the line itself, and of imports behind its colon (`if x: import y`)."""
        alternative: int | None = None
        while self._headers and self._headers[-1][0] >= line.indent:
            indent, _, otherwise = self._headers.pop()
            alternative = otherwise if indent == line.indent else None
        marks = self._headers[-1][1] if self._headers else 0
        word = line.word
        if word in ("if", "elif", "else"):
            base = marks if word == "if" or alternative is None else alternative
            verdict = NEITHER if word == "else" else self._judge(line)
            inside = base | (TYPE_ONLY if verdict.then else 0)
            self._headers.append((line.indent, inside, base | (TYPE_ONLY if verdict.otherwise else 0)))
            return marks, inside
        if word.endswith("def") and word.split() in (["def"], ["async", "def"]):
            self._headers.append((line.indent, marks | LAZY, marks))
            return marks, marks | LAZY
        return marks, marks

    def _judge(self, line: LogicalLine) -> Verdict:
        start = line.start + len(line.word)
        header = normalize("NFKC", self._text[start : line.end])
        if not any(flag in header for flag in self._names.flags):
            return NEITHER
        colon = next((at for at, mark in separators(self._text, start, line.end) if mark == ":"), line.end)
        verdict = judge_text(self._text[start:colon], self._names)
        self.sound = self.sound and verdict is not None
        return verdict or NEITHER
