"""The index: the modules of a repository, the directories that are packages, and what each module can see."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.resolution import Inventory, Resolved
from archcheck.core.tree_paths import ancestors, join_path
from archcheck.syntax.gomod import ModuleFile, Replace, parse_gomod

# What `./...` leaves out: modules there are data of tests, or copies.
_ASIDE = ("testdata", "vendor")


class Module(NamedTuple):
    """One go.mod. `directory` has a final slash, "" is the top."""

    directory: str
    path: str
    file: ModuleFile


class View(NamedTuple):
    """What the files of one module can import, by module path: the directories that may hold it (one, as a rule).

    `requires` are the modules it asks for, `vendor` the directory of their copies.
    """

    modules: Mapping[str, tuple[str, ...]]
    requires: frozenset[str]
    vendor: str


@dataclass(frozen=True, slots=True)
class GoIndex:
    """What resolution looks up; directories have a final slash, "" is the top.

    `packages` are the directories with Go files that can be imported, `tests_only` those with nothing but tests.
    `modules` are by directory, `works` the modules that a go.work uses and its replacements, by its directory. `shared`
    are the modules that everybody in the repository sees. `roots` are configured directories that hold packages by
    their whole path. The rest are memos, filled by use.
    """

    packages: frozenset[str]
    tests_only: frozenset[str]
    modules: Mapping[str, Module]
    works: Mapping[str, ModuleFile]
    shared: Mapping[str, tuple[str, ...]]
    roots: tuple[str, ...]
    unseen: frozenset[str]
    is_generated: Callable[[str], bool]
    owners: dict[str, str | None] = field(default_factory=dict)
    views: dict[str | None, View] = field(default_factory=dict)
    answers: dict[tuple[str | None, str], tuple[Resolved, ...]] = field(default_factory=dict)
    used: dict[str, list[str]] = field(default_factory=dict)

    def owner(self, directory: str) -> str | None:
        """The directory of the nearest module at or above `directory`, or None."""
        if directory not in self.owners:
            self.owners[directory] = next((each for each in _upwards(directory) if each in self.modules), None)
        return self.owners[directory]

    def view(self, owner: str | None) -> View:
        """What the files of the module in the directory `owner` see; None for files in no module."""
        if owner not in self.views:
            self.views[owner] = self._make_view(owner)
        return self.views[owner]

    def _make_view(self, owner: str | None) -> View:
        if owner is None:
            return View(self.shared, frozenset(), "")
        own = self.modules[owner]
        visible = dict(self.shared)
        for directory in [owner, *self._workspace(owner)]:
            visible[self.modules[directory].path] = (directory,)
        for base, replace in self._replaces(owner):
            target = join(base, replace.new) if replace.is_local else None
            if target is not None:
                visible[replace.old] = (target,)
            else:
                visible.pop(replace.old, None)
        visible[own.path] = (owner,)
        return View(visible, frozenset(each.path for each in own.file.requires), f"{owner}vendor/")

    def _work_of(self, owner: str) -> str | None:
        """The directory of the go.work that counts for a module: the nearest, if it uses the module."""
        work = next((each for each in _upwards(owner) if each in self.works), None)
        return work if work is not None and owner in self._used(work) else None

    def _used(self, work: str) -> list[str]:
        if work not in self.used:
            found = (join(work, use.path) for use in self.works[work].uses)
            self.used[work] = [directory for directory in found if directory is not None and directory in self.modules]
        return self.used[work]

    def _workspace(self, owner: str) -> list[str]:
        work = self._work_of(owner)
        return [] if work is None else self._used(work)

    def _replaces(self, owner: str) -> Iterator[tuple[str, Replace]]:
        """The replacements that count for a module, each with the directory it begins in; later ones win."""
        work = self._work_of(owner)
        for directory in self._workspace(owner):
            yield from ((directory, each) for each in self.modules[directory].file.replaces)
        yield from ((owner, each) for each in self.modules[owner].file.replaces)
        if work is not None:
            yield from ((work, each) for each in self.works[work].replaces)


def in_package(path: str) -> bool:
    """Whether a file is part of the package that its directory is: tests and hidden files are not."""
    name = path.rpartition("/")[2]
    return name.endswith(".go") and not name.endswith("_test.go") and name[0] not in "_."


def build_index(inventory: Inventory) -> GoIndex:
    """Index the files and modules of a repository. The time is linear in the number of files."""
    packages: set[str] = set()
    tests: set[str] = set()
    for path in inventory.files:
        if path.endswith(".go"):
            (packages if in_package(path) else tests).add(directory_of(path))
    files = {path: parse_gomod(content) for path, content in sorted(inventory.manifests.items())}
    found = [Module(directory_of(path), file.module.path, file) for path, file in files.items() if file.module]
    modules = {module.directory: module for module in found}
    return GoIndex(
        packages=frozenset(packages),
        tests_only=frozenset(tests - packages),
        modules=modules,
        works={directory_of(path): file for path, file in files.items() if path.rpartition("/")[2] == "go.work"},
        shared=_shared(modules),
        roots=tuple(root and root.rstrip("/") + "/" for root in inventory.roots),
        unseen=inventory.unseen,
        is_generated=inventory.is_generated,
    )


def _shared(modules: Mapping[str, Module]) -> dict[str, tuple[str, ...]]:
    """All modules by path, without those that are data of tests; several directories may claim one path."""
    found: dict[str, tuple[str, ...]] = {}
    for directory, module in modules.items():
        if not any(name in _ASIDE or name[0] in "_." for name in directory.split("/")[:-1]):
            found[module.path] = (*found.get(module.path, ()), directory)
    return found


def directory_of(path: str) -> str:
    """The directory of a file, with a final slash; "" is the top."""
    return path[: path.rfind("/") + 1]


def join(base: str, path: str) -> str | None:
    """The directory that `path` means in the directory `base`; None when it lies above the top or is absolute."""
    if path.startswith("/") or "\\" in path or ":" in path:
        return None
    joined = join_path(base[:-1], path)
    return joined and f"{joined}/"


def _upwards(directory: str) -> Iterator[str]:
    """The directory and all above it, nearest first."""
    return (each and f"{each}/" for each in ancestors(directory[:-1]))
