"""`archcheck graph`: print the dependency graph."""

from collections.abc import Sequence
from typing import Any

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import request_from, tree_options, write_output
from archcheck.core.extension import Reporter, Style
from archcheck.core.options import did_you_mean
from archcheck.pipeline.start import begin
from archcheck.registry import Registry

GRAPH_FORMATS = {"json": "graph_json"}
"""Formats that go by a shorter name in this command."""


@click.command(short_help="Print the dependency graph.")
@tree_options
@click.option(
    "-o", "--output", "outputs", multiple=True, metavar="FORMAT[=FILE]", help="json, mermaid, dot or graphml."
)
@click.option("--level", type=click.Choice(["file", "directory", "component"]), help="What the nodes are.")
@click.option("--focus", metavar="SELECTOR", help="Only these files and what they touch directly.")
@click.option("--only-violations", is_flag=True, help="Only dependencies that break a rule.")
def command(
    outputs: Sequence[str], level: str | None, focus: str | None, *, only_violations: bool, **values: Any
) -> int:
    """Print the dependency graph: nodes, dependencies with their places, and what leads nowhere.

    The level is `component` where components are declared, else `directory`; `file` for json.
    """
    from archcheck.pipeline.graph import GraphRun  # noqa: PLC0415 - start-up of other commands

    run = GraphRun(begin(request_from(values)))
    wanted = [output.partition("=") for output in outputs or ("json",)]
    for name, reporter, file in [(name, _graph_reporter(name, run.registry), file) for name, _, file in wanted]:
        chosen = level or ("file" if name == "json" else None)
        report = run.report(chosen, focus, only_violations=only_violations)
        write_output(reporter.render(report, Style()), file or None)
    return ExitCode.CLEAN


def _graph_reporter(name: str, registry: Registry) -> Reporter:
    reporter = registry.reporter(GRAPH_FORMATS.get(name, name))
    if reporter is None or "graph" not in reporter.sections:
        drawn = [each for each in registry.reporter_names() if (r := registry.reporter(each)) and "graph" in r.sections]
        shown = sorted({*GRAPH_FORMATS, *drawn} - set(GRAPH_FORMATS.values()))
        raise click.UsageError(f'there is no graph format "{name}"; {did_you_mean(name, shown)}')
    return reporter
