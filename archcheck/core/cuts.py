"""The cheapest edges to cut so that a cycle group falls apart.

The order of Eades, Lin and Smyth (1993) gives a set of backward edges; those that are not needed after all are put
back, dearest first, so that the set is minimal: no edge of it can stay.
"""

from collections.abc import Mapping, Sequence

Edge = tuple[int, int]


def cheapest_cuts(weights: Mapping[Edge, int]) -> list[Edge]:
    """Edges whose removal leaves no cycle, sorted; `weights` are the costs of all edges, such as numbers of imports."""
    order = {node: place for place, node in enumerate(_eades_order(weights))}
    backward = {edge for edge in weights if order[edge[0]] > order[edge[1]]}
    kept: dict[int, list[int]] = {}
    for source, target in weights:
        if (source, target) not in backward:
            kept.setdefault(source, []).append(target)
    for edge in sorted(backward, key=lambda edge: (-weights[edge], edge)):
        if not _reaches(kept, edge[1], edge[0]):
            backward.remove(edge)
            kept.setdefault(edge[0], []).append(edge[1])
    return sorted(backward)


def _eades_order(weights: Mapping[Edge, int]) -> list[int]:
    """Nodes such that few edges lead backwards: sinks last, sources first, else the node with most out over in."""
    successors: dict[int, dict[int, int]] = {}
    predecessors: dict[int, dict[int, int]] = {}
    for (source, target), weight in weights.items():
        for node in (source, target):
            successors.setdefault(node, {})
            predecessors.setdefault(node, {})
        successors[source][target] = weight
        predecessors[target][source] = weight
    balance = {node: sum(successors[node].values()) - sum(predecessors[node].values()) for node in sorted(successors)}
    first: list[int] = []
    last: list[int] = []
    while balance:
        node = _next_node(balance, successors, predecessors)
        (last if not successors[node] else first).append(node)
        for target, weight in successors.pop(node).items():
            balance[target] += weight
            del predecessors[target][node]
        for source, weight in predecessors.pop(node).items():
            balance[source] -= weight
            del successors[source][node]
        del balance[node]
    return first + last[::-1]


def _next_node(
    balance: Mapping[int, int],
    successors: Mapping[int, Mapping[int, int]],
    predecessors: Mapping[int, Mapping[int, int]],
) -> int:
    for node in balance:
        if not successors[node] or not predecessors[node]:
            return node
    return max(balance, key=lambda node: (balance[node], -node))


def _reaches(successors: Mapping[int, Sequence[int]], start: int, end: int) -> bool:
    seen = {start}
    waiting = [start]
    while waiting:
        for target in successors.get(waiting.pop(), ()):
            if target == end:
                return True
            if target not in seen:
                seen.add(target)
                waiting.append(target)
    return start == end
