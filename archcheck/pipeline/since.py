"""One run of `check --since`: the same rules for the commit where HEAD and a revision parted, and what is new since."""

import dataclasses
from collections.abc import Iterable

from archcheck.adapters.history import INDEX, WORKING_TREE
from archcheck.adapters.revisions import discover_commit, find_changes, merge_base
from archcheck.core.causes import Causes
from archcheck.core.changes import Changes
from archcheck.core.findings import Since, Violation
from archcheck.core.judging import component_at
from archcheck.core.moves import file_moves
from archcheck.core.scene import Scene
from archcheck.core.since import compare
from archcheck.errors import SourceError
from archcheck.pipeline.analyse import Analysis, analyse
from archcheck.pipeline.judge import Judgement, judge
from archcheck.pipeline.owners import find_owners
from archcheck.pipeline.request import Request


def only_new(judgement: Judgement, analysis: Analysis, request: Request) -> Judgement:
    """The judgement of a tree with only what is new since `request.since` in its report, with its causes.

    Raises SourceError when there is nothing to compare with.
    """
    discovery = analysis.loaded.discovery
    if not discovery.vcs:
        raise SourceError(f"{discovery.root} is no git repository, so nothing is known of {request.since}")
    base = merge_base(discovery.root, request.since)
    then = dataclasses.replace(request, since="", staged=False)
    before = analyse(dataclasses.replace(analysis.loaded, discovery=discover_commit(discovery.root, base)), then)
    earlier = judge(before, then, judgement.found)
    changes = find_changes(discovery.root, base, INDEX if request.staged else WORKING_TREE, with_lines=True)
    moved = file_moves(changes.renames(), names_of(analysis).__contains__)
    difference = compare(judgement.report.violations, earlier.report.violations, moved, judgement.report.rules)
    report = dataclasses.replace(
        judgement.report,
        rules=difference.rules,
        violations=explain_causes(difference.new, analysis, before, changes),
        since=_since(request.since, changes, difference.fixed, analysis.scene),
    )
    return judgement._replace(report=report)


def names_of(analysis: Analysis) -> frozenset[str]:
    """The paths of all files and directories of a tree, the latter with a final slash."""
    files = analysis.scene.paths.files
    return frozenset((*files, *(f"{directory}/" for directory in analysis.scene.directories())))


def explain_causes(
    violations: Iterable[Violation], analysis: Analysis, before: Analysis, changes: Changes
) -> tuple[Violation, ...]:
    """The violations of a tree with their causes, given the tree before and the changes since."""
    back = {new: old for old, new in changes.renames().items()}
    earlier = file_moves(back, names_of(before).__contains__)
    codeowners = find_owners(analysis.loaded).codeowners.path
    causes = Causes(analysis.scene.graph, before.scene.graph, changes, earlier, codeowners)
    return tuple(causes.explain(each) for each in violations)


def _since(revision: str, changes: Changes, fixed: tuple[Violation, ...], scene: Scene) -> Since:
    paths = sorted({path for file in changes.files.values() for path in (file.path, file.old_path) if path})
    homes = {component for path in paths if (component := component_at(path, scene))}
    return Since(revision, changes.base, fixed, tuple(paths), tuple(sorted(homes)))
