"""Required and allowed rules of dependency-cruiser."""

from collections.abc import Sequence

from archcheck.authoring.dependency_cruiser.expressions import UntranslatableError, read_expression
from archcheck.authoring.dependency_cruiser.globs import globs_of, groups_in, joined, references_in, without_groups
from archcheck.authoring.dependency_cruiser.reading import PeerRule, is_true, pattern_of
from archcheck.authoring.dependency_cruiser.work import Work, refuse_keys
from archcheck.authoring.rule_text import one_or_list
from archcheck.authoring.yaml_text import Value
from archcheck.core.globs import parse_glob


def carry_required(rule: PeerRule, work: Work) -> None:
    """Add the rule that demands a dependency of each file. Raises UntranslatableError."""
    refuse_keys(rule)
    wanted = pattern_of(rule.target, "path")
    if not wanted or any(key.text not in ("path", "reachable") for key, _ in rule.target.entries):
        raise UntranslatableError("a required dependency needs a path, and knows nothing else")
    targets = read_expression(wanted)
    references = references_in(targets)
    path = pattern_of(rule.source, "path")
    sequences = read_expression(path) if path else []
    if references - groups_in(sequences):
        raise UntranslatableError(f"${min(references - groups_in(sequences))} is no whole part of a path")
    sources = globs_of(without_groups(sequences, references)) if path else [work.everything]
    required = globs_of(without_groups(targets, ()))
    if any("node_modules" in glob for glob in required):
        raise UntranslatableError("only files of the repository can be required")
    sources, required = joined(sources), joined(required)
    keys: dict[str, Value] = {"from": one_or_list(sources), "require": one_or_list(required)}
    chains: dict[str, Value] = {"transitive": True} if is_true(rule.target, "reachable") else {}
    spared = work.spared(pattern_of(rule.source, "pathNot"))
    work.add_rule(rule, "dependencies", keys | spared | chains | work.edges_key(), sources, required)


def carry_allowed(rules: Sequence[PeerRule], severity: str, work: Work) -> None:
    """Add one rule for each set of sources: they may use what any rule allows them. Raises UntranslatableError."""
    if not rules:
        return
    targets: dict[str, list[str]] = {}
    for rule in rules:
        refuse_keys(rule)
        if [key.text for key, _ in rule.target.entries if key.text != "path"] or pattern_of(rule.source, "pathNot"):
            raise UntranslatableError(
                "rules that allow are carried over together, and only with paths in `from` and `to`"
            )
        targets.setdefault(pattern_of(rule.source, "path"), []).append(pattern_of(rule.target, "path"))
    meant = {path: work.globs(path) if path else [work.everything] for path in targets}
    _refuse_overlaps({path: globs for path, globs in meant.items() if path}, work)
    special = [glob for path, globs in meant.items() if path for glob in globs]
    for path, wanted in targets.items():
        everywhere = targets.get("", []) if path else []
        allowed = [*wanted, *everywhere]
        if "" in allowed:
            continue
        globs = [glob for each in allowed for glob in work.globs(each)]
        _add(work, rules[0], severity, meant[path], globs, [] if path else special)
    if "" not in targets:
        _add(work, rules[0], severity, [work.everything], [], special)
    reason = "rules that allow are about files of the repository here; for packages there is `external`"
    work.lose(rules[0].place, "packages in the rules that allow", reason)


def _refuse_overlaps(meant: dict[str, list[str]], work: Work) -> None:
    parsed = [[parse_glob(glob) for glob in globs] for globs in meant.values()]
    for path in work.files:
        if sum(any(glob.match_file(path) is not None for glob in globs) for globs in parsed) > 1:
            raise UntranslatableError(f"{path} belongs to the sources of several rules that allow")


def _add(
    work: Work, rule: PeerRule, severity: str, sources: list[str], allowed: Sequence[str], spared: Sequence[str]
) -> None:
    peer = PeerRule("allowed", "not-in-allowed", severity, "", rule.node, rule.source, rule.target)
    keys: dict[str, Value] = {"from": one_or_list(sources), "deny": work.everything}
    if allowed:
        keys["except"] = one_or_list(joined(list(allowed)))
    if spared:
        keys["exclude"] = one_or_list(list(spared))
    work.add_rule(peer, "dependencies", keys | work.edges_key(), sources)
