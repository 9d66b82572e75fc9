"""The option `styles`: which names are written in which style, and which line is the more specific one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar, NamedTuple

from archcheck.core.glob_parse import GLOBSTAR, Capture, Pattern, Segment, Wild, parse
from archcheck.core.globs import Glob
from archcheck.core.name_pattern import NamePattern, PatternError, parse_name_pattern
from archcheck.core.naming_styles import STYLES, style_hint
from archcheck.core.options import Context, JsonSchema, describe, did_you_mean
from archcheck.core.selectors import GlobTerm, parse_glob_node
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode

FILE, DIRECTORY = "file", "directory"
SYMBOL_KINDS = ("class", "function", "method", "constant", "type", "component")
"""The kinds of symbols that a style can be given for; each language has those it knows."""
_MEANT = {
    **dict.fromkeys(("interface", "enum", "struct", "alias", "typealias"), "type"),
    **dict.fromkeys(("const", "enum_member"), "constant"),
    **dict.fromkeys(("func", "hook"), "function"),
    **dict.fromkeys(("folder", "dir"), DIRECTORY),
}
"""What other words for kinds come to."""

_REGEX = "regex:"
_STYLE_SCHEMA: JsonSchema = {
    "anyOf": [
        {"enum": list(STYLES)},
        {"type": "string", "pattern": f"^{_REGEX}."},
        {"type": "array", "items": {"type": "string"}, "minItems": 1},
    ]
}


class NameStyle(NamedTuple):
    """One style: a name out of STYLES, or `regex:` and the pattern for it."""

    text: str
    pattern: NamePattern | None = None


@dataclass(frozen=True, slots=True)
class StyleChoice:
    """One or more styles; a name must be written in one of them. Suggestions are made in the first that has one."""

    styles: tuple[NameStyle, ...]
    SCHEMA: ClassVar[JsonSchema] = {**_STYLE_SCHEMA, "description": "A style, `regex:PATTERN`, or a list: any of them."}

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "StyleChoice | None":
        """Read one style or a list; None after recording every problem."""
        items: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
        if not items:
            context.problem(node.place, "an empty list of styles allows no name", f"known: {', '.join(STYLES)}")
            return None
        styles = [_read_style(item, context) for item in items]
        return cls(tuple(style for style in styles if style)) if all(styles) else None

    @property
    def text(self) -> str:
        """For messages: `snake`, `camel or pascal`."""
        return " or ".join(style.text for style in self.styles)


def named_style(name: str) -> StyleChoice:
    """The style of a name out of STYLES, for defaults."""
    return StyleChoice((NameStyle(name),))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of `styles`: a glob, and a style for each aspect: FILE, DIRECTORY or a kind of symbol."""

    term: GlobTerm
    by_aspect: tuple[tuple[str, StyleChoice], ...]
    rank: "Rank"

    def style(self, aspect: str) -> StyleChoice | None:
        """The style of an aspect, or None."""
        return dict(self.by_aspect).get(aspect)


class Rank(NamedTuple):
    """How specific a glob is, compared from left to right.

    The length of its literal beginning in whole directories; then its literal characters, in the alternative that has
    the fewest; then fewer `**`, fewer `*` and captures, fewer `?`, in the alternative that has the most.
    """

    beginning: int
    literals: int
    globstars: int
    stars: int
    singles: int


@dataclass(frozen=True, slots=True)
class StylesByGlob:
    """All lines of `styles`, in the order written."""

    entries: tuple[Entry, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "type": "object",
        "minProperties": 1,
        "additionalProperties": {
            "anyOf": [
                *_STYLE_SCHEMA["anyOf"],
                {
                    "type": "object",
                    "minProperties": 1,
                    "properties": dict.fromkeys((FILE, DIRECTORY, *SYMBOL_KINDS), _STYLE_SCHEMA),
                    "additionalProperties": False,
                },
            ]
        },
        "description": "Globs, each with a style, or with styles by what is named.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "StylesByGlob | None":
        """Read `{glob: style}` and `{glob: {kind: style}}`; None after recording every problem."""
        if not isinstance(node, MappingNode) or not node.entries:
            message = f"a mapping of globs to styles is expected, found {describe(node)}"
            context.problem(node.place, message, 'such as {"**/*.py": snake}')
            return None
        before = len(context.problems)
        entries = [entry for key, value in node.entries if (entry := _read_entry(key, value, context))]
        for first, second in combinations(entries, 2):
            _refuse_same_pattern(first, second, context)
        return cls(tuple(entries)) if len(context.problems) == before else None

    def aspects(self) -> tuple[str, ...]:
        """Everything that has a style, FILE and DIRECTORY first, then kinds of symbols."""
        used = {aspect for entry in self.entries for aspect, _ in entry.by_aspect}
        return tuple(aspect for aspect in (FILE, DIRECTORY, *SYMBOL_KINDS) if aspect in used)

    def symbol_terms(self) -> tuple[GlobTerm, ...]:
        """The globs of files whose symbols are judged."""
        return tuple(
            entry.term for entry in self.entries if any(aspect in SYMBOL_KINDS for aspect, _ in entry.by_aspect)
        )


def rank(glob: Glob) -> Rank:
    """How specific a glob is."""
    patterns = parse(glob.text).patterns
    return Rank(
        len(glob.prefix),
        min(sum(len(part) for part in _elements(pattern) if isinstance(part, str)) for pattern in patterns),
        -max(sum(part is Wild.GLOBSTAR for part in _elements(pattern)) for pattern in patterns),
        -max(
            sum(part is Wild.STAR or isinstance(part, Capture) for part in _elements(pattern)) for pattern in patterns
        ),
        -max(sum(part is Wild.ANY for part in _elements(pattern)) for pattern in patterns),
    )


def _elements(pattern: Pattern) -> Iterable[object]:
    return (element for segment in pattern.segments for element in segment)


def _read_style(node: Node, context: Context) -> NameStyle | None:
    if not isinstance(node, ScalarNode) or not isinstance(node.value, str):
        hint = f"known: {', '.join(STYLES)}, {_REGEX}PATTERN"
        context.problem(node.place, f"a style is expected, found {describe(node)}", hint)
        return None
    text = node.value
    if text.startswith(_REGEX):
        return _read_pattern(text, node, context)
    if text in STYLES:
        return NameStyle(text)
    meant = style_hint(text)
    hint = f'did you mean "{meant}"?' if meant else did_you_mean(text, [*STYLES, f"{_REGEX}PATTERN"])
    context.problem(node.place, f'there is no style "{text}"', hint, len(node.text))
    return None


def _read_pattern(text: str, node: ScalarNode, context: Context) -> NameStyle | None:
    try:
        return NameStyle(text, parse_name_pattern(text.removeprefix(_REGEX)))
    except PatternError as error:
        column = node.place.column + (0 if node.plain else 1) + len(_REGEX) + error.offset
        context.problem(node.place._replace(column=column), f'"{text}": {error.message}')
        return None


def _read_entry(key: ScalarNode, value: Node, context: Context) -> Entry | None:
    glob = parse_glob_node(key, context)
    if isinstance(value, MappingNode):
        by_aspect = _read_aspects(value, context)
    else:
        style = StyleChoice.from_node(value, context)
        by_aspect = ((DIRECTORY if glob and glob.directory else FILE, style),) if style else None
    if glob is None or by_aspect is None:
        return None
    aspect_node = value.key_node(DIRECTORY) if isinstance(value, MappingNode) else None
    if aspect_node and not glob.directory:
        message = f'"{glob.text}" is no pattern of directories'
        context.problem(aspect_node.place, message, "end the pattern with a slash", len(DIRECTORY))
        return None
    return Entry(GlobTerm(glob, glob.text, key.place), by_aspect, rank(glob))


def _read_aspects(node: MappingNode, context: Context) -> tuple[tuple[str, StyleChoice], ...] | None:
    known = (FILE, DIRECTORY, *SYMBOL_KINDS)
    if not node.entries:
        context.problem(node.place, "an empty mapping gives no style", f"known: {', '.join(known)}")
    found: list[tuple[str, StyleChoice]] = []
    for key, value in node.entries:
        if key.text not in known:
            message = f'"{key.text}" is no kind of symbol; known are {", ".join(known)}'
            context.problem(key.place, message, did_you_mean(_MEANT.get(key.text, key.text), known), len(key.text))
        style = StyleChoice.from_node(value, context)
        if style:
            found.append((key.text, style))
    return tuple(found) if found and len(found) == len(node.entries) else None


def _refuse_same_pattern(first: Entry, second: Entry, context: Context) -> None:
    if first.rank != second.rank or _shape(first.term.glob) != _shape(second.term.glob):
        return
    for aspect, style in second.by_aspect:
        other = first.style(aspect)
        if other and other != style:
            message = (
                f'"{first.term.text}" (line {first.term.place.line}) and "{second.term.text}" are the same pattern, '
                f"with different styles: {other.text}, {style.text}"
            )
            context.problem(second.term.place, message, "keep one of the two", len(second.term.text))


def _shape(glob: Glob) -> frozenset[tuple[tuple[Segment, ...], bool, bool]]:
    """What a glob matches, whatever its captures are called; equal shapes match the same paths."""
    shapes = []
    for pattern in parse(glob.text).patterns:
        segments = pattern.segments if pattern.tied() else tuple(_without_capture(each) for each in pattern.segments)
        shapes.append((segments, pattern.directory, pattern.covers))
    return frozenset(shapes)


def _without_capture(segment: Segment) -> Segment:
    alone = len(segment) == 1 and isinstance(segment[0], Capture)
    return (Wild.STAR,) if alone and segment != GLOBSTAR else segment
