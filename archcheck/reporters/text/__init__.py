"""`text`: for people in a terminal; compact, one line per violation, when the output goes elsewhere."""

from collections.abc import Iterator

from archcheck.core.columns import counted
from archcheck.core.extension import Reporter, Style
from archcheck.core.findings import Report
from archcheck.core.printable import inert_lines
from archcheck.reporters.text.blocks import blocks
from archcheck.reporters.text.pen import Pen
from archcheck.reporters.text.summary import completeness_lines, rule_lines, summary_lines, unknown_lines
from archcheck.reporters.text.table import table_lines
from archcheck.reporters.text.violation import block_lines, compact_line, tail_width

MANY = 20
"""So many violations, or groups of them, are shown in full; beyond, a table tells where they are."""


def render(report: Report, style: Style) -> str:
    """Violations, then what could not be judged or seen, then one line that sums up."""
    pen = Pen(style)
    listed = _compact_lines(report, pen) if style.compact else _full_lines(report, pen)
    lines = [*listed, *(unknown_lines(report, pen) if style.verbosity < 0 else _closing_lines(report, pen))]
    return inert_lines(lines)


def _compact_lines(report: Report, pen: Pen) -> Iterator[str]:
    return (compact_line(violation, pen) for violation in report.open_violations())


def _full_lines(report: Report, pen: Pen) -> Iterator[str]:
    violations = report.open_violations()
    everything = blocks(violations)
    shown = everything if pen.style.full or len(everything) <= MANY else everything[:MANY]
    if len(everything) > MANY:
        yield from table_lines(violations, pen)
        yield ""
    width = tail_width(shown)
    for block in shown:
        yield from block_lines(block, pen, width)
    hidden = len(violations) - sum(1 + block.more for block in shown)
    if hidden:
        yield pen.paint(f"... {counted(hidden, 'more violation')}; --all lists every one", "strong")


def _closing_lines(report: Report, pen: Pen) -> Iterator[str]:
    if report.open_violations() and not pen.style.compact:
        yield ""
    if pen.style.verbosity > 0:
        yield from rule_lines(report, pen)
    yield from unknown_lines(report, pen)
    yield from completeness_lines(report, pen)
    yield from summary_lines(report, pen)


def excerpts(style: Style) -> int | None:
    """Lines of text stand in the full form alone, and there with what is listed: groups may hold many violations."""
    if style.compact:
        return 0
    return None if style.full else 50 * MANY


REPORTER = Reporter(name="text", render=render, excerpts=excerpts)
