"""Packages as manifests of Python name them: requirements in lists, and the tables of Poetry and Pipenv."""

from collections.abc import Iterable

from archcheck.core.facts import RelationFact
from archcheck.core.package_names import package_id
from archcheck.core.relating import OPTIONAL
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import Problem
from archcheck.syntax.pep508 import parse_requirement
from archcheck.syntax.trees import Entry, node_at, text_at
from archcheck.syntax.urls import without_credentials

_ROOT = "{root:uri}"  # how Hatch lets a requirement name the directory of the project


class Packages:
    """Collects the facts and problems of one manifest. `own` is the id of the project, which may name itself."""

    def __init__(self, own: str = "") -> None:
        self.own = own
        self.facts: list[RelationFact] = []
        self.problems: list[Problem] = []

    def add(self, place: Place, relation: str, value: str, detail: str = "", group: str = "") -> None:
        """One fact, unless it says nothing."""
        if value and (relation != "package" or value != self.own):
            self.facts.append(RelationFact(place.line, place.column, relation, value, detail, group))

    def requirement(self, text: str, place: Place, group: str) -> None:
        """A requirement as PEP 508 has it."""
        found = parse_requirement(text)
        if found is None:
            self.problems.append(Problem("", place.line, place.column, "no requirement as in PEP 508"))
            return
        url = found.url
        if url.startswith(_ROOT):
            self.add(place, "path", url.removeprefix(_ROOT).strip("/"))
        elif url.startswith("file:") and not url.startswith("file:/") and "$" not in url:
            self.add(place, "path", url.removeprefix("file:"))
        is_local = url.startswith((_ROOT, "file:"))
        self.add(place, "package", found.package, found.version or ("" if is_local else url), group)

    def requirements(self, nodes: Iterable[ScalarNode], group: str) -> None:
        """A list of them."""
        for node in nodes:
            self.requirement(str(node.value), node.place, group)

    def table(self, entries: Iterable[Entry], group: str) -> None:
        """Names of packages with a version, or with a table of `version`, `path`, `git`, `url` and `optional`."""
        for key, value in entries:
            package = package_id("pypi", str(key.value))
            for each in value.items if isinstance(value, SequenceNode) else (value,):
                optional = node_at(each, "optional")
                is_optional = isinstance(optional, ScalarNode) and optional.value is True
                self.add(key.place, "package", package, _version(each), OPTIONAL if is_optional else group)
                self.local(each, key.place)

    def local(self, node: Node, place: Place) -> None:
        """The directory or archive that a table names as `path`, or as `file`."""
        path = text_at(node, "path") or text_at(node, "file")
        is_elsewhere = path.startswith(("/", "~", "\\")) or "$" in path or "://" in path
        self.add(place, "path", "" if is_elsewhere else path.removeprefix("file:"))


def _version(node: Node) -> str:
    if not isinstance(node, MappingNode):
        return without_credentials(str(node.value)) if isinstance(node, ScalarNode) and node.value else ""
    if text_at(node, "version"):
        return text_at(node, "version")
    url = text_at(node, "git") or text_at(node, "url")
    revision = text_at(node, "tag") or text_at(node, "rev") or text_at(node, "branch") or text_at(node, "ref")
    return without_credentials(url) + (f"@{revision}" if url and revision else "")
