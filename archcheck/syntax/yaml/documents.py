"""Reads any YAML that other tools read: several documents, tags, duplicate keys, merge keys, templates, mistakes.

Unlike `reader`, which judges rule files, it takes what it can get: of a broken document, what stands before the
mistake.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from archcheck.core.facts import Diagnostic
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.syntax.yaml.reader import FASTEST
from archcheck.syntax.yaml.scalars import resolve_plain
from archcheck.syntax.yaml.source import decode
from archcheck.syntax.yaml.templates import is_templated, without_actions

MAX_BYTES = 20_000_000
MAX_DEPTH = 200
# Values of a file with its aliases written out; more is no configuration but an attack.
MAX_NODES = 200_000
_MERGE = "<<"
_SNIPPET = 24


@dataclass(frozen=True, slots=True)
class Documents:
    """The values of the documents of one file, empty ones left out.

    `mistakes` are what stopped the reading; a text with template actions has none, for it is no YAML yet.
    """

    nodes: tuple[Node, ...]
    mistakes: tuple[Diagnostic, ...]
    _lines: tuple[str, ...]

    def place(self, node: ScalarNode, offset: int = 0) -> tuple[int, int]:
        """Line and column of the character at `offset` of a text; of its beginning where that cannot be told."""
        line, column = node.place.line, node.place.column
        if not offset and "\n" not in node.text:
            return line, column
        before = node.text.count("\n", 0, offset)
        start = node.text.rfind("\n", 0, offset) + 1
        snippet = node.text[offset : offset + _SNIPPET].partition("\n")[0]
        for number in (line + before, line + before + 1):
            written = self._lines[number - 1] if number <= len(self._lines) else ""
            at = written.find(snippet, (column - 1 if number == line else 0) + (offset - start))
            if snippet and at >= 0:
                return number, at + 1
        return line, column


class _Stop(Exception):  # noqa: N818 - not an error of the caller: the tree ends here
    def __init__(self, message: str, event: yaml.Event) -> None:
        super().__init__(message)
        self.message = message
        self.place = _place(event)


class _Item(NamedTuple):
    node: Node
    size: int = 1
    height: int = 0


@dataclass(slots=True)
class _Frame:
    is_mapping: bool
    place: Place
    anchor: str | None
    size: int = 1
    height: int = 1
    items: list[_Item] = field(default_factory=list)


def read_documents(content: bytes) -> Documents:
    """Read a YAML file. Never raises; places count from 1, in characters."""
    if len(content) > MAX_BYTES:
        return Documents((), (_mistake(1, 1, f"the file has more than {MAX_BYTES:,} bytes"),), ())
    source = decode(content, "").source
    templated = is_templated(source.text)
    text = without_actions(source.text) if templated else source.text
    builder = _Builder()
    mistake = None
    try:
        for event in yaml.parse(text, Loader=FASTEST):
            builder.take(event)
    except _Stop as stop:
        mistake = _mistake(*stop.place, stop.message)
    except yaml.YAMLError as error:
        mistake = _described(error)
    except (RecursionError, ValueError, OverflowError) as error:
        mistake = _mistake(1, 1, f"cannot be read as YAML ({type(error).__name__})")
    mistakes = (mistake,) if mistake and not templated else ()
    return Documents(tuple(builder.finish()), mistakes, source.lines)


def _mistake(line: int, column: int, message: str) -> Diagnostic:
    return Diagnostic(line, column, "unparsable", message)


def _described(error: yaml.YAMLError) -> Diagnostic:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    message = getattr(error, "problem", None) or "cannot be read as YAML"
    return _mistake(mark.line + 1, mark.column + 1, str(message)) if mark else _mistake(1, 1, str(message))


def _place(event: yaml.Event) -> tuple[int, int]:
    mark = event.start_mark
    assert mark is not None  # both parsers mark all events
    return mark.line + 1, mark.column + 1


class _Builder:
    """Takes events one by one; holds no more than a bounded number of values, however they are nested or repeated."""

    def __init__(self) -> None:
        self._nodes: list[Node] = []
        self._frames: list[_Frame] = []
        self._anchors: dict[str, _Item] = {}
        self._total = 0

    def take(self, event: yaml.Event) -> None:
        """Add one event. Raises _Stop when no more can be taken."""
        if isinstance(event, yaml.ScalarEvent):
            self._count(1, event)
            self._add(_Item(_scalar(event)), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(event), None)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._count(1, event)
            if len(self._frames) >= MAX_DEPTH:
                raise _Stop(f"nested deeper than {MAX_DEPTH} levels", event)
            is_mapping = isinstance(event, yaml.MappingStartEvent)
            self._frames.append(_Frame(is_mapping, Place("", *_place(event)), event.anchor))
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(event)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._anchors.clear()

    def finish(self) -> Iterable[Node]:
        """The documents; the last one without what it lacks."""
        while self._frames:
            self._close(None)
        return self._nodes

    def _count(self, added: int, event: yaml.Event | None) -> None:
        self._total += added
        if self._total > MAX_NODES and event is not None:
            raise _Stop(f"the file expands to more than {MAX_NODES:,} values", event)

    def _add(self, item: _Item, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = item
        if not self._frames:
            if not (isinstance(item.node, ScalarNode) and item.node.value is None):
                self._nodes.append(item.node)
            return
        frame = self._frames[-1]
        frame.items.append(item)
        frame.size += item.size
        frame.height = max(frame.height, item.height + 1)

    def _alias(self, event: yaml.AliasEvent) -> _Item:
        item = self._anchors.get(str(event.anchor))
        if item is None:
            return _Item(ScalarNode(None, Place("", *_place(event)), empty=True))
        self._count(item.size, event)
        if item.height + len(self._frames) > MAX_DEPTH:
            raise _Stop(f"nested deeper than {MAX_DEPTH} levels", event)
        return item

    def _close(self, event: yaml.Event | None) -> None:
        frame = self._frames.pop()
        node: Node
        if frame.is_mapping:
            entries, merged = _entries(frame)
            frame.size += merged
            self._count(merged, event)
            node = MappingNode(tuple(entries.values()), frame.place)
        else:
            node = SequenceNode(tuple(item.node for item in frame.items), frame.place)
        self._add(_Item(node, frame.size, frame.height), frame.anchor)


def _scalar(event: yaml.ScalarEvent) -> ScalarNode:
    place = Place("", *_place(event))
    text = str(event.value)
    if event.style or event.tag not in (None, ""):
        return ScalarNode(text, place, text, plain=False)
    return ScalarNode(resolve_plain(text), place, text)


_Entries = dict[object, tuple[ScalarNode, Node]]


def _entries(frame: _Frame) -> tuple[_Entries, int]:
    """The entries by key, and how many of them came from merge keys. Of two with one key the last counts."""
    entries: _Entries = {}
    merges: list[Node] = []
    # A mapping that was broken off may lack its last value.
    for key, value in zip(frame.items[::2], frame.items[1::2], strict=False):
        if not isinstance(key.node, ScalarNode):
            continue
        if key.node.value == _MERGE and key.node.plain:
            merges.append(value.node)
        else:
            entries[key.node.value] = (key.node, value.node)
    own = len(entries)
    for merged in merges:
        for source in _merged(merged):
            for key_node, node in source.entries:
                entries.setdefault(key_node.value, (key_node, node))
    return entries, len(entries) - own


def _merged(node: Node) -> Iterator[MappingNode]:
    """The mappings that a merge key takes entries from; those of a list only once each."""
    items = dict.fromkeys(map(id, node.items)) if isinstance(node, SequenceNode) else {}
    if isinstance(node, MappingNode):
        yield node
    for item in node.items if isinstance(node, SequenceNode) else ():
        if isinstance(item, MappingNode) and id(item) in items:
            del items[id(item)]
            yield item
