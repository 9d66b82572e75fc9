"""Resolves imports in a drawn repository, for the tests of resolution."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

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
from archcheck.languages.typescript.index import TypeScriptIndex, build_index
from archcheck.languages.typescript.resolve import resolve

# How an outcome shows in the tables below; third parties and the platform show by their prefix.
SIGNS = {INTERNAL: "", EXTERNAL: "", STDLIB: "", UNRESOLVED: "?", AMBIGUOUS: "~", GENERATED: "%"}

Manifests = Mapping[str, Any]


def inventory(
    files: Iterable[str],
    manifests: Manifests,
    roots: tuple[str, ...] = (),
    generated: Callable[[str], bool] = nothing_generated,
    unseen: Iterable[str] = (),
) -> Inventory:
    """A repository of `files` and `manifests`, whose values are bytes or what their JSON says."""
    contents = {
        path: value if isinstance(value, bytes) else json.dumps(value).encode() for path, value in manifests.items()
    }
    return Inventory(tuple(sorted({*files, *contents})), contents, roots, generated, frozenset(unseen))


def index_of(files: str, manifests: Manifests | None = None, **more: Any) -> TypeScriptIndex:
    return build_index(inventory(files.split(), manifests or {}, **more))


def ask(index: TypeScriptIndex, importer: str, specifier: str, form: str = "") -> tuple[Resolved, ...]:
    return resolve(index, importer, ImportFact(1, 1, specifier, form=form))


def resolve_all(
    files: str, importer: str, specifier: str, manifests: Manifests | None = None, form: str = "", **more: Any
) -> tuple[Resolved, ...]:
    """What `specifier` in `importer` reaches; `files` are separated by blanks, the importer is added."""
    return ask(index_of(f"{files} {importer}", manifests, **more), importer, specifier, form)


def shown(answer: tuple[Resolved, ...]) -> str:
    return " ".join(SIGNS[one.outcome] + one.target for one in answer)


def reach(
    files: str, importer: str, specifier: str, manifests: Manifests | None = None, form: str = "", **more: Any
) -> str:
    return shown(resolve_all(files, importer, specifier, manifests, form, **more))
