"""What TypeScript and JavaScript files define, from their syntax trees."""

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from archcheck.core.facts import Diagnostic, Extracted, Source, SymbolFact
from archcheck.languages.typescript.decoding import UndecodableError, decode
from archcheck.languages.typescript.dialects import dialect_of
from archcheck.languages.typescript.embedded import EMBEDDING, find_blocks, place_in_file
from archcheck.syntax.places import Places

if TYPE_CHECKING:
    from tree_sitter import Node, Parser

_CLASSES = ("class_declaration", "abstract_class_declaration")
_FUNCTIONS = ("function_declaration", "generator_function_declaration", "function_signature")
_METHODS = ("method_definition", "abstract_method_signature")
_TYPES = ("interface_declaration", "type_alias_declaration", "enum_declaration")
_NAMESPACES = ("internal_module", "module")
_VALUES_OF_FUNCTIONS = ("arrow_function", "function_expression", "function", "generator_function")
_WRAPPERS = ("parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression")
_LITERALS = ("string", "number", "true", "false", "template_string", "unary_expression")
_MARKUP = ("jsx_element", "jsx_self_closing_element", "jsx_fragment")
_CALL = "call"
_NAMES = ("identifier", "type_identifier", "property_identifier", "private_property_identifier")


def extract_symbols(source: Source) -> Extracted[SymbolFact]:
    """The definitions of one file, in order of place; what stands in functions counts, with the function as parent.

    A constant is a `const` at the top of a file whose value is a literal; a component is a function whose name begins
    with a capital and that holds markup.
    """
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    if source.dialect not in EMBEDDING:
        return Extracted(tuple(_symbols(text, source.dialect)))
    places = Places(text)
    facts: list[SymbolFact] = []
    for block in find_blocks(text, source.dialect):
        if block.kind == "script":
            line, column = places.at(block.start)
            for fact in _symbols(text[block.start : block.end], block.dialect):
                at = place_in_file(fact.line, fact.column, line, column)
                facts.append(fact._replace(line=at[0], column=at[1]))
    return Extracted(tuple(facts))


class _Visit(NamedTuple):
    """A node to look at, the dotted path of what it stands in, and whether that is the top of the file."""

    node: "Node"
    parent: str
    top: bool


def _symbols(text: str, dialect: str) -> list[SymbolFact]:
    encoded = text.encode("utf-8", "surrogatepass")
    root = _parser(jsx=not dialect_of(dialect).typed or dialect == "tsx").parse(encoded).root_node
    reader = _Reader(encoded)
    stack = [_Visit(root, "", top=True)]
    while stack:
        visit = stack.pop()
        stack.extend(reader.take(visit))
    return reader.facts()


@cache
def _parser(*, jsx: bool) -> "Parser":
    # Loading a grammar takes longer than most runs that need none.
    import tree_sitter_typescript  # noqa: PLC0415 - only where symbols are asked for
    from tree_sitter import Language, Parser  # noqa: PLC0415 - as above

    grammar = tree_sitter_typescript.language_tsx() if jsx else tree_sitter_typescript.language_typescript()
    return Parser(Language(grammar))


class _Reader:
    """Gathers definitions; which functions hold markup is known at the end."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._lines = content.split(b"\n")
        self._markup: list[int] = []
        self._found: list[tuple[SymbolFact, int, int]] = []

    def facts(self) -> list[SymbolFact]:
        """What was found, in order of place; functions with a capital that hold markup are components."""
        self._markup.sort()
        found: dict[SymbolFact, None] = {}
        for fact, start, end in sorted(self._found, key=lambda each: each[0][:2]):
            at = bisect_left(self._markup, start)
            draws = at < len(self._markup) and self._markup[at] < end
            if fact.kind in ("function", _CALL) and fact.name[:1].isupper() and draws:
                found[fact._replace(kind="component")] = None
            elif fact.kind != _CALL:
                found[fact] = None
        return list(found)

    def take(self, visit: _Visit) -> Iterator[_Visit]:
        """Note what a node defines; the nodes to look at next."""
        node, parent, top = visit
        if node.type in _MARKUP:
            self._markup.append(node.start_byte)
        inner = parent
        kind = _kind(node)
        name = self._name(node) if kind else ""
        if kind and name:
            self._note(kind, node, name, parent)
            inner = _below(parent, name)
        elif node.type in _NAMESPACES:
            inner = _below(parent, self._name(node))
        elif node.type == "variable_declarator":
            inner = self._take_variable(node, parent, top=top)
        elif node.type == "public_field_definition" and _is_function(node.child_by_field_name("value")):
            self._note("method", node, self._name(node), parent)
        stays = top and node.type in ("program", "export_statement", "lexical_declaration", "ambient_declaration")
        return (_Visit(child, inner, stays) for child in node.named_children)

    def _take_variable(self, node: "Node", parent: str, *, top: bool) -> str:
        """A variable that holds a function, a class or, at the top, a literal; the path of what stands in it."""
        name, value = self._name(node), _unwrapped(node.child_by_field_name("value"))
        if not name or value is None:
            return parent
        declaration = node.parent
        is_constant = declaration is not None and declaration.type == "lexical_declaration" and _is_const(declaration)
        if _is_function(value) or (value.type == "call_expression" and is_constant and name[:1].isupper()):
            # `memo(() => <p/>)` is a function as soon as it turns out to hold markup.
            kind = "function" if _is_function(value) else _CALL
        elif value.type == "class":
            kind = "class"
        elif top and is_constant and _is_literal(value):
            kind = "constant"
        else:
            return parent
        self._note(kind, node, name, parent)
        return _below(parent, name)

    def _note(self, kind: str, node: "Node", name: str, parent: str) -> None:
        row, offset = node.start_point
        column = len(self._lines[row][:offset].decode("utf-8", "replace")) + 1
        self._found.append((SymbolFact(row + 1, column, kind, name, parent), node.start_byte, node.end_byte))

    def _name(self, node: "Node") -> str:
        name = node.child_by_field_name("name")
        if name is None or name.type not in _NAMES:
            return ""
        return self._content[name.start_byte : name.end_byte].decode("utf-8", "replace")


def _kind(node: "Node") -> str:
    """What a node defines by itself, "" for nothing."""
    for types, kind in ((_CLASSES, "class"), (_FUNCTIONS, "function"), (_METHODS, "method"), (_TYPES, "type")):
        if node.type in types:
            return kind
    return ""


def _below(parent: str, name: str) -> str:
    return f"{parent}.{name}" if parent and name else parent or name


def _unwrapped(node: "Node | None") -> "Node | None":
    while node is not None and node.type in _WRAPPERS:
        node = node.named_children[0] if node.named_children else None
    return node


def _is_function(node: "Node | None") -> bool:
    return node is not None and node.type in _VALUES_OF_FUNCTIONS


def _is_const(declaration: "Node") -> bool:
    return bool(declaration.children) and declaration.children[0].type == "const"


def _is_literal(node: "Node") -> bool:
    if node.type == "unary_expression":
        return bool(node.named_children) and node.named_children[-1].type == "number"
    if node.type == "template_string":
        return all(child.type != "template_substitution" for child in node.named_children)
    return node.type in _LITERALS
