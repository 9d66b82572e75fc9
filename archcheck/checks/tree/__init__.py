"""`tree`: which files and directories an instance has: required, optional, exclusive, closed."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from archcheck.checks.tree.entries import Entries, Groups
from archcheck.checks.tree.matching import Listing, Shape, judge
from archcheck.core.extension import Check
from archcheck.core.findings import Result, Vacuous
from archcheck.core.options import option
from archcheck.core.scene import Scene
from archcheck.core.selectors import DirectorySet, Term


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `tree`."""

    entries: Entries = option("What is inside: paths as a list, a nested map or a drawn tree.")
    root: DirectorySet | None = option(
        "The directories that have this shape; captures make one instance per value. The top, unless said.",
        default=None,
    )
    all_or_none: Groups | None = option("Groups of paths that exist together or not at all.", default=None)
    closed: Literal["dirs", "files", "all"] | bool = option(
        "Nothing beyond the entries: no further directories, no further files, or neither (`true` is `all`).",
        default=False,
    )

    def selected(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """The files of the instances."""
        yield "root", self.root.terms if self.root else ()

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """What entries and groups capture must be bound by every root."""
        terms = self.root.terms if self.root and not self.root.top else ()
        bound = frozenset.intersection(*(frozenset(term.glob.captures) for term in terms)) if terms else frozenset()
        groups = self.all_or_none.captures if self.all_or_none else frozenset()
        for key, captures in (("entries", self.entries.captures), ("all_or_none", groups)):
            for name in sorted(captures - bound):
                yield key, f"root does not bind {{{name}}}", f'such as root: "services/{{{name}}}"'


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report, for every instance, what is missing, what excludes each other, and what is there beyond the entries."""
    groups = options.all_or_none.groups if options.all_or_none else ()
    shape = Shape(options.entries.entries, groups, "all" if options.closed is True else options.closed or "")
    used = options.entries.captures.union(options.all_or_none.captures if options.all_or_none else ())
    same = None if used else shape.bind({})
    listing = Listing(scene.paths.files)
    yield from _empty_roots(options, scene)
    for root, binding in _instances(options, scene):
        yield from judge(same or shape.bind(binding), listing, root, binding)


def _instances(options: Options, scene: Scene) -> Iterable[tuple[str, Mapping[str, str]]]:
    if options.root is None:
        return [(options.entries.base, {})]
    return options.root.instances(scene.directories()) if options.root.terms else [("", {})]


def _empty_roots(options: Options, scene: Scene) -> Iterator[Vacuous]:
    for term in options.root.terms if options.root else ():
        if not term.glob.select_files(scene.paths.files):
            yield Vacuous(term.text, term.place)


CHECK = Check(kind="tree", options=Options, version=1, run=run)
