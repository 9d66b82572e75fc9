"""Forbidden contracts of import-linter: rules about files, and rules about packages from outside."""

from collections.abc import Iterator, Sequence

from archcheck.authoring.import_linter.reading import Contract
from archcheck.authoring.import_linter.work import Work
from archcheck.authoring.module_names import Globs
from archcheck.authoring.rule_text import one_or_list
from archcheck.authoring.yaml_text import Value

_Pairs = dict[Globs, list[Globs]]


def carry_forbidden(contract: Contract, work: Work) -> None:
    """Add the rules that stand for a contract. Pairs of which one is part of the other are none, as there."""
    if work.lacks(contract, "source_modules", "forbidden_modules", known=("allow_indirect_imports", "as_packages")):
        return
    sources = _names(contract, "source_modules")
    targets = _names(contract, "forbidden_modules")
    inside = [name for name in targets if work.modules.is_internal(name)]
    outside = [name for name in targets if not work.modules.is_internal(name)]
    for name in (*sources, *inside):
        known = work.modules.matching(name) if "*" in name else work.modules.exists(name)
        if not known:
            work.note(f"{name} of contract {contract.id} was not found in this tree")
    transitive: dict[str, Value] = {"transitive": True} if not contract.flag("allow_indirect_imports") else {}
    _carry_inside(contract, work, sources, inside, transitive)
    if outside:
        as_packages = contract.flag("as_packages", default=True)
        judged = [work.modules.globs(name, as_packages=as_packages) for name in sources]
        keys: dict[str, Value] = {
            "packages": one_or_list([work.package_of(name) for name in outside]),
            "deny_in": work.selector(judged, f"{contract.id}-sources"),
        }
        work.add_rule(contract, "external", keys | transitive, "packages" if inside else "")


def _names(contract: Contract, key: str) -> list[str]:
    return list(dict.fromkeys(node.text for node in contract.texts(key)))


def _carry_inside(
    contract: Contract, work: Work, sources: Sequence[str], targets: Sequence[str], transitive: dict[str, Value]
) -> None:
    as_packages = contract.flag("as_packages", default=True)
    before = len(work.file.rules)
    pairs: _Pairs = {}
    for source in sources:
        for target in targets:
            if source == target and source.endswith(".*") and as_packages and work.modules.matching(source):
                _carry_siblings(contract, work, source, transitive)
                continue
            for one, other in _pair(work, source, target, as_packages=as_packages):
                pairs.setdefault(one, []).append(other)
    groups: dict[tuple[Globs, ...], list[Globs]] = {}
    for one, paired in pairs.items():
        groups.setdefault(tuple(paired), []).append(one)
    for others, ones in groups.items():
        suffix = _suffix(ones[0]) if len(groups) > 1 else ""
        keys: dict[str, Value] = {
            "from": work.selector(ones, f"{contract.id}-sources"),
            "deny": work.selector(others, f"{contract.id}-forbidden"),
        }
        work.add_rule(contract, "dependencies", keys | transitive, suffix)
    if targets and len(work.file.rules) == before:
        work.lose(contract.place, f"contract {contract.id}", "each source is part of what it must not use, or holds it")


def _suffix(globs: Globs) -> str:
    return globs.match[0].rpartition("/")[2].removesuffix(".py")


def _carry_siblings(contract: Contract, work: Work, expression: str, transitive: dict[str, Value]) -> None:
    """Children that must not use each other, of which neither contains another."""
    siblings = work.modules.siblings(expression)
    name = work.file.component(f"{contract.id}-modules", siblings.match, siblings.without)
    direct: dict[str, Value] = {} if transitive else {"transitive": False}
    work.add_rule(contract, "independence", {"components": name, **direct}, "siblings")


def _pair(work: Work, source: str, target: str, *, as_packages: bool) -> Iterator[tuple[Globs, Globs]]:
    """The files of a source and of what is forbidden to it, without those that overlap."""
    modules = work.modules
    one = modules.globs(source, as_packages=as_packages)
    other = modules.globs(target, as_packages=as_packages)
    sources = modules.matching(source) if "*" in source else [source]
    targets = modules.matching(target) if "*" in target else [target]
    common = [(a, b) for a in sources for b in targets if _overlap(a, b, as_packages=as_packages)]
    if not common:
        yield one, other
    elif "*" in source and "*" in target:
        work.note(f"{source} stands for the modules that are there today, because {target} overlaps with it")
        for name in sources:
            yield from _pair(work, name, target, as_packages=as_packages)
    elif "*" in source and len(common) < len(sources):
        yield Globs(one.match, (*one.without, *_spared(work, source, {a for a, _ in common}, target))), other
    elif "*" in target and len(common) < len(targets):
        yield one, Globs(other.match, (*other.without, *_spared(work, target, {b for _, b in common}, source)))


def _spared(work: Work, expression: str, names: set[str], other: str) -> list[str]:
    """Globs of the modules that overlap with `other`; of those around it the rest is meant by other matches."""
    deep = expression.endswith("**")
    return sorted(
        work.modules.module(name) if deep and other.startswith(f"{name}.") else work.modules.package(name)
        for name in names
    )


def _overlap(first: str, second: str, *, as_packages: bool) -> bool:
    around = as_packages and (first.startswith(f"{second}.") or second.startswith(f"{first}."))
    return first == second or around
