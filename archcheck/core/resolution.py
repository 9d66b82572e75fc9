"""Resolution: from what an import says to the node it points at, given an inventory of the repository."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

INTERNAL = "internal"
EXTERNAL = "external"
STDLIB = "stdlib"
GENERATED = "generated"
UNRESOLVED = "unresolved"
AMBIGUOUS = "ambiguous"


class Resolved(NamedTuple):
    """Where one imported thing leads.

    `outcome` is one of the constants above. `target` is a node id (a path, a directory with a final slash, `pypi:x`,
    `std:python/os`); for generated, unresolved and ambiguous imports it is the specifier as a user would write it.
    `reason` says why an import is unresolved or ambiguous, in a few words.
    """

    outcome: str
    target: str
    reason: str = ""


def nothing_generated(_path: str) -> bool:
    """The default of `Inventory.is_generated`: no file exists only after a build."""
    return False


@dataclass(frozen=True, slots=True)
class Inventory:
    """What resolution may know of a repository.

    `files` are all present paths, sorted, excluded files included; `manifests` the content of the manifests that the
    language asked for; `roots` the configured source roots as concrete directories ("" is the top), deepest first,
    empty when they must be inferred; `is_generated` tells whether a path exists only after a build.
    `unseen` are the paths among `files` behind which there may be more: submodules and symbolic links.
    """

    files: tuple[str, ...]
    manifests: Mapping[str, bytes]
    roots: tuple[str, ...] = ()
    is_generated: Callable[[str], bool] = nothing_generated
    unseen: frozenset[str] = frozenset()
