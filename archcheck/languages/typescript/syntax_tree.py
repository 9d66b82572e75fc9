"""Syntax trees of TypeScript and JavaScript, from a parser that goes on after errors."""

from typing import TYPE_CHECKING, NamedTuple

from archcheck.languages.typescript.dialects import Dialect
from archcheck.languages.typescript.masking import mask

if TYPE_CHECKING:
    from tree_sitter import Node, Tree

_CHUNK = 1 << 20
# How often the parser asks whether to go on: some ten times as often as for code of that length.
_CALLS = 1000
_BYTES_OF_A_CALL = 8


class Parsed(NamedTuple):
    """The bytes of a text, its tree, and the byte where that has an error (or -1).

    `root` is None for text that takes the parser too long.
    """

    content: bytes
    root: "Node | None"
    error: int


def parse(text: str, dialect: Dialect) -> Parsed:
    """The tree of a text; offsets in it are those of the text in UTF-8."""
    first = _parse(text, dialect)
    if first.error < 0:
        return first
    masked = mask(text, dialect)
    second = _parse(masked, dialect) if masked != text else first
    return first if second.error >= 0 and first.root else second._replace(content=first.content)


def _parse(text: str, dialect: Dialect) -> Parsed:
    # Loading a grammar takes longer than most runs that need none.
    import tree_sitter_typescript  # noqa: PLC0415 - only where symbols are asked for
    from tree_sitter import Language, Parser  # noqa: PLC0415 - as above

    content = text.encode("utf-8", "replace")
    grammar = tree_sitter_typescript.language_tsx() if dialect.jsx else tree_sitter_typescript.language_typescript()
    left = _CALLS + len(content) // _BYTES_OF_A_CALL

    def is_too_long(_offset: int, _has_error: bool) -> bool:
        nonlocal left
        left -= 1
        return left < 0

    try:
        tree = Parser(Language(grammar)).parse(
            lambda offset, _point: content[offset : offset + _CHUNK], progress_callback=is_too_long
        )
    except ValueError:
        return Parsed(content, None, 0)
    return Parsed(content, tree.root_node, _first_error(tree))


def _first_error(tree: "Tree") -> int:
    """The byte where the first error of a tree is, or -1."""
    node = tree.root_node
    if not node.has_error:
        return -1
    while not (node.is_error or node.is_missing):
        inner = next((each for each in node.children if each.has_error or each.is_missing), None)
        if inner is None:
            break
        node = inner
    return node.start_byte
