"""Kubernetes manifests: images and environments of workloads, names of services, and where routes lead."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.dotenv import read_dotenv
from archcheck.syntax.environment import Environment, Variable
from archcheck.syntax.images import last_segment, read_image
from archcheck.syntax.trees import entries_at, items_at, node_at
from archcheck.syntax.yaml.documents import Documents, read_documents
from archcheck.syntax.yaml.nodes import known_text, scalars_below, text_of
from archcheck.syntax.yaml.relations import Relations

_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")
_APP_LABELS = ("app.kubernetes.io/name", "app", "k8s-app", "name")
_ROUTES = frozenset({"HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute"})
_SETTINGS_FILES = (".env", ".properties", ".ini", ".conf")
_COMMENT = re.compile(r"^[ \t]*+#.*$", re.MULTILINE)
_Settings = Mapping[str, ScalarNode]


class _Object(NamedTuple):
    kind: str
    name: str
    node: MappingNode


class _Workload(NamedTuple):
    """What runs containers: `pod` is the specification of its pods, `home` names what runs there."""

    name: str
    place: Node
    pod: MappingNode
    labels: Mapping[str, str]
    home: str


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What the objects of one manifest need and offer, in order of place; a file of another kind has none."""
    if b"apiVersion" not in source.content or b"kind" not in source.content:
        return Extracted()
    documents = read_documents(source.content)
    objects = [each for node in documents.nodes for each in _objects(node)]
    if not objects:
        return Extracted()
    relations = Relations(documents)
    workloads = [workload for each in objects if (workload := _workload(each))]
    maps = {each.name: _settings(each.node) for each in objects if each.kind == "ConfigMap"}
    used: set[str] = set()
    for workload in workloads:
        _take_workload(relations, workload, maps, used)
    for each in objects:
        if each.kind == "Service":
            _take_service(relations, each, workloads)
        elif each.kind == "ConfigMap" and each.name not in used:
            _take_settings(relations, documents, node_at(each.node, "data"))
        elif each.kind == "Secret":
            _take_settings(relations, documents, node_at(each.node, "stringData"))
        else:
            _take_routes(relations, each)
    return relations.finish()


def _objects(node: Node) -> Iterator[_Object]:
    """The objects of a document; those of a list one by one."""
    for each in items_at(node, "items") if text_of(node_at(node, "kind")).endswith("List") else (node,):
        kind = text_of(node_at(each, "kind"))
        if isinstance(each, MappingNode) and kind and each.get("apiVersion"):
            yield _Object(kind, known_text(node_at(each, "metadata", "name")), each)


def _workload(each: _Object) -> _Workload | None:
    """An object with a template of pods (also of kinds that we do not know), or a pod."""
    template = node_at(each.node, "spec", "jobTemplate", "spec", "template") or node_at(each.node, "spec", "template")
    template = each.node if each.kind == "Pod" else template
    pod = node_at(template, "spec")
    if not isinstance(pod, MappingNode) or not any(map(pod.get, _CONTAINERS)):
        return None
    labels = {key.text: text_of(value) for key, value in entries_at(template, "metadata", "labels")}
    found = [image for container in items_at(pod.get("containers")) if (image := read_image(_image(container)))]
    home = last_segment(found[0][0]) if found else each.name
    place = node_at(each.node, "metadata", "name") or pod
    return _Workload(each.name, place, pod, labels, f"name:{home}" if home else "")


def _image(container: Node) -> str:
    return text_of(node_at(container, "image"))


def _take_workload(relations: Relations, each: _Workload, maps: Mapping[str, _Settings], used: set[str]) -> None:
    if each.name:
        relations.add(each.place, "serves", each.name.lower(), each.home, each.name)
    for container in (container for key in _CONTAINERS for container in items_at(each.pod.get(key))):
        relations.image(node_at(container, "image"), each.name)
        pairs = [*_from_maps(container, maps, used), *_pairs(container, maps, used)]
        relations.environment(pairs, subject=each.name, references=True)
        for key in ("command", "args"):
            for _, scalar in scalars_below(node_at(container, key)):
                relations.endpoints(scalar, subject=each.name)


def _from_maps(container: Node, maps: Mapping[str, _Settings], used: set[str]) -> Iterator[tuple[str, ScalarNode]]:
    for source in items_at(container, "envFrom"):
        name = text_of(node_at(source, "configMapRef", "name"))
        prefix = text_of(node_at(source, "prefix"))
        if name in maps:
            used.add(name)
            yield from ((f"{prefix}{key}", value) for key, value in maps[name].items())


def _pairs(container: Node, maps: Mapping[str, _Settings], used: set[str]) -> Iterator[tuple[str, ScalarNode]]:
    for variable in items_at(container, "env"):
        name, value = text_of(node_at(variable, "name")), node_at(variable, "value")
        reference = node_at(variable, "valueFrom", "configMapKeyRef")
        key = node_at(reference, "key")
        held = maps.get(text_of(node_at(reference, "name")), {}).get(text_of(key))
        if isinstance(value, ScalarNode) and value.value is not None:
            yield name, value
        elif held is not None and key is not None:
            used.add(text_of(node_at(reference, "name")))
            yield name, ScalarNode(held.value, key.place, held.text)


def _settings(node: Node) -> _Settings:
    return {key.text: value for key, value in entries_at(node, "data") if isinstance(value, ScalarNode)}


def _take_settings(relations: Relations, documents: Documents, data: Node | None) -> None:
    """Values of a ConfigMap that no workload of the file was seen to use, or of a Secret in clear text."""
    pairs = [(key.text, _uncommented(value)) for key, value in entries_at(data) if isinstance(value, ScalarNode)]
    files = [(key, value) for key, value in pairs if key.lower().endswith(_SETTINGS_FILES) and "\n" in value.text]
    relations.environment([pair for pair in pairs if pair not in files])
    for _, node in files:
        entries = list(read_dotenv(node.text))
        variables = [
            Variable(entry.name, entry.value, partial(_place, documents, node, entry.offset)) for entry in entries
        ]
        relations.add_all(Environment(variables, references=True).relations())


def _uncommented(node: ScalarNode) -> ScalarNode:
    """The text of a file without the comments that fill lines of it; nothing moves."""
    if "\n" not in node.text or "#" not in node.text:
        return node
    text = _COMMENT.sub(lambda found: " " * len(found[0]), node.text)
    return ScalarNode(text, node.place, text, plain=node.plain)


def _place(documents: Documents, node: ScalarNode, start: int, _offset: int) -> tuple[int, int]:
    return documents.place(node, start)


def _take_service(relations: Relations, each: _Object, workloads: Sequence[_Workload]) -> None:
    """The names that a service answers to in its cluster, or the host outside that it stands for."""
    name = node_at(each.node, "metadata", "name")
    if name is None or not each.name:
        return
    external = node_at(each.node, "spec", "externalName")
    if external is not None and known_text(external):
        relations.add(external, "host", known_text(external).lower(), subject=each.name)
    namespace = known_text(node_at(each.node, "metadata", "namespace"))
    hosts = [each.name]
    if namespace:
        full = f"{each.name}.{namespace}"
        hosts += [full, f"{full}.svc", f"{full}.svc.cluster.local"]
    for home in _homes(each, workloads):
        for host in hosts:
            relations.add(name, "serves", host.lower(), home, each.name)


def _homes(each: _Object, workloads: Sequence[_Workload]) -> list[str]:
    """What answers for a service: the workloads that its selector fits, else what its labels say."""
    selector = {key.text: text_of(value) for key, value in entries_at(each.node, "spec", "selector")}
    fitting = [workload for workload in workloads if selector and selector.items() <= workload.labels.items()]
    if fitting:
        return [
            home for workload in fitting for home in dict.fromkeys((f"name:{workload.name}", workload.home)) if home
        ]
    labels = {key.text: text_of(value) for key, value in entries_at(each.node, "metadata", "labels")}
    label = next((words[key] for words in (selector, labels) for key in _APP_LABELS if words.get(key)), "")
    return [f"name:{label}" if label else ""]


def _take_routes(relations: Relations, each: _Object) -> None:
    """Where an Ingress, a route of a gateway or of a mesh leads."""
    spec = node_at(each.node, "spec")
    if each.kind == "Ingress":
        _take_backends(relations, spec)
    elif each.kind in _ROUTES:
        for rule in items_at(spec, "rules"):
            for backend in items_at(rule, "backendRefs"):
                if text_of(node_at(backend, "kind")) in ("", "Service"):
                    _take_host(relations, node_at(backend, "name"), known_text(node_at(backend, "namespace")))
    elif each.kind == "VirtualService":
        _take_destinations(relations, spec)


def _take_backends(relations: Relations, spec: Node | None) -> None:
    backends = [node_at(spec, "defaultBackend"), node_at(spec, "backend")]
    for rule in items_at(spec, "rules"):
        backends += [node_at(path, "backend") for path in items_at(rule, "http", "paths")]
    for backend in backends:
        _take_host(relations, node_at(backend, "service", "name") or node_at(backend, "serviceName"))


def _take_destinations(relations: Relations, spec: Node | None) -> None:
    for protocol in ("http", "tcp", "tls"):
        for rule in items_at(spec, protocol):
            for route in items_at(rule, "route"):
                _take_host(relations, node_at(route, "destination", "host"))
            _take_host(relations, node_at(rule, "mirror", "host"))
            for mirror in items_at(rule, "mirrors"):
                _take_host(relations, node_at(mirror, "destination", "host"))


def _take_host(relations: Relations, node: Node | None, namespace: str = "") -> None:
    host = known_text(node).lower()
    if node is not None and host:
        relations.add(node, "host", f"{host}.{namespace}" if namespace else host)


LANGUAGE: Language[None] = Language(
    name="kubernetes",
    files=(("**/*.yaml", "yaml"), ("**/*.yml", "yaml")),
    version=1,
    aspects={"relations": extract_relations},
)
