"""`archcheck owners`: say who owns what, by the CODEOWNERS file."""

import os
from bisect import bisect_left
from collections.abc import Iterator, Sequence

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import relative_path, working_directory, write_output
from archcheck.core.options import did_you_mean
from archcheck.core.printable import inert_lines, printable

FORMATS = ("text", "json")


@click.command(short_help="Say who owns what, by the CODEOWNERS file.")
@click.argument("paths", nargs=-1)
@click.option("-o", "--output", default="text", metavar="FORMAT[=FILE]", help="text or json.")
@click.option("--unowned", is_flag=True, help="Only what nobody owns.")
@click.option(
    "--dialect",
    type=click.Choice(["github", "gitlab"]),
    help="How the file is read; default: as the service does for which the repository has files.",
)
@click.option("--untracked", is_flag=True, help="Look at untracked files, too (not at ignored ones).")
def command(paths: Sequence[str], output: str, dialect: str | None, *, unowned: bool, untracked: bool) -> int:
    """Say who owns PATHS, in the order given; without any, who owns the files of the tree.

    PATHS need not exist; a directory stands for the files in it. There need be no rule file.
    """
    from archcheck.core.owner_listing import Owned, listing  # noqa: PLC0415 - start-up of other commands
    from archcheck.pipeline.owners import find_tree  # noqa: PLC0415 - as above

    name, _, file = output.partition("=")
    if name not in FORMATS:
        raise click.UsageError(f'there is no output format "{name}" for owners; {did_you_mean(name, FORMATS)}')
    start = working_directory()
    tree = find_tree(start, dialect or "", untracked=untracked)
    codeowners = tree.found.codeowners
    asked = [each for path in paths for each in _files_of(path, start, tree.root, tree.files)]
    found = [Owned(path, codeowners.deciding(path)) for path in (asked if paths else tree.files)]
    text = listing(found, codeowners, as_json=name == "json", one_by_one=bool(paths), unowned=unowned)
    write_output(text, file or None)
    click.echo(inert_lines(f"note  {printable(note)}" for note in tree.notes()), err=True, nl=False)
    return ExitCode.CLEAN


def _files_of(path: str, start: str, root: str, files: Sequence[str]) -> Iterator[str]:
    """The files of the tree below a directory; any other path is itself. Raises click.UsageError for one outside."""
    relative = relative_path(os.path.join(start, path), root)
    if relative == ".." or relative.startswith("../"):
        raise click.UsageError(f"{path}: lies outside of {root}.")
    # "0" is the character after "/".
    first, end = bisect_left(files, f"{relative}/"), bisect_left(files, f"{relative}0")
    inside = files if relative == "." else files[first:end]
    yield from inside or [f"{relative}/" if path.endswith(("/", os.sep)) else relative]
