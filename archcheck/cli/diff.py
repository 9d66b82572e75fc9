"""`archcheck diff`: what is different between two commits."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from archcheck.cli.exit_codes import ExitCode
from archcheck.cli.options import request_from, tree_options, write_lines, write_output
from archcheck.core.columns import counted
from archcheck.core.json_shape import to_json
from archcheck.pipeline.start import begin

if TYPE_CHECKING:
    from archcheck.core.tree_diff import DiffDocument, EdgeChange, TreeRecord

_SHOWN = 20


@click.command(short_help="Tell what is different between two commits.")
@click.argument("base")
@click.argument("head", default="HEAD")
@tree_options
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Output format.")
@click.option("--all", "full", is_flag=True, help="List everything, however much there is.")
def command(base: str, head: str, output: str, *, full: bool, **values: Any) -> int:
    """Tell which components, dependencies, cycles and violations one commit has and the other has not.

    Both are read from git's objects and judged under the rules of now; HEAD is the default of the second.
    """
    started = begin(request_from(values))
    from archcheck.pipeline.diff import diff_commits  # noqa: PLC0415 - git lists the files meanwhile

    document = diff_commits(started, base, head)
    if output == "json":
        write_output(to_json(document), None)
    else:
        write_lines(_lines(document, None if full else _SHOWN))
    return ExitCode.CLEAN


def _lines(document: "DiffDocument", most: int | None) -> Iterator[str]:
    yield f"{_side(document['base'])} -> {_side(document['head'])}"
    files, components, edges = document["files"], document["components"], document["dependencies"]
    cycles, violations = document["cycles"], document["violations"]
    yield f"files  {_counts(files['added'], files['removed'])}"
    yield from _section("components", components["added"], components["removed"], most)
    yield from _section("dependencies", _edges(edges["added"]), _edges(edges["removed"]), most)
    yield from _section("cycles", _cycles(cycles["added"]), _cycles(cycles["removed"]), most)
    yield from _section("violations", _violations(violations["added"]), _violations(violations["removed"]), most)


def _side(side: "TreeRecord") -> str:
    return f"{side['revision']} ({side['commit'][:7]})"


def _counts(added: Sequence[Any], removed: Sequence[Any]) -> str:
    return f"+{len(added)} -{len(removed)}" if added or removed else "the same"


def _section(name: str, added: Sequence[str], removed: Sequence[str], most: int | None) -> Iterator[str]:
    yield f"{name}  {_counts(added, removed)}"
    for sign, texts in (("+", added), ("-", removed)):
        yield from (f"  {sign} {text}" for text in texts[:most])
        if most is not None and len(texts) > most:
            yield f"  {sign} ... and {len(texts) - most} more; --all lists every one"


def _edges(edges: "Sequence[EdgeChange]") -> list[str]:
    return [
        f"{each['source']} -> {each['target']}  {each['first']['path']}:{each['first']['line']}"
        + (f" and {counted(each['places'] - 1, 'more place')}" if each["places"] > 1 else "")
        for each in edges
    ]


def _cycles(groups: Sequence[Sequence[str]]) -> list[str]:
    return [f"{len(group)}: {', '.join(group)}" for group in groups]


def _violations(records: Sequence[Any]) -> list[str]:
    return [
        f"{each['severity']} {each['rule']}  {_place(each)}"
        f"  {each['message']}" + (f"; {each['cause']}" if each["cause"] else "")
        for each in records
    ]


def _place(record: Any) -> str:
    return f"{record['path']}:{record['line']}" if record["line"] else str(record["path"])
