"""Where chains may run: the nodes between their beginnings and their ends."""

from collections.abc import Callable, Sequence
from functools import cached_property

from archcheck.core.cycles import strong_components
from archcheck.core.graph import Adjacency

FREE = -1
BARRED = -2
"""In place of a group: chains run through the node; they neither begin there nor run through it."""


class Passage:
    """The part of a graph that chains of one rule run through: nodes without a group that are `passable`.

    `through[n]` tells whether node `n` is one of them. `passable` None means that there are none.
    """

    def __init__(self, successors: Adjacency, group_of: Sequence[int], passable: Callable[[int], bool] | None) -> None:
        self._successors = successors
        self.through: Sequence[bool] = (
            [group == FREE and passable(node) for node, group in enumerate(group_of)]
            if passable
            else [False] * len(group_of)
        )

    @cached_property
    def inner(self) -> Adjacency:
        """The edges between nodes that chains run through."""
        through = self.through
        return [
            [target for target in targets if through[target]] if targets and through[source] else ()
            for source, targets in enumerate(self._successors)
        ]

    @cached_property
    def tangles(self) -> Sequence[Sequence[int]]:
        """The strongly connected components of `inner`, dependencies first; other nodes stand alone."""
        return strong_components(self.inner)
