"""Moves: what recorded paths are called now, by the rule file, by git, or by what looks alike."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.rules import Move


@dataclass(frozen=True, slots=True)
class PathMap:
    """Old names and new ones: of files, of directories (final slashes), and of values that components capture."""

    files: Mapping[str, str] = field(default_factory=dict)
    directories: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The new name of a path or of a component; a name that nothing is known of stays."""
        if name in self.files:
            return self.files[name]
        if name.endswith("]"):
            return self._component(name)
        at = name.rfind("/")
        while at > 0:
            if name[: at + 1] in self.directories:
                return self.directories[name[: at + 1]] + name[at + 1 :]
            at = name.rfind("/", 0, at)
        return name

    def _component(self, name: str) -> str:
        """`service[auth]` after `services/auth/` has become `services/login/`."""
        head, _, values = name.removesuffix("]").partition("[")
        renamed = dict(filter(None, (_renamed_segment(old, new) for old, new in self.directories.items())))
        return f"{head}[{','.join(renamed.get(value, value) for value in values.split(','))}]" if values else name


def _renamed_segment(old: str, new: str) -> tuple[str, str] | None:
    """The one segment in which two directories differ, before and after; None where more of them do."""
    pairs = [pair for pair in zip(old.split("/"), new.split("/"), strict=False) if pair[0] != pair[1]]
    return pairs[0] if len(pairs) == 1 and old.count("/") == new.count("/") else None


def declared_moves(moved: Iterable[Move]) -> PathMap:
    """The moves that the rule file declares, of files or of directories."""
    files, directories = {}, {}
    for move in moved:
        old, new = move.from_.strip("/"), move.to.strip("/")
        files[old] = new
        directories[f"{old}/"] = f"{new}/"
    return PathMap(files, directories)


def file_moves(renames: Mapping[str, str], exists: Callable[[str], bool]) -> PathMap:
    """The moves of files, with those of the directories that are not there any more as most of their files went."""
    votes: dict[str, Counter[str]] = {}
    for old, new in renames.items():
        before, after = _moved_directory(old, new)
        if before and after and not exists(before):
            votes.setdefault(before, Counter())[after] += 1
    directories = {before: max(sorted(count), key=count.__getitem__) for before, count in votes.items()}
    return PathMap(renames, directories)


def _moved_directory(old: str, new: str) -> tuple[str, str]:
    """The directories in which two paths differ, without what follows alike; "" where one lies at the top."""
    before, after = old.split("/")[:-1], new.split("/")[:-1]
    while before and after and before[-1] == after[-1]:
        before.pop()
        after.pop()
    return "".join(f"{each}/" for each in before), "".join(f"{each}/" for each in after)


class Named(NamedTuple):
    """A recorded violation, or one of now: its rule, the names that tell it from others, and its key."""

    rule: str
    names: tuple[str, ...]
    key: str


_MOST_PAIRS = 50
"""So many violations of one rule in files of one name are paired; of more, nobody can tell which is which."""


def guessed_moves(lost: Iterable[Named], found: Iterable[Named], exists: Callable[[str], bool]) -> PathMap:
    """The moves that explain lost entries: an equal violation, but for the directory, where the old path is gone.

    What several entries agree on comes first; no path is given two new names, and none is given to two.
    """
    alike: dict[Named, list[Named]] = {}
    for each in found:
        alike.setdefault(_without_directories(each), []).append(each)
    votes: Counter[tuple[str, str]] = Counter()
    pairs: dict[tuple[str, str], None] = {}
    for each in lost:
        for other in alike.get(_without_directories(each), ())[:_MOST_PAIRS]:
            moved = list(_moved_parts(each, other, exists))
            pairs.update(dict.fromkeys(moved))
            votes.update({_moved_directory(old, new) for old, new in moved})
    files: dict[str, str] = {}
    taken: set[str] = set()
    for old, new in sorted(pairs, key=lambda pair: (-votes[_moved_directory(*pair)], pair)):
        if old not in files and new not in taken:
            files[old] = new
            taken.add(new)
    return PathMap(files)


def _without_directories(each: Named) -> Named:
    return each._replace(names=tuple(name.rpartition("/")[2] for name in each.names))


def _moved_parts(old: Named, new: Named, exists: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    """The names in which two violations differ; none at all unless every old one is gone."""
    moved = [pair for pair in zip(old.names, new.names, strict=True) if pair[0] != pair[1]]
    return iter(() if any(exists(before) for before, _ in moved) else moved)


@dataclass(frozen=True, slots=True)
class Moves:
    """What is known of moves: what the rule file declares, what git tells (None when it cannot), what there is now."""

    declared: PathMap = field(default_factory=PathMap)
    by_git: Callable[[], Mapping[str, str] | None] = dict
    exists: Callable[[str], bool] = lambda _path: False
