"""Values as YAML in one line, read back by the loader as what they were."""

import json
import re
from collections.abc import Mapping, Sequence

Value = str | bool | int | Sequence["Value"] | Mapping[str, "Value"]

WIDTH = 110
"""The longest line that is written where a value can be broken up."""

_PLAIN = re.compile(r"-?[A-Za-z_./][\w./ ()+@-]*+", re.ASCII)
_WORDS = frozenset(("true", "false", "null", "none", "yes", "no", "on", "off", "y", "n", "~", ".", ".inf", ".nan"))


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
