"""Siblings: components that must not know each other, what is left out, and who may be reached all the same."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.core.chains import Group, instance_groups
from archcheck.core.components import Instance
from archcheck.core.findings import Unknown
from archcheck.core.scene import Scene
from archcheck.core.selectors import GlobTerm, Selector


@dataclass(frozen=True, slots=True)
class Siblings:
    """`group_of[n]` is the sibling that a node belongs to, or -1.

    Everybody may depend on the nodes of `open_`; chains do not run through those of `closed`.
    """

    instances: Sequence[Instance]
    groups: Sequence[Group]
    group_of: Sequence[int]
    open_: frozenset[int]
    closed: frozenset[int]

    def barred(self, node: int, reaching: int) -> int:
        """Those of the siblings `reaching` (bits) that must not depend on the node."""
        group = self.group_of[node]
        return reaching & ~(1 << group) if group >= 0 and node not in self.open_ else 0

    def passable(self, node: int) -> bool:
        """Whether chains may run through a node outside of the siblings."""
        return node not in self.closed

    def label(self, node: int) -> str:
        """How messages call the sibling of a node."""
        return self.groups[self.group_of[node]].label


def find_siblings(
    instances: Sequence[Instance], except_: Selector | None, via: Selector | None, scene: Scene
) -> Siblings:
    """The siblings `instances`; `except_` are left out altogether, `via` are entry points that everybody may use."""
    groups, group_of = instance_groups(instances, scene)
    left_out = frozenset(scene.select(except_)) if except_ else frozenset()
    for node in left_out:
        group_of[node] = -1
    entries = frozenset(scene.select(via)) if via else frozenset()
    return Siblings(instances, groups, group_of, entries, entries | left_out)


def lone_glob(components: Selector) -> Iterator[tuple[str, str, str]]:
    """The mistake that one glob without captures is: one component, which has no siblings."""
    first = components.terms[0]
    if len(components.terms) == 1 and isinstance(first, GlobTerm) and not first.glob.captures:
        yield (
            "components",
            f'"{first.text}" is a single component',
            'add its siblings, or a capture: "services/{service}"',
        )


def lone_component(instances: Sequence[Instance], components: Selector) -> Iterator[Unknown]:
    """That a rule about one component without captures cannot be judged."""
    if len(instances) == 1 and not instances[0].binding:
        yield Unknown(f"{components.text} is a single component, and nothing can depend on its siblings")
