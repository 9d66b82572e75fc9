"""One run of `check`: load, analyse, judge, and the report that reporters see."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from archcheck.adapters.excerpts import add_excerpts
from archcheck.adapters.reading import path_reader
from archcheck.core.files import Skipped
from archcheck.core.findings import Report
from archcheck.pipeline.analyse import analyse
from archcheck.pipeline.judge import judge
from archcheck.pipeline.load import load
from archcheck.pipeline.start import Started
from archcheck.registry import Registry


class Run(NamedTuple):
    """What a run came to, the reporters it may be shown with, the text of the rule files, and what reads others."""

    report: Report
    registry: Registry
    rule_lines: Mapping[str, Sequence[str]]
    read: Callable[[str], bytes | Skipped]

    def with_excerpts(self, report: Report, limit: int | None) -> Report:
        """A report of this run with the lines of text that its first `limit` violations (None: all) are about."""
        return add_excerpts(report, self.read, self.rule_lines, limit)


def run_check(started: Started) -> Run:
    """Evaluate the rules for a tree.

    Raises ConfigError for wrong rule files, SourceError when the tree cannot be read.
    """
    analysis = analyse(load(started), started.request)
    loaded = analysis.loaded
    judgement = judge(analysis, started.request)
    if started.request.since:
        from archcheck.pipeline.since import only_new  # noqa: PLC0415 - most runs compare with nothing

        judgement = only_new(judgement, analysis, started.request)
    return Run(judgement.report, loaded.registry, loaded.lines, path_reader(loaded.discovery))
