"""Calls that import a module named by a literal: `importlib.import_module("a.b")` and `__import__("a.b")`."""

import ast
import re
import warnings

from archcheck.core.facts import DYNAMIC
from archcheck.languages.python.clauses import Target
from archcheck.languages.python.guards import Names
from archcheck.languages.python.logical import closing

# What may stand before a call so that its first name is no attribute of something else and no definition.
_BEFORE_CALL = re.compile(
    r"(?:(?:^|[=(,\[{:;])[ \t]*+|\b(?:return|await|yield|in|is|not|and|or|if|else)[ \t]++)(?:(\w++)\.)?\Z"
)
_CALLED = re.compile(r"(?:import_module|import__)\(")
_LONGEST_OWNER = 80
_LONGEST_GAP = 200
_LONGEST_CALL = 1000


def call_around(text: str, line_start: int, hit: int) -> tuple[int, int] | None:
    """Where the call of the function whose name holds `import` at `hit` begins and ends; None when in doubt."""
    opened = _CALLED.match(text, hit)
    name = hit - 2 if text.startswith("import__", hit) else hit
    from_here = max(line_start, name - _LONGEST_OWNER)
    before = _BEFORE_CALL.search(text[from_here:name]) if opened else None
    if not opened or not before or (before.start() == 0 and not _begins_anew(text, from_here, line_start)):
        return None
    end = closing(text, opened.end() - 1, opened.end() + _LONGEST_CALL)
    start = from_here + before.start(1) if before[1] else name
    return (start, end) if end else None


def _begins_anew(text: str, start: int, line_start: int) -> bool:
    """Whether what begins at `start` is no attribute of something that ends on a line before."""
    gap = text[max(0, line_start - _LONGEST_GAP) : line_start].rstrip()
    return (
        start == line_start and not gap.endswith(".") and "#" not in gap.rpartition("\n")[2] and bool(gap or not start)
    )


def evaluate_call(call: str, names: Names) -> Target | None:
    """What the text of a call imports, or None."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(call, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return dynamic_target(tree, names) if isinstance(tree, ast.Call) else None


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
