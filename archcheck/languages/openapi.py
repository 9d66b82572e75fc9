"""OpenAPI documents: the servers that they describe, and the other files that they refer to."""

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.values import Node, ScalarNode
from archcheck.syntax.endpoints import HOST, find_endpoints
from archcheck.syntax.trees import items_at, node_at
from archcheck.syntax.yaml.documents import read_documents
from archcheck.syntax.yaml.nodes import scalars_below, text_of
from archcheck.syntax.yaml.relations import Relations

_WORDS = (b"$ref", b"servers", b"swagger")


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The servers and references of one document, in order of place."""
    if not any(word in source.content for word in _WORDS):
        return Extracted()
    documents = read_documents(source.content)
    relations = Relations(documents)
    for document in documents.nodes:
        for server in items_at(document, "servers"):
            _take_server(relations, node_at(server, "url"), text_of(node_at(server, "url")))
        if text_of(node_at(document, "swagger")):
            host = node_at(document, "host")
            scheme = next(map(text_of, items_at(document, "schemes")), "") or "https"
            _take_server(relations, host, f"{scheme}://{text_of(host)}")
        for key, scalar in scalars_below(document):
            if key == "$ref":
                _take_reference(relations, scalar)
    return relations.finish()


def _take_server(relations: Relations, node: Node | None, url: str) -> None:
    for endpoint in find_endpoints(url) if node is not None else ():
        if node is not None and endpoint.relation == HOST:
            relations.add(node, HOST, endpoint.value, endpoint.detail, "server")


def _take_reference(relations: Relations, node: ScalarNode) -> None:
    """`pet.yaml#/Pet` leads to a file, `#/Pet` stays within it."""
    path = node.text.partition("#")[0]
    if path and isinstance(node.value, str):
        relations.path(ScalarNode(path, node.place, path))


LANGUAGE: Language[None] = Language(
    name="openapi",
    files=tuple(
        (f"**/{stem}.{ending}", ending)
        for stem in ("openapi*", "swagger*", "*.openapi", "*.swagger")
        for ending in ("yaml", "yml", "json")
    ),
    version=1,
    aspects={"relations": extract_relations},
)
