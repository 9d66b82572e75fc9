"""`github`: workflow commands, which GitHub Actions shows as annotations at the lines of a pull request."""

from collections.abc import Iterator, Sequence

from archcheck.core.columns import counted
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import ERROR, INFO, WARNING, Report
from archcheck.core.notices import Notice, notices, shortened
from archcheck.core.printable import printable

MOST_ANNOTATIONS = 10
"""GitHub shows so many annotations of each severity per step."""

_COMMANDS = {ERROR: "error", WARNING: "warning", INFO: "notice"}
_NOUNS = {ERROR: "error", WARNING: "warning", INFO: "info"}
_LONGEST_TITLE = 200
_LONGEST_MESSAGE = 4_000


def render(report: Report, _style: Style) -> str:
    """One command a line, the severest first; one for what a rule finds in a file."""
    found = notices(report)
    return "".join(f"{line}\n" for severity in _COMMANDS for line in _lines(severity, found))


def _lines(severity: str, found: Sequence[Notice]) -> Iterator[str]:
    groups: dict[tuple[str, str], list[Notice]] = {}
    for notice in found:
        if notice.severity == severity:
            groups.setdefault((notice.rule, notice.path), []).append(notice)
    gathered = [*groups.values()]
    shown = gathered if len(gathered) <= MOST_ANNOTATIONS else gathered[: MOST_ANNOTATIONS - 1]
    for group in shown:
        yield _command(group)
    hidden = sum(len(group) for group in gathered[len(shown) :])
    if hidden:
        yield f"::{_COMMANDS[severity]} title=archcheck::{counted(hidden, f'more {_NOUNS[severity]}')}, see summary"


def _command(group: Sequence[Notice]) -> str:
    """The first of a group; the message tells how many more there are."""
    first = group[0]
    values = {"file": first.path, "line": first.line, "col": first.column, "title": f"archcheck: {first.rule}"}
    properties = ",".join(
        f"{name}={_property(shortened(str(value), _LONGEST_TITLE) if name == 'title' else str(value))}"
        for name, value in values.items()
        if value
    )
    more = [f"and {len(group) - 1} more of this rule in this file"] if len(group) > 1 else []
    text = "\n".join((first.message, *more, *first.details))
    return f"::{_COMMANDS[first.severity]} {properties}::{_data(shortened(text, _LONGEST_MESSAGE))}"


def _data(text: str) -> str:
    """A message, in which line feeds are the only control characters."""
    lines = [printable(line) for line in text.split("\n")]
    return "\n".join(lines).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property; a name with control characters is shown, though GitHub finds no such file."""
    return printable(text).replace("%", "%25").replace(":", "%3A").replace(",", "%2C")


REPORTER = Reporter(name="github", render=render)
