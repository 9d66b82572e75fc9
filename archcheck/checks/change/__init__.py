"""`change`: what must change together, what must not, who may change it, and which branches are merged where."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archcheck.checks.change.authors import foreign_authors
from archcheck.checks.change.branches import BranchPattern, pattern_faults, wrong_merges
from archcheck.checks.change.together import missing_partners, unwanted_partners
from archcheck.core.extension import Check
from archcheck.core.findings import Result
from archcheck.core.history import Difference, select_changed
from archcheck.core.options import option
from archcheck.core.scene import ChangeAuthors, Diff, Merges, Need, Scene
from archcheck.core.selectors import GlobSet, Selector

_FOLLOWS = ("require", "deny", "author")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `change`."""

    if_changed: Selector | None = option(
        "The files that the rule is about when they change: components or globs; captures allowed.", default=None
    )
    status: tuple[Literal["added", "modified", "deleted"], ...] = option(
        "What must have happened to them; what is moved is deleted here and added there. All of these unless said.",
        default=("added", "modified", "deleted"),
    )
    require: GlobSet | None = option(
        "What must change in the same diff: a file of each pattern, with the same captures.",
        default=None,
        may_be_empty=True,
    )
    deny: GlobSet | None = option("What must not change in the same diff.", default=None, may_be_empty=True)
    author: tuple[str, ...] | None = option(
        "Who alone may change them: names or e-mail addresses, `*` is any text.",
        default=None,
        example='["*[bot]", "release@example.org"]',
    )
    flow: Mapping[str, tuple[BranchPattern, ...]] | None = option(
        "Branches, or patterns of them, with those that may be merged into them.",
        default=None,
        example='{main: [develop, "hotfix/*"]}',
    )

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """Either files or branches are meant; for files something follows; no list is empty."""
        follows = [name for name in _FOLLOWS if getattr(self, name) is not None]
        if self.if_changed is None and self.flow is None:
            yield "", "one of if_changed and flow is expected, found none of them", ""
        elif self.if_changed is not None and self.flow is not None:
            yield "flow", "`flow` and `if_changed` are about different things", "write one rule for each"
        elif self.if_changed is None and follows:
            yield follows[0], f"`{follows[0]}` needs `if_changed`", "say which files it is about"
        elif self.if_changed is not None and not follows:
            yield "if_changed", "`if_changed` needs one of require, deny and author", ""
        for name in ("require", "deny"):
            if getattr(self, name) is not None and not getattr(self, name).terms:
                yield name, "an empty list names no file", "name at least one path"
        yield from self._empty_lists()

    def _empty_lists(self) -> Iterator[tuple[str, str, str]]:
        if not self.status:
            yield "status", "an empty list never happens", "name one of added, modified and deleted"
        if self.author is not None and not all(self.author or ("",)):
            yield "author", "the name of nobody", "name those who may change the files; `frozen` is for all others"
        yield from pattern_faults(self.flow or {})

    @property
    def need(self) -> Diff:
        """What changed, with lines where findings may be."""
        return Diff("", self.if_changed)


def needs(options: Options) -> tuple[Need, ...]:
    """The diff of the run, its authors, or its merges."""
    if options.flow is not None:
        return (Merges(),)
    return (options.need,) if options.author is None else (options.need, ChangeAuthors())


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report what changed alone, what changed together, what somebody else changed, and wrong merges."""
    if options.flow is not None:
        yield from wrong_merges(options.flow, scene[Merges()])
        return
    if options.if_changed is None:
        return
    difference: Difference = scene[options.need]
    paths = [change.path for change in difference.changes if change.status in options.status]
    wanted = [path for path in paths if scene.subjects is None or scene.subjects(path)]
    about = select_changed(options.if_changed.terms, wanted, scene.components)
    changes = difference.by_path()
    for term in options.require.terms if options.require else ():
        yield from missing_partners(term, about, changes)
    for term in options.deny.terms if options.deny else ():
        yield from unwanted_partners(term, about, changes)
    if options.author is not None:
        yield from foreign_authors(options.author, about, changes, scene[ChangeAuthors()])


CHECK = Check(kind="change", options=Options, version=1, run=run, needs=needs)
