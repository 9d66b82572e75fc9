"""The JSON Schema of rule files, made from the options classes.

The parser (`core.options`) is the only judge of a rule file; the schema helps editors and must never refuse what the
parser accepts. What the parser refuses beyond it (bad globs, names that nothing declares) no schema can express.
"""

import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any, Literal

from archcheck.core.options import JsonSchema, option_fields
from archcheck.core.rules import CommonKeys, RuleFile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_SCALARS: Mapping[Any, JsonSchema] = {
    # A plain number is taken as text, as in `version: 1.10`.
    str: {"type": ["string", "number"]},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
}
_NULL: JsonSchema = {"type": "null"}
_PLUGIN_KIND = r"^[^.]+\."


def rule_file_schema(kinds: Mapping[str, Any]) -> JsonSchema:
    """The JSON Schema (2020-12) of rule files; `kinds` maps each built-in kind to its options class.

    A file that extends another may give a part of a rule, and `null` to remove what it inherits: for it hardly
    anything is required. Hence every class appears complete and, under a name that ends in `-part`, partial.
    """
    whole, part = _Definitions(partial=False), _Definitions(partial=True)
    whole.add_file(kinds)
    part.add_file(kinds)
    return {
        "$schema": DIALECT,
        "$id": "rule-file.schema.json",
        "title": "archcheck rule file",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": {"$ref": "#/$defs/file-part"},
        "else": {"$ref": "#/$defs/file"},
        "$defs": dict(sorted({**whole.found, **part.found}.items())),
    }


def options_schema(cls: Any) -> JsonSchema:
    """The JSON Schema (2020-12) of one options class."""
    definitions = _Definitions(partial=False)
    return {"$schema": DIALECT, **definitions.options(cls), "$defs": dict(sorted(definitions.found.items()))}


class _Definitions:
    """The definitions of one schema, collected while it is made.

    `partial`: a missing value, and one removed with `null`, may come from elsewhere.
    """

    def __init__(self, *, partial: bool) -> None:
        self.found: JsonSchema = {}
        self._partial = partial
        self._suffix = "-part" if partial else ""

    def options(self, cls: Any) -> JsonSchema:
        """An options class as a closed mapping."""
        fields = option_fields(cls)
        properties = {name: _described(self._maybe_null(self.value(kind)), f) for name, (f, kind) in fields.items()}
        schema: JsonSchema = {"type": "object", "properties": properties, "additionalProperties": False}
        required = [name for name, (field, _) in fields.items() if field.default is dataclasses.MISSING]
        return {**schema, "required": required} if required and not self._partial else schema

    def value(self, kind: Any) -> JsonSchema:
        """One value of an option with the type `kind`. Raises TypeError for a type that no option has."""
        if kind in _SCALARS:
            return _SCALARS[kind]
        if dataclasses.is_dataclass(kind) or hasattr(kind, "SCHEMA"):
            return self._reference(kind)
        origin, arguments = typing.get_origin(kind), typing.get_args(kind)
        if origin in (types.UnionType, typing.Union):
            return _any_of(*map(self.value, arguments))
        if origin is Literal:
            return {"enum": list(arguments)}
        if origin is tuple:
            return self._list(arguments[0])
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object", "additionalProperties": self._maybe_null(self.value(arguments[1]))}
        raise TypeError(f"an option cannot have the type {kind!r}")

    def add_file(self, kinds: Mapping[str, Any]) -> None:
        """Define a whole rule file as `file`, the keys of all rules as `rule`, and each kind as `rule-KIND`."""
        self.found["rule" + self._suffix] = {"properties": self.options(CommonKeys)["properties"]}
        for kind, options in kinds.items():
            self.found[f"rule-{kind}{self._suffix}"] = self._rule(kind, options)
        schema = self.options(RuleFile)
        listed = self._maybe_null({"type": "array", "items": self._any_rule(kinds)})
        schema["properties"]["rules"] = _described(listed, option_fields(RuleFile)["rules"][0])
        # The version is never inherited: each file says in which format it is written.
        schema["properties"]["version"] = self.value(option_fields(RuleFile)["version"][1])
        self.found["file" + self._suffix] = {**schema, "required": ["version"]}

    def _rule(self, kind: str, options: Any) -> JsonSchema:
        schema = self.options(options)
        shared = {name: {"$ref": f"#/$defs/rule{self._suffix}/properties/{name}"} for name in option_fields(CommonKeys)}
        required = ["id"] if self._partial else ["id", "kind", *schema.get("required", ())]
        properties = {**shared, "kind": {"const": kind}, **schema["properties"]}
        return {**schema, "properties": properties, "required": required}

    def _any_rule(self, kinds: Mapping[str, Any]) -> JsonSchema:
        """A rule of any kind. A kind with a dot belongs to a plugin, which alone knows its options."""
        known = {"anyOf": [{"enum": list(kinds)}, {"type": "string", "pattern": _PLUGIN_KIND}]}
        by_kind = [
            {
                "if": {"required": ["kind"], "properties": {"kind": {"const": kind}}},
                "then": {"$ref": f"#/$defs/rule-{kind}{self._suffix}"},
            }
            for kind in kinds
        ]
        common = {"$ref": f"#/$defs/rule{self._suffix}"}
        required = ["id"] if self._partial else ["id", "kind"]
        return {"type": "object", "required": required, "properties": {"kind": known}, "allOf": [common, *by_kind]}

    def _reference(self, cls: Any) -> JsonSchema:
        """A class that reads its own notation, or a nested options class; defined once, named after its place."""
        name = f"{cls.__module__.removeprefix('archcheck.')}.{cls.__qualname__}"
        if hasattr(cls, "SCHEMA"):
            self.found[name] = cls.SCHEMA
        else:
            name += self._suffix
            if name not in self.found:
                self.found[name] = {}  # known from here on, should the class mention itself
                self.found[name] = self.options(cls)
        return {"$ref": f"#/$defs/{name}"}

    def _list(self, item: Any) -> JsonSchema:
        """A list, or one item without the brackets: a scalar always, a mapping where items are mappings.

        A list replaces an inherited one, so its items are complete.
        """
        complete = _Definitions(partial=False)
        schema = complete.value(item)
        self.found.update(complete.found)
        listed = {"type": "array", "items": schema}
        if dataclasses.is_dataclass(item) or item in _SCALARS or typing.get_origin(item) is Literal:
            return _any_of(schema, listed)
        return _any_of({"allOf": [schema], "not": {"type": ["object", "array"]}}, listed)

    def _maybe_null(self, schema: JsonSchema) -> JsonSchema:
        return _any_of(schema, _NULL) if self._partial else schema


def _described(schema: JsonSchema, field: "dataclasses.Field[Any]") -> JsonSchema:
    described = {**schema, "description": field.metadata["doc"]}
    default = list(field.default) if isinstance(field.default, tuple) else field.default
    if isinstance(default, (str, int, float, bool)) or default == []:
        described["default"] = default
    return described


def _any_of(*schemas: JsonSchema) -> JsonSchema:
    """The union; unions within become part of it."""
    members: list[JsonSchema] = []
    for schema in schemas:
        inner = schema["anyOf"] if schema.keys() == {"anyOf"} else [schema]
        members.extend(member for member in inner if member not in members)
    return {"anyOf": members} if len(members) > 1 else members[0]
