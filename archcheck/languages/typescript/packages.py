"""Packages: the manifest that owns a directory, what it is called, and what importing all of it means."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.tree_paths import ancestors, join_path
from archcheck.languages.typescript.exports import Table, read_table
from archcheck.languages.typescript.tree import Tree
from archcheck.syntax.jsonc import Value

MANIFESTS = ("package.json", "deno.json", "deno.jsonc")
"""Names of the manifests that make a directory a package, the best first."""
_ENTRY_FIELDS = ("source", "module", "main", "types", "typings")
_DEPENDENCY_FIELDS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_LOCAL_PROTOCOLS = ("file:", "link:", "portal:", "workspace:")


def split_specifier(specifier: str) -> tuple[str, str]:
    """The name of the package and what follows it (`@a/b/c/d` is `@a/b` and `c/d`)."""
    first = specifier.find("/")
    if specifier.startswith("@") and first >= 0:
        first = specifier.find("/", first + 1)
    return (specifier, "") if first < 0 else (specifier[:first], specifier[first + 1 :])


@dataclass(frozen=True, slots=True, eq=False)
class Package:
    """One manifest. `manifest` is its path, `directory` where it lies ("" is the top); `tables` is a memo."""

    directory: str
    manifest: str
    data: Mapping[str, Value]
    tables: dict[str, Table | None] = field(default_factory=dict)

    def table(self, key: str) -> Table | None:
        """The table `exports` or `imports`, None when the manifest has none."""
        if key not in self.tables:
            value = self.data.get(key)
            self.tables[key] = None if value is None else read_table(value)
        return self.tables[key]

    @property
    def name(self) -> str:
        """The name by which others import it, or ""."""
        name = self.data.get("name")
        return name if isinstance(name, str) else ""

    def entries(self) -> Iterator[str]:
        """What the fields say that importing the package means, in the order in which they count, as written."""
        for key in _ENTRY_FIELDS:
            value = self.data.get(key)
            if isinstance(value, str) and value:
                yield value
        browser = self.data.get("browser")
        if isinstance(browser, str):
            yield browser

    def requirement(self, name: str) -> str:
        """What the manifest requires of the package `name`, "" when it does not ask for it."""
        for key in _DEPENDENCY_FIELDS:
            table = self.data.get(key)
            value = table.get(name) if isinstance(table, dict) else None
            if isinstance(value, str):
                return value or "*"
        return ""

    def has_its_own(self, name: str) -> bool:
        """Whether the manifest requires a published version of the package `name`."""
        required = self.requirement(name)
        return bool(required) and not required.startswith(_LOCAL_PROTOCOLS)


@dataclass(frozen=True, slots=True, eq=False)
class Packages:
    """The manifests of a repository by directory; `homes` are their paths, the rest are memos."""

    tree: Tree
    homes: Mapping[str, str]
    known: dict[str, Package] = field(default_factory=dict)
    owners: dict[str, Package | None] = field(default_factory=dict)

    def at(self, directory: str) -> Package | None:
        """The package whose manifest lies in `directory`."""
        manifest = self.homes.get(directory)
        if manifest is None:
            return None
        package = self.known.get(directory)
        if package is None:
            package = self.known[directory] = Package(directory, manifest, self.tree.document(manifest))
        return package

    def owner(self, directory: str) -> Package | None:
        """The package that a directory belongs to: the nearest manifest upwards."""
        if directory not in self.owners:
            self.owners[directory] = next(self.above(directory), None)
        return self.owners[directory]

    def above(self, directory: str) -> Iterator[Package]:
        """All packages that a directory lies in, the nearest first."""
        for each in ancestors(directory):
            package = self.at(each)
            if package:
                yield package


def find_packages(tree: Tree) -> Packages:
    """The packages of a repository. A package.json counts before a deno.json beside it."""
    homes: dict[str, str] = {}
    for path in tree.inventory.manifests:
        directory, _, name = path.rpartition("/")
        if name in MANIFESTS and MANIFESTS.index(name) < _rank(homes.get(directory)):
            homes[directory] = path
    return Packages(tree, homes)


def _rank(manifest: str | None) -> int:
    return MANIFESTS.index(manifest.rpartition("/")[2]) if manifest else len(MANIFESTS)


class Requirement(NamedTuple):
    """What a manifest requires of a package: a published version, a path, or another name in the workspace."""

    is_published: bool = False
    is_path: bool = False
    directory: str | None = None
    renamed: str = ""


def read_requirement(package: Package, name: str) -> Requirement:
    """How a manifest requires the package `name`: `^1.2`, `file:../x`, `workspace:*`, `workspace:other@*`."""
    required = package.requirement(name)
    protocol = next((each for each in _LOCAL_PROTOCOLS if required.startswith(each)), "")
    rest = required[len(protocol) :]
    if not protocol:
        return Requirement(is_published=bool(required))
    if protocol != "workspace:" or rest.startswith((".", "/")):
        return Requirement(is_path=True, directory=join_path(package.directory, rest))
    renamed, at, _ = rest.rpartition("@")
    return Requirement(renamed=renamed if at else "")
