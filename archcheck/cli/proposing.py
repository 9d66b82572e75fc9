"""What `archcheck init` does: propose, show or save, and say what comes next."""

import errno
import os
from collections.abc import Iterator

import click

from archcheck.authoring.proposal import Proposal, told
from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import write_output
from archcheck.core.columns import counted
from archcheck.core.printable import printable
from archcheck.pipeline.init import propose
from archcheck.pipeline.start import RULE_FILE, Started


def propose_rules(started: Started, *, write: bool, with_baseline: bool) -> int:
    """Show the proposal, or save it where the rule file belongs."""
    existing = started.location.rule_file
    if write and existing is not None:
        raise click.UsageError(f"--write: {printable(existing)} exists already and is not replaced.")
    proposal = propose(started, with_baseline=with_baseline)
    if not write:
        write_output(proposal.text, None)
        click.echo(
            f"nothing is written: archcheck init{' --baseline' if with_baseline else ''} --write saves it", err=True
        )
        return ExitCode.CLEAN
    save(os.path.join(started.location.root, RULE_FILE), proposal.text)
    write_output("\n".join(_told(proposal)) + "\n", None)
    return ExitCode.CLEAN


def save(path: str, text: str) -> None:
    """Write a file that does not exist yet. Raises click.UsageError when it does, ClickException when it cannot."""
    try:
        with open(path, "xb") as stream:
            stream.write(text.encode("utf-8"))
    except OSError as error:
        if error.errno == errno.EEXIST:
            raise click.UsageError(f"--write: {printable(path)} exists already and is not replaced.") from None
        raise click.ClickException(f"{printable(path)} cannot be written: {error.strerror}") from error


def _told(proposal: Proposal) -> Iterator[str]:
    count = counted(len(proposal.rules), "rule")
    yield f"wrote  {RULE_FILE}: {count}, {counted(len(proposal.groups), 'component')}, from {proposal.origin}"
    yield from told(proposal)
