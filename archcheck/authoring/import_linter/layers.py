"""Layers of import-linter: one rule for each container, or one without any."""

from collections.abc import Sequence
from dataclasses import dataclass

from archcheck.authoring.import_linter.reading import Contract
from archcheck.authoring.import_linter.work import Work
from archcheck.authoring.module_names import nested_pair
from archcheck.authoring.yaml_text import Value
from archcheck.core.globs import escape_glob
from archcheck.core.values import ScalarNode


@dataclass(frozen=True, slots=True)
class _Level:
    """The layers of one level. `free` ones may use each other, as if they were one."""

    names: tuple[str, ...]
    optional: frozenset[str]
    free: bool


def carry_layers(contract: Contract, work: Work) -> None:
    """Add the rules that stand for a contract."""
    if work.lacks(contract, "layers", known=("containers", "exhaustive", "exhaustive_ignores")):
        return
    levels = [_level(node) for node in contract.texts("layers")]
    names = [name for level in levels for name in level.names]
    nested = nested_pair(names)
    if nested or len(set(names)) < len(names):
        reason = f"{nested[1]} is part of {nested[0]}" if nested else "a module stands in two layers"
        work.lose(contract.at("layers"), f"contract {contract.id}", f"layers must not overlap: {reason}")
        return
    containers = contract.texts("containers")
    if not containers:
        _add(contract, work, levels, None, "")
    for each in containers:
        _add(contract, work, levels, each, each.text if len(containers) > 1 else "")


def _level(node: ScalarNode) -> _Level:
    sign = "|" if "|" in node.text else ":"
    words = [word.strip() for word in node.text.split(sign)]
    bare = [word[1:-1].strip() if word.startswith("(") and word.endswith(")") else word for word in words]
    optional = frozenset(name for name, word in zip(bare, words, strict=True) if name != word)
    return _Level(tuple(name for name in bare if name), optional, sign == ":" and len(words) > 1)


def _add(contract: Contract, work: Work, levels: Sequence[_Level], container: ScalarNode | None, suffix: str) -> None:
    listed = [_written(level, container, work) for level in levels]
    keys: dict[str, Value] = {}
    if container is not None:
        keys["in"] = _inside(container, work)
        if "*" in container.text:
            work.note(f"chains of contract {contract.id} do not run through the layers of another container")
    if len(listed) == 1:
        _add_single(contract, work, listed[0], container, suffix)
        return
    keys["layers"] = [" | ".join(names) for names in listed]
    if contract.flag("exhaustive") and container is not None:
        keys["exhaustive"] = True
        keys["exclude"] = _spared(contract, container, work)
    work.add_rule(contract, "layers", keys, suffix)


def _add_single(
    contract: Contract, work: Work, names: Sequence[str], container: ScalarNode | None, suffix: str
) -> None:
    """One level of siblings: they are independent of each other."""
    if contract.flag("exhaustive"):
        work.lose(contract.at("exhaustive"), f"exhaustive of contract {contract.id}", "there is only one layer")
    if len(names) == 1 or (container is not None and "*" in container.text):
        work.lose(contract.at("layers"), f"contract {contract.id}", "one layer has nothing above it and nothing below")
        return
    base = f"{_inside(container, work)}/" if container is not None else ""
    work.add_rule(
        contract, "independence", {"components": [f"{base}{name.removesuffix('?')}" for name in names]}, suffix
    )


def _inside(container: ScalarNode, work: Work) -> str:
    """The directory, or the directories, of a container."""
    modules = work.modules
    if "*" not in container.text:
        return modules.directory(container.text)
    folders = []
    wild = 0
    root = modules.root_of(container.text)
    for part in container.text.split("."):
        wild += part == "*"
        folders.append({"*": f"{{container{wild if wild > 1 else ''}}}", "**": "**/{container}"}.get(part, part))
    return f"{escape_glob(modules.bases[root]) if root else ''}{'/'.join(folders)}"


def _written(level: _Level, container: ScalarNode | None, work: Work) -> list[str]:
    """The layers of one level as a rule file names them."""
    found = []
    for name in level.names:
        is_known, glob = _glob(name, container, work)
        optional = name in level.optional
        if not is_known and not optional:
            work.note(
                f"the layer {name if container is None else f'{container.text}.{name}'} was not found in this tree"
            )
        found.append((glob, optional))
    if not level.free:
        return [f"{glob}?" if optional else glob for glob, optional in found]
    parts = [part for glob, _ in found for part in (glob[1:-1].split(",") if glob.startswith("{") else [glob])]
    together = f"{{{','.join(parts)}}}" if len(parts) > 1 else parts[0]
    return [f"{together}?" if all(optional for _, optional in found) else together]


def _glob(name: str, container: ScalarNode | None, work: Work) -> tuple[bool, str]:
    """Whether a layer is there, and its glob: below the container, or from the top."""
    modules = work.modules
    if container is None:
        return modules.exists(name), modules.package(name)
    held = modules.matching(container.text) if "*" in container.text else [container.text]
    there = [f"{each}.{name}" for each in held if modules.exists(f"{each}.{name}")]
    folders = {modules.is_directory(each) for each in there}
    path = name.replace(".", "/")
    glob = {frozenset((True,)): path, frozenset((False,)): f"{path}.py"}.get(frozenset(folders))
    return bool(there), glob or f"{{{path},{path}.py}}"


def _spared(contract: Contract, container: ScalarNode, work: Work) -> Value:
    """What need not be a layer: the package itself, what is ignored, and what is no module."""
    inside = _inside(container, work)
    ignored = [f"{inside}/{each.text}{{,.py}}" for each in contract.texts("exhaustive_ignores")]
    found = [f"{inside}/__init__.py", *ignored]
    for name in work.modules.matching(container.text) if "*" in container.text else [container.text]:
        found += work.modules.beside(name)
    return list(dict.fromkeys(found))
