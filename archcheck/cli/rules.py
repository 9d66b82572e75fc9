"""`archcheck rules`: list rule kinds and packs, with a snippet to start from."""

import click

from archcheck import _index, _snippets
from archcheck.adapters.resources import pack_names, read_pack
from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import write_output
from archcheck.core.option_table import option_lines
from archcheck.core.options import did_you_mean
from archcheck.core.rules import BUILTIN_SEVERITIES
from archcheck.registry import Registry


@click.command(short_help="List rule kinds and packs, with a snippet to start from.")
@click.argument("name", required=False)
def command(name: str | None) -> int:
    """List rule kinds, built-in rules and packs.

    With NAME, print a snippet and the options of that kind, or the text of that pack.
    """
    text = _overview() if name is None else _one(name)
    write_output(text, None)
    return ExitCode.CLEAN


def _overview() -> str:
    kinds = [(kind, summary) for kind, summary in _index.CHECKS.items()]
    packs = [(f"archcheck:{pack}", _first_comment(pack)) for pack in pack_names()]
    builtin = [(f"archcheck/{rule}", severity) for rule, severity in BUILTIN_SEVERITIES.items()]
    sections = (("kinds", kinds), ("built-in rules and their severities", builtin), ("packs to extend", packs))
    text = "\n".join(f"{title}\n{_table(rows)}" for title, rows in sections if rows)
    return f"{text}\narchcheck rules KIND shows a snippet and the options of a kind\n"


def _table(rows: list[tuple[str, str]]) -> str:
    width = max(len(name) for name, _ in rows)
    return "".join(f"  {name:<{width}}  {summary}\n" for name, summary in rows)


def _first_comment(pack: str) -> str:
    content = read_pack(pack) or b""
    first = content.decode("utf-8").partition("\n")[0]
    return first.removeprefix("#").strip()


def _one(name: str) -> str:
    pack = read_pack(name.removeprefix("archcheck:"))
    if pack is not None:
        return pack.decode("utf-8")
    check = Registry().check(name)
    if check is None:
        known = [*_index.CHECKS, *(f"archcheck:{each}" for each in pack_names())]
        raise click.UsageError(f'there is no kind or pack "{name}"; {did_you_mean(name, known)}')
    options = "\n".join(f"  {line}" for line in option_lines(check.options))
    return f"{name}: {_index.CHECKS[name]}\n\n{_pasteable(name)}\noptions\n{options}\n"


def _pasteable(kind: str) -> str:
    """An example that can stand in a rule file as it is: a whole file, or one entry of `rules:`."""
    snippet = _snippets.SNIPPETS[kind]
    if snippet.startswith("version:"):
        return snippet
    return f"rules:\n  - id: my-{kind.replace('_', '-')}\n" + "".join(f"    {line}\n" for line in snippet.splitlines())
