"""Scripts and version catalogs of Gradle: the artifacts, plugins and projects that they name."""

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.relating import relations
from archcheck.languages.gradle.catalogs import catalog_facts
from archcheck.languages.gradle.scripts import script_facts
from archcheck.syntax.decoding import decode_text
from archcheck.syntax.toml import parse_toml


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What one script (Groovy or Kotlin), or one version catalog, says."""
    if source.dialect == "catalog":
        parsed = parse_toml(source.content)
        return relations(catalog_facts(parsed.node), parsed.problems)
    decoded = decode_text(source.content)
    return relations(script_facts(decoded.text, is_settings=source.dialect == "settings"), decoded.problems)


LANGUAGE: Language[None] = Language(
    name="gradle",
    files=(
        ("**/settings.{gradle,gradle.kts}", "settings"),
        ("**/*.{gradle,gradle.kts}", "build"),
        ("**/*.versions.toml", "catalog"),
    ),
    version=1,
    aspects={"relations": extract_relations},
)
