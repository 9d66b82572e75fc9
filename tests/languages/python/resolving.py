"""Resolves one statement in a drawn repository, for the tests of resolution."""

import ast
from collections.abc import Callable

from archcheck.core.facts import ImportFact
from archcheck.core.resolution import (
    AMBIGUOUS,
    EXTERNAL,
    GENERATED,
    INTERNAL,
    STDLIB,
    UNRESOLVED,
    Inventory,
    Resolved,
    nothing_generated,
)
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve

# How an outcome shows in the tables below; third parties and the standard library show by their prefix.
SIGNS = {INTERNAL: "", EXTERNAL: "", STDLIB: "", UNRESOLVED: "?", AMBIGUOUS: "~", GENERATED: "%"}


def facts_of(statement: str) -> list[ImportFact]:
    node = ast.parse(statement).body[0]
    if isinstance(node, ast.ImportFrom):
        return [ImportFact(1, 1, node.module or "", tuple(one.name for one in node.names), node.level)]
    assert isinstance(node, ast.Import)
    return [ImportFact(1, 1, one.name) for one in node.names]


def resolve_all(
    files: str,
    importer: str,
    statement: str,
    roots: tuple[str, ...] = (),
    generated: Callable[[str], bool] = nothing_generated,
) -> tuple[Resolved, ...]:
    """What `statement` in `importer` reaches; `files` are separated by blanks, the importer is added."""
    paths = tuple(sorted({*files.split(), importer}))
    index = build_index(Inventory(paths, {}, roots, generated))
    return tuple(one for fact in facts_of(statement) for one in resolve(index, importer, fact))


def shown(answer: tuple[Resolved, ...]) -> str:
    return " ".join(SIGNS[one.outcome] + one.target for one in answer)


def reach(files: str, importer: str, statement: str, roots: tuple[str, ...] = ()) -> str:
    return shown(resolve_all(files, importer, statement, roots))
