"""Puts names in an order in which dependencies lead downwards, and tells which dependencies are against it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archcheck.core.cuts import cheapest_cuts
from archcheck.core.cycles import cycle_groups

Uses = Mapping[tuple[str, str], int]
"""(user, used) -> number of dependencies between two names; never a name with itself."""


@dataclass(frozen=True, slots=True)
class Layering:
    """Levels of names, top first; names of one level do not use each other. `against` are dependencies upwards."""

    levels: tuple[tuple[str, ...], ...]
    against: int = 0

    @property
    def names(self) -> list[str]:
        """All names, from the top."""
        return [name for level in self.levels for name in level]


def circles(uses: Uses) -> list[tuple[str, ...]]:
    """The groups of names that use each other, directly or through others; each sorted, and they too."""
    names, successors = _numbered(uses)
    return [tuple(names[number] for number in group) for group in cycle_groups(successors)]


def order(uses: Uses) -> Layering:
    """The levels when the cheapest dependencies that lead in circles are left out; names without any have no level.

    Who is used by nobody stands at the top; everybody else as low as possible.
    """
    names, successors = _numbered(uses)
    numbers = {name: number for number, name in enumerate(names)}
    circular = {number for group in cycle_groups(successors) for number in group}
    weights = {(numbers[a], numbers[b]): count for (a, b), count in sorted(uses.items())}
    inside = {edge: count for edge, count in weights.items() if circular.issuperset(edge)}
    cut = set(cheapest_cuts(inside)) if inside else set()
    kept = [edge for edge in weights if edge not in cut]
    levels = _levels(len(names), kept)
    found: dict[int, list[str]] = {}
    for number, level in enumerate(levels):
        found.setdefault(level, []).append(names[number])
    return Layering(
        tuple(tuple(found[level]) for level in sorted(found, reverse=True)), sum(weights[edge] for edge in cut)
    )


def merged(uses: Uses, groups: Sequence[Sequence[str]], name: Mapping[Sequence[str], str]) -> Uses:
    """The dependencies when each of some groups goes by one name."""
    of = {member: name[group] for group in groups for member in group}
    found: dict[tuple[str, str], int] = {}
    for (source, target), count in uses.items():
        edge = (of.get(source, source), of.get(target, target))
        if edge[0] != edge[1]:
            found[edge] = found.get(edge, 0) + count
    return found


def pruned(uses: Uses, most: int) -> tuple[Uses, tuple[str, ...]] | None:
    """The dependencies without a few names that close all circles, and these names; None when more than `most`.

    Each time the name goes without which the least is left in circles.
    """
    left = dict(uses)
    gone: list[str] = []
    while groups := circles(left):
        if len(gone) == most:
            return None
        names = [name for group in groups for name in group]
        worst = min(names, key=lambda name: (sum(map(len, circles(_without(left, name)))), name))
        left = _without(left, worst)
        gone.append(worst)
    return left, tuple(sorted(gone))


def _without(uses: Uses, name: str) -> dict[tuple[str, str], int]:
    return {edge: count for edge, count in uses.items() if name not in edge}


def _numbered(uses: Uses) -> tuple[list[str], list[list[int]]]:
    names = sorted({name for edge in uses for name in edge})
    numbers = {name: number for number, name in enumerate(names)}
    successors: list[list[int]] = [[] for _ in names]
    for source, target in sorted(uses):
        successors[numbers[source]].append(numbers[target])
    return names, successors


def _levels(count: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """The level of each node of a graph without cycles: one above the highest it uses; users of all at the top."""
    users: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for source, target in edges:
        users[target].append(source)
        waits[source] += 1
    levels = [0] * count
    ready = [node for node in range(count) if not waits[node]]
    while ready:
        node = ready.pop()
        for user in users[node]:
            levels[user] = max(levels[user], levels[node] + 1)
            waits[user] -= 1
            if not waits[user]:
                ready.append(user)
    top = max(levels, default=0)
    sources = {source for source, _ in edges}
    return [top if node in sources and not users[node] else levels[node] for node in range(count)]
