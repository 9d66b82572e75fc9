"""`archcheck check`: evaluate the rules and report every violation."""

import dataclasses
import os
import shutil
import sys
from collections.abc import Sequence
from typing import Any

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import request_from, tree_options, write_output
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import SEVERITIES, UNKNOWN, Report, Violation
from archcheck.core.options import did_you_mean
from archcheck.pipeline.request import Request
from archcheck.registry import Registry


@click.command(short_help="Evaluate the rules and report every violation.")
@click.argument("paths", nargs=-1)
@tree_options
@click.option("-o", "--output", "outputs", multiple=True, metavar="FORMAT[=FILE]", help="Output format; repeatable.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="List only violations of this rule; repeatable.")
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="error", help="Exit with 1 from this severity on.")
@click.option("--config-only", is_flag=True, help="Check the rule files alone.")
@click.option("--all", "full", is_flag=True, help="List every violation, however many there are.")
@click.option("-q", "--quiet", is_flag=True, help="Print violations only.")
@click.option("-v", "--verbose", is_flag=True, help="Print every rule with its outcome.")
def command(paths: Sequence[str], outputs: Sequence[str], rules: Sequence[str], fail_on: str, **values: Any) -> int:
    """Evaluate the rules and report every violation.

    PATHS and --rule filter what is listed, never what is evaluated.
    """
    request = request_from(values)
    if values["config_only"]:
        return _check_config(request)
    from archcheck.pipeline.run import run_check  # noqa: PLC0415 - not needed to check rule files alone

    wanted = [_parse_output(output) for output in outputs or ("text",)]
    report, registry = run_check(request)
    listed = _filter(report, _inside(paths, request.start, report), rules)
    for name, file in wanted:
        reporter = _reporter(name, registry)
        write_output(reporter.render(listed, output_style(values, to_file=file is not None)), file)
    return _exit_code(listed, fail_on)


def _check_config(request: Request) -> int:
    from archcheck.pipeline.load import load_rules_only  # noqa: PLC0415 - an alternative to the whole run

    rules = load_rules_only(request.start, request.config)
    count = len(rules.rules)
    click.echo(f"{rules.path or 'no rule file'}: {count} rule{'' if count == 1 else 's'}, no problems")
    return ExitCode.CLEAN


def _parse_output(text: str) -> tuple[str, str | None]:
    name, separator, file = text.partition("=")
    if separator and not file:
        raise click.UsageError(f'-o {text}: write "{name}=FILE", or "{name}" for standard output.')
    return name, file or None


def _reporter(name: str, registry: Registry) -> Reporter:
    reporter = registry.reporter(name)
    if reporter is None or "graph" in reporter.sections:
        known = [n for n in registry.reporter_names() if (r := registry.reporter(n)) and "graph" not in r.sections]
        raise click.UsageError(f'there is no output format "{name}" for check; {did_you_mean(name, known)}')
    return reporter


def output_style(values: dict[str, Any], *, to_file: bool = False) -> Style:
    """How text may look where it goes; `values` are those of --all, --verbose and --quiet."""
    terminal = sys.stdout.isatty() and not to_file
    encoding = (sys.stdout.encoding or "").lower().replace("-", "")
    return Style(
        colour=terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
        width=shutil.get_terminal_size().columns if terminal else 100,
        unicode=not terminal or encoding == "utf8",
        compact=not terminal,
        full=values["full"],
        verbosity=values["verbose"] - values["quiet"],
    )


def _inside(paths: Sequence[str], start: str, report: Report) -> tuple[str, ...]:
    """PATHS relative to the root, without final slashes. Raises click.UsageError for one that is not in the tree."""
    found = []
    for path in paths:
        absolute = os.path.realpath(os.path.join(start, path))
        if not os.path.exists(absolute):
            raise click.UsageError(f"{path}: there is no such file or directory.")
        relative = os.path.relpath(absolute, os.path.realpath(report.root)).replace(os.sep, "/")
        if relative.startswith("../"):
            raise click.UsageError(f"{path}: lies outside of {report.root}.")
        found.append(relative)
    return tuple(found)


def _filter(report: Report, paths: Sequence[str], rules: Sequence[str]) -> Report:
    known = [rule.id for rule in report.rules]
    for rule in rules:
        if rule not in known:
            raise click.UsageError(f'--rule: there is no rule "{rule}"; {did_you_mean(rule, known)}')
    if not paths and not rules:
        return report
    kept = tuple(v for v in report.violations if (not rules or v.rule in rules) and _touches(v, paths))
    return dataclasses.replace(report, violations=kept, filtered=True)


def _touches(violation: Violation, paths: Sequence[str]) -> bool:
    if not paths or "." in paths:
        return True
    mentioned = {violation.subject, violation.path, *(place.path for place in violation.places)}
    return any(at == path or at.startswith(f"{path}/") for at in mentioned for path in paths)


def _exit_code(report: Report, fail_on: str) -> int:
    """1 when a violation, or an unknown rule, is at or above `fail_on`."""
    gating = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
    broken = any(violation.severity in gating for violation in report.violations)
    unknown = any(rule.outcome == UNKNOWN and rule.severity in gating for rule in report.rules)
    return ExitCode.VIOLATIONS if broken or unknown else ExitCode.CLEAN
