"""Explanations of one thing: a rule, a file, something outside; lines of plain text, in a fixed order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archcheck.core.columns import counted
from archcheck.core.extension import Check
from archcheck.core.facts import mark_names
from archcheck.core.findings import Report, RuleResult, Unresolved, Violation
from archcheck.core.graph import CALLS, DECLARES, EDGE_KINDS, IMPORT, PATH, STORE, Dependency, Edges, Graph
from archcheck.core.rules import Rule, RuleSet
from archcheck.core.scene import Scene
from archcheck.core.selections import selections
from archcheck.core.values import Place

_SAMPLES = 5
LISTED = 30
ALL_EDGES = Edges(kinds=sum(EDGE_KINDS))
USES = {IMPORT: "imports", PATH: "files", CALLS: "calls", STORE: "datastores", DECLARES: "declares"}
"""What each kind of dependency is called where it begins, in the order in which they are told."""
_USED = {IMPORT: "imported by", PATH: "named by", CALLS: "called by", STORE: "used by", DECLARES: "declared by"}
"""And where it ends."""


@dataclass(frozen=True, slots=True)
class Known:
    """What explanations are drawn from.

    `code` are the files that can import. `text_at` gives the line of text at a place, with secrets masked;
    `owners_of` the owners of a path.
    """

    rules: RuleSet
    scene: Scene
    unresolved: Sequence[Unresolved]
    report: Report
    languages: Mapping[str, str]
    code: frozenset[int]
    check_of: Callable[[str], Check[Any]]
    text_at: Callable[[Place], str] = lambda _place: ""
    owners_of: Callable[[str], Sequence[str]] = lambda _path: ()


def explain_rule(known: Known, rule: Rule) -> Iterator[str]:
    """What a rule is, how it came out, and which files each of its selectors means, with samples."""
    result = next(each for each in known.report.rules if each.id == rule.id)
    yield f"rule {rule.id} (kind {rule.kind}), {rule.place.path}:{rule.place.line}"
    if rule.keys.why:
        yield f'  why   "{rule.keys.why}"{f"  {rule.keys.see}" if rule.keys.see else ""}'
    yield f"  now   {_outcome(result)}"
    for name, terms in selections(rule.options):
        for term in terms:
            members = [number for number in known.scene.select_terms((term,)) if number < known.scene.graph.file_count]
            yield f"  {name}: {term.text}  {counted(len(members), 'file')}"
            for number in _samples(members):
                yield f"    {known.scene.graph.nodes[number]}"
            if len(members) > _SAMPLES:
                yield f"    ... {len(members) - _SAMPLES} more"


def _outcome(result: RuleResult) -> str:
    reason = f" ({result.reason})" if result.reason else ""
    return f"{result.outcome}{reason}, {counted(result.violations, 'violation')}, severity {result.severity}"


def _samples(members: Sequence[int]) -> Sequence[int]:
    """Some members, spread over all of them."""
    if len(members) <= _SAMPLES:
        return members
    step = (len(members) - 1) / (_SAMPLES - 1)
    return [members[round(place * step)] for place in range(_SAMPLES)]


def explain_builtin(known: Known, result: RuleResult) -> Iterator[str]:
    """What a built-in rule found."""
    yield f"rule {result.id} (built in), severity set under builtin: in the rule file"
    yield f"  now   {_outcome(result)}"
    yield from (f"  {each.path}:{each.line or 1}  {each.message}  {each.id}" for each in known.report.violations
                if each.rule == result.id)  # fmt: skip


def explain_file(known: Known, number: int) -> Iterator[str]:
    """What is known of one file: language, component, rules, violations, dependencies in both directions."""
    graph, scene = known.scene.graph, known.scene
    path = graph.nodes[number]
    yield f"file {path}"
    yield f"  language   {known.languages.get(path, 'none: not analysed')}"
    yield f"  component  {scene.component_of(number) or 'none'}"
    if known.owners_of(path):
        yield f"  owners     {', '.join(known.owners_of(path))}"
    named = [f"{rule.id} ({', '.join(where)})" for rule in known.rules.rules if (where := _roles(rule, number, scene))]
    yield f"  rules      {', '.join(named) or 'none names it'}"
    yield from violation_lines(v for v in known.report.violations if _is_about(v, path))
    yield from _by_kind(_said_by(graph, number), USES, lambda each: _told(graph, each))
    yield from _by_kind(_incoming(graph, number), _USED, lambda each: f"{written(graph, each)}{mark_notes(each)}")
    lost = [f"{u.specifier} at {path}:{u.line}  {u.reason}" for u in known.unresolved if u.path == path]
    yield from listed("unresolved", lost)


def explain_outside(known: Known, number: int) -> Iterator[str]:
    """Who uses something that lies outside of the tree: a package, a host, a datastore, an image."""
    graph = known.scene.graph
    name = graph.nodes[number]
    ecosystem, _, rest = name.partition(":")
    words = {"host": f"host {rest}", "store": f"datastore {rest}", "image": f"image {rest}"}
    yield words.get(ecosystem, f"package {name}")
    found = [each for each in graph.external_dependencies(ALL_EDGES) if each.target == number]
    homes = sorted({home for each in found if (home := known.scene.component_of(each.source))})
    if homes:
        yield f"  components  {', '.join(homes)}"
    yield from _by_kind(found, _USED, lambda each: f"{written(graph, each)}{mark_notes(each)}{text_of(known, each)}")


def _roles(rule: Rule, number: int, scene: Scene) -> list[str]:
    return [name for name, terms in selections(rule.options) if number in scene.select_terms(terms)]


def _is_about(violation: Violation, path: str) -> bool:
    return path in (violation.subject, violation.path) or any(place.path == path for place in violation.places)


def violation_lines(violations: Iterable[Violation]) -> Iterator[str]:
    """The violations of one file, one line each."""
    for each in violations:
        place = f":{each.line}" if each.line else ""
        yield f"  {each.severity:<9}  {each.rule}{place}  {each.message}  {each.id}"


def _said_by(graph: Graph, number: int) -> list[Dependency]:
    """What a file says in its order: its own dependencies, and those of directories that it writes down."""
    found = (graph.at(index) for index, path in enumerate(graph.paths) if path == number)
    return sorted(found, key=lambda each: (each.line, each.column))


def _told(graph: Graph, each: Dependency) -> str:
    source = "" if each.source == each.path else f"{graph.nodes[each.source]} -> "
    return f"{source}{graph.nodes[each.target]}  line {each.line}{mark_notes(each)}"


def _incoming(graph: Graph, number: int) -> Iterator[Dependency]:
    """What depends on a file, or on the package that it is a part of."""
    packages = [node for node, files in graph.members().items() if number in files]
    before = graph.predecessors(ALL_EDGES)
    pairs = [(source, end) for end in (number, *packages) for source in before[end]]
    return (each for pair in pairs for each in graph.places(*pair, ALL_EDGES))


def written(graph: Graph, dependency: Dependency) -> str:
    """Where a dependency is written; for what a directory depends on, the directory before it."""
    place = f"{graph.nodes[dependency.path]}:{dependency.line}"
    return place if dependency.path == dependency.source else f"{graph.nodes[dependency.source]}  {place}"


def mark_notes(dependency: Dependency) -> str:
    """The marks of a place, for the end of its line."""
    words = mark_names(dependency.marks)
    return f"  ({', '.join(words)})" if words else ""


def text_of(known: Known, dependency: Dependency) -> str:
    """The line of text that a dependency is written in, for the end of its own line; "" for imports."""
    text = "" if dependency.kind == IMPORT else known.text_at(known.scene.graph.place(dependency)).strip()
    return f"  | {text}" if text else ""


def _by_kind(
    found: Iterable[Dependency], titles: Mapping[int, str], told: Callable[[Dependency], str]
) -> Iterator[str]:
    everything = list(found)
    for kind, title in titles.items():
        yield from listed(title, [told(each) for each in everything if each.kind == kind])


def listed(title: str, lines: Sequence[str]) -> Iterator[str]:
    """A title with the number of lines, and the lines below it; nothing when there are none."""
    if lines:
        yield f"  {title} ({len(lines)})"
        yield from (f"    {line}" for line in lines[:LISTED])
        if len(lines) > LISTED:
            yield f"    ... {len(lines) - LISTED} more"
