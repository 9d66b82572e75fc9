"""Reachability in the dependency graph."""

from collections import deque
from collections.abc import Iterable, Sequence

from archcheck.core.graph import Adjacency


def dependents(predecessors: Adjacency, targets: Iterable[int], *, transitive: bool) -> frozenset[int]:
    """The targets themselves and every node that depends on one of them, directly or, if `transitive`, by any chain."""
    found = set(targets)
    queue = deque(sorted(found))
    while queue:
        for previous in predecessors[queue.popleft()]:
            if previous not in found:
                found.add(previous)
                if transitive:
                    queue.append(previous)
    return frozenset(found)


def shortest_path(successors: Adjacency, starts: Sequence[int], ends: frozenset[int]) -> tuple[int, ...]:
    """A shortest path of one or more edges from `starts` to `ends`, least by ids on ties; () when there is none."""
    previous: dict[int, int] = {}
    queue = deque(starts)
    seen = set(starts)
    while queue:
        node = queue.popleft()
        for target in successors[node]:
            if target in ends:
                path = [target, node]
                while path[-1] in previous:
                    path.append(previous[path[-1]])
                return tuple(reversed(path))
            if target not in seen:
                seen.add(target)
                previous[target] = node
                queue.append(target)
    return ()
