"""From the merged rule file, as values with places, to a typed rule set; no problem hides another."""

import difflib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from archcheck.core.components import ComponentSpec
from archcheck.core.extension import Check
from archcheck.core.options import Context, describe, did_you_mean, option_fields, parse_options
from archcheck.core.rules import (
    BUILTIN_SEVERITIES,
    CommonKeys,
    ComponentOptions,
    Disable,
    Rule,
    RuleFile,
    RuleSet,
    captures_in_text,
)
from archcheck.core.selectors import GlobSet
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode

CheckOf = Callable[[str], "Check[Any] | None"]

BUILTIN_PREFIX = "archcheck/"


def parse_rule_set(node: Node, path: str, context: Context, check_of: CheckOf, kinds: Sequence[str]) -> RuleSet | None:
    """The rule set at `node`; None after recording problems in `context`.

    `check_of` loads the check of a kind, or answers None for an unknown one; `kinds` are the known names.
    """
    context.components, context.tags = _declared_names(node)
    settings = parse_options(RuleFile, node, context, "the rule file")
    components = _components(node, settings, context)
    rules = [_parse_rule(item, path, context, check_of, kinds) for item in _rule_nodes(node)]
    present = [rule for rule in rules if rule]
    _check_ids(present, settings.disable if settings else (), context)
    if settings is None or context.problems:
        return None
    disabled = {entry.rule.id for entry in settings.disable}
    kept = tuple(rule for rule in present if rule.id not in disabled)
    return RuleSet(path, kept, tuple(components), settings, _builtin_severities(settings, node, context))


def _declared_names(node: Node) -> tuple[frozenset[str], frozenset[str]]:
    """Component names and tags, read ahead because every selector depends on them."""
    declared = node.get("components") if isinstance(node, MappingNode) else None
    if not isinstance(declared, MappingNode):
        return frozenset(), frozenset()
    tags: set[str] = set()
    for _, value in declared.entries:
        listed = value.get("tags") if isinstance(value, MappingNode) else None
        items = listed.items if isinstance(listed, SequenceNode) else (listed,)
        tags.update(str(item.value) for item in items if isinstance(item, ScalarNode))
    return frozenset(key.text for key, _ in declared.entries), frozenset(tags)


def _components(node: Node, settings: RuleFile | None, context: Context) -> list[ComponentSpec]:
    if settings is None or not settings.components or not isinstance(node, MappingNode):
        return []
    declared = node.get("components")
    assert isinstance(declared, MappingNode)
    specs = []
    for name, value in settings.components.items():
        key = declared.key_node(name)
        place = key.place if key else declared.place
        if any(character in name for character in "*?{}[]/,") or name.startswith("tag:"):
            context.problem(place, f'"{name}" cannot be a component name', "use letters, digits, - _ and .", len(name))
        full = ComponentOptions(value) if isinstance(value, GlobSet) else value
        specs.append(ComponentSpec(name, full.match, full.except_, full.tags, place))
    return specs


def _rule_nodes(node: Node) -> Sequence[Node]:
    listed = node.get("rules") if isinstance(node, MappingNode) else None
    return listed.items if isinstance(listed, SequenceNode) else ()


def _parse_rule(node: Node, path: str, context: Context, check_of: CheckOf, kinds: Sequence[str]) -> Rule | None:
    context.captures.clear()
    kind = _text_at(node, "kind")
    what = f"rule {_text_at(node, 'id') or 'without an id'}"
    if not isinstance(node, MappingNode):
        context.problem(node.place, f"a rule must be a mapping, found {describe(node)}")
        return None
    common, special = _split_keys(node)
    check = check_of(kind) if kind else None
    if kind and check is None:
        place = common.get("kind")
        assert place is not None
        context.problem(place.place, f'unknown kind "{kind}" in {what}', did_you_mean(kind, kinds), len(kind))
    what += f" (kind {kind})" if check else ""
    keys = parse_options(CommonKeys, common, context, what)
    if check is None:
        return None
    options = parse_options(check.options, special, context, what, offered=list(option_fields(CommonKeys)))
    if keys is None or options is None:
        return None
    _check_captures(keys, context, what)
    own = any(key.place.path == path for key, _ in node.entries)
    captures = frozenset(found.lstrip("!") for found, _ in context.captures)
    at = common.get("id")
    return Rule(keys, options, at.place if at else node.place, not own, captures)


def _split_keys(node: MappingNode) -> tuple[MappingNode, MappingNode]:
    """The keys that every rule has, and the rest, which belongs to the kind."""
    known = option_fields(CommonKeys)
    common = tuple(entry for entry in node.entries if entry[0].text in known)
    special = tuple(entry for entry in node.entries if entry[0].text not in known)
    return MappingNode(common, node.place), MappingNode(special, node.place)


def _text_at(node: Node, key: str) -> str | None:
    found = node.get(key) if isinstance(node, MappingNode) else None
    return found.text if isinstance(found, ScalarNode) and not found.empty else None


def _check_captures(keys: CommonKeys, context: Context, what: str) -> None:
    """A capture used once beside a near name is a slip; so is a near name in `why` or `hint`."""
    counts = Counter(name for name, _ in context.captures)
    for name, place in context.captures:
        near = difflib.get_close_matches(name, [other for other in counts if other != name], n=1, cutoff=0.75)
        if counts[name] == 1 and near and counts[near[0]] >= 1 and (counts[near[0]] > 1 or name > near[0]):
            context.problem(place, f"the capture {{{name}}} of {what} stands alone", f"did you mean {{{near[0]}}}?")
    known = {name for name, _ in context.captures}
    for name in captures_in_text(f"{keys.why} {keys.hint}"):
        near = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
        if name not in known and near and context.captures:
            place = context.captures[0][1]
            context.problem(place, f"why or hint of {what} uses {{{name}}}", f"did you mean {{{near[0]}}}?")


def _check_ids(rules: Sequence[Rule], disable: Sequence[Disable], context: Context) -> None:
    first: dict[str, Place] = {}
    for rule in rules:
        if rule.id.startswith(BUILTIN_PREFIX):
            context.problem(rule.place, f'"{rule.id}" is the name of a built-in rule', "set it under builtin:")
        if rule.id in first:
            held = first[rule.id]
            message = f'the rule id "{rule.id}" is used twice, first at {held.path}:{held.line}'
            context.problem(rule.place, message, "give each rule its own id", len(rule.id))
        first.setdefault(rule.id, rule.place)
    for entry in disable:
        if entry.rule.id not in first:
            message = f'disable: no pack has a rule "{entry.rule.id}"'
            context.problem(entry.rule.place, message, did_you_mean(entry.rule.id, list(first)), len(entry.rule.id))
    _check_waits(rules, list(first), context)


def _check_waits(rules: Sequence[Rule], known: Sequence[str], context: Context) -> None:
    """`when` and `unless` name rules that exist, and never lead back to the rule itself."""
    waits = {rule.id: (*rule.keys.when, *rule.keys.unless) for rule in rules}
    for rule in rules:
        for other in waits[rule.id]:
            if other not in waits:
                message = f'rule {rule.id} waits for a rule "{other}" that does not exist'
                context.problem(rule.place, message, did_you_mean(other, known))
        seen: set[str] = set()
        waiting = list(waits[rule.id])
        while waiting:
            other = waiting.pop()
            if other not in seen:
                seen.add(other)
                waiting.extend(waits.get(other, ()))
        if rule.id in seen:
            context.problem(rule.place, f"rule {rule.id} waits for itself", "take it out of when or unless")


def _builtin_severities(settings: RuleFile, node: Node, context: Context) -> Mapping[str, str]:
    for name in settings.builtin or {}:
        if name not in BUILTIN_SEVERITIES:
            assert isinstance(node, MappingNode)
            listed = node.get("builtin")
            key = listed.key_node(name) if isinstance(listed, MappingNode) else None
            place = key.place if key else node.place
            hint = did_you_mean(name, list(BUILTIN_SEVERITIES))
            context.problem(place, f'there is no built-in rule "{name}"', hint, len(name))
    return {**BUILTIN_SEVERITIES, **(settings.builtin or {})}
