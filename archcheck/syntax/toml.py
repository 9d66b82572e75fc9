r"""Reads TOML into values with places; what cannot be read is left out and said, the rest is kept.

The grammar is TOML 1.0 with two liberties of TOML 1.1 (line ends and a final comma in inline tables). Dates and times
are text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archcheck.core.values import MappingNode, Node, Place, Scalar, ScalarNode, SequenceNode
from archcheck.errors import Problem
from archcheck.syntax.decoding import decode_text
from archcheck.syntax.places import Lines

MAX_DEPTH = 64
_MAX_PROBLEMS = 20

_BLANK = re.compile(r"[ \t]*+")
_BLANK_LINES = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_LINE_END = re.compile(r"[ \t]*+(?:#[^\n]*+)?+(?:\r?\n|\Z)")
_REST = re.compile(r"[^\n]*+\n?+")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]++")
_STRINGS = {
    '"""': re.compile(r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*+"{3,5}'),
    "'''": re.compile(r"'''(?:[^']|'{1,2}(?!'))*+'{3,5}"),
    '"': re.compile(r'"(?:[^"\\\n]|\\[^\n])*+"'),
    "'": re.compile(r"'[^'\n]*+'"),
}
_WORD = re.compile(r"\d{4}-\d\d-\d\d (?=\d\d:)[\d:.Zz+-]++|[^\s,\]}#=]++")
_INTEGER = re.compile(
    r"[+-]?(?:0|[1-9](?:_?\d)*+)\Z|0x[\da-fA-F](?:_?[\da-fA-F])*+\Z|0o[0-7](?:_?[0-7])*+\Z|0b[01](?:_?[01])*+\Z"
)
_FLOAT = re.compile(
    r"[+-]?(?:inf|nan|(?:0|[1-9](?:_?\d)*+)(?:\.\d(?:_?\d)*+(?:[eE][+-]?\d(?:_?\d)*+)?|[eE][+-]?\d(?:_?\d)*+))\Z"
)
_DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d:\d\d(?:\.\d++)?(?:[Zz]|[+-]\d\d:\d\d)?)?\Z|\d\d:\d\d:\d\d(?:\.\d++)?\Z"
)
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|[ \t]*+\r?\n[ \t\r\n]*+|([\s\S]))")
_ESCAPED = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class ParsedToml:
    """The values of a TOML file, and what is wrong with it in order of place."""

    node: MappingNode
    problems: tuple[Problem, ...]


def parse_toml(content: bytes, path: str = "") -> ParsedToml:
    """Read one TOML document; never raises. Of a key that is given twice, the first value is kept."""
    decoded = decode_text(content, path)
    reader = _Reader(decoded.text, path)
    root = reader.read()
    return ParsedToml(root.frozen(), tuple(sorted({*decoded.problems, *reader.problems})))


class _Table:
    """A table that is still being filled; `headed` once a header has opened it."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.entries: dict[str, tuple[ScalarNode, _Table | _Array | Node]] = {}
        self.headed = False

    def frozen(self) -> MappingNode:
        entries = ((key, _frozen(value)) for key, value in self.entries.values())
        return MappingNode(tuple(entries), self.place)


class _Array:
    """An array of tables (`[[x]]`) that is still being filled."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.tables: list[_Table] = []


def _frozen(value: "_Table | _Array | Node") -> Node:
    if isinstance(value, _Table):
        return value.frozen()
    if isinstance(value, _Array):
        return SequenceNode(tuple(table.frozen() for table in value.tables), value.place)
    return value


class _TomlError(Exception):
    """What stands at `offset` is not TOML; `final` when nothing after it can be trusted."""

    def __init__(self, offset: int, message: str, *, final: bool = False) -> None:
        super().__init__(message)
        self.offset = offset
        self.message = message
        self.final = final


class _Reader:
    """A cursor that only ever moves forward."""

    def __init__(self, text: str, path: str) -> None:
        self.text = text
        self.path = path
        self.at = 0
        self.problems: list[Problem] = []
        self._lines = Lines(text, path)

    def read(self) -> _Table:
        """All statements of the text."""
        root = table = _Table(Place(self.path, 1, 1))
        depth = 0
        while self._skip(_BLANK_LINES) < len(self.text):
            try:
                if self.text[self.at] == "[":
                    # Entries below a header that is wrong belong to no other table.
                    table = _Table(self.place(self.at))
                    table, depth = self._header(root)
                else:
                    self._entry(table, depth)
                self._end_line()
            except _TomlError as mistake:
                self._note(mistake)
                if mistake.final:
                    break
                self.at = max(self.at, mistake.offset)
                self._skip(_REST)
        return root

    def place(self, offset: int) -> Place:
        """Where an offset is."""
        return self._lines.place(offset)

    def _note(self, mistake: _TomlError) -> None:
        if len(self.problems) < _MAX_PROBLEMS:
            place = self.place(mistake.offset)
            self.problems.append(Problem(self.path, place.line, place.column, mistake.message))

    def _skip(self, pattern: re.Pattern[str]) -> int:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return self.at

    def _takes(self, words: str) -> bool:
        taken = self.text.startswith(words, self.at)
        self.at += len(words) if taken else 0
        return taken

    def _end_line(self) -> None:
        found = _LINE_END.match(self.text, self.at)
        if not found:
            raise _TomlError(self._skip(_BLANK), "the end of the line is expected")
        self.at = found.end()

    def _header(self, root: _Table) -> tuple[_Table, int]:
        """The table that a header opens, and how deep it lies."""
        start = self.at
        brackets = "[[" if self.text.startswith("[[", start) else "["
        self.at += len(brackets)
        keys = self._key()
        if not self._takes("]" * len(brackets)):
            raise _TomlError(self.at, f'"{"]" * len(brackets)}" is expected')
        table = self._descend(root, keys[:-1])
        key = keys[-1]
        if brackets == "[[":
            return self._append(table, key, self.place(start)), len(keys)
        found = self._child(table, key)
        if found.headed:
            raise _TomlError(start, f'the table "{key.text}" is defined twice')
        found.headed = True
        return found, len(keys)

    def _append(self, table: _Table, key: ScalarNode, place: Place) -> _Table:
        """A new table at the end of the array at `key`."""
        _, array = table.entries.setdefault(key.text, (key, _Array(key.place)))
        if not isinstance(array, _Array):
            raise _TomlError(self.at, f'"{key.text}" is no array of tables')
        array.tables.append(_Table(place))
        return array.tables[-1]

    def _descend(self, table: _Table, keys: list[ScalarNode]) -> _Table:
        for key in keys:
            table = self._child(table, key)
        return table

    def _child(self, table: _Table, key: ScalarNode) -> _Table:
        """The table at `key`, made if need be; of an array of tables the last one."""
        _, value = table.entries.setdefault(key.text, (key, _Table(key.place)))
        if isinstance(value, _Array):
            value = value.tables[-1]
        if not isinstance(value, _Table):
            raise _TomlError(self.at, f'"{key.text}" already has a value')
        return value

    def _key(self) -> list[ScalarNode]:
        """A key with its dots, and the blanks around it."""
        keys = []
        while True:
            start = self._skip(_BLANK)
            bare = _BARE_KEY.match(self.text, start)
            quoted = self.text[start : start + 1] in ('"', "'")
            if not bare and not quoted:
                raise _TomlError(start, "a key is expected")
            if bare:
                self.at = bare.end()
            text = bare[0] if bare else self._string()
            keys.append(ScalarNode(text, self.place(start), text, plain=not quoted))
            self._skip(_BLANK)
            if len(keys) > MAX_DEPTH:
                raise _TomlError(start, f"more than {MAX_DEPTH} levels")
            if not self._takes("."):
                return keys

    def _entry(self, table: _Table, depth: int) -> None:
        start = self.at
        keys = self._key()
        if not self._takes("="):
            raise _TomlError(self.at, '"=" is expected')
        self._skip(_BLANK)
        value = self._value(depth + len(keys))
        table = self._descend(table, keys[:-1])
        if keys[-1].text in table.entries:
            raise _TomlError(start, f'"{keys[-1].text}" is given twice')
        table.entries[keys[-1].text] = (keys[-1], value)

    def _value(self, depth: int) -> Node:
        start = self.at
        first = self.text[start : start + 1]
        if first in ("[", "{") and depth >= MAX_DEPTH:
            raise _TomlError(start, f"more than {MAX_DEPTH} levels")
        if first == "[":
            return SequenceNode(tuple(self._items(depth + 1)), self.place(start))
        if first == "{":
            return self._inline_table(depth + 1)
        if first in ('"', "'"):
            value = self._string()
            return ScalarNode(value, self.place(start), value, plain=False)
        word = _WORD.match(self.text, start)
        if not word:
            raise _TomlError(start, "a value is expected")
        self.at = word.end()
        return ScalarNode(_parse_word(word[0], start), self.place(start), word[0])

    def _items(self, depth: int) -> Iterator[Node]:
        """The items of an array, up to its closing bracket."""
        self.at += 1
        while True:
            self._skip(_BLANK_LINES)
            if self._takes("]"):
                return
            yield self._value(depth)
            self._skip(_BLANK_LINES)
            if not self._takes(",") and not self.text.startswith("]", self.at):
                raise _TomlError(self.at, '"," or "]" is expected')

    def _inline_table(self, depth: int) -> MappingNode:
        table = _Table(self.place(self.at))
        self.at += 1
        while True:
            self._skip(_BLANK_LINES)
            if self._takes("}"):
                return table.frozen()
            self._entry(table, depth)
            self._skip(_BLANK_LINES)
            if not self._takes(",") and not self.text.startswith("}", self.at):
                raise _TomlError(self.at, '"," or "}" is expected')

    def _string(self) -> str:
        """The string that begins here. A key of several lines is let pass."""
        start = self.at
        quotes = next(quotes for quotes in _STRINGS if self.text.startswith(quotes, start))
        found = _STRINGS[quotes].match(self.text, start)
        if not found:
            raise _TomlError(start, "the string is not closed", final=len(quotes) > 1)
        self.at = found.end()
        body = found[0][len(quotes) : -len(quotes)]
        if len(quotes) > 1:
            body = body.removeprefix("\r\n") if body.startswith("\r\n") else body.removeprefix("\n")
            body = body.replace("\r\n", "\n")
        return _ESCAPE.sub(_unescape, body) if quotes[0] == '"' and "\\" in body else body


def _unescape(found: re.Match[str]) -> str:
    """One escape; what is none stays as it is."""
    number = found[1] or found[2]
    if number:
        code = int(number, 16)
        is_character = code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF  # noqa: PLR2004 - limits of Unicode
        return chr(code) if is_character else "\N{REPLACEMENT CHARACTER}"
    return _ESCAPED.get(found[3], found[0]) if found[3] else ""


def _parse_word(word: str, offset: int) -> Scalar:
    """A value without quotes. Raises _TomlError when it is none."""
    if word in ("true", "false"):
        return word == "true"
    try:
        if _INTEGER.match(word):
            return int(word, 0)
        if _FLOAT.match(word):
            return float(word.replace("_", ""))
    except ValueError:  # thousands of digits
        raise _TomlError(offset, "the number is too long") from None
    if _DATE.match(word):
        return word
    raise _TomlError(offset, "a value is expected")
