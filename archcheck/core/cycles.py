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
    """One shortest cycle through the least member of `group`; starts at that member, least by ids on ties."""
    inside = set(group)
    start = min(group)
    previous: dict[int, int] = {}
    queue = deque([start])
    while queue:
        node = queue.popleft()
        for target in successors[node]:
            if target == start:
                cycle = [node]
                while cycle[-1] != start:
                    cycle.append(previous[cycle[-1]])
                return tuple(reversed(cycle))
            if target in inside and target not in previous:
                previous[target] = node
                queue.append(target)
    raise ValueError("the group is not strongly connected")
