"""The option `hosts`: names of services that files call are declared somewhere."""

import re
from collections.abc import Iterator, Mapping, Sequence

from archcheck.core.components import Members
from archcheck.core.facts import RelationFact
from archcheck.core.findings import Finding, Unknown
from archcheck.core.graph import CALLS, Edges
from archcheck.core.options import near_miss
from archcheck.core.scene import Declarations, Scene
from archcheck.core.values import Place

_CALLS = Edges(CALLS)
# A single name: what has a dot is known to the whole network, and this machine is no service.
_SERVICE = re.compile(r"(?!(?:localhost|0|127)\b)[^.:]+\Z")


def undeclared_hosts(inside: Members, scene: Scene) -> Iterator[Finding | Unknown]:
    """One finding for each file and host that it calls by a single name, and that no file declares as a service."""
    declared: Mapping[int, Mapping[str, Sequence[RelationFact]]] = scene[Declarations()]
    served = {
        fact.value
        for formats in declared.values()
        for facts in formats.values()
        for fact in facts
        if fact.relation == "serves"
    }
    called: dict[tuple[str, str], dict[Place, None]] = {}
    for host, place in _calls(inside, scene, declared):
        if _SERVICE.match(host) and host not in served:
            called.setdefault((place.path, host), {})[place] = None
    if called and not served:
        yield Unknown("no file here declares services, so it is not known which hosts there are")
        return
    for (path, host), places in sorted(called.items()):
        message = f"calls the host {host}, which no service answers to"
        hint = near_miss(host, sorted(served))
        yield Finding(message, path, f"host:{host}", key="hosts", places=tuple(sorted(places)), hint=hint)


def _calls(
    inside: Members, scene: Scene, declared: Mapping[int, Mapping[str, Sequence[RelationFact]]]
) -> Iterator[tuple[str, Place]]:
    """Hosts that the files name: those in formats as they are written, and from code what was not resolved."""
    for number in inside:
        for facts in declared.get(number, {}).values():
            for fact in facts:
                if fact.relation == "host":
                    yield fact.value, Place(scene.paths[number], fact.line, fact.column)
    for use in scene.graph.external_dependencies(_CALLS):
        if use.path in inside:
            yield scene.graph.nodes[use.target].removeprefix("host:"), scene.graph.place(use)
