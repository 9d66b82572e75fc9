"""One run of `graph`: the tree as a graph, at a level, around a focus, or only where rules are broken."""

import dataclasses

from archcheck.core.findings import Report
from archcheck.core.graph_view import GraphQuery, Seen, graph_section
from archcheck.core.resolution import UNRESOLVED
from archcheck.pipeline.analyse import analyse_whole
from archcheck.pipeline.judge import make_report
from archcheck.pipeline.load import load
from archcheck.pipeline.select import select_nodes
from archcheck.pipeline.start import Started
from archcheck.registry import Registry


class GraphRun:
    """The tree, analysed and judged once, from which graphs at several levels are taken."""

    def __init__(self, started: Started) -> None:
        self._analysis = analyse_whole(load(started), started.request)
        self._report = make_report(self._analysis, started.request)

    @property
    def registry(self) -> Registry:
        """Knows the reporters."""
        return self._analysis.loaded.registry

    def report(self, level: str | None, focus: str | None, *, only_violations: bool) -> Report:
        """A report with the section `graph`. Without a level: components where any are declared, else directories.

        Raises ConfigError for a focus that is no selector or selects nothing.
        """
        analysis = self._analysis
        chosen = level or ("component" if analysis.scene.components.specs else "directory")
        seen = Seen(
            graph=analysis.scene.graph,
            components=analysis.scene.components,
            languages=analysis.languages,
            unresolved=(*analysis.built.of(UNRESOLVED), *analysis.lost),
            violations=self._report.violations,
        )
        members = frozenset(select_nodes(focus, analysis)) if focus is not None else None
        section = graph_section(seen, GraphQuery(chosen, members, only_violations))
        return dataclasses.replace(self._report, sections={"graph": section})
