"""What manifests declare: packages, tools and images with the versions that they admit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archcheck.checks.manifest.requirements import Bare, parse_range
from archcheck.checks.manifest.versions import Versions, parse_version
from archcheck.core.facts import RelationFact
from archcheck.core.relating import MANAGED
from archcheck.core.scene import Declarations, Scene
from archcheck.core.values import Place

ECOSYSTEM_OF_FORMAT: Mapping[str, str] = {
    "npm": "npm",
    "pnpm_workspace": "npm",
    "pip": "pypi",
    "pyproject": "pypi",
    "setup_cfg": "pypi",
    "setup_py": "pypi",
    "pipfile": "pypi",
    "gomod": "go",
    "cargo": "crates",
    "maven": "maven",
    "gradle": "maven",
    "nuget": "nuget",
    "swift_package": "swift",
}
_CATALOGS = "gradle"
"""The format whose managed packages are used through aliases that do not tell which package they mean."""
_INHERITED = frozenset({"", "workspace"})
_CATALOG = "catalog:"
_ALIAS = re.compile(r"npm:@?[^@\s]*+@(.++)\Z")
_WORKSPACE = re.compile(r"workspace:(?=[\d^~<>=]\S)")
_SWIFT_CALL = re.compile(r"\.?(\w++)(?::|\((?:from:)?)\s*+([^\s()]++)\)?\Z")
_SWIFT_RANGE = re.compile(r"([^\s<]+?)\.\.([.<])([^\s<]+)\Z")
_SWIFT_SIGNS = {"from": "^", "upToNextMajor": "^", "upToNextMinor": "~", "exact": "=="}
_FRAMEWORK = re.compile(r"net(?:coreapp)?(\d[\d.]*+)")
_TAG = re.compile(r"v?\d++(?:\.\d++)*+")


@dataclass(frozen=True, slots=True)
class Declaration:
    """One thing that one file names. `ecosystem` is also `engine` or `image`; `name` is without it."""

    file: int
    format: str
    place: Place
    ecosystem: str
    name: str
    version: str
    group: str

    @property
    def node(self) -> str:
        """The id of the thing."""
        return f"{self.ecosystem}:{self.name}"

    def is_managed(self) -> bool:
        """Whether the file only chooses a version for whoever names the package."""
        return self.group == MANAGED and self.format != _CATALOGS

    def admitted(self) -> Versions | None:
        """The versions that the file admits, None when that cannot be told."""
        return _READERS.get(self.ecosystem, _read_plain)(self)


@dataclass(frozen=True, slots=True)
class Found:
    """All declarations by file, the ecosystems of which a file is a manifest, and who chooses versions of a node."""

    by_file: Mapping[int, Sequence[Declaration]]
    manifests: Mapping[int, frozenset[str]]
    managed: Mapping[str, Sequence[Declaration]]

    def effective(self, declaration: Declaration, paths: Sequence[str]) -> Declaration:
        """The declaration, or the one that chooses the version which it leaves out: the nearest above its file.

        Where the nearest file chooses several versions, none of them is known to be meant.
        """
        if not _is_inherited(declaration.version):
            return declaration
        path = paths[declaration.file]
        chosen = [
            each
            for each in self.managed.get(declaration.node, ())
            if path.startswith(_directory(each.place.path)) and not _is_inherited(each.version)
        ]
        depth = max((len(_directory(each.place.path)) for each in chosen), default=0)
        nearest = [each for each in chosen if len(_directory(each.place.path)) == depth]
        return nearest[0] if len({each.version for each in nearest}) == 1 else declaration


def _is_inherited(version: str) -> bool:
    return version in _INHERITED or version.startswith(_CATALOG)


def _directory(path: str) -> str:
    return path[: path.rfind("/") + 1]


def read_declarations(scene: Scene) -> Found:
    """Everything that formats say of packages, tools and images."""
    by_file: dict[int, list[Declaration]] = {}
    manifests: dict[int, frozenset[str]] = {}
    for file, formats in scene[Declarations()].items():
        found = [each for name, facts in formats.items() for each in _declarations(file, name, facts, scene)]
        kinds = {ECOSYSTEM_OF_FORMAT.get(name, "") for name in formats} | {each.ecosystem for each in found}
        by_file[file] = sorted(found, key=lambda each: each.place)
        manifests[file] = frozenset(kinds)
    managed: dict[str, list[Declaration]] = {}
    for each in (each for file in sorted(by_file) for each in by_file[file]):
        if each.group == MANAGED:
            managed.setdefault(each.node, []).append(each)
    return Found(by_file, manifests, managed)


def _declarations(file: int, name: str, facts: Sequence[RelationFact], scene: Scene) -> Iterator[Declaration]:
    for fact in facts:
        if fact.relation in ("package", "image", "engine"):
            value = f"engine:{fact.value}" if fact.relation == "engine" else fact.value
            ecosystem, _, own = value.partition(":")
            place = Place(scene.paths.files[file], fact.line, fact.column)
            yield Declaration(file, name, place, ecosystem, own, fact.detail, fact.group)


def _read_plain(declaration: Declaration) -> Versions | None:
    """Maven, Gradle, NuGet and Go: a version alone is what a build gets."""
    text = declaration.version.removesuffix("!!").strip()
    return parse_range(text, Bare.EXACT) if text and "$" not in text else None


def _read_pypi(declaration: Declaration) -> Versions | None:
    return parse_range(declaration.version, Bare.EXACT, is_partial=False)


def _read_npm(declaration: Declaration) -> Versions | None:
    alias = _ALIAS.match(declaration.version)
    return parse_range(_WORKSPACE.sub("", alias[1] if alias else declaration.version), Bare.PARTIAL)


def _read_crates(declaration: Declaration) -> Versions | None:
    return parse_range(declaration.version, Bare.CARET) if declaration.version else None


def _read_swift(declaration: Declaration) -> Versions | None:
    call, between = _SWIFT_CALL.match(declaration.version), _SWIFT_RANGE.match(declaration.version)
    if between:
        sign = "<=" if between[2] == "." else "<"
        return parse_range(f">={between[1]} {sign}{between[3]}", Bare.EXACT, is_partial=False)
    sign = _SWIFT_SIGNS.get(call[1], "") if call else ""
    return parse_range(f"{sign}{call[2]}", Bare.EXACT) if call and sign else None


def _read_engine(declaration: Declaration) -> Versions | None:
    if declaration.name == "dotnet":
        framework = _FRAMEWORK.match(declaration.version)
        return parse_range(framework[1], Bare.PARTIAL) if framework else None
    return parse_range(declaration.version, Bare.PARTIAL, is_partial=declaration.name != "python")


def _read_image(declaration: Declaration) -> Versions | None:
    """The numbers with which a tag begins."""
    tag = _TAG.match(declaration.version)
    return parse_range(tag[0], Bare.PARTIAL) if tag and parse_version(tag[0]) else None


_READERS = {
    "pypi": _read_pypi,
    "npm": _read_npm,
    "crates": _read_crates,
    "swift": _read_swift,
    "engine": _read_engine,
    "image": _read_image,
}
