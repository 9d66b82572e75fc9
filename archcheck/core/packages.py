"""Patterns over external packages: `django`, `pypi:google-cloud-*`, `std:python/os`, `npm:@scope/*`."""

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import ClassVar

from archcheck.core.options import Context, JsonSchema, describe, did_you_mean
from archcheck.core.package_names import spelled
from archcheck.core.values import Node, ScalarNode, SequenceNode

ECOSYSTEMS = ("pypi", "npm", "go", "crates", "maven", "nuget", "swift", "std", "host", "store", "image")
"""What stands before the colon in the id of a node outside of the repository (design, section 6.3)."""


@dataclass(frozen=True, slots=True)
class PackagePatterns:
    """A union of patterns; `*` stands for any text. Without a prefix a pattern means that name in every ecosystem."""

    patterns: tuple[str, ...]
    SCHEMA: ClassVar[JsonSchema] = {
        "anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}, "minItems": 1}],
        "description": "External packages: `django`, `pypi:django`, `std:python/os`, `npm:@scope/*`; `*` is any text.",
    }

    @classmethod
    def from_node(cls, node: Node, context: Context) -> "PackagePatterns | None":
        """Read one pattern or a list; None after recording every problem."""
        items = node.items if isinstance(node, SequenceNode) else (node,)
        scalars = [
            item for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str) and item.value
        ]
        if len(scalars) != len(items) or not scalars:
            context.problem(node.place, f"names of packages are expected, found {describe(node)}")
            return None
        unknown = [item for item in scalars if not _has_known_ecosystem(item)]
        for item in unknown:
            prefix = str(item.value).partition(":")[0]
            hint = did_you_mean(prefix, ECOSYSTEMS)
            context.problem(item.place, f'"{prefix}:" is no ecosystem of packages', hint, len(prefix))
        return None if unknown else cls(tuple(str(item.value) for item in scalars))

    def matches(self, node: str) -> bool:
        """Whether an external node id, such as `pypi:django`, is meant."""
        return any(_matches(pattern, node) for pattern in self.patterns)

    @property
    def text(self) -> str:
        """As written; patterns joined with commas."""
        return ", ".join(self.patterns)


def _has_known_ecosystem(item: ScalarNode) -> bool:
    prefix, colon, _ = str(item.value).partition(":")
    return not colon or prefix in ECOSYSTEMS


def _matches(pattern: str, node: str) -> bool:
    ecosystem, _, name = node.partition(":")
    wanted, separator, rest = pattern.partition(":")
    if not separator:
        wanted, rest = "", pattern
    if wanted and wanted != ecosystem:
        return False
    literal = spelled(ecosystem, rest).replace("[", "[[]").replace("?", "[?]")
    if fnmatchcase(name, literal):
        return True
    # The language may be left out: `std:os` means `std:python/os`.
    return ecosystem == "std" and fnmatchcase(name.partition("/")[2], literal)


def short_name(node: str) -> str:
    """An external node id as people say it: `pypi:django` is `django`, `std:python/os` is `os`."""
    ecosystem, _, name = node.partition(":")
    return name.partition("/")[2] if ecosystem == "std" else name


_PACKAGE = re.compile(rf"(?:{'|'.join(ECOSYSTEMS)}):[^\s*]++\Z")


def is_package(text: str) -> bool:
    """Whether `text` is the id of something outside of every tree, such as `pypi:django`."""
    return _PACKAGE.match(text) is not None
