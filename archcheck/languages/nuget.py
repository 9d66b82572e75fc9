"""Projects of .NET: the package, the packages and projects that they reference."""

import re
from collections.abc import Iterator, Mapping

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import DEV, MANAGED, OPTIONAL, relations
from archcheck.syntax.xml import Element, parse_xml

_PROPERTY = re.compile(r"\$\(([\w.]++)\)")
_HERE = re.compile(r"\$\((?:MSBuildThisFileDirectory|MSBuildProjectDirectory)\)[\\/]?+")
_ELSEWHERE = re.compile(r"[\\/]|[A-Za-z]:|.*[$@%]\(")
_WILDCARDS = frozenset("*?")
_MAX_ROUNDS = 5
_LONGEST = 1_000
_PACKAGES = {
    "PackageReference": "",
    "DotNetCliToolReference": DEV,
    "GlobalPackageReference": DEV,
    "PackageVersion": MANAGED,
}


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What one project file, one file of properties or one `packages.config` says."""
    parsed = parse_xml(source.content)
    facts: list[RelationFact] = []
    if parsed.root is not None:
        known = _properties(parsed.root)
        facts += _own(parsed.root, known)
        for element in parsed.root.walk():
            facts += _read(element, known)
    return relations(facts, parsed.problems)


def _properties(root: Element) -> Mapping[str, str]:
    """The properties of the file itself; the last value counts, whatever its condition."""
    return {each.name: each.text for group in root.all("PropertyGroup") for each in group.children}


def _filled(text: str, known: Mapping[str, str]) -> str:
    """The text with its properties; those that stand elsewhere remain as written."""
    for _ in range(_MAX_ROUNDS):
        if "$(" not in text or len(text) > _LONGEST:
            break
        text = _PROPERTY.sub(lambda found: known.get(found[1]) or found[0], text)
    return text.strip()


def _own(root: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    for name in ("PackageId", "AssemblyName"):
        found = root.first("PropertyGroup", name)
        package = package_id("nuget", _filled(found.text, known)) if found else ""
        if found and package:
            version = known.get("PackageVersion") or known.get("Version") or known.get("VersionPrefix") or ""
            yield _fact(found, "provides", package, _filled(version, known))
            return


def _read(element: Element, known: Mapping[str, str]) -> Iterator[RelationFact]:
    attributes = element.attributes
    if element.name in _PACKAGES:
        names = attributes.get("Include") or attributes.get("Update") or ""
        group = DEV if _value(element, "PrivateAssets").lower() == "all" else _PACKAGES[element.name]
        version = _value(element, "VersionOverride") or _value(element, "Version")
        yield from _packages(element, names, version, group, known)
    elif element.name == "package" and "id" in attributes:
        group = DEV if attributes.get("developmentDependency", "").lower() == "true" else ""
        yield from _packages(element, attributes["id"], attributes.get("version", ""), group, known)
    elif element.name in ("TargetFramework", "TargetFrameworks"):
        for framework in _filled(element.text, known).split(";"):
            if framework.strip():
                yield _fact(element, "engine", "dotnet", framework.strip())
    elif element.name == "ProjectReference":
        yield from _paths(element, attributes.get("Include", ""), "", known)
    elif element.name == "Import" and "Sdk" not in attributes:
        yield from _paths(element, attributes.get("Project", ""), OPTIONAL, known)


def _value(element: Element, name: str) -> str:
    """A property of an item, which may be an attribute or an element."""
    return element.attributes.get(name) or element.text_at(name)


def _packages(
    element: Element, names: str, version: str, group: str, known: Mapping[str, str]
) -> Iterator[RelationFact]:
    for name in _filled(names, known).split(";"):
        package = package_id("nuget", name.strip())
        if package:
            yield _fact(element, "package", package, _filled(version, known), group)


def _paths(element: Element, paths: str, group: str, known: Mapping[str, str]) -> Iterator[RelationFact]:
    for each in paths.split(";"):
        path = _filled(_HERE.sub("", each.strip(), count=1), known)
        if path and not _ELSEWHERE.match(path) and not _WILDCARDS & set(path):
            yield _fact(element, "path", path.replace("\\", "/"), "", group)


def _fact(at: Element, relation: str, value: str, detail: str = "", group: str = "") -> RelationFact:
    return RelationFact(at.place.line, at.place.column, relation, value, detail, group)


LANGUAGE: Language[None] = Language(
    name="nuget",
    files=(
        ("**/*.{csproj,fsproj,vbproj}", "project"),
        ("**/Directory.{Packages,Build}.{props,targets}", "props"),
        ("**/packages.config", "config"),
    ),
    version=1,
    aspects={"relations": extract_relations},
)
