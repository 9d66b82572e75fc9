"""The option `declared`: whether manifests declare what files import."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archcheck.checks.external.manifests import NPM, Level, Manifests, ecosystem_of, read_manifests
from archcheck.checks.external.uses import inside_uses, outside_uses
from archcheck.core.facts import TEST, TYPE_ONLY
from archcheck.core.findings import Finding, Result, Unknown
from archcheck.core.graph import Dependency, Edges
from archcheck.core.options import option
from archcheck.core.package_variants import main_package, types_of
from archcheck.core.packages import PackagePatterns, short_name
from archcheck.core.scene import CodeFiles, Declarations, Scene
from archcheck.core.selectors import GlobSet, Selector
from archcheck.core.tool_files import is_tool_file

UNDECLARED, MISPLACED = "undeclared", "misplaced"
"""Keys of findings."""
_AT_RUN_TIME = frozenset(("", "optional", "peer", "provided", "indirect"))
"""The groups of what whoever runs the code has, or may have."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The comparison of imports with manifests."""

    unused: bool = option("Report run-time packages that no file below their manifest imports, too.", default=False)
    ignore: PackagePatterns | None = option("Packages that are not compared, in either direction.", default=None)
    dev_in: Selector | None = option(
        "More files that may use packages declared for development, besides tests and settings of tools.",
        default=None,
    )
    internal: bool = option(
        "Packages of the repository itself must be declared by others that import them.", default=False
    )
    groups: tuple[str, ...] = option("Groups of packages that are there at run time, too.", default=())
    also: GlobSet | None = option("Manifests that count for every file, wherever they are.", default=None)


@dataclass(frozen=True)
class Comparison:
    """Imports beside manifests."""

    options: Declared
    scene: Scene
    manifests: Manifests

    @cached_property
    def dev_files(self) -> Container[int]:
        """The files of `dev_in`."""
        return self.scene.select(self.options.dev_in) if self.options.dev_in else ()

    @cached_property
    def shared(self) -> Sequence[str]:
        """The manifests of `also`."""
        also = self.options.also
        return [path for path in self.manifests.by_path if also.covers(path)] if also else []

    @cached_property
    def everywhere(self) -> Mapping[str, frozenset[str]]:
        """The groups of each package that the manifests of `also` declare."""
        return Level("", tuple(self.manifests.by_path[path] for path in self.shared)).groups()

    def is_dev(self, use: Dependency) -> bool:
        """Whether a package declared for development is enough."""
        if use.marks & (TEST | TYPE_ONLY) or use.source in self.dev_files:
            return True
        return is_tool_file(self.scene.graph.nodes[use.source])

    def is_left_out(self, node: str) -> bool:
        """Whether the options leave a package out."""
        return self.options.ignore is not None and self.options.ignore.matches(node)

    def groups(self, levels: Sequence[Level], node: str) -> frozenset[str]:
        """The groups in which some of the levels, or what counts everywhere, declare a package."""
        package = main_package(node)
        held = (self.manifests.groups(ecosystem_of(node), level, package) for level in levels)
        return self.everywhere.get(package, frozenset()).union(*held)

    def is_at_run_time(self, groups: frozenset[str]) -> bool:
        """Whether a package of these groups is there when the code runs."""
        return not groups.isdisjoint(_AT_RUN_TIME.union(self.options.groups))


def compare(options: Declared, scene: Scene) -> Comparison:
    """The comparison of a scene."""
    formats = {scene.paths[number]: found for number, found in scene[Declarations()].items()}
    return Comparison(options, scene, read_manifests(formats))


def undeclared(comparison: Comparison, edges: Edges) -> Iterator[Result]:
    """One finding per file and package that the manifests above the file do not declare as it needs it."""
    lost: set[str] = set()
    for node, uses in _uses(comparison, edges):
        path = comparison.scene.graph.nodes[uses[0].source]
        if ecosystem_of(node) not in comparison.manifests.ecosystems():
            lost.add(ecosystem_of(node))
            continue
        levels = list(comparison.manifests.above(ecosystem_of(node), path))
        fault = _fault(comparison, levels, node, uses)
        if fault:
            yield _finding(comparison, fault, node, levels)
    for ecosystem in sorted(lost):
        yield Unknown(f"packages of {ecosystem} are imported, and no manifest here declares any")


def _uses(comparison: Comparison, edges: Edges) -> Iterator[tuple[str, Sequence[Dependency]]]:
    """Each package with the places in one file that import it."""
    scene = comparison.scene
    found = outside_uses(scene.graph, edges)
    if comparison.options.internal:
        found |= inside_uses(scene.graph, edges, comparison.manifests, scene[CodeFiles()])
    for (source, node), uses in found.items():
        is_subject = scene.subjects is None or scene.subjects(scene.graph.nodes[source])
        if is_subject and not comparison.is_left_out(node):
            yield node, uses


@dataclass(frozen=True, slots=True)
class _Fault:
    """Uses of a package that lack a declaration; `groups` are those that it has, which are not enough."""

    uses: tuple[Dependency, ...]
    groups: frozenset[str]


def _fault(comparison: Comparison, levels: Sequence[Level], node: str, uses: Sequence[Dependency]) -> _Fault | None:
    near = comparison.groups(levels[:1], node)
    bundled = ecosystem_of(node) == NPM and any(level.is_for_tools() for level in levels[:1])
    if comparison.is_at_run_time(near) or (near and bundled):
        return None
    if not near and any(comparison.groups(levels[:1], each) for each in types_of(node)):
        return None  # the compiler leaves out imports of which only types are used, whether or not they say so
    is_above = near or any(comparison.groups(levels, each) for each in (node, *types_of(node)))
    lacking = tuple(use for use in uses if not (is_above and comparison.is_dev(use)))
    return _Fault(lacking, near) if lacking else None


def _finding(comparison: Comparison, fault: _Fault, node: str, levels: Sequence[Level]) -> Finding:
    graph = comparison.scene.graph
    source = fault.uses[0].source
    about, key, hint = _words(comparison, fault, node, levels)
    return Finding(
        message=f"{comparison.scene.component_of(source) or graph.nodes[source]} imports {short_name(node)}{about}",
        subject=graph.nodes[source],
        target=node,
        key=key,
        places=tuple(graph.place(use) for use in fault.uses),
        hint=hint,
    )


def _words(comparison: Comparison, fault: _Fault, node: str, levels: Sequence[Level]) -> tuple[str, str, str]:
    """What is wrong with a use, the key of the finding, and the way out."""
    if not levels:
        return ", and no manifest above it declares packages", UNDECLARED, "add a manifest, or name one under `also`"
    near = levels[0].path
    if fault.groups:
        groups = ", ".join(sorted(fault.groups))
        hint = f"declare it for run time in {near}, or list the file under `dev_in`"
        return f", which {near} declares for {groups} only", MISPLACED, hint
    others = [level.path for level in levels[1:] if comparison.groups((level,), node)]
    hint = f"declare it in {near}{f', as {others[0]} does' if others else ''}"
    return f", which {near} does not declare", UNDECLARED, hint
