"""Names in a rule file that must stand for something: ids of rules, phases, components, languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archcheck.core.cycles import cycle_groups
from archcheck.core.options import Context, did_you_mean
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode

BUILTIN_PREFIX = "archcheck/"


def check_references(node: MappingNode, context: Context, builtin: Iterable[str], languages: Sequence[str]) -> None:
    """Record every name that stands for nothing. `builtin` and `languages` are known names."""
    rules = [rule for rule in items_of(node.get("rules")) if isinstance(rule, MappingNode)]
    ids = _check_ids(rules, context)
    for entry in items_of(node.get("disable")):
        _expect(scalars_of(_at(entry, "rule")), ids, "disable: no pack has a rule", context)
    for entry in items_of(node.get("waivers")):
        named = [word for word in scalars_of(_at(entry, "rule")) if not word.text.startswith(BUILTIN_PREFIX)]
        _expect(named, ids, "the waiver is for a rule that does not exist:", context)
    _check_waits(rules, ids, context)
    _check_phases(node, rules, ids, context)
    for rule in rules:
        _check_components(_at(rule, "levels"), context)
    if languages:
        _expect(_keys(node.get("languages")), languages, "there is no language", context)
    _expect(_keys(node.get("builtin")), list(builtin), "there is no built-in rule", context)


def items_of(node: Node | None) -> Sequence[Node]:
    """The items of a list; a value alone is a list of one, nothing an empty one."""
    if isinstance(node, SequenceNode):
        return node.items
    return () if node is None else (node,)


def scalars_of(node: Node | None) -> Sequence[ScalarNode]:
    """The single values at a key that takes one or a list; what is null or empty is left out."""
    return [item for item in items_of(node) if isinstance(item, ScalarNode) and item.value is not None]


def _at(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, MappingNode) else None


def _keys(node: Node | None) -> Sequence[ScalarNode]:
    return [key for key, _ in node.entries] if isinstance(node, MappingNode) else ()


def _expect(
    words: Iterable[ScalarNode], known: Mapping[str, Place] | Sequence[str], fault: str, context: Context
) -> None:
    for word in words:
        if word.text not in known:
            context.problem(word.place, f'{fault} "{word.text}"', did_you_mean(word.text, list(known)), len(word.text))


def _check_ids(rules: Sequence[MappingNode], context: Context) -> Mapping[str, Place]:
    """The ids of all rules with the place of each; ids used twice and those of built-in rules are problems."""
    ids: dict[str, Place] = {}
    for rule in rules:
        for word in scalars_of(rule.get("id"))[:1]:
            held = ids.setdefault(word.text, word.place)
            if word.text.startswith(BUILTIN_PREFIX):
                message = f'"{word.text}" is the name of a built-in rule'
                context.problem(word.place, message, "set its severity under builtin:", len(word.text))
            elif held != word.place:
                message = f'the rule id "{word.text}" is used twice, first at {held.path}:{held.line}'
                context.problem(word.place, message, "give each rule its own id", len(word.text))
    return ids


def _check_waits(rules: Sequence[MappingNode], ids: Mapping[str, Place], context: Context) -> None:
    """`when` and `unless` name rules that exist, and never lead back to the rule itself."""
    numbers = {name: number for number, name in enumerate(ids)}
    waits: list[set[int]] = [set() for _ in numbers]
    for rule in rules:
        name = next((word.text for word in scalars_of(rule.get("id"))), "")
        others = [word for key in ("when", "unless") for word in scalars_of(rule.get(key))]
        _expect(others, ids, f"rule {name} waits for a rule that does not exist:", context)
        if name in numbers:
            waits[numbers[name]].update(numbers[word.text] for word in others if word.text in numbers)
    names = list(ids)
    groups = cycle_groups([sorted(targets) for targets in waits])
    for group in [*groups, *([number] for number, targets in enumerate(waits) if number in targets)]:
        first = names[group[0]]
        message = f"rules wait for each other: {', '.join(names[number] for number in group)}"
        if len(group) == 1:
            message = f"rule {first} waits for itself"
        context.problem(ids[first], message, "take it out of when or unless", len(first))


def _check_phases(node: MappingNode, rules: Sequence[MappingNode], ids: Mapping[str, Place], context: Context) -> None:
    section = node.get("phases")
    phases = [phase for phase in items_of(_at(section, "list")) if isinstance(phase, MappingNode)]
    known: dict[str, Place] = {}
    for phase in phases:
        for word in scalars_of(phase.get("id")):
            if known.setdefault(word.text, word.place) != word.place:
                context.problem(word.place, f'the phase "{word.text}" is listed twice', "", len(word.text))
        for task in items_of(phase.get("tasks")):
            _expect(scalars_of(_at(task, "rules")), ids, "the task names a rule that does not exist:", context)
        _expect(scalars_of(phase.get("enter")), ids, "enter: there is no rule", context)
    current = _at(section, "current")
    named = [word for phase in phases for word in scalars_of(phase.get("overlap"))]
    if isinstance(current, MappingNode):
        named += [word for _, value in current.entries for word in scalars_of(value)]
        _check_components(current, context, besides=("default",))
    else:
        named += scalars_of(current)
    _expect(named, known, "there is no phase", context)
    for word in (word for rule in rules for word in scalars_of(rule.get("phases"))):
        if word.text.removesuffix("+") not in known:
            hint = did_you_mean(word.text.removesuffix("+"), list(known)) or "declare it under phases: list:"
            context.problem(word.place, f'there is no phase "{word.text}"', hint, len(word.text))


def _check_components(node: Node | None, context: Context, *, besides: Sequence[str] = ()) -> None:
    """The keys are components or instances of them (`service[auth]`)."""
    for key in _keys(node):
        name = key.text.partition("[")[0]
        if not context.is_component(name, key.place) and name not in besides:
            hint = did_you_mean(name, sorted(context.components)) or "declare it under components:"
            context.problem(key.place, f'there is no component "{name}"', hint, len(key.text))


def declared_names(node: Node, bases: Iterable[str]) -> Iterator[tuple[ScalarNode, frozenset[str], bool]]:
    """Each component name with its tags, read ahead because selectors depend on them; true for an included file's."""
    declared = _at(node, "components")
    for key, value in declared.entries if isinstance(declared, MappingNode) else ():
        tags = frozenset(word.text for word in scalars_of(_at(value, "tags")))
        yield key, tags, key.place.path in bases
