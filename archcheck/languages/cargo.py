"""`Cargo.toml`: the crate, the crates that it names, and the directories that it links to."""

from collections.abc import Iterator

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import BUILD, DEV, MANAGED, OPTIONAL, relations
from archcheck.core.values import MappingNode, Node, ScalarNode
from archcheck.syntax.toml import parse_toml
from archcheck.syntax.trees import entries_at, node_at, text_at, texts_at
from archcheck.syntax.urls import without_credentials

_SECTIONS = (
    ("dependencies", ""),
    ("dev-dependencies", DEV),
    ("dev_dependencies", DEV),
    ("build-dependencies", BUILD),
    ("build_dependencies", BUILD),
)
_ELSEWHERE = ("/", "~", "\\")
_WILDCARDS = frozenset("*?[")
INHERITED = "workspace"


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The crate, its dependencies and the paths that one `Cargo.toml` names."""
    parsed = parse_toml(source.content)
    root = parsed.node
    targets = [target for _, target in entries_at(root, "target")]
    facts = [*_provided(root), *_members(root), *_rust(root)]
    for table in (root, *targets):
        for section, group in _SECTIONS:
            facts += _dependencies(node_at(table, section), group)
    facts += _dependencies(node_at(root, "workspace", "dependencies"), MANAGED)
    return relations(facts, parsed.problems)


def _provided(root: Node) -> Iterator[RelationFact]:
    crate = node_at(root, "package")
    package = package_id("crates", text_at(crate, "name"))
    key = crate.key_node("name") if isinstance(crate, MappingNode) else None
    if key and package:
        yield _fact(key, "provides", package, _inherited(node_at(crate, "version")))


def _inherited(version: Node | None) -> str:
    """A version as written; `workspace` for one that stands in the workspace."""
    if isinstance(version, ScalarNode):
        return str(version.value)
    return INHERITED if _is_true(node_at(version, "workspace")) else ""


def _members(root: Node) -> Iterator[RelationFact]:
    """The members of a workspace that are named without wildcards."""
    for member in texts_at(root, "workspace", "members"):
        if not _WILDCARDS & set(member.text):
            yield _fact(member, "path", member.text)


def _rust(root: Node) -> Iterator[RelationFact]:
    for table in (node_at(root, "package"), node_at(root, "workspace", "package")):
        key = table.key_node("rust-version") if isinstance(table, MappingNode) else None
        if key and text_at(table, "rust-version"):
            yield _fact(key, "engine", "rust", text_at(table, "rust-version"))


def _dependencies(table: Node | None, group: str) -> Iterator[RelationFact]:
    for key, value in entries_at(table):
        package = package_id("crates", text_at(value, "package") or key.text)
        if not package:
            continue
        is_optional = not group and _is_true(node_at(value, "optional"))
        yield _fact(key, "package", package, _version(value), OPTIONAL if is_optional else group)
        path = text_at(value, "path")
        if path and not path.startswith(_ELSEWHERE):
            yield _fact(key, "path", path)


def _version(value: Node) -> str:
    version = _inherited(value) or text_at(value, "version")
    url = text_at(value, "git")
    if version or not url:
        return version
    revision = text_at(value, "tag") or text_at(value, "rev") or text_at(value, "branch")
    return without_credentials(url) + (f"@{revision}" if revision else "")


def _is_true(node: Node | None) -> bool:
    return isinstance(node, ScalarNode) and node.value is True


def _fact(node: ScalarNode, relation: str, value: str, detail: str = "", group: str = "") -> RelationFact:
    return RelationFact(node.place.line, node.place.column, relation, value, detail, group)


LANGUAGE: Language[None] = Language(
    name="cargo",
    files=(("**/Cargo.toml", "toml"),),
    version=1,
    aspects={"relations": extract_relations},
)
