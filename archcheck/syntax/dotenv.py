"""Files of `NAME=value` lines: quotes, `export`, comments, values over several lines. Also Java properties, nearly."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(
    r"""[ \t]*+(?:export[ \t]++)?+(?P<name>[^\s=:#'"][^\s=:'"]{0,255}+)[ \t]*+[=:][ \t]*+(?:
        '(?P<single>[^']*+)'
      | "(?P<double>[^"\\]*+(?:\\.[^"\\]*+)*+)"
      | `(?P<tick>[^`]*+)`
      | (?P<plain>[^\n]*+) )[^\n]*+(?:\n|\Z)""",
    re.VERBOSE | re.DOTALL,
)
_OTHER = re.compile(r"[^\n]*+(?:\n|\Z)")
_COMMENT = re.compile(r"(?:^|[ \t])#.*+")
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


class Entry(NamedTuple):
    """One variable; its value begins at `offset` of the text. `exact` is false where escapes were replaced in it."""

    name: str
    value: str
    offset: int
    exact: bool


def read_dotenv(text: str) -> Iterator[Entry]:
    """The variables of a file, in order. Lines of another form are passed over."""
    position, end = 0, len(text)
    while position < end:
        found = _LINE.match(text, position)
        if not found:
            skipped = _OTHER.match(text, position)
            assert skipped
            position = max(skipped.end(), position + 1)
            continue
        position = found.end()
        yield _entry(found)


def _entry(found: re.Match[str]) -> Entry:
    kind = next(name for name in ("single", "double", "tick", "plain") if found[name] is not None)
    value = found[kind]
    if kind == "plain":
        written = _COMMENT.sub("", value).rstrip()
        return Entry(found["name"], written, found.start(kind), exact=True)
    if kind == "double" and "\\" in value:
        return Entry(found["name"], _ESCAPE.sub(_unescaped, value), found.start(kind), exact=False)
    return Entry(found["name"], value, found.start(kind), exact=True)


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])
