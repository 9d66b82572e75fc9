"""Shows what went wrong: mistakes in rule files with their lines, and bugs with what to report."""

import sys
import traceback

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.core.printable import printable
from archcheck.errors import ArchcheckError, ConfigError, Problem


def show_failure(error: Exception) -> int:
    """Print an error to stderr and return the exit code that belongs to it."""
    if isinstance(error, ConfigError):
        click.echo("\n".join(render_problem(problem) for problem in error.problems), err=True)
        count = len(error.problems)
        click.echo(f"{count} problem{'' if count == 1 else 's'} in the rule files; nothing was checked", err=True)
        return ExitCode.CONFIG
    if isinstance(error, ArchcheckError):
        click.echo(f"error: {printable(str(error))}", err=True)
        return ExitCode.CONFIG
    traceback.print_exception(error, file=sys.stderr)
    click.echo("This is a bug in archcheck. Please report it with the lines above.", err=True)
    return ExitCode.BUG


def render_problem(problem: Problem) -> str:
    """One problem: what and where, then the line with the hint beside it."""
    place = problem.path if not problem.line else f"{problem.path}:{problem.line}:{problem.column}"
    head = f"error config  {printable(place)}  {printable(problem.message)}"
    if not problem.line:
        return head + (f"\n  {printable(problem.hint)}" if problem.hint else "")
    preview = printable(problem.preview[:160]).rstrip()
    hint = f"      {printable(problem.hint)}" if problem.hint else ""
    return f"{head}\n{problem.line:>5} | {preview}{hint}"
