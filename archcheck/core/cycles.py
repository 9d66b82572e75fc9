"""Strongly connected components, shortest cycles and the cheapest edges to cut; linear where it matters."""

from collections import deque
from collections.abc import Sequence

from archcheck.core.graph import Adjacency


def strong_components(successors: Adjacency) -> list[list[int]]:  # noqa: C901 - one loop: the hot path of every run
    """All strongly connected components, single nodes included, dependencies before dependents (Tarjan, iterative)."""
    count = len(successors)
    index = [0] * count
    low = [0] * count
    on_stack = bytearray(count)
    stack: list[int] = []
    found: list[list[int]] = []
    counter = 0
    for root in range(count):
        if index[root]:
            continue
        counter += 1
        index[root] = low[root] = counter
        if not successors[root]:
            found.append([root])
            continue
        work = [(root, iter(successors[root]))]
        stack.append(root)
        on_stack[root] = 1
        while work:
            node, targets = work[-1]
            for target in targets:
                if not index[target]:
                    counter += 1
                    index[target] = low[target] = counter
                    stack.append(target)
                    on_stack[target] = 1
                    work.append((target, iter(successors[target])))
                    break
                if on_stack[target] and index[target] < low[node]:
                    low[node] = index[target]
            else:
                work.pop()
                if work and low[node] < low[work[-1][0]]:
                    low[work[-1][0]] = low[node]
                if low[node] == index[node]:
                    found.append(_pop_component(stack, on_stack, node))
    return found


def _pop_component(stack: list[int], on_stack: bytearray, node: int) -> list[int]:
    component = []
    while True:
        member = stack.pop()
        on_stack[member] = 0
        component.append(member)
        if member == node:
            return component


def cycle_groups(successors: Adjacency) -> list[list[int]]:
    """The strongly connected components of two or more nodes; members ascending, groups by least member."""
    return sorted(sorted(group) for group in strong_components(successors) if len(group) > 1)


def shortest_cycle(successors: Adjacency, group: Sequence[int]) -> tuple[int, ...]:
    """A shortest cycle of a strongly connected group, the least by ids of these; starts at its least member.

    In a very large group the search ends after so many steps that no user has to wait for it, with the shortest cycle
    found until then; the first it finds leads through the least member of the group.
    """
    inside = set(group)
    best: tuple[int, ...] = ()
    steps = _MOST_STEPS
    for start in sorted(group):
        found, used = _cycle_from(successors, inside, start, len(best))
        best = found or best
        steps -= used
        if len(best) == _SHORTEST or (best and steps < 0):
            break
        inside.remove(start)  # every cycle is found from its least member
    if not best:
        raise ValueError("the group is not strongly connected")
    return best


_SHORTEST = 2
_MOST_STEPS = 2_000_000


def _cycle_from(successors: Adjacency, inside: set[int], start: int, bound: int) -> tuple[tuple[int, ...], int]:
    """A shortest cycle through `start` in the nodes `inside`, shorter than `bound` unless that is 0; and the steps."""
    previous = {start: (-1, 1)}
    queue = deque([start])
    steps = 0
    while queue:
        node = queue.popleft()
        length = previous[node][1]
        if bound and length >= bound:
            break
        for target in successors[node]:
            steps += 1
            if target == start and node != start:
                cycle = [node]
                while cycle[-1] != start:
                    cycle.append(previous[cycle[-1]][0])
                return tuple(reversed(cycle)), steps
            if target in inside and target not in previous:
                previous[target] = (node, length + 1)
                queue.append(target)
    return (), steps
