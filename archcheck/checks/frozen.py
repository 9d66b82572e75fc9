"""`frozen`: code that must not change since a tag, a branch or a commit."""

import re
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.core.components import captured
from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result, Vacuous
from archcheck.core.history import ADDED, DELETED, MODIFIED, SHORT_ID, Difference, FileChange, select_changed
from archcheck.core.options import option
from archcheck.core.scene import Diff, Need, Scene
from archcheck.core.selectors import Selector, Term
from archcheck.core.values import Place

_WRONG_REF = re.compile(r"\A-|[\x00-\x20\x7f]|\A\Z")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `frozen`."""

    in_: Selector = option("What must stay as it was: components or globs.", may_be_empty=True)
    base: str = option(
        "The tag, branch or commit that tells how it was; of a branch, the commit where it was left.",
        example="v1.0",
    )
    allow_add: bool = option("Whether new files may be added.", default=False)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """A base is the name of a commit; it must not look like an option of git."""
        if _WRONG_REF.search(self.base):
            yield "base", "a tag, a branch or a commit is expected", 'name it as git does, such as "v1.0"'

    @property
    def need(self) -> Diff:
        """What is different now."""
        return Diff(self.base, self.in_)


def needs(options: Options) -> tuple[Need, ...]:
    """What changed since the base."""
    return (options.need,)


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report every file that is not as it was, once: what was moved counts where it stood."""
    difference: Difference = scene[options.need]
    terms = options.in_.terms
    chosen = select_changed(terms, [change.path for change in difference.changes], scene.components)
    yield from _matching_nothing(terms, difference, scene)
    for change in difference.changes:
        is_told = change.moved_from in chosen
        if change.path in chosen and not is_told and not (options.allow_add and change.status == ADDED):
            yield Finding(
                message=f"{_what_happened(change)} since {options.base}",
                subject=change.path,
                key=_key(change),
                places=_places(change),
                binding=captured(chosen[change.path][0]),
                hint=_hint(change, difference.name),
            )


def _matching_nothing(terms: Sequence[Term], difference: Difference, scene: Scene) -> Iterator[Vacuous]:
    """The terms that mean nothing: neither a file of the tree nor one that was deleted."""
    gone = [change.path for change in difference.changes if change.status == DELETED]
    for term in terms:
        if not scene.select_terms((term,)) and not select_changed((term,), gone, scene.components):
            yield Vacuous(term.text, term.place)


def _what_happened(change: FileChange) -> str:
    if change.moved_to:
        return f"moved to {change.moved_to}"
    if change.moved_from:
        return f"added (moved from {change.moved_from})"
    return f"changed into {change.mode}" if change.mode else "changed" if change.status == MODIFIED else change.status


def _key(change: FileChange) -> str:
    """What happened; of a change also what the file came to, so that accepting it accepts no further one."""
    parts = (
        (change.status, change.content_id[:SHORT_ID], change.mode) if change.status == MODIFIED else (change.status,)
    )
    return " ".join(part for part in parts if part)


def _places(change: FileChange) -> tuple[Place, ...]:
    path = change.moved_to or change.path
    return (Place(path, change.line, 1),) if change.line else ()


def _hint(change: FileChange, base: str) -> str:
    if change.status == ADDED:
        return "move it elsewhere, or say `allow_add: true`"
    return f"bring it back: git checkout {shlex.quote(base)} -- {shlex.quote(change.path)}"


CHECK = Check(kind="frozen", options=Options, version=1, run=run, needs=needs)
