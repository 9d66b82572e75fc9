"""The option `base`: the directories in which paths begin."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from archcheck.core.options import Context, JsonSchema, describe, did_you_mean
from archcheck.core.tree_paths import join_from
from archcheck.core.values import Node, ScalarNode, SequenceNode

FILE, TOP, ANY = "file", "top", "any"


@dataclass(frozen=True, slots=True)
class Bases:
    """Where paths begin, the likeliest first: FILE, TOP, or directories from the top, without final slashes."""

    places: tuple[str, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
        "description": "`file`, `top`, `any` of both, or a directory, which ends with a slash; a list in order.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Bases | None":
        """Read one word or a list; None after recording every problem."""
        items: Sequence[Node] = node.items if isinstance(node, SequenceNode) else (node,)
        if not items:
            context.problem(node.place, "an empty list names no directory", f"write `{ANY}`, or leave the key out")
            return None
        before = len(context.problems)
        places = [place for item in items for place in _read(item, context)]
        return cls(tuple(dict.fromkeys(places))) if len(context.problems) == before else None

    def directories(self, here: str) -> Iterator[str]:
        """The directories as seen by a file in the directory `here`; "" is the top."""
        for place in self.places:
            yield here if place == FILE else "" if place == TOP else place


def _read(node: Node, context: Context) -> Iterable[str]:
    text = node.value if isinstance(node, ScalarNode) else None
    if not isinstance(text, str):
        context.problem(node.place, f"`{FILE}`, `{TOP}`, `{ANY}` or a directory is expected, found {describe(node)}")
    elif text in (FILE, TOP):
        return (text,)
    elif text == ANY:
        return FILE, TOP
    elif text.endswith("/") and join_from("", text):
        return (join_from("", text) or "",)
    else:
        hint = did_you_mean(text, [FILE, TOP, ANY]) if "/" not in text else f'write "{text.rstrip("/")}/"'
        context.problem(node.place, f'"{text}" is no directory that ends with a slash', hint, max(len(text), 1))
    return ()
