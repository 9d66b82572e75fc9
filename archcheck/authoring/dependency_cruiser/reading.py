"""Configurations of dependency-cruiser, as rules with places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from archcheck.core.values import MappingNode, Node, Place, Scalar, ScalarNode, SequenceNode
from archcheck.errors import ConfigError, Problem
from archcheck.syntax.jsonc import parse_jsonc

_PRESETS = {
    "dependency-cruiser/configs/recommended": "",
    "dependency-cruiser/configs/recommended-strict": "error",
    "dependency-cruiser/configs/recommended-warn-only": "warn",
}
_TOOL_FILES = (
    r"(^|/)\.[^/]+\.(js|cjs|mjs|ts|json)$",
    r"\.d\.(c|m)?ts$",
    r"(^|/)tsconfig\.json$",
    r"(^|/)(babel|webpack)\.config\.(js|cjs|mjs|ts|json)$",
)
_OLD_CORE = "^(punycode|domain|constants|sys|_linklist|_stream_wrap)$"
_PRESET: tuple[tuple[str, str, Mapping[str, object], Mapping[str, object]], ...] = (
    ("no-orphans", "warn", {"orphan": True, "pathNot": [*_TOOL_FILES]}, {}),
    ("no-circular", "error", {}, {"circular": True}),
    ("no-deprecated-core", "error", {}, {"dependencyTypes": ["core"], "path": _OLD_CORE}),
    ("no-duplicate-dep-types", "warn", {}, {"moreThanOneDependencyType": True, "dependencyTypesNot": ["type-only"]}),
    ("no-non-package-json", "error", {}, {"dependencyTypes": ["npm-no-pkg", "npm-unknown"]}),
    ("not-to-deprecated", "warn", {}, {"dependencyTypes": ["deprecated"]}),
    ("not-to-unresolvable", "error", {}, {"couldNotResolve": True}),
)
"""What the configurations that dependency-cruiser ships forbid."""


@dataclass(frozen=True, slots=True)
class PeerRule:
    """One rule; `source` is its `from` or `module`, `form` the list that it stands in."""

    form: str
    name: str
    severity: str
    comment: str
    node: MappingNode
    source: MappingNode
    target: MappingNode

    @property
    def place(self) -> Place:
        """Where it begins."""
        return self.node.place


def read_configuration(text: str, path: str) -> MappingNode:
    """The configuration in a text, or the one that a result of a run holds. Raises ConfigError."""
    parsed = parse_jsonc(text.encode("utf-8", "surrogatepass"), path)
    lines = text.splitlines()
    if parsed.problems:
        problems = (
            Problem(path, each.line, each.column, each.message, each.hint, _line(lines, each.line))
            for each in parsed.problems
        )
        raise ConfigError(problems)
    summary = parsed.node.get("summary") if isinstance(parsed.node, MappingNode) else None
    if isinstance(summary, MappingNode) and isinstance(rules := summary.get("ruleSetUsed"), MappingNode):
        used = summary.get("optionsUsed")
        options = ((ScalarNode("options", used.place, "options"), used),) if used else ()
        return MappingNode((*rules.entries, *options), rules.place)
    if not isinstance(parsed.node, MappingNode):
        raise ConfigError([Problem(path, 1, 1, "an object with the rules is expected", preview=_line(lines, 1))])
    return parsed.node


def _line(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def rules_of(root: MappingNode) -> Iterator[PeerRule]:
    """The rules, those of configurations that dependency-cruiser ships first; what is said again is merged by name."""
    forbidden = dict(_preset_rules(root))
    own = root.get("forbidden")
    for number, node in enumerate(own.items if isinstance(own, SequenceNode) else ()):
        if isinstance(node, MappingNode):
            name = text_of(node.get("name"))
            held = forbidden.get(name) if name else None
            forbidden[name or f"unnamed {number}"] = _over(held, node) if held else node
    for node in forbidden.values():
        yield _rule("forbidden", node, "from")
    for form, source in (("required", "module"), ("allowed", "from")):
        listed = root.get(form)
        for node in listed.items if isinstance(listed, SequenceNode) else ():
            if isinstance(node, MappingNode):
                yield _rule(form, node, source)


def _rule(form: str, node: MappingNode, source: str) -> PeerRule:
    found = node.get(source) or node.get("module")
    target = node.get("to")
    empty = MappingNode((), node.place)
    return PeerRule(
        form,
        text_of(node.get("name")) or "unnamed",
        text_of(node.get("severity")) or "warn",
        text_of(node.get("comment")),
        node,
        found if isinstance(found, MappingNode) else empty,
        target if isinstance(target, MappingNode) else empty,
    )


def _over(base: MappingNode, own: MappingNode) -> MappingNode:
    given = {key.text for key, _ in own.entries}
    return MappingNode((*own.entries, *(entry for entry in base.entries if entry[0].text not in given)), own.place)


def presets_of(root: MappingNode) -> list[ScalarNode]:
    """What the configuration builds on, as it names it."""
    node = root.get("extends")
    items = node.items if isinstance(node, SequenceNode) else (node,)
    return [item for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str)]


def is_shipped(name: str) -> bool:
    """Whether dependency-cruiser ships a configuration of this name."""
    return name.removesuffix(".cjs").removesuffix(".js") in _PRESETS


def _preset_rules(root: MappingNode) -> Iterator[tuple[str, MappingNode]]:
    for item in presets_of(root):
        if is_shipped(item.text or str(item.value)):
            severity = _PRESETS[str(item.value).removesuffix(".cjs").removesuffix(".js")]
            for name, usual, source, target in _PRESET:
                value = {"name": name, "severity": severity or usual, "from": source, "to": target}
                yield name, cast("MappingNode", _node(value, item.place))


def _node(value: object, place: Place) -> Node:
    if isinstance(value, Mapping):
        entries = ((ScalarNode(key, place, key), _node(each, place)) for key, each in value.items())
        return MappingNode(tuple(entries), place)
    if isinstance(value, list):
        return SequenceNode(tuple(_node(each, place) for each in value), place)
    return ScalarNode(cast("Scalar", value), place, str(value))


def text_of(node: Node | None) -> str:
    """The text of a scalar, "" for anything else."""
    return node.value if isinstance(node, ScalarNode) and isinstance(node.value, str) else ""


def texts_of(node: Node | None) -> list[str]:
    """The texts of a list, or the only one."""
    items = node.items if isinstance(node, SequenceNode) else (node,)
    return [text_of(item) for item in items if text_of(item)]


def pattern_of(node: MappingNode, key: str) -> str:
    """An expression; of a list any of its items may match."""
    return "|".join(texts_of(node.get(key)))


def is_true(node: MappingNode, key: str) -> bool:
    """Whether a value is true."""
    found = node.get(key)
    return isinstance(found, ScalarNode) and found.value is True
