"""Builds the tree of values from PyYAML's events, within bounds and without recursion."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

import yaml

from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode
from archcheck.syntax.yaml.findings import Finding, find_impossible_escape, mend, quote_it, refuse_escape, report
from archcheck.syntax.yaml.geometry import content_end, line_start
from archcheck.syntax.yaml.scalars import resolve_plain
from archcheck.syntax.yaml.source import EditedText

MISSING_SPACE = "a space is missing after the colon"
SECOND_DOCUMENT = "a second document begins here"
MAX_DEPTH = 64
MAX_NODES = 100_000
_TEXT_TAGS = ("!", "tag:yaml.org,2002:str")
_TAG = re.compile(r"![^\s,\[\]{}]*+")
_LIST_IN_TEXT = re.compile(r"[\r\n]([ \t]*+)-[ \t]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_MERGE = "<<"


class Stop(Exception):  # noqa: N818 - not an error of the caller: the tree ends here
    """Nothing after this finding can be read."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__()


class Item(NamedTuple):
    """A finished value: where it stands in the edited text, and how large it is with its aliases written out."""

    node: Node
    start: int
    end: int
    size: int = 1
    height: int = 0
    empty: bool = False


@dataclass(slots=True)
class _Frame:
    is_mapping: bool
    flow: bool
    start: int
    anchor: str | None
    size: int = 1
    height: int = 1
    items: list[Item] = field(default_factory=list)


class TreeBuilder:
    """Takes events one by one; `findings` and `node` are the result.

    `last` is the value finished last and `flow_start` the outermost open bracket: what a parse error is judged by.
    """

    def __init__(self, text: EditedText) -> None:
        self.text = text
        self.findings: list[Finding] = []
        self.node: Node | None = None
        self.last: Item | None = None
        self.position = 0
        self._frames: list[_Frame] = []
        self._anchors: dict[str, Item] = {}
        self._total = 0
        self._documents = 0

    @property
    def flow_start(self) -> int | None:
        """Where the outermost bracket still open was opened."""
        return next((frame.start for frame in self._frames if frame.flow), None)

    def take(self, event: yaml.Event) -> None:
        """Add one event. Raises Stop when the rest of the file cannot be read."""
        assert event.start_mark is not None  # both parsers mark all events
        assert event.end_mark is not None
        start, end = event.start_mark.index, event.end_mark.index
        self.position = end
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event, start, end), event.anchor)
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._alias(str(event.anchor), start, end), None)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event, start, end)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close(end)
        elif isinstance(event, yaml.DocumentStartEvent):
            self._begin_document(start)

    def _begin_document(self, start: int) -> None:
        self._documents += 1
        if self._documents > 1:
            hint = "put it into a file of its own"
            raise Stop(report(self.text, start, start + 3, SECOND_DOCUMENT, hint))

    def _open(self, event: yaml.CollectionStartEvent, start: int, end: int) -> None:
        if event.tag is not None and event.tag != "!":
            self.findings.append(self._refuse_tag(start, is_empty=False))
        self._check_depth(1, start, end)
        if event.anchor is not None:
            self._anchors.pop(event.anchor, None)
        flow = bool(event.flow_style)
        self._frames.append(_Frame(isinstance(event, yaml.MappingStartEvent), flow, start, event.anchor))
        self._count(1, start, end)

    def _check_depth(self, added: int, start: int, end: int) -> None:
        if len(self._frames) + added > MAX_DEPTH:
            raise Stop(report(self.text, start, end, f"nested deeper than {MAX_DEPTH} levels"))

    def _count(self, added: int, start: int, end: int) -> None:
        self._total += added
        if self._total > MAX_NODES:
            raise Stop(report(self.text, start, end, f"the file expands to more than {MAX_NODES:,} values"))

    def _add(self, item: Item, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = item
        self.last = item
        if not self._frames:
            self.node = None if item.empty else item.node
            return
        frame = self._frames[-1]
        frame.items.append(item)
        frame.size += item.size
        frame.height = max(frame.height, item.height + 1)

    def _scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> Item:
        self._count(1, start, end)
        plain = not event.style
        empty = plain and start == end and event.value == ""
        place = self.text.place(self._after_colon(start) if empty else start)
        if event.tag in _TEXT_TAGS or not plain:
            node = ScalarNode(event.value, place, event.value, plain=plain)
        else:
            written = plain and (event.anchor is not None or event.tag is not None)
            node = ScalarNode(resolve_plain(event.value), place, event.value, empty=empty and not written)
        if finding := self._misread(event, start, end):
            self.findings.append(finding)
        return Item(node, start, end, empty=node.empty)

    def _after_colon(self, start: int) -> int:
        """The parsers place an empty value at the next token or after the last; for us it is where the last ends."""
        items = self._frames[-1].items if self._frames else []
        if not items or not self._frames[-1].is_mapping or not len(items) % 2:
            return start
        colon = self.text.text.find(":", items[-1].end, start)
        return colon + 1 if colon >= 0 else items[-1].end

    def _misread(self, event: yaml.ScalarEvent, start: int, end: int) -> Finding | None:
        """What the parser reads without complaint, but not as it is meant."""
        text = self.text.text
        if event.tag is not None and event.tag not in _TEXT_TAGS:
            return self._refuse_tag(start, is_empty=event.value == "" and not event.style)
        if event.anchor is not None and event.value == "" and not event.style:
            return quote_it(self.text, start, start + 1 + len(event.anchor), "`&` without quotes starts an anchor")
        if not event.style and start and text[start - 1] == "?" and start < end:
            return quote_it(self.text, start - 1, end, "`?` at the start of a value in brackets needs quotes")
        if not event.style and (hidden := _LIST_IN_TEXT.search(text, start, end)):
            return self._hidden_item(start, hidden)
        if event.style == '"' and _SURROGATE.search(event.value):
            return refuse_escape(self.text, *(find_impossible_escape(text, start, end) or (start, end)))
        return None

    def _hidden_item(self, start: int, hidden: re.Match[str]) -> Finding | None:
        """A list item that YAML reads as one more line of the text above it."""
        frame = self._frames[-1] if self._frames else None
        if frame is None or frame.flow:
            return None
        text, dash = self.text.text, hidden.end(1)
        message = "this list item is indented below a text and becomes a part of it"
        hint = (
            f"align it with line {self.text.place(start).line}" if not frame.is_mapping else "remove one, or quote both"
        )
        finding = report(self.text, dash, content_end(text, dash), message, hint)
        if frame.is_mapping:
            return finding
        indentation = " " * (frame.start - line_start(text, frame.start))
        return mend(finding, self.text, hidden.start(1), dash, indentation)

    def _refuse_tag(self, start: int, *, is_empty: bool) -> Finding:
        found = _TAG.search(self.text.text, start)
        first, last = found.span() if found else (start, start)
        # PyYAML's own parser takes the comma for a part of the tag, and the next item for its value.
        if is_empty or self.text.text[last : last + 1] == ",":
            return quote_it(self.text, first, last, "`!` without quotes starts a tag")
        finding = report(self.text, first, last, "tags other than `!!str` are not supported", "remove it")
        return mend(finding, self.text, first, last, " " * (last - first))

    def _alias(self, name: str, start: int, end: int) -> Item:
        item = self._anchors.get(name)
        if item is None:
            if any(frame.anchor == name for frame in self._frames):
                self.findings.append(report(self.text, start, end, f"`*{name}` contains itself", "write it out"))
            else:
                self.findings.append(quote_it(self.text, start, end, f"no anchor `&{name}` stands before this alias"))
            return Item(ScalarNode(f"*{name}", self.text.place(start), f"*{name}"), start, end)
        self._check_depth(item.height, start, end)
        self._count(item.size, start, end)
        return item._replace(start=start, end=end)

    def _close(self, end: int) -> None:
        frame = self._frames.pop()
        place = self.text.place(frame.start)
        node: Node
        if frame.is_mapping:
            self._judge_flow_mapping(frame, end)
            node = MappingNode(self._entries(frame), place)
        else:
            node = SequenceNode(tuple(item.node for item in frame.items), place)
        self._add(Item(node, frame.start, end, frame.size, frame.height), frame.anchor)

    def _judge_flow_mapping(self, frame: _Frame, end: int) -> None:
        text = self.text.text
        pairs = list(zip(frame.items[::2], frame.items[1::2], strict=True))
        bare = [key for key, value in pairs if value.empty and ":" not in text[key.end : value.start]]
        if not frame.flow or not bare:
            return
        if text[frame.start] == "?":  # `[?x]`, reported with its key
            return
        for key in bare:
            colon = text.find(":", key.start, key.end)
            if colon > key.start and isinstance(key.node, ScalarNode) and key.node.plain:
                hint = f"write `{text[key.start : colon]}: {text[colon + 1 : key.end]}`"
                finding = report(self.text, key.start, key.end, MISSING_SPACE, hint)
                self.findings.append(mend(finding, self.text, colon + 1, colon + 1, " "))
        if len(bare) == len(pairs) and not any(":" in text[key.start : key.end] for key in bare):
            self.findings.append(quote_it(self.text, frame.start, end, "`{` without quotes starts a mapping"))

    def _entries(self, frame: _Frame) -> tuple[tuple[ScalarNode, Node], ...]:
        entries: dict[object, tuple[ScalarNode, Node]] = {}
        merges: list[Item] = []
        for key, value in zip(frame.items[::2], frame.items[1::2], strict=True):
            if not isinstance(key.node, ScalarNode):
                message = "a list or mapping cannot be a key"
                self.findings.append(quote_it(self.text, key.start, key.end, message))
            elif key.node.value in entries:
                self.findings.append(self._duplicate(key, entries[key.node.value][0]))
            else:
                entries[key.node.value] = (key.node, value.node)
                if key.node.value == _MERGE and key.node.plain:
                    merges.append(value)
        return self._merged(entries, merges[0]) if merges else tuple(entries.values())

    def _duplicate(self, key: Item, first: ScalarNode) -> Finding:
        message = f"the key `{first.text}` already stands on line {first.place.line}"
        return report(self.text, key.start, key.end, message, "remove one of them")

    def _merged(
        self, entries: dict[object, tuple[ScalarNode, Node]], merge: Item
    ) -> tuple[tuple[ScalarNode, Node], ...]:
        """`entries` with those of the merge key in its place; what is written out wins, then what comes first."""
        sources = merge.node.items if isinstance(merge.node, SequenceNode) else (merge.node,)
        taken = dict.fromkeys(entries)
        inherited: list[tuple[ScalarNode, Node]] = []
        for source in sources:
            if not isinstance(source, MappingNode):
                message = "`<<` takes a mapping or a list of mappings"
                self.findings.append(report(self.text, merge.start, merge.end, message))
                continue
            inherited += [entry for entry in source.entries if entry[0].value not in taken]
            taken |= dict.fromkeys(entry[0].value for entry in source.entries)
        merged: list[tuple[ScalarNode, Node]] = []
        for key, entry in entries.items():
            merged += inherited if key == _MERGE else [entry]
        return tuple(merged)
