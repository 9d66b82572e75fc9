"""Finds and reads rule files: the own one, what it extends and includes; merges them into one tree of values."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from archcheck.adapters.reading import leaves, native_path
from archcheck.adapters.resources import SHIPPED, pack_names, read_pack
from archcheck.core.globs import GlobError, parse_glob
from archcheck.core.merge import check_part, included_rules, merge_rule_files
from archcheck.core.options import Context, did_you_mean
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import Problem
from archcheck.syntax.yaml import parse_yaml

_MAX_DEPTH = 20
_MAX_FILES = 100
_MOST_BYTES = 1 << 26  # far more than the parser accepts
_REFUSED_IN_PACKS = ("waivers", "baseline")


@dataclass(slots=True)
class LoadedRules:
    """The merged rule files. `path` is the own file relative to the root; `lines` the text of every file, by its path.

    `bases` maps an included file to its directory, with a final slash: its globs are read from there. `plugins` are the
    packages whose packs may be extended; files may be so only below one of the directories `within`.
    """

    path: str
    node: Node | None
    lines: dict[str, Sequence[str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    bases: dict[str, str] = field(default_factory=dict)
    files_read: int = 0
    plugins: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    read: "Read" = field(default=lambda _path: None)


Read = Callable[[str], bytes | None]


def from_disk(_path: str) -> None:
    """Nothing is known beside what is on disk."""


def load_rules(path: str, root: str, files: Callable[[], Sequence[str]], read: Read = from_disk) -> LoadedRules:
    """Read the rule file at `path` (absolute) with everything it extends and includes.

    Places are relative to `root`. `files` lists the paths that `include` globs are matched with. Problems are
    collected, never raised; `node` is None when the own file cannot be read at all. `read` is asked for the content of
    a path relative to `root` first, None for what is to be read from disk.
    """
    shown = _shown(path, root)
    loaded = LoadedRules(shown, None, within=(root, os.path.dirname(path)), read=read)
    node = _read(path, shown, loaded)
    loaded.plugins = tuple(str(item.value) for item in _texts(node, "plugins"))
    loaded.node = _extended(node, os.path.dirname(path), root, loaded, (shown,))
    _include(root, files, loaded)
    return loaded


def _shown(path: str, root: str) -> str:
    try:
        return os.path.relpath(path, root).replace(os.sep, "/")
    except ValueError:  # on another drive
        return path.replace(os.sep, "/")


def _read(path: str | bytes, shown: str, loaded: LoadedRules) -> Node | None:
    content = loaded.read(shown)
    if content is not None:
        return _parse(content, shown, loaded)
    try:
        with open(path, "rb") as stream:
            content = stream.read(_MOST_BYTES)
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


def _extended(
    node: Node | None, directory: str | None, root: str, loaded: LoadedRules, chain: tuple[str, ...]
) -> Node | None:
    """`node` on top of everything that it extends, in order. `directory` is None inside of a shipped pack."""
    merged: Node | None = None
    for item in _texts(node, "extends"):
        base = _load_base(item, directory, root, loaded, chain)
        merged = merge_rule_files(merged, base)
    return merge_rule_files(merged, node)


def _load_base(
    item: ScalarNode, directory: str | None, root: str, loaded: LoadedRules, chain: tuple[str, ...]
) -> Node | None:
    """What the item of `extends` names, on top of what that extends; None after recording a problem."""
    name = str(item.value)
    is_pack = not name.startswith(".") and ":" in name
    path = os.path.normpath(os.path.join(directory or "", name))
    shown = name if is_pack else _shown(path, root)
    fault, hint = _pack_fault(name, loaded.plugins) if is_pack else _file_fault(name, path, directory, loaded)
    if shown in chain:
        fault, hint = f"extends goes in a circle: {' -> '.join((*chain[chain.index(shown) :], shown))}", ""
    elif len(chain) > _MAX_DEPTH:
        fault, hint = f"extends is nested deeper than {_MAX_DEPTH}", ""
    loaded.files_read += 1
    if not fault and loaded.files_read > _MAX_FILES:
        fault = f"more than {_MAX_FILES} files are extended"
    package, _, pack = name.partition(":")
    content = read_pack(pack, package) if is_pack and not fault else None
    if is_pack and content is None and not fault:
        fault, hint = f'the file of the pack "{name}" cannot be read', f"install {package} anew"
    if fault:
        _report(item, fault, hint, loaded)
        return None
    node = _parse(content, shown, loaded) if content is not None else _read(path, shown, loaded)
    context = Context(loaded.lines)
    part = check_part(node, context, "a file that is extended", refused=_REFUSED_IN_PACKS)
    loaded.problems.extend(context.problems)
    return _extended(part, None if is_pack else os.path.dirname(path), root, loaded, (*chain, shown))


def _pack_fault(name: str, plugins: Sequence[str]) -> tuple[str, str]:
    """What keeps a pack from being read, and the way out; empty when nothing does."""
    package, _, pack = name.partition(":")
    if package != SHIPPED and package not in plugins:
        return f'"{name}" is a pack of a package that is no plugin here', f"add it: plugins: [{package}]"
    packs = pack_names(package)
    if pack in packs:
        return "", ""
    return f'there is no pack "{name}"', did_you_mean(name, [f"{package}:{each}" for each in packs])


def _file_fault(name: str, path: str, directory: str | None, loaded: LoadedRules) -> tuple[str, str]:
    """What keeps a file from being read, and the way out; empty when nothing does."""
    if not name.startswith("."):
        example = "./rules.yaml" if name.startswith(("/", "~")) or "://" in name else f"./{name}"
        hint = f'write "{example}" for a file, or "{SHIPPED}:NAME" for a pack'
        return f'"{name}" is neither a file nor a pack', hint
    if directory is None:
        return "a pack can extend packs only", ""
    if loaded.read(_shown(path, loaded.within[0])) is not None:
        return "", ""
    if not os.path.isfile(path):
        return f"there is no file {_shown(path, loaded.within[0])}", ""
    if leaves(path, loaded.within):
        return f'"{name}" leads out of the repository', "copy the file, or extend a pack of a plugin"
    return "", ""


def _report(item: ScalarNode, fault: str, hint: str, loaded: LoadedRules) -> None:
    context = Context(loaded.lines)
    context.problem(item.place, fault, hint, len(item.text))
    loaded.problems.extend(context.problems)


def _texts(node: Node | None, key: str) -> Iterator[ScalarNode]:
    found = node.get(key) if isinstance(node, MappingNode) else None
    items = found.items if isinstance(found, SequenceNode) else (found,)
    return (item for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str))


def _read_included(root: str, path: str, loaded: LoadedRules) -> Node | None:
    native = native_path(root, path)
    if leaves(native, (root,)):
        loaded.problems.append(Problem(path, 0, 0, "leads out of the repository"))
        return None
    return _read(native, path, loaded)


def _include(root: str, list_files: Callable[[], Sequence[str]], loaded: LoadedRules) -> None:
    """Add the rules of included files; their globs are read from the directory of the file."""
    for item in list(_texts(loaded.node, "include")):
        try:
            glob = parse_glob(str(item.value).removeprefix("./"))
        except GlobError:
            continue  # the typed parser reports it with its place
        files = list_files()
        for path in (files[number] for number in glob.select_files(files)):
            if path == loaded.path or path in loaded.bases:
                continue
            loaded.bases[path] = path[: path.rfind("/") + 1]
            included = _read_included(root, path, loaded)
            context = Context(loaded.lines)
            loaded.node = included_rules(loaded.node, included, context)
            loaded.problems.extend(context.problems)
