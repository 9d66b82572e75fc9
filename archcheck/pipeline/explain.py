"""One run of `explain`: find out what is asked about, and answer from a whole run."""

from collections.abc import Sequence
from dataclasses import dataclass

from archcheck.adapters.excerpts import add_excerpts, line_reader
from archcheck.adapters.reading import path_reader
from archcheck.core.components import select_terms
from archcheck.core.explain import Known, explain_builtin, explain_file, explain_outside, explain_rule
from archcheck.core.explain_group import explain_group
from archcheck.core.explain_pair import explain_import, explain_pair
from archcheck.core.findings import Violation
from archcheck.core.options import did_you_mean
from archcheck.core.packages import PackagePatterns, is_package
from archcheck.core.resolution import UNRESOLVED
from archcheck.core.scene import Scene
from archcheck.errors import ConfigError, Problem
from archcheck.pipeline.analyse import Analysis, analyse_whole
from archcheck.pipeline.judge import check_of, make_report
from archcheck.pipeline.load import load
from archcheck.pipeline.owners import find_owners
from archcheck.pipeline.select import parse_selector
from archcheck.pipeline.start import Started


@dataclass(frozen=True, slots=True)
class Answer:
    """Lines of text, or violations to be shown in full; `allowed` is false when what was asked breaks a rule."""

    lines: Sequence[str]
    known: Known
    violations: Sequence[Violation] = ()
    allowed: bool = True


def explain(started: Started, subject: str, target: str | None) -> Answer:
    """Explain one thing, or the dependency between two. Raises ConfigError when a word means nothing."""
    analysis = analyse_whole(load(started), started.request)
    read = path_reader(analysis.loaded.discovery)
    known = Known(
        rules=analysis.loaded.rules,
        scene=analysis.scene,
        unresolved=(*analysis.built.of(UNRESOLVED), *analysis.lost),
        report=add_excerpts(make_report(analysis, started.request), read, analysis.loaded.lines, None),
        languages=analysis.languages,
        code=frozenset(analysis.code),
        check_of=check_of(analysis),
        text_at=line_reader(read),
        owners_of=lambda path: find_owners(analysis.loaded).codeowners.owners_of(path) or (),
    )
    if target is not None:
        target = _answering(target, analysis)
        sources = _nodes(subject, analysis)
        if is_package(target) and not _packages(target, analysis.scene):
            lines, allowed = explain_import(known, sources, target)
        else:
            lines, allowed = explain_pair(known, sources, _nodes(target, analysis))
        return Answer(lines, known, allowed=allowed)
    return _explain_one(known, subject, analysis)


def _explain_one(known: Known, subject: str, analysis: Analysis) -> Answer:
    for rule in known.rules.rules:
        if rule.id == subject:
            return Answer(list(explain_rule(known, rule)), known)
    number = known.scene.graph.id_of(subject.removeprefix("./").rstrip("/"))
    if number is not None:
        return _explain_nodes(known, subject, [number])
    found = [v for v in known.report.violations if len(subject) >= _SHORTEST_ID and v.fingerprint.startswith(subject)]
    if found:
        return Answer((), known, found, allowed=False)
    for result in known.report.rules:
        if result.id == subject:
            return Answer(list(explain_builtin(known, result)), known)
    answering = _answering(subject, analysis)
    title = subject if answering in (subject, subject.lower()) else f"{subject} is {answering}"
    return _explain_nodes(known, title, _nodes(subject, analysis))


def _explain_nodes(known: Known, subject: str, nodes: Sequence[int]) -> Answer:
    """One file by itself, several together; what lies outside one by one."""
    graph = known.scene.graph
    if graph.is_external(nodes[0]):
        lines = [line for node in nodes[:_MOST] for line in explain_outside(known, node)]
        if len(nodes) > _MOST:
            lines.append(f"... and {len(nodes) - _MOST} more that {subject} means")
        return Answer(lines, known)
    if len(nodes) == 1 and nodes[0] < graph.file_count:
        return Answer(list(explain_file(known, nodes[0])), known)
    return Answer(list(explain_group(known, subject, nodes)), known)


_SHORTEST_ID = 4
_MOST = 10
_HOST = "host:"


def _nodes(text: str, analysis: Analysis) -> list[int]:
    """The nodes a word means: a path, something outside, or a selector. Raises ConfigError when it means nothing."""
    scene = analysis.scene
    number = scene.graph.id_of(text.removeprefix("./"))
    if number is not None and not text.endswith("/"):
        return [number]
    selector = parse_selector(_answering(text, analysis), analysis)
    found = list(select_terms(selector.terms, scene.components, scene.paths))
    return found or _packages(text, scene) or _nothing(text, scene)


def _answering(text: str, analysis: Analysis) -> str:
    """The directory that answers to a host (`host:auth`); any other text as it is."""
    return analysis.hosts.target("", text.removeprefix(_HOST).lower()) if text.startswith(_HOST) else text


def _packages(text: str, scene: Scene) -> list[int]:
    graph = scene.graph
    patterns = PackagePatterns((text,))
    return [node for node in range(graph.internal_count, len(graph.nodes)) if patterns.matches(graph.nodes[node])]


def _nothing(text: str, scene: Scene) -> list[int]:
    known = [*scene.components.instances, *scene.components.specs, *scene.paths.files]
    hint = did_you_mean(text, known) if len(known) < _FEW else ""
    if not hint.startswith("did"):
        hint = "a rule, a path, a component, a package or the id of a violation is meant"
    raise ConfigError([Problem(text, 0, 0, "means nothing here", hint)])


_FEW = 50_000
