"""Command-line options that several commands share, and how their values become a request."""

import datetime
import errno
import os
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import click

from archcheck.core.dates import is_date
from archcheck.core.printable import inert_lines, printable
from archcheck.pipeline.request import Request

F = TypeVar("F", bound=Callable[..., Any])
_SHOWN = 40
_READER_IS_GONE = (errno.EPIPE, errno.EINVAL)  # EINVAL is what Windows says


def tree_options(command: F) -> F:
    """The options of every command that reads a tree."""
    for decorate in reversed(
        (
            click.option(
                "-c", "--config", metavar="FILE", help="The rule file; default: the outermost archcheck.yaml."
            ),
            click.option("--untracked", is_flag=True, help="Look at untracked files, too (not at ignored ones)."),
            click.option("--as-of", metavar="DATE", help="The date of the run, YYYY-MM-DD; default: today in UTC."),
            click.option("--no-cache", is_flag=True, help="Neither read nor write the cache of facts."),
            click.option(
                "--cache-dir", metavar="DIR", help="Where the cache lies; default: the user's cache directory."
            ),
            click.option("--jobs", type=click.IntRange(0), default=0, help="Processes; default: as many as useful."),
        )
    ):
        command = decorate(command)
    return command


def request_from(values: dict[str, Any]) -> Request:
    """The request for the values of `tree_options`. Raises click.ClickException where one of them cannot be used."""
    return Request(
        start=working_directory(),
        as_of=run_date(values.pop("as_of")),
        config=values.pop("config"),
        untracked=values.pop("untracked"),
        use_cache=not values.pop("no_cache"),
        cache_dir=values.pop("cache_dir"),
        jobs=values.pop("jobs"),
    )


def working_directory() -> str:
    """Where the user stands. Raises click.ClickException when that cannot be read."""
    try:
        return os.getcwd()
    except OSError as error:
        raise click.ClickException(f"the working directory cannot be read: {error.strerror}") from error


def relative_path(path: str, root: str) -> str:
    """`path` from the root, '/'-joined. A link stays itself: only the directories above it are followed."""
    folder, name = os.path.split(os.path.abspath(path))
    real = os.path.join(os.path.realpath(folder), name)
    try:
        return os.path.relpath(real, os.path.realpath(root)).replace(os.sep, "/")
    except ValueError:  # on another drive
        return ".."


def run_date(given: str | None) -> str:
    """The date of the run: as given, else SOURCE_DATE_EPOCH, else today in UTC. Raises click.ClickException."""
    if given is not None:
        if not is_date(given):
            raise click.UsageError(f"--as-of: a date (YYYY-MM-DD) is expected, found {given!r}.")
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.datetime.now(datetime.UTC).date().isoformat()
    try:
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH: a number of seconds is expected, found {epoch[:_SHOWN]!r}."
        raise click.ClickException(message) from None


def write_lines(lines: Iterable[str]) -> None:
    """Write lines of text to stdout: none moves the cursor, and none is a command of a CI system."""
    write_output(inert_lines(map(printable, lines)), None)


def write_output(text: str, file: str | None) -> None:
    """Write to `file`, or to stdout; UTF-8 with LF, except on a terminal, which gets what it can show.

    Raises click.ClickException when it cannot be written. A reader of stdout that has seen enough is no error.
    """
    content = text.encode("utf-8", "backslashreplace")
    try:
        if file is not None:
            with open(file, "wb") as stream:
                stream.write(content)
        elif sys.stdout is not None:  # None when the descriptor is closed
            if sys.stdout.isatty():
                content = text.encode(sys.stdout.encoding or "utf-8", "backslashreplace")
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except OSError as error:
        if file is None:
            _silence_stdout()
        if file is not None or error.errno not in _READER_IS_GONE:
            raise click.ClickException(f"{file or 'standard output'} cannot be written: {error.strerror}") from error


def _silence_stdout() -> None:
    """Let the rest go nowhere, or Python would complain about it at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
