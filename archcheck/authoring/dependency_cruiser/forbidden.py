"""Forbidden rules of dependency-cruiser, by what they look at."""

from collections.abc import Sequence

from archcheck.authoring.dependency_cruiser.expressions import (
    Element,
    Reference,
    UntranslatableError,
    Wild,
    read_expression,
)
from archcheck.authoring.dependency_cruiser.globs import (
    globs_of,
    groups_in,
    joined,
    references_in,
    split_packages,
    without_groups,
)
from archcheck.authoring.dependency_cruiser.reading import PeerRule, is_true, pattern_of, texts_of
from archcheck.authoring.dependency_cruiser.work import Work, refuse_keys, severity_of
from archcheck.authoring.rule_text import one_or_list
from archcheck.authoring.yaml_text import Value
from archcheck.core.values import MappingNode, ScalarNode

_REASONS = {
    "license": "licences of packages are not read",
    "licenseNot": "licences of packages are not read",
    "moreUnstable": "the stability of modules is not compared",
    "exoticRequire": "names for require are not looked at",
    "exoticRequireNot": "names for require are not looked at",
    "exoticallyRequired": "names for require are not looked at",
    "preCompilationOnly": "archcheck compiles nothing; `edges: [import, -type-only]` leaves imports of types out",
    "ancestor": "no selector means the directories above a file",
    "moreThanOneDependencyType": "in how many groups a manifest declares a package is not looked at",
    "dynamic": "`edges` can leave dynamic imports out, but not select them",
}
_KNOWN = frozenset(
    ("path", "pathNot", "circular", "couldNotResolve", "reachable", "dependencyTypes", "dependencyTypesNot")
)
_VIA = frozenset(("via", "viaOnly", "viaNot", "viaSomeNot"))
_LOCAL = frozenset(("local", "localmodule"))
_NPM = frozenset(("npm", "npm-dev", "npm-optional", "npm-peer", "npm-bundled", "npm-no-pkg", "npm-unknown"))
_UNDECLARED = frozenset(("npm-no-pkg", "npm-unknown", "unknown", "undetermined"))
_OUTSIDE = _NPM | {"core", "deprecated", "unknown", "undetermined"}


def carry_forbidden(rule: PeerRule, work: Work) -> None:
    """Add the rule that stands for one. Raises UntranslatableError when there is none."""
    _refuse_unknown(rule)
    if is_true(rule.source, "orphan"):
        _carry_orphans(rule, work)
    elif is_true(rule.target, "circular"):
        _carry_circular(rule, work)
    elif is_true(rule.target, "couldNotResolve"):
        _carry_unresolved(rule, work)
    else:
        _carry_dependency(rule, work)


def _refuse_unknown(rule: PeerRule) -> None:
    """Raise what is said about keys that no rule of archcheck stands for."""
    for key, _ in rule.target.entries:
        if key.text in _REASONS:
            raise UntranslatableError(f"{key.text}: {_REASONS[key.text]}")
        if key.text not in _KNOWN | _VIA:
            raise UntranslatableError(f"{key.text} is not known")
    if rule.node.get("module") is not None:
        raise UntranslatableError("how many files use a module is not counted")
    refuse_keys(rule)
    for name, node in (("orphan", rule.source), ("circular", rule.target), ("couldNotResolve", rule.target)):
        found = node.get(name)
        if isinstance(found, ScalarNode) and found.value is False:
            raise UntranslatableError(f"no rule means `{name}: false`")


def _carry_orphans(rule: PeerRule, work: Work) -> None:
    inside, spared = pattern_of(rule.source, "path"), pattern_of(rule.source, "pathNot")
    keys: dict[str, Value] = {"mode": "isolated"}
    globs = work.globs(inside) if inside else [work.everything]
    if inside:
        keys["in"] = one_or_list(globs)
    if spared:
        keys["except"] = one_or_list(work.globs(spared))
    edges: dict[str, Value] = {"edges": work.edges}
    work.add_rule(rule, "orphans", keys | edges, globs)
    work.note("orphans: tests and files that tools find by their names are never reported")


def _carry_circular(rule: PeerRule, work: Work) -> None:
    """A cycle belongs to no single file, so what narrows the rule down to some files is not carried over."""
    for side, node in (("from", rule.source), ("to", rule.target)):
        for key, value in node.entries:
            if key.text in ("path", "pathNot"):
                reason = "a cycle is reported as a whole, wherever it runs"
                work.lose(value.place, f"{side}.{key.text} of rule {rule.name}", reason)
    more = []
    for name in ("via", "viaOnly", "viaNot", "viaSomeNot", "dependencyTypes", "dependencyTypesNot"):
        found = rule.target.get(name)
        if found is None:
            continue
        types = texts_of(found.get("dependencyTypesNot")) if isinstance(found, MappingNode) else []
        alone = isinstance(found, MappingNode) and len(found.entries) == 1
        if name == "viaOnly" and alone and types and set(types) <= {"type-only", "type-import"}:
            more.append("-type-only")
        else:
            work.lose(found.place, f"{name} of rule {rule.name}", "all cycles count, whatever they are made of")
    # Without `edges` the kind leaves imports of types out; here it is said what counts.
    edges: dict[str, Value] = {"edges": list(dict.fromkeys((*work.edges, *more)))}
    work.add_rule(rule, "acyclic", edges if work.everything == "**" else {"in": work.everything, **edges})


def _carry_unresolved(rule: PeerRule, work: Work) -> None:
    work.file.builtin["unresolved"] = severity_of(rule.severity)
    for side, node in (("from", rule.source), ("to", rule.target)):
        for key, value in node.entries:
            if key.text != "couldNotResolve":
                reason = "the built-in rule about imports without a target looks at all files"
                work.lose(value.place, f"{side}.{key.text} of rule {rule.name}", reason)
    work.note(f"rule {rule.name} is the built-in rule `unresolved`; packages need not be installed for it")


def _carry_dependency(rule: PeerRule, work: Work) -> None:
    types = frozenset(texts_of(rule.target.get("dependencyTypes")))
    without = frozenset(texts_of(rule.target.get("dependencyTypesNot")))
    more = ["-type-only"] if "type-only" in without else []
    if without - {"type-only", "type-import"} - _OUTSIDE:
        raise UntranslatableError("dependencyTypesNot names ways of importing that are not told apart")
    undeclared = types <= _UNDECLARED and types & {"npm-no-pkg", "npm-unknown"}
    if undeclared or (types == {"npm-dev"} and not pattern_of(rule.target, "path")):
        _carry_declared(rule, work)
    elif types == {"core"} or ("npm" in types and types <= _NPM):
        _carry_packages(rule, work, types, more)
    elif not types or ("local" in types and types <= _LOCAL):
        _carry_targets(rule, work, more)
    else:
        raise UntranslatableError(f"no rule is about {', '.join(sorted(types))} alone")


def _carry_declared(rule: PeerRule, work: Work) -> None:
    """What packages are declared for: one rule is enough for all that is not declared, or for development only."""
    held = next((each for each in work.file.rules if each.keys.get("declared")), None)
    if held:
        work.note(f"rule {rule.name} is part of rule {held.id}: that looks at all that a manifest does not declare")
        return
    paths = pattern_of(rule.source, "path")
    keys: dict[str, Value] = {"declared": True}
    if paths:
        keys["paths"] = one_or_list(work.globs(paths))
    keys |= work.spared(pattern_of(rule.source, "pathNot"))
    for key in ("pathNot", "path"):
        node = rule.target.get(key)
        if node is not None:
            work.lose(
                node.place, f"to.{key} of rule {rule.name}", "all packages are compared; list some under `ignore`"
            )
    work.add_rule(rule, "external", keys, *([work.globs(paths)] if paths else []))
    work.note(f"rule {rule.name} reports what is not declared, and what is declared for development only")


def _carry_packages(rule: PeerRule, work: Work, types: frozenset[str], more: Sequence[str]) -> None:
    """Packages from outside: those that an expression names, or all."""
    if rule.target.get("pathNot") is not None:
        raise UntranslatableError("a rule about packages cannot except some of them (to.pathNot)")
    if rule.target.get("reachable") is not None:
        raise UntranslatableError("types of dependencies are those of direct ones")
    wanted = pattern_of(rule.target, "path")
    prefix = "std:node/" if types == {"core"} else "npm:"
    packages = [f"{prefix}*"]
    if wanted:
        sequences, packages = split_packages(without_groups(read_expression(wanted), ()))
        if sequences:
            raise UntranslatableError("to.path names no whole packages")
        packages = [each if ":" in each else f"{prefix}{each}" for each in packages]
    elif prefix == "npm:" and not types >= {"npm", "npm-dev"}:
        reason = "all packages count, however they are declared"
        work.lose(rule.place, f"dependencyTypes of rule {rule.name}", reason)
    sources = _sources(rule, work)
    keys: dict[str, Value] = {"packages": one_or_list(packages), "deny_in": one_or_list(sources)}
    work.add_rule(
        rule, "external", keys | work.spared(pattern_of(rule.source, "pathNot")) | work.edges_key(*more), sources
    )


def _sources(rule: PeerRule, work: Work) -> list[str]:
    path = pattern_of(rule.source, "path")
    return work.globs(path) if path else [work.everything]


def _carry_targets(rule: PeerRule, work: Work, more: Sequence[str]) -> None:
    """Files that must not be used, and packages that the same expression names."""
    reachable = rule.target.get("reachable")
    if isinstance(reachable, ScalarNode) and reachable.value is False:
        raise UntranslatableError("no rule means `reachable: false`; `orphans` with `entry_points` is near")
    wanted, spared = pattern_of(rule.target, "path"), pattern_of(rule.target, "pathNot")
    if not wanted and not spared:
        raise UntranslatableError("it says nothing about what must not be used")
    sequences: list[tuple[Element, ...]] = read_expression(wanted) if wanted else [(Wild.ANY,)]
    avoided = read_expression(spared) if spared else []
    references = references_in([*sequences, *avoided])
    sources = _captured_sources(rule, work, references)
    files, packages = split_packages(without_groups(sequences, ()))
    source_keys = work.spared(pattern_of(rule.source, "pathNot"))
    chains: dict[str, Value] = {"transitive": True} if is_true(rule.target, "reachable") else {}
    if packages and not references:
        keys: dict[str, Value] = {"packages": one_or_list(packages), "deny_in": one_or_list(sources)}
        work.add_rule(rule, "external", keys | source_keys | chains | work.edges_key(*more), sources)
    if not files:
        return
    denied, excepted = _targets(files, avoided, work)
    body: dict[str, Value] = {"from": one_or_list(sources), "deny": one_or_list(denied)}
    if excepted:
        body["except"] = one_or_list(excepted)
    for key, side, node in (("exclude", "from", rule.source), ("except", "to", rule.target)):
        if chains and (key in source_keys or key in body) and node.get("pathNot") is not None:
            reason = "chains do not run through the files that it leaves out"
            work.lose(node.place, f"{side}.pathNot of rule {rule.name}", reason)
    work.add_rule(rule, "dependencies", body | source_keys | chains | work.edges_key(*more), sources, denied)
    work.note("paths below node_modules are compared only where an expression names a package")


def _captured_sources(rule: PeerRule, work: Work, references: set[int]) -> list[str]:
    """The files of `from`, with a capture for each group that the target refers to."""
    path = pattern_of(rule.source, "path")
    if not references:
        return _sources(rule, work)
    sequences = read_expression(path) if path else []
    missing = references - groups_in(sequences)
    if missing or not sequences:
        raise UntranslatableError(f"${min(missing or references)} is no whole part of a path")
    kept = without_groups(sequences, references)
    return globs_of(kept)


def _targets(
    files: Sequence[Sequence[Element]], avoided: Sequence[tuple[Element, ...]], work: Work
) -> tuple[list[str], list[str]]:
    """What is denied, and what is excepted from that."""
    plain = without_groups([each for each in avoided if not references_in([each])], ())
    own = [each for each in avoided if references_in([each])]
    excepted = joined(globs_of(plain)) if plain else []
    wanted = globs_of(files)
    if not own:
        return joined([work.everything if each == "**" else each for each in wanted]), excepted
    return _others(wanted, own, work), excepted


def _others(wanted: Sequence[str], own: Sequence[tuple[Element, ...]], work: Work) -> list[str]:
    """The siblings of a directory whose name is captured: `features/` without `features/{part1}/`."""
    others, inside = globs_of(own, other="!"), globs_of(own)
    if len(others) != 1 or len(wanted) != 1 or sum(isinstance(each, Reference) for each in own[0]) != 1:
        raise UntranslatableError("to.pathNot with $1 leaves out more than one directory")
    above, _, last = inside[0].rstrip("/").rpartition("/")
    folder = f"{above}/" if above else ""
    if not last.startswith("{") or "}" in last[:-1] or not inside[0].endswith(("/", "}")):
        raise UntranslatableError("to.pathNot with $1 leaves out more than a directory")
    if wanted[0].rstrip("/") == f"{folder}*" or wanted[0] == f"{folder}*/":
        return others
    if wanted[0].rstrip("/") != above:
        raise UntranslatableError("to.path means more than the directories beside $1")
    beside = f"{folder}*"
    return [*others, beside] if work.matches([beside]) else others
