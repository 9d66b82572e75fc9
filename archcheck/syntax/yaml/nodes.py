"""Ways into values that were read tolerantly: what has an unexpected form counts as absent."""

from collections.abc import Iterator

from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode
from archcheck.syntax.endpoints.variables import expand, is_known


def text_of(node: Node | None) -> str:
    """The text of a scalar as written, "" for anything else and for nothing."""
    return node.text if isinstance(node, ScalarNode) and node.value is not None else ""


def known_text(node: Node | None) -> str:
    """The text with the defaults of its variables; "" where a variable is not known."""
    text = expand(text_of(node)).text
    return text if is_known(text) else ""


def items_of(node: Node | None) -> tuple[Node, ...]:
    """The items of a list; a single scalar is a list of one."""
    if isinstance(node, SequenceNode):
        return node.items
    return (node,) if isinstance(node, ScalarNode) and node.value is not None else ()


def names_in(node: Node | None) -> Iterator[ScalarNode]:
    """The scalars of a list, or the keys of a mapping: both are ways to write a set of names."""
    if isinstance(node, MappingNode):
        yield from (key for key, _ in node.entries)
    else:
        yield from (item for item in items_of(node) if isinstance(item, ScalarNode))


def scalars_below(node: Node | None) -> Iterator[tuple[str, ScalarNode]]:
    """Every scalar below a node with the key it stands under, in order of place."""
    stack: list[tuple[str, Node]] = [("", node)] if node is not None else []
    while stack:
        key, current = stack.pop()
        if isinstance(current, ScalarNode):
            yield key, current
        elif isinstance(current, SequenceNode):
            stack.extend((key, item) for item in reversed(current.items))
        else:
            stack.extend((name.text, value) for name, value in reversed(current.entries))
