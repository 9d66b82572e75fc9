"""Helm charts: images, hosts and stores in `values.yaml`, and local charts that `Chart.yaml` depends on."""

import re
from collections.abc import Iterator

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode
from archcheck.syntax.images import read_image
from archcheck.syntax.trees import items_at, node_at
from archcheck.syntax.yaml.documents import read_documents
from archcheck.syntax.yaml.nodes import known_text, text_of
from archcheck.syntax.yaml.relations import Relations

_LOCAL = "file://"
_VARIABLE = re.compile(r"[A-Z_][A-Z0-9_]*", re.ASCII)


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What the values of a chart name, or which local charts it needs, in order of place."""
    documents = read_documents(source.content)
    relations = Relations(documents)
    for document in documents.nodes:
        if source.dialect == "chart":
            for dependency in items_at(document, "dependencies"):
                _take_chart(relations, node_at(dependency, "repository"))
        else:
            for node in _collections(document):
                _take_values(relations, node)
    return relations.finish()


def _take_chart(relations: Relations, node: Node | None) -> None:
    text = known_text(node)
    if node is not None and text.startswith(_LOCAL):
        path = text.removeprefix(_LOCAL)
        relations.path(ScalarNode(path, node.place, path))


def _collections(root: Node) -> Iterator[MappingNode | SequenceNode]:
    stack = [root]
    while stack:
        node = stack.pop()
        if isinstance(node, MappingNode):
            yield node
            stack.extend(value for _, value in node.entries)
        elif isinstance(node, SequenceNode):
            yield node
            stack.extend(node.items)


def _take_values(relations: Relations, node: MappingNode | SequenceNode) -> None:
    if isinstance(node, SequenceNode):
        relations.environment(_named(node))
        return
    _take_image(relations, node)
    scalars = [(key.text, value) for key, value in node.entries if isinstance(value, ScalarNode)]
    relations.environment([pair for pair in scalars if _VARIABLE.fullmatch(pair[0])])
    for key, value in scalars:
        if not _VARIABLE.fullmatch(key) and "://" in value.text and not (key == "value" and node.get("name")):
            relations.endpoints(value, key)


def _named(node: SequenceNode) -> Iterator[tuple[str, ScalarNode]]:
    """Items with a name and a value, as in the environment of a container."""
    for item in node.items:
        name, value = text_of(node_at(item, "name")), node_at(item, "value")
        if name and isinstance(value, ScalarNode) and value.value is not None:
            yield name, value


def _take_image(relations: Relations, node: MappingNode) -> None:
    """`image: redis:7`, or a mapping of registry, repository and tag (or digest)."""
    if isinstance(node.get("image"), ScalarNode):
        tag = known_text(node.get("tag") or node.get("imageTag"))
        _add(relations, node.get("image"), text_of(node.get("image")), tag)
    repository = node.get("repository")
    if isinstance(repository, ScalarNode) and (node.get("tag") or node.get("digest") or node.get("pullPolicy")):
        registry, digest = known_text(node.get("registry")), known_text(node.get("digest"))
        name = f"{registry}/{repository.text}" if registry else repository.text
        _add(
            relations, repository, f"{name}@{digest}" if digest else name, "" if digest else known_text(node.get("tag"))
        )


def _add(relations: Relations, node: Node | None, name: str, tag: str) -> None:
    found = read_image(f"{name}:{tag}" if tag and ":" not in name.rpartition("/")[2] else name)
    if node is not None and found and "://" not in name:
        relations.add(node, "image", *found)


LANGUAGE: Language[None] = Language(
    name="helm",
    files=(
        ("**/Chart.yaml", "chart"),
        ("**/values.yaml", "values"),
        ("**/values.yml", "values"),
        ("**/values-*.yaml", "values"),
        ("**/values.*.yaml", "values"),
        ("**/values_*.yaml", "values"),
    ),
    version=1,
    aspects={"relations": extract_relations},
)
