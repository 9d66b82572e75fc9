"""How the entries of a `tree` rule are written: text, lists, nested maps and drawn trees become drafts."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from archcheck.core.options import Context, describe
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.syntax.tree_text import OUTSIDE, TreeLine, is_tree, parse_tree

EXACT = ""
OPTIONAL = "?"
SEVERAL = "+"
IMPLIED = "implied"
DEEPEST = 50

_OPTIONAL_NOTE = re.compile(r"\(optional\)|\Aoptional\Z", re.IGNORECASE)
_OPTIONAL_NAME = re.compile(r"\s++\(optional\)\Z", re.IGNORECASE)


class Draft(NamedTuple):
    """An entry as read: its alternatives without the mark, whether it must be a directory, and what is inside."""

    words: tuple[str, ...]
    mark: str
    directory: bool
    children: "tuple[Draft, ...]"
    place: Place

    @property
    def text(self) -> str:
        """The alternatives as written, without the mark."""
        return " | ".join(self.words)


def read_drafts(node: Node, context: Context) -> tuple[Draft, ...]:
    """The entries written at `node`; problems are recorded. It recurs as deep as YAML may be nested."""
    if isinstance(node, SequenceNode):
        return tuple(draft for item in node.items for draft in _read_item(item, context))
    if isinstance(node, MappingNode):
        return tuple(draft for key, value in node.entries for draft in _read_pair(key, value, context))
    if node.value is None and not node.empty:
        return ()
    if isinstance(node.value, (bool, type(None))):
        hint = f'quote it: "{node.text}"' if node.text else "write a list, a map or a drawn tree"
        context.problem(node.place, f"paths are expected, found {describe(node)}", hint)
        return ()
    return _read_text(node.value if isinstance(node.value, str) else node.text, node, context)


def _read_text(text: str, node: ScalarNode, context: Context) -> tuple[Draft, ...]:
    if is_tree(text):
        return _Drawing(parse_tree(text), node, context).read()
    if "\n" in text.strip():
        hint = "write a list, or draw branches (├── or |--)"
        context.problem(node.place, "this text of several lines is no drawn tree", hint)
        return ()
    return tuple(_draft(text, node.place, context))


def _read_item(item: Node, context: Context) -> tuple[Draft, ...]:
    if isinstance(item, SequenceNode):
        context.problem(item.place, "a list inside a list says nothing", 'name its directory: "src: [a.py]"')
        return ()
    if isinstance(item, ScalarNode) and item.value is None:
        context.problem(item.place, f"a path is expected, found {describe(item)}")
        return ()
    return read_drafts(item, context)


def _read_pair(key: ScalarNode, value: Node, context: Context) -> Iterator[Draft]:
    if isinstance(value, ScalarNode) and value.empty:
        context.problem(key.place, f'nothing stands after "{key.text}:"', "write {} where there is nothing more to say")
        return
    children = read_drafts(value, context)
    yield from _draft(key.text, key.place, context, children)


class _Drawing:
    """The lines of one drawn tree, and where they stand in the rule file."""

    def __init__(self, lines: Sequence[TreeLine], node: ScalarNode, context: Context) -> None:
        head = sum(1 for _ in takewhile(lambda line: line.depth == OUTSIDE, lines))
        self._lines = lines[min(head, 1) :]
        self._node = node
        self._context = context

    def read(self) -> tuple[Draft, ...]:
        """The drafts directly below the root; the first line may be the root itself."""
        for line in self._lines:
            if line.depth == OUTSIDE:
                self._problem(line, f'no branch leads to "{line.name}"')
            elif not line.name:
                self._problem(line, "nothing stands behind this branch")
            elif line.depth > DEEPEST:
                self._problem(line, f"the drawn tree is deeper than {DEEPEST} levels")
            else:
                continue
            return ()
        return self._below(0, 0)[0]

    def _below(self, start: int, depth: int) -> tuple[tuple[Draft, ...], int]:
        """The drafts from line `start` on at this depth, and the line after them."""
        drafts: list[Draft] = []
        while start < len(self._lines) and self._lines[start].depth >= depth:
            line = self._lines[start]
            children, start = self._below(start + 1, depth + 1)
            drafts.extend(_draft(_marked(line), self._place(line), self._context, children))
        return tuple(drafts), start

    def _problem(self, line: TreeLine, message: str) -> None:
        self._context.problem(self._place(line), message, "", max(len(line.name), 1))

    def _place(self, line: TreeLine) -> Place:
        """Where a line stands: the text begins below its `|`, indented; elsewhere the beginning of the text."""
        start = self._node.place
        number = start.line + line.line
        shown = self._context.lines.get(start.path, ())
        at = shown[number].find(line.name) if line.name and number < len(shown) else -1
        return Place(start.path, number + 1, at + 1) if at >= 0 else start


def _marked(line: TreeLine) -> str:
    """The name with the mark that the words "(optional)" stand for."""
    name = _OPTIONAL_NAME.sub("", line.name)
    optional = name != line.name or _OPTIONAL_NOTE.search(line.comment)
    return f"{name}{OPTIONAL}" if optional and _mark_of(name) == EXACT else name


def _draft(text: str, place: Place, context: Context, children: tuple[Draft, ...] = ()) -> Iterator[Draft]:
    """The draft of one entry; none after recording a problem."""
    text = text.strip()
    mark = _mark_of(text)
    words = tuple(word.strip().removeprefix("./") for word in split(text.removesuffix(mark), "|"))
    for word in words:
        bare = word.rstrip("/")
        inner = _mark_of(bare)
        if not bare:
            context.problem(place, f'"{text}": a path is expected', length=max(len(text), 1))
            return
        if inner and (len(words) > 1 or (mark == EXACT and bare != word)):
            hint = f"write it last, once; for the character itself, write \\{inner}"
            context.problem(place, f'"{text}": the mark {inner} does not end the entry', hint, len(text))
            return
    yield Draft(words, mark, bool(children), children, place)


def _mark_of(text: str) -> str:
    """The mark at the end of a text; a backslash takes it for the character."""
    escaped = (len(text) - 1 - len(text[:-1].rstrip("\\"))) % 2
    return text[-1] if text[-1:] in (OPTIONAL, SEVERAL) and text and not escaped else EXACT


def split(text: str, separator: str) -> list[str]:
    """The parts of a text between separators that stand neither in braces nor behind a backslash."""
    if "{" not in text and "\\" not in text:
        return text.split(separator)
    parts, depth, start, escaped = [], 0, 0, False
    for at, character in enumerate(text):
        if escaped or character == "\\":
            escaped = not escaped
        elif character in "{}":
            depth = max(depth + (1 if character == "{" else -1), 0)
        elif character == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
