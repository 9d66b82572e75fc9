"""What tree-sitter-go says of the same text, in the form of our facts: a reference for the hand-written scanners."""

from collections.abc import Iterator
from functools import cache

import tree_sitter
import tree_sitter_go


@cache
def _parser() -> tree_sitter.Parser:
    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_go.language()))


def parse(text: str) -> tree_sitter.Node:
    return _parser().parse(text.encode("utf-8", "surrogatepass")).root_node


def is_sound(text: str) -> bool:
    """Whether the reference understands all of the text, and as one would think.

    It takes white space that Go knows nothing of, and imports below declarations.
    """
    return not parse(text).has_error


def imports_of(text: str) -> list[str]:
    found: list[str] = []
    for declaration in parse(text).named_children:
        if declaration.type == "import_declaration":
            found += [_text(path)[1:-1] for path in _paths(declaration)]
        elif declaration.type not in ("package_clause", "comment"):
            break
    return found


def _paths(declaration: tree_sitter.Node) -> Iterator[tree_sitter.Node]:
    listed = [child for child in declaration.named_children if child.type == "import_spec_list"]
    for spec in listed[0].named_children if listed else declaration.named_children:
        if spec.type == "import_spec":
            path = spec.child_by_field_name("path")
            assert path
            yield path


def symbols_of(text: str) -> list[tuple[str, str, str]]:
    """Kind, name and parent of every declaration, in order."""
    found: list[tuple[str, str, str]] = []
    for node in parse(text).named_children:
        if node.type == "function_declaration":
            found.append(("function", _name(node), ""))
        elif node.type == "method_declaration":
            receiver = node.child_by_field_name("receiver")
            assert receiver
            found.append(("method", _name(node), _receiver(receiver)))
        elif node.type == "type_declaration":
            specs = [spec for spec in node.named_children if spec.type in ("type_spec", "type_alias")]
            found += [("type", _name(spec), "") for spec in specs]
        elif node.type == "const_declaration":
            for spec in (spec for spec in node.named_children if spec.type == "const_spec"):
                found += [
                    ("constant", _text(name), "") for name in spec.children_by_field_name("name") if name.is_named
                ]
    return [each for each in found if each[1] != "_"]


def _name(node: tree_sitter.Node) -> str:
    name = node.child_by_field_name("name")
    assert name
    return _text(name)


def _receiver(node: tree_sitter.Node) -> str:
    """The first name of a type below the receiver, outside of type arguments."""
    stack = [node]
    while stack:
        each = stack.pop()
        if each.type == "type_identifier":
            return _text(each)
        stack += [child for child in reversed(each.named_children) if child.type != "type_arguments"]
    return ""


def _text(node: tree_sitter.Node) -> str:
    assert node.text is not None
    return node.text.decode("utf-8", "surrogatepass")
