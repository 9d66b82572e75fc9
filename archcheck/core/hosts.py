"""Hosts: which component or directory answers to a name in URLs, environment files and compose files."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from archcheck.core.components import Components, Paths, captured
from archcheck.core.facts import RelationFact
from archcheck.core.tree_paths import common_directory, shared_directories

_CLUSTER = (".svc.cluster.local", ".svc")
"""How Kubernetes names a service in full: `auth.shop.svc.cluster.local`."""


class _Served(NamedTuple):
    """One entry of a host: the file that says so, the directory of the service ("" unknown), and its other name."""

    path: str
    directory: str
    name: str
    service: str


class Hosts:
    """Which directories answer to which hosts. `names` maps names of components to their directories."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._served: dict[str, list[_Served]] = {}
        self._services: dict[tuple[str, str], _Served] = {}

    def add(self, path: str, fact: RelationFact, directory: str) -> None:
        """Note that a service in the file `path` answers to a host; `directory` is what it is built from, or ""."""
        name = fact.detail.removeprefix("name:") if fact.detail.startswith("name:") else ""
        served = _Served(path, directory, name, fact.group or fact.value)
        self._served.setdefault(fact.value, []).append(served)
        held = self._services.get((path, served.service))
        if held is None or (not held.directory and directory):
            self._services[path, served.service] = served

    def subject(self, path: str, service: str) -> str:
        """The directory of a service that the file `path` describes; "" when it is not known."""
        served = self._services.get((path, service))
        return self._named(service) or (self._directory(served) if served else "")

    def target(self, path: str, host: str) -> str:
        """The node that answers to `host` as the file `path` writes it: a directory, or `host:x` outside."""
        for name in _spellings(host):
            found = self._named(name) or self._answering(path, name)
            if found:
                return found
        return f"host:{_spellings(host)[-1] if host.endswith(_CLUSTER) else host}"

    def store(self, path: str, store: str) -> str:
        """`engine/host/database` with the host in the one form that all files share."""
        engine, slash, rest = store.partition("/")
        host, further, database = rest.partition("/")
        if host.endswith(_CLUSTER):
            host = _spellings(host)[-1]
        published = [served for served in self._served.get(host, ()) if host.startswith("localhost:")]
        if published:
            host = _closest(path, published).service
        return f"{engine}{slash}{host}{further}{database}"

    def _named(self, name: str) -> str:
        return self._names.get(plain_name(name), "")

    def _directory(self, served: _Served) -> str:
        return served.directory or (self._named(served.name) if served.name else "")

    def _answering(self, path: str, host: str) -> str:
        known = [served for served in self._served.get(host, ()) if self._directory(served)]
        if known:
            return self._directory(_closest(path, known))
        published = self._served.get(host, ()) if host.startswith("localhost:") else ()
        return self._named(_closest(path, published).service) if published else ""


def _closest(path: str, served: Iterable[_Served]) -> _Served:
    """The entry of the file that shares most directories with `path`, the first by path on ties."""
    return min(served, key=lambda each: (-shared_directories(path, each.path), each.path, each.service))


def _spellings(host: str) -> tuple[str, ...]:
    """The host as written, and the bare name of a service of Kubernetes."""
    for ending in _CLUSTER:
        if host.endswith(ending):
            return host, host.split(".", maxsplit=1)[0]
    return (host,)


def plain_name(name: str) -> str:
    """How names are compared: lower case, hyphens and underscores alike."""
    return name.lower().replace("_", "-")


def component_names(
    components: Components, paths: Paths, aliases: Mapping[str, tuple[str, ...]] | None = None
) -> Mapping[str, str]:
    """What components are called in infrastructure files, each with its directory (final slash).

    A component is called by the values of its captures, or by its own name without any, and by its `aliases`. A name
    that two of them share means neither, and one without a directory of its own is left out.
    """
    found: dict[str, set[str]] = {}
    for instance in components.instances.values():
        label = ",".join(captured(instance.binding).values()) or instance.name
        others = [alias for key in (label, instance.id) for alias in (aliases or {}).get(key, ())]
        directory = common_directory(paths[instance.members[0]], paths[instance.members[-1]])
        for name in (label, *others) if directory else ():
            found.setdefault(plain_name(name), set()).add(directory)
    return {name: min(directories) for name, directories in found.items() if len(directories) == 1}
