"""What a run may accept: comments in the files, waivers of the rule file, the baseline, and what is known of moves."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from archcheck.adapters.baseline import find_files, read_baseline, renames_since
from archcheck.adapters.reading import read_files
from archcheck.core.acceptance import Accepted
from archcheck.core.components import directories_of
from archcheck.core.facts import SuppressionFact
from archcheck.core.files import Skipped
from archcheck.core.findings import Violation
from archcheck.core.moves import Moves, declared_moves
from archcheck.core.suppressions import Facts
from archcheck.pipeline.analyse import Analysis
from archcheck.pipeline.request import Request
from archcheck.syntax.comments import find_comments

_MOST_FILES = 5_000
"""In so many files beside the code comments are looked for."""


class Found(NamedTuple):
    """What may be accepted, the files of the baseline, and notes for the user."""

    accepted: Accepted
    files: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def find_accepted(analysis: Analysis, request: Request, earlier: Found | None = None) -> Found:
    """Everything that a run may accept. Raises ConfigError when the baseline cannot be understood.

    For another tree than the one of the run, `earlier` is what the run may accept: only the comments are its own.
    """
    if earlier is not None:
        moves = replace(earlier.accepted.moves, exists=_names_of(analysis))
        return earlier._replace(accepted=replace(earlier.accepted, comments=analysis.comments, moves=moves))
    settings = analysis.loaded.rules.settings
    discovery = analysis.loaded.discovery
    path = settings.baseline if request.use_baseline else None
    files = find_files(discovery, path) if path else ()
    moves = Moves(
        declared=declared_moves(settings.moved),
        by_git=cache(lambda: renames_since(discovery, files)),
        exists=_names_of(analysis),
    )
    accepted = Accepted(analysis.comments, settings.waivers, read_baseline(discovery, files), moves)
    missing = f"the baseline {path} does not exist: archcheck baseline write --write"
    return Found(accepted, files, (missing,) if path and not files else ())


def further_comments(analysis: Analysis, violations: Iterable[Violation]) -> Facts:
    """The comments in files that are no code, as far as violations are found in them."""
    places = {
        path
        for each in violations
        for path in (each.path, *(place.path for place in each.places), *(link.written for link in each.chain))
    }
    if not places:
        return {}
    known = {analysis.scene.paths.files[number] for number in analysis.code}
    files = {file.path: file for file in analysis.loaded.discovery.files}
    found: dict[str, tuple[SuppressionFact, ...]] = {}
    paths = sorted(places.intersection(files).difference(known))[:_MOST_FILES]
    contents = read_files(analysis.loaded.discovery.tree, (files[path] for path in paths))
    for path, content in zip(paths, contents, strict=True):
        facts = () if isinstance(content, Skipped) else find_comments(content, path)
        if facts:
            found[path] = facts
    return found


def _names_of(analysis: Analysis) -> Callable[[str], bool]:
    """Tells of a name whether it is there now: a file, a directory, a component."""

    @cache
    def names() -> frozenset[str]:
        return frozenset(_all_names(analysis))

    return lambda name: name in names()


def _all_names(analysis: Analysis) -> Iterator[str]:
    scene = analysis.scene
    yield from scene.paths.files
    yield from (f"{directory}/" for directory in directories_of(scene.paths.files))
    yield from scene.components.instances
