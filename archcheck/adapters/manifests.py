"""Reads the manifests that languages ask for."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from archcheck.adapters.reading import read_files
from archcheck.core.files import Discovery
from archcheck.core.globs import parse_glob

_ROUNDS = 20
"""Manifests that name manifests that name manifests; more than anybody chains."""


def read_manifests(
    discovery: Discovery, globs: Sequence[str], further: Callable[[Mapping[str, bytes]], Iterable[str]]
) -> Mapping[str, bytes]:
    """The content of every file that one of the globs matches, by path; unreadable ones are left out.

    `further` names more paths, given what has been read so far; what is no file of the tree is left out.
    """
    paths = [file.path for file in discovery.files]
    wanted = {paths[number] for glob in globs for number in parse_glob(glob).select_files(paths)}
    files = {file.path: file for file in discovery.files} if wanted else {}
    asked: set[str] = set()
    found: dict[str, bytes] = {}
    for _ in range(_ROUNDS):
        fresh = sorted(path for path in wanted - asked if path in files)
        if not fresh:
            break
        asked.update(fresh)
        contents = zip(fresh, read_files(discovery.tree, (files[path] for path in fresh)), strict=True)
        found.update((path, content) for path, content in contents if isinstance(content, bytes))
        wanted = set(further(found))
    return found
