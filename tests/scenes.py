"""Scenes for tests of checks: rules as in a rule file, dependencies drawn as text, findings told in lines."""

from collections.abc import Mapping
from dataclasses import replace
from textwrap import dedent, indent
from typing import Any

from archcheck.core.components import Paths, build_components
from archcheck.core.evaluate import Evaluation, evaluate
from archcheck.core.examples import check_examples
from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result, Unknown, Vacuous
from archcheck.core.fingerprints import fingerprint
from archcheck.core.graph import Graph
from archcheck.core.options import Context
from archcheck.core.rulefile import parse_rule_set
from archcheck.core.rules import RuleSet
from archcheck.core.scene import EdgeKinds, Need, Scene
from archcheck.errors import ConfigError
from archcheck.registry import Registry
from archcheck.syntax.yaml import parse_yaml
from tests.builders import graph

REGISTRY = Registry()
PATH = "archcheck.yaml"
SERVICES = "service: services/{service}/"
"""The components most tests declare."""


def check_of(kind: str) -> Check[Any]:
    """The built-in check of a kind."""
    found = REGISTRY.check(kind)
    assert found is not None
    return found


def rule_file(text: str) -> RuleSet:
    """The rule set written as `text`. Raises ConfigError with every problem."""
    parsed = parse_yaml(text.encode(), PATH)
    context = Context({PATH: text.splitlines()})
    rules = None
    if parsed.node is not None:
        rules = parse_rule_set(parsed.node, PATH, context, REGISTRY.check, REGISTRY.kinds())
    if rules is not None:
        check_examples(rules, REGISTRY.check, context)
    if rules is None or context.problems or parsed.problems:
        raise ConfigError([*parsed.problems, *context.problems])
    return rules


def rules(kind: str, body: str, components: str = SERVICES) -> RuleSet:
    """A rule set of one rule `r`; `body` holds its options, `components` those that are declared, as YAML."""
    declared = f"components:\n{indent(dedent(components), '  ')}\n" if components else ""
    rule = indent(dedent(body).strip("\n"), "    ")
    return rule_file(f"version: 1\n{declared}rules:\n  - id: r\n    kind: {kind}\n{rule}\n")


def problems(kind: str, body: str, components: str = "") -> list[str]:
    """What is wrong with a rule, each problem as `message; hint`."""
    try:
        rules(kind, body, components)
    except ConfigError as error:
        return [f"{each.message}; {each.hint}" if each.hint else each.message for each in error.problems]
    return []


def scene(drawing: str | Graph, rule_set: RuleSet | None = None, needs: Mapping[Need, Any] | None = None) -> Scene:
    """The scene of a drawn graph under the components of a rule set."""
    drawn = graph(drawing) if isinstance(drawing, str) else drawing
    paths = Paths(drawn.files, drawn.nodes[drawn.file_count : drawn.internal_count])
    return Scene(drawn, paths, build_components(rule_set.components if rule_set else (), paths), needs or {})


def results(
    kind: str, body: str, drawing: str | Graph, components: str = SERVICES, needs: Mapping[Need, Any] | None = None
) -> list[Result]:
    """What a check yields for a rule and a graph."""
    rule_set = rules(kind, body, components)
    return list(check_of(kind).run(rule_set.rules[0].options, scene(drawing, rule_set, needs)))


def run(
    kind: str, body: str, drawing: str | Graph, components: str = SERVICES, needs: Mapping[Need, Any] | None = None
) -> list[Finding]:
    """The findings of a rule that has nothing else to say."""
    found = results(kind, body, drawing, components, needs)
    findings = [each for each in found if isinstance(each, Finding)]
    assert findings == found
    return findings


def told(found: list[Result] | list[Finding]) -> list[str]:
    """Results in one line each: `subject -> target: message [chain] +affects`."""
    return [tell(each) for each in found]


def tell(result: Result) -> str:
    """One result in one line."""
    if isinstance(result, Vacuous):
        return f"vacuous: {result.text}"
    if isinstance(result, Unknown):
        return f"unknown: {result.reason}"
    target = f" -> {result.target}" if result.target else ""
    steps = [f"{link.source}:{link.line}" for link in result.chain]
    chain = f" [{' > '.join([*steps, result.chain[-1].target])}]" if steps else ""
    return f"{result.subject}{target}: {result.message}{chain}{f' +{result.affects}' if result.affects else ''}"


def lines(
    kind: str, body: str, drawing: str | Graph, components: str = SERVICES, needs: Mapping[Need, Any] | None = None
) -> list[str]:
    """What a rule finds in a graph, one line each."""
    return told(results(kind, body, drawing, components, needs))


def identities(found: list[Finding]) -> list[str]:
    """The fingerprints of findings under a rule `r`."""
    return [fingerprint("r", each) for each in found]


def judge(kind: str, body: str, drawing: str | Graph, components: str = "") -> Evaluation:
    """The evaluation of one rule, with its outcome and the built-in rules about its selectors."""
    rule_set = rules(kind, body, components)
    asked = check_of(kind).needs(rule_set.rules[0].options)
    needs: dict[Need, Any] = {need: need.kinds for need in asked if isinstance(need, EdgeKinds)}
    return evaluate(rule_set, check_of, scene(drawing, rule_set, needs), "2026-11-20")


def outcome(kind: str, body: str, drawing: str | Graph, components: str = "") -> tuple[str, list[str]]:
    """How one rule comes out, and everything that is reported, as `rule: message`."""
    made = judge(kind, body, drawing, components)
    return made.results[0].outcome, [f"{each.rule}: {each.message}" for each in made.violations]


def reworded(finding: Finding) -> Finding:
    """The same finding with other words and places, which must not change its identity."""
    return replace(finding, message="other words", places=(), hint="", affects=9)
