"""Examples: cases a rule carries along, and imagined dependencies; both judged on a tree made of their paths alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from archcheck.core.components import Paths, build_components
from archcheck.core.extension import Check
from archcheck.core.findings import Finding
from archcheck.core.fingerprints import fingerprint
from archcheck.core.graph import CALLS, DECLARES, IMPORT, STORE
from archcheck.core.graph_builder import build_graph
from archcheck.core.graph_extension import Added, extend_graph
from archcheck.core.judging import is_subject, narrowed
from archcheck.core.options import Context
from archcheck.core.rules import Rule, RuleSet
from archcheck.core.scene import EdgeKinds, Missing, Need, Scans, Scene, Specifiers, Symbols
from archcheck.errors import Problem

CheckOf = Callable[[str], "Check[Any] | None"]
_ANY_NAME = "any"


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
                if _imagined_needs(check, rule.options) is None:
                    message = f"rule {rule.id} looks at more than paths and imports, so its examples cannot be checked"
                    context.problem(example.place, message, "take them out")
                    continue
                denied = bool(imagined_findings(rule, check, rules, example.paths))
                if denied != (wanted == "denies"):
                    verdict = "denies" if denied else "allows"
                    what = " -> ".join(example.paths)
                    message = f"rule {rule.id} {verdict} {what}, but the example says that it {wanted} it"
                    context.problem(example.place, message, "correct the rule or the example")
    return tuple(context.problems[before:])


def imagined_findings(rule: Rule, check: Check[Any], rules: RuleSet, paths: Sequence[str]) -> list[Finding]:
    """What the rule finds because of the last of `paths`: a path alone, or an import from the first to the second.

    A path with a final slash is a directory. Nothing is found where the rule needs more than paths and imports.
    """
    first, last = paths[0], paths[-1]
    files = tuple(sorted({_imagined_file(path) for path in paths if ":" not in path}))
    if len(paths) == 1 or first not in files:
        found = _findings(rule, check, rules, files, [])
        return [each for each in found if each.subject == first or _is_inside(first, each.subject)]
    row = (files.index(first), last if ":" in last else _imagined_file(last), imagined_kind(last), 0, 1, 1)
    known = {fingerprint(rule.id, each) for each in _findings(rule, check, rules, files, [])}
    found = _findings(rule, check, rules, files, [row])
    return [each for each in found if fingerprint(rule.id, each) not in known]


def imagined_kind(target: str) -> int:
    """The kind of dependency to a node: hosts are called, datastores used, images named, all else imported."""
    return {"host": CALLS, "store": STORE, "image": DECLARES}.get(target.partition(":")[0], IMPORT)


def _imagined_file(path: str) -> str:
    return f"{path}{_ANY_NAME}" if path.endswith("/") else path


def _is_inside(path: str, directory: str) -> bool:
    return directory.endswith("/") and path.startswith(directory)


def _imagined_needs(check: Check[Any], options: Any) -> Mapping[Need, Any] | None:
    """What imagined files say of themselves, which is nothing; None when the rule needs to know something else."""
    needs = check.needs(options)
    imaginable = all(isinstance(need, (Symbols, Scans, EdgeKinds)) for need in needs)
    return {need: {} for need in needs} if imaginable else None


def _findings(
    rule: Rule,
    check: Check[Any],
    rules: RuleSet,
    files: tuple[str, ...],
    rows: list[tuple[int, str, int, int, int, int]],
) -> Iterator[Finding]:
    needs = _imagined_needs(check, rule.options)
    if needs is None:
        return
    graph = build_graph(files, rows)
    paths = Paths(files, graph.nodes[graph.file_count : graph.internal_count])
    scene = Scene(graph, paths, build_components(rules.components, paths), needs)
    yield from _found(rule, check, rules, scene)


def with_import(scene: Scene, rules: RuleSet, source: int, target: str) -> Scene:
    """The scene with one dependency more, from the file `source` to the node `target`, which may be new."""
    path = scene.graph.nodes[source]
    more = extend_graph(scene.graph, [Added(path, target, imagined_kind(target), 0, 1, 1, path)])
    paths = Paths(more.files, more.nodes[more.file_count : more.internal_count], more.members())
    return Scene(more, paths, build_components(rules.components, paths), scene.needs)


def added_findings(rule: Rule, check: Check[Any], rules: RuleSet, now: Scene, then: Scene) -> list[Finding] | None:
    """What the rule finds in the scene `then` and not `now`; None when imports as written, or unknown needs, decide."""
    for need in check.needs(rule.options):
        if isinstance(need, Specifiers) or isinstance(now.needs.get(need, Missing("")), Missing):
            return None
    known = {fingerprint(rule.id, each) for each in _found(rule, check, rules, now)}
    return [each for each in _found(rule, check, rules, then) if fingerprint(rule.id, each) not in known]


def _found(rule: Rule, check: Check[Any], rules: RuleSet, scene: Scene) -> Iterator[Finding]:
    for result in check.run(rule.options, narrowed(scene, rule)):
        if isinstance(result, Finding) and is_subject(rule, result.subject, rules.settings.files.exclude):
            yield result
