"""Layers that a tree has today: of what stands side by side in a directory, in siblings alike, and of components."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from archcheck.authoring.candidates import Candidate
from archcheck.authoring.components import Group
from archcheck.authoring.drafts import Draft
from archcheck.authoring.layering import Layering, Uses, circles, merged, order, pruned
from archcheck.authoring.survey import CODE, Survey, ending, is_beside, is_peripheral
from archcheck.authoring.yaml_text import Value
from archcheck.core.conventional_names import CONVENTIONAL_FILES, ecosystem_of
from archcheck.core.facts import TEST
from archcheck.core.findings import Violation
from archcheck.core.graph import Edges, Graph

_MOST_NAMES = 40
_MOST_LEVELS = 12
_MOST_ABREAST = 20
_MOST_FILES = 8
_FEWEST = 3
_FEWEST_FILES = 8
_FEWEST_USES = 6
_LEAST_SHARE = 0.06
_LARGE = 0.3
_LEFT_OUT = 5
_AGAINST = 0.15
_MOST_AGAINST = 100
_MOST_OF = 0.8
_SHARED = 0.4
_INSIDE = ("", "src", "app", "src/app", "lib", "internal")
_PLAIN_PARTS = ("src", "app", "lib", "core", "internal", "pkg", "packages", "apps", "services")
_WHY_COMPONENTS = "What others build on does not know them."
_WHY = "Code below can be read, tested and changed without what stands above it."


class Root(NamedTuple):
    """Directories whose children may be layers: one, or one in each of several siblings.

    `pattern` is the glob that means all of them, "" the top of the tree.
    """

    pattern: str
    bases: tuple[str, ...]
    weight: int


class Traffic(NamedTuple):
    """Which files use which, by path: all dependencies, and those that are not only there for tests."""

    every: Sequence[tuple[str, str]]
    untested: Sequence[tuple[str, str]]


def traffic_of(graph: Graph) -> Traffic:
    """The imports of a graph."""
    return Traffic(*(tuple(_pairs(graph, edges)) for edges in (Edges(), Edges(without=TEST))))


def _pairs(graph: Graph, edges: Edges) -> Iterator[tuple[str, str]]:
    nodes = graph.nodes
    for source, targets in enumerate(graph.successors(edges)):
        for target in targets:
            yield nodes[source], nodes[target]


def find_roots(survey: Survey, groups: Sequence[Group]) -> list[Root]:
    """Where layers may be looked for, the places with most code first."""
    many = [group for group in groups if group.is_many]
    covered = sum(survey.weights[member] for group in many for member in group.members)
    shared = {group.pattern: _shared_root(group, survey) for group in many}
    starts = [member for group in groups if not shared.get(group.pattern) for member in group.members]
    found = list(shared.values())
    if covered < _MOST_OF * len(survey.code):
        starts.append("")
    for start in starts:
        base = _descend(start, survey)
        large = [each for each in survey.folders(base) if survey.weights[each] >= _LARGE * len(survey.code)]
        bases = (base, *(_descend(folder, survey) for folder in large))
        found.extend(Root(each, (each,), survey.weights.get(each, 0)) for each in bases)
    parents = {group.parent for group in groups}
    kept = {root for root in found if root and not (root.pattern in parents and root.bases == (root.pattern,))}
    return sorted(kept, key=lambda root: (-root.weight, root.pattern))


def _descend(folder: str, survey: Survey) -> str:
    """The directory where the code below `folder` branches."""
    while True:
        children = survey.folders(folder)
        heavy = [child for child in children if survey.weights[child] >= _MOST_OF * survey.weights[folder]]
        if not heavy or is_beside(heavy[0].rpartition("/")[2]):
            return folder
        folder = heavy[0]


def _shared_root(group: Group, survey: Survey) -> Root | None:
    """The directory inside of siblings whose children go by the same names in several of them."""
    best: tuple[int, Root] | None = None
    for inside in _INSIDE:
        bases = tuple(each for member in group.members if survey.weights.get(each := _join(member, inside)))
        names = _shared_names(bases, survey)
        if len(names) >= _FEWEST and (best is None or len(names) > best[0]):
            weight = sum(survey.weights[base] for base in bases)
            best = len(names), Root(_join(group.pattern.rstrip("/"), inside), bases, weight)
    return best[1] if best else None


def _join(folder: str, inside: str) -> str:
    return "/".join(each for each in (folder, inside) if each)


def _shared_names(bases: Sequence[str], survey: Survey) -> list[str]:
    names: dict[str, int] = {}
    for base in bases:
        for name in _children(base, survey):
            names[name] = names.get(name, 0) + 1
    return sorted(name for name, count in names.items() if count > 1 and count >= _SHARED * len(bases))


def _children(base: str, survey: Survey) -> list[str]:
    """The names in a directory that may be layers: directories with code, and code files of its own."""
    folders = [folder.rpartition("/")[2] for folder in survey.folders(base)]
    files = [name for name in sorted(survey.entries.get(base, ())) if _is_own_file(name)]
    return [*(name for name in folders if not is_beside(name)), *files]


def _is_own_file(name: str) -> bool:
    """Whether a file is part of the program, and not one that tools or languages ask for."""
    if name.endswith("/") or ending(name) not in CODE or is_peripheral(name) or name.count(".") > 1:
        return False
    return not name.startswith(("__init__", ".")) and ecosystem_of(name, CONVENTIONAL_FILES) in (
        None,
        "go",
        "rust",
        "javascript",
    )


class Naming(NamedTuple):
    """What a candidate is called, where it is about, in words, why, and the options that it has beside its layers."""

    rule: str
    where: str
    why: str
    options: Mapping[str, Value] = {}
    taken: Collection[str] = ()


def layers_inside(root: Root, survey: Survey, traffic: Traffic, taken: Collection[str]) -> Candidate | None:
    """The layers of the children of a root; `taken` are the names that selectors take for components."""
    shared = len(root.bases) > 1
    names = _shared_names(root.bases, survey) if shared else _children(root.bases[0], survey)
    files = [name for name in names if ending(name) in CODE]
    if not root.pattern or len(files) > _MOST_FILES or len(names) > _MOST_NAMES:
        names = [name for name in names if name not in files]
    if root.weight < max(_FEWEST_FILES, _LEAST_SHARE * len(survey.code)) or len(names) - len(files) < 2:  # noqa: PLR2004
        return None
    options: dict[str, Value] = {"in": root.pattern} if root.pattern else {}
    where = f"of {root.pattern}" if root.pattern else "at the top"
    naming = Naming(_rule_id(root.pattern), where, _WHY, options, taken)
    every = _uses(traffic.every, root.bases, names)
    if sum(every.values()) < (_FEWEST_USES if shared else 2 * _FEWEST_USES):
        return None
    found = _candidate(naming, every, _uses(traffic.untested, root.bases, names))
    return replace(found, relax=_without_offenders(root)) if found and shared else found


def _without_offenders(root: Root) -> Callable[[Draft, Sequence[Violation]], Draft | None]:
    """Makes the same rule without the siblings that break it, when these are few."""

    def milder(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
        found = sorted({base for base in root.bases for each in violations if each.subject.startswith(f"{base}/")})
        if not 0 < len(found) <= len(root.bases) // _FEWEST or "exclude" in draft.options:
            return None
        options = {name: value for name, value in draft.options.items() if name != "transitive"}
        return replace(draft, options={**options, "exclude": found})

    return milder


def layers_of_siblings(group: Group, traffic: Traffic, taken: Collection[str]) -> Candidate | None:
    """The layers of the components of one group, when some use others."""
    names = [member.rpartition("/")[2] for member in group.members]
    options: dict[str, Value] = {"in": group.parent} if group.parent else {}
    rule = group.name if "{part}" in group.pattern else group.plural.replace(" ", "-")
    naming = Naming(f"{rule}-one-way", f"of {group.plural}", _WHY_COMPONENTS, options, taken)
    base = (group.parent,)
    return _candidate(naming, _uses(traffic.every, base, names), _uses(traffic.untested, base, names))


def layers_of_components(groups: Sequence[Group], traffic: Traffic) -> Candidate | None:
    """The layers of the groups of components themselves: applications use packages, never the other way round."""
    home = {member: group.name for group in groups for member in group.members}
    naming = Naming("components-one-way", "of components", _WHY_COMPONENTS)
    return _candidate(naming, _uses_of_homes(traffic.every, home), _uses_of_homes(traffic.untested, home), fewest=2)


def _uses_of_homes(pairs: Iterable[tuple[str, str]], home: Mapping[str, str]) -> Uses:
    found: dict[tuple[str, str], int] = {}
    homes: dict[str, str] = {}

    def home_of(path: str) -> str:
        folder = path.rpartition("/")[0]
        if folder not in homes:
            homes[folder] = home.get(folder, "") or (home_of(folder) if folder else "")
        return homes[folder]

    for source, target in pairs:
        edge = home_of(source), home_of(target)
        if all(edge) and edge[0] != edge[1]:
            found[edge] = found.get(edge, 0) + 1
    return found


def _uses(pairs: Iterable[tuple[str, str]], bases: Sequence[str], names: Sequence[str]) -> Uses:
    """How the children of each base use each other, put together by name."""
    prefixes = frozenset(f"{base}/" if base else "" for base in bases)
    known = frozenset(names)
    found: dict[tuple[str, str], int] = {}
    children: dict[str, tuple[str, str]] = {}
    for source, target in pairs:
        for path in (source, target):
            if path not in children:
                children[path] = _child_of(path, prefixes)
        (base, first), (other, second) = children[source], children[target]
        if base == other and first != second and first in known and second in known:
            found[first, second] = found.get((first, second), 0) + 1
    return found


def _child_of(path: str, prefixes: Collection[str]) -> tuple[str, str]:
    """The base that a path is in, as a prefix, and the name of the child of it; two empty texts for none."""
    start = 0
    while True:
        if path[:start] in prefixes:
            end = path.find("/", start)
            return path[:start], path[start:] if end < 0 else path[start:end]
        start = path.find("/", start) + 1
        if not start:
            return "", ""


def _candidate(naming: Naming, every: Uses, untested: Uses, fewest: int = _FEWEST) -> Candidate | None:
    """The drafts for some names: in strict order; with those in one layer that use each other; without such names."""
    if len({name for edge in every for name in edge}) > 2 * _MOST_NAMES:
        return None
    less = order(untested).against < order(every).against
    uses = untested if less else every
    naming = naming._replace(options={**naming.options, **({"edges": ["import", "-test"]} if less else {})})
    bound = int(_AGAINST * sum(uses.values()))
    drafts = []
    strict = order(uses)
    if strict.against <= bound:
        drafts.append(_draft(naming, strict, uses, fewest))
    groups = circles(uses)
    if groups and max(map(len, groups)) <= max(_FEWEST, len(strict.names) // _FEWEST):
        joined = merged(uses, groups, {group: "{" + ",".join(group) + "}" for group in groups})
        drafts.append(_draft(naming, order(joined), joined, fewest))
    kept = [each for draft in drafts if draft for each in (draft, _direct(draft))]
    rest = pruned(uses, len(strict.names) // _LEFT_OUT) if groups else None
    if rest and (draft := _draft(naming, order(rest[0]), rest[0], fewest)):
        without = f"; without {_listed(rest[1])}, which would close circles"
        kept.append(_direct(replace(draft, about=draft.about + without)))
    return Candidate(tuple(kept), worth=max(10, min(bound, _MOST_AGAINST))) if kept else None


def _draft(naming: Naming, layering: Layering, uses: Uses, fewest: int) -> Draft | None:
    """The rule for a layering, None for one that says nothing, or too much to be read."""
    if not (1 < len(layering.levels) <= _MOST_LEVELS and fewest <= len(layering.names) <= _MOST_NAMES):
        return None
    if max(map(len, layering.levels)) > _MOST_ABREAST:
        return None
    levels = [" | ".join(f"./{name}" if name in naming.taken else name for name in level) for level in layering.levels]
    about = f"{len(layering.levels)} layers {naming.where}, with {sum(uses.values())} imports between them"
    return Draft(naming.rule, "layers", naming.why, {**naming.options, "layers": levels}, about)


def _listed(names: Sequence[str]) -> str:
    """`a, b and c`."""
    return " and ".join(each for each in (", ".join(names[:-1]), names[-1]) if each)


def _direct(draft: Draft) -> Draft:
    """The same without chains through files that belong to no layer."""
    return replace(draft, options={**draft.options, "transitive": False})


def _rule_id(pattern: str) -> str:
    """`web-layers` for `apps/web/src`, `service-layers` for `services/{service}`."""
    names = [name for part in pattern.split("/") if (name := part.strip("{}"))]
    telling = [name for name in names if name not in _PLAIN_PARTS] or [n for n in names if n != "src"] or names
    return f"{telling[-1].lower()}-layers" if telling else "layers"
