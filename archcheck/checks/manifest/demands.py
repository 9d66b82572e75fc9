"""What a rule demands: packages with ranges of versions, in one line of text each; and patterns over images."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import ClassVar

from archcheck.checks.manifest.declared import Declaration
from archcheck.checks.manifest.requirements import Bare, parse_range
from archcheck.checks.manifest.versions import Versions
from archcheck.core.go_modules import module_id
from archcheck.core.options import Context, JsonSchema, describe, near_miss
from archcheck.core.package_names import spelled
from archcheck.core.values import Node, Place, ScalarNode, SequenceNode

ECOSYSTEMS = ("npm", "pypi", "go", "crates", "maven", "nuget", "swift", "image", "engine")
_OTHER_NAMES = {
    "pip": "pypi",
    "gomod": "go",
    "cargo": "crates",
    "gradle": "maven",
    "swiftpm": "swift",
    "docker": "image",
    "node": "npm",
}
_ENTRY = re.compile(r"(@?[^\s<>=!~^@|,\[(]++)\s*+@?\s*+(.*+)\Z", re.DOTALL)
_EXAMPLE = 'write a range as in "next ^15", "django >=5,<6" or "guava [33,34)"'


@dataclass(frozen=True, slots=True)
class Demand:
    """One entry: `next ^15`. Without an ecosystem the name means that of every ecosystem, or that of the rule."""

    ecosystem: str
    name: str
    range: str
    place: Place
    SCHEMA: ClassVar[JsonSchema] = {"type": "string"}

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Demand | None":
        """Read one entry; None after recording what is wrong."""
        found = (
            _ENTRY.match(node.value.strip()) if isinstance(node, ScalarNode) and isinstance(node.value, str) else None
        )
        if found is None:
            context.problem(node.place, f"a package is expected, found {describe(node)}", _EXAMPLE)
            return None
        ecosystem, name = _split(found[1])
        if ecosystem and ecosystem not in ECOSYSTEMS:
            meant = _OTHER_NAMES.get(ecosystem)
            hint = f'did you mean "{meant}"?' if meant else near_miss(ecosystem, ECOSYSTEMS)
            hint = hint or f'an artifact of Maven or Gradle is "maven:{found[1]}"'
            context.problem(node.place, f'"{ecosystem}:" is no ecosystem of packages', hint, len(ecosystem))
            return None
        demand = cls(ecosystem, spelled(ecosystem, name), found[2].strip(), node.place)
        if demand.versions(ecosystem) is None:
            context.problem(node.place, f'"{demand.range}" is no range of versions', _EXAMPLE)
            return None
        return demand

    @property
    def text(self) -> str:
        """As people say it: the name without its ecosystem, and the range."""
        return f"{self.name} {self.range}".strip()

    @property
    def node(self) -> str:
        """The id of the package; without an ecosystem only its name."""
        return f"{self.ecosystem}:{self.name}" if self.ecosystem else self.name

    def versions(self, ecosystem: str) -> Versions | None:
        """The range, read as for packages of an ecosystem."""
        return parse_range(self.range, Bare.PARTIAL, is_partial=ecosystem != "pypi")

    def means(self, declaration: Declaration, default: str) -> bool:
        """Whether a declaration is of this package; `default` is the ecosystem of the rule, "" for any."""
        wanted = self.ecosystem or default
        if wanted not in ("", declaration.ecosystem) and not (declaration.ecosystem == "engine" and not self.ecosystem):
            return False
        if not self.ecosystem and declaration.ecosystem == "image":
            return False
        pattern = spelled(declaration.ecosystem, self.name)
        if declaration.ecosystem == "maven":
            pattern = pattern.replace(":", "/")
        names = {declaration.name}
        if declaration.ecosystem == "go":
            names.add(module_id(declaration.name).removeprefix("go:"))
        literal = pattern.replace("[", "[[]").replace("?", "[?]")
        return any(fnmatchcase(name, literal) for name in names)


def _split(text: str) -> tuple[str, str]:
    """The ecosystem and the name; `group:artifact` is one of Maven."""
    prefix, colon, rest = text.partition(":")
    if not colon:
        return "", text
    if "." in prefix and prefix not in ECOSYSTEMS:
        return "maven", f"{prefix}/{rest}"
    return prefix, rest.replace(":", "/") if prefix == "maven" else rest


@dataclass(frozen=True, slots=True)
class Choices:
    """One set of packages, or a list of sets, of each of which exactly one is wanted."""

    sets: tuple[tuple[Demand, ...], ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [
            {"type": "array", "items": {"type": "string"}, "minItems": 2},
            {"type": "array", "items": {"type": "array", "items": {"type": "string"}, "minItems": 2}, "minItems": 1},
        ]
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "Choices | None":
        """Read `[a, b]` or `[[a, b], [c, d]]`; None after recording what is wrong."""
        items = node.items if isinstance(node, SequenceNode) else ()
        lists = [item for item in items if isinstance(item, SequenceNode)]
        if not isinstance(node, SequenceNode) or not items or (lists and len(lists) != len(items)):
            context.problem(node.place, f"a list of packages, or of such lists, is expected, found {describe(node)}")
            return None
        sets = []
        for each in lists or [node]:
            demands = [Demand.from_node(item, context) for item in each.items]
            if len(demands) < 2:  # noqa: PLR2004 - a choice of one is none
                context.problem(each.place, "at least two packages are expected to choose from", "or use require:")
            sets.append(tuple(demand for demand in demands if demand))
        return None if context.problems else cls(tuple(sets))


@dataclass(frozen=True, slots=True)
class ImagePatterns:
    """Images by name and tag: `postgres`, `python:3.11*`, `:latest`, `ghcr.io/acme/*`."""

    patterns: tuple[str, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}]
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "ImagePatterns | None":
        """Read one pattern or a list; None after recording what is wrong."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        texts = [item.value for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str)]
        if len(texts) != len(items) or not all(texts):
            context.problem(node.place, f"names of images are expected, found {describe(node)}")
            return None
        return cls(tuple(texts))

    def matches(self, declaration: Declaration) -> bool:
        """Whether one of the patterns means an image. Without a tag it has the tag `latest`, as for Docker."""
        return any(
            _means_image(pattern, declaration.name, declaration.version or "latest") for pattern in self.patterns
        )

    @property
    def text(self) -> str:
        """As written, joined with commas."""
        return ", ".join(self.patterns)


def _means_image(pattern: str, name: str, tag: str) -> bool:
    # The colon of a port (`host:5000/image`) is followed by a slash, that of a tag is not.
    wanted, colon, wanted_tag = pattern.rpartition(":")
    if not colon or "/" in wanted_tag:
        wanted, wanted_tag = pattern, "*"
    return fnmatchcase(name, _literal(wanted or "*")) and fnmatchcase(tag, _literal(wanted_tag))


def _literal(pattern: str) -> str:
    return pattern.replace("[", "[[]").replace("?", "[?]")
