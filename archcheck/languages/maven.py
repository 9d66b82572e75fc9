"""`pom.xml` of Maven: the artifact, its parent, its modules, and the artifacts and plugins that it names."""

import re
from collections.abc import Iterator, Mapping

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import BUILD, MANAGED, OPTIONAL, PROVIDED, TEST, relations
from archcheck.syntax.xml import Element, parse_xml

_PROPERTY = re.compile(r"\$\{([^${}]++)\}")
_SCOPES = {"test": TEST, "provided": PROVIDED, "system": PROVIDED, "import": MANAGED}
_PLUGINS = "org.apache.maven.plugins"
_BASE = re.compile(r"\$\{(?:project\.)?basedir\}/")
_MAX_ROUNDS = 5
_LONGEST = 1_000


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What one `pom.xml` says; properties of the file itself are filled in."""
    parsed = parse_xml(source.content)
    project = parsed.root
    if project is None or project.name != "project":
        return relations((), parsed.problems)
    known = _properties(project)
    facts = [*_own(project, known), *_parent(project, known), *_java(project, known)]
    for part in (project, *project.all("profiles", "profile")):
        facts += _modules(part, known)
        facts += _dependencies(part, known)
        facts += _plugins(part, known)
    return relations(facts, parsed.problems)


def _properties(project: Element) -> Mapping[str, str]:
    """What `${name}` stands for."""
    known: dict[str, str] = {}
    parent = project.first("parent")
    for name in ("groupId", "artifactId", "version"):
        inherited = parent.text_at(name) if parent else ""
        known[f"project.parent.{name}"] = inherited
        known[f"project.{name}"] = known[name] = project.text_at(name) or inherited
    for group in project.all("properties"):
        known |= {each.name: each.text for each in group.children}
    return known


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its properties; those that stand elsewhere remain as written."""
    for _ in range(_MAX_ROUNDS):
        if "${" not in text or len(text) > _LONGEST:
            break
        text = _PROPERTY.sub(lambda found: known.get(found[1].strip()) or found[0], text)
    return text


def _own(project: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    group = _filled(known["project.groupId"], known)
    name = project.first("artifactId")
    if name:
        yield from _fact(name, "provides", group, _filled(name.text, known), _filled(known["project.version"], known))


def _parent(project: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    parent = project.first("parent")
    if parent is None:
        return
    yield from _artifact(parent, known, BUILD)
    path = parent.first("relativePath")
    if path is None:
        yield RelationFact(parent.place.line, parent.place.column, "path", "../pom.xml", "", OPTIONAL)
    elif path.text:
        yield RelationFact(path.place.line, path.place.column, "path", path.text)


def _java(project: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    """The release of Java, in the first of the properties that usually hold it."""
    for name in ("maven.compiler.release", "maven.compiler.source", "java.version"):
        found = project.first("properties", name)
        if found and found.text:
            yield RelationFact(found.place.line, found.place.column, "engine", "java", _filled(found.text, known))
            return


def _modules(part: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    for names in (("modules", "module"), ("subprojects", "subproject")):
        for module in part.all(*names):
            path = _filled(module.text, known)
            if path and "${" not in path:
                yield RelationFact(module.place.line, module.place.column, "path", path)


def _dependencies(part: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    for each in part.all("dependencies", "dependency"):
        group = _SCOPES.get(_filled(each.text_at("scope"), known), "")
        if not group and _filled(each.text_at("optional"), known) == "true":
            group = OPTIONAL
        yield from _artifact(each, known, group)
        path = each.first("systemPath")
        if path and _BASE.match(path.text):
            yield RelationFact(
                path.place.line, path.place.column, "path", _BASE.sub("", path.text, count=1), "", OPTIONAL
            )
    for each in part.all("dependencyManagement", "dependencies", "dependency"):
        yield from _artifact(each, known, MANAGED)


def _plugins(part: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    for section, group in ((("build",), BUILD), (("build", "pluginManagement"), MANAGED), (("reporting",), BUILD)):
        for plugin in part.all(*section, "plugins", "plugin"):
            yield from _artifact(plugin, known, group, _PLUGINS)
            for each in plugin.all("dependencies", "dependency"):
                yield from _artifact(each, known, group)
    for extension in part.all("build", "extensions", "extension"):
        yield from _artifact(extension, known, BUILD)


def _artifact(at: Element, known: Mapping[str, str], group: str, default: str = "") -> Iterator[RelationFact]:
    name = at.first("artifactId")
    if name:
        owner = _filled(at.text_at("groupId") or default, known)
        version = _filled(at.text_at("version"), known)
        yield from _fact(name, "package", owner, _filled(name.text, known), version, group)


def _fact(at: Element, relation: str, owner: str, name: str, version: str, group: str = "") -> Iterator[RelationFact]:
    package = package_id("maven", f"{owner}/{name}")
    if package:
        yield RelationFact(at.place.line, at.place.column, relation, package, version, group)


LANGUAGE: Language[None] = Language(
    name="maven",
    files=(("**/pom.xml", "pom"),),
    version=1,
    aspects={"relations": extract_relations},
)
