"""The sections of the summary, the most telling first."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcheck.core.columns import counted
from archcheck.core.document import summary_record
from archcheck.core.findings import SEVERITIES, Report, Since, Violation
from archcheck.core.notices import all_owners, details, open_violations, shortened, unknown_rules
from archcheck.core.printable import printable
from archcheck.core.resolution import INTERNAL
from archcheck.reporters.markdown.escape import name, prose

MOST_VIOLATIONS = 20
_ROWS = 50
_NAMED = 3
_FOLDED = 5
_ARROWS = 60
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./ ()[]{},:+=~")
_LONGEST_LABEL = 100

Lines = tuple[str, ...]


class Section(NamedTuple):
    """Lines that only make sense together, around entries of which the first few do as well."""

    title: str
    head: Lines
    entries: tuple[Lines, ...] = ()
    foot: Lines = ()


def sections(report: Report, *, full: bool) -> Iterator[Section]:
    """All sections that have something to say; `full` lists every violation."""
    found = open_violations(report)
    yield _verdict(report)
    if found:
        if any(map(all_owners, found)):
            yield _owner_table(found)
        yield _rule_table(found)
        yield _violation_list(found, full=full)
    yield from _unknown(report)
    yield from _fixed(report)
    yield from _unseen(report)
    yield from _picture(found, report.since.components if report.since else ())


def _verdict(report: Report) -> Section:
    counts = summary_record(report)
    numbers = {"error": counts["errors"], "warning": counts["warnings"], "info": counts["infos"]}
    numbers["unknown rule"] = counts["unknown"]
    found = [counted(number, noun) for noun, number in numbers.items() if number]
    new = "new " if report.since else ""
    verdict = new + ", ".join(found) if found else f"no {new}violations"
    accepted = [f"{counts[key]} {key}" for key in ("suppressed", "waived", "baselined") if counts[key]]
    basis = [
        counted(counts["rules"], "rule"),
        counted(counts["files"], "file"),
        counted(report.completeness.imports.get(INTERNAL, 0), "internal import"),
        *([f"accepted: {', '.join(accepted)}"] if accepted else []),
        *(_since(report.since) if report.since else ()),
        *(["only the chosen paths, rules or owners are listed"] if report.filtered else []),
    ]
    return Section("verdict", (f"## archcheck: {verdict}", "", f"{'; '.join(basis)}.", ""))


def _since(since: Since) -> Iterator[str]:
    yield f"since {name(since.revision)} (where it parted: {name(since.base[:7])})"
    if since.fixed:
        yield f"{len(since.fixed)} fixed"


def _owner_table(found: Sequence[Violation]) -> Section:
    """One row for each owner whom violations concern; a violation counts for each of its owners."""
    groups: dict[str, list[Violation]] = {}
    for violation in found:
        for owner in all_owners(violation) or [""]:
            groups.setdefault(owner, []).append(violation)
    ranked = sorted(groups.items(), key=lambda item: (item[0] == "", -len(item[1]), item[0]))
    titles = ["owner", *(f"{severity}s" for severity in SEVERITIES), "rules"]
    rows = tuple((_owner_row(owner, group),) for owner, group in ranked[:_ROWS])
    more = (f"and {counted(len(ranked) - _ROWS, 'more owner')}", "") if len(ranked) > _ROWS else ()
    head = (f"| {' | '.join(titles)} |", f"|---|{'--:|' * len(SEVERITIES)}---|")
    return Section("the table of owners", head, rows, ("", *more))


def _owner_row(owner: str, group: Sequence[Violation]) -> str:
    counts = Counter(violation.severity for violation in group)
    rules = sorted({violation.rule for violation in group})
    more = f" and {len(rules) - _NAMED} more" if len(rules) > _NAMED else ""
    named = f"{', '.join(map(name, rules[:_NAMED]))}{more}"
    return f"| {' | '.join([name(owner) if owner else 'nobody', *(str(counts[s]) for s in SEVERITIES), named])} |"


def _rule_table(found: Sequence[Violation]) -> Section:
    """One row for each rule and severity."""
    groups: dict[tuple[str, str], list[Violation]] = {}
    for violation in found:
        groups.setdefault((violation.severity, violation.rule), []).append(violation)
    ranked = sorted(groups.items(), key=lambda item: (SEVERITIES.index(item[0][0]), -len(item[1]), item[0][1]))
    rows = tuple((_rule_row(group),) for _, group in ranked[:_ROWS])
    more = (f"and {counted(len(ranked) - _ROWS, 'more rule')}", "") if len(ranked) > _ROWS else ()
    head = ("| rule | severity | violations | why |", "|---|---|--:|---|")
    return Section("the table of rules", head, rows, ("", *more))


def _rule_row(group: Sequence[Violation]) -> str:
    first = group[0]
    return f"| {name(first.rule)} | {first.severity} | {len(group)} | {prose(first.why)} |"


def _violation_list(found: Sequence[Violation], *, full: bool) -> Section:
    shown = found if full else found[:MOST_VIOLATIONS]
    title = "Violations" if len(shown) == len(found) else f"The first {len(shown)} of {len(found)} violations"
    return _folded("the violations", title, tuple(map(_entry, shown)), fold=len(shown) > _FOLDED)


def _folded(what: str, title: str, entries: tuple[Lines, ...], *, fold: bool) -> Section:
    """Entries below a heading; many are folded away."""
    if fold:
        return Section(what, ("<details>", f"<summary>{title}</summary>", ""), entries, ("", "</details>", ""))
    return Section(what, (f"### {title}", ""), entries, ("",))


def _entry(violation: Violation) -> Lines:
    numbers = [str(number) for number in (violation.line, violation.column) if number]
    place = name(":".join([violation.path, *numbers]))
    head = (
        f"- **{violation.severity}** {name(violation.rule)} {place} {prose(violation.message)} ({name(violation.id)})"
    )
    return (head, *(f"  - {prose(text)}" for text in details(violation)))


def _unknown(report: Report) -> Iterator[Section]:
    rules = unknown_rules(report)
    if rules:
        entries = tuple((f"- **{r.severity}** {name(r.id)} {prose(r.reason or '')}",) for r in rules)
        yield Section("rules that could not be judged", ("### Rules that could not be judged", ""), entries, ("",))


def _fixed(report: Report) -> Iterator[Section]:
    fixed = report.since.fixed if report.since else ()
    if fixed:
        entries = tuple(map(_short_entry, fixed[:MOST_VIOLATIONS]))
        title = "Fixed" if len(entries) == len(fixed) else f"The first {len(entries)} of {len(fixed)} fixed"
        yield _folded("what was fixed", title, entries, fold=True)


def _short_entry(violation: Violation) -> Lines:
    return (f"- {name(violation.rule)} {name(violation.path)} {prose(violation.message)}",)


def _unseen(report: Report) -> Iterator[Section]:
    """What was not analysed, led nowhere or belongs to no component, and the notes of the run."""
    seen = report.completeness
    counts = [
        (len(seen.unresolved), "dependency without a known target", "dependencies without a known target"),
        (len(seen.skipped), "path not analysed", "paths not analysed"),
        (len(seen.unassigned), "code file in no component", "code files in no component"),
    ]
    told = [f"{count} {one if count == 1 else many}" for count, one, many in counts if count]
    lines = [*([f"Not seen: {', '.join(told)}."] if told else []), *(f"Note: {prose(t)}" for t in report.diagnostics)]
    if lines:
        yield Section("what was not seen", (), tuple((line, "") for line in lines))


def _picture(found: Sequence[Violation], changed: Sequence[str]) -> Iterator[Section]:
    """The components that have changed, and those between which rules are broken, with the number of violations."""
    pairs = Counter(
        (violation.subject_component, violation.target_component)
        for violation in found
        if violation.subject_component and violation.target_component
    )
    arrows = sorted(pairs, key=lambda pair: (-pairs[pair], pair))[:_ARROWS]
    drawn = changed[:_ARROWS]
    names = sorted({*(end for pair in arrows for end in pair if end), *drawn})
    if not names:
        return
    ids = {end: f"n{number}" for number, end in enumerate(names)}
    nodes = [f'  {ids[end]}["{_label(end)}"]' for end in names]
    lines = [f"  {ids[a]} -->|{pairs[a, b]}| {ids[b]}" for a, b in sorted(arrows) if a and b]
    hidden = (len(pairs) - len(arrows), "more arrows"), (len(changed) - len(drawn), "more components")
    rest = [f'  rest{at}["{count} {noun}"]' for at, (count, noun) in enumerate(hidden) if count]
    marks = [f"  class {','.join(ids[end] for end in drawn)} changed", _CHANGED] if drawn else []
    title = "### Changed components" if drawn else "### Components with violations between them"
    head = (title, "", "```mermaid", "flowchart LR")
    yield Section("the picture", (*head, *nodes, *lines, *rest, *marks, "```", ""))


_CHANGED = "  classDef changed stroke-width:3px"


def _label(text: str) -> str:
    """A label in which whatever could end it, or is markup, is an entity code."""
    shown = shortened(printable(text), _LONGEST_LABEL)
    return "".join(character if character in _PLAIN else f"#{ord(character)};" for character in shown)
