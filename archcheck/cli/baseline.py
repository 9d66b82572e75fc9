"""`archcheck baseline`: record the violations of the past, and let them become fewer."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import click

from archcheck.cli.options import request_from, tree_options, write_lines, write_output
from archcheck.core.columns import counted, display_width, pad
from archcheck.core.json_shape import to_json
from archcheck.core.printable import printable
from archcheck.pipeline.start import begin

_SHOWN = 20


@click.group(short_help="Record the violations of the past, and let them become fewer.")
def command() -> None:
    """Record the violations of the past, and let them become fewer.

    What the baseline records is accepted; what is added to it breaks the build. It is kept in the file, or the
    directory with one file per component, that `baseline:` names in the rule file.
    """


def _writes(function: Any) -> Any:
    return click.option("--write", is_flag=True, help="Write the file; without it, only tell what would be written.")(
        function
    )


@command.command("write")
@tree_options
@_writes
def write(**values: Any) -> None:
    """Record every violation of today."""
    writing = values.pop("write")
    from archcheck.pipeline.baseline import first_record, stand  # noqa: PLC0415 - git lists the files meanwhile

    standing = stand(begin(request_from(values)))
    change = first_record(standing)
    if writing:
        standing.write(change)
    rules = Counter(entry.rule for entry in change.added)
    head = f"{_verb('recorded', writing)} {counted(len(change.added), 'violation')} in {standing.path}"
    _tell(head, _table(rules), writing=writing)


@command.command("prune")
@tree_options
@_writes
def prune(**values: Any) -> None:
    """Take out what is not found any more."""
    writing = values.pop("write")
    from archcheck.pipeline.baseline import stand  # noqa: PLC0415 - as above

    standing = stand(begin(request_from(values)))
    change = standing.pruned()
    if writing:
        standing.write(change)
    removed = f"{_verb('removed', writing)} {counted(len(change.removed), 'violation')} not found any more"
    smaller = f", made {len(change.smaller)} smaller" if change.smaller else ""
    left = sum(map(len, change.files.values()))
    lines = [f"{entry.rule}  {entry.name}" for entry in (*change.removed, *change.smaller)]
    _tell(f"{removed}{smaller}; {left} left in {standing.path}", lines, writing=writing)


@command.command("accept")
@click.argument("paths", nargs=-1)
@tree_options
@_writes
@click.option("--rule", required=True, metavar="ID", help="The rule whose violations are accepted.")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stands in the baseline.")
def accept(paths: Sequence[str], rule: str, reason: str, **values: Any) -> None:
    """Record further violations of one rule, in PATHS or everywhere."""
    writing = values.pop("write")
    if not reason.strip():
        raise click.UsageError("--reason: say why the violations are accepted.")
    from archcheck.cli.checking import inside, touches  # noqa: PLC0415 - as above
    from archcheck.pipeline.baseline import later_record, stand  # noqa: PLC0415 - as above

    request = request_from(values)
    standing = stand(begin(request))
    chosen = inside(paths, request.start, standing.judgement.report)
    change = later_record(standing, rule, reason, lambda violation: touches(violation, chosen))
    if writing:
        standing.write(change)
    head = f"{_verb('accepted', writing)} {counted(len(change.added), 'violation')} of {rule} in {standing.path}"
    _tell(head, [entry.name for entry in change.added], writing=writing)


@command.command("status")
@tree_options
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def status(output: str, **values: Any) -> None:
    """Tell how much is left of what was recorded, by rule."""
    from archcheck.core.baseline_status import count_entries  # noqa: PLC0415 - as above
    from archcheck.pipeline.baseline import stand  # noqa: PLC0415 - as above

    standing = stand(begin(request_from(values)))
    rows = count_entries(standing.entries, standing.judgement.evaluation)
    if output == "json":
        write_output(to_json({"baseline": standing.path, "rules": [row._asdict() for row in rows]}), None)
        return
    heads = ("recorded", "found", "worse", "smaller", "gone")
    wide = max((display_width(printable(row.rule)) for row in rows), default=0)
    lines = [pad("", wide) + "".join(f"  {head:>8}" for head in heads)] if rows else []
    lines += [pad(printable(row.rule), wide) + "".join(f"  {getattr(row, head):>8}" for head in heads) for row in rows]
    total = sum(row.recorded for row in rows)
    left = sum(row.found for row in rows)
    lines.append(f"{standing.path}: {counted(total, 'violation')} recorded, {left} left")
    if any(row.gone or row.smaller for row in rows):
        lines.append("archcheck baseline prune --write takes out what is gone")
    write_lines(lines)


def _verb(done: str, writing: bool) -> str:
    return done if writing else f"not {done} yet:"


def _table(rules: Counter[str]) -> list[str]:
    wide = max((display_width(printable(rule)) for rule in rules), default=0)
    ranked = sorted(rules.items(), key=lambda item: (-item[1], item[0]))
    return [f"{pad(printable(rule), wide)}  {count:>6}" for rule, count in ranked]


def _tell(head: str, lines: Iterable[str], *, writing: bool) -> None:
    listed = list(lines)
    more = [f"  ... and {len(listed) - _SHOWN} more"] if len(listed) > _SHOWN else []
    shown = [head, *(f"  {line}" for line in listed[:_SHOWN]), *more]
    if not writing:
        shown.append("nothing was written; --write does it")
    write_lines(shown)
