"""Where references lead: paths that there are, that there may be, and that are nearly written so."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from archcheck.core.options import near_miss
from archcheck.core.tree_paths import join_from

_MOST_SIBLINGS = 500


class Target(NamedTuple):
    """What a reference means: paths in the order of their likelihood, and the node of the first that exists, or ""."""

    candidates: tuple[str, ...]
    node: str


@dataclass(frozen=True)
class Tree:
    """The paths of a tree: files, directories, and a function that tells what else may be there."""

    files: Sequence[str]
    directories: Iterable[str]
    is_absent: Callable[[str], bool] = lambda _path: False
    _near: dict[str, str] = field(default_factory=dict)

    def node(self, path: str) -> str:
        """The node at a normalised path: a file, a directory with a final slash, `./` for the top, "" for nothing."""
        if not path:
            return "./"
        return path if path in self._files else f"{path}/" if path in self._directories else ""

    def find(self, text: str, bases: Iterable[str]) -> Target:
        """What a path means that begins in one of these directories."""
        joined = (join_from(base, text) for base in bases)
        candidates = tuple(dict.fromkeys(path for path in joined if path is not None))
        return Target(candidates, next((node for path in candidates if (node := self.node(path))), ""))

    def has_stem(self, path: str) -> bool:
        """Whether there is a file of this path when its extension is left out."""
        return path in self._stems

    def nearest(self, path: str) -> str:
        """The path of the tree that is likely meant by one that does not exist, "" when there is none."""
        if path not in self._near:
            self._near[path] = self._find_nearest(path)
        return self._near[path]

    def _find_nearest(self, path: str) -> str:
        folder, _, name = path.rpartition("/")
        siblings = self._children.get(folder, ())
        hint = near_miss(name, siblings) if len(siblings) <= _MOST_SIBLINGS else ""
        if hint:
            similar = hint.partition('"')[2].rpartition('"')[0]
            return f"{folder}/{similar}" if folder else similar
        named = self._by_name.get(name.lower(), ())
        return min(named, key=lambda each: (-_shared(each, path), each.count("/"), each), default="")

    @cached_property
    def _files(self) -> frozenset[str]:
        return frozenset(self.files)

    @cached_property
    def _directories(self) -> frozenset[str]:
        return frozenset(self.directories)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(
            path[:at] for path in self.files for at in range(path.rfind("/") + 2, len(path)) if path[at] == "."
        )

    @cached_property
    def _children(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for path in (*self.files, *sorted(self._directories)):
            folder, _, name = path.rpartition("/")
            found.setdefault(folder, []).append(name)
        return found

    @cached_property
    def _by_name(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for path in (*self.files, *sorted(self._directories)):
            found.setdefault(path.rpartition("/")[2].lower(), []).append(path)
        return found


def _shared(path: str, other: str) -> int:
    """How many directories two paths have in common, wherever they stand in them."""
    return len(set(path.split("/")[:-1]) & set(other.split("/")[:-1]))
