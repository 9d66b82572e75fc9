"""Explanations: a rule, a file, a dependency; lines of plain text, in a fixed order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from archcheck.core.chains import link_of
from archcheck.core.columns import counted
from archcheck.core.examples import added_findings, with_import
from archcheck.core.extension import Check
from archcheck.core.facts import mark_names
from archcheck.core.findings import SKIPPED, Link, Report, RuleResult, Unresolved, Violation
from archcheck.core.graph import EDGE_KINDS, Dependency, Edges, Graph
from archcheck.core.reach import shortest_path
from archcheck.core.rules import Rule, RuleSet
from archcheck.core.scene import Scene
from archcheck.core.selections import selections

_SAMPLES = 5
_LISTED = 30
ALL_EDGES = Edges(kinds=sum(EDGE_KINDS))


@dataclass(frozen=True, slots=True)
class Known:
    """What explanations are drawn from."""

    rules: RuleSet
    scene: Scene
    unresolved: Sequence[Unresolved]
    report: Report
    languages: Mapping[str, str]
    check_of: Callable[[str], Check[Any]]


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


def explain_file(known: Known, number: int) -> Iterator[str]:
    """What is known of one file: language, component, rules, violations, dependencies in both directions."""
    graph, scene = known.scene.graph, known.scene
    path = graph.nodes[number]
    yield f"file {path}"
    yield f"  language   {known.languages.get(path, 'none: not analysed')}"
    yield f"  component  {scene.component_of(number) or 'none'}"
    named = [f"{rule.id} ({', '.join(where)})" for rule in known.rules.rules if (where := _roles(rule, number, scene))]
    yield f"  rules      {', '.join(named) or 'none names it'}"
    yield from _violations_at(path, known.report.violations)
    yield from _edge_lines("imports", _outgoing(known, number))
    yield from _edge_lines("imported by", _incoming(known, number))
    lost = [f"{u.specifier} at {path}:{u.line}  {u.reason}" for u in known.unresolved if u.path == path]
    yield from _edge_lines("unresolved", lost)


def _roles(rule: Rule, number: int, scene: Scene) -> list[str]:
    return [name for name, terms in selections(rule.options) if number in scene.select_terms(terms)]


def _violations_at(path: str, violations: Iterable[Violation]) -> Iterator[str]:
    for each in violations:
        if path in (each.subject, each.path):
            place = f":{each.line}" if each.line else ""
            yield f"  {each.severity:<9}  {each.rule}{place}  {each.message}  {each.id}"


def _outgoing(known: Known, number: int) -> list[str]:
    graph = known.scene.graph
    found = graph.dependencies_of(number, ALL_EDGES)
    return [f"{graph.nodes[d.target]}  line {d.line}{_notes(d.kind, d.marks)}" for d in found]


def _incoming(known: Known, number: int) -> list[str]:
    graph = known.scene.graph
    if number >= graph.internal_count:
        return []
    packages = [node for node, files in graph.members().items() if number in files]
    pairs = [(source, end) for end in (number, *packages) for source in graph.predecessors(ALL_EDGES)[end]]
    places = (d for pair in pairs for d in graph.places(*pair, ALL_EDGES))
    return [f"{_written(graph, d)}{_notes(d.kind, d.marks)}" for d in places]


def _written(graph: Graph, dependency: Dependency) -> str:
    """Where a dependency is written; for what a directory depends on, the directory before it."""
    place = f"{graph.nodes[dependency.path]}:{dependency.line}"
    return place if dependency.path == dependency.source else f"{graph.nodes[dependency.source]}  {place}"


def _notes(kind: int, marks: int) -> str:
    words = [*([EDGE_KINDS[kind]] if EDGE_KINDS[kind] != "import" else []), *mark_names(marks)]
    return f"  ({', '.join(words)})" if words else ""


def _edge_lines(title: str, lines: Sequence[str]) -> Iterator[str]:
    if lines:
        yield f"  {title} ({len(lines)})"
        yield from (f"    {line}" for line in lines[:_LISTED])
        if len(lines) > _LISTED:
            yield f"    ... {len(lines) - _LISTED} more"


def explain_pair(known: Known, sources: Sequence[int], targets: Sequence[int]) -> tuple[list[str], bool]:
    """Why one set of nodes depends on another, or whether it would be allowed to; and whether that breaks no rule."""
    graph = known.scene.graph
    wanted = frozenset(targets)
    inside = [source for source in sources if not graph.is_external(source)]
    direct = [d for node in inside for d in graph.dependencies_of(node, ALL_EDGES) if d.target in wanted]
    if direct:
        return _direct_lines(known, direct)
    path = _shortest_chain(known, inside, wanted)
    if path:
        return _chain_lines(known, path)
    first = [source for source in sources if source < graph.file_count][:1]
    others = [target for target in targets if target not in first]
    return explain_import(known, sources, graph.nodes[(others or targets)[0]])


def _shortest_chain(known: Known, sources: Sequence[int], wanted: frozenset[int]) -> Sequence[int]:
    """The nodes of a shortest chain from a source to one that is wanted, inside the tree or outside; () for none."""
    graph = known.scene.graph
    last = {d.source: d.target for d in graph.external_dependencies(ALL_EDGES) if d.target in wanted}
    ends = frozenset(last).union(node for node in wanted if not graph.is_external(node))
    path = shortest_path(graph.steps(ALL_EDGES), sources, ends) or ()
    return (*path, last[path[-1]]) if path and path[-1] not in wanted else path


def _direct_lines(known: Known, direct: Sequence[Any]) -> tuple[list[str], bool]:
    graph = known.scene.graph
    lines = [f"depends directly, in {counted(len(direct), 'place')}"]
    for each in direct[:_LISTED]:
        notes = _notes(each.kind, each.marks)
        lines.append(f"  {_written(graph, each)} -> {graph.nodes[each.target]}{notes}")
    if len(direct) > _LISTED:
        lines.append(f"  ... {len(direct) - _LISTED} more")
    return _with_violations(known, lines, {(graph.nodes[d.source], graph.nodes[d.target]) for d in direct})


def _chain_lines(known: Known, path: Sequence[int]) -> tuple[list[str], bool]:
    links = [link_of(known.scene.graph, ALL_EDGES, source, target) for source, target in pairwise(path)]
    lines = [f"depends through a chain of {counted(len(links), 'step')}"]
    lines += [f"  {_step(link)} -> {link.target}" for link in links]
    return _with_violations(known, lines, {(link.source, link.target) for link in links})


def _step(link: Link) -> str:
    if not link.line:
        return link.source
    return f"{link.source}  {link.path}:{link.line}" if link.path else f"{link.source}:{link.line}"


def _with_violations(known: Known, lines: list[str], edges: set[tuple[str, str]]) -> tuple[list[str], bool]:
    broken = [v for v in known.report.violations if _edges_of(v) & edges]
    lines += [f"  {v.severity} {v.rule}  {v.message}  {v.id}" for v in broken] or ["  breaks no rule"]
    return lines, not broken


def _edges_of(violation: Violation) -> set[tuple[str, str]]:
    chain = {(link.source, link.target) for link in violation.chain}
    return chain or ({(violation.path, violation.target)} if violation.target else set())


def explain_import(known: Known, sources: Sequence[int], target: str) -> tuple[list[str], bool]:
    """Whether the first of the sources might import the node `target`, which it does not yet; and the verdict."""
    graph = known.scene.graph
    source = next((node for node in sources if node < graph.file_count and graph.nodes[node] != target), None)
    if source is None:
        return [f"there is no file that could import {target}"], True
    lines = [f"no dependency from {graph.nodes[source]} to {target}, nor a chain"]
    then = with_import(known.scene, known.rules, source, target)
    outcomes = {result.id: result.outcome for result in known.report.rules}
    denied = False
    for rule in known.rules.rules:
        if outcomes[rule.id] == SKIPPED:
            continue
        added = added_findings(rule, known.check_of(rule.kind), known.rules, known.scene, then)
        if added is None:
            lines.append(f"  {rule.id} cannot tell, it looks at how the import is written")
        for finding in added or ():
            denied = True
            lines.append(f"  {rule.keys.severity.on(known.report.as_of)} {rule.id} would deny it: {finding.message}")
    return lines if denied else [*lines, "  an import would be allowed"], not denied


def explain_builtin(known: Known, result: RuleResult) -> Iterator[str]:
    """What a built-in rule found."""
    yield f"rule {result.id} (built in), severity set under builtin: in the rule file"
    yield f"  now   {_outcome(result)}"
    yield from (f"  {each.path}:{each.line or 1}  {each.message}  {each.id}" for each in known.report.violations
                if each.rule == result.id)  # fmt: skip


def explain_package(known: Known, number: int) -> Iterator[str]:
    """Who uses something that lies outside of the tree."""
    graph = known.scene.graph
    yield f"package {graph.nodes[number]}"
    found = [d for d in graph.external_dependencies(ALL_EDGES) if d.target == number]
    yield from _edge_lines("imported by", [f"{_written(graph, d)}{_notes(d.kind, d.marks)}" for d in found])
