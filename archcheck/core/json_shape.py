"""JSON documents: their shapes as TypedDicts, the JSON Schema made from a shape, and the text of a document."""

import json
import types
import typing
from collections.abc import Callable, Iterable
from functools import cache
from typing import Annotated, Any, Literal, NotRequired

from archcheck.core.printable import json_escaped

_SCALARS = {str: "string", int: "integer", float: "number", bool: "boolean", type(None): "null"}


def schema_of(shape: type, *, name: str, title: str) -> dict[str, Any]:
    """The JSON Schema (2020-12) of a TypedDict; `name` is the file name of the schema. Raises TypeError for odd types.

    `Annotated[T, "text", {...}]` gives the description of a field and further keywords. Unknown keys are allowed,
    because fields may be added within a version.
    """
    definitions: dict[str, Any] = {}
    _define(shape, definitions)
    own = definitions.pop(shape.__name__)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": name, "title": title}
    return {**head, **own, "$defs": dict(sorted(definitions.items()))}


def _define(shape: Any, definitions: dict[str, Any]) -> None:
    if shape.__name__ in definitions:
        return
    schema: dict[str, Any] = {"type": "object", "description": " ".join((shape.__doc__ or "").split())}
    definitions[shape.__name__] = schema  # before its fields, which may refer to it
    hints = typing.get_type_hints(shape, include_extras=True)
    schema["properties"] = {key: _schema(hint, definitions) for key, hint in hints.items()}
    schema["required"] = [key for key in hints if key in shape.__required_keys__]


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    form = _FORMS.get(typing.get_origin(hint))
    if form:
        return form(typing.get_args(hint), definitions)
    if typing.is_typeddict(hint):
        _define(hint, definitions)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if hint not in _SCALARS:
        raise TypeError(f"a document cannot have a field of type {hint!r}")
    return {"type": _SCALARS[hint]}


def _annotated(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    schema = _schema(arguments[0], definitions)
    for note in arguments[1:]:
        schema = {**schema, "description": note} if isinstance(note, str) else {**schema, **note}
    return schema


def _union(arguments: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    options = [_schema(argument, definitions) for argument in arguments]
    if all(option.keys() == {"type"} for option in options):
        return {"type": [option["type"] for option in options]}
    return {"anyOf": options}


_FORMS: dict[Any, Callable[[tuple[Any, ...], dict[str, Any]], dict[str, Any]]] = {
    NotRequired: lambda arguments, definitions: _schema(arguments[0], definitions),
    Annotated: _annotated,
    Literal: lambda arguments, _definitions: {"const": arguments[0]},
    types.UnionType: _union,
    typing.Union: _union,
    list: lambda arguments, definitions: {"type": "array", "items": _schema(arguments[0], definitions)},
    dict: lambda arguments, definitions: {
        "type": "object",
        "additionalProperties": _schema(arguments[1], definitions),
    },
}


_to_json = json.JSONEncoder(ensure_ascii=False).encode


def to_json(document: object) -> str:
    """The document as JSON text, indented by one, with a final newline; the text is always valid UTF-8.

    Objects and lists that hold no objects stand on one line, so that a list of records has one record per line.
    """
    lines: list[str] = []
    _write(document, "", "", lines)
    return "\n".join(lines) + "\n"


def _write(value: object, before: str, indent: str, lines: list[str], after: str = "") -> None:
    """Append the lines of `value`; depth is that of the document's shape, never that of user data."""
    if not isinstance(value, (dict, list)) or not any(map(_holds_objects, _items(value))):
        lines.append(f"{before}{json_escaped(_to_json(value))}{after}")
        return
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    lines.append(before + opening)
    deeper = indent + " "
    last = len(value) - 1
    if isinstance(value, dict):
        for number, (key, item) in enumerate(value.items()):
            start = f"{deeper}{_key(key)}: "
            _write(item, start, deeper, lines, "" if number == last else ",")
    else:
        for number, item in enumerate(value):
            _write(item, deeper, deeper, lines, "" if number == last else ",")
    lines.append(indent + closing + after)


@cache
def _key(name: str) -> str:
    return json_escaped(_to_json(name))


def _items(value: dict[str, object] | list[object]) -> Iterable[object]:
    return value.values() if isinstance(value, dict) else value


def _holds_objects(item: object) -> bool:
    return isinstance(item, dict) or (isinstance(item, list) and any(isinstance(each, (dict, list)) for each in item))
