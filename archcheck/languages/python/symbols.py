"""The classes, functions, methods and constants that a Python file defines."""

import ast
from collections.abc import Iterator

from archcheck.core.facts import Diagnostic, Extracted, Source, SymbolFact
from archcheck.languages.python.decoding import UndecodableError, decode
from archcheck.languages.python.parsing import Columns, parse_module
from archcheck.languages.python.tolerant import scan_symbols

_DEFINITIONS = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
# Expressions define nothing that has a name here.
_HOLDERS = (ast.stmt, ast.excepthandler, ast.match_case)


def extract_symbols(source: Source) -> Extracted[SymbolFact]:
    """Every definition of one file, in order of place; `parent` is the dotted path of what encloses it.

    Constants are assignments to a plain name in capitals at module or class level. What the running Python cannot
    parse is read with a parser that tolerates errors, and yields its symbols and a `syntax` diagnostic.
    """
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    tree = parse_module(text)
    if isinstance(tree, Diagnostic):
        return Extracted(tuple(scan_symbols(text)), (tree,))
    columns = Columns(text)
    facts: list[SymbolFact] = []
    # A node, the dotted path around it, and the kind of the innermost definition around it ("" for the module).
    stack: list[tuple[ast.AST, str, str]] = [(tree, "", "")]
    while stack:
        node, parent, scope = stack.pop()
        path, inner = parent, scope
        if isinstance(node, _DEFINITIONS):
            kind = "class" if isinstance(node, ast.ClassDef) else "method" if scope == "class" else "function"
            place = (node.lineno, columns.column(node.lineno, node.col_offset))
            facts.append(SymbolFact(*place, kind, node.name, parent))
            path, inner = f"{parent}.{node.name}" if parent else node.name, kind
        elif scope in ("", "class"):
            facts.extend(
                SymbolFact(name.lineno, columns.column(name.lineno, name.col_offset), "constant", name.id, parent)
                for name in _constants(node)
            )
        stack.extend((child, path, inner) for child in ast.iter_child_nodes(node) if isinstance(child, _HOLDERS))
    return Extracted(tuple(sorted(facts, key=lambda fact: fact[:2])))


def _constants(node: ast.AST) -> Iterator[ast.Name]:
    """The plain names in capitals that one statement assigns to."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    for target in targets:
        if isinstance(target, ast.Name) and target.id.isupper():
            yield target
