"""Examples: cases a rule carries along, and imagined dependencies; both judged on a tree made of their paths alone."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from archcheck.core.components import Paths, build_components
from archcheck.core.evaluate import fingerprint
from archcheck.core.extension import Check
from archcheck.core.findings import Finding
from archcheck.core.graph import IMPORT
from archcheck.core.graph_builder import build_graph
from archcheck.core.options import Context
from archcheck.core.rules import Rule, RuleSet
from archcheck.core.scene import Scene
from archcheck.errors import Problem

CheckOf = Callable[[str], "Check[Any] | None"]


def check_examples(rules: RuleSet, check_of: CheckOf, context: Context) -> Sequence[Problem]:
    """The examples that their own rule contradicts, as problems at their places."""
    before = len(context.problems)
    for rule in rules.rules:
        check = check_of(rule.kind)
        examples = rule.keys.examples
        if check is None or examples is None:
            continue
        for wanted, listed in (("allows", examples.allow), ("denies", examples.deny)):
            for example in listed:
                denied = bool(imagined_findings(rule, check, rules, example.paths))
                if denied != (wanted == "denies"):
                    verdict = "denies" if denied else "allows"
                    what = " -> ".join(example.paths)
                    message = f"rule {rule.id} {verdict} {what}, but the example says that it {wanted} it"
                    context.problem(example.place, message, "correct the rule or the example")
    return tuple(context.problems[before:])


def imagined_findings(rule: Rule, check: Check[Any], rules: RuleSet, paths: Sequence[str]) -> list[Finding]:
    """What the rule finds because of the last of `paths`: a path alone, or an import from the first to the second."""
    first, last = paths[0], paths[-1]
    files = tuple(sorted(path for path in set(paths) if ":" not in path))
    rows = [(files.index(first), last, IMPORT, 0, 1, 1)] if len(paths) > 1 and first in files else []
    known = {fingerprint(rule.id, found) for found in _findings(rule, check, rules, files, [])} if rows else set()
    found = _findings(rule, check, rules, files, rows)
    if rows:
        return [each for each in found if fingerprint(rule.id, each) not in known]
    return [each for each in found if each.subject.rstrip("/") == first.rstrip("/")]


def _findings(
    rule: Rule,
    check: Check[Any],
    rules: RuleSet,
    files: tuple[str, ...],
    rows: list[tuple[int, str, int, int, int, int]],
) -> Iterator[Finding]:
    graph = build_graph(files, rows)
    paths = Paths(files, graph.nodes[graph.file_count : graph.internal_count])
    scene = Scene(graph, paths, build_components(rules.components, paths))
    if check.needs(rule.options):
        return
    for result in check.run(rule.options, scene):
        if isinstance(result, Finding):
            yield result
