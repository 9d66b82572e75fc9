"""The scene: everything a check may look at, and the needs it may declare."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from archcheck.core.components import (
    Components,
    Instance,
    Members,
    Paths,
    directories_of,
    instances_of,
    select_runs,
    select_terms,
)
from archcheck.core.graph import Graph
from archcheck.core.selectors import GlobSet, GlobTerm, Selector, Term


@dataclass(frozen=True, slots=True)
class Symbols:
    """Needs the definitions in the selected files: file id -> facts in order."""

    selector: Selector | GlobSet


@dataclass(frozen=True, slots=True)
class SymbolGaps:
    """Needs to know of which of the selected files the definitions are not all known: file id -> why, in few words."""

    selector: Selector | GlobSet


@dataclass(frozen=True, slots=True)
class Scans:
    """Needs what the check's own `scan` finds in the selected files: file id -> facts in order.

    `key` is a text that differs whenever the options make `scan` find something else, "" when they do not matter.
    """

    selector: Selector | GlobSet
    kind: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """Needs the date of the run, as `YYYY-MM-DD`."""


@dataclass(frozen=True, slots=True)
class Specifiers:
    """Needs imports as written: (source id, target id, line, column) -> text."""


@dataclass(frozen=True, slots=True)
class EdgeKinds:
    """Needs dependencies of these kinds (bits) in the graph, beside imports."""

    kinds: int


@dataclass(frozen=True, slots=True)
class Declarations:
    """Needs what formats say of each file: file id -> name of the format -> relation facts in order, () for none."""


@dataclass(frozen=True, slots=True)
class Lost:
    """Needs the relations of formats that lead nowhere, by place; it does not ask for any relations itself."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Needs a function that tells of a path whether it may well be missing: it is generated, or ignored by git."""


@dataclass(frozen=True, slots=True)
class CodeFiles:
    """Needs the files that are code: file id -> name of the language."""


@dataclass(frozen=True, slots=True)
class TestFiles:
    """Needs the files that are tests: a container of file ids."""

    __test__ = False  # pytest takes it for a class of tests


@dataclass(frozen=True, slots=True)
class Owners:
    """Needs the CODEOWNERS file in one dialect; "" is the dialect that the repository seems to use."""

    dialect: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Needs the text of one file of the tree."""

    path: str


@dataclass(frozen=True, slots=True)
class Foreign:
    """Needs the files that are none of ours, excluded ones and submodules: a container of ids."""


@dataclass(frozen=True, slots=True)
class Diff:
    """Needs what changed since the commit that `base` names, "" for the base of the run: a `Difference`.

    Of the paths that `selector` means the first line that changed is told, too.
    """

    base: str = ""
    selector: Selector | GlobSet | None = None


@dataclass(frozen=True, slots=True)
class ChangeAuthors:
    """Needs to know who changed what since the base of the run: `Authors`."""


@dataclass(frozen=True, slots=True)
class Merges:
    """Needs the branches that were merged since the base of the run, or are about to be: `Merge` values in order."""


Need = (
    Symbols
    | SymbolGaps
    | Scans
    | Today
    | Specifiers
    | EdgeKinds
    | Declarations
    | Lost
    | Absent
    | CodeFiles
    | TestFiles
    | Owners
    | Text
    | Foreign
    | Diff
    | ChangeAuthors
    | Merges
)


@dataclass(frozen=True, slots=True)
class Missing:
    """A need that could not be met, and why.

    `idle` means that this run has nothing for the rule to look at: it is skipped then, not unknown.
    """

    reason: str
    idle: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """The tree as checks see it. Ids of files are those of the graph.

    `subjects` tells which paths the rule that is judged may find fault with (its `paths` and `exclude`), None for all.
    Only checks whose findings stand for several files need to ask; findings elsewhere are left out afterwards.
    """

    graph: Graph
    paths: Paths
    components: Components
    needs: Mapping[Need, Any] = field(default_factory=dict)
    subjects: Callable[[str], bool] | None = None
    _selected: dict[tuple[Term, ...], Members] = field(default_factory=dict)
    _directories: list[str] = field(default_factory=list)

    def __getitem__(self, need: Need) -> Any:
        """What was fetched for a need."""
        return self.needs[need]

    def select(self, selector: Selector | GlobSet) -> Members:
        """The nodes a selector means: ids ascending, each with its bindings. Computed once per selector."""
        return self.select_terms(selector.terms)

    def select_terms(self, terms: tuple[Term, ...]) -> Members:
        """The same for a union of terms."""
        if terms not in self._selected:
            self._selected[terms] = select_terms(terms, self.components, self.paths)
        return self._selected[terms]

    def instances(self, selector: Selector) -> list[Instance]:
        """The components a selector means, by id. A glob makes one per value of its captures, or is itself one."""
        found: dict[str, Instance] = {}
        for term in selector.terms:
            for instance in instances_of(term, self.components):
                found[instance.id] = instance
            if isinstance(term, GlobTerm):
                found.update(self._glob_instances(term))
        return [found[key] for key in sorted(found)]

    def _glob_instances(self, term: GlobTerm) -> dict[str, Instance]:
        groups: dict[str, tuple[Any, list[int]]] = {}
        for binding, numbers in select_runs(term.glob, self.paths):
            name = term.glob.substitute(dict(binding)).rstrip("/")
            groups.setdefault(name, (binding, []))[1].extend(numbers)
        return {name: Instance(name, term.text, binding, tuple(members)) for name, (binding, members) in groups.items()}

    def component_of(self, number: int) -> str | None:
        """The id of the component that owns a node, or None."""
        return self.components.home.get(number)

    def directories(self) -> Sequence[str]:
        """All directories that hold a file, sorted, without final slashes; the top is left out."""
        if not self._directories:
            self._directories.extend(sorted(directories_of(self.paths.files)))
        return self._directories
