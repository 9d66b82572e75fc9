"""What the options of a rule select, and which of its selectors match nothing."""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any, Protocol, runtime_checkable

from archcheck.core.components import Components, ComponentSpec, instances_of, select_runs
from archcheck.core.findings import Vacuous
from archcheck.core.options import did_you_mean, near_miss
from archcheck.core.rules import Rule
from archcheck.core.scene import Scene
from archcheck.core.selectors import ComponentTerm, GlobSet, GlobTerm, Selector, TagTerm, Term
from archcheck.core.values import Place

_EMPTY = "[]"


@runtime_checkable
class SelectsFiles(Protocol):
    """An options class whose files are not all named by plain selectors: it lists what it selects, for explanations."""

    def selected(self) -> Iterable[tuple[str, tuple[Term, ...]]]:
        """Names (the option, or a part of it) with the terms they mean."""


def selections(options: Any) -> Iterator[tuple[str, tuple[Term, ...]]]:
    """Everything the options of a rule select: the option, or a part of it, and its terms."""
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        if isinstance(value, (Selector, GlobSet)):
            yield field.name.rstrip("_"), value.terms
    if isinstance(options, SelectsFiles):
        yield from options.selected()


def needed_selectors(options: Any, *, exempting: bool = True) -> Iterator[Selector | GlobSet]:
    """The selectors whose matching nothing makes the rule vacuous: all but `except` and those that may be empty.

    Without `exempting` also not those that only exempt what the rule would forbid.
    """
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        spared = field.metadata.get("may_be_empty") or field.name == "except_"
        if isinstance(value, (Selector, GlobSet)) and not spared and (exempting or not field.metadata.get("exempts")):
            yield value


def component_names(rule: Rule, components: Components) -> set[str]:
    """The components that the options of a rule name, by themselves or by a tag."""
    terms = [term for _, terms in selections(rule.options) for term in terms]
    tags = {term.tag for term in terms if isinstance(term, TagTerm)}
    tagged = {name for name, spec in components.specs.items() if not tags.isdisjoint(spec.tags)}
    return tagged.union(term.name for term in terms if isinstance(term, ComponentTerm))


def selects_nothing(rule: Rule, scene: Scene) -> str:
    """A selector of the rule, as written, that means nothing, so that nothing was judged; "" when there is none."""
    for selector in needed_selectors(rule.options, exempting=False):
        if not scene.select(selector) and not any(
            isinstance(term, GlobTerm) and matches(term, scene) for term in selector.terms
        ):
            return selector.text or _EMPTY
    return ""


def empty_selectors(rule: Rule, scene: Scene, subjects: Iterable[str] = ()) -> Iterator[Vacuous]:
    """The terms of the rule's selectors that match nothing.

    `paths` may also name what is missing: it matches something when one of the `subjects` of findings belongs to it.
    """
    for selector in needed_selectors(rule.options):
        if len(selector.terms) != 1 or not scene.select(selector):
            yield from _empty_terms(selector, scene, rule)
    paths = rule.keys.paths
    if paths is not None and not any(paths.covers(subject) for subject in subjects):
        yield from _empty_terms(paths, scene, rule)


def _empty_terms(selector: Selector | GlobSet, scene: Scene, rule: Rule) -> Iterator[Vacuous]:
    if not selector.terms:
        yield Vacuous(_EMPTY, rule.place)
    for term in selector.terms:
        if isinstance(term, GlobTerm):
            if not matches(term, scene):
                yield Vacuous(term.text, term.place, _near_component(term.text, scene))
        elif not instances_of(term, scene.components) and not _is_said_already(term, rule, scene):
            yield Vacuous(term.text, term.place, _near_instance(term, scene))


def matches(term: GlobTerm, scene: Scene) -> bool:
    """Whether a glob means any file or directory of the tree."""
    if next(select_runs(term.glob, scene.paths), None):
        return True
    return any(term.glob.match_directory(directory) is not None for directory in scene.directories())


def _is_said_already(term: ComponentTerm | TagTerm, rule: Rule, scene: Scene) -> bool:
    """Whether what the term names is itself reported as matching nothing, at least as gravely."""
    if isinstance(term, ComponentTerm) and term.values is not None:
        return not scene.components.of_name(term.name) and _is_grave(scene.components.specs[term.name], rule)
    specs = scene.components.specs.values()
    if isinstance(term, TagTerm):
        return all(_is_grave(spec, rule) for spec in specs if term.tag in spec.tags)
    return _is_grave(scene.components.specs[term.name], rule)


def _is_grave(spec: ComponentSpec, rule: Rule) -> bool:
    return rule.from_pack or not spec.from_pack


def _near_component(text: str, scene: Scene) -> str:
    return near_miss(text, list(scene.components.specs))


def _near_instance(term: ComponentTerm | TagTerm, scene: Scene) -> str:
    if not isinstance(term, ComponentTerm):
        return ""
    return did_you_mean(term.text, [instance.id for instance in scene.components.of_name(term.name)])


def empty_components(scene: Scene) -> Iterator[tuple[ComponentSpec, Vacuous]]:
    """The globs of declared components that match nothing; a component of which `except` leaves nothing."""
    for spec in scene.components.specs.values():
        lost = [Vacuous(term.text, term.place) for term in spec.match.terms if not matches(term, scene)]
        if not lost and not scene.components.of_name(spec.name):
            lost = [Vacuous(spec.match.text or _EMPTY, _place_of(spec))]
        for each in lost:
            yield spec, each


def _place_of(spec: ComponentSpec) -> Place:
    return spec.match.terms[0].place if spec.match.terms else spec.place
