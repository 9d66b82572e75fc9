"""`public_api`: others enter a component by the front door only."""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from archcheck.core.chains import ChainRule, Group, chain_findings, instance_groups
from archcheck.core.components import captured
from archcheck.core.extension import Check, by_dependencies
from archcheck.core.findings import Finding, Result
from archcheck.core.graph import Edges
from archcheck.core.options import option
from archcheck.core.scene import Need, Scene, Specifiers
from archcheck.core.selectors import Selector
from archcheck.core.values import Place

_LISTED = 3


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `public_api`."""

    component: Selector = option("The components with a front door; captures make one per value.")
    entry: Selector = option("The files by which others may enter, from the top of the repository.")
    allowed_importers: Selector | None = option("Files that may enter anywhere.", default=None, exempts=True)
    specifiers: tuple[str, ...] = option("How others must write the import; `*` stands for any text.", default=())
    edges: Edges = option("Which dependencies count.", default=Edges())
    transitive: bool = option("Follow chains through `allowed_importers`.", default=False)


def needs(options: Options) -> tuple[Need, ...]:
    """Imports as written, where the rule judges them."""
    return (Specifiers(),) if options.specifiers else ()


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report edges from outside a component to one of its files that is no entry, or written in another way."""
    groups, owner = instance_groups(scene.instances(options.component), scene)
    outside = len(groups)
    groups.append(Group("", "outside"))
    group_of = [outside if group < 0 else group for group in owner]
    for node in scene.select(options.allowed_importers) if options.allowed_importers else ():
        group_of[node] = -1
    entries = scene.select(options.entry)

    def barred(node: int, reaching: int) -> int:
        inside = owner[node] >= 0 and node not in entries
        return reaching & ~(1 << owner[node]) if inside else 0

    def message(first: int, last: int) -> str:
        source = scene.component_of(first) or scene.graph.nodes[first]
        return f"{source} {options.edges.verb()} the inside of {groups[owner[last]].label}"

    rule = ChainRule(
        edges=options.edges,
        groups=groups,
        group_of=group_of,
        subjects=scene.subjects,
        barred=barred,
        message=message,
        passable=(lambda node: owner[node] < 0) if options.transitive else None,
    )
    for finding in chain_findings(scene.graph, rule):
        target = scene.graph.id_of(finding.target or "")
        assert target is not None
        # Who reads `why` or the hint wants to know whose door it is, not who knocks.
        binding = captured(groups[owner[target]].binding)
        doors = [scene.graph.nodes[node] for node in entries if owner[node] == owner[target]]
        yield dataclasses.replace(finding, binding=binding, hint=_way_in(doors, options.entry.text))
    if options.specifiers:
        yield from _badly_written(options, scene, owner, group_of)


def _way_in(doors: Sequence[str], wanted: str) -> str:
    if not doors:
        return f"it has no entry yet, which would be {wanted}"
    more = f" and {len(doors) - _LISTED} more" if len(doors) > _LISTED else ""
    return f"use its entry: {', '.join(doors[:_LISTED])}{more}"


def _badly_written(options: Options, scene: Scene, owner: list[int], group_of: list[int]) -> Iterator[Finding]:
    """Imports of an entry from outside whose text fits none of the patterns, one finding per file, target and text."""
    written = scene[Specifiers()]
    entries = scene.select(options.entry)
    found: dict[tuple[int, int, str], list[Place]] = {}
    for source in range(scene.graph.file_count):
        for dependency in scene.graph.dependencies_of(source, options.edges):
            target = dependency.target
            if target not in entries or owner[target] < 0 or owner[target] == owner[source]:
                continue
            text = written.get((source, target, dependency.line, dependency.column), "")
            if group_of[source] >= 0 and not any(fnmatchcase(text, pattern) for pattern in options.specifiers):
                found.setdefault((source, target, text), []).append(scene.graph.place(dependency))
    for (source, target, text), places in found.items():
        hint = f"write it as {' or '.join(options.specifiers)}"
        nodes = scene.graph.nodes
        yield Finding(
            f'writes the import as "{text}"', nodes[source], nodes[target], key=text, places=tuple(places), hint=hint
        )


CHECK = Check(kind="public_api", options=Options, version=1, run=run, needs=needs, by_edges=by_dependencies)
