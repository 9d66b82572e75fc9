"""`archcheck exemptions`: everything that is accepted or left out."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from archcheck.cli.options import request_from, tree_options, write_lines, write_output
from archcheck.core.columns import counted
from archcheck.core.json_shape import to_json
from archcheck.pipeline.start import begin

if TYPE_CHECKING:
    from archcheck.core.exemptions import Exemption

_DAYS = re.compile(r"([0-9]{1,5})d?\Z", re.ASCII)
_NOBODY = "(nobody)"


@click.command(short_help="List everything that is accepted or left out.")
@tree_options
@click.option("--by", type=click.Choice(["sort", "rule", "owner"]), default="sort", help="What to group by.")
@click.option("--expiring", metavar="DAYS", help="Only what expires within so many days (`30d`), or has expired.")
@click.option("-o", "--output", type=click.Choice(["text", "json"]), default="text", help="Output format.")
def command(by: str, expiring: str | None, output: str, **values: Any) -> None:
    """List every suppression, waiver, baseline entry, exclude, except and override."""
    days = _days(expiring) if expiring is not None else None
    request = request_from(values)
    started = begin(request)
    from archcheck.core import exemptions  # noqa: PLC0415 - git lists the files meanwhile
    from archcheck.pipeline.exemptions import find_exemptions  # noqa: PLC0415 - as above

    found = find_exemptions(started)
    if days is not None:
        found = exemptions.expiring(found, request.as_of, days)
    if output == "json":
        write_output(to_json([_record(each) for each in found]), None)
    else:
        write_lines(_lines(found, by))


def _days(text: str) -> int:
    found = _DAYS.match(text)
    if not found:
        raise click.UsageError(f"--expiring: a number of days such as 30d is expected, found {text!r}.")
    return int(found[1])


def _record(each: "Exemption") -> dict[str, Any]:
    return {**each._asdict(), "place": each.place._asdict() if each.place else None}


def _lines(found: Sequence["Exemption"], by: str) -> Iterator[str]:
    """The exemptions below the name of their group, and a line that counts them."""
    groups: dict[str, list[Exemption]] = {}
    for each in found:
        groups.setdefault(getattr(each, by) or _NOBODY, []).append(each)
    for name in groups if by == "sort" else sorted(groups):
        yield f"{name}  {len(groups[name])}"
        yield from (f"  {_line(each, by)}" for each in groups[name])
    yield counted(len(found), "exemption")


def _line(each: "Exemption", by: str) -> str:
    """`waiver stand-alone: from a to b  archcheck.yaml:9  "until the split"  @org/pay  expires 2026-12-31  3`."""
    head = " ".join(part for part in ("" if by == "sort" else each.sort, "" if by == "rule" else each.rule) if part)
    place = f"{each.place.path}:{each.place.line}" if each.place and each.place.line else ""
    parts = [
        f"{head}: {each.about}" if head else each.about,
        "" if place == each.about else place,
        f'"{each.reason}"' if each.reason else "",
        each.owner if by != "owner" else "",
        f"expires {each.expires}" if each.expires else "",
        counted(each.violations, "violation") if each.violations is not None else "",
    ]
    return "  ".join(" ".join(part.split()) for part in parts if part)
