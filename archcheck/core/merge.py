"""Merging rule files: packs in order, then the own file. Works on values with places, before they are understood."""

from collections.abc import Iterable
from typing import Literal

from archcheck.core.options import Context, describe, did_you_mean, option_fields, parse_value
from archcheck.core.rules import RuleFile
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode

_KEEPS_OWN = ("extends", "version")
"""Keys whose value is the own file's alone: packs have been loaded already."""
_MAY_BE_INCLUDED = ("version", "rules", "components")
_NEVER_INCLUDED = frozenset(option_fields(RuleFile)).difference(_MAY_BE_INCLUDED)


def merge_rule_files(base: Node | None, over: Node | None) -> Node | None:
    """`over` on top of `base`: maps merge by key, `rules` by id and then key, other lists replace, `null` removes."""
    if not isinstance(base, MappingNode) or not isinstance(over, MappingNode):
        return over if over is not None else base
    kept = MappingNode(tuple(e for e in base.entries if e[0].value not in _KEEPS_OWN), base.place)
    return _merge_maps(kept, over, top=True)


def _merge_maps(base: MappingNode, over: MappingNode, *, top: bool = False) -> MappingNode:
    entries: dict[object, tuple[ScalarNode, Node]] = {key.value: (key, value) for key, value in base.entries}
    for key, value in over.entries:
        if isinstance(value, ScalarNode) and value.value is None and not value.empty and key.value in entries:
            del entries[key.value]
            continue
        held = entries.get(key.value)
        entries[key.value] = (key, _merge(held[1], value, is_rules=top and key.value == "rules") if held else value)
    return MappingNode(tuple(entries.values()), over.place)


def _merge(base: Node, over: Node, *, is_rules: bool) -> Node:
    if isinstance(base, MappingNode) and isinstance(over, MappingNode):
        return _merge_maps(base, over)
    if is_rules and isinstance(base, SequenceNode) and isinstance(over, SequenceNode):
        return _merge_rules(base, over)
    return over


def _merge_rules(base: SequenceNode, over: SequenceNode) -> SequenceNode:
    """Rules of one id become one; what `over` says twice stays twice, to be reported."""
    items: list[Node] = list(base.items)
    places = {name: number for number, item in enumerate(items) if (name := rule_id(item)) is not None}
    for item in over.items:
        name = rule_id(item)
        held = places.pop(name, None) if name is not None else None
        if held is None:
            items.append(item)
            continue
        known = items[held]
        assert isinstance(known, MappingNode)
        assert isinstance(item, MappingNode)
        items[held] = _merge_maps(known, item)
    return SequenceNode(tuple(items), over.place)


def check_part(node: Node | None, context: Context, what: str, *, refused: Iterable[str]) -> MappingNode | None:
    """The mapping at the top of a file that is extended or included, or None.

    Records what the merged tree does not show any more: the form of the file, its version, and the keys that it must
    not have.
    """
    if node is None:
        return None
    if not isinstance(node, MappingNode):
        context.problem(node.place, f"{what} must be a mapping, found {describe(node)}")
        return None
    barred = frozenset(refused)
    for key, value in node.entries:
        if key.text in barred:
            message = f'{what} cannot hold "{key.text}"'
            context.problem(key.place, message, "it belongs in the archcheck.yaml at the top", len(key.text))
        elif key.text == "version":
            parse_value(Literal[1], value, context, f'"version" of {what}')
        elif key.text == "extends":
            parse_value(tuple[str, ...], value, context, f'"extends" of {what}')
    return node


def included_rules(node: Node | None, included: Node | None, context: Context) -> Node | None:
    """`node` with the rules and components of an included file added; what would loosen anything is a problem."""
    part = check_part(included, context, "an included file", refused=_NEVER_INCLUDED)
    if part is None or not isinstance(node, MappingNode):
        return node
    added = []
    for key, value in part.entries:
        if key.text in _NEVER_INCLUDED or key.text == "version":
            continue
        form = {"rules": SequenceNode, "components": MappingNode}.get(key.text)
        if form is None:
            known = sorted(_MAY_BE_INCLUDED)
            context.problem(key.place, f'unknown key "{key.text}" in an included file', did_you_mean(key.text, known))
        elif not isinstance(value, form):
            words = "a list" if form is SequenceNode else "a mapping"
            message = f'"{key.text}" of an included file must be {words}, found {describe(value)}'
            context.problem(value.place, message)
        else:
            added.append((key, value))
    addition = MappingNode(tuple(added), part.place)
    _report_loosening(node, addition, context)
    return _merge_maps(node, addition, top=True)


def _report_loosening(node: MappingNode, added: MappingNode, context: Context) -> None:
    """Rules and components that exist cannot be changed, and a tag would add files to selectors elsewhere."""
    rules, own = added.get("rules"), node.get("rules")
    known = {rule_id(item) for item in own.items} if isinstance(own, SequenceNode) else set()
    for item in rules.items if isinstance(rules, SequenceNode) else ():
        name = rule_id(item)
        if name is not None and name in known:
            context.problem(item.place, f'an included file cannot change the rule "{name}"', "give it another id")
    components, declared = added.get("components"), node.get("components")
    for key, value in components.entries if isinstance(components, MappingNode) else ():
        if isinstance(declared, MappingNode) and declared.get(key.value) is not None:
            message = f'an included file cannot change the component "{key.text}"'
            context.problem(key.place, message, "rename it", len(key.text))
        tags = value.key_node("tags") if isinstance(value, MappingNode) else None
        if tags is not None:
            message = f'the component "{key.text}" of an included file cannot have tags'
            context.problem(tags.place, message, "declare it in the archcheck.yaml at the top", len("tags"))


def rule_id(item: Node) -> str | None:
    """The id of a rule that is not yet understood, or None."""
    found = item.get("id") if isinstance(item, MappingNode) else None
    return found.text if isinstance(found, ScalarNode) and found.value is not None else None
