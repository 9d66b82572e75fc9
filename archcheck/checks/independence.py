"""`independence`: siblings do not know each other, neither directly nor through files outside of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from archcheck.core.chains import ChainRule, chain_findings, instance_groups
from archcheck.core.extension import Check
from archcheck.core.findings import Result, Unknown
from archcheck.core.graph import Edges
from archcheck.core.options import option
from archcheck.core.scene import Scene
from archcheck.core.selectors import GlobTerm, Selector


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `independence`."""

    components: Selector = option("The siblings: components, or globs with captures that make one per value.")
    except_: Selector | None = option(
        "Files that the rule leaves out: as sources, as targets, and on the way.", default=None
    )
    via: Selector | None = option(
        "Shared entry points: whoever goes through them is allowed.", default=None, exempts=True
    )
    edges: Edges = option("Which dependencies count.", default=Edges())
    transitive: bool = option("Follow chains through files that belong to no sibling.", default=True)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """One glob without captures is one component, which has no siblings."""
        first = self.components.terms[0]
        if len(self.components.terms) == 1 and isinstance(first, GlobTerm) and not first.glob.captures:
            yield (
                "components",
                f'"{first.text}" is a single component',
                'add its siblings, or a capture: "services/{service}"',
            )


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report chains from one sibling to another."""
    instances = scene.instances(options.components)
    if len(instances) == 1 and not instances[0].binding:
        yield Unknown(f"{options.components.text} is a single component, and nothing can depend on its siblings")
    groups, group_of = instance_groups(instances, scene)
    left_out = frozenset(scene.select(options.except_)) if options.except_ else frozenset()
    for node in left_out:
        group_of[node] = -1
    via = frozenset(scene.select(options.via)) if options.via else frozenset()
    closed = via | left_out

    def barred(node: int, reaching: int) -> int:
        group = group_of[node]
        return reaching & ~(1 << group) if group >= 0 and node not in via else 0

    def label(node: int) -> str:
        return groups[group_of[node]].label

    rule = ChainRule(
        edges=options.edges,
        groups=groups,
        group_of=group_of,
        subjects=scene.subjects,
        barred=barred,
        message=lambda first, last: f"{label(first)} {options.edges.verb()} {label(last)}",
        passable=(lambda node: node not in closed) if options.transitive else None,
    )
    yield from chain_findings(scene.graph, rule)


CHECK = Check(kind="independence", options=Options, version=1, run=run)
