"""The index: which module stands where in a repository, and from which directories a file may import."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.components import directories_of
from archcheck.core.resolution import Inventory, Resolved, nothing_generated

MANIFESTS = ("pyproject.toml", "setup.cfg", "setup.py")

# A module is a source file before it is a stub, and a stub before it is compiled: the first can be read for imports.
_SUFFIXES = ("py", "pyw", "pyx", "pyi", "pyd", "so")
_SOURCE = "py"
# `x.cpython-311-x86_64-linux-gnu.so`, `x.abi3.so`, `x.cp311-win_amd64.pyd`; but not `libx.1.so`.
_EXTENSION_TAGS = ("cpython-", "cp", "abi3", "pypy", "graalpy")


class Located(NamedTuple):
    """A module that was found.

    `target` is its node id. `paths` are the directories (with a final slash, "" is the top) in which its submodules
    are looked up: one for a package, several for a directory without `__init__.py` spread over roots, none for a plain
    module. `regular` tells a file from such a directory.
    """

    target: str
    paths: tuple[str, ...]
    regular: bool


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The directories searched for absolute imports by some importers, in order; compared by identity.

    `located` and `foreign` are memos: modules by dotted name, and answers for first names found nowhere.
    """

    paths: tuple[str, ...]
    located: dict[str, Located | None] = field(default_factory=dict)
    foreign: dict[str, tuple[Resolved, ...] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PythonIndex:
    """What resolution looks up.

    `modules` maps a path without suffix to the file imported under it; `packages` are the directories with an
    `__init__`; `directories` those that hold Python at any depth, `all_directories` all there are. `configured` are the
    configured roots as paths with a final slash, deepest first. `elsewhere` maps the first name of a module to the
    roots that have it, whoever imports; `others` are all these roots; `projects` those that hold a manifest (or whose
    parent does, for `src/`); `unseen` are submodules and symbolic links. The rest are memos, filled by use.
    """

    modules: dict[str, str]
    packages: dict[str, str]
    directories: frozenset[str]
    all_directories: frozenset[str]
    configured: tuple[str, ...]
    others: tuple[str, ...]
    elsewhere: dict[str, tuple[str, ...]]
    projects: frozenset[str]
    is_generated: Callable[[str], bool]
    unseen: frozenset[str]
    scopes: dict[str, Scope] = field(default_factory=dict)
    interned: dict[tuple[str, ...], Scope] = field(default_factory=dict)
    answers: dict[tuple[object, ...], tuple[Resolved, ...]] = field(default_factory=dict)

    def scope_of(self, directory: str) -> Scope:
        """The scope of the files in `directory`."""
        scope = self.scopes.get(directory)
        if scope is None:
            paths = self._own_paths(directory)
            scope = self.scopes[directory] = self.interned.setdefault(paths, Scope(paths))
        return scope

    def step(self, paths: tuple[str, ...], name: str) -> Located | None:
        """The module `name` directly in one of `paths`: the first that is a file, else all directories of that name."""
        modules = self.modules
        for path in paths:
            key = path + name
            target = modules.get(key)
            if target is not None:
                inside = (key + "/",) if target[len(key)] == "/" else ()
                return Located(target, inside, regular=True)
        if name == "__init__":
            package = next((self.packages[path[:-1]] for path in paths if path[:-1] in self.packages), None)
            return Located(package, (), regular=True) if package else None
        found = tuple([path + name + "/" for path in paths if path + name in self.directories])
        return Located(found[0], found, regular=False) if found else None

    def walk(self, paths: tuple[str, ...], module: str) -> Located | None:
        """The module of this dotted name when the search begins in `paths`, as Python itself would search."""
        located: Located | None = None
        for name in module.split("."):
            located = self.step(paths, name) or self._data_directory(located, name)
            if located is None:
                return None
            paths = located.paths
        return located

    def locate(self, scope: Scope, module: str) -> Located | None:
        """The module of this dotted name as seen from `scope`.

        Where two roots of the scope hold the same first name, only one may have the rest (`tests/app/` mirrors `app/`):
        then the first root in which the whole name is found counts.
        """
        known = scope.located
        if module in known:
            return known[module]
        located = self.walk(scope.paths, module)
        if located is None and "." in module:
            alone = (self.walk((path,), module) for path in scope.paths)
            located = next((one for one in alone if one), None)
        known[module] = located
        return located

    def _data_directory(self, parent: Located | None, name: str) -> Located | None:
        # Python imports any directory inside a package, also one without code (`import app.templates`).
        for path in parent.paths if parent else ():
            if path + name in self.all_directories:
                return Located(path + name + "/", (path + name + "/",), regular=False)
        return None

    def _own_paths(self, directory: str) -> tuple[str, ...]:
        inside = directory + "/"
        configured = tuple(path for path in self.configured if inside.startswith(path))
        return configured or self._inferred_paths(directory)

    def _inferred_paths(self, directory: str) -> tuple[str, ...]:
        found: list[str] = []
        current = directory
        while current:
            if current not in self.packages:
                found += self._with_src(current + "/")
            current = current.rpartition("/")[0]
        # The top is a root even when somebody put an `__init__.py` there: nothing above it could be one.
        found += self._with_src("")
        return tuple(dict.fromkeys(found))

    def _with_src(self, path: str) -> tuple[str, ...]:
        source = path + "src"
        usable = source in self.directories and source not in self.packages
        return (path, source + "/") if usable else (path,)


def build_index(inventory: Inventory) -> PythonIndex:
    """Index the files of a repository. The time is linear in the number of files and directories."""
    modules, packages, projects = _sort_files(inventory.files)
    every = directories_of(inventory.files)
    directories = directories_of(modules.values())
    configured = tuple(root and root.rstrip("/") + "/" for root in inventory.roots)
    others = configured or tuple(sorted(_infer_roots(packages, directories, projects)))
    return PythonIndex(
        modules=modules,
        packages=packages,
        directories=frozenset(directories),
        all_directories=frozenset(every),
        configured=configured,
        others=others,
        elsewhere=_first_names(modules, directories, frozenset(others)),
        projects=frozenset(path for root in projects for path in (root, root + "src/")),
        is_generated=inventory.is_generated,
        unseen=inventory.unseen,
    )


def generates(index: PythonIndex) -> bool:
    """Whether any file exists only after a build; asked first, because asking for a path is slow."""
    return index.is_generated is not nothing_generated


def _sort_files(files: Iterable[str]) -> tuple[dict[str, str], dict[str, str], set[str]]:
    """Modules and packages by path without suffix, and the directories (with a final slash) that hold a manifest."""
    modules: dict[str, str] = {}
    packages: dict[str, str] = {}
    second: list[tuple[int, str, str]] = []
    projects: set[str] = set()
    for path in files:
        directory, slash, name = path.rpartition("/")
        stem, _, suffix = name.partition(".")
        if name in MANIFESTS:
            projects.add(directory + slash)
        if suffix != _SOURCE:
            second += _second_choice(path, directory + slash + stem, suffix)
        elif stem == "__init__":
            packages[directory] = path
        elif stem:
            modules[directory + slash + stem] = path
    modules.update(packages)
    _add_second(sorted(second), modules, packages)
    modules.pop("", None)
    return modules, packages, projects


def _add_second(second: Iterable[tuple[int, str, str]], modules: dict[str, str], packages: dict[str, str]) -> None:
    for _, key, path in second:
        directory, _, stem = key.rpartition("/")
        if stem == "__init__":
            packages.setdefault(directory, path)
            modules.setdefault(directory, path)
        else:
            modules.setdefault(key, path)


def _second_choice(path: str, key: str, suffix: str) -> tuple[tuple[int, str, str], ...]:
    tag, dot, last = suffix.rpartition(".")
    if not dot:
        last = suffix
    elif last not in ("so", "pyd") or "." in tag or not tag.startswith(_EXTENSION_TAGS):
        return ()
    if last not in _SUFFIXES or key.endswith("/") or not key:
        return ()
    return ((_SUFFIXES.index(last), key, path),)


def _infer_roots(packages: Iterable[str], directories: set[str], projects: set[str]) -> set[str]:
    """Parents of outermost packages, `src` directories, and directories with a manifest."""
    packages = set(packages)
    roots = {project for project in projects if project[:-1] not in packages}
    for package in packages:
        parent, slash, _ = package.rpartition("/")
        if package and parent not in packages:
            roots.add(parent + slash)
    sources = (path for path in directories if path == "src" or path.endswith("/src"))
    roots.update(path + "/" for path in sources if path not in packages)
    return roots


def _first_names(
    modules: Iterable[str], directories: Iterable[str], roots: frozenset[str]
) -> dict[str, tuple[str, ...]]:
    found: dict[str, set[str]] = {}
    for group in (modules, directories):
        for key in group:
            parent, slash, name = key.rpartition("/")
            if parent + slash in roots:
                found.setdefault(name, set()).add(parent + slash)
    return {name: tuple(sorted(paths)) for name, paths in found.items()}
