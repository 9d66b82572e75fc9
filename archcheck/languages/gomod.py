"""go.mod and go.work: the modules that a module requires, replaces and is developed with."""

from collections.abc import Iterator

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.syntax.gomod import ModuleFile, parse_gomod


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The module of the file, what it requires, and the directories it names, in order of place."""
    file = parse_gomod(source.content)
    return Extracted(tuple(sorted(_relations(file))), file.problems)


def _relations(file: ModuleFile) -> Iterator[RelationFact]:
    if file.module:
        yield RelationFact(file.module.line, file.module.column, "provides", f"go:{file.module.path}")
    if file.go:
        yield RelationFact(file.go.line, file.go.column, "engine", "go", file.go.version)
    for each in file.requires:
        group = "indirect" if each.indirect else ""
        yield RelationFact(each.line, each.column, "package", f"go:{each.path}", each.version, group)
    for replace in file.replaces:
        if replace.is_local:
            yield RelationFact(replace.line, replace.column, "path", replace.new)
    for use in file.uses:
        yield RelationFact(use.line, use.column, "path", use.path)


LANGUAGE: Language[None] = Language(
    name="gomod",
    files=(("**/go.mod", "mod"), ("**/go.work", "work")),
    version=2,
    aspects={"relations": extract_relations},
)
