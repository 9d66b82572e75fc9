"""The definitions in a syntax tree, without recursion."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tree_sitter import Node

_SIGNATURES = frozenset(("function_signature", "method_signature", "abstract_method_signature"))
# What is initialised with `memo(() => <p/>)`: a component as soon as there is an element in a function in it.
_CALL = "call"
_NAMESPACE = "namespace"
_KINDS = {
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "function_declaration": "function",
    "generator_function_declaration": "function",
    "function_signature": "function",
    "interface_declaration": "type",
    "type_alias_declaration": "type",
    "enum_declaration": "type",
    "internal_module": _NAMESPACE,
    "module": _NAMESPACE,
}
_METHODS = frozenset(("method_definition", "method_signature", "abstract_method_signature"))
_FIELDS = frozenset(("public_field_definition", "field_definition"))
_FUNCTION_VALUES = frozenset(("arrow_function", "function_expression", "function", "generator_function"))
_ELEMENTS = frozenset(("jsx_element", "jsx_self_closing_element", "jsx_fragment"))
_WRAPPERS = frozenset(("as_expression", "satisfies_expression", "parenthesized_expression", "non_null_expression"))
_LITERALS = frozenset(("string", "number", "true", "false"))
_NAMES = frozenset(("identifier", "type_identifier", "property_identifier", "private_property_identifier"))
# What passes on that it stands at the top.
_TRANSPARENT = frozenset(
    (
        "program",
        "export_statement",
        "ambient_declaration",
        "lexical_declaration",
        "expression_statement",
    )
)
# How many wrappers may be around a value.
_DEPTH = 8


@dataclass(slots=True)
class Declaration:
    """A definition that begins at the byte `start`, without its decorators; `signature`: it has no body."""

    start: int
    kind: str
    name: str
    parent: str
    signature: bool = False


class _Frame(NamedTuple):
    """Where a node stands: in which named definition, directly in a class or at the top or deeper.

    `functions` are those around it that are components if there are elements in them, the innermost first. `call` is
    what is initialised with the call around it, as long as no function is in between.
    """

    path: str
    place: str
    functions: "_Functions | None"
    call: Declaration | None = None


class _Functions(NamedTuple):
    declaration: Declaration
    outer: "_Functions | None"


_INSIDE, _IN_CLASS, _AT_TOP = "", "class", "top"


def find_declarations(root: "Node", content: bytes, *, jsx: bool) -> list[Declaration]:
    """The definitions below a node of the tree of `content`, in order of place; of overloads the first one only."""
    found: list[Declaration] = []
    stack = [(root, _Frame("", _AT_TOP, None))]
    while stack:
        node, frame = stack.pop()
        if node.type in _ELEMENTS:
            _mark(frame.functions)
        declared = _declared(node, frame, content)
        if declared:
            found.append(declared)
        inner = _frame_within(node, frame, declared, jsx=jsx)
        stack.extend((child, inner) for child in reversed(node.named_children))
    return sorted(_without_overloads(found), key=lambda each: each.start)


def _mark(functions: _Functions | None) -> None:
    """Notes that there is an element in these functions."""
    while functions and functions.declaration.kind in ("function", _CALL):
        functions.declaration.kind = "component"
        functions = functions.outer


def _frame_within(node: "Node", frame: _Frame, declared: Declaration | None, *, jsx: bool) -> _Frame:
    if declared and declared.kind not in ("constant", "type"):
        path = f"{frame.path}.{declared.name}" if frame.path else declared.name
        may_draw = jsx and declared.name[:1].isupper()
        functions = frame.functions
        if may_draw and declared.kind == "function":
            functions = _Functions(declared, functions)
        return _Frame(path, _INSIDE, functions, declared if may_draw and declared.kind == _CALL else None)
    if frame.call and node.type in _FUNCTION_VALUES:
        return _Frame(frame.path, _INSIDE, _Functions(frame.call, frame.functions))
    if node.type == "class_body":
        return frame._replace(place=_IN_CLASS)
    return frame._replace(place=_INSIDE) if frame.place and node.type not in _TRANSPARENT else frame


def _declared(node: "Node", frame: _Frame, content: bytes) -> Declaration | None:
    """The definition that a node is."""
    kind = _kind(node, frame)
    name = _name(node, content) if kind else ""
    return Declaration(_start(node), kind, name, frame.path, node.type in _SIGNATURES) if name else None


def _name(node: "Node", content: bytes) -> str:
    """The name of a definition; "" where it has none that is a plain word."""
    name = node.child_by_field_name("name") or node.child_by_field_name("property")
    if name is None or name.type not in _NAMES:
        return ""
    return content[name.start_byte : name.end_byte].decode(errors="replace")


def _start(node: "Node") -> int:
    return next((child.start_byte for child in node.children if child.type != "decorator"), node.start_byte)


def _kind(node: "Node", frame: _Frame) -> str:
    """The kind of a definition, "" for other nodes."""
    if node.type in _KINDS:
        return _KINDS[node.type]
    if node.type == "variable_declarator":
        return _kind_of_value(node, frame)
    if frame.place != _IN_CLASS:
        return ""
    is_method = node.type in _METHODS or (node.type in _FIELDS and _is_function(node.child_by_field_name("value")))
    return "method" if is_method else ""


def _kind_of_value(declarator: "Node", frame: _Frame) -> str:
    """The kind of what a variable is initialised with."""
    value = _unwrapped(declarator.child_by_field_name("value"))
    if value is None:
        return ""
    if value.type == "class":
        return "class"
    if _is_function(value):
        return "function"
    if value.type == "call_expression" and _is_constant(declarator):
        return _CALL
    is_constant = frame.place == _AT_TOP and _is_constant(declarator) and _is_primitive(value)
    return "constant" if is_constant else ""


def _unwrapped(node: "Node | None") -> "Node | None":
    """A value without the types and parentheses around it."""
    for _ in range(_DEPTH):
        if node is None or node.type not in _WRAPPERS:
            break
        node = node.named_children[0] if node.named_children else None
    return node


def _is_function(node: "Node | None") -> bool:
    return node is not None and node.type in _FUNCTION_VALUES


def _is_constant(declarator: "Node") -> bool:
    declaration = declarator.parent
    kind = declaration.child_by_field_name("kind") if declaration is not None else None
    return kind is not None and kind.type == "const"


def _is_primitive(value: "Node") -> bool:
    """Whether a value is a literal without parts that are computed."""
    if value.type == "unary_expression":
        operand = value.child_by_field_name("argument")
        return operand is not None and operand.type == "number"
    if value.type == "template_string":
        return all(each.type != "template_substitution" for each in value.named_children)
    return value.type in _LITERALS


def _without_overloads(found: list[Declaration]) -> Iterator[Declaration]:
    """The definitions without the further signatures, and the body, of what has a signature before, and calls."""
    signed: set[tuple[str, str, str]] = set()
    for each in found:
        if each.kind in (_CALL, _NAMESPACE):
            continue
        key = (each.kind, each.parent, each.name)
        if key in signed:
            continue
        if each.signature:
            signed.add(key)
        yield each
