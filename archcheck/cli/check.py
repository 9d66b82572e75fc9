"""`archcheck check`: evaluate the rules and report every violation.

Imports as little as it can: while git lists the files, the rest of the program is loaded.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import click

from archcheck.cli.options import request_from, tree_options
from archcheck.pipeline.start import begin


@click.command(short_help="Evaluate the rules and report every violation.")
@click.argument("paths", nargs=-1)
@tree_options
@click.option("-o", "--output", "outputs", multiple=True, metavar="FORMAT[=FILE]", help="Output format; repeatable.")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="List only violations of this rule; repeatable.")
@click.option("--owner", "owners", multiple=True, metavar="OWNER", help="List only what concerns them; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    default=None,
    help="Exit with 1 from this severity on; default: error, and without a rule file never.",
)
@click.option("--baseline/--no-baseline", default=True, help="Whether what the baseline records is accepted.")
@click.option("--staged", is_flag=True, help="Judge what is staged for the next commit, not what is on disk.")
@click.option("--since", default="", metavar="REV", help="Only what is new since HEAD and this revision parted.")
@click.option("--config-only", is_flag=True, help="Check the rule files alone.")
@click.option("--all", "full", is_flag=True, help="List every violation, however many there are.")
@click.option("-q", "--quiet", is_flag=True, help="Print violations only.")
@click.option("-v", "--verbose", is_flag=True, help="Print every rule with its outcome.")
def command(paths: Sequence[str], outputs: Sequence[str], rules: Sequence[str], **values: Any) -> int:
    """Evaluate the rules and report every violation.

    PATHS, --rule and --owner filter what is listed, never what is evaluated.
    """
    request = replace(
        request_from(values), use_baseline=values["baseline"], staged=values["staged"], since=values["since"]
    )
    started = None if values["config_only"] else begin(request)
    from archcheck.cli.checking import check_rule_files, check_tree  # noqa: PLC0415 - see the module docstring

    return check_tree(started, paths, outputs, rules, values) if started else check_rule_files(request)
