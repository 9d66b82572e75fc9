"""Rules that are proposed, and how they are written: one block of YAML each, whatever names it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import wrap

from archcheck.authoring.yaml_text import WIDTH, Value, flow, scalar


@dataclass(frozen=True, slots=True)
class Draft:
    """One rule as it would be written; `about` says what it covers, for the comment above it."""

    id: str
    kind: str
    why: str
    options: Mapping[str, Value]
    about: str = ""


def block(key: str, value: Value, indent: str) -> list[str]:
    """`key: value` in lines that begin with `indent`; in one line where it fits and is not about layers."""
    line = f"{indent}{scalar(key)}: {flow(value)}"
    nested = isinstance(value, Mapping) or (not isinstance(value, (str, bool, int)) and key != "layers")
    if isinstance(value, (str, bool, int)) or not value or (nested and len(line) <= WIDTH):
        return [line]
    if isinstance(value, Mapping):
        inner = [text for name, each in value.items() for text in block(name, each, f"{indent}  ")]
        return [f"{indent}{scalar(key)}:", *inner]
    return [f"{indent}{scalar(key)}:", *(line for each in value for line in _item(each, f"{indent}  "))]


def _item(value: Value, indent: str) -> list[str]:
    """An item of a list, folded where it is a long text of several words."""
    line = f"{indent}- {flow(value)}"
    if len(line) <= WIDTH or not isinstance(value, str) or " | " not in value:
        return [line]
    room = WIDTH - len(indent) - 2
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
