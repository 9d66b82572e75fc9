"""What the imports of a Python file are, said a second time and as plainly as possible, for tests to compare with."""

import ast
import importlib.util
import io
import tokenize
import warnings

from archcheck.core.facts import DYNAMIC, LAZY, REEXPORT, TYPE_ONLY, ImportFact

TYPING = {"typing", "typing_extensions"}


class UnparsableError(Exception):
    """The running Python does not accept the file."""


def reference_imports(content: bytes) -> list[ImportFact]:
    """The imports of a file in order of place. Raises UnparsableError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(content)
        encoding, _ = tokenize.detect_encoding(io.BytesIO(content).readline)
        lines = io.TextIOWrapper(io.BytesIO(content), encoding).read().split("\n")
    except (SyntaxError, ValueError, LookupError, RecursionError, MemoryError) as error:
        raise UnparsableError from error
    visitor = _Visitor(lines)
    for node in ast.walk(tree):
        visitor.learn(node)
    visitor.visit(tree)
    return sorted(visitor.facts, key=lambda fact: (fact.line, fact.column))


class _Visitor(ast.NodeVisitor):
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.facts: list[ImportFact] = []
        self.flags = {"TYPE_CHECKING"}
        self.flag_owners: set[str] = set()
        self.importers: set[str] = set()
        self.importer_owners: set[str] = set()
        self.marks = 0

    def learn(self, node: ast.AST) -> None:
        """Notes the names that an import binds, wherever it stands."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                bound = alias.asname or alias.name.split(".")[0]
                self.bind(alias.name if alias.asname else bound, "", bound)
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                self.bind(node.module or "", alias.name, alias.asname or alias.name)

    def bind(self, module: str, name: str, bound: str) -> None:
        if module in TYPING and not name:
            self.flag_owners.add(bound)
        if module in TYPING and name == "TYPE_CHECKING":
            self.flags.add(bound)
        if module == "importlib" and not name:
            self.importer_owners.add(bound)
        if module == "importlib" and name in {"import_module", "*"}:
            self.importers.add("import_module" if name == "*" else bound)

    def add(self, node: ast.stmt | ast.expr, module: str, names: tuple[str, ...], level: int, marks: int) -> None:
        before = self.lines[node.lineno - 1].encode()[: node.col_offset].decode()
        self.facts.append(ImportFact(node.lineno, len(before) + 1, module, names, level, marks | self.marks))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self.add(node, alias.name, (), 0, REEXPORT if alias.name == alias.asname else 0)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        reexport = REEXPORT if any(alias.name == alias.asname for alias in node.names) else 0
        self.add(node, node.module or "", tuple(alias.name for alias in node.names), node.level, reexport)

    def inside(self, marks: int, nodes: list[ast.stmt] | list[ast.expr]) -> None:
        before, self.marks = self.marks, self.marks | marks
        for node in nodes:
            self.visit(node)
        self.marks = before

    def visit_If(self, node: ast.If) -> None:
        self.visit(node.test)
        at_run_time = self.value(node.test)
        self.inside(TYPE_ONLY if at_run_time is False else 0, node.body)
        self.inside(TYPE_ONLY if at_run_time is True else 0, node.orelse)

    def value(self, test: ast.expr) -> bool | None:
        """What a test is at run time, when TYPE_CHECKING is false and nothing else is known."""
        if isinstance(test, ast.Name) and test.id in self.flags:
            return False
        if isinstance(test, ast.Attribute) and isinstance(test.value, ast.Name):
            return False if test.attr == "TYPE_CHECKING" and test.value.id in self.flag_owners else None
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            value = self.value(test.operand)
            return None if value is None else not value
        if isinstance(test, ast.BoolOp):
            values = {self.value(part) for part in test.values}
            decisive = isinstance(test.op, ast.Or)
            return decisive if decisive in values else None if None in values else not decisive
        return None

    def function(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> None:
        body = node.body if isinstance(node.body, list) else [node.body]
        for child in ast.iter_child_nodes(node):
            if child not in body:
                self.visit(child)
        self.inside(LAZY, body)

    visit_FunctionDef = visit_AsyncFunctionDef = visit_Lambda = function  # noqa: N815 - names that NodeVisitor calls

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func
        if isinstance(called, ast.Name) and called.id == "__import__":
            self.dunder_import(node)
        if isinstance(called, ast.Attribute) and called.attr == "import_module":
            owner = called.value
            if isinstance(owner, ast.Name) and owner.id in self.importer_owners:
                self.import_module(node)
        if isinstance(called, ast.Name) and called.id in self.importers:
            self.import_module(node)
        self.generic_visit(node)

    def import_module(self, node: ast.Call) -> None:
        name, package = _argument(node, 0, "name"), _argument(node, 1, "package")
        if not isinstance(name, ast.Constant) or not isinstance(name.value, str) or not name.value:
            return
        text = name.value
        level = len(text) - len(text.lstrip("."))
        if not level:
            self.add(node, text, (), 0, DYNAMIC)
        elif isinstance(package, ast.Name) and package.id in {"__name__", "__package__"}:
            self.add(node, text.lstrip("."), (), level, DYNAMIC)
        elif isinstance(package, ast.Constant) and isinstance(package.value, str) and package.value:
            try:
                self.add(node, importlib.util.resolve_name(text, package.value), (), 0, DYNAMIC)
            except ImportError:
                return

    def dunder_import(self, node: ast.Call) -> None:
        name, depth = _argument(node, 0, "name"), _argument(node, 4, "level")
        level = depth.value if isinstance(depth, ast.Constant) and type(depth.value) is int else 0
        if not isinstance(name, ast.Constant) or not isinstance(name.value, str) or name.value.startswith("."):
            return
        if not name.value and not level:
            return
        wanted = _argument(node, 3, "fromlist")
        names = [getattr(item, "value", None) for item in getattr(wanted, "elts", [])]
        literal = isinstance(wanted, (ast.List, ast.Tuple)) and all(isinstance(each, str) and each for each in names)
        self.add(node, name.value, tuple(map(str, names)) if literal else (), level, DYNAMIC)


def _argument(node: ast.Call, position: int, keyword: str) -> ast.expr | None:
    if any(isinstance(argument, ast.Starred) for argument in node.args[: position + 1]):
        return None
    by_keyword = {given.arg: given.value for given in node.keywords}
    return node.args[position] if position < len(node.args) else by_keyword.get(keyword)
