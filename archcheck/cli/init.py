"""`archcheck init`: propose a rule file that holds on the tree as it is."""

from typing import Any

import click

from archcheck.cli.options import request_from, tree_options
from archcheck.pipeline.start import begin


@click.command(short_help="Propose a rule file that holds today.")
@tree_options
@click.option("--write", is_flag=True, help="Save the proposal as archcheck.yaml; an existing file is never replaced.")
@click.option(
    "--baseline", "with_baseline", is_flag=True, help="Switch stricter rules on, and record what breaks them."
)
@click.option(
    "--from",
    "source",
    metavar="FILE",
    help="Carry over this configuration of import-linter (INI, TOML) or dependency-cruiser (JSON) instead.",
)
def command(source: str | None, *, write: bool, with_baseline: bool, **values: Any) -> int:
    """Propose a rule file: components, layers, names and more, as they are today.

    Nothing is written without --write.
    """
    started = begin(request_from(values))
    from archcheck.cli.proposing import propose_rules  # noqa: PLC0415 - while git lists the files

    return propose_rules(started, source, write=write, with_baseline=with_baseline)
