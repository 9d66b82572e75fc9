"""Resolves one import in a drawn repository, for the tests of resolution."""

from collections.abc import Callable, Mapping

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
from archcheck.languages.go.index import build_index
from archcheck.languages.go.resolve import resolve

# How an outcome shows in the tables below; third parties and the standard library show by their prefix.
SIGNS = {INTERNAL: "", EXTERNAL: "", STDLIB: "", UNRESOLVED: "?", AMBIGUOUS: "~", GENERATED: "%"}


def resolve_one(
    tree: Mapping[str, str],
    importer: str,
    module: str,
    roots: tuple[str, ...] = (),
    generated: Callable[[str], bool] = nothing_generated,
    unseen: frozenset[str] = frozenset(),
) -> Resolved:
    """What `module` in `importer`, which is added, leads to; `tree` maps paths to contents."""
    paths = tuple(sorted({*tree, importer}))
    manifests = {path: text.encode() for path, text in tree.items() if path.endswith(("go.mod", "go.work"))}
    index = build_index(Inventory(paths, manifests, roots, generated, unseen))
    (answer,) = resolve(index, importer, ImportFact(1, 1, module))
    return answer


def reach(tree: Mapping[str, str], importer: str, module: str, roots: tuple[str, ...] = ()) -> str:
    answer = resolve_one(tree, importer, module, roots)
    return SIGNS[answer.outcome] + answer.target
