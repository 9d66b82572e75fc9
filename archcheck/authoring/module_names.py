"""Python modules by their dotted names: where they stand in a tree, and the globs of expressions such as `app.*`."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archcheck.core.globs import escape_glob

_INIT = "__init__"


@dataclass(frozen=True, slots=True)
class Globs:
    """Globs of the files of some modules; `without` are globs of those among them that are not meant."""

    match: tuple[str, ...]
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Modules:
    """The modules of some root packages. `bases` maps each root package to the directory it stands in ("" is the top).

    `several` are root packages that stand in more than one place; the nearest to the configuration counts.
    """

    files: frozenset[str]
    bases: dict[str, str]
    several: tuple[str, ...] = ()

    @cached_property
    def names(self) -> frozenset[str]:
        """All modules below the root packages that can be imported by a regular path of packages."""
        found: set[str] = set()
        for root, base in self.bases.items():
            top = f"{base}{root.replace('.', '/')}/"
            for path in self.files:
                if path.startswith(top) and path.endswith(".py"):
                    found.update(self._regular(path, base, top))
        return frozenset(found)

    @cached_property
    def unseen(self) -> tuple[str, ...]:
        """Directories inside of the root packages with code that no regular package holds, sorted."""
        found = set()
        for root, base in self.bases.items():
            top = f"{base}{root.replace('.', '/')}/"
            for path in self.files:
                if path.startswith(top) and path.endswith(".py") and not list(self._regular(path, base, top)):
                    found.add(f"{path[: path.rindex('/')]}/")
        return tuple(sorted(found))

    def _regular(self, path: str, base: str, top: str) -> Iterator[str]:
        """The name of the module at `path`, unless a directory above it is no package."""
        *folders, name = path[len(base) : -3].split("/")
        for depth in range(top[len(base) :].count("/") + 1, len(folders) + 1):
            if f"{base}{'/'.join(folders[:depth])}/{_INIT}.py" not in self.files:
                return
        if all(each.isidentifier() for each in (*folders, name)):
            yield ".".join(folders if name == _INIT else (*folders, name))

    def is_internal(self, name: str) -> bool:
        """Whether an expression is about one of the root packages."""
        return self.root_of(name) is not None

    def root_of(self, name: str) -> str | None:
        """The root package that an expression is about."""
        return next((root for root in self.bases if name == root or name.startswith(f"{root}.")), None)

    def exists(self, name: str) -> bool:
        """Whether a module of this name is there."""
        return name in self.names or self.is_directory(name)

    def is_directory(self, name: str) -> bool:
        """Whether a module of this name is a directory."""
        return self._path(name) in self._folders

    @cached_property
    def _folders(self) -> frozenset[str]:
        """The directories with code at any depth."""
        found: set[str] = set()
        for path in self.files:
            folder = path.rpartition("/")[0] if path.endswith(".py") else ""
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return frozenset(found)

    def matching(self, expression: str) -> list[str]:
        """The modules that an expression with wildcards stands for, sorted."""
        if expression not in self._matching:
            parts = expression.split(".")
            self._matching[expression] = sorted(name for name in self.names if matches(parts, name.split(".")))
        return self._matching[expression]

    @cached_property
    def _matching(self) -> dict[str, list[str]]:
        """What was asked for already."""
        return {}

    def package(self, name: str) -> str:
        """The glob of a module with everything below it."""
        path = escape_glob(self._path(name))
        return path if self.is_directory(name) or name not in self.names else f"{path}.py"

    def module(self, name: str) -> str:
        """The glob of a module by itself."""
        path = escape_glob(self._path(name))
        return f"{path}/{_INIT}.py" if self.is_directory(name) else f"{path}.py"

    def directory(self, name: str) -> str:
        """The directory of a module, escaped, without a final slash."""
        return escape_glob(self._path(name))

    def beside(self, name: str) -> list[str]:
        """Globs of what stands directly in a package and is no module: data by its ending, directories."""
        prefix = f"{self._path(name)}/"
        found = set()
        for path in self.files:
            child, slash, _ = path[len(prefix) :].partition("/") if path.startswith(prefix) else ("", "", "")
            if slash and f"{name}.{child}" not in self.names:
                found.add(f"{escape_glob(prefix + child)}/")
            elif child and not slash and not child.endswith(".py"):
                ending = child.rpartition(".")[2] if "." in child[1:] else ""
                found.add(f"{escape_glob(prefix)}*.{escape_glob(ending)}" if ending else escape_glob(prefix + child))
        return sorted(found)

    def globs(self, expression: str, *, as_packages: bool) -> Globs:
        """The globs of all modules that an expression stands for, with or without what is below them."""
        if "*" not in expression:
            return Globs(((self.package if as_packages else self.module)(expression),))
        above, _, last = expression.rpartition(".")
        folder = self._folder(above)
        if last == "**":
            return Globs((f"{folder}**/*.py",), (f"{folder}{_INIT}.py",))
        if last == "*":
            match = f"{folder}*{{/,.py}}" if as_packages else f"{folder}*{{,/{_INIT}}}.py"
            return Globs((match,), (f"{folder}{_INIT}.py",))
        return Globs((f"{folder}{last}{{,.py}}" if as_packages else f"{folder}{last}{{,/{_INIT}}}.py",))

    def siblings(self, expression: str) -> Globs:
        """The same with a capture for each wildcard, so that each module is told apart; `without` are its values."""
        above, _, last = expression.rpartition(".")
        folder = self._folder(above, captured=True)
        if last == "*":
            return Globs((f"{folder}{{module}}{{/,.py}}",), (_INIT,))
        return Globs((f"{folder}{last}{{,.py}}",))

    def _folder(self, expression: str, *, captured: bool = False) -> str:
        """The directories of an expression, with a final slash."""
        root = self.root_of(expression)
        path = escape_glob(self.bases.get(root, "")) if root else ""
        wild = 0
        for part in expression.split("."):
            wild += part == "*"
            star = f"{{above{wild if wild > 1 else ''}}}" if captured else "*"
            path += {"*": f"{star}/", "**": "*/**/"}.get(part, f"{part}/")
        return path

    def _path(self, name: str) -> str:
        root = self.root_of(name)
        return f"{self.bases.get(root, '') if root else ''}{name.replace('.', '/')}"


def matches(expression: Sequence[str], name: Sequence[str]) -> bool:
    """Whether an expression stands for a module: `*` is one part of a name, `**` one or more."""
    reached = {0}
    for part in expression:
        if part == "**":
            reached = set(range(min(reached) + 1, len(name) + 1)) if reached else set()
        else:
            reached = {at + 1 for at in reached if at < len(name) and part in ("*", name[at])}
    return len(name) in reached


def nested_pair(names: Iterable[str]) -> tuple[str, str] | None:
    """A module among these and another one of them that is part of it, the least; None when there is no such pair."""
    known = frozenset(names)
    for name in sorted(known):
        above = name.rpartition(".")[0]
        while above:
            if above in known:
                return above, name
            above = above.rpartition(".")[0]
    return None


def find_modules(roots: Sequence[str], files: Sequence[str], beside: str) -> Modules:
    """Find where root packages stand; `beside` is the directory of the configuration, with a final slash or "".

    A package that is found nowhere is taken to stand beside the configuration.
    """
    bases, several = {}, []
    for root in roots:
        inside = f"{root.replace('.', '/')}/"
        found = {path[:at] for path in files if path.endswith(".py") and (at := f"/{path}".find(f"/{inside}")) >= 0}
        ranked = sorted(found, key=lambda base: _distance(base, beside))
        bases[root] = ranked[0] if ranked else beside
        if len(ranked) > 1 and _distance(ranked[1], beside)[0] == _distance(ranked[0], beside)[0]:
            several.append(root)
    return Modules(frozenset(files), bases, tuple(several))


def _distance(base: str, beside: str) -> tuple[int, int, str]:
    """How far a directory is from the configuration: the same, its `src/`, one below, any other."""
    if base == beside:
        return 0, 0, base
    if base == f"{beside}src/":
        return 1, 0, base
    return (2 if base.startswith(beside) else 3), base.count("/"), base
