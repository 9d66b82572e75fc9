"""Options: from YAML values with places to frozen dataclasses, every mistake reported at its place.

An options class is a frozen dataclass whose fields are made with `option`. Supported field types: str, int, float,
bool, `Literal[...]`, `tuple[T, ...]` (one value or a list), `Mapping[str, T]`, nested options classes, unions of these,
and classes with `from_node` and `SCHEMA` (see `ValueType`). The same classes yield the JSON Schema (`core.schema`).
"""

import dataclasses
import difflib
import functools
import types
import typing
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, ClassVar, Literal, Protocol, TypeVar, cast, runtime_checkable

from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import Problem

T = TypeVar("T")
_MOST_KNOWN = 2000
_LONGEST_WORD = 200
JsonSchema = dict[str, Any]


def option(
    doc: str,
    *,
    default: Any = dataclasses.MISSING,
    example: str = "",
    may_be_empty: bool = False,
    exempts: bool = False,
) -> Any:
    """A field of an options class: `doc` is one sentence for tables and schemas; without `default` it is required.

    A selector that matches nothing makes its rule vacuous unless `may_be_empty`; and nothing was judged then unless it
    only `exempts` what the rule would forbid.
    """
    about = {"doc": doc, "example": example, "may_be_empty": may_be_empty, "exempts": exempts}
    return dataclasses.field(default=default, metadata=about)


class Context:
    """Collects the problems of one load and knows what values may refer to.

    `lines` holds the text of each rule file, for previews. `components` and `tags`, those declared, decide what a
    selector means. `bases` are the directories from which included files read their globs; `inner` are the components
    that such files declare, which mean nothing elsewhere. `captures` gathers every capture that the current rule uses.
    """

    def __init__(
        self,
        lines: Mapping[str, Sequence[str]],
        *,
        components: frozenset[str] = frozenset(),
        tags: frozenset[str] = frozenset(),
        bases: Mapping[str, str] | None = None,
        inner: frozenset[str] = frozenset(),
    ) -> None:
        self.lines = lines
        self.components = components
        self.tags = tags
        self.bases = bases or {}
        self.inner = inner
        self.captures: list[tuple[str, Place]] = []
        self.problems: list[Problem] = []

    def problem(self, place: Place, message: str, hint: str = "", length: int = 1) -> None:
        """Record one problem at `place`."""
        lines = self.lines.get(place.path, ())
        preview = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        self.problems.append(Problem(place.path, place.line, place.column, message, hint, preview, length))

    def is_component(self, name: str, place: Place) -> bool:
        """Whether `name`, written at `place`, means a component."""
        return name in self.components and (name not in self.inner or place.path in self.bases)

    def trial(self) -> "Context":
        """One that knows the same and has collected nothing."""
        return Context(self.lines, components=self.components, tags=self.tags, bases=self.bases, inner=self.inner)


class ValueType(Protocol):
    """A class that reads its own notation, such as a selector."""

    SCHEMA: ClassVar[JsonSchema]

    @classmethod
    def from_node(cls, node: Node, context: Context) -> Any:
        """The value written at `node`, or None after recording what is wrong with it."""


@runtime_checkable
class SelfChecking(Protocol):
    """An options class that knows which of its values do not go together."""

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """Each mistake as (key it is shown at, message, hint)."""


def did_you_mean(wrong: str, known: Sequence[str]) -> str:
    """A hint naming the nearest of `known`, or listing them all when none is near."""
    near = near_miss(wrong, known)
    return near or (f"known: {', '.join(sorted(known))}" if 0 < len(known) <= _MOST_KNOWN else "")


def near_miss(wrong: str, known: Sequence[str]) -> str:
    """A hint naming the nearest of `known`, "" when none is near."""
    if len(known) > _MOST_KNOWN or len(wrong) > _LONGEST_WORD:
        return ""
    near = difflib.get_close_matches(wrong, known, n=1, cutoff=0.6)
    return _meant(near[0]) if near else ""


def _meant(name: str) -> str:
    return f'did you mean "{name}"?'


def describe(node: Node) -> str:
    """What stands at `node`, in words, for error messages."""
    if isinstance(node, MappingNode):
        return "a mapping"
    if isinstance(node, SequenceNode):
        return "a list"
    if node.empty:
        return "nothing"
    kinds = {type(None): "null", bool: "a boolean", int: "a number", float: "a number", str: "text"}
    return f"{kinds[type(node.value)]} ({node.text})" if node.value is not None else "null"


@functools.cache
def option_fields(cls: Any) -> Mapping[str, tuple[dataclasses.Field[Any], Any]]:
    """The options of a class in order: key in YAML -> (field, resolved type). A trailing `_` of the name is dropped."""
    hints = typing.get_type_hints(cls)
    return {f.name.rstrip("_"): (f, hints[f.name]) for f in dataclasses.fields(cls) if f.init}


def parse_options(cls: type[T], node: Node, context: Context, what: str, *, offered: Sequence[str] = ()) -> T | None:
    """Read `node` into the options class `cls`; None when a problem was recorded.

    `what` names the thing for messages (`rule stand-alone (kind independence)`); `offered` are further keys that a
    "did you mean" may name.
    """
    if not isinstance(node, MappingNode):
        context.problem(node.place, f"{what} must be a mapping, found {describe(node)}")
        return None
    before = len(context.problems)
    values = _read_fields(cls, node, context, what, offered)
    if len(context.problems) > before:
        return None
    made = cls(**values)
    for name, message, hint in made.mistakes() if isinstance(made, SelfChecking) else ():
        at = node.get(name)
        context.problem(at.place if at else node.place, f"{message} ({what})", hint)
    return made if len(context.problems) == before else None


def _read_fields(cls: Any, node: MappingNode, context: Context, what: str, offered: Sequence[str]) -> dict[str, Any]:
    """The values of all keys, by field name; unknown and lacking keys become problems."""
    fields = option_fields(cls)
    values: dict[str, Any] = {}
    hints: set[str] = set()
    for key, value in node.entries:
        name = key.text
        if name not in fields:
            hint = did_you_mean(name, [*fields, *offered])
            hints.add(hint)
            context.problem(key.place, f'unknown key "{name}" in {what}', hint, max(len(name), 1))
            continue
        field, kind = fields[name]
        parsed = parse_value(kind, value, context, f'"{name}" of {what}')
        if parsed is not _WRONG:
            values[field.name] = parsed
    for name, (field, _) in fields.items():
        is_misspelt = _meant(name) in hints
        if field.default is dataclasses.MISSING and node.get(name) is None and not is_misspelt:
            context.problem(node.place, f'{what} lacks "{name}": {field.metadata["doc"]}', f'add "{name}:"')
    return values


_WRONG: Any = object()


def parse_value(kind: Any, node: Node, context: Context, what: str) -> Any:
    """Read one value of type `kind`; the marker `_WRONG` after recording a problem."""
    if isinstance(node, ScalarNode) and node.empty:
        context.problem(node.place, f"nothing stands after {what}", "write a value, or leave the key out")
        return _WRONG
    origin = typing.get_origin(kind)
    reader = _READERS.get(origin or kind)
    if reader:
        return reader(kind, node, context, what)
    if hasattr(kind, "from_node"):
        value = kind.from_node(node, context)
        return _WRONG if value is None else value
    if dataclasses.is_dataclass(kind):
        value = parse_options(cast("type[object]", kind), node, context, what)
        return _WRONG if value is None else value
    raise TypeError(f"an option cannot have the type {kind!r}")


def _read_scalar(kind: Any, node: Node, context: Context, what: str) -> Any:
    words = {str: "text", int: "a whole number", float: "a number", bool: "true or false", type(None): "null"}
    if isinstance(node, ScalarNode):
        value = node.value
        if kind is str and isinstance(value, (int, float)) and not isinstance(value, bool) and node.plain:
            return node.text
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            return float(value)
        if type(value) is kind:
            return value
    hint = f'quote it: "{node.text}"' if kind is str and isinstance(node, ScalarNode) else ""
    context.problem(node.place, f"{what} must be {words[kind]}, found {describe(node)}", hint, _length(node))
    return _WRONG


def _read_literal(kind: Any, node: Node, context: Context, what: str) -> Any:
    choices = typing.get_args(kind)
    if isinstance(node, ScalarNode) and node.value in choices and type(node.value) in {type(c) for c in choices}:
        return node.value
    listed = ", ".join(_yaml_word(choice) for choice in choices)
    wrong = str(node.value) if isinstance(node, ScalarNode) else ""
    hint = near_miss(wrong, [_yaml_word(choice) for choice in choices])
    context.problem(node.place, f"{what} must be one of {listed}, found {describe(node)}", hint, _length(node))
    return _WRONG


def _yaml_word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _read_tuple(kind: Any, node: Node, context: Context, what: str) -> Any:
    item = typing.get_args(kind)[0]
    if isinstance(node, SequenceNode):
        values = [parse_value(item, each, context, f"an item of {what}") for each in node.items]
    elif isinstance(node, ScalarNode) or dataclasses.is_dataclass(item):
        values = [parse_value(item, node, context, what)]
    else:
        context.problem(node.place, f"{what} must be a list, found {describe(node)}")
        return _WRONG
    return _WRONG if any(value is _WRONG for value in values) else tuple(values)


def _read_mapping(kind: Any, node: Node, context: Context, what: str) -> Any:
    item = typing.get_args(kind)[1]
    if not isinstance(node, MappingNode):
        context.problem(node.place, f"{what} must be a mapping, found {describe(node)}")
        return _WRONG
    values: dict[str, Any] = {}
    for key, value in node.entries:
        read = parse_value(item, value, context, f'"{key.text}" of {what}')
        if key.text in values:  # such as 1 and "1"
            context.problem(key.place, f'the key "{key.text}" of {what} is used twice', "remove one", _length(key))
            read = _WRONG
        values[key.text] = read
    return _WRONG if any(value is _WRONG for value in values.values()) else values


def _read_union(kind: Any, node: Node, context: Context, what: str) -> Any:
    """The first member that reads without a problem; else the problems of the member nearest in form."""
    members = typing.get_args(kind)
    attempts: list[tuple[bool, int, list[Problem]]] = []
    for member in members:
        trial = context.trial()
        value = parse_value(member, node, trial, what)
        if value is not _WRONG and not trial.problems:
            context.captures.extend(trial.captures)
            return value
        attempts.append((not _same_form(member, node), len(attempts), trial.problems))
    context.problems.extend(min(attempts, key=lambda attempt: attempt[:2])[2])
    return _WRONG


def _same_form(member: Any, node: Node) -> bool:
    origin = typing.get_origin(member) or member
    if isinstance(node, MappingNode):
        return origin in (Mapping, dict) or dataclasses.is_dataclass(origin)
    if isinstance(node, SequenceNode):
        return origin is tuple or hasattr(origin, "from_node")
    return origin in (str, int, float, bool, Literal) or hasattr(origin, "from_node")


def _length(node: Node) -> int:
    return max(len(node.text), 1) if isinstance(node, ScalarNode) else 1


_READERS: dict[Any, Callable[[Any, Node, Context, str], Any]] = {
    str: _read_scalar,
    int: _read_scalar,
    float: _read_scalar,
    bool: _read_scalar,
    type(None): _read_scalar,
    Literal: _read_literal,
    tuple: _read_tuple,
    Mapping: _read_mapping,
    dict: _read_mapping,
    typing.Union: _read_union,
    types.UnionType: _read_union,
}
_READERS[typing.get_origin(Mapping[str, int])] = _read_mapping
