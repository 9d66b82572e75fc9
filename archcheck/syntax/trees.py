"""Steps into values whose form nobody has checked: what is not there is empty."""

from collections.abc import Iterator

from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode

Entry = tuple[ScalarNode, Node]


def node_at(node: Node | None, *keys: str) -> Node | None:
    """The value at a path of keys, or None."""
    for key in keys:
        node = node.get(key) if isinstance(node, MappingNode) else None
    return node


def entries_at(node: Node | None, *keys: str) -> tuple[Entry, ...]:
    """The entries of the mapping at a path of keys."""
    found = node_at(node, *keys)
    return found.entries if isinstance(found, MappingNode) else ()


def items_at(node: Node | None, *keys: str) -> tuple[Node, ...]:
    """The items of the list at a path of keys."""
    found = node_at(node, *keys)
    return found.items if isinstance(found, SequenceNode) else ()


def texts_at(node: Node | None, *keys: str) -> Iterator[ScalarNode]:
    """The items of a list that are text."""
    for item in items_at(node, *keys):
        if isinstance(item, ScalarNode) and isinstance(item.value, str):
            yield item


def text_at(node: Node | None, *keys: str) -> str:
    """The text at a path of keys, "" for everything else."""
    found = node_at(node, *keys)
    return found.value if isinstance(found, ScalarNode) and isinstance(found.value, str) else ""
