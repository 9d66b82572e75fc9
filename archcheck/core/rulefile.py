"""From the merged rule file, as values with places, to a typed rule set; no problem hides another."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from archcheck.core.components import ComponentSpec
from archcheck.core.extension import Check
from archcheck.core.options import Context, describe, did_you_mean, option_fields, parse_options, parse_value
from archcheck.core.references import check_references, declared_names, scalars_of
from archcheck.core.rules import (
    BUILTIN_SEVERITIES,
    CommonKeys,
    ComponentOptions,
    Rule,
    RuleFile,
    RuleSet,
    captures_in_text,
)
from archcheck.core.selections import selections
from archcheck.core.selectors import ComponentTerm, GlobSet, TagTerm, Term
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import ExtensionError

Captures = Sequence[tuple[str, Place]]
_MOST_CAPTURES = 100
_NEAR = 0.75


CheckOf = Callable[[str], "Check[Any] | None"]


def parse_rule_set(
    node: Node, path: str, context: Context, check_of: CheckOf, kinds: Sequence[str], languages: Sequence[str] = ()
) -> RuleSet | None:
    """The rule set at `node`; None after recording problems in `context`. `path` is the own rule file.

    `check_of` loads the check of a kind: it answers None for an unknown one, and raises ExtensionError for one that
    cannot be loaded. `kinds` and `languages` are the known names; without any, names of languages are not judged.
    """
    _read_names(node, context)
    settings = parse_options(RuleFile, node, context, "the rule file")
    components = _components(node, path, context)
    file = _File(path, components, check_of, kinds)
    rules = [_parse_rule(item, file, context) for item in _rule_nodes(node, context)]
    if isinstance(node, MappingNode):
        check_references(node, context, BUILTIN_SEVERITIES, languages)
    if settings is None or context.problems:
        return None
    disabled = {entry.rule.id for entry in settings.disable}
    kept = tuple(rule for rule in rules if rule and rule.id not in disabled)
    return RuleSet(path, kept, tuple(components), settings, {**BUILTIN_SEVERITIES, **(settings.builtin or {})})


class _File:
    """What a rule is read with: the path of the own rule file, all components, and the kinds there are."""

    def __init__(self, path: str, components: Sequence[ComponentSpec], check_of: CheckOf, kinds: Sequence[str]) -> None:
        self.path = path
        self.components = components
        self.check_of = check_of
        self.kinds = kinds

    def captures_of(self, terms: Iterable[Term]) -> set[str]:
        """The captures of the components that the terms name."""
        named = {term.name for term in terms if isinstance(term, ComponentTerm)}
        tags = {term.tag for term in terms if isinstance(term, TagTerm)}
        meant = [spec for spec in self.components if spec.name in named or not tags.isdisjoint(spec.tags)]
        return {name for spec in meant for term in spec.match.terms for name in term.glob.captures}


def _read_names(node: Node, context: Context) -> None:
    declared = list(declared_names(node, context.bases))
    context.components = frozenset(key.text for key, _, _ in declared)
    context.tags = frozenset().union(*(tags for _, tags, _ in declared))
    context.inner = frozenset(key.text for key, _, inner in declared if inner)


def _components(node: Node, path: str, context: Context) -> list[ComponentSpec]:
    """The components that can be read, whatever is wrong elsewhere."""
    declared = node.get("components") if isinstance(node, MappingNode) else None
    specs = []
    for key, value in declared.entries if isinstance(declared, MappingNode) else ():
        name, place = key.text, key.place
        if not name or any(character in name for character in "*?{}[]/,") or name.startswith("tag:"):
            context.problem(place, f'"{name}" cannot be a component name', "use letters, digits, - _ and .", len(name))
        options = parse_value(ComponentOptions | GlobSet, value, context.trial(), "")
        full = ComponentOptions(options) if isinstance(options, GlobSet) else options
        if not isinstance(full, ComponentOptions):
            continue
        excepted = value.get("except") if isinstance(value, MappingNode) else None
        spec = ComponentSpec(
            name=name,
            match=full.match,
            except_=full.except_,
            tags=full.tags,
            place=place,
            except_values=frozenset(word.text for word in scalars_of(excepted)),
            from_pack=place.path != path and place.path not in context.bases,
            inner=place.path in context.bases,
        )
        captures = [(name, term.place) for term in spec.match.terms for name in term.glob.captures]
        _check_lonely(captures, frozenset(), f"component {name}", context)
        specs.append(spec)
    return specs


def _rule_nodes(node: Node, context: Context) -> Sequence[Node]:
    listed = node.get("rules") if isinstance(node, MappingNode) else None
    if isinstance(listed, MappingNode) or (isinstance(listed, ScalarNode) and not listed.empty):
        context.problem(listed.place, f"rules must be a list, found {describe(listed)}", 'begin each rule with "- "')
    return listed.items if isinstance(listed, SequenceNode) else ()


def _parse_rule(node: Node, file: _File, context: Context) -> Rule | None:
    context.captures.clear()
    what = f"rule {_text_at(node, 'id') or 'without an id'}"
    if not isinstance(node, MappingNode):
        context.problem(node.place, f"a rule must be a mapping, found {describe(node)}")
        return None
    common, special = _split_keys(node)
    check = _check_of_kind(common, what, context, file)
    what += f" (kind {check.kind})" if check else ""
    keys = parse_options(CommonKeys, common, context, what)
    if check is None:
        return None
    options = _parse_special(check, special, context, what)
    if keys is None or options is None:
        return None
    given = file.captures_of([term for _, terms in selections(options) for term in terms])
    _check_lonely(context.captures, given, what, context)
    bound = frozenset(name for name, _ in context.captures) | given
    _check_texts(common, bound, what, context)
    own = any(key.place.path == file.path or key.place.path in context.bases for key, _ in node.entries)
    at = common.get("id")
    return Rule(keys, options, at.place if at else node.place, not own, bound)


def _parse_special(check: Check[Any], special: MappingNode, context: Context, what: str) -> Any:
    """The options of a kind. Raises ExtensionError when those of a plugin cannot be read because of its own mistake."""
    try:
        return parse_options(check.options, special, context, what, offered=list(option_fields(CommonKeys)))
    except Exception as error:
        if "." not in check.kind:
            raise
        raise ExtensionError(f"the options of {check.kind} failed: {type(error).__name__}: {error}") from error


def _check_of_kind(common: MappingNode, what: str, context: Context, file: _File) -> Check[Any] | None:
    word, name = common.get("kind"), _text_at(common, "kind")
    if word is None or not name:
        return None
    try:
        check = file.check_of(name)
    except ExtensionError as error:
        context.problem(word.place, f"{error} ({what})", "", len(name))
        return None
    if check is None:
        context.problem(word.place, f'unknown kind "{name}" in {what}', did_you_mean(name, file.kinds), len(name))
    return check


def _split_keys(node: MappingNode) -> tuple[MappingNode, MappingNode]:
    """The keys that every rule has, and the rest, which belongs to the kind."""
    known = option_fields(CommonKeys)
    common = tuple(entry for entry in node.entries if entry[0].text in known)
    special = tuple(entry for entry in node.entries if entry[0].text not in known)
    return MappingNode(common, node.place), MappingNode(special, node.place)


def _text_at(node: Node, key: str) -> str | None:
    found = node.get(key) if isinstance(node, MappingNode) else None
    return found.text if isinstance(found, ScalarNode) and not found.empty else None


def _check_lonely(captures: Captures, given: Iterable[str], what: str, context: Context) -> None:
    """A capture used once beside a near name is a slip; `given` are names bound elsewhere, by components."""
    counts = Counter(dict.fromkeys(given, 2))
    counts.update(name for name, _ in captures)
    if len(counts) > _MOST_CAPTURES:
        return
    for name, place in captures:
        near = difflib.get_close_matches(name, [other for other in counts if other != name], n=1, cutoff=_NEAR)
        if counts[name] == 1 and near and (counts[near[0]] > 1 or name > near[0]):
            context.problem(place, f"the capture {{{name}}} of {what} stands alone", f"did you mean {{{near[0]}}}?")


def _check_texts(common: MappingNode, bound: frozenset[str], what: str, context: Context) -> None:
    """`why` and `hint` use captures that the rule binds."""
    if len(bound) > _MOST_CAPTURES:
        return
    for key in ("why", "hint"):
        for word in scalars_of(common.get(key)):
            for name in captures_in_text(word.text):
                near = difflib.get_close_matches(name, bound, n=1, cutoff=_NEAR)
                if name not in bound and near:
                    message = f"`{key}` of {what} uses {{{name}}}, which nothing captures"
                    context.problem(word.place, message, f"did you mean {{{near[0]}}}?", len(word.text))
