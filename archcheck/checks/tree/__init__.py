"""`tree`: which files and directories an instance has: required, optional, exclusive, closed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from archcheck.checks.tree.entries import Entries
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
    root: DirectorySet = option(
        "The directories that have this shape; captures make one instance per value.",
        default=DirectorySet(top=True, terms=()),
    )
    all_or_none: tuple[tuple[str, ...], ...] = option("Groups of paths that exist together or not at all.", default=())
    closed: bool | Literal["dirs", "files", "all"] = option(
        "Nothing beyond the entries: no further directories, no further files, or neither.", default=False
    )

    def selected(self) -> Iterator[tuple[str, tuple[Term, ...]]]:
        """The files of the instances."""
        yield "root", self.root.terms

    def mistakes(self) -> Iterable[tuple[str, str, str]]:
        """A group has at least two members."""
        for group in self.all_or_none:
            if len(group) == 1:
                yield "all_or_none", f'"{group[0]}" alone is no group', "write lists of lists: [[a.py, b.py]]"


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report, for every instance, what is missing, what excludes each other, and what is there beyond the entries."""
    shape = Shape(
        entries=options.entries.entries,
        groups=options.all_or_none,
        closed="all" if options.closed is True else options.closed or "",
    )
    for term in options.root.terms:
        if not any(term.glob.match_directory(directory) is not None for directory in scene.directories()):
            yield Vacuous(term.text, term.place)
    listing = Listing(scene.paths.files)
    for root, binding in options.root.instances(scene.directories()):
        yield from judge(shape, listing, root, binding)


CHECK = Check(kind="tree", options=Options, version=1, run=run)
