"""Reads the CODEOWNERS file of a tree."""

import os
import posixpath

from archcheck.adapters.reading import leaves, native_path, path_text, read_file
from archcheck.core.codeowners import GITHUB, Codeowners, find_locations, guess_dialect
from archcheck.core.files import SUBMODULE, SYMLINK, Discovery, Skipped, TrackedFile


def read_codeowners(discovery: Discovery, dialect: str = "") -> Codeowners | Skipped:
    """The file that counts in a dialect, "" for the one that the repository seems to use; or why it cannot be read.

    Without any file nothing is owned.
    """
    paths = [file.path for file in discovery.files]
    dialect = dialect or guess_dialect(paths)
    found = find_locations(dialect, paths)
    if not found:
        return Codeowners("", dialect)
    content = read_text_file(discovery, found[0])
    if isinstance(content, Skipped):
        return content
    return _parse(content, found[0], dialect)


def _parse(content: bytes, path: str, dialect: str) -> Codeowners:
    if dialect == GITHUB:
        from archcheck.core.codeowners_github import parse_github  # noqa: PLC0415 - most trees have no such file

        return parse_github(content, path)
    from archcheck.core.codeowners_gitlab import parse_gitlab  # noqa: PLC0415 - as above

    return parse_gitlab(content, path)


def read_text_file(discovery: Discovery, path: str) -> bytes | Skipped:
    """The content of one file of the tree, also through a symbolic link, as long as it leads to a file of the tree."""
    files = {file.path: file for file in discovery.files}
    file = files.get(path)
    if file is None:
        return Skipped(path, "there is no such file in the tree")
    if file.mode == SYMLINK:
        target = _link_target(discovery, file)
        if target is None:
            return Skipped(path, "is a symbolic link that leads out of the repository")
        file = files.get(target)
    if file is None or file.mode in (SYMLINK, SUBMODULE):
        return Skipped(path, "is a symbolic link to what is no file of the tree")
    return read_file(discovery.tree, file)


def _link_target(discovery: Discovery, file: TrackedFile) -> str | None:
    """The path that a symbolic link leads to; None outside of the tree."""
    if discovery.stored:
        content = read_file(discovery.tree, file)
        link = "" if isinstance(content, Skipped) else path_text(content)
        target = posixpath.normpath(posixpath.join(posixpath.dirname(file.path), link))
        return None if target.startswith(("/", "../")) or target == ".." else target
    native = native_path(discovery.root, file.path)
    if leaves(native, (discovery.root,)):
        return None
    return os.path.relpath(os.path.realpath(os.fsdecode(native)), os.path.realpath(discovery.root)).replace(os.sep, "/")
