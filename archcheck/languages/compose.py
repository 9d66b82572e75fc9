"""Compose files: services with their builds, images, environments and dependencies on each other."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.endpoints.variables import expand, is_known
from archcheck.syntax.images import engine_of_image, last_segment, read_image
from archcheck.syntax.paths import is_relative, join, parent, simplify
from archcheck.syntax.trees import entries_at, items_at, node_at
from archcheck.syntax.yaml.documents import read_documents
from archcheck.syntax.yaml.nodes import items_of, known_text, names_in, scalars_below, text_of
from archcheck.syntax.yaml.relations import Relations

# host:container, host:container/protocol; ranges on both sides.
_PORTS = re.compile(r"(?:.*:)?(?P<first>\d{1,5})(?:-(?P<last>\d{1,5}))?:\d{1,5}(?:-\d{1,5})?(?:/\w+)?", re.ASCII)
_MOST_PORTS = 100
_REFERENCE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))", re.ASCII)
_SERVICE_KEYS = ("image", "build", "extends")


class _Service(NamedTuple):
    """One service; `home` tells what answers for it, as in a `serves` fact."""

    key: ScalarNode
    node: MappingNode
    home: str

    @property
    def name(self) -> str:
        return self.key.text


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What the services of a compose file need and offer, in order of place."""
    documents = read_documents(source.content)
    relations = Relations(documents)
    for document in documents.nodes:
        services = [_Service(key, node, _home(key, node)) for key, node in _services(document)]
        homes = {service.name: service.home for service in services}
        engines = dict(_engines(services))
        for service in services:
            _take_service(relations, service, homes, engines)
        _take_top(relations, document)
    return relations.finish()


def _services(document: Node) -> Iterator[tuple[ScalarNode, MappingNode]]:
    """The services by name; in files of the first version they stand at the top."""
    holder = node_at(document, "services")
    if holder is None and not any(node_at(document, key) for key in ("include", "version", "name")):
        holder = document
    for key, node in entries_at(holder):
        if isinstance(node, MappingNode) and (holder is not document or any(map(node.get, _SERVICE_KEYS))):
            yield key, node


def _home(key: ScalarNode, node: MappingNode) -> str:
    context, dockerfile = _build(node)
    if dockerfile:
        return f"path:{parent(join(context, dockerfile))}"
    if context and not (simplify(context) == "." and node_at(node, "build", "dockerfile")):
        return f"path:{simplify(context)}"
    image = read_image(text_of(node.get("image")))
    return f"name:{last_segment(image[0])}" if image else f"name:{key.text}"


def _build(node: MappingNode) -> tuple[str, str]:
    """Build context and Dockerfile within it, each "" where it is not known or lies elsewhere."""
    build = node.get("build")
    if build is None:
        return "", ""
    written = build if isinstance(build, ScalarNode) else node_at(build, "context")
    context = known_text(written) if written else "."
    dockerfile = known_text(node_at(build, "dockerfile"))
    if not is_relative(context):
        return "", ""
    return context, dockerfile if is_relative(dockerfile) else ""


def _engines(services: list[_Service]) -> Iterator[tuple[str, str]]:
    for service in services:
        image = read_image(text_of(service.node.get("image")))
        engine = engine_of_image(image[0]) if image else ""
        if engine:
            yield from ((name, engine) for name in (service.name, text_of(service.node.get("container_name"))) if name)


def _take_service(relations: Relations, service: _Service, homes: dict[str, str], engines: dict[str, str]) -> None:
    name, node = service.name, service.node
    _take_names(relations, service, homes)
    _take_build(relations, service)
    _take_calls(relations, service)
    relations.environment(_pairs(node.get("environment")), subject=name, engines=engines)
    _take_variables(relations, node.get("environment"), name)
    relations.environment(_pairs(node_at(node, "build", "args")), subject=name, engines=engines)
    for key in ("command", "entrypoint"):
        for _, scalar in scalars_below(node.get(key)):
            relations.endpoints(scalar, subject=name)
    for each in items_of(node.get("env_file")):
        relations.path(node_at(each, "path") or each, optional=True, subject=name)
    for volume in items_at(node.get("volumes")):
        _take_volume(relations, volume, name)
    relations.path(node_at(node, "extends", "file"), subject=name)
    for watched in items_at(node, "develop", "watch"):
        relations.path(node_at(watched, "path"), optional=True, subject=name)


def _take_names(relations: Relations, service: _Service, homes: dict[str, str]) -> None:
    """The host names that a service answers to."""
    name, node = service.name, service.node
    named = [service.key, node.get("container_name"), node.get("hostname")]
    for _, network in entries_at(node.get("networks")):
        named += items_at(network, "aliases")
    taken: set[str] = set()
    for each in named:
        host = known_text(each).lower()
        if each is not None and host and host not in taken:
            taken.add(host)
            relations.add(each, "serves", host, service.home, name)
    for link in items_at(node.get("links")):
        target, colon, alias = known_text(link).partition(":")
        if colon and alias and target in homes:
            relations.add(link, "serves", alias.lower(), homes[target], target)
    for port in items_at(node.get("ports")):
        for number in _published(port):
            relations.add(port, "serves", f"localhost:{number}", service.home, name)


def _published(port: Node) -> Iterator[int]:
    """The ports of the machine itself that lead to a service."""
    if isinstance(port, MappingNode):
        published, target = known_text(port.get("published")), known_text(port.get("target"))
        text = f"{published}:{target or 1}" if published else ""
    else:
        text = expand(text_of(port)).text
        text = text.rpartition(":")[0] + ":1" if not is_known(text.rpartition(":")[2]) else text
    found = _PORTS.fullmatch(text) if is_known(text) else None
    if found:
        first = int(found["first"])
        yield from range(first, min(int(found["last"] or first), first + _MOST_PORTS) + 1)


def _take_build(relations: Relations, service: _Service) -> None:
    name, build = service.name, service.node.get("build")
    if build is None:
        relations.image(service.node.get("image"), name)
        return
    context, dockerfile = _build(service.node)
    written = build if isinstance(build, ScalarNode) else node_at(build, "context")
    if written is not None:
        relations.path(written, subject=name)
    unknown = not dockerfile and (node_at(build, "dockerfile") or node_at(build, "dockerfile_inline"))
    if context and not unknown:
        path = join(context, dockerfile or "Dockerfile")
        place = node_at(build, "dockerfile") or written or build
        if dockerfile:
            relations.add(place, "path", path, subject=name)
        relations.add(place, "context", path, simplify(context))
    for _, value in _pairs(node_at(build, "additional_contexts")):
        _take_context(relations, value, name)


def _take_context(relations: Relations, node: ScalarNode, subject: str) -> None:
    kind, separator, rest = node.text.partition(":")
    if separator and kind == "docker-image":
        found = read_image(rest.removeprefix("//"))
        if found:
            relations.add(node, "image", *found, subject=subject)
    elif separator and kind == "service":
        relations.add(node, "host", rest.lower(), subject=subject)
    else:
        relations.path(node, subject=subject)


def _take_calls(relations: Relations, service: _Service) -> None:
    """The services that another one names."""
    node = service.node
    named = [(each, each.text) for each in names_in(node.get("depends_on"))]
    for key in ("links", "external_links", "volumes_from"):
        named += [(each, each.text.removeprefix("container:")) for each in names_in(node.get(key))]
    for key in ("network_mode", "pid", "ipc"):
        mode = node.get(key)
        if isinstance(mode, ScalarNode) and mode.text.startswith("service:"):
            named.append((mode, mode.text.removeprefix("service:")))
    for each, text in named:
        host = expand(text).text.partition(":")[0]
        if host and is_known(host):
            relations.add(each, "host", host.lower(), subject=service.name)


def _pairs(node: Node | None) -> Iterator[tuple[str, ScalarNode]]:
    """`KEY: value` and `- KEY=value`; the places are those of the values."""
    for key, value in entries_at(node):
        if isinstance(value, ScalarNode) and value.value is not None:
            yield key.text, value
    for item in items_at(node):
        name, sign, text = text_of(item).partition("=")
        if isinstance(item, ScalarNode) and sign:
            column = item.place.column + (len(name) + 1 if item.plain else len(name) + 2)
            yield name.strip(), ScalarNode(text, item.place._replace(column=column), text)


def _take_variables(relations: Relations, node: Node | None, subject: str) -> None:
    """Variables whose value stands in the `.env` beside the file: `- KEY`, `KEY:`, `KEY: ${OTHER}`."""
    for key, value in entries_at(node):
        if isinstance(value, ScalarNode):
            name = key.text if value.value is None else _referenced(value.text)
            if name:
                relations.add(key, "variable", name, "", key.text, subject)
    for item in items_at(node):
        key_text, sign, text = text_of(item).partition("=")
        name = _referenced(text) if sign else key_text
        if name:
            relations.add(item, "variable", name, "", key_text, subject)


def _referenced(text: str) -> str:
    """The variable that makes the whole of a value, "" for any other value; a default is a value of its own."""
    found = _REFERENCE.fullmatch(text.strip())
    return found[1] or found[2] if found else ""


def _take_volume(relations: Relations, node: Node, subject: str) -> None:
    if isinstance(node, MappingNode):
        if text_of(node.get("type")) == "bind":
            relations.path(node.get("source"), optional=True, subject=subject)
        return
    text = expand(text_of(node)).text
    source, colon, _ = text.partition(":")
    if colon and is_known(source) and source.startswith(("./", "../")):
        relations.add(node, "path", source, "", "optional", subject)


def _take_top(relations: Relations, document: Node) -> None:
    """Configurations, secrets and other compose files."""
    for kind in ("configs", "secrets"):
        for _, entry in entries_at(document, kind):
            relations.path(node_at(entry, "file"), optional=kind == "secrets")
    for included in items_at(document, "include"):
        if isinstance(included, ScalarNode):
            relations.path(included)
            continue
        for key in ("path", "env_file", "project_directory"):
            for each in items_of(node_at(included, key)):
                relations.path(each, optional=key == "env_file")


LANGUAGE: Language[None] = Language(
    name="compose",
    files=tuple(
        (f"**/{stem}{ending}", "yaml")
        for stem in ("docker-compose", "compose", "docker-compose.*", "compose.*", "docker-compose-*", "compose-*")
        for ending in (".yml", ".yaml")
    ),
    version=2,
    aspects={"relations": extract_relations},
)
