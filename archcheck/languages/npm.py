"""`package.json`: the package, the packages that it names, and the directories that it links to."""

import re
from collections.abc import Iterator

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import DEV, MANAGED, OPTIONAL, PEER, relations
from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.jsonc import parse_jsonc
from archcheck.syntax.trees import entries_at, items_at, node_at, text_at
from archcheck.syntax.urls import without_credentials

_GROUPS = {
    "dependencies": "",
    "optionalDependencies": OPTIONAL,
    "peerDependencies": PEER,
    "devDependencies": DEV,
}
_LOCAL = re.compile(r"(?:file|link|portal):(?!//)")
_PATH = re.compile(r"\.{1,2}(?:/|\Z)")
_ELSEWHERE = re.compile(r"[/~\\]|[A-Za-z]:[/\\]")
_ENGINE = re.compile(r"[a-z][a-z0-9-]{0,40}\Z")
_MANAGER = re.compile(r"([a-z][a-z0-9-]{0,40})@([\w.-]++)(?:\+\S*+)?\Z")
_WILDCARDS = frozenset("*?[{!")


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The package, its dependencies and the paths that one `package.json` names."""
    parsed = parse_jsonc(source.content)
    root = parsed.node
    facts = [*_provided(root), *_dependencies(root), *_members(root), *_engines(root), *_catalogs(root)]
    return relations(facts, parsed.problems)


def _provided(root: Node | None) -> Iterator[RelationFact]:
    package = package_id("npm", text_at(root, "name"))
    key = root.key_node("name") if isinstance(root, MappingNode) else None
    if key and package:
        yield _fact(key, "provides", package, text_at(root, "version"))


def _dependencies(root: Node | None) -> Iterator[RelationFact]:
    for section, group in _GROUPS.items():
        for key, value in entries_at(root, section):
            package = package_id("npm", key.text)
            if not package or not isinstance(value, ScalarNode) or not isinstance(value.value, str):
                continue
            actual = OPTIONAL if group == PEER and _is_optional_peer(root, key.text) else group
            yield from _dependency(key, package, value.value.strip(), actual)


def _dependency(key: ScalarNode, package: str, version: str, group: str) -> Iterator[RelationFact]:
    yield _fact(key, "package", package, without_credentials(version), group)
    local = _LOCAL.match(version)
    path = version[local.end() :] if local else version.removeprefix("workspace:")
    if path and (local or _PATH.match(path)) and not _ELSEWHERE.match(path):
        yield _fact(key, "path", path)


def _is_optional_peer(root: Node | None, name: str) -> bool:
    optional = node_at(root, "peerDependenciesMeta", name, "optional")
    return isinstance(optional, ScalarNode) and optional.value is True


def _members(root: Node | None) -> Iterator[RelationFact]:
    """The members of a workspace that are named without wildcards."""
    for item in (*items_at(root, "workspaces"), *items_at(root, "workspaces", "packages")):
        if isinstance(item, ScalarNode) and isinstance(item.value, str) and not _WILDCARDS & set(item.value):
            yield _fact(item, "path", item.value)


def _catalogs(root: Node | None) -> Iterator[RelationFact]:
    """Versions that are chosen for members which write `catalog:`, as Bun has it."""
    for table in (root, node_at(root, "workspaces")):
        for entries in (entries_at(table, "catalog"), *(entries_at(each) for _, each in entries_at(table, "catalogs"))):
            for key, value in entries:
                package = package_id("npm", key.text)
                if package and isinstance(value, ScalarNode) and isinstance(value.value, str):
                    yield _fact(key, "package", package, without_credentials(value.value), MANAGED)


def _engines(root: Node | None) -> Iterator[RelationFact]:
    """`engines`, and the package manager with its version."""
    for key, value in entries_at(root, "engines"):
        if isinstance(value, ScalarNode) and isinstance(value.value, str) and _ENGINE.match(key.text):
            yield _fact(key, "engine", key.text, value.value)
    manager = node_at(root, "packageManager")
    found = _MANAGER.match(text_at(root, "packageManager"))
    if isinstance(manager, ScalarNode) and found:
        yield _fact(manager, "engine", found[1], found[2])


def _fact(node: ScalarNode, relation: str, value: str, detail: str = "", group: str = "") -> RelationFact:
    return RelationFact(node.place.line, node.place.column, relation, value, detail, group)


LANGUAGE: Language[None] = Language(
    name="npm",
    files=(("**/package.json", "json"),),
    version=2,
    aspects={"relations": extract_relations},
)
