"""Calls that import a module named by a literal: `importlib.import_module("a.b")` and `__import__("a.b")`."""

import ast

from archcheck.core.facts import DYNAMIC
from archcheck.languages.python.clauses import Target
from archcheck.languages.python.guards import Names


def dynamic_target(call: ast.Call, names: Names) -> Target | None:
    """What a call imports, or None when it imports nothing or its text does not say what."""
    function = call.func
    if isinstance(function, ast.Attribute):
        owner = function.value
        if function.attr == "import_module" and isinstance(owner, ast.Name) and owner.id in names.importlib_modules:
            return _import_module(call)
    elif isinstance(function, ast.Name):
        if function.id in names.importers:
            return _import_module(call)
        if function.id == "__import__":
            return _dunder_import(call)
    return None


def _import_module(call: ast.Call) -> Target | None:
    """`import_module(name, package)`: a relative name needs a package that the text shows."""
    name = _text(_argument(call, 0, "name"))
    if not name:
        return None
    module = name.lstrip(".")
    level = len(name) - len(module)
    package = _argument(call, 1, "package")
    if not level:
        return module, (), 0, DYNAMIC
    if isinstance(package, ast.Name) and package.id in ("__package__", "__name__"):
        return module, (), level, DYNAMIC
    parents = (_text(package) or "").split(".")
    if not parents[0] or level > len(parents):
        return None
    base = parents[: len(parents) - level + 1]
    return ".".join([*base, module] if module else base), (), 0, DYNAMIC


def _dunder_import(call: ast.Call) -> Target | None:
    """`__import__(name, globals, locals, fromlist, level)`."""
    name = _text(_argument(call, 0, "name"))
    depth = _argument(call, 4, "level")
    level = depth.value if isinstance(depth, ast.Constant) and type(depth.value) is int else 0
    if name is None or name.startswith(".") or not (name or level):
        return None
    wanted = _argument(call, 3, "fromlist")
    items = [_text(item) for item in wanted.elts] if isinstance(wanted, (ast.List, ast.Tuple)) else []
    imported = tuple(item for item in items if item)
    return name, imported if len(imported) == len(items) else (), level, DYNAMIC


def _argument(call: ast.Call, position: int, keyword: str) -> ast.expr | None:
    """The argument given by position or by keyword; None when it is left out or hidden behind a star."""
    before = call.args[: position + 1]
    if any(isinstance(argument, ast.Starred) for argument in before):
        return None
    if len(before) > position:
        return before[position]
    return next((given.value for given in call.keywords if given.arg == keyword), None)


def _text(argument: ast.expr | None) -> str | None:
    """The value of a string literal."""
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return argument.value
    return None
