"""What `archcheck check` does: run, filter the listing, render, and the exit code."""

import dataclasses
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from typing import Any

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import relative_path, write_lines, write_output
from archcheck.core.columns import counted
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import ERROR, SEVERITIES, UNKNOWN, Report, Violation
from archcheck.core.options import did_you_mean
from archcheck.core.ownership import concerned
from archcheck.pipeline.load import load_rules_only
from archcheck.pipeline.request import Request
from archcheck.pipeline.run import run_check
from archcheck.pipeline.start import Started
from archcheck.registry import Registry


def check_tree(
    started: Started, paths: Sequence[str], outputs: Sequence[str], rules: Sequence[str], values: Mapping[str, Any]
) -> int:
    """Evaluate and write every output; `values` are the other options of the command."""
    wanted = [_parse_output(output) for output in outputs or ("text",)]
    run = run_check(started)
    shown = [
        (_reporter(name, run.registry), output_style(values, to_file=file is not None), file) for name, file in wanted
    ]
    listed = _filter(run.report, inside(paths, started.request.start, run.report), rules, values["owners"])
    limits = [reporter.excerpts(style) for reporter, style, _ in shown]
    listed = run.with_excerpts(listed, None if None in limits else max(limit or 0 for limit in limits))
    for reporter, style, file in shown:
        write_output(reporter.render(listed, style), file)
    return _exit_code(listed, rules, values["fail_on"])


def check_rule_files(request: Request) -> int:
    """Check the rule files alone."""
    rules = load_rules_only(request.start, request.config)
    count = len(rules.rules)
    write_lines([f"{rules.path}: {counted(count, 'rule')}, no problems" if rules.path else "there is no rule file"])
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


def output_style(values: Mapping[str, Any], *, to_file: bool = False) -> Style:
    """How text may look where it goes; `values` are those of --all, --verbose and --quiet."""
    stdout = sys.stdout  # None when the descriptor is closed
    terminal = stdout is not None and stdout.isatty() and not to_file
    encoding = (stdout.encoding or "").lower().replace("-", "") if terminal else ""
    return Style(
        colour=terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb",
        width=shutil.get_terminal_size().columns if terminal else 100,
        unicode=not terminal or encoding == "utf8",
        compact=not terminal,
        full=values["full"],
        verbosity=values["verbose"] - values["quiet"],
    )


def inside(paths: Sequence[str], start: str, report: Report) -> tuple[str, ...]:
    """PATHS relative to the root, without final slashes. Raises click.UsageError for one that is not in the tree."""
    found = []
    for path in paths:
        relative = relative_path(os.path.join(start, path), report.root)
        if relative == ".." or relative.startswith("../"):
            raise click.UsageError(f"{path}: lies outside of {report.root}.")
        is_there = os.path.lexists(os.path.join(start, path))
        if not is_there and not any(touches(violation, (relative,)) for violation in report.violations):
            raise click.UsageError(f"{path}: there is no such file or directory.")
        found.append(relative)
    return tuple(found)


def _filter(report: Report, paths: Sequence[str], rules: Sequence[str], owners: Sequence[str]) -> Report:
    known = [rule.id for rule in report.rules]
    for rule in rules:
        if rule not in known:
            raise click.UsageError(f'--rule: there is no rule "{rule}"; {did_you_mean(rule, known)}')
    asked = {_known_owner(owner, report) for owner in owners}
    if not paths and not rules and not asked:
        return report
    kept = tuple(
        violation
        for violation in report.violations
        if (not rules or violation.rule in rules)
        and touches(violation, paths)
        and (not asked or not asked.isdisjoint(map(str.casefold, concerned(violation))))
    )
    return dataclasses.replace(report, violations=kept, filtered=True)


def _known_owner(owner: str, report: Report) -> str:
    """The owner in small letters. Raises click.UsageError for one whom the CODEOWNERS file does not name."""
    known = {name.casefold() for name in report.owners}
    for name in (owner.casefold(), f"@{owner.casefold()}"):
        if name in known:
            return name
    hint = did_you_mean(owner, report.owners) or "there is none, or it names nobody"
    raise click.UsageError(f'--owner: the CODEOWNERS file does not name "{owner}"; {hint}')


def touches(violation: Violation, paths: Sequence[str]) -> bool:
    """Whether a violation has to do with one of the paths, or there are none to choose from."""
    if not paths or "." in paths:
        return True
    steps = (end for link in violation.chain for end in (link.source, link.written))
    mentioned = {violation.subject.rstrip("/"), violation.path, *(place.path for place in violation.places), *steps}
    return any(at == path or at.startswith(f"{path}/") for at in mentioned for path in paths)


def _exit_code(report: Report, rules: Sequence[str], fail_on: str | None) -> int:
    """1 when a listed violation, or an unknown rule, is at or above `fail_on`.

    Without a rule file nothing has been agreed on: then only who asks for it by `fail_on` gets another code than 0.
    """
    if report.config is None and fail_on is None:
        return ExitCode.CLEAN
    gating = SEVERITIES[: SEVERITIES.index(fail_on or ERROR) + 1]
    broken = any(violation.severity in gating for violation in report.open_violations())
    judged = [rule for rule in report.rules if not rules or rule.id in rules]
    unknown = any(rule.outcome == UNKNOWN and rule.severity in gating for rule in judged)
    return ExitCode.VIOLATIONS if broken or unknown else ExitCode.CLEAN
