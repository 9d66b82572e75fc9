"""`Pipfile` of Pipenv: the packages that it names, and the directories that it links to."""

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.relating import group_named, relations
from archcheck.core.values import MappingNode
from archcheck.syntax.python_packages import Packages
from archcheck.syntax.toml import parse_toml
from archcheck.syntax.trees import entries_at, node_at, text_at

_NO_PACKAGES = frozenset({"source", "requires", "scripts", "pipenv"})


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The packages of each category: `packages` is run time, `dev-packages` is `dev`, others are themselves."""
    parsed = parse_toml(source.content)
    found = Packages()
    for key, _ in parsed.node.entries:
        if key.text not in _NO_PACKAGES:
            group = "" if key.text == "packages" else group_named(key.text.removesuffix("-packages"))
            found.table(entries_at(parsed.node, key.text), group)
    requires = node_at(parsed.node, "requires")
    for name in ("python_version", "python_full_version"):
        written = requires.key_node(name) if isinstance(requires, MappingNode) else None
        if written and text_at(requires, name):
            found.add(written.place, "engine", "python", text_at(requires, name))
    return relations(found.facts, parsed.problems)


LANGUAGE: Language[None] = Language(
    name="pipfile",
    files=(("**/Pipfile", "toml"),),
    version=1,
    aspects={"relations": extract_relations},
)
