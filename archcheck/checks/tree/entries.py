"""The entries of a `tree` rule: how they are written (text, nested map, drawn tree) and what they become."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from archcheck.core.globs import Glob, GlobError, parse_glob
from archcheck.core.options import Context, JsonSchema, describe
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.syntax.tree_text import is_tree, parse_tree

EXACT = ""
OPTIONAL = "?"
SEVERAL = "+"
_IMPLIED = "implied"
_DEEPEST = 50


class Name(NamedTuple):
    """One alternative: a path below its parent, mostly of one segment. `directory` is true for a final slash."""

    text: str
    glob: Glob
    directory: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a directory: its alternatives, how often they occur, and what is inside.

    `implied` is true for a directory that only the paths of its children mention: it is no demand of its own.
    """

    names: tuple[Name, ...]
    mark: str
    children: "tuple[Entry, ...]"
    place: Place
    implied: bool = False

    @property
    def text(self) -> str:
        """The alternatives as written, without the mark."""
        return " | ".join(name.text for name in self.names)


class _Draft(NamedTuple):
    """An entry as read: its alternatives without the mark, whether it must be a directory, and what is inside."""

    words: tuple[str, ...]
    mark: str
    directory: bool
    children: "tuple[_Draft, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries directly below the root."""

    entries: tuple[Entry, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array"}, {"type": "object"}],
        "description": "Paths: a list, a nested map or a drawn tree. `x?` optional, `x+` one or more, `a | b` one of.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Entries | None":
        """Read a list, a map or a drawn tree; None after recording every problem."""
        before = len(context.problems)
        drafts = _read(node, context)
        entries = _assemble(drafts, context)
        return cls(entries) if len(context.problems) == before else None


def _read(node: Node, context: Context) -> tuple[_Draft, ...]:
    if isinstance(node, ScalarNode) and isinstance(node.value, str) and is_tree(node.value):
        return _read_drawn(node.value, node.place, context)
    if isinstance(node, ScalarNode) and isinstance(node.value, str):
        return (_draft(node.value, node.place, (), nested=False),)
    if isinstance(node, SequenceNode):
        return tuple(draft for item in node.items for draft in _read_item(item, context))
    if isinstance(node, MappingNode):
        return tuple(_read_pair(key, value, context) for key, value in node.entries)
    if node.value is None and not node.empty:
        return ()
    context.problem(node.place, f"paths are expected, found {describe(node)}", "write a list, a map or a drawn tree")
    return ()


def _read_item(item: Node, context: Context) -> tuple[_Draft, ...]:
    if isinstance(item, SequenceNode):
        context.problem(item.place, "a list inside a list says nothing", 'name its directory: "src: [a.py]"')
        return ()
    return _read(item, context)


def _read_pair(key: ScalarNode, value: Node, context: Context) -> _Draft:
    if isinstance(value, ScalarNode) and value.empty:
        context.problem(key.place, f'nothing stands after "{key.text}:"', "write {} where there is nothing more to say")
        return _draft(key.text, key.place, (), nested=False)
    children = _read(value, context)
    return _draft(key.text, key.place, children, nested=bool(children))


def _read_drawn(text: str, place: Place, context: Context) -> tuple[_Draft, ...]:
    lines = parse_tree(text)
    if any(line.depth > _DEEPEST for line in lines):
        context.problem(place, f"the drawn tree is deeper than {_DEEPEST} levels", "")
        return ()

    def below(start: int, depth: int) -> tuple[tuple[_Draft, ...], int]:
        drafts = []
        while start < len(lines) and lines[start].depth >= depth:
            line = lines[start]
            children, start = below(start + 1, depth + 1)
            at = place._replace(line=place.line + 1 + line.line, column=line.column)
            optional = OPTIONAL if "optional" in line.comment.lower() and line.name[-1] not in "?+" else ""
            drafts.append(_draft(line.name + optional, at, children, nested=bool(children)))
        return tuple(drafts), start

    return below(0, 0)[0]


def _draft(text: str, place: Place, children: tuple[_Draft, ...], *, nested: bool) -> _Draft:
    text = text.strip()
    mark = text[-1] if text[-1:] in (OPTIONAL, SEVERAL) else EXACT
    words = tuple(word.strip() for word in text.removesuffix(mark).split("|"))
    return _Draft(words, mark, nested, children, place)


def _assemble(drafts: Sequence[_Draft], context: Context) -> tuple[Entry, ...]:
    """Entries of one directory: paths are cut into directories, and what is said of one directory is put together."""
    groups: dict[str, list[_Draft]] = {}
    for draft in drafts:
        head, inner = _cut(draft)
        groups.setdefault(head, []).append(inner)
    return tuple(entry for group in groups.values() if (entry := _entry(group, context)))


def _cut(draft: _Draft) -> tuple[str, _Draft]:
    """The first segment of a path, and the draft of that directory with the rest inside it."""
    word = draft.words[0].rstrip("/")
    head, slash, rest = word.partition("/")
    if len(draft.words) > 1 or not slash or "**" in word or "{" in word:
        return word if len(draft.words) == 1 else " | ".join(draft.words), draft
    ending = "/" if draft.words[0].endswith("/") else ""
    inner = draft._replace(words=(rest + ending,))
    return head, _Draft((f"{head}/",), _IMPLIED, True, (inner,), draft.place)


def _entry(group: Sequence[_Draft], context: Context) -> Entry | None:
    said = [draft for draft in group if draft.mark != _IMPLIED]
    first = said[0] if said else group[0]
    for other in said[1:]:
        if (other.mark, other.children) == (first.mark, first.children) or not other.children:
            context.problem(other.place, f'"{" | ".join(other.words)}" stands here twice', "say it once")
            return None
    directory = any(draft.directory for draft in group)
    names = tuple(_names(first, context, directory=directory))
    children = _assemble([child for draft in group for child in draft.children], context)
    if len(names) < len(first.words):
        return None
    return Entry(names, first.mark if said else EXACT, children, first.place, implied=not said)


def _names(draft: _Draft, context: Context, *, directory: bool) -> Iterator[Name]:
    for word in draft.words:
        bare = word.rstrip("/")
        try:
            shown = f"{bare}/" if directory or word.endswith("/") else bare
            yield Name(shown, parse_glob(bare), shown.endswith("/"))
        except GlobError as error:
            context.problem(draft.place, f'"{word}": {error.message}')
