"""The index: what resolution looks up, made once per run and filled as files ask."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archcheck.core.components import directories_of
from archcheck.core.resolution import Inventory, Resolved
from archcheck.core.tree_paths import ancestors, join_path
from archcheck.languages.typescript.exports import IMPORT, list_targets, match_entry
from archcheck.languages.typescript.packages import Package, Packages, find_packages, split_specifier
from archcheck.languages.typescript.paths import is_inside
from archcheck.languages.typescript.tree import JS, TS, Guess, Tree
from archcheck.languages.typescript.tsconfig import Config, Configs
from archcheck.languages.typescript.workspaces import Workspaces

_NO_CONFIGS = frozenset(("package.json", "pnpm-workspace.yaml", "lerna.json", "rush.json", "deno.json", "deno.jsonc"))
_PLAIN_ENDINGS = (".js", ".jsx", ".mjs", ".cjs")

Answer = tuple[Resolved, ...]
Memo = dict[tuple[str, str], Answer]


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """What decides where a bare name leads. `others` are all configurations that could have a say, nearest first.

    `answers` is a memo by specifier and form.
    """

    guess: Guess
    config: Config | None
    others: tuple[Config, ...]
    owner: Package | None
    answers: Memo = field(default_factory=dict)

    @property
    def home(self) -> str:
        """The directory of the package that the importer belongs to."""
        return self.owner.directory if self.owner else ""


@dataclass(frozen=True, slots=True, eq=False)
class Scope:
    """The importers of one directory that share a context; `answers` is a memo by specifier and form."""

    directory: str
    context: Context
    answers: Memo = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class TypeScriptIndex:
    """What resolution looks up. `ordered` are all paths, sorted; `roots` the configured ones, deepest first.

    The rest are memos, filled by use.
    """

    tree: Tree
    ordered: tuple[str, ...]
    packages: Packages
    workspaces: Workspaces
    configs: Configs
    roots: tuple[str, ...]
    scopes: dict[str, Scope] = field(default_factory=dict)
    by_directory: dict[tuple[str, str, str], Scope] = field(default_factory=dict)
    contexts: dict[tuple[str, str, str, tuple[Config, ...]], Context] = field(default_factory=dict)
    candidates: dict[str, tuple[Config, ...]] = field(default_factory=dict)
    referred: dict[str, list[Config]] = field(default_factory=dict)
    answers: dict[Answer, Answer] = field(default_factory=dict)

    def scope_of(self, path: str) -> Scope:
        """The scope of the file at `path`."""
        scope = self.scopes.get(path)
        if scope is None:
            scope = self.scopes[path] = self._find_scope(path)
        return scope

    def answer(self, found: Answer) -> Answer:
        """The one object that stands for all equal answers."""
        return self.answers.setdefault(found, found)

    def configs_of(self, directory: str) -> tuple[Config, ...]:
        """All configurations that may be about files of a directory: those above it, with what they refer to."""
        known = self.candidates.get(directory)
        if known is None:
            passed: list[str] = []
            for each in ancestors(directory):
                if each in self.candidates:
                    break
                passed.append(each)
            for each in reversed(passed):
                above = self.candidates[each.rpartition("/")[0]] if each else ()
                here = self._configs_in(each)
                self.candidates[each] = tuple(dict.fromkeys((*here, *above))) if here else above
            known = self.candidates[directory]
        return known

    def _configs_in(self, directory: str) -> list[Config]:
        """The configuration of a directory and those referred to that are about it, from here and from above.

        Others that it refers to wait for their own directories.
        """
        own = self.configs.at(directory)
        here: list[Config] = []
        for config in self.configs.with_references(own) if own else ():
            if config.directory == directory or config.is_wide:
                here.append(config)
            else:
                self.referred.setdefault(config.directory, []).append(config)
        return here + self.referred.get(directory, [])

    def _find_scope(self, path: str) -> Scope:
        directory = path.rpartition("/")[0]
        candidates = self.configs_of(directory)
        config = choose_config(candidates, path)
        guess = JS if path.endswith(_PLAIN_ENDINGS) else TS
        key = (directory, guess.name, config.path if config else "")
        scope = self.by_directory.get(key)
        if scope is None:
            owner = self.packages.owner(directory)
            home = owner.manifest if owner else ""
            context_key = (guess.name, key[2], home, candidates)
            context = self.contexts.get(context_key)
            if context is None:
                context = self.contexts[context_key] = Context(guess, config, candidates, owner)
            scope = self.by_directory[key] = Scope(directory, context)
        return scope


def choose_config(candidates: Iterable[Config], path: str) -> Config | None:
    """The configuration a file belongs to: the first that covers it, else the nearest that is about anything."""
    nearest: Config | None = None
    for config in candidates:
        if config.covers(path):
            return config
        if nearest is None and not config.is_solution and is_inside(path, config.directory):
            nearest = config
    return nearest


def build_index(inventory: Inventory) -> TypeScriptIndex:
    """Index the files of a repository; manifests are read when an import asks for them."""
    tree = Tree(frozenset(inventory.files), frozenset(directories_of(inventory.files)), inventory)
    packages = find_packages(tree)
    workspaces = Workspaces(tree, packages)
    configs = _make_configs(tree, workspaces)
    roots = tuple(root.strip("/") for root in inventory.roots)
    return TypeScriptIndex(tree, inventory.files, packages, workspaces, configs, roots)


def further_manifests(inventory: Inventory) -> Iterable[str]:
    """Configurations that those read so far extend or refer to under other names than the usual ones."""
    tree = Tree(frozenset(inventory.files), frozenset(), inventory)
    configs = _make_configs(tree, Workspaces(tree, find_packages(tree)))
    wanted = (
        path
        for manifest in inventory.manifests
        if manifest.rpartition("/")[2] not in _NO_CONFIGS
        for path in configs.extended_or_referenced(manifest)
    )
    return [path for path in dict.fromkeys(wanted) if path not in inventory.manifests]


def _make_configs(tree: Tree, workspaces: Workspaces) -> Configs:
    return Configs(tree, lambda written, directory: _find_config(tree, workspaces, written, directory))


def _find_config(tree: Tree, workspaces: Workspaces, written: str, directory: str) -> str | None:
    """The configuration that `extends` means with the name of a package of the repository."""
    name, subpath = split_specifier(written)
    package = workspaces.find(name, directory)
    if package is None:
        return None
    exports = package.table("exports")
    entry = match_entry(exports, f"./{subpath}" if subpath else ".") if exports else None
    field_value = package.data.get("tsconfig")
    usual = field_value if isinstance(field_value, str) else "tsconfig.json"
    written_paths = [*(list_targets(entry, IMPORT) if entry else ()), subpath or usual]
    for each in written_paths:
        path = join_path(package.directory, each)
        if path is not None:
            found = next((one for one in (path, path + ".json", path + "/tsconfig.json") if one in tree.files), None)
            if found:
                return found
    return None
