"""Selectors: what a rule file writes to mean a set of files. A component name if one is declared, else a glob."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from archcheck.core.globs import Glob, GlobError, escape_glob, parse_glob
from archcheck.core.options import Context, JsonSchema, describe, did_you_mean
from archcheck.core.values import Node, Place, ScalarNode, SequenceNode

_INSTANCE = re.compile(r"([A-Za-z_][\w.-]*+)\[([^\[\]]*+)\]\Z")


@dataclass(frozen=True, slots=True)
class ComponentTerm:
    """A declared component, or one instance of it: `service`, `service[auth]` (values in the order of the captures)."""

    name: str
    values: tuple[str, ...] | None
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class TagTerm:
    """All components with a tag: `tag:ui`."""

    tag: str
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class GlobTerm:
    """A glob over paths."""

    glob: Glob
    text: str
    place: Place


Term = ComponentTerm | TagTerm | GlobTerm


@dataclass(frozen=True, slots=True)
class Selector:
    """A union of terms, in the order written."""

    terms: tuple[Term, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
        "description": "A component name, `name[instance]`, `tag:name` or a glob; a list is a union.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Selector | None":
        """Read one term or a list of terms; None after recording every problem."""
        items: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
        if not items:
            context.problem(node.place, "an empty list selects nothing", "name at least one component or path")
            return None
        terms = [parse_term(item, context) for item in items]
        return cls(tuple(term for term in terms if term)) if all(terms) else None

    @property
    def text(self) -> str:
        """As written; terms joined with commas."""
        return ", ".join(term.text for term in self.terms)

    def globs(self) -> Iterator[Glob]:
        """The globs among the terms."""
        return (term.glob for term in self.terms if isinstance(term, GlobTerm))


@dataclass(frozen=True, slots=True)
class GlobSet:
    """Globs only, where component names make no sense; a union, in the order written."""

    terms: tuple[GlobTerm, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}],
        "description": "A glob over paths; a list is a union.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "GlobSet | None":
        """Read one glob or a list of globs; None after recording every problem."""
        items: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
        terms = [_parse_glob_term(item, context) for item in items]
        return cls(tuple(term for term in terms if term)) if all(terms) else None

    def covers(self, path: str) -> bool:
        """Whether the file at `path`, which need not exist, belongs to the set."""
        return any(term.glob.match_file(path) is not None for term in self.terms)

    @property
    def text(self) -> str:
        """As written; globs joined with commas."""
        return ", ".join(term.text for term in self.terms)


@dataclass(frozen=True, slots=True)
class DirectorySet:
    """Directories: `.` for the top, or globs."""

    top: bool
    terms: tuple[GlobTerm, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
        "description": "Globs of directories, `.` for the top; captures allowed.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "DirectorySet | None":
        """Read one directory or a list; None after recording every problem."""
        items: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
        if not items:
            context.problem(node.place, "an empty list names no directory", 'write "." for the top')
            return None
        base = context.bases.get(node.place.path, "")
        tops = [item for item in items if not base and isinstance(item, ScalarNode) and item.value in (".", "./")]
        terms = [_parse_directory_term(item, base, context) for item in items if item not in tops]
        return cls(bool(tops), tuple(term for term in terms if term)) if all(terms) else None

    def instances(self, directories: Iterable[str]) -> list[tuple[str, Mapping[str, str]]]:
        """The directories meant, each once with a final slash and its captured values, sorted; "" is the top."""
        found: dict[str, Mapping[str, str]] = {"": {}} if self.top else {}
        for directory in directories:
            for term in self.terms:
                bound = term.glob.match_directory(directory)
                if bound is not None:
                    found.setdefault(f"{directory}/", bound)
        return sorted(found.items(), key=lambda item: item[0])


def parse_term(node: Node, context: Context) -> Term | None:
    """Read one term; None after recording what is wrong with it."""
    if not isinstance(node, ScalarNode) or node.value is None or isinstance(node.value, bool):
        return _parse_glob_term(node, context)
    text = node.value if isinstance(node.value, str) else node.text
    if text.startswith("tag:"):
        if text[4:] not in context.tags:
            hint = did_you_mean(text[4:], sorted(context.tags)) or "no component has tags"
            context.problem(node.place, f'no component has the tag "{text[4:]}"', hint, len(node.text))
            return None
        return TagTerm(text[4:], text, node.place)
    instance = _INSTANCE.match(text)
    if instance and context.is_component(instance[1], node.place):
        values = tuple(value.strip() for value in instance[2].split(","))
        return ComponentTerm(instance[1], values, text, node.place)
    if context.is_component(text, node.place):
        return ComponentTerm(text, None, text, node.place)
    return _parse_glob_term(node, context)


def _parse_glob_term(node: Node, context: Context) -> GlobTerm | None:
    glob = parse_glob_node(node, context)
    if glob is None:
        return None
    return GlobTerm(glob, str(glob.text), node.place)


def _parse_directory_term(node: Node, base: str, context: Context) -> GlobTerm | None:
    """A term that means directories, whether or not it ends with a slash; `.` is the directory `base`."""
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        return _parse_glob_term(node, context)
    if base and node.value in (".", "./"):
        return GlobTerm(parse_glob(escape_glob(base)), node.value, node.place)
    glob = parse_glob_node(replace(node, value=f"{node.value.rstrip('/')}/") if node.value else node, context)
    return GlobTerm(glob, node.value, node.place) if glob else None


def parse_glob_node(node: Node, context: Context) -> Glob | None:
    """The glob written at `node`; None after recording what is wrong. Notes its captures in the context."""
    if not isinstance(node, ScalarNode) or node.value is None or isinstance(node.value, bool):
        context.problem(node.place, f"a path or a glob is expected, found {describe(node)}")
        return None
    text = node.value if isinstance(node.value, str) else node.text
    base = escape_glob(context.bases.get(node.place.path, ""))
    try:
        parse_glob(text)
        glob = parse_glob(base + text.removeprefix("./"))
    except GlobError as error:
        quoted = 0 if node.plain else 1
        place = node.place._replace(column=node.place.column + error.offset + quoted)
        context.problem(place, f'"{text}": {error.message}')
        return None
    for name in (*glob.captures, *glob.others):
        context.captures.append((name, node.place))
    return glob


def join_globs(base: GlobTerm, inner: str, place: Place) -> GlobTerm:
    """The glob `inner` read from every directory that `base` matches. Raises GlobError when the two do not fit."""
    text = f"{base.text.rstrip('/')}/{inner.removeprefix('./')}"
    return GlobTerm(parse_glob(text), text, place)
