"""Version catalogs (`libs.versions.toml`): the artifacts and plugins for which they choose versions."""

from collections.abc import Iterator

from archcheck.core.facts import RelationFact
from archcheck.core.relating import MANAGED
from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.languages.gradle.coordinates import Artifact, parse_coordinate, plugin
from archcheck.syntax.trees import entries_at, node_at, text_at


def catalog_facts(root: Node) -> Iterator[RelationFact]:
    """One fact per library and plugin; references to versions are followed."""
    for section, read in (("libraries", _library), ("plugins", _plugin)):
        for key, value in entries_at(root, section):
            artifact = read(value)
            if artifact:
                version = artifact.version or _version(root, node_at(value, "version"))
                yield RelationFact(key.place.line, key.place.column, "package", artifact.package, version, MANAGED)


def _library(value: Node) -> Artifact | None:
    if isinstance(value, ScalarNode):
        return parse_coordinate(str(value.value))
    module = text_at(value, "module") or f"{text_at(value, 'group')}:{text_at(value, 'name')}"
    return parse_coordinate(module)


def _plugin(value: Node) -> Artifact | None:
    if isinstance(value, ScalarNode):
        name, _, version = str(value.value).partition(":")
        return plugin(name, version)
    return plugin(text_at(value, "id"))


def _version(root: Node, node: Node | None) -> str:
    """A version as written; of rich ones what they demand most strictly."""
    reference = text_at(node, "ref")
    if reference:
        node = node_at(root, "versions", reference)
    if isinstance(node, MappingNode):
        return text_at(node, "strictly") or text_at(node, "require") or text_at(node, "prefer")
    return str(node.value) if isinstance(node, ScalarNode) else ""
