"""Finds and reads rule files: the own one, what it extends and includes; merges them into one tree of values."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from archcheck.adapters.resources import pack_names, read_pack
from archcheck.core.globs import GlobError, parse_glob
from archcheck.core.merge import included_rules, merge_rule_files
from archcheck.core.options import Context, did_you_mean
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import Problem
from archcheck.syntax.yaml import parse_yaml

PACK_PREFIX = "archcheck:"
_MAX_DEPTH = 20


@dataclass(slots=True)
class LoadedRules:
    """The merged rule files. `path` is the own file relative to the root; `lines` the text of every file, by its path.

    `bases` maps an included file to its directory, with a final slash: its globs are read from there.
    """

    path: str
    node: Node | None
    lines: dict[str, Sequence[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    bases: dict[str, str] = field(default_factory=dict)


def load_rules(path: str, root: str, files: Callable[[], Sequence[str]]) -> LoadedRules:
    """Read the rule file at `path` (absolute) with everything it extends and includes.

    Places are relative to `root`. `files` lists the paths that `include` globs are matched with. Problems are
    collected, never raised; `node` is None when the own file cannot be read at all.
    """
    shown = _shown(path, root)
    loaded = LoadedRules(shown, None)
    node = _read(path, shown, loaded)
    loaded.node = _extended(node, os.path.dirname(path), root, loaded, (shown,))
    _include(node, root, files, loaded)
    return loaded


def _shown(path: str, root: str) -> str:
    relative = os.path.relpath(path, root)
    return path if relative.startswith("..") else relative.replace(os.sep, "/")


def _read(path: str, shown: str, loaded: LoadedRules) -> Node | None:
    try:
        with open(path, "rb") as stream:
            content = stream.read()
    except OSError as error:
        loaded.problems.append(Problem(shown, 0, 0, f"cannot be read: {error.strerror}"))
        return None
    return _parse(content, shown, loaded)


def _parse(content: bytes, shown: str, loaded: LoadedRules) -> Node | None:
    parsed = parse_yaml(content, shown)
    loaded.lines[shown] = parsed.lines
    loaded.problems.extend(parsed.problems)
    if parsed.node is None and not parsed.problems:
        return MappingNode((), Place(shown, 1, 1))
    return parsed.node


def _extended(node: Node | None, directory: str, root: str, loaded: LoadedRules, chain: tuple[str, ...]) -> Node | None:
    """`node` on top of everything that it extends, in order."""
    merged: Node | None = None
    for item in _texts(node, "extends"):
        base = _load_base(item, directory, root, loaded, chain)
        merged = merge_rule_files(merged, base)
    return merge_rule_files(merged, node)


def _load_base(item: ScalarNode, directory: str, root: str, loaded: LoadedRules, chain: tuple[str, ...]) -> Node | None:
    name = str(item.value)
    context = Context(loaded.lines)
    path = os.path.normpath(os.path.join(directory, name))
    shown = name if name.startswith(PACK_PREFIX) else _shown(path, root)
    found: Node | None = None
    if shown in chain:
        context.problem(item.place, f"extends goes in a circle: {' -> '.join((*chain, shown))}", "", len(item.text))
    elif len(chain) > _MAX_DEPTH:
        context.problem(item.place, f"extends is nested deeper than {_MAX_DEPTH}", "", len(item.text))
    elif name.startswith(PACK_PREFIX):
        content = read_pack(name.removeprefix(PACK_PREFIX))
        if content is None:
            hint = did_you_mean(name, [PACK_PREFIX + pack for pack in pack_names()])
            context.problem(item.place, f'there is no pack "{name}"', hint, len(item.text))
        else:
            found = _extended(_parse(content, shown, loaded), directory, root, loaded, (*chain, shown))
    elif not name.startswith("."):
        hint = f'write "./{name}" for a file, or "{PACK_PREFIX}NAME" for a pack'
        context.problem(item.place, f'"{name}" is neither a file nor a pack', hint, len(item.text))
    elif not os.path.isfile(path):
        context.problem(item.place, f"there is no file {shown}", "", len(item.text))
    else:
        found = _extended(_read(path, shown, loaded), os.path.dirname(path), root, loaded, (*chain, shown))
    loaded.problems.extend(context.problems)
    return _without_acceptance(found, shown, loaded)


def _without_acceptance(node: Node | None, shown: str, loaded: LoadedRules) -> Node | None:
    """Report what a base must not hold: accepting violations is up to each repository."""
    if isinstance(node, MappingNode):
        context = Context(loaded.lines)
        for key, _ in node.entries:
            if key.value in ("waivers", "baseline") and key.place.path == shown:
                context.problem(
                    key.place, f'a file that is extended cannot hold "{key.value}"', "move it to archcheck.yaml"
                )
        loaded.problems.extend(context.problems)
    return node


def _texts(node: Node | None, key: str) -> Iterator[ScalarNode]:
    found = node.get(key) if isinstance(node, MappingNode) else None
    items = found.items if isinstance(found, SequenceNode) else (found,)
    return (item for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str))


def _include(node: Node | None, root: str, list_files: Callable[[], Sequence[str]], loaded: LoadedRules) -> None:
    """Append the rules of included files; their globs are read from the directory of the file."""
    for item in _texts(node, "include"):
        try:
            glob = parse_glob(str(item.value))
        except GlobError:
            continue  # the typed parser reports it with its place
        files = list_files()
        for number in glob.select_files(files):
            path = files[number]
            if path == loaded.path or path in loaded.bases:
                continue
            loaded.bases[path] = path[: path.rfind("/") + 1]
            context = Context(loaded.lines)
            included = _read(os.path.join(root, *path.split("/")), path, loaded)
            context.lines = loaded.lines
            loaded.node = included_rules(loaded.node, included, context)
            loaded.problems.extend(context.problems)
