"""The entry point: commands by name, loaded when used; exit codes and the error boundary."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

import click

from archcheck import __version__
from archcheck.cli.exit_codes import ExitCode

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": "Evaluate the rules and report every violation.",
    "graph": "Print the dependency graph.",
    "explain": "Say why: a violation, a rule, a file, or a dependency.",
    "init": "Propose a rule file that holds today.",
    "diff": "Tell what is different between two commits.",
    "baseline": "Record the violations of the past, and let them become fewer.",
    "exemptions": "List everything that is accepted or left out.",
    "owners": "Say who owns what, by the CODEOWNERS file.",
    "rules": "List rule kinds and packs, with a snippet to start from.",
    "schema": "Print the JSON Schema of rule files and reports.",
}


class LazyGroup(click.Group):
    """A group that imports the module of a command only when it is used."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """All commands, in the order of use."""
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """The command of that name; loads its module."""
        if name not in COMMANDS:
            return None
        command = import_module(f"archcheck.cli.{name}").command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does, with the nearest command named when there is none of that name."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches  # noqa: PLC0415 - only for a typing mistake

            near = get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f'{error.message} Did you mean "{near[0]}"?', ctx) from None

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="archcheck %(version)s")
def cli() -> None:
    """Keep a repository in the shape its team has decided on.

    The target structure is declared in archcheck.yaml; every violation is reported with its place, its reason and the
    way out. Exit codes: 0 clean, 1 violations, 2 the rule files or the command line are wrong, 3 a bug in archcheck.
    """


def run() -> NoReturn:
    """Run the command line and end the process at once.

    Nothing is open any more but what was written, and to take apart the memory of a run takes a tenth of its time.
    """
    code = main()
    try:
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    except (OSError, ValueError, AttributeError):
        sys.exit(code)  # closed by a reader, by `main`, or never there: Python itself knows what to do
    os._exit(code)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    try:
        result = cli.main(args=arguments, prog_name="archcheck", standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        return ExitCode.INTERRUPTED
    except click.ClickException as error:
        from archcheck.cli.failures import show_usage_error  # noqa: PLC0415 - only when something failed

        return show_usage_error(error)
    except BrokenPipeError:
        if sys.stderr is not None:
            sys.stderr.close()
        return ExitCode.CLEAN
    except Exception as error:  # noqa: BLE001 - the error boundary: everything else is a bug or an expected error
        from archcheck.cli.failures import show_failure  # noqa: PLC0415 - only when something failed

        return show_failure(error)
    return result if isinstance(result, int) else ExitCode.CLEAN
