"""`independence`: siblings do not know each other, neither directly nor through files outside of them."""

from collections.abc import Iterator
from dataclasses import dataclass

from archcheck.core.chains import ChainRule, chain_findings
from archcheck.core.extension import Check, by_dependencies
from archcheck.core.findings import Result
from archcheck.core.graph import Edges
from archcheck.core.options import option
from archcheck.core.scene import Scene
from archcheck.core.selectors import Selector
from archcheck.core.siblings import find_siblings, lone_component, lone_glob


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
        return lone_glob(self.components)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report chains from one sibling to another."""
    instances = scene.instances(options.components)
    yield from lone_component(instances, options.components)
    siblings = find_siblings(instances, options.except_, options.via, scene)
    label, verb = siblings.label, options.edges.verb()
    rule = ChainRule(
        edges=options.edges,
        groups=siblings.groups,
        group_of=siblings.group_of,
        subjects=scene.subjects,
        barred=siblings.barred,
        message=lambda first, last: f"{label(first)} {verb} {label(last)}",
        passable=siblings.passable if options.transitive else None,
    )
    yield from chain_findings(scene.graph, rule)


CHECK = Check(kind="independence", options=Options, version=1, run=run, by_edges=by_dependencies)
