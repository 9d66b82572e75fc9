"""Causes: which change made a violation new, and where that change is."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from archcheck.core.changes import ADDED, CHANGED, DELETED, RENAMED, ChangedFile, Changes
from archcheck.core.findings import Link, Violation
from archcheck.core.graph import Graph
from archcheck.core.moves import PathMap
from archcheck.core.values import Place

_OWNERS = "owners"


@dataclass(frozen=True, slots=True)
class Causes:
    """Finds the causes of violations. `before` is the graph of the other tree, `earlier` maps names to those there.

    `codeowners` is the path of the CODEOWNERS file.
    """

    graph: Graph
    before: Graph
    changes: Changes
    earlier: PathMap
    codeowners: str = ""

    def explain(self, violation: Violation) -> Violation:
        """The violation with its cause, as far as one is found: an added dependency, else a changed line or file."""
        ways = (self._added_dependencies, self._changed_lines, self._changed_files, self._deleted_files)
        for way in ways:
            for cause, place in way(violation):
                return dataclasses.replace(violation, cause=cause, cause_place=place)
        return violation

    def _added_dependencies(self, violation: Violation) -> Iterator[tuple[str, Place | None]]:
        """The dependencies that the violation is about and that the other tree lacks."""
        for link in self._links(violation):
            if link.line and not self._had(link):
                place = Place(link.written, link.line, link.column)
                yield f"new: {link.written}:{link.line} -> {link.target}", place

    def _links(self, violation: Violation) -> Iterator[Link]:
        yield from violation.chain
        if not violation.chain and violation.places and violation.target:
            place = violation.places[0]
            ends = violation.identity[-2:]
            named = len(ends) == len("ab") and all(self.graph.id_of(end) is not None for end in ends)
            source, target = ends if named else (violation.subject, violation.target)
            if self.graph.id_of(target) is not None:
                yield Link(source, target, place.line, place.column, place.path)

    def _had(self, link: Link) -> bool:
        """Whether the other tree has the dependency, under the names of then."""
        source = self.before.id_of(self.earlier.of(link.source))
        target = self.before.id_of(self.earlier.of(link.target))
        if source is None or target is None:
            return False
        return target in self.before.targets[self.before.starts[source] : self.before.starts[source + 1]]

    def _changed_lines(self, violation: Violation) -> Iterator[tuple[str, Place | None]]:
        steps = [Place(link.written, link.line, link.column) for link in violation.chain]
        for place in (*violation.places, *steps):
            if self.changes.is_new(place.path, place.line):
                yield f"new or changed: {place.path}:{place.line}", place

    def _changed_files(self, violation: Violation) -> Iterator[tuple[str, Place | None]]:
        """The files that the violation names and that are new, moved or changed."""
        ends = [end for link in violation.chain for end in (link.source, link.target)]
        named = (violation.subject, violation.target or "", *ends, *violation.members, violation.path)
        for status in (ADDED, RENAMED, CHANGED):
            for path in dict.fromkeys(named):
                file = self.changes.files.get(path)
                if file and file.status == status:
                    yield _told(file), Place(path, self.changes.first_line(path), 1)
        owners = self.changes.files.get(self.codeowners)
        if owners and owners.status != DELETED and violation.kind == _OWNERS:
            yield _told(owners), Place(owners.path, self.changes.first_line(owners.path), 1)

    def _deleted_files(self, violation: Violation) -> Iterator[tuple[str, Place | None]]:
        """What is not there any more: the subject, something below it, or what its file depended on."""
        deleted = {file.old_path: file for file in self.changes.files.values() if file.old_path}
        below = violation.subject if violation.subject.endswith("/") else f"{violation.subject}/"
        for path, file in deleted.items():
            if path == violation.subject or path.startswith(below):
                yield _told(file), None
        source = self.before.id_of(self.earlier.of(violation.path))
        if source is not None:
            span = slice(self.before.starts[source], self.before.starts[source + 1])
            for target in dict.fromkeys(self.before.targets[span]):
                if self.before.nodes[target] in deleted:
                    yield _told(deleted[self.before.nodes[target]]), None
        added = next((f for f in self.changes.files.values() if f.path.startswith(below) and f.status == ADDED), None)
        if added:
            yield _told(added), Place(added.path, 1, 1)


def _told(file: ChangedFile) -> str:
    if file.status == RENAMED:
        return f"moved: {file.old_path} -> {file.path}"
    return f"{file.status}: {file.path}"
