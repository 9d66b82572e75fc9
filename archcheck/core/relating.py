"""Puts together what a format says of its relations."""

from collections.abc import Iterable

from archcheck.core.facts import Diagnostic, Extracted, RelationFact
from archcheck.errors import Problem

# Groups of packages that mean the same in every ecosystem; run time is "".
OPTIONAL, DEV, TEST, BUILD, PEER = "optional", "dev", "test", "build", "peer"
PROVIDED = "provided"
"""Needed to compile; whoever runs the code has it."""
MANAGED = "managed"
"""A version is chosen here for whoever names the package: nothing is needed yet."""


def relations(facts: Iterable[RelationFact], problems: Iterable[Problem] = ()) -> Extracted[RelationFact]:
    """The facts in order of place, each once, and the first problem: the others mostly follow from it."""
    first = min(problems, default=None)
    diagnostics = (Diagnostic(max(first.line, 1), max(first.column, 1), "unparsable", first.message),) if first else ()
    return Extracted(tuple(sorted(set(facts))), diagnostics)


KNOWN_GROUPS = frozenset({DEV, TEST, "docs"})
"""Groups that names given by people may mean."""
_GROUP_NAMES = {
    "dev": DEV,
    "develop": DEV,
    "development": DEV,
    "test": TEST,
    "tests": TEST,
    "testing": TEST,
    "doc": "docs",
    "docs": "docs",
    "documentation": "docs",
}


def group_named(name: str) -> str:
    """The group that a name given by people means: `tests` is `test`, `development` is `dev`; others are themselves."""
    return _GROUP_NAMES.get(name.lower(), name.lower())
