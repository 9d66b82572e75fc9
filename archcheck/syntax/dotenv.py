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
_OWN_LINE = re.compile(r"\A[ \t]*+#")
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
    for found in _statements(text):
        if found.re is _LINE:
            yield _entry(found)


def find_comments(text: str) -> Iterator[tuple[int, int]]:
    """Where the comments begin and end, those on lines of their own and those behind values."""
    for found in _statements(text):
        kind = _kind(found) if found.re is _LINE else ""
        if kind and kind != "plain":
            at = text.find("#", found.end(kind), found.end())
        else:
            mark = (_COMMENT if kind else _OWN_LINE).search(found[kind or 0])
            at = text.index("#", found.start(kind or 0) + mark.start()) if mark else -1
        if at >= 0:
            yield at, found.end() - found[0].endswith("\n")


def _statements(text: str) -> Iterator[re.Match[str]]:
    """What is written one after the other: matches of `_LINE`, and of `_OTHER` for what is no variable."""
    position, end = 0, len(text)
    while position < end:
        found = _LINE.match(text, position) or _OTHER.match(text, position)
        assert found
        position = found.end()
        yield found


def _kind(found: re.Match[str]) -> str:
    """How the value of a line is written: the name of the group that holds it."""
    return next(name for name in ("single", "double", "tick", "plain") if found[name] is not None)


def _entry(found: re.Match[str]) -> Entry:
    kind = _kind(found)
    value = found[kind]
    if kind == "plain":
        written = _COMMENT.sub("", value).rstrip()
        return Entry(found["name"], written, found.start(kind), exact=True)
    if kind == "double" and "\\" in value:
        return Entry(found["name"], _ESCAPE.sub(_unescaped, value), found.start(kind), exact=False)
    return Entry(found["name"], value, found.start(kind), exact=True)


def _unescaped(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[1], found[1])
