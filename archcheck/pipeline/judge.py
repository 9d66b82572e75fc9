"""Judging an analysed tree: what is accepted, the evaluation of the rules, and the report."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from archcheck import __version__
from archcheck.core.builtin import (
    ambiguous_components,
    codeowners_syntax,
    lost_imports,
    portable_names,
    skipped_files,
    unassigned,
    unparsable,
)
from archcheck.core.evaluate import Evaluation, evaluate
from archcheck.core.extension import Check
from archcheck.core.files import SPARSE
from archcheck.core.findings import BuiltinFinding, Completeness, Report
from archcheck.core.judging import current_phase
from archcheck.core.ownership import add_owners
from archcheck.core.resolution import AMBIGUOUS, UNRESOLVED
from archcheck.pipeline.acceptance import Found, find_accepted, further_comments
from archcheck.pipeline.analyse import Analysis
from archcheck.pipeline.owners import find_owners
from archcheck.pipeline.request import Request


class Judgement(NamedTuple):
    """A report, the evaluation behind it, and what could be accepted."""

    report: Report
    evaluation: Evaluation
    found: Found


def make_report(analysis: Analysis, request: Request) -> Report:
    """Judge the rules on an analysed tree."""
    return judge(analysis, request).report


def judge(analysis: Analysis, request: Request, earlier: Found | None = None) -> Judgement:
    """The same with what it rests on. `earlier` is what could be accepted in another tree; comments are this one's."""
    rules = analysis.loaded.rules
    discovery = analysis.loaded.discovery
    owners = find_owners(analysis.loaded)
    builtin = (*_builtin(analysis), *codeowners_syntax(owners.codeowners))
    found = find_accepted(analysis, request, earlier)
    evaluation = evaluate(rules, check_of(analysis), analysis.scene, request.as_of, builtin, found.accepted)
    further = further_comments(analysis, evaluation.violations)
    if further:
        found = found._replace(accepted=replace(found.accepted, comments={**found.accepted.comments, **further}))
        evaluation = evaluate(rules, check_of(analysis), analysis.scene, request.as_of, builtin, found.accepted)
    report = Report(
        root=discovery.root,
        version=__version__,
        config=rules.path,
        as_of=request.as_of,
        phase=current_phase(rules),
        rules=evaluation.results,
        violations=add_owners(evaluation.violations, owners.codeowners, analysis.scene),
        completeness=_completeness(analysis),
        diagnostics=_notes(analysis, (*owners.notes, *found.notes, *evaluation.notes)),
        owners=owners.codeowners.all_owners(),
        files=len(discovery.files),
    )
    return Judgement(report, evaluation, found)


def check_of(analysis: Analysis) -> Callable[[str], Check[Any]]:
    """Finds the check of a kind that the rule file uses."""

    def find(kind: str) -> Check[Any]:
        found = analysis.loaded.registry.check(kind)
        assert found is not None
        return found

    return find


def _builtin(analysis: Analysis) -> Iterator[BuiltinFinding]:
    files, components = analysis.scene.paths.files, analysis.scene.components
    on = {name for name, severity in analysis.loaded.rules.builtin.items() if severity != "off"}
    yield from lost_imports("unresolved", (*analysis.built.of(UNRESOLVED), *analysis.lost))
    yield from lost_imports("ambiguous-import", analysis.built.of(AMBIGUOUS))
    yield from unparsable(analysis.diagnostics)
    yield from skipped_files(analysis.skipped)
    yield from ambiguous_components(files, components)
    if "unassigned" in on:
        yield from unassigned(analysis.code, files, components)
    if "portable-names" in on:
        yield from portable_names(files)


def _completeness(analysis: Analysis) -> Completeness:
    files, components = analysis.scene.paths.files, analysis.scene.components
    unassigned_files = [files[n] for n in analysis.code if n not in components.home] if components.specs else []
    return Completeness(
        discovered=len(files),
        analysed=len(analysis.code),
        skipped=tuple((each.path, each.reason) for each in analysis.skipped),
        imports=analysis.built.imports(),
        unresolved=(*analysis.built.of(UNRESOLVED, AMBIGUOUS), *analysis.lost),
        unassigned=tuple(unassigned_files),
    )


def _notes(analysis: Analysis, others: Iterable[str]) -> tuple[str, ...]:
    """What the user must know beyond violations."""
    return (*_not_evaluated(analysis), *_elsewhere(analysis), *others, *analysis.notes)


def _elsewhere(analysis: Analysis) -> Iterator[str]:
    """How many files are not on disk and were read all the same, with one of them."""
    away = [file.path for file in analysis.loaded.discovery.files if file.mode == SPARSE]
    if away:
        more = f" and {len(away) - 1} more" if len(away) > 1 else ""
        yield f"outside the sparse checkout, read from git's objects: {away[0]}{more}"


def _not_evaluated(analysis: Analysis) -> Iterator[str]:
    """Keys that are read and do nothing yet, so that nobody relies on them."""
    if analysis.loaded.rules.settings.phases:
        yield "not evaluated by this version: phases (but their current one)"
