"""What a path or a package comes to: a file, the index of a directory, the source behind what a build writes."""

from collections.abc import Iterator, Sequence

from archcheck.core.resolution import GENERATED, INTERNAL, UNRESOLVED, Resolved
from archcheck.core.tree_paths import join_path
from archcheck.languages.typescript.exports import Entry, list_targets, match_entry
from archcheck.languages.typescript.index import Context, TypeScriptIndex
from archcheck.languages.typescript.packages import Package
from archcheck.languages.typescript.paths import is_inside
from archcheck.languages.typescript.sources import find_source, is_output, join
from archcheck.languages.typescript.tree import NO_SUFFIX, find_file, find_index, find_rare
from archcheck.languages.typescript.tsconfig import Config

_OFTEN_MADE = frozenset(("__generated__", "build", "dist", "gen", "generated", "lib", "out"))
_CONVENTIONAL_ENTRIES = ("src", "lib", "source")


def locate(index: TypeScriptIndex, context: Context, path: str, *, directory: bool = False) -> str | None:
    """The file that a path from the top means; with `directory` only what a directory of that name stands for."""
    files = index.tree.files
    suffixes = context.config.suffixes if context.config else NO_SUFFIX
    if not directory:
        found = find_file(files, path, context.guess, suffixes)
        if found:
            return found
    if path in index.tree.directories or not path:
        found = _directory_entry(index, context, path) or find_index(files, path, context.guess, suffixes)
        if found:
            return found
    return None if directory else find_rare(files, path, context.guess)


def _directory_entry(index: TypeScriptIndex, context: Context, directory: str) -> str | None:
    package = index.packages.at(directory)
    return package_entry(index, context, package) if package else None


def package_entry(index: TypeScriptIndex, context: Context, package: Package) -> str | None:
    """The file that importing a package without `exports` means, None when nothing tells.

    The manifest stands for a package whose entry only a build makes.
    """
    files, guess = index.tree.files, context.guess
    paths = [path for written in package.entries() if (path := join_path(package.directory, written)) is not None]
    for path in paths:
        found = find_file(files, path, guess) or find_index(files, path, guess) or source_of(index, path)
        if found:
            return found
    found = find_index(files, package.directory, guess)
    if found or not paths:
        return found
    tried = (find_index(files, join(package.directory, name), guess) for name in _CONVENTIONAL_ENTRIES)
    found = next((each for each in tried if each), None)
    if found:
        return found
    return package.manifest if any(_is_output(package, path) for path in paths) else None


def source_of(index: TypeScriptIndex, path: str) -> str | None:
    """The source of a file that a build of the package around it writes."""
    package = index.packages.owner(path.rpartition("/")[0])
    home = package.directory if package else ""
    return find_source(index.tree, path, home, _build_configs(index, home))


def _build_configs(index: TypeScriptIndex, home: str) -> Iterator[Config]:
    """The configurations of a package that may say where a build writes: `tsconfig.json` and its like."""
    before = home and home + "/"
    own = index.configs.at(home)
    if own:
        yield from (config for config in index.configs.with_references(own) if is_inside(config.path, home))
    for name in ("tsconfig.build.json", "tsconfig.lib.json"):
        if before + name in index.tree.inventory.manifests:
            yield index.configs.load(before + name)


def _is_output(package: Package, path: str) -> bool:
    return is_output(path[len(package.directory) + 1 if package.directory else 0 :])


def resolve_in_package(index: TypeScriptIndex, context: Context, package: Package, subpath: str, mode: str) -> Resolved:
    """Where a package, or what lies below it, leads; `mode` is the condition of the way of importing."""
    exports = package.table("exports")
    if exports is not None:
        entry = match_entry(exports, f"./{subpath}" if subpath else ".")
        if entry is None:
            return Resolved(UNRESOLVED, _written(package, subpath), _no_entry(package, "exports", subpath))
        return resolve_entry(index, context, package, entry, mode)
    if not subpath:
        found = package_entry(index, context, package)
        reason = f"{package.manifest} names no entry, and there is no index"
        return Resolved(INTERNAL, found) if found else Resolved(UNRESOLVED, package.name, reason)
    return _below(index, context, package, subpath)


def resolve_entry(index: TypeScriptIndex, context: Context, package: Package, entry: Entry, mode: str) -> Resolved:
    """Where an entry of `exports` or `imports` leads that names files of the package itself."""
    custom = context.config.conditions if context.config else frozenset[str]()
    targets = [each for each in list_targets(entry, mode, custom) if each.startswith("./")]
    paths = [path for each in targets if (path := join_path(package.directory, each)) is not None]
    return _first_located(index, context, package, paths) or Resolved(
        UNRESOLVED, _written(package, entry.key.removeprefix("./")), _leads_nowhere(package, entry, paths)
    )


def _first_located(index: TypeScriptIndex, context: Context, package: Package, paths: Sequence[str]) -> Resolved | None:
    for path in paths:
        found = (_is_output(package, path) and _declared_source(index, path)) or locate(index, context, path)
        found = found or source_of(index, path)
        if found:
            return Resolved(INTERNAL, found)
    generated = next((path for path in paths if index.tree.is_generated(path)), None)
    if generated is not None:
        return Resolved(GENERATED, generated)
    if any(_is_output(package, path) for path in paths):
        return Resolved(INTERNAL, package.manifest)
    return None


def _declared_source(index: TypeScriptIndex, path: str) -> str | None:
    """The source of an output that is there all the same, if it surely is an output: `outDir` says so."""
    package = index.packages.owner(path.rpartition("/")[0])
    configs = _build_configs(index, package.directory) if package else ()
    named = [config for config in configs if any(path.startswith(output + "/") for output, _ in config.outputs)]
    return source_of(index, path) if named else None


def _below(index: TypeScriptIndex, context: Context, package: Package, subpath: str) -> Resolved:
    path = join_path(package.directory, subpath)
    if path is None:
        return Resolved(UNRESOLVED, _written(package, subpath), "goes above the top")
    directory = subpath.endswith("/")
    found = locate(index, context, path, directory=directory) or source_of(index, path)
    if not found and "src" not in subpath.split("/"):
        found = locate(index, context, join(join(package.directory, "src"), subpath), directory=directory)
    if found:
        return Resolved(INTERNAL, found)
    if index.tree.is_generated(path):
        return Resolved(GENERATED, path)
    if is_output(subpath):
        return Resolved(INTERNAL, package.manifest)
    return Resolved(UNRESOLVED, _written(package, subpath), why_missing(index, context, path))


def _written(package: Package, subpath: str) -> str:
    return join(package.name, subpath)


def _no_entry(package: Package, table: str, subpath: str) -> str:
    return f'"{table}" of {package.manifest} has no "{f"./{subpath}" if subpath else "."}"'


def _leads_nowhere(package: Package, entry: Entry, paths: Sequence[str]) -> str:
    table = "imports" if entry.key.startswith("#") else "exports"
    if not paths:
        return f'"{table}" of {package.manifest} forbids "{entry.key}"'
    return f'"{table}" of {package.manifest} leads "{entry.key}" to {paths[0]}, which is not there'


def why_missing(index: TypeScriptIndex, context: Context, path: str) -> str:
    """Why a path means no file: a link or submodule, a name in other case, or the first thing that is not there."""
    tree = index.tree
    unseen = tree.unseen_on(path)
    if unseen:
        return f"{unseen} is a submodule or a symbolic link, which is not followed"
    other = tree.in_other_case(path, context.guess)
    if other:
        return f"differs in case from {other}"
    if path in tree.directories or not path:
        return f"{path or 'the top'} has no index"
    parts = path.split("/")
    parent = ""
    for part in parts:
        deeper = join(parent, part)
        if deeper not in tree.directories:
            break
        parent = deeper
    rest = path[len(parent) + 1 if parent else 0 :]
    first = rest.partition("/")[0]
    hint = "; if a build makes it, list it under files.generated" if first in _OFTEN_MADE else ""
    return f'{parent or "the top"} has no "{first}"{hint}'
