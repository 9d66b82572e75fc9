"""What `archcheck init` does: propose, show or save, and say what comes next."""

import os

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import write_lines, write_output
from archcheck.core.baseline import BASELINE_FILE
from archcheck.core.columns import counted
from archcheck.core.printable import inert_lines, printable
from archcheck.pipeline.init import Prepared, prepare
from archcheck.pipeline.start import RULE_FILE, Started


def propose_rules(started: Started, source: str | None, *, write: bool, with_baseline: bool) -> int:
    """Show the proposal, or save it where the rule file belongs."""
    existing = started.location.rule_file
    if write and existing is not None:
        shown = os.path.relpath(existing, started.location.root)
        raise click.UsageError(f"--write: {printable(shown)} exists already and is not replaced.")
    prepared = _prepare(started, source, with_baseline=with_baseline)
    if not write:
        write_output(prepared.text, None)
        told = prepared.lines if source else ()
        click.echo(inert_lines(map(printable, told)), err=True, nl=False)
        click.echo("nothing was written; --write saves it as archcheck.yaml", err=True)
        return ExitCode.CLEAN
    prepared.write()
    recorded = f" and {BASELINE_FILE} with {counted(prepared.recorded, 'violation')}" if prepared.record else ""
    write_lines([f"wrote  {RULE_FILE}{recorded}", *prepared.lines, "check  archcheck check"])
    return ExitCode.CLEAN


def _prepare(started: Started, source: str | None, *, with_baseline: bool) -> Prepared:
    if source is None:
        return prepare(started, with_baseline=with_baseline)
    from archcheck.authoring.carry import carry_over  # noqa: PLC0415 - only when it is asked for
    from archcheck.pipeline.carry import prepare_carried  # noqa: PLC0415 - as above

    return prepare_carried(started, source, carry_over, with_baseline=with_baseline)
