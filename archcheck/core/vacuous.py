"""The built-in rule `vacuous`: what is declared and matches nothing."""

from collections.abc import Iterator

from archcheck.core.findings import INFO, BuiltinFinding, Finding, Vacuous
from archcheck.core.judging import out_of_time
from archcheck.core.rules import RuleSet
from archcheck.core.scene import Scene
from archcheck.core.selections import component_names, empty_components, matches


def vacuous_finding(owner: str, vacuous: Vacuous, from_pack: bool) -> BuiltinFinding:
    """The finding about a selector of `owner` (`rule x`, `component x`) that matches nothing."""
    way_out = "correct it, or say `optional: true` where nothing to match is fine"
    finding = Finding(
        message=f'"{vacuous.text}" of {owner} matches nothing',
        subject=vacuous.place.path,
        key=f"{owner.removeprefix('rule ')}: {vacuous.text}",
        places=(vacuous.place,),
        hint=vacuous.hint or (way_out if owner.startswith("rule ") else "correct it, or take it out"),
    )
    return BuiltinFinding("vacuous", finding, INFO if from_pack else None)


def vacuous_settings(rules: RuleSet, scene: Scene, as_of: str) -> Iterator[BuiltinFinding]:
    """What is declared for all rules and matches nothing: components, and the files to include.

    A component that is named only by rules that are optional, or not active yet, may be missing as well.
    """
    users: dict[str, list[bool]] = {}
    for rule in rules.rules:
        lenient = rule.keys.optional or out_of_time(rule, rules, as_of) is not None
        for name in component_names(rule, scene.components):
            users.setdefault(name, []).append(lenient)
    for spec, each in empty_components(scene):
        if not all(users.get(spec.name, [False])):
            yield vacuous_finding(f"component {spec.name}", each, spec.from_pack)
    for term in rules.settings.include.terms if rules.settings.include else ():
        if not matches(term, scene):
            yield vacuous_finding("include", Vacuous(term.text, term.place), from_pack=False)
