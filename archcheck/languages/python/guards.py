"""What one file calls `TYPE_CHECKING` and `import_module`, and what tests on the former mean."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from archcheck.languages.python.clauses import Binding

_TYPING = ("typing", "typing_extensions")
# Tests nested deeper than this are not understood; nobody writes them.
_DEEPEST = 50


class Verdict(NamedTuple):
    """Whether a test can only be true (`then`), or only be false (`otherwise`), while types are checked."""

    then: bool
    otherwise: bool


NEITHER = Verdict(then=False, otherwise=False)


@dataclass(frozen=True, slots=True)
class Names:
    """The names one file gives to what matters here.

    `flags` mean `typing.TYPE_CHECKING`, `typing_modules` the module that has it; `importers` mean
    `importlib.import_module`, `importlib_modules` the module that has it.
    """

    flags: frozenset[str]
    typing_modules: frozenset[str]
    importers: frozenset[str]
    importlib_modules: frozenset[str]


def names_of(bindings: Iterable[Binding]) -> Names:
    """The names bound anywhere in a file. A bare `TYPE_CHECKING` counts whoever defined it, as for type checkers."""
    flags, typing_modules, importers, importlib_modules = {"TYPE_CHECKING"}, set(), set(), set()
    for module, name, bound in bindings:
        if module in _TYPING:
            if not name:
                typing_modules.add(bound)
            elif name == "TYPE_CHECKING":
                flags.add(bound)
        elif module == "importlib":
            if not name:
                importlib_modules.add(bound)
            elif name in ("import_module", "*"):
                importers.add("import_module" if name == "*" else bound)
    return Names(frozenset(flags), frozenset(typing_modules), frozenset(importers), frozenset(importlib_modules))


def judge(test: ast.expr, names: Names, depth: int = 0) -> Verdict:
    """What a test says about type checking: `TYPE_CHECKING and x` is `then`, `not TYPE_CHECKING` is `otherwise`."""
    if depth > _DEEPEST:
        return NEITHER
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        inner = judge(test.operand, names, depth + 1)
        return Verdict(inner.otherwise, inner.then)
    if isinstance(test, ast.BoolOp):
        parts = [judge(value, names, depth + 1) for value in test.values]
        then, otherwise = [part.then for part in parts], [part.otherwise for part in parts]
        if isinstance(test.op, ast.And):
            return Verdict(any(then), all(otherwise))
        return Verdict(all(then), any(otherwise))
    return Verdict(_is_flag(test, names), otherwise=False)


def _is_flag(test: ast.expr, names: Names) -> bool:
    if isinstance(test, ast.Attribute):
        owner = test.value
        return test.attr == "TYPE_CHECKING" and isinstance(owner, ast.Name) and owner.id in names.typing_modules
    return isinstance(test, ast.Name) and test.id in names.flags


def judge_text(test: str, names: Names) -> Verdict | None:
    """The same for the text between `if` and its colon; None when Python cannot parse it."""
    if test.strip() in names.flags:
        return Verdict(then=True, otherwise=False)
    try:
        return judge(ast.parse(f"({test}\n)", mode="eval").body, names)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
