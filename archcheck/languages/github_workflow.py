"""Workflows and actions of GitHub: local actions, scripts and directories, images, and addresses in environments."""

import re
from collections.abc import Iterator

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.images import read_image
from archcheck.syntax.paths import join
from archcheck.syntax.trees import entries_at, items_at, node_at
from archcheck.syntax.yaml.documents import read_documents
from archcheck.syntax.yaml.nodes import text_of
from archcheck.syntax.yaml.relations import Relations

_TOP = "/"
_SCRIPT = re.compile(r"(?:^|[\s;&|(\"'])(\.{1,2}/[\w./-]{1,200}\.(?:sh|bash|py|js|mjs|cjs|ts|rb|pl|ps1))(?![\w./-])")
# What actions take that build images, or work in a directory.
_PATH_INPUTS = ("context", "file", "dockerfile", "working-directory", "workdir")
_OF_ACTION = ("main", "pre", "post")


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What one workflow or action needs, in order of place."""
    documents = read_documents(source.content)
    relations = Relations(documents)
    for document in documents.nodes:
        _take_environment(relations, document)
        base = _directory(relations, document, "")
        for _, job in entries_at(document, "jobs"):
            _take_job(relations, job, base)
        runs = node_at(document, "runs")
        for step in items_at(runs, "steps"):
            _take_step(relations, step, "")
        for key in _OF_ACTION:
            relations.path(node_at(runs, key), optional=True)
        _take_container(relations, node_at(runs, "image"))
    return relations.finish()


def _take_job(relations: Relations, job: Node, base: str) -> None:
    _take_environment(relations, job)
    _take_uses(relations, node_at(job, "uses"))
    container = node_at(job, "container")
    _take_container(relations, node_at(container, "image") or container)
    _take_environment(relations, container)
    for _, service in entries_at(job, "services"):
        _take_container(relations, node_at(service, "image"))
        _take_environment(relations, service)
    base = _directory(relations, job, base)
    for step in items_at(job, "steps"):
        _take_step(relations, step, base)


def _directory(relations: Relations, node: Node, base: str) -> str:
    """The directory in which commands run, from the top."""
    directory = node_at(node, "defaults", "run", "working-directory")
    return relations.path(directory, detail=_TOP, optional=True) or base


def _take_step(relations: Relations, step: Node, base: str) -> None:
    _take_environment(relations, step)
    _take_uses(relations, node_at(step, "uses"))
    written = node_at(step, "working-directory")
    base = relations.path(written, detail=_TOP, optional=True) or ("" if written else base)
    for key in _PATH_INPUTS:
        relations.path(node_at(step, "with", key), detail=_TOP, optional=True)
    run = node_at(step, "run")
    if isinstance(run, ScalarNode) and (written is None or base):
        for found in _SCRIPT.finditer(run.text):
            path = join(base, found[1])
            line, column = relations.documents.place(run, found.start(1))
            relations.add_all([RelationFact(line, column, "path", path, _TOP, "optional")])


def _take_uses(relations: Relations, node: Node | None) -> None:
    """A local action or workflow; it begins at the top. Those of other repositories are nobody's package."""
    text = text_of(node)
    if node is not None and text.startswith("./"):
        relations.path(node, detail=_TOP)
    elif node is not None and text.startswith("docker://"):
        _take_container(relations, node)


def _take_container(relations: Relations, node: Node | None) -> None:
    text = text_of(node)
    name = text.removeprefix("docker://")
    if node is None or isinstance(node, MappingNode) or not text:
        return
    if name == text and ("Dockerfile" in text or text.startswith("./")):
        relations.path(node)
    elif found := read_image(name):
        relations.add(node, "image", *found)


def _take_environment(relations: Relations, node: Node | None) -> None:
    relations.environment(_pairs(node))


def _pairs(node: Node | None) -> Iterator[tuple[str, ScalarNode]]:
    for key, value in entries_at(node, "env"):
        if isinstance(value, ScalarNode) and value.value is not None:
            yield key.text, value


LANGUAGE: Language[None] = Language(
    name="github_workflow",
    files=(
        ("**/.github/workflows/*.yml", "yaml"),
        ("**/.github/workflows/*.yaml", "yaml"),
        ("**/action.yml", "yaml"),
        ("**/action.yaml", "yaml"),
    ),
    version=1,
    aspects={"relations": extract_relations},
)
