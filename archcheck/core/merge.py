"""Merging rule files: packs in order, then the own file. Works on values with places, before they are understood."""

from archcheck.core.options import Context
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode

_KEEPS_OWN = ("extends", "version")
"""Keys whose value is the own file's alone: packs have been loaded already."""
_MAY_BE_INCLUDED = ("version", "rules", "components")


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
    items: list[Node] = list(base.items)
    places = {rule_id(item): number for number, item in enumerate(items)}
    for item in over.items:
        name = rule_id(item)
        held = places.get(name) if name is not None else None
        if held is None:
            items.append(item)
            continue
        known = items[held]
        assert isinstance(known, MappingNode)
        assert isinstance(item, MappingNode)
        items[held] = _merge_maps(known, item)
    return SequenceNode(tuple(items), over.place)


def included_rules(node: Node | None, included: Node | None, context: Context) -> Node | None:
    """`node` with the rules and components of an included file added; what would change existing ones is a problem."""
    if not isinstance(node, MappingNode) or not isinstance(included, MappingNode):
        return node
    for key, _ in included.entries:
        if key.value not in _MAY_BE_INCLUDED:
            hint = f"it may hold {', '.join(sorted(_MAY_BE_INCLUDED))}"
            context.problem(key.place, f'an included file cannot hold "{key.value}"', hint, len(key.text))
    added = MappingNode(tuple(e for e in included.entries if e[0].value in ("rules", "components")), included.place)
    _report_redefined(node, added, context)
    return _merge_maps(node, added, top=True)


def _report_redefined(node: MappingNode, added: MappingNode, context: Context) -> None:
    rules, own = added.get("rules"), node.get("rules")
    known = {rule_id(item) for item in own.items} if isinstance(own, SequenceNode) else set()
    for item in rules.items if isinstance(rules, SequenceNode) else ():
        name = rule_id(item)
        if name is not None and name in known:
            context.problem(item.place, f'an included file cannot change the rule "{name}"', "give it another id")
    components, declared = added.get("components"), node.get("components")
    if isinstance(components, MappingNode) and isinstance(declared, MappingNode):
        for key, _ in components.entries:
            if declared.get(key.value) is not None:
                context.problem(key.place, f'an included file cannot change the component "{key.text}"', "rename it")


def rule_id(item: Node) -> str | None:
    """The id of a rule that is not yet understood, or None."""
    found = item.get("id") if isinstance(item, MappingNode) else None
    return found.value if isinstance(found, ScalarNode) and isinstance(found.value, str) else None
