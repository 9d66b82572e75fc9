"""Whom violations concern: the owners of both ends, and of the file where it is written."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from archcheck.core.codeowners import Codeowners
from archcheck.core.findings import Violation
from archcheck.core.graph import Graph
from archcheck.core.scene import Scene

OwnersOf = Callable[[str], tuple[str, ...]]


def add_owners(violations: Iterable[Violation], codeowners: Codeowners, scene: Scene) -> tuple[Violation, ...]:
    """The violations with their owners; what nobody owns, and what lies outside of the tree, has none."""

    @cache
    def owners_of(path: str) -> tuple[str, ...]:
        return codeowners.owners_of(path) or ()

    return tuple(_with_owners(each, owners_of, scene) for each in violations)


def _with_owners(violation: Violation, owners_of: OwnersOf, scene: Scene) -> Violation:
    target = violation.target
    subject = violation.subject if _is_path(violation, scene) else violation.path
    return replace(
        violation,
        owners=owners_of(subject),
        path_owners=owners_of(violation.path) if violation.path != subject else (),
        target_owners=owners_of(target) if target and _is_inside(target, scene.graph) else (),
    )


def _is_path(violation: Violation, scene: Scene) -> bool:
    """Whether the subject is a file or directory, there or missing, and not the name of a component or a package."""
    subject = violation.subject
    if scene.graph.id_of(subject) is not None:
        return _is_inside(subject, scene.graph)
    return subject.endswith("/") or (not violation.places and subject not in scene.components.instances)


def _is_inside(node: str, graph: Graph) -> bool:
    """Whether a node is a file or directory of the tree; so are directories that are no node of their own."""
    number = graph.id_of(node)
    return node.endswith("/") if number is None else not graph.is_external(number)


def concerned(violation: Violation) -> tuple[str, ...]:
    """Everybody whom a violation concerns, each once."""
    return tuple(dict.fromkeys((*violation.owners, *violation.path_owners, *violation.target_owners)))
