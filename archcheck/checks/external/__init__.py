"""`external`: who may use which third-party package or part of the standard library."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from archcheck.checks.external.declared import Declared, compare, undeclared
from archcheck.checks.external.unused import unused
from archcheck.core.chains import ChainRule, Group, outward_findings
from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result, Vacuous
from archcheck.core.graph import Edges
from archcheck.core.options import option
from archcheck.core.packages import PackagePatterns, short_name
from archcheck.core.scene import CodeFiles, Declarations, Need, Scene
from archcheck.core.selectors import Selector, Term
from archcheck.core.values import Place


@dataclass(frozen=True, slots=True)
class Prefer:
    """A package that has taken the place of others."""

    use: PackagePatterns = option("The package to use; never reported itself.")
    instead_of: PackagePatterns = option("The packages that must not be used any more.")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `external`."""

    packages: PackagePatterns | None = option("The packages that `only_from` and `deny_in` are about.", default=None)
    only_from: Selector | None = option("The only files that may use them.", default=None)
    deny_in: Selector | None = option("Files that must not use them.", default=None)
    prefer: tuple[Prefer, ...] = option("Packages that have taken the place of others.", default=())
    declared: bool | Declared = option("Packages that files import are declared in their manifest.", default=False)
    edges: Edges = option("Which dependencies count.", default=Edges())
    transitive: bool = option("With `deny_in`: follow chains through files outside of it.", default=False)

    def comparison(self) -> Declared | None:
        """How imports and manifests are compared, or None when they are not."""
        return self.declared if isinstance(self.declared, Declared) else Declared() if self.declared else None

    def selected(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """The files named within `declared`."""
        if isinstance(self.declared, Declared):
            for name, chosen in (("dev_in", self.declared.dev_in), ("also", self.declared.also)):
                if chosen is not None:
                    yield f"declared.{name}", chosen.terms

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
        if self.packages is None and not placed and not self.prefer and self.comparison() is None:
            yield "", "one of `packages`, `prefer` and `declared` is expected, found none of them", ""
        if self.transitive and self.deny_in is None:
            yield "transitive", "`transitive` needs `deny_in`", "add deny_in:"


def needs(options: Options) -> tuple[Need, ...]:
    """What manifests say, where imports are compared with them."""
    wanted = options.comparison()
    if wanted is None:
        return ()
    return (Declarations(), CodeFiles()) if wanted.unused or wanted.internal else (Declarations(),)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report each file and package that do not go together, once, whatever the number of reasons."""
    reported: set[tuple[str, str | None]] = set()
    for finding in _findings(options, scene):
        use = (finding.places[0].path, finding.target)
        if use not in reported:
            reported.add(use)
            yield finding
    wanted = options.comparison()
    if wanted is not None:
        yield from _compared(wanted, options.edges, scene)


def _compared(wanted: Declared, edges: Edges, scene: Scene) -> Iterator[Result]:
    """What imports and manifests do not agree on."""
    comparison = compare(wanted, scene)
    for term in wanted.also.terms if wanted.also else ():
        if not any(term.glob.match_file(path) is not None for path in comparison.shared):
            yield Vacuous(term.text, term.place, "the path of a manifest is expected")
    yield from undeclared(comparison, edges)
    if wanted.unused:
        yield from unused(comparison)


def _findings(options: Options, scene: Scene) -> Iterator[Finding]:
    wanted = cache(lambda node: options.packages is not None and options.packages.matches(scene.graph.nodes[node]))
    if options.only_from is not None:
        allowed = scene.select(options.only_from)
        hint = f"use it only from {options.only_from.text}"
        yield from _used(wanted, lambda file: file not in allowed, hint, options, scene)
    if options.deny_in is not None:
        yield from outward_findings(scene.graph, _denial(wanted, options.deny_in, options, scene))
    for prefer in options.prefer:
        outdated = cache(partial(_is_outdated, prefer, scene.graph.nodes))
        yield from _used(outdated, lambda _file: True, f"use {prefer.use.text}", options, scene)


def _is_outdated(prefer: Prefer, nodes: Sequence[str], node: int) -> bool:
    return prefer.instead_of.matches(nodes[node]) and not prefer.use.matches(nodes[node])


def _used(
    wanted: Callable[[int], bool], is_subject: Callable[[int], bool], hint: str, options: Options, scene: Scene
) -> Iterator[Finding]:
    """One finding per file that `is_subject` and node outside the repository that is `wanted`, with all places."""
    graph = scene.graph
    found: dict[tuple[int, int], list[Place]] = {}
    for use in graph.external_dependencies(options.edges):
        if wanted(use.target) and is_subject(use.source):
            found.setdefault((use.source, use.target), []).append(graph.place(use))
    for (source, target), places in found.items():
        message = _message(scene, source, target, options)
        yield Finding(message, graph.nodes[source], graph.nodes[target], places=tuple(places), hint=hint)


def _denial(wanted: Callable[[int], bool], denied: Selector, options: Options, scene: Scene) -> ChainRule:
    """Chains from the files of `deny_in`, through any others, to a use of the packages."""
    graph = scene.graph
    group_of = [-1] * graph.internal_count
    for node in scene.select(denied):
        group_of[node] = 0
    return ChainRule(
        edges=options.edges,
        groups=[Group(denied.text, denied.text)],
        group_of=group_of,
        subjects=scene.subjects,
        barred=lambda node, groups: groups if wanted(node) else 0,
        message=lambda first, last: _message(scene, first, last, options),
        passable=(lambda _node: True) if options.transitive else None,
    )


def _message(scene: Scene, source: int, target: int, options: Options) -> str:
    where = scene.component_of(source) or scene.graph.nodes[source]
    return f"{where} {options.edges.verb()} {short_name(scene.graph.nodes[target])}"


def by_edges(options: Options) -> bool:
    """A package that nobody is seen to import any more would be declared in vain."""
    return options.comparison() is None


CHECK = Check(kind="external", options=Options, version=1, run=run, needs=needs, by_edges=by_edges)
