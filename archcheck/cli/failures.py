"""Shows what went wrong: mistakes in rule files with their lines, and bugs with what to report."""

import io
import shutil
import sys
import traceback

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.core.columns import counted, shorten_around
from archcheck.core.printable import inert, printable
from archcheck.errors import ArchcheckError, ConfigError, ExtensionError, Problem

_WIDTH = 100
_LONGEST = 400
_INDENT = " " * 8
_GAP = " " * 6


def show_failure(error: Exception) -> int:
    """Print an error to stderr and return the exit code that belongs to it."""
    if isinstance(error, ConfigError):
        terminal = sys.stderr is not None and sys.stderr.isatty()  # None when the descriptor is closed
        width = shutil.get_terminal_size().columns if terminal else _WIDTH
        _tell("\n".join(render_problem(problem, width) for problem in error.problems))
        if any(problem.line for problem in error.problems):
            _tell(f"{counted(len(error.problems), 'problem')} in the rule files; nothing was checked")
        return ExitCode.CONFIG
    if isinstance(error, ArchcheckError):
        _tell(f"error: {printable(str(error))}")
        return ExitCode.BUG if isinstance(error, ExtensionError) else ExitCode.CONFIG
    _tell("".join(traceback.format_exception(error)).rstrip("\n"))
    _tell("This is a bug in archcheck. Please report it with the lines above.")
    return ExitCode.BUG


def show_usage_error(error: click.ClickException) -> int:
    """Print what is wrong with the command line to stderr, as click does, and return the exit code."""
    text = io.StringIO()
    error.show(text)
    _tell("\n".join(map(printable, text.getvalue().rstrip("\n").split("\n"))))
    return ExitCode.CONFIG


def _tell(text: str) -> None:
    """Print lines to stderr, none of them a command of a CI system."""
    click.echo("\n".join(map(inert, text.split("\n"))), err=True)


def render_problem(problem: Problem, width: int = _WIDTH) -> str:
    """One problem: what and where, then the line with the hint beside it, below it where it does not fit."""
    place = f"{problem.path}:{problem.line}:{problem.column}" if problem.line else problem.path
    head = f"error config  {_safe(place)}  {_safe(problem.message)}"
    hint = _safe(problem.hint)
    if not problem.line:
        return f"{head}\n{_INDENT}{hint}" if hint else head
    room = width - len(_INDENT)
    # Only what can be seen is made printable: a line may be as long as the file.
    start, stop = max(problem.column - 1 - 2 * room, 0), problem.column - 1 + 2 * room
    before = _code(problem.preview[start : problem.column - 1])
    shown = before + _code(problem.preview[problem.column - 1 : stop])
    text = shorten_around(shown, len(before) + 1, room, "...").rstrip()
    line = f"{head}\n{problem.line:>5} | {text}"
    if not hint:
        return line
    beside = f"{line}{_GAP}{hint}"
    fits = len(text) + len(_GAP) + len(hint) <= room
    return beside if fits else f"{line}\n{_INDENT}{hint}"


def _safe(text: str) -> str:
    return printable(shorten_around(text, 1, _LONGEST, "..."))


def _code(text: str) -> str:
    return printable(text.replace("\t", "    "))
