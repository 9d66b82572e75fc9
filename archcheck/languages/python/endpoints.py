"""Hosts and stores that string literals of Python files name; docstrings and comments do not count."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.secrets import is_secret_name
from archcheck.languages.python.decoding import UndecodableError, decode
from archcheck.languages.python.lexing import STRING, Token, is_formatted, tokens
from archcheck.syntax.endpoints import find_endpoints, may_hold_endpoints
from archcheck.syntax.places import Places

_PREFIX = re.compile(r"(?<!\w)[A-Za-z]{1,2}\Z")
_GAP = re.compile(r"(?:\s|\\\n)*+(?:[A-Za-z]{1,2})?+")
_AFTER = re.compile(r"[ \t\f]*+(?:[;#\n]|\Z)")
_FIELD = re.compile(r"\{\{|\}\}|\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*+\}")
# The name that a text is given: `URL = "..."`, `url="..."`, `"URL": "..."`, `getenv("URL", "...")`.
_NAME = re.compile(
    r"""(?:(?<![\w.])(?P<name>[A-Za-z_]\w{0,60})\s?(?::[ ]?[\w.\[\] |]{1,40})?=\s{0,2}
      | [\"'](?P<key>[A-Za-z_][\w.-]{0,60})[\"']\s?[:,]\s{0,2})[A-Za-z]{0,2}\Z""",
    re.VERBOSE,
)
_ESCAPE = re.compile(r"\\(?:x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "\n": "", "\\": "\\", "'": "'", '"': '"'}
_LAST_CHARACTER = 0x10FFFF
_LOOK_BACK = 160
_LONGEST = 20_000


class _Literal(NamedTuple):
    """A string, or several side by side: the text, where it begins, and whether it is written like that."""

    text: str
    start: int
    exact: bool


def extract_endpoints(source: Source) -> Extracted[RelationFact]:
    """The hosts and stores of one file, in order of place; `group` is the name that the text is given."""
    content = source.content
    if not may_hold_endpoints(content):
        return Extracted()
    try:
        text = decode(content)
    except UndecodableError:
        return Extracted()
    places = Places(text)
    facts: list[RelationFact] = []
    for literal in _literals(text):
        name = _name(text, literal.start)
        if is_secret_name(name):
            continue
        for offset, relation, value, detail in find_endpoints(literal.text):
            place = places.at(literal.start + (offset if literal.exact else 0))
            facts.append(RelationFact(*place, relation, value, detail, name))
    return Extracted(tuple(facts))


def _literals(text: str) -> Iterator[_Literal]:
    """The strings of a text but for those that are statements, such as docstrings."""
    depth = position = 0
    group: list[Token] = []
    for token in tokens(text):
        gap = text[position : token.start]
        depth = max(depth + sum(map(gap.count, "([{")) - sum(map(gap.count, ")]}")), 0)
        if token.kind != STRING:
            position = token.end
            continue
        if group and not (
            _GAP.fullmatch(text, group[-1].end, token.start) and (depth or "\n" not in gap or "\\\n" in gap)
        ):
            yield from _joined(text, group)
            group = []
        if group or depth or not _is_statement(text, token):
            group.append(token)
        position = token.end
    yield from _joined(text, group)


def _is_statement(text: str, token: Token) -> bool:
    """Whether a string outside of brackets stands alone on its lines."""
    bound = max(token.start - _LOOK_BACK, 0)
    begin = text.rfind("\n", bound, token.start) + 1
    if not begin and bound:
        return False
    before = _PREFIX.sub("", text[begin : token.start]).strip()
    return not before and text[max(begin - 2, 0) : begin - 1] != "\\" and _AFTER.match(text, token.end) is not None


def _joined(text: str, group: list[Token]) -> Iterator[_Literal]:
    """The literal that strings side by side make; one in which nothing can stand is left out."""
    if not group or sum(token.end - token.start for token in group) > _LONGEST:
        return
    parts = [_content(text, token) for token in group]
    whole = "".join(part for part, _ in parts)
    if ":" in whole or "=" in whole:
        quotes = 3 if text.startswith(text[group[0].start] * 3, group[0].start) else 1
        yield _Literal(whole, group[0].start + quotes, len(group) == 1 and parts[0][1])


def _content(text: str, token: Token) -> tuple[str, bool]:
    """What a string holds, and whether it is written like that; the fields of a formatted one are `{x}`."""
    quotes = 3 if text.startswith(text[token.start] * 3, token.start) and token.end - token.start >= 6 else 1  # noqa: PLR2004 - two times three quotes
    written = text[token.start + quotes : token.end - quotes]
    content = written
    prefix = _PREFIX.search(text, max(0, token.start - 3), token.start)
    if "\\" in content and not (prefix and "r" in prefix[0].lower()):
        content = _ESCAPE.sub(_unescaped, content)
    if is_formatted(text, token.start):
        content = _FIELD.sub(lambda found: found[0][0] if found[0] in ("{{", "}}") else "{x}", content)
    return content, content == written


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2] or found[3]
    if code:
        number = int(code, 16)
        return chr(number) if number <= _LAST_CHARACTER else "?"
    return _ESCAPES.get(found[4], found[0])


def _name(text: str, start: int) -> str:
    """The name that the text at `start` is given, or ""."""
    quote = max(text.rfind('"', start - 3, start), text.rfind("'", start - 3, start))
    while quote > 0 and text[quote - 1] == text[quote] and start - quote < 3:  # noqa: PLR2004 - triple quotes
        quote -= 1
    found = _NAME.search(text, max(0, quote - _LOOK_BACK), quote)
    return (found["name"] or found["key"]) if found else ""
