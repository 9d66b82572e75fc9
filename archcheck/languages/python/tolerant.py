"""Symbols of text that the running Python cannot parse, from a parser that goes on after errors."""

from collections.abc import Iterator
from typing import TYPE_CHECKING
from unicodedata import normalize

from archcheck.core.facts import SymbolFact
from archcheck.languages.python.parsing import Columns

if TYPE_CHECKING:
    from tree_sitter import Node

_DEFINITIONS = {"class_definition": "class", "function_definition": "function"}


def scan_symbols(text: str) -> list[SymbolFact]:
    """The definitions of decoded Python text in any version of the language, in order of place."""
    columns = Columns(text)
    facts: list[SymbolFact] = []
    stack: list[tuple[Node, str, str]] = [(_parse(text), "", "")]
    while stack:
        node, parent, scope = stack.pop()
        kind = _DEFINITIONS.get(node.type, "")
        name = node.child_by_field_name("name") if kind else None
        path, inner = parent, scope
        if name:
            kind = "method" if kind == "function" and scope == "class" else kind
            facts.append(_fact(columns, node, kind, _text(name), parent))
            path, inner = f"{parent}.{_text(name)}" if parent else _text(name), kind
        elif scope in ("", "class") and node.type == "expression_statement":
            facts.extend(_fact(columns, target, "constant", _text(target), parent) for target in _constants(node))
        stack.extend((child, path, inner) for child in node.named_children)
    return sorted(facts, key=lambda fact: fact[:2])


def _parse(text: str) -> "Node":
    # Loading a grammar takes longer than most runs that need none.
    import tree_sitter_python  # noqa: PLC0415 - only for files that Python itself cannot parse
    from tree_sitter import Language, Parser  # noqa: PLC0415 - as above

    return Parser(Language(tree_sitter_python.language())).parse(text.encode()).root_node


def _constants(statement: "Node") -> Iterator["Node"]:
    """The plain names in capitals that one statement assigns to, `A = B = 1` being two."""
    node = statement.named_children[0] if statement.named_children else None
    while node and node.type == "assignment":
        target = node.child_by_field_name("left")
        if target and target.type == "identifier" and _text(target).isupper():
            yield target
        node = node.child_by_field_name("right")


def _fact(columns: Columns, node: "Node", kind: str, name: str, parent: str) -> SymbolFact:
    line = node.start_point[0] + 1
    return SymbolFact(line, columns.column(line, node.start_point[1]), kind, name, parent)


def _text(node: "Node") -> str:
    return normalize("NFKC", (node.text or b"").decode(errors="replace"))
