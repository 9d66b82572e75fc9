"""From relation facts to dependencies: which file, directory, component or outside thing each of them means.

A path leads to what stands there; a package to the manifest in the tree that provides it; a host to the component of
that name, else to the directory of the service that answers to it; everything else to a node outside (`pypi:django`,
`host:api.example.org`, `store:postgres/db/main`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.components import directories_of
from archcheck.core.facts import TEST, RelationFact
from archcheck.core.findings import Unresolved
from archcheck.core.go_modules import outside_id
from archcheck.core.graph import CALLS, DECLARES, EDGE_KINDS, PATH, STORE
from archcheck.core.graph_extension import Added
from archcheck.core.hosts import Hosts
from archcheck.core.resolution import nothing_generated
from archcheck.core.tree_paths import ancestors, join_from, shared_directories

KINDS = {"package": DECLARES, "image": DECLARES, "path": PATH, "host": CALLS, "store": STORE}
"""The kind of dependency that each relation makes; the other relations only help to resolve these."""

ALL_KINDS = DECLARES | PATH | CALLS | STORE
_TOP = "./"
_VARIABLES = ".env"
"""The file from which compose takes variables (docs of Docker, "Set environment variables")."""


class FileRelations(NamedTuple):
    """What one file says beyond imports, by place; `is_test` marks its dependencies."""

    path: str
    facts: Sequence[RelationFact]
    is_test: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """The dependencies that relations make, those that lead nowhere, by place, and who answers to which host."""

    edges: tuple[Added, ...] = ()
    lost: tuple[Unresolved, ...] = ()
    hosts: Hosts = field(default_factory=lambda: Hosts({}))


def relate(
    relations: Sequence[FileRelations],
    files: Sequence[str],
    names: Mapping[str, str],
    kinds: int = ALL_KINDS,
    is_generated: Callable[[str], bool] = nothing_generated,
) -> Related:
    """Resolve the relations of a tree that make dependencies of some kinds (bits).

    `names` maps what components are called to their directories (final slash).
    """
    resolver = _Resolver(_Tree(files, is_generated), names, relations)
    edges: list[Added] = []
    lost: list[Unresolved] = []
    for each in relations:
        for fact in resolver.told(each):
            if KINDS.get(fact.relation, 0) & kinds:
                target, reason = resolver.target(each.path, fact)
                if target:
                    edges.append(resolver.edge(each, fact, target))
                elif reason:
                    lost.append(
                        Unresolved(
                            each.path, fact.line, fact.column, fact.value, reason, EDGE_KINDS[KINDS[fact.relation]]
                        )
                    )
    return Related(
        tuple(edges), tuple(sorted(lost, key=lambda u: (u.path, u.line, u.column, u.specifier))), resolver.hosts
    )


@dataclass(frozen=True, slots=True)
class _Tree:
    """Which paths there are."""

    files: Sequence[str]
    is_generated: Callable[[str], bool]
    _files: set[str] = field(default_factory=set)
    _directories: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._files.update(self.files)
        self._directories.update(directories_of(self.files))

    def node(self, path: str) -> str:
        """The node at a normalised path: a file, a directory with a final slash, `./` for the top, "" for nothing."""
        if not path:
            return _TOP
        return path if path in self._files else f"{path}/" if path in self._directories else ""


_Answer = tuple[str, str]
"""A target ("" for none), and when there is none the reason, "" when that needs no saying."""


class _Resolver:
    """Answers for single facts, from tables over all of them."""

    def __init__(self, tree: _Tree, names: Mapping[str, str], relations: Sequence[FileRelations]) -> None:
        self._tree = tree
        self._provided: dict[str, list[str]] = {}
        self._contexts: dict[str, str] = {}
        self.hosts = Hosts(names)
        for path, fact in ((each.path, fact) for each in relations for fact in each.facts):
            if fact.relation == "provides":
                self._provided.setdefault(fact.value, []).append(path)
            elif fact.relation == "context":
                self._note_context(path, fact)
            elif fact.relation == "serves":
                self.hosts.add(path, fact, self._served_directory(path, fact))
        self._variables = {each.path: each.facts for each in relations if _name(each.path) == _VARIABLES}

    def told(self, each: FileRelations) -> Iterator[RelationFact]:
        """The facts of a file, with those about a variable that it takes from the `.env` beside it in its place."""
        beside = self._variables.get(join_from(_parent(each.path), _VARIABLES) or "", ())
        for fact in each.facts:
            if fact.relation != "variable":
                yield fact
            elif beside:
                for other in beside:
                    if other.group == fact.value and other.relation in ("host", "store"):
                        yield other._replace(line=fact.line, column=fact.column, group=fact.group, subject=fact.subject)

    def _note_context(self, path: str, fact: RelationFact) -> None:
        dockerfile, context = join_from(_parent(path), fact.value), join_from(_parent(path), fact.detail)
        if dockerfile is not None and context is not None:
            self._contexts.setdefault(dockerfile, context)

    def _served_directory(self, path: str, fact: RelationFact) -> str:
        """The directory that a service is built from; "" when it is not said, is no directory, or is the whole tree."""
        if not fact.detail.startswith("path:"):
            return ""
        place = join_from(_parent(path), fact.detail.removeprefix("path:"))
        node = self._tree.node(place) if place else ""
        return node if node.endswith("/") else ""

    def edge(self, each: FileRelations, fact: RelationFact, target: str) -> Added:
        """The dependency of the service that a fact is about, or of the file where nothing is known of it."""
        source = self.hosts.subject(each.path, fact.subject) if fact.subject else ""
        marks = TEST if each.is_test else 0
        return Added(source or each.path, target, KINDS[fact.relation], marks, fact.line, fact.column, each.path)

    def target(self, path: str, fact: RelationFact) -> _Answer:
        """What a fact leads to, or why to nothing."""
        if fact.relation == "package":
            manifests = self._provided.get(fact.value, ())
            return _nearest(path, manifests) or outside_id(fact.value), ""
        if fact.relation == "image":
            return fact.value, ""
        if fact.relation == "host":
            return self.hosts.target(path, fact.value), ""
        if fact.relation == "store":
            return f"store:{self.hosts.store(path, fact.value)}", ""
        return self._path_target(path, fact)

    def _path_target(self, path: str, fact: RelationFact) -> _Answer:
        candidates = [place for base in self._bases(path, fact) if (place := join_from(base, fact.value)) is not None]
        for place in candidates:
            node = self._tree.node(place)
            if node == _TOP or node == f"{_parent(path)}/":
                return "", ""  # the directory of the file itself, or everything: says nothing of dependencies
            if node:
                return node, ""
        if fact.group == "optional" or any(self._tree.is_generated(place) for place in candidates):
            return "", ""
        return "", f"there is no {candidates[0]}" if candidates else "leads out of the repository"

    def _bases(self, path: str, fact: RelationFact) -> Iterable[str]:
        """The directories in which a path may begin, the likeliest first; "" is the top."""
        here = _parent(path)
        if fact.value.startswith("/") or fact.detail == "/":
            return ("",)
        if fact.detail.startswith("in:"):
            inside = join_from(here, fact.detail.removeprefix("in:"))
            return () if inside is None else (inside,)
        if fact.detail == "context" and path in self._contexts:
            return (self._contexts[path],)
        return ancestors(here) if fact.detail in ("up", "context") else (here,)


def _nearest(path: str, candidates: Sequence[str]) -> str:
    """Of several files the one that shares most directories with `path`, the first by name on ties; "" for none."""
    return min(candidates, key=lambda each: (-shared_directories(path, each), each), default="")


def _name(path: str) -> str:
    return path[path.rfind("/") + 1 :]


def _parent(path: str) -> str:
    return path.rpartition("/")[0]
