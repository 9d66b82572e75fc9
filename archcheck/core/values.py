"""Values with places: what every structured text (YAML, TOML, ...) is turned into before it is understood."""

from dataclasses import dataclass, field
from typing import NamedTuple

Scalar = None | bool | int | float | str


class Place(NamedTuple):
    """A position in a file; `line` and `column` count from 1, columns in characters."""

    path: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """A single value. `text` is what was written; `plain` is true when it stood without quotes.

    `empty` is true when nothing at all was written (`key:` and then the end of the line).
    """

    value: Scalar
    place: Place
    text: str = ""
    plain: bool = True
    empty: bool = False


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list; `items` in the order written."""

    items: "tuple[Node, ...]"
    place: Place


@dataclass(frozen=True, slots=True)
class MappingNode:
    """A mapping; `entries` in the order written, keys unique by value."""

    entries: "tuple[tuple[ScalarNode, Node], ...]"
    place: Place
    _by_key: "dict[Scalar, tuple[ScalarNode, Node]]" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_key", {key.value: (key, value) for key, value in self.entries})

    def get(self, key: Scalar) -> "Node | None":
        """The value at `key`, or None when the key is not there."""
        found = self._by_key.get(key)
        return found[1] if found else None

    def key_node(self, key: Scalar) -> ScalarNode | None:
        """The key itself, for its place, or None when it is not there."""
        found = self._by_key.get(key)
        return found[0] if found else None


Node = ScalarNode | SequenceNode | MappingNode
