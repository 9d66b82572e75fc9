"""Resolution of Go import paths over the modules of a repository, without the Go command.

The order: the standard library, directories (`./x`), modules that the importer sees (the longest path first), the
configured roots, files that a build will make, third parties.

A file sees its own module, those that its go.mod or the go.work around it replaces by a directory or uses, and every
other module of the repository that only one go.mod claims. Go would fetch such a module in the required version; that
the repository holds another state of it does not make it a third party.
"""

import re
from collections.abc import Iterator

from archcheck.core.facts import ImportFact
from archcheck.core.go_modules import module_id
from archcheck.core.resolution import AMBIGUOUS, EXTERNAL, GENERATED, INTERNAL, STDLIB, UNRESOLVED, Resolved
from archcheck.languages.go.index import GoIndex, View, directory_of, join
from archcheck.languages.go.stdlib import STDLIB as STANDARD_PATHS

# Letters, digits and what the Go command allows between them; a hostile path may be a megabyte long.
_PATH = re.compile(r"[\w.~+-]++(?:/[\w.~+-]++)*+\Z")
_LONGEST = 1_000


def resolve(index: GoIndex, path: str, fact: ImportFact) -> tuple[Resolved, ...]:
    """Where the import `fact` in the file `path` leads; always one answer."""
    directory = directory_of(path)
    owner = index.owner(directory)
    # A path that begins with a dot means another directory in every directory.
    key = (directory if fact.module.startswith(".") else owner, fact.module)
    answer = index.answers.get(key)
    if answer is None:
        answer = index.answers[key] = (_resolve(index, directory, owner, fact.module),)
    return answer


def _resolve(index: GoIndex, directory: str, owner: str | None, module: str) -> Resolved:
    if module in STANDARD_PATHS:
        return Resolved(STDLIB, f"std:go/{module}")
    if len(module) > _LONGEST or not _PATH.match(module):
        return Resolved(UNRESOLVED, module, "is not an import path")
    if module.startswith(("./", "../")) or module in (".", ".."):
        return _relative(index, directory, module)
    view = index.view(owner)
    return _in_modules(index, view, module) or _in_roots(index, module) or _outside(index, view, module)


def _in_modules(index: GoIndex, view: View, module: str) -> Resolved | None:
    """The package in a module of the repository; why there is none where a module should hold it; or None."""
    failure: Resolved | None = None
    for prefix in _prefixes(module):
        if prefix in view.requires and prefix not in view.modules:
            return None  # a third party whose path begins like that of a module here
        places = view.modules.get(prefix, ())
        rest = module[len(prefix) + 1 :]
        inside = [f"{place}{rest}/" if rest else place for place in places]
        held = [each for each in inside if each in index.packages]
        if len(held) > 1:
            claims = ", ".join(node_of(place) for place in places)
            return Resolved(AMBIGUOUS, module, f"several modules are {prefix}: {claims}")
        for each, place in zip(inside, places, strict=True):
            found = _in_module(index, each, module, place)
            if found and found.outcome != UNRESOLVED:
                return found
            failure = failure or found or _missing(module, place, rest)
    return None if failure and f"{view.vendor}{module}/" in index.packages else failure


def _missing(module: str, place: str, rest: str) -> Resolved:
    what = f"has no Go files in {rest}/" if rest else "has no Go files"
    return Resolved(UNRESOLVED, module, f"the module in {node_of(place)} {what}")


def _relative(index: GoIndex, directory: str, module: str) -> Resolved:
    target = join(directory, module)
    if target is None:
        return Resolved(UNRESOLVED, module, "goes above the top")
    missing = Resolved(UNRESOLVED, module, f"there are no Go files in {node_of(target)}")
    return _directory(index, target, module) or missing


def _in_module(index: GoIndex, directory: str, module: str, place: str) -> Resolved | None:
    """The package in the module that stands in `place`; what lies in a module within belongs to that one."""
    owner = index.owner(directory)
    if directory in index.packages and owner != place:
        inner = "no module" if owner is None else f"the module {index.modules[owner].path}"
        return Resolved(UNRESOLVED, module, f"{node_of(directory)} is in {inner}")
    return _directory(index, directory, module)


def _directory(index: GoIndex, directory: str, module: str) -> Resolved | None:
    """The package that a directory is, or why it is none; None when nothing is known of it."""
    if directory in index.packages:
        return Resolved(INTERNAL, node_of(directory))
    if _is_generated(index, directory):
        return Resolved(GENERATED, module)
    unseen = next((each for each in _above(directory) if each in index.unseen), None)
    if unseen:
        return Resolved(UNRESOLVED, module, f"{unseen} is a submodule or a symbolic link")
    if directory in index.tests_only:
        return Resolved(UNRESOLVED, module, f"{node_of(directory)} has no Go files besides tests")
    return None


def _is_generated(index: GoIndex, directory: str) -> bool:
    """Whether a build makes Go files in the directory; nobody knows their names, these are the usual ones."""
    name = directory.rstrip("/").rpartition("/")[2] or "main"
    return any(index.is_generated(f"{directory}{name}{ending}") for ending in (".go", ".pb.go", "_gen.go"))


def _in_roots(index: GoIndex, module: str) -> Resolved | None:
    """The package in a configured root, which holds packages by their whole path."""
    found = (_directory(index, f"{root}{module}/", module) for root in index.roots)
    return next((each for each in found if each), None)


def _outside(index: GoIndex, view: View, module: str) -> Resolved:
    first = module.partition("/")[0]
    if "." in first or f"{view.vendor}{module}/" in index.packages or _is_required(view, module):
        return Resolved(EXTERNAL, module_id(module))
    return Resolved(UNRESOLVED, module, "is neither in the standard library nor in a module of the repository")


def _is_required(view: View, module: str) -> bool:
    return any(prefix in view.requires for prefix in _prefixes(module))


def _prefixes(module: str) -> Iterator[str]:
    """The path itself and what remains of it without its last segments, the longest first."""
    end = len(module)
    while end > 0:
        yield module[:end]
        end = module.rfind("/", 0, end)


def _above(directory: str) -> Iterator[str]:
    """The directory and all above it, without final slashes."""
    return _prefixes(directory.rstrip("/"))


def node_of(directory: str) -> str:
    """The id of a directory: `./` is the top."""
    return directory or "./"
