"""Names that are no paths: aliases, packages of the repository, what the platform has, and third parties.

The order: `paths`, `#imports`, deno's import map, schemes, `baseUrl`, configured roots, what Node brings along,
packages of the repository, customs of frameworks, `paths` of other configurations, and last a package from elsewhere.
"""

import re
from collections.abc import Iterator

from archcheck.core.resolution import EXTERNAL, GENERATED, INTERNAL, STDLIB, UNRESOLVED, Resolved
from archcheck.core.tree_paths import ancestors, join_path
from archcheck.languages.typescript.builtins import MADE_BY_SCHEME, MADE_UP, PLATFORM_SCHEMES, is_node_module
from archcheck.languages.typescript.exports import REQUIRE, list_targets, match_entry
from archcheck.languages.typescript.index import Answer, Context, Scope, TypeScriptIndex
from archcheck.languages.typescript.locate import locate, resolve_entry, resolve_in_package, source_of, why_missing
from archcheck.languages.typescript.packages import split_specifier
from archcheck.languages.typescript.paths import is_inside
from archcheck.languages.typescript.sources import join
from archcheck.languages.typescript.tsconfig import Alias
from archcheck.syntax.jsonc import Value

_PACKAGE_NAME = re.compile(r"(?:@[A-Za-z0-9-][\w.-]*+/)?[A-Za-z0-9_-][\w.-]*+\Z", re.ASCII)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:")
_HOST = re.compile(r"(?:https?:)?//(?:[^/?#@]*@)?(\[[0-9a-fA-F:.]+\]|[^/?#:]*+)", re.IGNORECASE)
_VERSION = re.compile(r"(?<=.)@[^/]*+")
_FROM_HERE = ("@/", "~/", "@@/", "~~/", "$lib", "@site/")
_MAX_HOPS = 8


def depends_on_directory(specifier: str) -> bool:
    """Whether the directory of the importer, not only its package and configuration, decides about a name."""
    return specifier.startswith(_FROM_HERE)


def resolve_bare(index: TypeScriptIndex, scope: Scope, specifier: str, form: str, hops: int = 0) -> Answer:
    """Where a name leads; `hops` counts the tables that led here."""
    context = scope.context
    if hops > _MAX_HOPS:
        return (Resolved(UNRESOLVED, specifier, "leads in circles"),)
    for step in (_by_alias, _by_own_imports, _by_import_map):
        found = step(index, scope, specifier, form, hops)
        if found:
            return found
    found_scheme = _by_scheme(specifier)
    if found_scheme is not None:
        return found_scheme
    path = _by_base(index, context, specifier)
    if path:
        return (Resolved(INTERNAL, path),)
    if is_node_module(specifier):
        return (Resolved(STDLIB, f"std:node/{specifier.partition('/')[0]}"),)
    return (
        _by_package(index, scope, specifier, form)
        or _by_custom(index, scope, specifier)
        or _by_other_configs(index, context, specifier)
        or _from_elsewhere(index, scope, specifier, form)
    )


def _by_alias(index: TypeScriptIndex, scope: Scope, specifier: str, _form: str, _hops: int) -> Answer | None:
    config = scope.context.config
    found = config and config.alias_of(specifier)
    path = found and _follow(index, scope.context, *found)
    return (Resolved(INTERNAL, path),) if path else None


def _follow(index: TypeScriptIndex, context: Context, alias: Alias, star: str) -> str | None:
    """The first target of an entry of `paths` that is there."""
    paths = list(_alias_paths(alias, star))
    for path, directory in paths:
        found = locate(index, context, path, directory=directory)
        if found:
            return found
    return next((found for path, _ in paths if (found := source_of(index, path))), None)


def _alias_paths(alias: Alias, star: str) -> Iterator[tuple[str, bool]]:
    for _, target in alias.targets:
        path = None if target is None else join_path("", target.replace("*", star, 1))
        if path is not None:
            yield path, star.endswith("/") and target is not None and target.endswith("*")


def _by_own_imports(index: TypeScriptIndex, scope: Scope, specifier: str, form: str, hops: int) -> Answer | None:
    context = scope.context
    if not specifier.startswith("#") or context.owner is None:
        return None
    imports = context.owner.table("imports")
    entry = match_entry(imports, specifier) if imports else None
    if entry is None:
        return None
    custom = context.config.conditions if context.config else frozenset[str]()
    local = resolve_entry(index, context, context.owner, entry, _mode(form))
    targets = [each for each in list_targets(entry, _mode(form), custom) if not each.startswith((".", "/", "#"))]
    if local.outcome == UNRESOLVED and targets:
        return resolve_bare(index, scope, targets[0], form, hops + 1)
    return (local._replace(target=specifier) if local.outcome == UNRESOLVED else local,)


def _by_import_map(index: TypeScriptIndex, scope: Scope, specifier: str, form: str, hops: int) -> Answer | None:
    for directory in ancestors(scope.context.home):
        for name in ("deno.json", "deno.jsonc"):
            path = join(directory, name)
            if path not in index.tree.inventory.manifests:
                continue
            target = _mapped(index.tree.document(path).get("imports"), specifier)
            if target is None or target == specifier:
                continue
            if not target.startswith((".", "/")):
                return resolve_bare(index, scope, target, form, hops + 1)
            place = join_path(directory, target)
            found = None if place is None else locate(index, scope.context, place)
            reason = f'"imports" of {path} leads it to {place}, which is not there'
            return (Resolved(INTERNAL, found) if found else Resolved(UNRESOLVED, specifier, reason),)
    return None


def _mapped(imports: Value, specifier: str) -> str | None:
    """What an import map makes of a specifier: the key itself, else the longest key with a final slash."""
    if not isinstance(imports, dict):
        return None
    whole = imports.get(specifier)
    if isinstance(whole, str):
        return whole
    keys = [key for key in imports if key.endswith("/") and specifier.startswith(key)]
    value = imports[max(keys, key=len)] if keys else None
    return value + specifier[len(max(keys, key=len)) :] if isinstance(value, str) else None


def _by_scheme(specifier: str) -> Answer | None:
    """What is named by a scheme or as an address; () for a data URL, which is no dependency."""
    host = _HOST.match(specifier)
    if host:
        return (_at_host(host[1], specifier),)
    found = _SCHEME.match(specifier)
    return _under_scheme(found[0][:-1].lower(), specifier[found.end() :], specifier) if found else None


def _at_host(host: str, specifier: str) -> Resolved:
    if host:
        return Resolved(EXTERNAL, f"host:{host.lower()}")
    return Resolved(UNRESOLVED, specifier.partition("//")[0] + "//", "has no host")


def _under_scheme(scheme: str, rest: str, specifier: str) -> Answer:
    if scheme in PLATFORM_SCHEMES:
        return (Resolved(STDLIB, f"std:{scheme}/{rest.partition('/')[0]}"),)
    if scheme in ("data", "blob"):
        return ()
    if scheme in ("npm", "jsr"):
        return (_from_registry(scheme, rest.lstrip("/"), specifier),)
    if scheme == "file" or len(scheme) == 1:
        return (Resolved(UNRESOLVED, f"{scheme}:", "is a path of one machine"),)
    provider = MADE_BY_SCHEME.get(scheme, "")
    return (Resolved(EXTERNAL, provider) if provider else Resolved(GENERATED, specifier),)


def _from_registry(scheme: str, rest: str, specifier: str) -> Resolved:
    name, _ = split_specifier(_VERSION.sub("", rest))
    if not _PACKAGE_NAME.match(name):
        return Resolved(UNRESOLVED, specifier, "is not the name of a package")
    if scheme == "jsr":
        name = "@jsr/" + name.removeprefix("@").replace("/", "__")
    return Resolved(EXTERNAL, f"npm:{name}")


def _by_base(index: TypeScriptIndex, context: Context, specifier: str) -> str | None:
    """The file below `baseUrl` or a configured root."""
    config = context.config
    if config and config.base is not None and config.alias_of(specifier) is None:
        found = _below(index, context, config.base, specifier)
        if found:
            return found
    roots = index.roots
    own = [root for root in roots if is_inside(context.home, root) or context.home == root]
    found_in_roots = (_below(index, context, root, specifier) for root in dict.fromkeys((*own, *roots)))
    return next((found for found in found_in_roots if found), None)


def _below(index: TypeScriptIndex, context: Context, directory: str, specifier: str) -> str | None:
    path = join_path(directory, specifier)
    return None if path is None else locate(index, context, path, directory=specifier.endswith("/"))


def _by_package(index: TypeScriptIndex, scope: Scope, specifier: str, form: str) -> Answer | None:
    name, subpath = split_specifier(specifier)
    package = index.workspaces.find(name, scope.context.home)
    if package is None and not name.startswith("@types/"):
        package = index.workspaces.find("@types/" + name.removeprefix("@").replace("/", "__"), scope.context.home)
    if package is None:
        return None
    found = resolve_in_package(index, scope.context, package, subpath, _mode(form))
    return (found._replace(target=specifier) if found.outcome == UNRESOLVED else found,)


def _mode(form: str) -> str:
    return REQUIRE if form == "require" else "import"


def _by_custom(index: TypeScriptIndex, scope: Scope, specifier: str) -> Answer | None:
    """What bundlers and frameworks are usually told, when a file bears it out."""
    config = scope.context.config
    aliased = config.alias_of(specifier) if config else None
    for path in () if aliased and aliased[0].before else customary_places(index, scope, specifier):
        found = locate(index, scope.context, path)
        if found:
            return (Resolved(INTERNAL, found),)
    theme = specifier.removeprefix("@theme/")
    if theme != specifier:
        places = (join(directory, f"src/theme/{theme}") for directory in ancestors(scope.directory))
        found = next((found for path in places if (found := locate(index, scope.context, path))), None)
        if found:
            return (Resolved(INTERNAL, found),)
    for beginning, provider in MADE_UP:
        if specifier.startswith(beginning):
            return (Resolved(EXTERNAL, provider) if provider else Resolved(GENERATED, specifier),)
    if specifier.startswith("#") and _is_required(index, scope.context, "nuxt"):
        return (Resolved(GENERATED, specifier),)
    return None


def customary_places(index: TypeScriptIndex, scope: Scope, specifier: str) -> Iterator[str]:
    """Where `@/x`, `~/x`, `$lib/x` and the like usually lead, the nearest place first."""
    prefix = next((each for each in _FROM_HERE if specifier.startswith(each)), "")
    if not prefix:
        return
    rest = specifier[len(prefix) :].lstrip("/")
    for directory in ancestors(scope.directory):
        if prefix == "$lib":
            yield join(directory, join("src/lib", rest))
        elif prefix in ("@/", "~/"):
            if directory.rpartition("/")[2] in ("src", "app"):
                yield join(directory, rest)
            yield join(directory, join("src", rest))
            yield join(directory, join("app", rest))
        if prefix != "$lib" and (not directory or index.packages.at(directory)):
            yield join(directory, rest)


def _by_other_configs(index: TypeScriptIndex, context: Context, specifier: str) -> Answer | None:
    """`paths` of configurations that do not list the importer, as tests often use them, when a file bears it out."""
    if _is_required(index, context, split_specifier(specifier)[0]):
        return None
    for config in context.others:
        found = None if config is context.config else config.alias_of(specifier)
        if found and found[0].before:
            path = _follow(index, context, *found)
            if path:
                return (Resolved(INTERNAL, path),)
    return None


def _from_elsewhere(index: TypeScriptIndex, scope: Scope, specifier: str, form: str) -> Answer:
    """A third party, unless the name can be none, or is meant to lead to a file that is not there."""
    context = scope.context
    name, _ = split_specifier(specifier)
    missing = None if _is_required(index, context, name) else _missing_alias(index, context, specifier)
    if missing:
        return (missing,)
    if not _PACKAGE_NAME.match(name):
        return (Resolved(UNRESOLVED, specifier, _why_no_package(context, specifier)),)
    unmapped = _unmapped(index, context, specifier, name)
    if unmapped:
        return (Resolved(UNRESOLVED, specifier, unmapped),)
    if form == "types" and "/" not in specifier and (is_node_module(name) or name in ("node", "bun", "deno")):
        name = f"@types/{name}"
    return (Resolved(EXTERNAL, f"npm:{name}"),)


def _missing_alias(index: TypeScriptIndex, context: Context, specifier: str) -> Resolved | None:
    """What an entry of `paths` promises but no file keeps; None when it may be about installed packages."""
    config = context.config
    found = config and config.alias_of(specifier)
    if not config or not found or not found[0].before:
        return None
    alias, star = found
    if not alias.targets or any("node_modules" in written for written, _ in alias.targets):
        return None
    paths = [path for path, _ in _alias_paths(alias, star)]
    if not paths:
        return Resolved(UNRESOLVED, specifier, f'"paths" of {config.path} leads "{alias.key}" above the top')
    generated = next((path for path in paths if index.tree.is_generated(path)), None)
    if generated is not None:
        return Resolved(GENERATED, specifier)
    reason = why_missing(index, context, paths[0])
    return Resolved(UNRESOLVED, specifier, f'"paths" of {config.path} leads it to {paths[0]}: {reason}')


def _why_no_package(context: Context, specifier: str) -> str:
    if specifier.startswith("#"):
        if context.owner is None:
            return 'there is no package.json whose "imports" could say where it leads'
        return f'"imports" of {context.owner.manifest} has no "{specifier}"'
    if context.config:
        return f'no "paths" entry in {context.config.path} matches "{specifier}"'
    return f'there is no tsconfig.json or jsconfig.json whose "paths" could match "{specifier}"'


def _unmapped(index: TypeScriptIndex, context: Context, specifier: str, name: str) -> str:
    """Why a name that no manifest asks for, and that is a path of the package, is taken for neither; else ""."""
    if "/" not in specifier:
        return ""
    for directory in dict.fromkeys((join(context.home, "src"), context.home)):
        if join(directory, specifier.partition("/")[0]) not in index.tree.directories:
            continue
        found = _below(index, context, directory, specifier)
        if found and not _is_required(index, context, name):
            where = context.config.path if context.config else "tsconfig.json"
            return (
                f'could be {found}, but no "paths" or "baseUrl" in {where} says so, and no package.json asks for {name}'
            )
    return ""


def _is_required(index: TypeScriptIndex, context: Context, name: str) -> bool:
    """Whether a manifest above asks for the package `name`."""
    return any(package.requirement(name) for package in index.packages.above(context.home))
