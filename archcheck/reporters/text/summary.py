"""What stands below the violations: rules, what could not be judged or seen, and the line that sums up."""

from collections import Counter
from collections.abc import Iterator, Sequence

from archcheck.core.columns import counted, display_width, pad
from archcheck.core.document import BUILTIN, summary_record
from archcheck.core.findings import SKIPPED, UNKNOWN, Completeness, Report, Since
from archcheck.core.printable import printable
from archcheck.core.resolution import INTERNAL
from archcheck.reporters.text.pen import Pen

_SAMPLE = 3
_NOUNS = {"calls": "host", "declares": "package", "store": "datastore"}
_NO_RULES = "no rules yet: archcheck init"


def rule_lines(report: Report, pen: Pen) -> Iterator[str]:
    """Every rule with its outcome, the number of its violations or the reason why it was not judged."""
    wide = max((display_width(pen.safe(rule.id)) for rule in report.rules), default=0)
    for rule in report.rules:
        accepted = f", {rule.accepted} accepted" if rule.accepted else ""
        about = pen.prose(rule.reason) if rule.reason else counted(rule.violations, "violation") + accepted
        detail = f"  {about}" if rule.reason or rule.violations or accepted else ""
        yield f"{rule.outcome:<8} {pad(pen.safe(rule.id), wide)}  {pen.safe(rule.kind)}{detail}"


def unknown_lines(report: Report, pen: Pen) -> Iterator[str]:
    """The rules that could not be judged, and why."""
    for rule in report.rules:
        if rule.outcome == UNKNOWN:
            severity = pen.paint(rule.severity, rule.severity)
            yield f"{severity} {pen.paint(pen.safe(rule.id), 'strong')}  unknown: {pen.prose(rule.reason or '')}"


def completeness_lines(report: Report, pen: Pen) -> Iterator[str]:
    """What was not analysed, led nowhere or belongs to no component; then the notes of the run."""
    seen = report.completeness
    skipped = [f"{pen.safe(path)} ({pen.prose(reason)})" for path, reason in seen.skipped]
    yield from _group("skipped", f"{counted(len(skipped), 'path')} not analysed", skipped, pen)
    lost = [f"{pen.safe(each.path)}:{each.line} {pen.safe(each.specifier)}" for each in seen.unresolved]
    yield from _group("unresolved", f"{_lost_kinds(seen)} without a known target", lost, pen)
    outside = [pen.safe(path) for path in seen.unassigned]
    yield from _group("unassigned", f"{counted(len(outside), 'code file')} in no component", outside, pen)
    for text in report.diagnostics:
        yield f"{pen.paint('note', 'faint')}  {pen.prose(text)}"


def _lost_kinds(seen: Completeness) -> str:
    """`2 imports`, `1 import and 3 paths`."""
    counts = Counter(each.kind for each in seen.unresolved)
    return " and ".join(counted(count, _NOUNS.get(kind, kind)) for kind, count in sorted(counts.items()))


def _group(label: str, title: str, items: Sequence[str], pen: Pen) -> Iterator[str]:
    """One line with a few samples; a line for each item when everything is asked for."""
    if not items:
        return
    head = f"{pen.paint(label, 'faint')}  {title}"
    if pen.style.full or pen.style.verbosity > 0:
        yield f"{head}:"
        yield from (f"  {item}" for item in items)
        return
    more = f" and {len(items) - _SAMPLE} more" if len(items) > _SAMPLE else ""
    yield f"{head}: {', '.join(items[:_SAMPLE])}{more}"


def summary_lines(report: Report, pen: Pen) -> Iterator[str]:
    """The line that sums up; without rules also what to do about that."""
    counts = summary_record(report)
    found = [
        counted(counts["errors"], "error"),
        counted(counts["warnings"], "warning"),
        counted(counts["infos"], "info"),
    ]
    found = [text for text in found if not text.startswith("0 ")]
    if counts["unknown"]:
        found.append(f"{counted(counts['unknown'], 'rule')} unknown")
    basis = _basis(report)
    if found:
        yield f"{pen.paint('found', 'strong')}  {', '.join(found)}; {basis}"
    else:
        yield f"{pen.paint('ok', 'ok')}  {basis}"
    if report.config is None:
        yield _NO_RULES


def _since(since: Since) -> str:
    """`main (c0ffee1), 3 fixed`."""
    fixed = f", {len(since.fixed)} fixed" if since.fixed else ""
    return f"{printable(since.revision)} ({since.base[:7]}){fixed}"


def _basis(report: Report) -> str:
    """What the verdict rests on."""
    counts = summary_record(report)
    idle = sum(1 for rule in report.rules if rule.outcome == SKIPPED and rule.kind != BUILTIN)
    rules = counted(counts["rules"], "rule") + (f" ({idle} skipped)" if idle else "")
    imports = counted(report.completeness.imports.get(INTERNAL, 0), "internal import")
    lost = f"; {len(report.completeness.unresolved)} unresolved" if report.completeness.unresolved else ""
    kept = [f"{counts[name]} {name}" for name in ("suppressed", "waived", "baselined") if counts[name]]
    accepted = f"; accepted: {', '.join(kept)}" if kept else ""
    since = f"; since {_since(report.since)}" if report.since else ""
    chosen = "; only the chosen paths, rules or owners are listed" if report.filtered else ""
    return f"{rules}, {counted(counts['files'], 'file')}, {imports}{lost}{accepted}{since}{chosen}"
