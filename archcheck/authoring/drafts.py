"""Rules that are proposed, and how they are written: one block of YAML each, whatever names it holds."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

Value = str | bool | int | Sequence["Value"] | Mapping[str, "Value"]

_PLAIN = re.compile(r"-?[A-Za-z_./][\w./ ()+@-]*", re.ASCII)
_WORDS = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n", "~", ".", ".inf", ".nan"))
_WIDTH = 110


@dataclass(frozen=True, slots=True)
class Draft:
    """One rule as it would be written; `about` says what it covers, for the comment above it."""

    id: str
    kind: str
    why: str
    options: Mapping[str, Value]
    about: str = ""


def scalar(value: str | bool | int) -> str:
    """A scalar in YAML, in quotes wherever it could be read as something else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    plain = _PLAIN.fullmatch(value) and value == value.strip() and value.lower() not in _WORDS
    return value if plain else json.dumps(value, ensure_ascii=not value.isprintable())


def flow(value: Value) -> str:
    """A value in one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, (str, bool, int)):
        return scalar(value)
    return "[" + ", ".join(flow(each) for each in value) + "]"


def block(key: str, value: Value, indent: str) -> list[str]:
    """`key: value` in lines that begin with `indent`; in one line where it fits and is not about layers."""
    line = f"{indent}{scalar(key)}: {flow(value)}"
    nested = isinstance(value, Mapping) or (not isinstance(value, (str, bool, int)) and key != "layers")
    if isinstance(value, (str, bool, int)) or not value or (nested and len(line) <= _WIDTH):
        return [line]
    if isinstance(value, Mapping):
        inner = [text for name, each in value.items() for text in block(name, each, f"{indent}  ")]
        return [f"{indent}{scalar(key)}:", *inner]
    return [f"{indent}{scalar(key)}:", *(line for each in value for line in _item(each, f"{indent}  "))]


def _item(value: Value, indent: str) -> list[str]:
    """An item of a list, folded where it is a long text of several words."""
    line = f"{indent}- {flow(value)}"
    if len(line) <= _WIDTH or not isinstance(value, str) or " | " not in value:
        return [line]
    room = _WIDTH - len(indent) - 2
    return [
        f"{indent}- >-",
        *(f"{indent}  {text}" for text in wrap(value, room, break_long_words=False, break_on_hyphens=False)),
    ]


def rule_lines(draft: Draft) -> list[str]:
    """A rule as an item of the list `rules`."""
    lines = [f"  - id: {scalar(draft.id)}", f"    kind: {draft.kind}", f"    why: {draft.why}"]
    for key, value in draft.options.items():
        lines.extend(block(key, value, "    "))
    return lines
