"""Components: named sets of files, one instance per combination of captured values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from archcheck.core.globs import Glob
from archcheck.core.selectors import ComponentTerm, GlobSet, GlobTerm, TagTerm, Term
from archcheck.core.values import Place

Binding = tuple[tuple[str, str], ...]
"""Captured values as (name, value) pairs, sorted by name; names of `{!x}` start with `!`."""
Members = Mapping[int, tuple[Binding, ...]]
"""Ids of files in ascending order, each with the bindings under which it was selected (at least one)."""

_FREE: tuple[Binding, ...] = ((),)


@dataclass(frozen=True, slots=True)
class Paths:
    """The internal nodes by path: files, then directories that are import targets (with a final slash); each sorted.

    The id of a node is its position in `files`, or in `directories` counted on from there.
    """

    files: tuple[str, ...]
    directories: tuple[str, ...] = ()

    def __getitem__(self, number: int) -> str:
        """The path of a node."""
        border = len(self.files)
        return self.files[number] if number < border else self.directories[number - border]


@dataclass(frozen=True, slots=True)
class ComponentSpec:
    """A declared component, as the rule file says it."""

    name: str
    match: GlobSet
    except_: GlobSet | None
    tags: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Instance:
    """One component: `service`, or `service[auth]` for one value of its captures; `members` ascending."""

    id: str
    name: str
    binding: Binding
    members: tuple[int, ...]

    @property
    def label(self) -> str:
        """How messages call it: the captured values, or the id without any."""
        return ",".join(value for name, value in self.binding if not name.startswith("!")) or self.id


@dataclass(frozen=True, slots=True)
class Components:
    """All components of a tree. `home` maps a file to the id of the one component that owns it.

    `ties` lists (file id, component ids) where several patterns of equal literal length claim a file.
    """

    specs: Mapping[str, ComponentSpec] = field(default_factory=dict)
    instances: Mapping[str, Instance] = field(default_factory=dict)
    home: Mapping[int, str] = field(default_factory=dict)
    ties: tuple[tuple[int, tuple[str, ...]], ...] = ()

    def of_name(self, name: str) -> list[Instance]:
        """The instances of one declared component, by id."""
        return [instance for instance in self.instances.values() if instance.name == name]


def build_components(specs: Sequence[ComponentSpec], paths: Paths) -> Components:
    """Assign the nodes to the declared components."""
    members: dict[str, dict[int, None]] = {}
    about: dict[str, tuple[str, Binding]] = {}
    claims: dict[int, tuple[int, set[str]]] = {}
    for spec in specs:
        barred = set(select_globs(spec.except_.terms, paths)) if spec.except_ else set()
        for term in spec.match.terms:
            weight = len(term.glob.prefix)
            for number, bindings in select_globs([term], paths).items():
                if number in barred or _excepted(spec, bindings):
                    continue
                for binding in bindings:
                    instance = instance_id(spec, binding)
                    about[instance] = (spec.name, binding)
                    members.setdefault(instance, {})[number] = None
                    _claim(claims, number, weight, instance)
    instances = {key: Instance(key, *about[key], tuple(sorted(members[key]))) for key in sorted(members)}
    ties = tuple((number, tuple(sorted(owners))) for number, (_, owners) in sorted(claims.items()) if len(owners) > 1)
    home = {number: min(owners) for number, (_, owners) in sorted(claims.items())}
    return Components({spec.name: spec for spec in specs}, instances, home, ties)


def instance_id(spec: ComponentSpec, binding: Binding) -> str:
    """`service` without captures, else `service[auth]` or `x[auth,users]`, values in the order of the first pattern."""
    if not binding:
        return spec.name
    order = spec.match.terms[0].glob.captures
    ranked = sorted(binding, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    return f"{spec.name}[{','.join(value for _, value in ranked)}]"


def _excepted(spec: ComponentSpec, bindings: Iterable[Binding]) -> bool:
    """Whether `except` names a captured value: `except: [_template]` bars that instance."""
    if spec.except_ is None:
        return False
    names = {term.text for term in spec.except_.terms}
    return any(value in names for binding in bindings for _, value in binding)


def _claim(claims: dict[int, tuple[int, set[str]]], number: int, weight: int, instance: str) -> None:
    held = claims.get(number)
    if held is None or weight > held[0]:
        claims[number] = (weight, {instance})
    elif weight == held[0]:
        held[1].add(instance)


def select_globs(terms: Iterable[GlobTerm], paths: Paths) -> dict[int, tuple[Binding, ...]]:
    """The ids of the nodes that belong to any of the globs, ascending, with their bindings.

    A directory node belongs to a set that covers what is below the directory.
    """
    found: dict[int, tuple[Binding, ...]] = {}
    for term in terms:
        glob = term.glob
        numbers = glob.select_files(paths.files)
        if not (glob.captures or glob.others):
            numbers.extend(_covered_directories(glob, paths))
            _merge(found, numbers, _FREE)
            continue
        _merge_bound(found, glob, [*numbers, *_covered_directories(glob, paths)], paths)
    return dict(sorted(found.items()))


def _covered_directories(glob: Glob, paths: Paths) -> list[int]:
    border = len(paths.files)
    return [border + at for at, path in enumerate(paths.directories) if glob.match_file(_inside(path)) is not None]


def _inside(path: str) -> str:
    """A path that stands for anything deep below a directory node; files are themselves."""
    return f"{path}\0/\0" if path.endswith("/") else path


def _merge_bound(found: dict[int, tuple[Binding, ...]], glob: Glob, numbers: Iterable[int], paths: Paths) -> None:
    """Merge nodes with the values they bind; within a directory of a directory pattern these are the same for all."""
    known: dict[str, tuple[Binding, ...]] = {}
    for number in numbers:
        path = paths[number]
        folder = path[: path.rfind("/") + 1]
        bindings = known.get(folder) if glob.directory else None
        if bindings is None:
            bound = glob.match_file(_inside(path)) or {}
            bindings = known[folder] = (tuple(sorted(bound.items())),)
        _merge(found, (number,), bindings)


def _merge(found: dict[int, tuple[Binding, ...]], numbers: Iterable[int], bindings: tuple[Binding, ...]) -> None:
    for number in numbers:
        known = found.get(number)
        found[number] = bindings if known is None or known == bindings else tuple(dict.fromkeys(known + bindings))


def select_terms(terms: Sequence[Term], components: Components, paths: Paths) -> dict[int, tuple[Binding, ...]]:
    """The ids of the nodes that a union of terms means, ascending, with their bindings."""
    found = select_globs([term for term in terms if isinstance(term, GlobTerm)], paths)
    for term in terms:
        for instance in instances_of(term, components):
            _merge(found, instance.members, (instance.binding,))
    return dict(sorted(found.items()))


def instances_of(term: Term, components: Components) -> list[Instance]:
    """The component instances a term names, by id; none for a glob."""
    if isinstance(term, ComponentTerm):
        named = components.of_name(term.name)
        return [i for i in named if term.values is None or tuple(value for _, value in i.binding) == term.values]
    if isinstance(term, TagTerm):
        tagged = {name for name, spec in components.specs.items() if term.tag in spec.tags}
        return [instance for instance in components.instances.values() if instance.name in tagged]
    return []


def directories_of(files: Iterable[str]) -> set[str]:
    """All directories that hold one of the files, at any depth, without final slashes; the top is left out."""
    found: set[str] = set()
    for path in files:
        at = path.rfind("/")
        while at > 0 and path[:at] not in found:
            found.add(path[:at])
            at = path.rfind("/", 0, at)
    return found


def home_of_path(path: str, components: Components) -> str | None:
    """The component that would own `path` if it were a node, by the longest literal prefix; the least id on a tie."""
    best: tuple[int, str] | None = None
    inside = _inside(path)
    for spec in components.specs.values():
        for term in spec.match.terms:
            bound = term.glob.match_file(inside)
            if bound is None or (spec.except_ and _is_barred(spec, inside, tuple(sorted(bound.items())))):
                continue
            claim = (-len(term.glob.prefix), instance_id(spec, tuple(sorted(bound.items()))))
            best = claim if best is None else min(best, claim)
    return best[1] if best else None


def _is_barred(spec: ComponentSpec, path: str, binding: Binding) -> bool:
    terms = spec.except_.terms if spec.except_ else ()
    return _excepted(spec, [binding]) or any(term.glob.match_file(path) is not None for term in terms)


def compatible(left: Binding, right: Binding) -> bool:
    """Whether two bindings can hold at once: equal names, equal values; `!name` differs from the value of `name`."""
    values = dict(left)
    for name, value in right:
        if values.get(name, value) != value:
            return False
        other = name[1:] if name.startswith("!") else f"!{name}"
        if values.get(other) == value:
            return False
    return True
