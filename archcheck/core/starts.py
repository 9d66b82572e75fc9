"""Where chains begin: the shortest way from a group of files to a node, and how many files have such a way."""

from collections import Counter, deque
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

from archcheck.core.graph import Adjacency
from archcheck.core.passage import Passage

_MANY = 4


class Start(NamedTuple):
    """The shortest chain to a node, which it ends with, least by ids on ties; `files` counts all that begin a chain."""

    chain: tuple[int, ...]
    files: int


class Starts:
    """Answers for one rule; groups are bit sets over `group_of`, chains run through a passage.

    A few questions are answered by looking back from the node. When many nodes ask about the same groups, one search
    forward serves them all and nodes that reach each other share their counts: a tangle costs linear, not square time.
    """

    def __init__(
        self,
        successors: Adjacency,
        predecessors: Adjacency,
        group_of: Sequence[int],
        passage: Passage,
        *,
        many: int = _MANY,
    ) -> None:
        self._successors = successors
        self._predecessors = predecessors
        self._group_of = group_of
        self._passage = passage
        self._many = many
        self._asked: Counter[int] = Counter()
        self.of = cache(self._of)
        self._previous = cache(self._search_forward)
        self._count = cache(lambda component, groups: self.looking_back(component[0], groups).files)

    def _of(self, source: int, groups: int) -> Start:
        """The start of chains from `groups` to `source`, to which some chain must lead."""
        if self._group_of[source] >= 0:
            return Start((source,), 1)
        self._asked[groups] += 1
        if self._asked[groups] <= self._many:
            return self.looking_back(source, groups)
        previous = self._previous(groups)
        chain = [source]
        while previous[chain[-1]] >= 0:
            chain.append(previous[chain[-1]])
        return Start(tuple(reversed(chain)), self._count(self._tangles.get(source, (source,)), groups))

    def looking_back(self, source: int, groups: int) -> Start:
        """The same for one node, in time that grows with what leads to it."""
        group_of, through, predecessors = self._group_of, self._passage.through, self._predecessors
        following: dict[int, list[int]] = {source: []}
        level = [source]
        nearest: list[int] = []
        count = 0
        while level:
            found: dict[int, list[int]] = {}
            for node in level:
                for previous in predecessors[node]:
                    if previous not in following:
                        found.setdefault(previous, []).append(node)
            begun = [node for node in found if (group := group_of[node]) >= 0 and groups >> group & 1]
            level = [node for node in found if through[node]]
            following.update((node, found[node]) for node in (*begun, *level))
            count += len(begun)
            nearest = nearest or begun
        chain = [min(nearest)]
        while chain[-1] != source:
            chain.append(min(following[chain[-1]]))
        return Start(tuple(chain), count)

    def _search_forward(self, groups: int) -> Mapping[int, int]:
        """The node before each node on the least shortest chain to it; -1 for files that begin chains.

        Breadth first in order of ids: nodes wait in the order of their chains, so the first to find a node is least.
        """
        through = self._passage.through
        previous = {node: -1 for node, group in enumerate(self._group_of) if group >= 0 and groups >> group & 1}
        queue = deque(previous)
        while queue:
            node = queue.popleft()
            for target in self._successors[node]:
                if through[target] and target not in previous:
                    previous[target] = node
                    queue.append(target)
        return previous

    @cached_property
    def _tangles(self) -> Mapping[int, tuple[int, ...]]:
        """For each node on a cycle of passable nodes, all that reach it and are reached by it, itself included."""
        found = [tuple(each) for each in self._passage.tangles if len(each) > 1]
        return {node: tangle for tangle in found for node in tangle}
