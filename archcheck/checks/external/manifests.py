"""What the manifests of a tree declare, by the directory that they speak for."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.facts import RelationFact
from archcheck.core.package_variants import main_package
from archcheck.core.tree_paths import join_from

Formats = Mapping[str, Sequence[RelationFact]]
"""What each format says of one file, by the name of the format."""

NPM = "npm"
_REQUIREMENTS = "pip"
_REQUIREMENT_FOLDERS = ("requirements", "reqs")
_MOST_INCLUDED = 200  # by one manifest, so that a chain of a thousand lists does not take a million steps
_MANAGED = "managed"
"""The group of what only chooses a version for others, such as constraints."""


class Declared(NamedTuple):
    """One package that a manifest names: its id, and that of its `main_package`. The group is "" at run time."""

    node: str
    package: str
    group: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """One manifest: the directory that it speaks for, what it declares, by place, and the packages that it is of.

    `includes` are the paths that it names. `is_list` holds for lists of requirements, which others include.
    """

    path: str
    directory: str
    declared: tuple[Declared, ...]
    provides: tuple[str, ...]
    includes: tuple[str, ...]
    is_list: bool
    is_versioned: bool

    def has_run_time_packages(self) -> bool:
        """Whether it declares packages for run time."""
        return any(each.group == "" for each in self.declared)

    def ecosystems(self) -> set[str]:
        """Those it says anything of. A `package.json` with nothing but a name is an entry of the package around it."""
        packages = {ecosystem_of(each.package) for each in self.declared}
        return packages | {
            ecosystem_of(each) for each in self.provides if self.is_versioned or ecosystem_of(each) != NPM
        }


@dataclass(frozen=True, slots=True)
class Level:
    """All manifests of one ecosystem that speak for one directory, with what they include; the main one first."""

    directory: str
    manifests: tuple[Manifest, ...]

    @property
    def path(self) -> str:
        """The manifest to name."""
        return self.manifests[0].path

    def is_for_tools(self) -> bool:
        """Whether nothing is declared but packages for development, as where a bundler takes in all it needs."""
        groups = {each.group for manifest in self.manifests for each in manifest.declared}
        return groups == {"dev"}

    def groups(self) -> Mapping[str, frozenset[str]]:
        """The groups that each package is declared in; what a manifest is the manifest of needs no declaration."""
        found: dict[str, set[str]] = {}
        for manifest in self.manifests:
            for each in manifest.declared:
                found.setdefault(each.package, set()).add(each.group)
            for package in manifest.provides:
                found.setdefault(package, set()).add("")
        return {package: frozenset(groups) for package, groups in found.items()}


@dataclass(frozen=True, slots=True)
class Manifests:
    """All manifests by path, and the levels by ecosystem and directory ("" is the top)."""

    by_path: Mapping[str, Manifest]
    levels: Mapping[tuple[str, str], Level]
    _groups: dict[tuple[str, str], Mapping[str, frozenset[str]]] = field(default_factory=dict)

    def above(self, ecosystem: str, path: str) -> Iterator[Level]:
        """The levels that speak for a file, the nearest first."""
        directory = path
        while directory:
            directory = directory.rpartition("/")[0]
            level = self.levels.get((ecosystem, directory))
            if level:
                yield level

    def groups(self, ecosystem: str, level: Level, package: str) -> frozenset[str]:
        """The groups in which a level declares a package; none when it does not."""
        key = (ecosystem, level.directory)
        if key not in self._groups:
            self._groups[key] = level.groups()
        return self._groups[key].get(package, frozenset())

    def ecosystems(self) -> set[str]:
        """Those that some manifest speaks of."""
        return {ecosystem for ecosystem, _ in self.levels}


def ecosystem_of(node: str) -> str:
    """`pypi` of `pypi:django`."""
    return node.partition(":")[0]


def read_manifests(files: Mapping[str, Formats]) -> Manifests:
    """The manifests among `files`, by path."""
    by_path = {path: _manifest(path, files[path]) for path in sorted(files) if not _is_made(path, files)}
    grouped: dict[tuple[str, str], list[Manifest]] = {}
    for manifest in by_path.values():
        included = list(_with_included(manifest, by_path))
        for ecosystem in sorted(set().union(*(each.ecosystems() for each in included))):
            grouped.setdefault((ecosystem, manifest.directory), []).extend(included)
    levels = {key: Level(key[1], tuple(sorted(_distinct(found), key=_order))) for key, found in grouped.items()}
    return Manifests(by_path, levels)


def _is_made(path: str, files: Mapping[str, Formats]) -> bool:
    """Whether a list of requirements is made from another one: `requirements.txt` beside `requirements.in`."""
    stem, dot, _ = path.rpartition(".txt")
    return bool(dot) and _REQUIREMENTS in files[path] and f"{stem}.in" in files


def _with_included(manifest: Manifest, by_path: Mapping[str, Manifest]) -> Iterator[Manifest]:
    """The manifest, and the lists that it or one of those includes."""
    seen = {manifest.path}
    queue = deque([manifest])
    while queue:
        each = queue.popleft()
        yield each
        for path in each.includes:
            included = by_path.get(path)
            if included and included.is_list and path not in seen and len(seen) < _MOST_INCLUDED:
                seen.add(path)
                queue.append(included)


def _distinct(manifests: Iterable[Manifest]) -> Iterable[Manifest]:
    return {each.path: each for each in manifests}.values()


def _order(manifest: Manifest) -> tuple[bool, bool, int, str]:
    """What declares packages for run time first, then the manifest of a package, then what is nearest to the top."""
    return not manifest.has_run_time_packages(), not manifest.provides, manifest.path.count("/"), manifest.path


def _manifest(path: str, formats: Formats) -> Manifest:
    base = directory = path.rpartition("/")[0]
    facts = sorted({fact for found in formats.values() for fact in found})
    if _REQUIREMENTS in formats and directory.rpartition("/")[2] in _REQUIREMENT_FOLDERS:
        directory = directory.rpartition("/")[0]
    included = (join_from(base, fact.value) for fact in facts if fact.relation == "path")
    return Manifest(
        path,
        directory,
        tuple(
            Declared(fact.value, main_package(fact.value), fact.group, fact.line, fact.column)
            for fact in facts
            if fact.relation == "package" and fact.group != _MANAGED
        ),
        tuple(main_package(fact.value) for fact in facts if fact.relation == "provides"),
        tuple(each for each in included if each),
        _REQUIREMENTS in formats,
        any(fact.detail for fact in facts if fact.relation == "provides"),
    )
