"""`pnpm-workspace.yaml`: the members of a workspace, and the versions that its catalogs choose."""

from collections.abc import Iterator

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import MANAGED, relations
from archcheck.core.values import Node, ScalarNode
from archcheck.syntax.trees import entries_at, texts_at

_WILDCARDS = frozenset("*?[{!")


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The members that are named without wildcards, and the packages of all catalogs."""
    from archcheck.syntax.yaml import parse_yaml  # noqa: PLC0415 - PyYAML is slow to import

    parsed = parse_yaml(source.content, "")
    return relations([*_members(parsed.node), *_catalogs(parsed.node)], parsed.problems)


def _members(root: Node | None) -> Iterator[RelationFact]:
    for member in texts_at(root, "packages"):
        path = str(member.value)
        if path and not _WILDCARDS & set(path):
            yield RelationFact(member.place.line, member.place.column, "path", path)


def _catalogs(root: Node | None) -> Iterator[RelationFact]:
    tables = [entries_at(root, "catalog"), *(entries_at(catalog) for _, catalog in entries_at(root, "catalogs"))]
    for key, value in (entry for table in tables for entry in table):
        package = package_id("npm", str(key.value))
        if package and isinstance(value, ScalarNode) and value.value is not None:
            yield RelationFact(key.place.line, key.place.column, "package", package, value.text, MANAGED)


LANGUAGE: Language[None] = Language(
    name="pnpm_workspace",
    files=(("**/pnpm-workspace.{yaml,yml}", "yaml"),),
    version=1,
    aspects={"relations": extract_relations},
)
