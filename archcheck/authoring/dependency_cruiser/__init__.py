"""Rules of dependency-cruiser as rules of archcheck, as far as globs say what their expressions do."""

from collections.abc import Sequence

from archcheck.authoring.carried import Carried, comment_at_top
from archcheck.authoring.dependency_cruiser.expressions import UntranslatableError
from archcheck.authoring.dependency_cruiser.forbidden import carry_forbidden
from archcheck.authoring.dependency_cruiser.others import carry_allowed, carry_required
from archcheck.authoring.dependency_cruiser.reading import (
    PeerRule,
    is_shipped,
    pattern_of,
    presets_of,
    read_configuration,
    rules_of,
    text_of,
    texts_of,
)
from archcheck.authoring.dependency_cruiser.work import Work
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode

_TOP = frozenset(("forbidden", "allowed", "allowedSeverity", "required", "options", "extends", "$schema"))
_FOUND_ANYWAY = frozenset(
    ("tsConfig", "enhancedResolveOptions", "moduleSystems", "combinedDependencies", "preserveSymlinks", "babelConfig")
) | frozenset(("externalModuleResolutionStrategy", "extraExtensionsToScan", "parser", "builtInModules", "baseDir"))
_HOW_IT_RUNS = frozenset(
    (
        "reporterOptions",
        "progress",
        "cache",
        "metrics",
        "prefix",
        "suffix",
        "outputTo",
        "outputType",
        "args",
        "rulesFile",
    )
) | frozenset(("skipAnalysisNotInRules", "experimentalStats", "validate", "maxDepth", "collapse", "highlight"))
_REASONS = {
    "includeOnly": "no selector means all but some files; name the others under `files: exclude`",
    "webpackConfig": "aliases of webpack are not read",
    "focus": "a view of the graph: archcheck graph --focus",
    "reaches": "a view of the graph: archcheck explain X Y",
    "affected": "archcheck check --since",
    "knownViolations": "archcheck baseline write --write records what is there today",
    "exoticRequireStrings": "names for require are not looked at",
}


def carry_dependency_cruiser(text: str, path: str, files: Sequence[str]) -> Carried:
    """The rule file for a configuration in JSON, or for the result of a run, which holds one.

    `files` are the paths of the tree. Raises ConfigError for what is no JSON.
    """
    root = read_configuration(text, path)
    options = root.get("options")
    options = options if isinstance(options, MappingNode) else MappingNode((), root.place)
    compiled = options.get("tsPreCompilationDeps")
    before = isinstance(compiled, ScalarNode) and compiled.value not in (False, None)
    work = Work(files, ["import"] if before else ["import", "-type-only"])
    if not before:
        work.note("imports of types do not count, as without tsPreCompilationDeps")
    _carry_options(options, work)
    _carry_rules(root, work)
    for key, value in root.entries:
        if key.text not in _TOP:
            work.lose(value.place, key.text, "is not known")
    for item in presets_of(root):
        if not is_shipped(str(item.value)):
            work.lose(item.place, f"extends {item.value}", "is another file: merge it into this one first")
    lost = tuple(sorted(work.lost, key=lambda each: (each.place, each.what)))
    return Carried(
        work.file.text(comment_at_top("dependency-cruiser", path, lost, work.notes)), lost, tuple(work.notes)
    )


def _lose_what_is_no_rule(root: MappingNode, work: Work) -> None:
    for form in ("forbidden", "allowed", "required"):
        listed = root.get(form)
        if listed is not None and not isinstance(listed, SequenceNode):
            work.lose(listed.place, form, "is no list of rules")
        for item in listed.items if isinstance(listed, SequenceNode) else ():
            if not isinstance(item, MappingNode):
                work.lose(item.place, f"an entry of {form}", "is no rule")


def _carry_rules(root: MappingNode, work: Work) -> None:
    _lose_what_is_no_rule(root, work)
    allowed: list[PeerRule] = []
    for rule in rules_of(root):
        if rule.severity == "ignore":
            work.note(f"rule {rule.name} is switched off there (severity ignore)")
        elif text_of(rule.node.get("scope")) == "folder":
            work.lose(rule.place, f"rule {rule.name}", "folders hold what is below them there, and not here")
        elif rule.form == "allowed":
            allowed.append(rule)
        else:
            _carry_rule(rule, work)
    severity = text_of(root.get("allowedSeverity")) or "warn"
    try:
        if severity != "ignore":
            carry_allowed(allowed, severity, work)
    except UntranslatableError as reason:
        for each in allowed:
            work.lose(each.place, "a rule that allows", str(reason))


def _carry_rule(rule: PeerRule, work: Work) -> None:
    try:
        (carry_required if rule.form == "required" else carry_forbidden)(rule, work)
    except UntranslatableError as reason:
        work.lose(rule.place, f"rule {rule.name}", str(reason))


def _carry_options(options: MappingNode, work: Work) -> None:
    for key, value in options.entries:
        name = key.text
        if name in ("exclude", "doNotFollow"):
            _carry_exclude(name, value, work)
        elif name in _REASONS:
            work.lose(value.place, f"options.{name}", _REASONS[name])
        elif name in _FOUND_ANYWAY:
            work.note(f"options.{name} is not needed: archcheck finds out by itself where imports lead")
        elif name in _HOW_IT_RUNS:
            work.note(f"options.{name} says how dependency-cruiser runs, and has no counterpart")
        elif name != "tsPreCompilationDeps":
            work.lose(key.place if isinstance(key.place, Place) else value.place, f"options.{name}", "is not known")


def _carry_exclude(name: str, value: Node, work: Work) -> None:
    """Files that are not read; packages never are."""
    pattern = pattern_of(value, "path") if isinstance(value, MappingNode) else "|".join(texts_of(value))
    for part in value.entries if isinstance(value, MappingNode) else ():
        if part[0].text == "dynamic":
            work.lose(part[1].place, f"options.{name}.dynamic", "write -dynamic under `edges` of each rule")
    if not pattern:
        return
    try:
        globs = [glob for glob in work.globs(pattern) if glob.strip("*/") != "node_modules"]
    except UntranslatableError as reason:
        work.lose(value.place, f"options.{name}", str(reason))
        return
    work.file.exclude += [glob for glob in globs if glob not in work.file.exclude]
