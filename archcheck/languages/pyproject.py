"""`pyproject.toml`: the project, and the packages named by PEP 621, PEP 735, Poetry, uv, PDM and Hatch."""

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import BUILD, DEV, KNOWN_GROUPS, OPTIONAL, group_named, relations
from archcheck.core.values import MappingNode, Node, SequenceNode
from archcheck.syntax.python_packages import Packages
from archcheck.syntax.toml import parse_toml
from archcheck.syntax.trees import entries_at, node_at, text_at, texts_at

_WILDCARDS = frozenset("*?[{")


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The project and every package and path that one `pyproject.toml` names."""
    parsed = parse_toml(source.content)
    root = parsed.node
    found = Packages()
    _provided(root, found)
    found.requirements(texts_at(root, "build-system", "requires"), BUILD)
    _standard(root, found)
    _poetry(root, found)
    _python(root, found)
    _uv(root, found)
    _others(root, found)
    return relations(found.facts, [*parsed.problems, *found.problems])


def _provided(root: Node, found: Packages) -> None:
    for keys in (("project",), ("tool", "poetry")):
        table = node_at(root, *keys)
        package = package_id("pypi", text_at(table, "name"))
        key = table.key_node("name") if isinstance(table, MappingNode) else None
        if key and package:
            found.add(key.place, "provides", package, text_at(table, "version"))
            found.own = package
            return


def _standard(root: Node, found: Packages) -> None:
    """PEP 621 and PEP 735, and the files that setuptools reads in their place."""
    found.requirements(texts_at(root, "project", "dependencies"), "")
    for key, _ in entries_at(root, "project", "optional-dependencies"):
        group = group_named(key.text)
        group = group if group in KNOWN_GROUPS else OPTIONAL
        found.requirements(texts_at(root, "project", "optional-dependencies", key.text), group)
    for key, _ in entries_at(root, "dependency-groups"):
        found.requirements(texts_at(root, "dependency-groups", key.text), group_named(key.text))
    dynamic = node_at(root, "tool", "setuptools", "dynamic")
    extras = [value for _, value in entries_at(dynamic, "optional-dependencies")]
    for node in (node_at(dynamic, "dependencies"), *extras):
        for file in texts_at(node, "file"):
            found.add(file.place, "path", file.text)


def _poetry(root: Node, found: Packages) -> None:
    poetry = node_at(root, "tool", "poetry")
    entries = [entry for entry in entries_at(poetry, "dependencies") if entry[0].text.lower() != "python"]
    found.table(entries, "")
    found.table(entries_at(poetry, "dev-dependencies"), DEV)
    for key, group in entries_at(poetry, "group"):
        found.table(entries_at(group, "dependencies"), group_named(key.text))


def _python(root: Node, found: Packages) -> None:
    for table, name in (
        (node_at(root, "project"), "requires-python"),
        (node_at(root, "tool", "poetry", "dependencies"), "python"),
    ):
        key = table.key_node(name) if isinstance(table, MappingNode) else None
        if key and text_at(table, name):
            found.add(key.place, "engine", "python", text_at(table, name))


def _uv(root: Node, found: Packages) -> None:
    uv = node_at(root, "tool", "uv")
    found.requirements(texts_at(uv, "dev-dependencies"), DEV)
    for key, value in entries_at(uv, "sources"):
        for source in value.items if isinstance(value, SequenceNode) else (value,):
            found.local(source, key.place)
    for member in texts_at(uv, "workspace", "members"):
        if not _WILDCARDS & set(member.text):
            found.add(member.place, "path", member.text)


def _others(root: Node, found: Packages) -> None:
    """PDM and Hatch."""
    for key, _ in entries_at(root, "tool", "pdm", "dev-dependencies"):
        requirements = texts_at(root, "tool", "pdm", "dev-dependencies", key.text)
        found.requirements((each for each in requirements if not each.text.startswith("-")), DEV)
    for key, environment in entries_at(root, "tool", "hatch", "envs"):
        group = DEV if key.text == "default" else group_named(key.text)
        for name in ("dependencies", "extra-dependencies"):
            found.requirements(texts_at(environment, name), group)


LANGUAGE: Language[None] = Language(
    name="pyproject",
    files=(("**/pyproject.toml", "toml"),),
    version=2,
    aspects={"relations": extract_relations},
)
