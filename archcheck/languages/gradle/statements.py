"""The statements of a Gradle script: what is called, with which tokens, in which blocks."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcheck.syntax.tokens import NAME, SIGN, TEXT, Token

MAX_TOKENS = 80  # of the arguments of one statement
_CLOSED_BY = {"(": ")", "[": "]"}
_DEEPEST = 6  # blocks that a statement knows of


class Statement(NamedTuple):
    """A call: its name, the tokens after it on the same lines, and the names of the innermost blocks around it."""

    head: Token
    arguments: Sequence[Token]
    blocks: tuple[str, ...]

    @property
    def name(self) -> str:
        """What is called."""
        return self.head.text


def statements(tokens: Sequence[Token]) -> Iterator[Statement]:
    """Every name, or quoted name of a call, that is no argument of the one before."""
    blocks: list[str] = []
    callers: list[str] = []
    last = ""
    end = 0
    for at, token in enumerate(tokens):
        if token.kind == SIGN:
            last = _bracket(token.text, last, blocks, callers)
            continue
        if at >= end and not callers and (token.kind == NAME or _is_called(tokens, at)):
            arguments = _arguments(tokens, at + 1)
            end = at + 1 + len(arguments)
            yield Statement(token, arguments, tuple(blocks[-_DEEPEST:]))
        last = token.text if token.kind == NAME else last


def _bracket(sign: str, last: str, blocks: list[str], callers: list[str]) -> str:
    """Open or close a bracket; what a block that is opened now would be called."""
    if sign == "(":
        callers.append(last)
    elif sign == ")" and callers:
        return callers.pop()
    elif sign == "{":
        # Round brackets that stay open around a block would hide the statements in it.
        blocks.append(last)
        callers.clear()
    elif sign == "}" and blocks:
        blocks.pop()
    return last


def _is_called(tokens: Sequence[Token], at: int) -> bool:
    """Whether a text is the name of a call, as in `"implementation"(...)`."""
    return at + 1 < len(tokens) and tokens[at + 1][:2] == (SIGN, "(")


def _arguments(tokens: Sequence[Token], start: int) -> Sequence[Token]:
    """The tokens in the round brackets that follow, else those up to the end of the line or the next block."""
    depth = 0
    at = start
    while at < len(tokens) and at - start < MAX_TOKENS:
        token, before = tokens[at], tokens[at - 1]
        sign = token.text if token.kind == SIGN else ""
        goes_on = depth > 0 or before[:2] == (SIGN, ",") or token.place.line == before.place.line
        if not goes_on or (sign in ("{", "}", ";") and depth == 0):
            break
        depth += (sign in _CLOSED_BY) - (sign in _CLOSED_BY.values())
        if depth < 0:
            break
        at += 1
    return tokens[start:at]


def texts(tokens: Sequence[Token]) -> list[Token]:
    """Those tokens that are texts."""
    return [token for token in tokens if token.kind == TEXT]
