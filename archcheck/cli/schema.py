"""`archcheck schema`: print the JSON Schema of rule files and reports."""

import click

from archcheck.adapters.resources import read_schema, schema_names
from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import write_output
from archcheck.core.options import did_you_mean


@click.command(short_help="Print the JSON Schema of rule files and reports.")
@click.argument("name", default="rule-file")
def command(name: str) -> int:
    """Print a JSON Schema: `rule-file` (the default), `report` (of check -o json), `graph` or `diff`."""
    if name not in schema_names():
        raise click.UsageError(f'there is no schema "{name}"; {did_you_mean(name, schema_names())}')
    write_output(read_schema(name), None)
    return ExitCode.CLEAN
