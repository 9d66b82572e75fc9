"""Resolution of TypeScript and JavaScript imports over the index, without Node and without anything being installed.

A relative name means the file that TypeScript would take with `moduleResolution: bundler`, or, from plain JavaScript,
the one that Node would take; then what only bundlers find. What a build writes leads to the source it is made of.
"""

import re

from archcheck.core.facts import ImportFact
from archcheck.core.resolution import EXTERNAL, GENERATED, INTERNAL, UNRESOLVED, Resolved
from archcheck.core.tree_paths import join_path
from archcheck.languages.typescript.bare import depends_on_directory, resolve_bare
from archcheck.languages.typescript.builtins import FRAMEWORK_DIRECTORIES, MADE_UP
from archcheck.languages.typescript.globs import resolve_glob
from archcheck.languages.typescript.index import Answer, Scope, TypeScriptIndex
from archcheck.languages.typescript.locate import locate, source_of, why_missing
from archcheck.languages.typescript.packages import split_specifier
from archcheck.languages.typescript.paths import is_inside
from archcheck.languages.typescript.sources import is_unbuilt, join
from archcheck.languages.typescript.tree import find_platform_files

_NEXT_TO_THE_FILE = ("url", "asset", "path")
"""Forms whose names are relative to the file, also without `./`."""
_SERVED = ("", "public", "static", "src", "app")
"""Where `/x` may be, seen from the directory of an app."""
_LONGEST = 4_096
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*+:|//")
_STYLES = (".css", ".scss", ".sass", ".less", ".styl", ".pcss")


def resolve(index: TypeScriptIndex, path: str, fact: ImportFact) -> Answer:
    """Where the import `fact` in the file `path` leads: one entry, but for globs and files per platform several."""
    scope = index.scopes.get(path) or index.scope_of(path)
    specifier, form = fact.module, fact.form
    if form == "glob":
        return index.answer(resolve_glob(index, scope, path, specifier))
    key = (specifier, form)
    answer = scope.answers.get(key)
    if answer is None:
        answer = scope.answers[key] = index.answer(_resolve(index, scope, specifier, form))
    return answer


def _resolve(index: TypeScriptIndex, scope: Scope, written: str, form: str) -> Answer:
    specifier = _without_extras(written)
    if form == "declares":
        return ()
    if not specifier or len(specifier) > _LONGEST:
        return (Resolved(UNRESOLVED, specifier[:80], "is too long" if specifier else "is empty"),)
    if form in _NEXT_TO_THE_FILE and not _ADDRESS.match(specifier):
        return _beside(index, scope, specifier, form)
    if specifier.startswith(("./", "../")) or specifier in (".", ".."):
        return _relative(index, scope, specifier, form)
    if specifier[0] == "/" and not specifier.startswith("//"):
        return _rooted(index, scope, specifier)
    return _named(index, scope, specifier, form)


def _named(index: TypeScriptIndex, scope: Scope, specifier: str, form: str) -> Answer:
    """A name that is no path; most are the same for all files of a package."""
    if depends_on_directory(specifier):
        return resolve_bare(index, scope, specifier, form)
    memo, key = scope.context.answers, (specifier, form)
    answer = memo.get(key)
    if answer is None:
        answer = memo[key] = resolve_bare(index, scope, specifier, form)
    return answer


def _without_extras(written: str) -> str:
    """The specifier without the prefixes of loaders (`a!b!./x`) and without a query (`./x?raw`)."""
    if "!" in written:
        written = next((part for part in reversed(written.split("!")) if part), "")
    return written.partition("?")[0] if "?" in written else written


def _relative(index: TypeScriptIndex, scope: Scope, specifier: str, form: str) -> Answer:
    path = join_path(scope.directory, specifier)
    if path is None:
        return (Resolved(UNRESOLVED, specifier, "goes above the top"),)
    directory = specifier.endswith(("/", "/.", "/..")) or specifier in (".", "..")
    found = locate(index, scope.context, path, directory=directory)
    if found:
        return (Resolved(INTERNAL, found),)
    return _merged_roots(index, scope, path) or _not_found(index, scope, specifier, path, form)


def _merged_roots(index: TypeScriptIndex, scope: Scope, path: str) -> Answer | None:
    """The file in another of the `rootDirs` that are laid over each other."""
    config = scope.context.config
    roots = config.root_dirs if config else ()
    own = max((root for root in roots if is_inside(path, root)), key=len, default=None)
    if own is None:
        return None
    rest = path[len(own) + 1 if own else 0 :]
    found = (locate(index, scope.context, join(root, rest)) for root in roots if root != own)
    return next(((Resolved(INTERNAL, each),) for each in found if each), None)


def _not_found(index: TypeScriptIndex, scope: Scope, specifier: str, path: str, form: str) -> Answer:
    """What a relative name means that is no file as it stands."""
    inside, _, fragment = path.partition("#")
    found = locate(index, scope.context, inside) if fragment else None
    found = found or (_style(index, path) if form == "asset" else None)
    if found:
        return (Resolved(INTERNAL, found),)
    if "node_modules" in path.split("/"):
        name, _ = split_specifier(path.rpartition("node_modules/")[2])
        return (Resolved(EXTERNAL, f"npm:{name}"),)
    if _is_made_by_framework(path) or index.tree.is_generated(path):
        return (Resolved(GENERATED, specifier),)
    source = source_of(index, path)
    behind = (source,) if source else find_platform_files(index.tree.files, path, scope.context.guess)
    return tuple(Resolved(INTERNAL, each) for each in behind) or (_missing(index, scope, specifier, path),)


def _is_made_by_framework(path: str) -> bool:
    names = path.split("/")
    return names[-1].partition(".")[0] == "$types" or not FRAMEWORK_DIRECTORIES.isdisjoint(names)


def _missing(index: TypeScriptIndex, scope: Scope, specifier: str, path: str) -> Resolved:
    owner = index.packages.owner(path.rpartition("/")[0])
    if owner and is_unbuilt(index.tree, path, owner.directory):
        return Resolved(GENERATED, specifier)
    return Resolved(UNRESOLVED, specifier, why_missing(index, scope.context, path))


def _style(index: TypeScriptIndex, path: str) -> str | None:
    """The style sheet that a name without ending or without the leading `_` of Sass means."""
    directory, slash, name = path.rpartition("/")
    stems = (path, f"{directory}{slash}_{name}", f"{path}/index", f"{path}/_index")
    tried = (stem + ending for stem in stems for ending in ("", *_STYLES))
    return next((each for each in tried if each in index.tree.files), None)


def _beside(index: TypeScriptIndex, scope: Scope, specifier: str, form: str) -> Answer:
    """A name that is relative to the file even without `./`; style sheets also name packages."""
    if specifier[0] == "/":
        return _rooted(index, scope, specifier)
    path = join_path(scope.directory, specifier)
    if form == "url" and path is not None and (path in index.tree.directories or not path):
        return ()  # where other paths begin, no file
    if path is not None and (path in index.tree.files or (form == "asset" and _style(index, path))):
        return _relative(index, scope, specifier, form)
    if form == "asset" and specifier[0] != ".":
        return resolve_bare(index, scope, specifier.removeprefix("~") or specifier, form)
    return _relative(index, scope, specifier, form)


def _rooted(index: TypeScriptIndex, scope: Scope, specifier: str) -> Answer:
    """A name from the root of a server: below the package of the file, its `public` directory, or one above."""
    for beginning, provider in MADE_UP:
        if specifier.startswith(beginning):
            return (Resolved(EXTERNAL, provider) if provider else Resolved(GENERATED, specifier),)
    rest = specifier.lstrip("/")
    homes = [package.directory for package in index.packages.above(scope.directory)]
    for home in dict.fromkeys((*homes, "")):
        for served in _SERVED:
            path = join_path(join(home, served), rest)
            found = None if path is None else locate(index, scope.context, path)
            if found:
                return (Resolved(INTERNAL, found),)
    path = join_path(scope.context.home, rest) or ""
    return (Resolved(UNRESOLVED, specifier, why_missing(index, scope.context, path)),)
