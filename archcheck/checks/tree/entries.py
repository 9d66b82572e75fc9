"""The entries of a `tree` rule: what they say, and how they are bound to the captures of one instance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, NamedTuple

from archcheck.checks.tree.reading import DEEPEST, EXACT, IMPLIED, Draft, read_drafts, split
from archcheck.core.globs import Glob, GlobError, escape_glob, parse_glob
from archcheck.core.options import Context, JsonSchema, describe
from archcheck.core.values import Node, Place, ScalarNode, SequenceNode

GLOBSTAR = "**"
_ALL = 1_000  # no glob has so many segments


class Step(NamedTuple):
    """One step down from a directory: a segment, or, when `deep`, the rest of a path that has no fixed depth.

    `glob` has a final slash, so that `match_directory` compares whole names, be they of files or directories.
    `literal` is the only name that it matches, "" when it has wildcards.
    """

    glob: Glob
    deep: bool
    literal: str


@dataclass(frozen=True, slots=True)
class Name:
    """One alternative of an entry: a path below its parent. `directory` is true for a final slash."""

    text: str
    steps: tuple[Step, ...]
    directory: bool

    @property
    def literal(self) -> bool:
        """Whether it stands for one path."""
        return all(step.literal for step in self.steps)

    @property
    def endless(self) -> bool:
        """Whether it ends with `**`: everything below, however much."""
        return self.steps[-1].glob.text.endswith(f"{GLOBSTAR}/")

    @property
    def told(self) -> int:
        """How many directories down from its parent it tells what is in them: all on its way, but up to a `**`."""
        last = self.steps[-1]
        return len(self.steps) - 1 if last.deep and GLOBSTAR in last.glob.text else _ALL

    def bind(self, values: Mapping[str, str]) -> "Name":
        """The name with the captured values of an instance in place of its captures."""
        steps = tuple(_step(step.glob.bind(values), deep=step.deep) for step in self.steps)
        text = "/".join(step.literal or step.glob.substitute(values).removesuffix("/") for step in steps)
        return Name(f"{text}/" if self.directory else text, steps, self.directory)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a directory: its alternatives, how often they occur, and what is inside.

    `implied` is true for a directory that only the paths of its children mention: it is no demand of its own.
    """

    names: tuple[Name, ...]
    mark: str
    children: "tuple[Entry, ...]"
    implied: bool = False

    def bind(self, values: Mapping[str, str]) -> "Entry":
        """The entry with the captured values of an instance in place of its captures."""
        names = tuple(name.bind(values) for name in self.names)
        return replace(self, names=names, children=tuple(child.bind(values) for child in self.children))


@dataclass(frozen=True, slots=True)
class Entries:
    """All entries directly below the root.

    `captures` are the names they use. `base` is the directory, with a final slash, from which the rule file reads its
    paths; "" for the top.
    """

    entries: tuple[Entry, ...]
    captures: frozenset[str]
    base: str
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array"}, {"type": "object"}],
        "description": "Paths: a list, a nested map or a drawn tree. `x?` optional, `x+` one or more, `a | b` one of.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Entries | None":
        """Read a list, a map or a drawn tree; None after recording every problem."""
        before = len(context.problems)
        drafts = read_drafts(node, context)
        if not drafts and len(context.problems) == before:
            context.problem(node.place, "no entry stands here", "name at least one path")
        reader = _Reader(context)
        entries = reader.assemble(drafts)
        base = context.bases.get(node.place.path, "")
        return cls(entries, frozenset(reader.captures), base) if len(context.problems) == before else None


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of paths that exist together or not at all; `captures` are the names they use."""

    groups: tuple[tuple[Name, ...], ...]
    captures: frozenset[str]
    SCHEMA: ClassVar[JsonSchema] = {
        "type": "array",
        "items": {"type": "array", "items": {"type": "string"}, "minItems": 2},
        "description": "Lists of lists of paths: [[a.py, b.py]].",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Groups | None":
        """Read a list of lists of paths; None after recording every problem."""
        before = len(context.problems)
        reader = _Reader(context)
        items = node.items if isinstance(node, SequenceNode) else (node,)
        groups = tuple(reader.read_group(item) for item in items)
        return cls(groups, frozenset(reader.captures)) if len(context.problems) == before else None


class _Reader:
    """Turns drafts into entries; gathers the captures they use."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.captures: set[str] = set()

    def assemble(self, drafts: tuple[Draft, ...], depth: int = 0) -> tuple[Entry, ...]:
        """Entries of one directory: paths are cut at their directories, and what is said of one is put together."""
        if depth > DEEPEST:
            self._context.problem(drafts[0].place, f"entries are nested deeper than {DEEPEST} levels")
            return ()
        groups: dict[str, list[Draft]] = {}
        for draft in drafts:
            head, inner = _cut(draft)
            groups.setdefault(head, []).append(inner)
        return tuple(entry for group in groups.values() if (entry := self._entry(group, depth)))

    def _entry(self, group: list[Draft], depth: int) -> Entry | None:
        said = [draft for draft in group if draft.mark != IMPLIED]
        first = said[0] if said else group[0]
        for other in said[1:]:
            message = f'"{other.text}" stands here twice, first in line {first.place.line}'
            self._context.problem(other.place, message, "say it once")
        inside = tuple(child for draft in group for child in draft.children)
        names = tuple(self._names(first, directory=any(draft.directory for draft in group)))
        children = self.assemble(inside, depth + 1) if inside else ()
        if len(names) < len(first.words):
            return None
        return Entry(names, first.mark if said else EXACT, children, implied=not said)

    def read_group(self, node: Node) -> tuple[Name, ...]:
        """The members of one group of paths."""
        if not isinstance(node, SequenceNode) or len(node.items) < 2:  # noqa: PLR2004 - fewer are no group
            hint = "write lists of lists: [[a.py, b.py]]"
            message = f"a group of at least two paths is expected, found {describe(node)}"
            self._context.problem(node.place, message, hint)
            return ()
        drafts = [draft for item in node.items for draft in self._member(item)]
        return tuple(name for draft in drafts for name in self._names(draft, directory=False))

    def _member(self, item: Node) -> tuple[Draft, ...]:
        if not isinstance(item, ScalarNode):
            self._context.problem(item.place, f"a path is expected, found {describe(item)}")
            return ()
        drafts = read_drafts(item, self._context)
        for draft in drafts:
            if draft.mark != EXACT or len(draft.words) > 1:
                message = f'"{item.value}": marks and alternatives mean nothing in a group'
                self._context.problem(item.place, message, "write the path alone")
        return drafts

    def _names(self, draft: Draft, *, directory: bool) -> Iterator[Name]:
        for word in draft.words:
            bare = word.rstrip("/")
            try:
                parse_glob(word)
                steps = tuple(_steps(bare))
            except GlobError as error:
                self._context.problem(draft.place, f'"{word}": {error.message}', length=max(len(draft.text), 1))
                continue
            self._note_captures(steps, word, draft.place)
            yield Name(f"{bare}/" if directory else word, steps, directory or word.endswith("/"))

    def _note_captures(self, steps: tuple[Step, ...], word: str, place: Place) -> None:
        for step in steps:
            self.captures.update(step.glob.captures)
            self._context.captures.extend((name, place) for name in step.glob.captures)
            if step.glob.others or any(f"{{{name}:" in word for name in step.glob.captures):
                self._context.problem(place, f'"{word}": root decides about values', "write {name} alone")


def _cut(draft: Draft) -> tuple[str, Draft]:
    """The first segment of a path, and the draft of that directory with the rest inside it.

    A path that begins with a wildcard, and alternatives, stay whole.
    """
    word = draft.words[0].rstrip("/")
    head, *rest = split(word, "/")
    if len(draft.words) > 1 or not rest or not head or not all(rest) or not _is_plain(head):
        return draft.text.rstrip("/"), draft
    ending = "/" if draft.words[0].endswith("/") else ""
    inner = draft._replace(words=("/".join(rest) + ending,))
    return head, Draft((f"{head}/",), IMPLIED, True, (inner,), draft.place)


def _is_plain(segment: str) -> bool:
    """Whether a segment stands for one name, once its captures are bound."""
    if segment == escape_glob(segment):
        return segment not in (".", "..")
    try:
        glob = parse_glob(f"{segment}/")
    except GlobError:
        return False
    return bool(glob.bind(dict.fromkeys(glob.captures, "x")).prefix)


def _steps(bare: str) -> Iterator[Step]:
    """The steps of a path; what begins with `**`, or with alternatives of several segments, is one deep step."""
    segments = split(bare, "/")
    for number, segment in enumerate(segments):
        if segment == GLOBSTAR or "/" in segment:
            yield _step(parse_glob("/".join(segments[number:]) + "/"), deep=True)
            return
        yield _step(parse_glob(f"{segment}/"), deep=False)


def _step(glob: Glob, *, deep: bool) -> Step:
    return Step(glob, deep, "" if deep else glob.prefix)
