"""Many violations at a glance: a table of rules and owners, or components where nobody owns anything."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, islice

from archcheck.core.columns import counted, display_width, pad
from archcheck.core.findings import Violation
from archcheck.reporters.text.pen import Pen

NOWHERE = "(none)"
"""The column of violations that nobody owns, or outside every component."""
_REST = "others"
_TOTAL = "total"
_ROWS = 20
_GAP = 2
_NUMBER = 4
"""No column is narrower than most numbers."""


def table_lines(violations: Sequence[Violation], pen: Pen) -> Iterator[str]:
    """How many violations of each rule each owner has, or each component; those with most first, as many as fit."""
    by_owner = any(violation.owners for violation in violations)
    cells = Counter((_row(violation), _column(violation, by_owner=by_owner)) for violation in violations)
    rows = Counter(_row(violation) for violation in violations)
    columns = Counter(_column(violation, by_owner=by_owner) for violation in violations)
    ranked = [row for row, _ in sorted(rows.items(), key=lambda item: (-item[1], item[0]))]
    names = {row: f"{row[0]} {pen.safe(row[1])}" for row in ranked}
    wide = max(display_width(names[row]) for row in ranked[:_ROWS])
    labels = _labels(columns, pen)
    shown = _fitting(columns, labels, pen.width - wide - _GAP - len(_TOTAL))
    heads = [*(labels[column] for column in shown), *([_REST] if _has_rest(shown, columns) else []), _TOTAL]
    yield pen.paint(pad("", wide) + _cells(heads, heads), "faint")
    for row in ranked[:_ROWS]:
        counts = [cells[row, column] for column in shown]
        rest = [rows[row] - sum(counts)] if _has_rest(shown, columns) else []
        numbers = [str(number) if number else "." for number in [*counts, *rest]]
        name = f"{pen.paint(row[0], row[0])} {pen.paint(pen.safe(row[1]), 'strong')}"
        yield name + pad("", wide - display_width(names[row])) + _cells([*numbers, str(rows[row])], heads)
    if len(ranked) > _ROWS:
        yield pen.paint(f"... {counted(len(ranked) - _ROWS, 'more rule')}", "faint")


def _row(violation: Violation) -> tuple[str, str]:
    return violation.severity, violation.rule


def _column(violation: Violation, *, by_owner: bool) -> str:
    """Whose violation it is: the owners of its subject together, or its component."""
    whose = " ".join(violation.owners) if by_owner else violation.subject_component
    return whose or NOWHERE


def _labels(columns: Iterable[str], pen: Pen) -> dict[str, str]:
    """The heads of the columns: `auth` for `service[auth]` where that is enough to tell them apart."""
    whole = {column: pen.safe(column) for column in columns}
    short = {column: text.partition("[")[2].removesuffix("]") or text for column, text in whole.items()}
    return short if len(set(short.values())) == len(whole) else whole


def _fitting(columns: Counter[str], labels: Mapping[str, str], room: int) -> list[str]:
    """The components with most violations that fit into `room` columns, with a column for the others if not all do."""
    if set(columns) == {NOWHERE}:
        return []
    ranked = [name for name, _ in sorted(columns.items(), key=lambda item: (-item[1], item[0]))]
    widths = [max(display_width(labels[name]), _NUMBER) + _GAP for name in ranked]
    if sum(widths) <= room:
        return ranked
    taken = accumulate(widths, initial=len(_REST) + _GAP)
    return [name for name, so_far in zip(ranked, islice(taken, 1, None), strict=True) if so_far <= room]


def _has_rest(shown: Sequence[str], columns: Counter[str]) -> bool:
    """Whether some components are not shown; without any component there is nothing but the total."""
    return len(shown) < len(columns) and set(columns) != {NOWHERE}


def _cells(texts: Sequence[str], heads: Sequence[str]) -> str:
    """The texts, each right-aligned below its head."""
    widths = [max(display_width(head), _NUMBER) + _GAP for head in heads]
    return "".join(" " * (width - display_width(text)) + text for text, width in zip(texts, widths, strict=True))
