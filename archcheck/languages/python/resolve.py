"""Resolution of Python imports over the index, without running or importing anything.

The order for an absolute import: the standard library unless it is shadowed, the roots of the importer, all other
roots if exactly one answers, files that a build will make, third parties by name.

What shadows the standard library: a file or a package in a configured root; among inferred roots only a package (with
`__init__.py`) at the top or in a `src` directory. A file of the same name beside the importer does not, because Python
decides that by how the program is started; nor does a directory without `__init__.py`, because Python never does. Two
exceptions: names that some supported Python does not have (`parser`, `imp`, `test`) give way to any file, and a dotted
name the standard library does not have (`types.user`) leads to the file that has it. Names compiled into the
interpreter (`sys`, `time`) are never shadowed.

A directory without `__init__.py` never hides a third party that is known by name: `import alembic` beside a directory
`alembic/` of migration scripts is `pypi:alembic`, `from alembic import env` with `alembic/env.py` is that file.
"""

from collections.abc import Iterable, Sequence

from archcheck.core.facts import ImportFact
from archcheck.core.resolution import AMBIGUOUS, EXTERNAL, GENERATED, INTERNAL, STDLIB, UNRESOLVED, Resolved
from archcheck.languages.python.distributions import distribution, is_known, is_namespace, namespace_distribution
from archcheck.languages.python.index import Located, PythonIndex, Scope, generates
from archcheck.languages.python.stdlib import BUILTIN, SUBMODULES
from archcheck.languages.python.stdlib import STDLIB as STANDARD_NAMES
from archcheck.languages.python.stdlib import WEAK as WEAK_NAMES

_STAR = ("*",)


def resolve(index: PythonIndex, path: str, fact: ImportFact) -> tuple[Resolved, ...]:
    """Where the import `fact` in the file `path` leads: one entry per distinct target, in the order of the names."""
    directory = path.rpartition("/")[0]
    _, _, module, names, level, _, _ = fact
    if level:
        key: tuple[object, ...] = (directory, module, names, level)
    else:
        key = (index.scopes.get(directory) or index.scope_of(directory), module, names)
    answer = index.answers.get(key)
    if answer is None:
        if level:
            answer = _relative(index, directory, fact)
        else:
            answer = _absolute(index, index.scope_of(directory), module, names)
        index.answers[key] = answer
    return answer


def _relative(index: PythonIndex, directory: str, fact: ImportFact) -> tuple[Resolved, ...]:
    written = "." * fact.level + fact.module
    base = directory
    for _ in range(fact.level - 1):
        if not base:
            return (Resolved(UNRESOLVED, written, "goes above the top"),)
        base = base.rpartition("/")[0]
    path = base and base + "/"
    roots = [root for root in index.configured if (directory + "/").startswith(root)]
    if roots and not path.startswith(roots[-1]):
        return (Resolved(UNRESOLVED, written, f"goes above the source root {roots[-1]}"),)
    if not fact.module:
        package = index.packages.get(base)
        here = Located(package, (path,), regular=True) if package else Located(path, (path,), regular=False)
        return _members(index, here, fact.names, written)
    located = None if "/" in fact.module else index.walk((path,), fact.module)
    if located:
        return _members(index, located, fact.names, written + ".")
    if _is_generated(index, (path,), fact.module):
        return (Resolved(GENERATED, written),)
    return (Resolved(UNRESOLVED, written, _why(index, (path,), fact.module)),)


def _members(index: PythonIndex, located: Located, names: tuple[str, ...], before: str) -> tuple[Resolved, ...]:
    """What `from located import names` reaches; `before` is what a user writes before each name."""
    if not names or names == _STAR:
        if not located.target:
            return (Resolved(UNRESOLVED, before, "the top directory is no package"),)
        return (Resolved(INTERNAL, located.target),)
    if located.regular and not generates(index):
        return _package_members(index, located, names)
    found: dict[Resolved, None] = {}
    for name in names:
        inner = index.step(located.paths, name)
        if inner:
            found[Resolved(INTERNAL, inner.target)] = None
        elif _is_generated(index, located.paths, name):
            found[Resolved(GENERATED, before + name)] = None
        elif located.regular:
            found[Resolved(INTERNAL, located.target)] = None
        else:
            found[Resolved(UNRESOLVED, before + name, _why(index, located.paths, name, regular=False))] = None
    return _together(tuple(found), before)


def _together(found: tuple[Resolved, ...], before: str) -> tuple[Resolved, ...]:
    """`found` with one entry for all names that one directory lacks: they have one cause."""
    lacking = dict.fromkeys(one for one in found if one.outcome == UNRESOLVED and one.target.startswith(before))
    others = [one.target.removeprefix(before) for one in lacking][1:]
    if not others:
        return found
    module = before if before.strip(".") == "" else before.removesuffix(".")
    whole = Resolved(UNRESOLVED, module, f"{next(iter(lacking)).reason}; nor has it {_listed(others)}")
    return tuple(dict.fromkeys([whole if one in lacking else one for one in found]))


def _package_members(index: PythonIndex, located: Located, names: tuple[str, ...]) -> tuple[Resolved, ...]:
    if not located.paths:
        return (Resolved(INTERNAL, located.target),)
    path = located.paths[0]
    modules, directories = index.modules, index.directories
    targets = [modules.get(path + name) or (path + name in directories and path + name + "/") for name in names]
    return tuple([Resolved(INTERNAL, target) for target in dict.fromkeys([one or located.target for one in targets])])


def _absolute(index: PythonIndex, scope: Scope, module: str, names: tuple[str, ...]) -> tuple[Resolved, ...]:
    top = module.partition(".")[0]
    if top in STANDARD_NAMES:
        standard = _standard(index, scope, module, names)
        if standard:
            return standard
    if "/" in module or not all(module.split(".")):
        return (Resolved(UNRESOLVED, module, "is not the name of a module"),)
    if top not in scope.foreign:
        scope.foreign[top] = _foreign(index, scope, top)
    foreign = scope.foreign[top]
    if foreign:
        return foreign
    located = index.locate(scope, module)
    if located and located.regular:
        return _members(index, located, names, module + ".")
    wanted = ("",) if names == _STAR else names or ("",)
    return _together(tuple(dict.fromkeys([_search(index, scope, module, name) for name in wanted])), module + ".")


def _foreign(index: PythonIndex, scope: Scope, top: str) -> tuple[Resolved, ...] | None:
    """The answer for every import that begins with `top`, when nothing in the repository could give another one."""
    special = index.configured or generates(index) or is_namespace(top) or not top.isidentifier()
    present = index.step(scope.paths, top) or top in index.elsewhere or _unseen(index, scope, top)
    if special or present or index.step(scope.paths, top + "-stubs") or top + "-stubs" in index.elsewhere:
        return None
    return (Resolved(EXTERNAL, f"pypi:{distribution(top)}"),)


def _standard(index: PythonIndex, scope: Scope, module: str, names: tuple[str, ...]) -> tuple[Resolved, ...] | None:
    """The answer when `module`, whose first name the standard library has, is not hidden by the repository."""
    top = module.partition(".")[0]
    standard = Resolved(STDLIB, f"std:python/{top}")
    if top in BUILTIN or index.step(scope.paths, top) is None:
        return (standard,)
    if any(_shadows(index, path, top) for path in scope.paths):
        return None
    found: dict[Resolved, None] = {}
    for name in names or ("",):
        local = _beyond_standard(index, scope, f"{module}.{name}") or _beyond_standard(index, scope, module)
        found[Resolved(INTERNAL, local.target) if local else standard] = None
    return tuple(found)


def _shadows(index: PythonIndex, path: str, top: str) -> bool:
    located = index.step((path,), top)
    if located is None or not located.regular:
        return False
    if top in WEAK_NAMES or path in index.configured:
        return True
    return bool(located.paths) and (path in {"", "src/"} or path.endswith("/src/"))


def _beyond_standard(index: PythonIndex, scope: Scope, dotted: str) -> Located | None:
    first_two = ".".join(dotted.split(".", 2)[:2])
    if "." not in dotted or first_two in SUBMODULES:
        return None
    located = index.locate(scope, dotted)
    return located if located and located.regular else None


def _search(index: PythonIndex, scope: Scope, module: str, name: str) -> Resolved:
    """One name from a module that is no file under the roots of the importer; the name "" is the module itself."""
    top = module.partition(".")[0]
    located = index.locate(scope, module)
    if located:
        inner = index.step(located.paths, name) if name else located
        if inner and (inner.regular or not is_known(top)):
            return Resolved(INTERNAL, inner.target)
    targets = _answers_elsewhere(index, scope, module, name)
    if len(targets) == 1:
        return Resolved(INTERNAL, targets[0])
    if targets:
        same = not name or targets == _answers_elsewhere(index, scope, module, "")
        return Resolved(AMBIGUOUS, module if same else f"{module}.{name}", f"could be {_listed(targets)}")
    return _missing(index, scope, module, name)


def _answers_elsewhere(index: PythonIndex, scope: Scope, module: str, name: str) -> Sequence[str]:
    """The files that roots other than the importer's offer.

    A package of the importer's own is not looked up elsewhere (two services may both have `app`), except under names
    that are made to be shared (`google`). A known third party is only found where it is developed: as a package, in a
    root with a manifest.
    """
    top = module.partition(".")[0]
    own = index.step(scope.paths, top)
    if own and own.regular and not is_namespace(top):
        return ()
    targets: set[str] = set()
    for path in _roots_having(index, top):
        located = index.walk((path,), module)
        inner = index.step(located.paths, name) if located and name else None
        best = inner if inner and inner.regular else located
        if best and best.regular:
            targets.add(best.target)
    return sorted(targets)


def _roots_having(index: PythonIndex, top: str) -> tuple[str, ...]:
    paths = index.elsewhere.get(top, ())
    if not paths or index.configured or not is_known(top):
        return paths
    return tuple(
        path for path in paths if path in index.projects and (one := index.step((path,), top)) is not None and one.paths
    )


def _missing(index: PythonIndex, scope: Scope, module: str, name: str) -> Resolved:
    """What no file of the repository is: made by a build, missing, or a third party."""
    top = module.partition(".")[0]
    own = index.step(scope.paths, top)
    known = is_known(top)
    if generates(index) and (own or not known or _is_generated(index, scope.paths, f"{top}.__init__")):
        paths = tuple(dict.fromkeys(scope.paths + index.others))
        for written in (module, f"{module}.{name}") if name else (module,):
            if _is_generated(index, paths, written):
                return Resolved(GENERATED, written)
    shared = namespace_distribution(module, name)
    if shared:
        return Resolved(EXTERNAL, f"pypi:{shared}")
    holders = scope.paths if own and (own.regular or not known) else _first_root_with_a_file(index, top)
    if holders:
        return _lacking(index, holders, module, name)
    if known:
        return Resolved(EXTERNAL, f"pypi:{distribution(module, name)}")
    return _unknown(index, scope, module, name)


def _first_root_with_a_file(index: PythonIndex, top: str) -> tuple[str, ...]:
    for path in _roots_having(index, top):
        first = index.step((path,), top)
        if first and first.regular:
            return (path,)
    return ()


def _unknown(index: PythonIndex, scope: Scope, module: str, name: str) -> Resolved:
    """A first name that neither the repository nor the table of names has."""
    top, dot, rest = module.partition(".")
    stub = _stub(index, scope, f"{top}-stubs{dot}{rest}", name)
    if stub:
        return Resolved(INTERNAL, stub.target)
    unseen = _unseen(index, scope, top)
    if unseen:
        return Resolved(UNRESOLVED, module, f"{unseen} is a submodule or a symbolic link, which is not followed")
    outside = index.walk(("",), module) if index.configured else None
    inner = index.step(outside.paths, name) if outside and name else None
    if inner and inner.regular:
        return Resolved(UNRESOLVED, f"{module}.{name}", f"{inner.target} is in no configured root")
    if outside and outside.regular:
        return Resolved(UNRESOLVED, module, f"{outside.target} is in no configured root")
    if not top.isidentifier():
        return Resolved(UNRESOLVED, module, "is not the name of a module")
    return Resolved(EXTERNAL, f"pypi:{distribution(module, name)}")


def _unseen(index: PythonIndex, scope: Scope, top: str) -> str:
    """The path with that name behind which the module may be; "" if there is none."""
    return next((path + top for path in scope.paths if path + top in index.unseen), "") if index.unseen else ""


def _stub(index: PythonIndex, scope: Scope, module: str, name: str) -> Located | None:
    top = module.partition(".")[0]
    for path in (*scope.paths, *index.elsewhere.get(top, ())):
        located = index.walk((path,), module)
        inner = index.step(located.paths, name) if located and name else None
        if located:
            return inner or located
    return None


def _is_generated(index: PythonIndex, paths: Iterable[str], dotted: str) -> bool:
    if not generates(index):
        return False
    tail = dotted.replace(".", "/")
    return any(
        index.is_generated(f"{path}{tail}.py") or index.is_generated(f"{path}{tail}/__init__.py") for path in paths
    )


def _lacking(index: PythonIndex, paths: tuple[str, ...], module: str, name: str) -> Resolved:
    """Unresolved: the whole module, or `name` in a directory without `__init__.py`."""
    written = f"{module}.{name}" if name and index.walk(paths, module) else module
    return Resolved(UNRESOLVED, written, _why(index, paths, written))


def _why(index: PythonIndex, paths: tuple[str, ...], dotted: str, *, regular: bool = True) -> str:
    """Why `dotted`, searched for in `paths`, leads nowhere: the last thing that is there, and what it lacks.

    `regular` is false when `paths` are a directory that code names, yet without `__init__.py`.
    """
    target = ""
    for name in dotted.split("."):
        located = index.step(paths, name)
        if located is None:
            if not paths:
                return f"{target} is a module, not a package, and has no {name} to import"
            lack = "" if regular else " and no __init__.py to define it"
            return f"{paths[0] or 'the top'} has no module {name}{lack}"
        target, paths, regular = located
    return f"{target} is in another root than the rest"


def _listed(targets: Sequence[str]) -> str:
    """The targets, at most five of them."""
    more = len(targets) - 5
    return ", ".join(targets[:5]) + (f" and {more} more" if more > 0 else "")
