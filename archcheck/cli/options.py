"""Command-line options that several commands share, and how their values become a request."""

import datetime
import os
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from archcheck.core.dates import is_date
from archcheck.pipeline.request import Request

F = TypeVar("F", bound=Callable[..., Any])


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
    """The request for the values of `tree_options`. Raises click.UsageError for a date that is none."""
    return Request(
        start=os.getcwd(),
        as_of=run_date(values.pop("as_of")),
        config=values.pop("config"),
        untracked=values.pop("untracked"),
        use_cache=not values.pop("no_cache"),
        cache_dir=values.pop("cache_dir"),
        jobs=values.pop("jobs"),
    )


def run_date(given: str | None) -> str:
    """The date of the run: as given, else SOURCE_DATE_EPOCH, else today in UTC. Raises click.UsageError for no date."""
    if given is not None:
        if not is_date(given):
            raise click.UsageError(f"--as-of: a date (YYYY-MM-DD) is expected, found {given!r}.")
        return given
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch.isascii() and epoch.isdigit():
        return datetime.datetime.fromtimestamp(int(epoch), datetime.UTC).date().isoformat()
    return datetime.datetime.now(datetime.UTC).date().isoformat()


def write_output(text: str, file: str | None) -> None:
    """Write to `file`, or to stdout; UTF-8 with LF, except on a terminal, which gets what it can show."""
    content = text.encode("utf-8", "backslashreplace")
    if file is not None:
        with open(file, "wb") as stream:
            stream.write(content)
        return
    sys.stdout.flush()
    if sys.stdout.isatty():
        encoding = sys.stdout.encoding or "utf-8"
        content = text.encode(encoding, "backslashreplace")
    sys.stdout.buffer.write(content)
    sys.stdout.buffer.flush()
