"""Components: named sets of files, one instance per combination of captured values."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archcheck.core.globs import Glob
from archcheck.core.selectors import ComponentTerm, GlobSet, GlobTerm, TagTerm, Term
from archcheck.core.values import Place

Binding = tuple[tuple[str, str], ...]
"""Captured values as (name, value) pairs, sorted by name; names of `{!x}` start with `!`."""
Members = Mapping[int, tuple[Binding, ...]]
"""Ids of files in ascending order, each with the bindings under which it was selected (at least one)."""
_OUTER = 1 << 24
"""More than any prefix is long: what an included file declares comes after all else."""


@dataclass(frozen=True, slots=True)
class Paths:
    """The internal nodes by path: files, then directories that are import targets (with a final slash); each sorted.

    The id of a node is its position in `files`, or in `directories` counted on from there. `packages` are the files of
    those directories that stand for their files: a glob that means all of these means the directory.
    """

    files: tuple[str, ...]
    directories: tuple[str, ...] = ()
    packages: Mapping[int, Sequence[int]] = field(default_factory=dict)

    def __getitem__(self, number: int) -> str:
        """The path of a node."""
        border = len(self.files)
        return self.files[number] if number < border else self.directories[number - border]


@dataclass(frozen=True, slots=True)
class ComponentSpec:
    """A declared component, as the rule file says it.

    `except_values` are the captured values that do not belong to it. `from_pack` is true when the own rule file says
    nothing about it. What an included file declares (`inner`) owns only files that no other component claims.
    """

    name: str
    match: GlobSet
    except_: GlobSet | None
    tags: tuple[str, ...]
    place: Place
    except_values: frozenset[str] = frozenset()
    from_pack: bool = False
    inner: bool = False

    def bars(self, binding: Binding) -> bool:
        """Whether `except` names a captured value: `except: [_template]` bars that instance."""
        return any(value in self.except_values for _, value in binding)

    def weight(self, term: GlobTerm) -> int:
        """How strong the claim of one of its globs is: the longest literal prefix owns a file."""
        return len(term.glob.prefix) + (0 if self.inner else _OUTER)


def captured(binding: Binding) -> dict[str, str]:
    """The values that a binding gives to names, by name; what `{!x}` matched is left out."""
    return {name: value for name, value in binding if not name.startswith("!")}


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
        return ",".join(captured(self.binding).values()) or self.id


@dataclass(frozen=True, slots=True)
class Components:
    """All components of a tree. `home` maps a file to the id of the one component that owns it.

    `ties` lists (file id, component ids) where several patterns of equal literal length claim a file. `homes` is a memo
    of `home_of_path`.
    """

    specs: Mapping[str, ComponentSpec] = field(default_factory=dict)
    instances: Mapping[str, Instance] = field(default_factory=dict)
    home: Mapping[int, str] = field(default_factory=dict)
    ties: tuple[tuple[int, tuple[str, ...]], ...] = ()
    homes: dict[str, str | None] = field(default_factory=dict, compare=False)

    def of_name(self, name: str) -> list[Instance]:
        """The instances of one declared component, by id."""
        return [instance for instance in self.instances.values() if instance.name == name]


def build_components(specs: Sequence[ComponentSpec], paths: Paths) -> Components:
    """Assign the nodes to the declared components."""
    members: dict[str, dict[int, None]] = {}
    about: dict[str, tuple[str, Binding]] = {}
    claims = _Claims(len(paths.files) + len(paths.directories))
    for spec in specs:
        barred = select_globs(spec.except_.terms, paths) if spec.except_ else {}
        for term in spec.match.terms:
            weight = spec.weight(term)
            for binding, numbers in select_runs(term.glob, paths):
                if spec.bars(binding):
                    continue
                kept = [number for number in numbers if number not in barred] if barred else numbers
                instance = instance_id(spec, binding)
                about[instance] = (spec.name, binding)
                members.setdefault(instance, {}).update(dict.fromkeys(kept))
                claims.add(kept, weight, instance)
    instances = {
        key: Instance(key, *about[key], tuple(sorted(members[key]))) for key in sorted(members) if members[key]
    }
    return Components({spec.name: spec for spec in specs}, instances, claims.home(), claims.in_order())


class _Claims:
    """Who claims which node with the longest literal prefix so far."""

    def __init__(self, count: int) -> None:
        self._weights = [-1] * count
        self._owners: list[str] = [""] * count
        self._ties: dict[int, set[str]] = {}

    def add(self, numbers: Iterable[int], weight: int, instance: str) -> None:
        """Note that `instance` claims the nodes with a prefix of that length."""
        weights, owners = self._weights, self._owners
        for number in numbers:
            held = weights[number]
            if weight > held:
                weights[number] = weight
                owners[number] = instance
                self._ties.pop(number, None)
            elif weight == held and owners[number] != instance:
                self._ties.setdefault(number, {owners[number]}).add(instance)

    def home(self) -> dict[int, str]:
        """The owner of each claimed node, ascending; the least id on a tie."""
        found = {number: owner for number, owner in enumerate(self._owners) if owner}
        found.update((number, min(owners)) for number, owners in self._ties.items())
        return found

    def in_order(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """The ties, ascending."""
        return tuple((number, tuple(sorted(owners))) for number, owners in sorted(self._ties.items()))


def instance_id(spec: ComponentSpec, binding: Binding) -> str:
    """`service` without captures, else `service[auth]` or `x[auth,users]`, values in the order of the first pattern."""
    if not binding:
        return spec.name
    order = spec.match.terms[0].glob.captures
    ranked = sorted(binding, key=lambda pair: order.index(pair[0]) if pair[0] in order else len(order))
    return f"{spec.name}[{','.join(value for _, value in ranked)}]"


def select_globs(terms: Iterable[GlobTerm], paths: Paths) -> dict[int, tuple[Binding, ...]]:
    """The ids of the nodes that belong to any of the globs, ascending, with their bindings.

    A directory node belongs to a set that covers what is below the directory, or all files that it stands for.
    """
    found: dict[int, tuple[Binding, ...]] = {}
    runs = [run for term in terms for run in select_runs(term.glob, paths)]
    for binding, numbers in runs:
        _merge(found, numbers, (binding,))
    return found if len(runs) <= 1 else dict(sorted(found.items()))


def select_runs(glob: Glob, paths: Paths) -> Iterator[tuple[Binding, list[int]]]:
    """The nodes that belong to a glob, in order, put together where neighbours bind the same values."""
    numbers = glob.select_files(paths.files)
    files = len(numbers)
    numbers.extend(_covered_directories(glob, paths, numbers))
    if not (glob.captures or glob.others):
        if numbers:
            yield (), numbers
        return
    start = at = 0
    held: Binding = ()
    while at < len(numbers):
        path = paths[numbers[at]]
        binding = _binding_of(numbers[at], glob, paths)
        if binding != held and start < at:
            yield held, numbers[start:at]
            start = at
        held = binding
        at = _end_of_folder(path, numbers, at, paths) if glob.directory and at < files else at + 1
    if numbers:
        yield held, numbers[start:]


def _end_of_folder(path: str, numbers: Sequence[int], at: int, paths: Paths) -> int:
    """The position behind the last file below the directory of `path`, which stands at `at`."""
    folder = path.rpartition("/")[0]
    # "0" is the character after "/".
    return bisect_left(numbers, bisect_left(paths.files, f"{folder}0", numbers[at])) if folder else at + 1


def _binding_of(number: int, glob: Glob, paths: Paths) -> Binding:
    """What a glob binds for a node that belongs to it."""
    bound = glob.match_file(_inside(paths[number]))
    if bound is None:  # a package by its files
        bound = glob.match_file(paths.files[paths.packages[number][0]]) or {}
    return tuple(sorted(bound.items()))


def _covered_directories(glob: Glob, paths: Paths, files: Sequence[int]) -> list[int]:
    """The directories whose inside the glob covers, and packages whose files it means, all under the same binding."""
    border = len(paths.files)
    found = [border + at for at, path in enumerate(paths.directories) if glob.match_file(_inside(path)) is not None]
    if not paths.packages:
        return found
    chosen, covered = set(files), set(found)
    for number, members in paths.packages.items():
        means_all = number not in covered and chosen.issuperset(members)
        if means_all and len({_binding_of(member, glob, paths) for member in members}) == 1:
            covered.add(number)
    return sorted(covered)


def _inside(path: str) -> str:
    """A path that stands for anything deep below a directory node; files are themselves."""
    return f"{path}\0/\0" if path.endswith("/") else path


def _merge(found: dict[int, tuple[Binding, ...]], numbers: Iterable[int], bindings: tuple[Binding, ...]) -> None:
    """Add nodes with their bindings to those found so far."""
    if not found:
        found.update(dict.fromkeys(numbers, bindings))
        return
    for number in numbers:
        known = found.get(number)
        found[number] = bindings if known is None or known == bindings else tuple(dict.fromkeys(known + bindings))


def select_terms(terms: Sequence[Term], components: Components, paths: Paths) -> dict[int, tuple[Binding, ...]]:
    """The ids of the nodes that a union of terms means, ascending, with their bindings."""
    found = select_globs([term for term in terms if isinstance(term, GlobTerm)], paths)
    for term in terms:
        for instance in instances_of(term, components):
            _merge(found, instance.members, (instance.binding,))
    in_order = len(terms) == 1 and isinstance(terms[0], GlobTerm)
    return found if in_order else dict(sorted(found.items()))


def instances_of(term: Term, components: Components) -> list[Instance]:
    """The component instances a term names, by id; none for a glob."""
    if isinstance(term, ComponentTerm):
        if term.values is None:
            return components.of_name(term.name)
        found = components.instances.get(f"{term.name}[{','.join(term.values)}]")
        return [found] if found else []
    if isinstance(term, TagTerm):
        tagged = {name for name, spec in components.specs.items() if term.tag in spec.tags}
        return [instance for instance in components.instances.values() if instance.name in tagged]
    return []


def directories_of(files: Iterable[str]) -> set[str]:
    """All directories that hold one of the files, at any depth, without final slashes; the top is left out."""
    found = {path.rpartition("/")[0] for path in files}
    found.discard("")
    for path in list(found):
        at = path.rfind("/")
        while at > 0 and path[:at] not in found:
            found.add(path[:at])
            at = path.rfind("/", 0, at)
    return found


def home_of_path(path: str, components: Components) -> str | None:
    """The component that would own `path` if it were a node, by the longest literal prefix; the least id on a tie."""
    # Thousands of violations may be about one path (the rule file), and there may be thousands of patterns.
    if path not in components.homes:
        components.homes[path] = _find_home(path, components)
    return components.homes[path]


def _find_home(path: str, components: Components) -> str | None:
    best: tuple[int, str] | None = None
    inside = _inside(path)
    for spec in components.specs.values():
        for term in spec.match.terms:
            bound = term.glob.match_file(inside)
            if bound is None or (spec.except_ and _is_barred(spec, inside, tuple(sorted(bound.items())))):
                continue
            claim = (-spec.weight(term), instance_id(spec, tuple(sorted(bound.items()))))
            best = claim if best is None else min(best, claim)
    return best[1] if best else None


def _is_barred(spec: ComponentSpec, path: str, binding: Binding) -> bool:
    terms = spec.except_.terms if spec.except_ else ()
    return spec.bars(binding) or any(term.glob.match_file(path) is not None for term in terms)


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
