"""Who owns what in a tree: the CODEOWNERS file that counts, and what to say about it."""

from collections.abc import Iterator
from typing import NamedTuple

from archcheck.adapters.codeowners import read_codeowners
from archcheck.adapters.discovery import discover
from archcheck.core.codeowners import LOCATIONS, NAMES, Codeowners, find_locations, guess_dialect
from archcheck.core.columns import counted
from archcheck.core.files import SUBMODULE, Discovery, Skipped
from archcheck.core.scene import Owners
from archcheck.pipeline.load import Loaded
from archcheck.pipeline.start import locate


class Found(NamedTuple):
    """A CODEOWNERS file, one without entries when there is none, and notes for the user."""

    codeowners: Codeowners
    notes: tuple[str, ...]


def find_owners(loaded: Loaded) -> Found:
    """The CODEOWNERS file of a run, in the dialect that a rule names, else in that of the repository."""
    checks = ((loaded.registry.check(rule.kind), rule.options) for rule in loaded.rules.rules)
    needs = (need for check, options in checks if check for need in check.needs(options))
    named = next((need.dialect for need in needs if isinstance(need, Owners) and need.dialect), "")
    return read_owners(loaded.discovery, named)


def read_owners(discovery: Discovery, dialect: str = "") -> Found:
    """The CODEOWNERS file of a tree; when it cannot be read, nobody is known to own anything, and a note says so."""
    paths = [file.path for file in discovery.files]
    dialect = dialect or guess_dialect(paths)
    read = read_codeowners(discovery, dialect)
    notes = tuple(_passed_over(dialect, paths))
    if isinstance(read, Skipped):
        return Found(Codeowners("", dialect), (*notes, f"owners are not known: {read.path}: {read.reason}"))
    return Found(read, notes)


def _passed_over(dialect: str, paths: list[str]) -> Iterator[str]:
    """That there are several files, of which one counts."""
    first, *others = find_locations(dialect, paths) or [""]
    if others:
        yield f"{first} says who owns what, as {NAMES[dialect]} reads it; not {' or '.join(others)}"


class Tree(NamedTuple):
    """The files of a tree that somebody may own, its root, and its CODEOWNERS file."""

    root: str
    files: tuple[str, ...]
    found: Found

    def notes(self) -> Iterator[str]:
        """What the user must know beside the answer."""
        yield from self.found.notes
        codeowners = self.found.codeowners
        if not codeowners.path:
            places = f"{NAMES[codeowners.dialect]} looks for {', '.join(LOCATIONS[codeowners.dialect])}"
            yield f"there is no CODEOWNERS file among the files of the tree; {places}"
        if codeowners.problems:
            lines = counted(len(codeowners.problems), "problem")
            yield f"{codeowners.path} has {lines}; archcheck check tells which: {codeowners.problems[0].message}"


def find_tree(start: str, dialect: str, *, untracked: bool) -> Tree:
    """The tree in which the directory `start` lies. Raises SourceError when it cannot be read."""
    location = locate(start, None)
    discovery = discover(location.root, location.vcs, untracked=untracked)
    files = tuple(file.path for file in discovery.files if file.mode != SUBMODULE)
    return Tree(location.root, files, read_owners(discovery, dialect))
