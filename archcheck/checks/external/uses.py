"""Which packages each file imports: those of others, and those of the repository."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice

from archcheck.checks.external.manifests import Manifests, ecosystem_of
from archcheck.core.graph import IMPORT, Dependency, Edges, Graph

ECOSYSTEMS = {"python": "pypi", "typescript": "npm", "go": "go"}
"""The ecosystem whose packages the files of a language import."""
_NOT_PACKAGES = frozenset(("std", "host", "store", "image"))

Uses = dict[tuple[int, str], list[Dependency]]
"""The places by file and package."""


def outside_uses(graph: Graph, edges: Edges) -> Uses:
    """The imports of third parties."""
    found: Uses = {}
    for use in graph.external_dependencies(Edges(IMPORT, edges.without)):
        node = graph.nodes[use.target]
        if ecosystem_of(node) not in _NOT_PACKAGES:
            found.setdefault((use.source, node), []).append(use)
    return found


def inside_uses(graph: Graph, edges: Edges, manifests: Manifests, languages: Mapping[int, str]) -> Uses:
    """The imports, by code in one package of the repository, of what belongs to another one."""
    owners = Owners(manifests)
    found: Uses = {}
    for number, language in languages.items():
        ecosystem = ECOSYSTEMS.get(language, "")
        own = owners.of(graph.nodes[number], ecosystem)
        for use in graph.dependencies_of(number, Edges(IMPORT, edges.without)) if own else ():
            package = "" if graph.is_external(use.target) else owners.of(graph.nodes[use.target], ecosystem)
            if package and package != own:
                found.setdefault((number, package), []).append(use)
    return found


@dataclass(frozen=True, slots=True)
class Owners:
    """The packages of the repository that files belong to: those whose manifests are the nearest."""

    manifests: Manifests
    _known: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)

    def of(self, path: str, ecosystem: str) -> str:
        """The package that a file or directory belongs to, "" for none."""
        return next(iter(self.all_of(path, ecosystem)), "")

    def all_of(self, path: str, ecosystem: str) -> tuple[str, ...]:
        """The same where a directory has manifests of several packages."""
        key = (path.rpartition("/")[0], ecosystem)
        if key not in self._known:
            self._known[key] = tuple(self._find(path, ecosystem))
        return self._known[key]

    def _find(self, path: str, ecosystem: str) -> Iterator[str]:
        for level in islice(self.manifests.above(ecosystem, path), 1):
            for manifest in level.manifests:
                yield from manifest.provides
