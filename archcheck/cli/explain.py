"""`archcheck explain`: say why: a violation, a rule, a file, or a dependency."""

import dataclasses
from typing import Any

import click

from archcheck.cli.checking import output_style
from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import request_from, tree_options, write_lines, write_output
from archcheck.pipeline.start import begin


@click.command(short_help="Say why: a violation, a rule, a file, or a dependency.")
@click.argument("subject")
@click.argument("target", required=False)
@tree_options
def command(subject: str, target: str | None, **values: Any) -> int:
    """Explain SUBJECT: a violation id, a rule, a path, a component; or the dependency of SUBJECT on TARGET.

    With TARGET (a path, a component, a glob or a package) it shows why the dependency or chain exists, or whether it
    would be allowed; the exit code is 1 when it breaks a rule.
    """
    from archcheck.pipeline.explain import explain  # noqa: PLC0415 - start-up of other commands
    from archcheck.reporters.text import REPORTER  # noqa: PLC0415 - as above

    answer = explain(begin(request_from(values)), subject, target)
    if answer.violations:
        report = dataclasses.replace(answer.known.report, violations=tuple(answer.violations), filtered=True)
        style = output_style({"full": True, "verbose": False, "quiet": True})
        write_output(REPORTER.render(report, style._replace(compact=False)), None)
    else:
        write_lines(answer.lines)
    return ExitCode.CLEAN if answer.allowed or target is None else ExitCode.VIOLATIONS
