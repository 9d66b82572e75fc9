"""`external`: who may use which third-party package or part of the standard library."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result
from archcheck.core.graph import Edges
from archcheck.core.options import option
from archcheck.core.packages import PackagePatterns, short_name
from archcheck.core.reach import dependents
from archcheck.core.scene import Scene
from archcheck.core.selectors import Selector
from archcheck.core.values import Place


@dataclass(frozen=True, slots=True)
class Prefer:
    """A package that has taken the place of others."""

    use: str = option("The package to use.")
    instead_of: PackagePatterns = option("The packages that must not be used any more.")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `external`."""

    packages: PackagePatterns | None = option("The packages that `only_from` and `deny_in` are about.", default=None)
    only_from: Selector | None = option("The only files that may use them.", default=None)
    deny_in: Selector | None = option("Files that must not use them.", default=None)
    prefer: tuple[Prefer, ...] = option("Packages that have taken the place of others.", default=())
    edges: Edges = option("Which dependencies count.", default=Edges())
    transitive: bool = option("With `deny_in`: nor import files that use them, by any chain.", default=False)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """`packages` needs a place, a place needs `packages`, and something must be said."""
        placed = self.only_from is not None or self.deny_in is not None
        if self.packages is None and placed:
            yield (
                "only_from",
                "`only_from` and `deny_in` need `packages`",
                'add packages:, such as "pypi:django" or "*"',
            )
        if self.packages is not None and not placed:
            yield "packages", "`packages` needs `only_from` or `deny_in`", "say who may use them, or who must not"
        if self.packages is None and not placed and not self.prefer:
            yield "", "one of `packages` and `prefer` is expected, found none of them", ""
        if self.transitive and self.deny_in is None:
            yield "transitive", "`transitive` needs `deny_in`", "add deny_in:"


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report each file and package that do not go together, with all places."""
    if options.packages is not None and options.only_from is not None:
        allowed = scene.select(options.only_from)
        hint = f"use it only from {options.only_from.text}"
        yield from _used(options.packages, options, scene, lambda file: file not in allowed, hint)
    if options.packages is not None and options.deny_in is not None:
        barred = scene.select(options.deny_in)
        yield from _used(options.packages, options, scene, lambda file: file in barred, "")
        if options.transitive:
            yield from _reached(options.packages, options, scene, frozenset(barred))
    for prefer in options.prefer:
        yield from _used(prefer.instead_of, options, scene, lambda _file: True, f"use {prefer.use}")


def _used(
    packages: PackagePatterns, options: Options, scene: Scene, is_subject: Callable[[int], bool], hint: str
) -> Iterator[Finding]:
    graph = scene.graph
    known: dict[int, bool] = {}
    found: dict[tuple[int, int], list[Place]] = {}
    for use in graph.external_dependencies(options.edges):
        if use.target not in known:
            known[use.target] = packages.matches(graph.nodes[use.target])
        if known[use.target] and is_subject(use.source):
            place = Place(graph.nodes[use.source], use.line, use.column)
            found.setdefault((use.source, use.target), []).append(place)
    for (source, target), places in found.items():
        where = scene.component_of(source) or graph.nodes[source]
        name = short_name(graph.nodes[target])
        message = f"{where} {options.edges.verb()} {name}"
        yield Finding(message, graph.nodes[source], graph.nodes[target], places=tuple(places), hint=hint)


def _reached(packages: PackagePatterns, options: Options, scene: Scene, barred: frozenset[int]) -> Iterator[Finding]:
    """Edges from a barred file to a file outside that leads, by any chain, to one of the packages."""
    graph = scene.graph
    users = {d.source for d in graph.external_dependencies(options.edges) if packages.matches(graph.nodes[d.target])}
    outside = dependents(graph.predecessors(options.edges), users - barred, transitive=True) - barred
    for source in sorted(barred):
        found: dict[int, list[Place]] = {}
        for use in graph.dependencies_of(source, options.edges):
            if use.target in outside:
                found.setdefault(use.target, []).append(Place(graph.nodes[source], use.line, use.column))
        for target, places in found.items():
            message = f"{graph.nodes[target]} leads to {packages.text}"
            yield Finding(message, graph.nodes[source], graph.nodes[target], places=tuple(places))


CHECK = Check(kind="external", options=Options, version=1, run=run)
