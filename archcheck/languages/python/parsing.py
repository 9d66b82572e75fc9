"""The slow road: imports from the syntax tree of the running Python."""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator

from archcheck.core.facts import LAZY, REEXPORT, TYPE_ONLY, Diagnostic, ImportFact
from archcheck.languages.python.clauses import Binding, Target
from archcheck.languages.python.dynamic import dynamic_target
from archcheck.languages.python.guards import Names, judge, names_of

# A node and the marks of what is imported in it.
_Visit = tuple[ast.AST, int]

# Python's own parser needs memory that grows with the square of the names in one `import a.b.c`.
_ENDLESS_NAME = re.compile(r"(?:import|from|,)[\s.\\]*+(?:\w++[ \t\f\\\n]*+\.[ \t\f\\\n]*+){100}")


def parse_module(text: str) -> ast.Module | Diagnostic:
    """The syntax tree of decoded Python text, or why there is none."""
    endless = _ENDLESS_NAME.search(text)
    if endless:
        line, column = text.count("\n", 0, endless.start()) + 1, endless.start() - text.rfind("\n", 0, endless.start())
        return Diagnostic(line, column, "syntax", "a name of more than 100 parts")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except SyntaxError as error:
        return Diagnostic(max(error.lineno or 1, 1), max(error.offset or 1, 1), "syntax", error.msg)
    except (ValueError, RecursionError, MemoryError):
        return Diagnostic(1, 1, "syntax", "too deeply nested to be parsed")


def parse_imports(text: str) -> list[ImportFact] | Diagnostic:
    """The imports of decoded Python text in order of place, or why it cannot be parsed."""
    tree = parse_module(text)
    if isinstance(tree, Diagnostic):
        return tree
    names = names_of(binding for node in ast.walk(tree) for binding in _bindings(node))
    columns = Columns(text)
    facts: list[ImportFact] = []
    stack: list[_Visit] = [(tree, 0)]
    while stack:
        node, marks = stack.pop()
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.Call)):
            place = (node.lineno, columns.column(node.lineno, node.col_offset))
            for module, imported, level, own in _targets(node, names):
                facts.append(ImportFact(*place, module, imported, level, own | marks))
        stack.extend(_children(node, marks, names))
    return sorted(facts, key=lambda fact: fact[:2])


class Columns:
    """Columns in characters, from 1, for the byte offsets that syntax trees hold."""

    def __init__(self, text: str) -> None:
        self._lines = None if text.isascii() else text.split("\n")

    def column(self, line: int, offset: int) -> int:
        """The column of the byte `offset` (from 0) of `line` (from 1)."""
        if self._lines is None:
            return offset + 1
        return len(self._lines[line - 1].encode()[:offset].decode(errors="replace")) + 1


def _children(node: ast.AST, marks: int, names: Names) -> Iterator[_Visit]:
    if isinstance(node, ast.If):
        verdict = judge(node.test, names)
        yield node.test, marks
        yield from _all(node.body, marks | (TYPE_ONLY if verdict.then else 0))
        yield from _all(node.orelse, marks | (TYPE_ONLY if verdict.otherwise else 0))
    elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
        # Decorators, defaults and annotations are evaluated with the definition, only the body later.
        body = node.body if isinstance(node.body, list) else [node.body]
        own = {id(child) for child in body}
        yield from _all(body, marks | LAZY)
        yield from _all((child for child in ast.iter_child_nodes(node) if id(child) not in own), marks)
    else:
        yield from _all(ast.iter_child_nodes(node), marks)


def _all(nodes: Iterable[ast.AST], marks: int) -> Iterator[_Visit]:
    return ((node, marks) for node in nodes)


def _targets(node: ast.Import | ast.ImportFrom | ast.Call, names: Names) -> Iterator[Target]:
    if isinstance(node, ast.Call):
        target = dynamic_target(node, names)
        if target:
            yield target
        return
    # Python 3.15 is the first to parse `lazy import` (PEP 810).
    marks = LAZY if getattr(node, "is_lazy", 0) else 0
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name, (), 0, marks | (REEXPORT if alias.asname == alias.name else 0)
    else:
        marks |= REEXPORT if any(alias.asname == alias.name for alias in node.names) else 0
        yield node.module or "", tuple(alias.name for alias in node.names), node.level, marks


def _bindings(node: ast.AST) -> Iterator[Binding]:
    if isinstance(node, ast.Import):
        for alias in node.names:
            top = alias.name.partition(".")[0]
            yield Binding(alias.name, "", alias.asname) if alias.asname else Binding(top, "", top)
    elif isinstance(node, ast.ImportFrom):
        origin = "." * node.level + (node.module or "")
        for alias in node.names:
            yield Binding(origin, alias.name, alias.asname or alias.name)
