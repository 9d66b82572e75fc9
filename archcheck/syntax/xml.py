"""Reads XML into elements with places; entities and everything outside of the text are refused."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from archcheck.core.values import Place
from archcheck.errors import Problem

MAX_DEPTH = 100
_MAX_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Element:
    """One element.

    `name` and the keys of `attributes` are without prefixes; `text` is its own, without blanks around.
    """

    name: str
    attributes: Mapping[str, str]
    text: str
    children: "tuple[Element, ...]"
    place: Place

    def all(self, *names: str) -> "Iterator[Element]":
        """The elements at a path of names below this one, in order."""
        found: Iterator[Element] = (child for child in self.children if names and child.name == names[0])
        for child in found:
            if len(names) == 1:
                yield child
            else:
                yield from child.all(*names[1:])

    def first(self, *names: str) -> "Element | None":
        """The first element at a path of names."""
        return next(self.all(*names), None)

    def text_at(self, *names: str) -> str:
        """The text of the first element at a path of names, "" when there is none."""
        found = self.first(*names)
        return found.text if found else ""

    def walk(self) -> "Iterator[Element]":
        """The element itself and all below it, in order."""
        stack = [self]
        while stack:
            element = stack.pop()
            yield element
            stack.extend(reversed(element.children))


@dataclass(frozen=True, slots=True)
class ParsedXml:
    """The outermost element, None for nothing, and what is wrong; elements that were never closed are closed."""

    root: Element | None
    problems: tuple[Problem, ...]


def parse_xml(content: bytes, path: str = "") -> ParsedXml:
    """Read one document up to its first mistake. Never raises, expands no entity and opens nothing."""
    if len(content) > _MAX_BYTES:
        return ParsedXml(None, (Problem(path, 1, 1, f"the file has more than {_MAX_BYTES:,} bytes"),))
    reader = _Reader(path)
    problems = reader.read(content)
    return ParsedXml(reader.root(), problems)


class _RefusedError(Exception):
    """The document holds what is not read."""


@dataclass(slots=True)
class _Open:
    name: str
    attributes: Mapping[str, str]
    place: Place
    text: list[str] = field(default_factory=list)
    children: list[Element] = field(default_factory=list)

    def closed(self) -> Element:
        return Element(self.name, self.attributes, "".join(self.text).strip(), tuple(self.children), self.place)


class _Reader:
    def __init__(self, path: str) -> None:
        self._path = path
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity
        # An element that is closed stands among the children of the one below it; at the bottom is the document.
        self._stack = [_Open("", {}, Place(path, 1, 1))]

    def read(self, content: bytes) -> tuple[Problem, ...]:
        """Take in the text; what stopped it, if anything did."""
        try:
            self._parser.Parse(content, True)
        except expat.ExpatError as error:
            return (self._problem(error.lineno, error.offset + 1, expat.errors.messages.get(error.code, "no XML")),)
        except (_RefusedError, LookupError, ValueError) as error:
            message = str(error) if isinstance(error, _RefusedError) else "the encoding is unknown"
            return (self._problem(self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1, message),)
        return ()

    def root(self) -> Element | None:
        """The outermost element as far as it was read."""
        while len(self._stack) > 1:
            self._end("")
        document = self._stack[0].children
        return document[0] if document else None

    def _problem(self, line: int, column: int, message: str) -> Problem:
        return Problem(self._path, max(line, 1), max(column, 1), message)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._stack) > MAX_DEPTH:
            raise _RefusedError(f"more than {MAX_DEPTH} levels")
        place = Place(self._path, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)
        self._stack.append(_Open(_local(name), {_local(key): value for key, value in attributes.items()}, place))

    def _end(self, _name: str) -> None:
        element = self._stack.pop()
        self._stack[-1].children.append(element.closed())

    def _text(self, text: str) -> None:
        self._stack[-1].text.append(text)

    def _entity(self, *_declaration: object) -> None:
        raise _RefusedError("entities are not read")


def _local(name: str) -> str:
    return name.rpartition(":")[2]
