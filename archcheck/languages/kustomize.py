"""Kustomizations: the manifests, patches and files that they are made of, and the images that they set."""

from collections.abc import Iterator

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.values import Node, ScalarNode
from archcheck.syntax.images import read_image
from archcheck.syntax.trees import items_at, node_at
from archcheck.syntax.yaml.documents import read_documents
from archcheck.syntax.yaml.nodes import known_text, text_of
from archcheck.syntax.yaml.relations import Relations

_LISTS = (
    *("resources", "bases", "components", "crds", "configurations", "generators", "transformers", "validators"),
    *("patches", "patchesStrategicMerge", "patchesJson6902", "replacements", "helmCharts"),
)
_PATH_KEYS = ("path", "valuesFile")
_GENERATORS = ("configMapGenerator", "secretGenerator")
# Repositories that are named without a scheme.
_REMOTE = ("github.com/", "gitlab.com/", "bitbucket.org/", "ssh.dev.azure.com/")


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What one kustomization is made of, in order of place."""
    documents = read_documents(source.content)
    relations = Relations(documents)
    for document in documents.nodes:
        for node in _paths(document):
            _take_path(relations, node)
        relations.path(node_at(document, "openapi", "path"))
        for generator in (each for key in _GENERATORS for each in items_at(document, key)):
            _take_generator(relations, generator)
        for image in items_at(document, "images"):
            _take_image(relations, image)
    return relations.finish()


def _paths(document: Node) -> Iterator[ScalarNode]:
    for item in (item for key in _LISTS for item in items_at(document, key)):
        nodes = [item] if isinstance(item, ScalarNode) else [node_at(item, key) for key in _PATH_KEYS]
        yield from (node for node in nodes if isinstance(node, ScalarNode))


def _take_path(relations: Relations, node: ScalarNode) -> None:
    """A path; patches may stand there in full, and resources may be elsewhere."""
    text = node.text
    if "\n" not in text and ": " not in text and "?" not in text and not text.startswith(_REMOTE):
        relations.path(node)


def _take_generator(relations: Relations, generator: Node) -> None:
    """Files as `name=path` or `path`, literals as `NAME=value`."""
    for item in items_at(generator, "files"):
        if isinstance(item, ScalarNode):
            _, sign, path = item.text.partition("=")
            relations.path(ScalarNode(path, item.place, path) if sign else item)
    for each in (*items_at(generator, "envs"), node_at(generator, "env")):
        relations.path(each, optional=True)
    pairs = []
    for item in items_at(generator, "literals"):
        name, sign, value = text_of(item).partition("=")
        if sign:
            column = item.place.column + len(name) + 1
            pairs.append((name, ScalarNode(value, item.place._replace(column=column), value)))
    relations.environment(pairs)


def _take_image(relations: Relations, image: Node) -> None:
    named = node_at(image, "newName") or node_at(image, "name")
    tag, digest = known_text(node_at(image, "newTag")), known_text(node_at(image, "digest"))
    reference = f"{text_of(named)}:{tag}" if tag else text_of(named)
    found = read_image(f"{text_of(named)}@{digest}" if digest else reference)
    if named is not None and found:
        relations.add(named, "image", *found)


LANGUAGE: Language[None] = Language(
    name="kustomize",
    files=(("**/kustomization.yaml", "yaml"), ("**/kustomization.yml", "yaml"), ("**/Kustomization", "yaml")),
    version=1,
    aspects={"relations": extract_relations},
)
