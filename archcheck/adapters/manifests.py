"""Reads the manifests that languages ask for."""

from collections.abc import Mapping, Sequence

from archcheck.adapters.reading import read_file
from archcheck.core.files import Discovery
from archcheck.core.globs import parse_glob


def read_manifests(discovery: Discovery, globs: Sequence[str]) -> Mapping[str, bytes]:
    """The content of every file that one of the globs matches, by path; unreadable ones are left out."""
    paths = [file.path for file in discovery.files]
    chosen = sorted({number for glob in globs for number in parse_glob(glob).select_files(paths)})
    contents = {paths[number]: read_file(discovery.root, discovery.files[number]) for number in chosen}
    return {path: content for path, content in contents.items() if isinstance(content, bytes)}
