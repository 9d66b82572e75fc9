"""The table of options on the page of a check, made from its options class."""

import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any, Literal, NamedTuple

from archcheck.core.options import option_fields

_WORDS: Mapping[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "`true` or `false`",
    type(None): "`null`",
}
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class _Row(NamedTuple):
    """One option; `default` is empty when leaving it out means that nothing is asked for."""

    name: str
    value: str
    default: str
    doc: str


def option_table(cls: Any) -> str:
    """The options of a class as a Markdown table, in their order, nested ones as `outer.inner`; ends with a newline."""
    rows = list(_rows(cls, ""))
    if not rows:
        return "This kind has no options of its own.\n"
    lines = ["| option | value | default | meaning |", "|---|---|---|---|"]
    lines += [f"| `{row.name}` | {row.value} | {row.default} | {_cell(row.doc)} |" for row in rows]
    return "\n".join(lines) + "\n"


def option_lines(cls: Any) -> list[str]:
    """The same as lines of plain text: name, what may be written, what it means."""
    rows = list(_rows(cls, ""))
    width = max((len(row.name) for row in rows), default=0)
    return [f"{row.name:<{width}}  {row.doc} ({row.value.replace('`', '')})" for row in rows]


def _rows(cls: Any, outer: str) -> Iterator[_Row]:
    for name, (field, kind) in option_fields(cls).items():
        doc, example = field.metadata["doc"], field.metadata["example"]
        more = f" For example `{example}`." if example else ""
        yield _Row(outer + name, _cell(_words(kind)), _cell(_default(field)), doc + more)
        for inner in _nested(kind):
            yield from _rows(inner, f"{outer}{name}.")


def _cell(text: str) -> str:
    return text.replace("|", r"\|")


def _nested(kind: Any) -> Iterator[Any]:
    """The options classes within a type, which get rows of their own."""
    if dataclasses.is_dataclass(kind):
        if not hasattr(kind, "SCHEMA"):
            yield kind
    else:
        for argument in typing.get_args(kind):
            yield from _nested(argument)


def _words(kind: Any) -> str:
    """What may be written, in words. None means "leave it out" and is not mentioned."""
    if kind in _WORDS:
        return _WORDS[kind]
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return " or ".join(_words(member) for member in arguments if member is not type(None))
    if origin is Literal:
        return ", ".join(f"`{_yaml(choice)}`" for choice in arguments)
    if origin is tuple:
        return f"list of {_words(arguments[0])}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"map to {_words(arguments[1])}"
    return _CAPITAL.sub(" ", kind.__name__).lower() if hasattr(kind, "SCHEMA") else "map"


def _default(field: "dataclasses.Field[Any]") -> str:
    default = field.default
    if default is dataclasses.MISSING:
        return "required"
    if default is None or default in ((), ""):
        return ""
    if isinstance(default, tuple):
        return f"`[{', '.join(map(_yaml, default))}]`"
    if isinstance(default, (str, int, float)):
        return f"`{_yaml(default)}`"
    # A value type says by `text` how its default is written; an options class has defaults of its own, in its rows.
    written = getattr(default, "text", "")
    return f"`{written}`" if written else ""


def _yaml(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
