"""One run of `diff`: two commits under the rules of now."""

import dataclasses

from archcheck.adapters.revisions import discover_commit, find_changes, find_commit
from archcheck.core.changes import Changes
from archcheck.core.moves import file_moves
from archcheck.core.since import compare
from archcheck.core.tree_diff import DiffDocument, Sides, diff_document
from archcheck.errors import SourceError
from archcheck.pipeline.analyse import Analysis, analyse_whole
from archcheck.pipeline.judge import judge
from archcheck.pipeline.load import Loaded, load
from archcheck.pipeline.request import Request
from archcheck.pipeline.since import explain_causes, names_of
from archcheck.pipeline.start import Started


def diff_commits(started: Started, base: str, head: str) -> DiffDocument:
    """Compare two commits. Raises SourceError when one is not there."""
    loaded, request = load(started), started.request
    root = loaded.discovery.root
    if not loaded.discovery.vcs:
        raise SourceError(f"{root} is no git repository, so there is nothing to compare")
    old, new = find_commit(root, base), find_commit(root, head)
    before, after = _at(loaded, request, old), _at(loaded, request, new)
    judgement = judge(after, request)
    earlier = judge(before, request, judgement.found)
    changes: Changes = find_changes(root, old, new, with_lines=True)
    moved = file_moves(changes.renames(), names_of(after).__contains__)
    report = judgement.report
    difference = compare(report.violations, earlier.report.violations, moved, report.rules)
    added = explain_causes(difference.new, after, before, changes)
    sides: Sides = {"base": {"revision": base, "commit": old}, "head": {"revision": head, "commit": new}}
    shown = (each for each in added if each.is_open)
    return diff_document(sides, before.scene, after.scene, shown, difference.fixed)


def _at(loaded: Loaded, request: Request, commit: str) -> Analysis:
    discovery = discover_commit(loaded.discovery.root, commit)
    return analyse_whole(dataclasses.replace(loaded, discovery=discovery), request)
