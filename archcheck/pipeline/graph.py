"""One run of `graph`: the tree as a graph, at a level, around a focus, or only where rules are broken."""

import dataclasses

from archcheck.core.findings import Report
from archcheck.core.graph_view import GraphQuery, Seen, graph_section
from archcheck.core.resolution import UNRESOLVED
from archcheck.pipeline.analyse import analyse
from archcheck.pipeline.load import load
from archcheck.pipeline.run import make_report
from archcheck.pipeline.select import select_nodes
from archcheck.pipeline.start import Started
from archcheck.registry import Registry


def make_graph_report(
    started: Started, level: str | None, focus: str | None, *, only_violations: bool
) -> tuple[Report, Registry]:
    """A report with the section `graph`. Without a level: components where any are declared, else directories.

    Raises ConfigError for wrong rule files or a focus that is no selector or selects nothing.
    """
    analysis = analyse(load(started), started.request)
    report = make_report(analysis, started.request)
    chosen = level or ("component" if analysis.scene.components.specs else "directory")
    seen = Seen(
        graph=analysis.scene.graph,
        components=analysis.scene.components,
        languages=analysis.languages,
        unresolved=analysis.built.of(UNRESOLVED),
        violations=report.violations,
    )
    members = frozenset(select_nodes(focus, analysis)) if focus is not None else None
    section = graph_section(seen, GraphQuery(chosen, members, only_violations))
    return dataclasses.replace(report, sections={"graph": section}), analysis.loaded.registry
