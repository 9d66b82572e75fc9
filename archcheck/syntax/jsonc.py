"""JSON as people and tools write it, with comments, trailing commas and mistakes, as values with places."""

import codecs
import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from archcheck.core.values import MappingNode, Node, Place, Scalar, ScalarNode, SequenceNode
from archcheck.errors import Problem

MAX_BYTES = 10_000_000
MAX_DEPTH = 128
MAX_PROBLEMS = 20

Value: TypeAlias = "bool | int | float | str | list[Value] | dict[str, Value] | None"
"""What `read_json` returns: what the standard library would make of the same text."""

_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_BLANK = re.compile(r"[\s\ufeff\0]*+")
_COMMENT = re.compile(r"//[^\n\r]*+")
_STRING = re.compile(r'"(?P<double>(?:[^"\\\n\r]|\\[^\n\r]|\\\r?\n)*+)"|' + r"'(?P<single>(?:[^'\\\n\r]|\\[^\n\r])*+)'")
_REST_OF_LINE = re.compile(r"[^\n\r]*+")
_WORD = re.compile(r"[^\s\ufeff\0{}\[\]:,\"'/]++|/")
_NUMBER = re.compile(r"-?\d++(?P<fraction>(?:\.\d++)?(?:[eE][+-]?\d++)?)")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.DOTALL)
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SIMPLE_ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\n": ""}
_WORDS: dict[str, Scalar] = {"true": True, "false": False, "null": None}
_LONGEST_INT = 300
_CLOSING = {"{": "}", "[": "]"}


@dataclass(frozen=True, slots=True)
class ParsedJson:
    """The value of a text and all that is wrong with it, in order of place, at most MAX_PROBLEMS.

    `node` is None when there is no value at all. What could be read in spite of mistakes is in the tree; of equal keys
    in one object the last value counts, as everywhere. Comments and commas before a closing bracket are no mistakes.
    """

    node: Node | None
    problems: tuple[Problem, ...]


def parse_jsonc(content: bytes, path: str = "") -> ParsedJson:
    """Read a text in UTF-8, or UTF-16 with a byte order mark; `path` stands in the places. Never raises."""
    if len(content) > MAX_BYTES:
        return ParsedJson(None, (Problem(path, 0, 0, f"the file has more than {MAX_BYTES:,} bytes"),))
    reader = _Reader(_decode(content), path)
    node = reader.read()
    return ParsedJson(node, tuple(sorted(reader.problems)))


def read_json(content: bytes) -> Value:
    """The plain value of a text, as far as it can be read; None for nothing at all. Never raises; fast for plain JSON.

    Halves of characters (lone surrogates) become U+FFFD, so that the texts can be written anywhere.
    """
    if len(content) > MAX_BYTES:
        return None
    if b"\\ud" not in content and b"\\uD" not in content:
        try:
            value: Value = json.loads(content.removeprefix(codecs.BOM_UTF8).decode())
        except (ValueError, RecursionError):
            pass
        else:
            return value
    node = parse_jsonc(content).node
    return None if node is None else plain_value(node)


def plain_value(node: Node) -> Value:
    """The value without its places. Nodes of this module are at most MAX_DEPTH deep."""
    if isinstance(node, MappingNode):
        return {str(key.value): plain_value(value) for key, value in node.entries}
    if isinstance(node, SequenceNode):
        return [plain_value(item) for item in node.items]
    return node.value


class _Token(NamedTuple):
    """One sign of structure (`kind` is that sign), or a scalar (`kind` is "")."""

    kind: str
    start: int
    scalar: ScalarNode | None = None


@dataclass(slots=True)
class _Frame:
    """An open object or list. `separated` tells that a comma (or nothing) stands before what comes next."""

    opening: str
    start: int
    key: ScalarNode | None = None
    colon: bool = False
    separated: bool = True
    items: list[Node] = field(default_factory=list)
    entries: dict[Scalar, tuple[ScalarNode, Node]] = field(default_factory=dict)


class _Reader:
    """Reads one text; `problems` and the result of `read` are what it comes to."""

    def __init__(self, text: str, path: str) -> None:
        self.problems: list[Problem] = []
        self._text = text
        self._path = path
        self._line_starts = [0, *(found.end() for found in _LINE_BREAK.finditer(text))]
        self._stack: list[_Frame] = []
        self._root: Node | None = None

    def read(self) -> Node | None:
        """The value of the text."""
        for token in self._tokens():
            if self._root is not None:
                self._problem(token.start, "the text goes on after its value")
                break
            if not self._take(token):
                break
        if self._stack:
            self._problem(self._stack[-1].start, f"`{self._stack[-1].opening}` is not closed")
        while self._stack:
            self._close()
        return self._root

    def _take(self, token: _Token) -> bool:
        """Add one token; False when nothing after it can be read."""
        if token.scalar is not None:
            self._scalar(token.scalar, token.start)
        elif token.kind in _CLOSING:
            if len(self._stack) >= MAX_DEPTH:
                self._problem(token.start, f"brackets are nested more than {MAX_DEPTH} deep")
                return False
            self._stack.append(_Frame(token.kind, token.start))
        elif token.kind == ",":
            self._comma(token.start)
        elif token.kind == ":":
            self._colon(token.start)
        else:
            self._end(token)
        return True

    def _tokens(self) -> Iterator[_Token]:
        text, at = self._text, 0
        while True:
            at = self._skip(at)
            if at >= len(text):
                return
            sign = text[at]
            if sign in "{}[]:,":
                yield _Token(sign, at)
                at += 1
            elif sign in "\"'":
                string, end = self._string(at)
                yield _Token("", at, string)
                at = end
            else:
                found = _WORD.match(text, at)
                assert found is not None  # everything else begins a word
                yield _Token("", at, self._word(found[0], at))
                at = found.end()

    def _skip(self, at: int) -> int:
        """Where the next token begins, behind blanks and comments."""
        text = self._text
        while True:
            blank = _BLANK.match(text, at)
            assert blank is not None  # it matches nothing, too
            at = blank.end()
            if text.startswith("/*", at):
                end = text.find("*/", at + 2)
                if end < 0:
                    self._problem(at, "the comment is not closed")
                    return len(text)
                at = end + 2
            elif (comment := _COMMENT.match(text, at)) is not None:
                at = comment.end()
            else:
                return at

    def _string(self, start: int) -> tuple[ScalarNode, int]:
        found = _STRING.match(self._text, start)
        if found is None:
            rest = _REST_OF_LINE.match(self._text, start + 1)
            assert rest is not None  # it matches nothing, too
            self._problem(start, "the text is not closed by a quote on its line")
            raw, end = rest[0], rest.end()
        else:
            raw, end = found["double"], found.end()
            if raw is None:
                self._problem(start, "text stands in double quotes, not in single ones")
                raw = found["single"]
        value = _unescape(raw)
        return ScalarNode(value, self._place(start), value, plain=False), end

    def _word(self, word: str, start: int) -> ScalarNode:
        value: Scalar
        number = _NUMBER.fullmatch(word)
        if word in _WORDS:
            value = _WORDS[word]
        elif number is None:
            value = _SURROGATE.sub("\ufffd", word)
            frame = self._stack[-1] if self._stack else None
            is_key = frame is not None and frame.opening == "{" and not frame.colon
            self._problem(start, "a key stands in double quotes" if is_key else "text stands in double quotes")
        else:
            value = float(word) if number["fraction"] or len(word) > _LONGEST_INT else int(word)
        return ScalarNode(value, self._place(start), word)

    def _scalar(self, scalar: ScalarNode, start: int) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is None or frame.opening == "[" or frame.key is not None:
            self._add(scalar, start)
            return
        self._need_comma(frame, start)
        if not isinstance(scalar.value, str):
            self._problem(start, "a key stands in double quotes")
            scalar = ScalarNode(scalar.text, scalar.place, scalar.text)
        frame.key = scalar

    def _add(self, node: Node, start: int) -> None:
        """Put a finished value where it belongs."""
        if not self._stack:
            self._root = node
            return
        frame = self._stack[-1]
        if frame.opening == "[":
            self._need_comma(frame, start)
            frame.items.append(node)
        elif frame.key is None:
            self._problem(start, "a value without a key")
        else:
            if not frame.colon:
                self._problem(start, "a colon is missing before the value")
            if frame.key.value in frame.entries:
                place = frame.key.place
                self._problem_at(place, "the key is there twice; its last value counts")
            frame.entries[frame.key.value] = (frame.key, node)
            frame.key, frame.colon = None, False
        frame.separated = False

    def _need_comma(self, frame: _Frame, start: int) -> None:
        if not frame.separated:
            self._problem(start, "a comma is missing before this")
        frame.separated = False

    def _comma(self, start: int) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is None or (frame.separated and frame.key is None):
            self._problem(start, "a comma where a value is expected")
        if frame is not None:
            self._drop_key(frame)
            frame.separated = True

    def _colon(self, start: int) -> None:
        frame = self._stack[-1] if self._stack else None
        if frame is None or frame.key is None or frame.colon:
            self._problem(start, "a colon without a key before it")
        else:
            frame.colon = True

    def _end(self, token: _Token) -> None:
        """Close the brackets up to the one that `token` closes; without one it is left out."""
        depth = next(
            (at for at, frame in enumerate(reversed(self._stack)) if _CLOSING[frame.opening] == token.kind), -1
        )
        if depth:
            self._problem(token.start, f"`{token.kind}` does not close the bracket that is open")
        for _ in range(depth + 1):
            self._close()

    def _close(self) -> None:
        frame = self._stack.pop()
        self._drop_key(frame)
        place = self._place(frame.start)
        node = (
            SequenceNode(tuple(frame.items), place)
            if frame.opening == "["
            else MappingNode(tuple(frame.entries.values()), place)
        )
        self._add(node, frame.start)

    def _drop_key(self, frame: _Frame) -> None:
        if frame.key is not None:
            self._problem_at(frame.key.place, "the key has no value")
            frame.key, frame.colon = None, False

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._line_starts, offset)
        return Place(self._path, line, offset - self._line_starts[line - 1] + 1)

    def _problem(self, offset: int, message: str) -> None:
        self._problem_at(self._place(offset), message)

    def _problem_at(self, place: Place, message: str) -> None:
        # Neither here nor in the messages: the text itself, in which there may be secrets.
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(place.path, place.line, place.column, message))


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8", "replace").removeprefix("\ufeff")


def _unescape(raw: str) -> str:
    if "\\" not in raw:
        return raw
    text = _ESCAPE.sub(
        lambda found: chr(int(found[1], 16)) if found[1] else _SIMPLE_ESCAPES.get(found[2], found[2]), raw
    )
    joined = _PAIR.sub(lambda found: found[0].encode("utf-16-le", "surrogatepass").decode("utf-16-le"), text)
    return _SURROGATE.sub("\ufffd", joined)
