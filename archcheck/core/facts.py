"""Facts: what one file says by itself, independent of its path and of every other file."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

# Marks of a dependency, combined with `|`. Names as users write them in `edges:` are in MARK_NAMES.
TYPE_ONLY = 1
LAZY = 2
DYNAMIC = 4
REEXPORT = 8
TEST = 16
MARK_NAMES = {TYPE_ONLY: "type-only", LAZY: "lazy", DYNAMIC: "dynamic", REEXPORT: "reexport", TEST: "test"}


class Source(NamedTuple):
    """The content of one file and its dialect (such as `py` or `pyi`); never its path."""

    content: bytes
    dialect: str


class ImportFact(NamedTuple):
    """One import of one module.

    `line` and `column` are where the statement begins (from 1, in characters). `module` is the dotted or quoted name as
    written, without leading dots; `level` counts those dots. `names` are the imported names (`("*",)` for a star),
    empty for a plain import of the module.
    """

    line: int
    column: int
    module: str
    names: tuple[str, ...] = ()
    level: int = 0
    marks: int = 0


class SymbolFact(NamedTuple):
    """One definition. `kind` is class, function, method or constant; `parent` the enclosing class or function."""

    line: int
    column: int
    kind: str
    name: str
    parent: str = ""


class SuppressionFact(NamedTuple):
    """An inline comment `archcheck: allow RULE[, RULE] -- reason`; `own_line` when it stands alone on its line."""

    line: int
    column: int
    rules: tuple[str, ...]
    reason: str
    own_line: bool


class MeasureFact(NamedTuple):
    """A number that the scan of a check took of a file, such as its count of lines."""

    line: int
    column: int
    name: str
    value: int


Fact = ImportFact | SymbolFact | SuppressionFact | MeasureFact
F = TypeVar("F")


SYNTAX = "syntax"


class Diagnostic(NamedTuple):
    """Something about one file that the user must know: `unparsable` (nothing certain) or `syntax` (facts are kept)."""

    line: int
    column: int
    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Extracted(Generic[F]):
    """What one aspect of one file yields: facts in the order of their places, and diagnostics."""

    facts: tuple[F, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


def mark_names(marks: int) -> tuple[str, ...]:
    """The names of the marks in `marks`, in the order of MARK_NAMES."""
    return tuple(name for bit, name in MARK_NAMES.items() if marks & bit)


def mark_bits(names: Iterable[str]) -> int:
    """The marks named, combined. Raises KeyError for a name that is no mark."""
    bits = {name: bit for bit, name in MARK_NAMES.items()}
    combined = 0
    for name in names:
        combined |= bits[name]
    return combined
