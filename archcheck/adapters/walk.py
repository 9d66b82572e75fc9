"""Discovery without git: a walk through a directory that honours its .gitignore files."""

import os
import stat
from collections.abc import Iterable

from archcheck.adapters.reading import UnreadableError, describe, native_path, path_bytes, path_text, read_regular
from archcheck.core.files import EXECUTABLE, REGULAR, SYMLINK, Discovery, Skipped, TrackedFile
from archcheck.core.gitignore import GitignoreMatcher, IgnoreRule, parse_gitignore
from archcheck.errors import SourceError

_METADATA = frozenset({".git", ".hg", ".svn"})
_IGNORE_FILE = ".gitignore"
_SPECIAL_FILES = {
    stat.S_IFIFO: "named pipe",
    stat.S_IFSOCK: "socket",
    stat.S_IFBLK: "device",
    stat.S_IFCHR: "device",
}
# The executable bit means nothing on Windows, where git ignores it too.
_EXECUTABLE_BIT = 0 if os.name == "nt" else stat.S_IXUSR

_Entry = os.DirEntry[str] | os.DirEntry[bytes]


def walk(root: str) -> Discovery:
    """Every file below `root` (absolute) that no .gitignore file there ignores, without content ids.

    Follows no symbolic link and enters no `.git`, `.hg` or `.svn`. What cannot be read is in `skipped`, directories
    with a final slash. Raises SourceError when `root` itself cannot be listed.
    """
    found = _Found(root)
    while found.pending:
        directory, matcher = found.pending.pop()
        try:
            with os.scandir(native_path(root, directory)) as entries:
                found.add_directory(directory, matcher, sorted(entries, key=_name_of))
        except OSError as error:
            if not directory:
                raise SourceError(f"{root} cannot be listed: {describe(error)}") from error
            found.skipped.append(Skipped(directory, describe(error)))
    return Discovery(root, tuple(sorted(found.files)), tuple(sorted(found.skipped)))


def file_mode(mode: int) -> str:
    """Whether a regular file with this `st_mode` is executable."""
    return EXECUTABLE if mode & _EXECUTABLE_BIT else REGULAR


class _Found:
    """What a walk has found so far; directories end with a slash, the root is ""."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.files: list[TrackedFile] = []
        self.skipped: list[Skipped] = []
        self.pending: list[tuple[str, GitignoreMatcher]] = [("", GitignoreMatcher())]

    def add_directory(self, directory: str, matcher: GitignoreMatcher, entries: Iterable[_Entry]) -> None:
        """Take in the entries of one directory, whose own .gitignore is not yet part of `matcher`."""
        by_name = {_name_of(entry): entry for entry in entries}
        if _IGNORE_FILE in by_name and by_name[_IGNORE_FILE].is_file(follow_symlinks=False):
            rules = self._read_rules(directory + _IGNORE_FILE)
            matcher = matcher.descend(path_bytes(directory.removesuffix("/")), rules)
        for name, entry in by_name.items():
            path = directory + name
            is_directory = entry.is_dir(follow_symlinks=False)
            if name in _METADATA or _is_ignored(matcher, path, is_directory=is_directory):
                continue
            if is_directory:
                self.pending.append((path + "/", matcher))
            else:
                self._add_file(path, entry)

    def _add_file(self, path: str, entry: _Entry) -> None:
        if entry.is_symlink():
            self.files.append(TrackedFile(path, "", SYMLINK))
            self.skipped.append(Skipped(path, "symbolic link"))
            return
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as error:
            self.skipped.append(Skipped(path, describe(error)))
            return
        if stat.S_ISREG(mode):
            self.files.append(TrackedFile(path, "", file_mode(mode)))
        else:
            self.skipped.append(Skipped(path, _SPECIAL_FILES.get(stat.S_IFMT(mode), "not a regular file")))

    def _read_rules(self, path: str) -> tuple[IgnoreRule, ...]:
        try:
            return parse_gitignore(read_regular(native_path(self.root, path)))
        except UnreadableError as error:
            self.skipped.append(Skipped(path, f"its rules are not applied: {error}"))
            return ()


def _is_ignored(matcher: GitignoreMatcher, path: str, *, is_directory: bool) -> bool:
    if not matcher.levels:
        return False
    rule = matcher.decide(path_bytes(path), is_directory=is_directory)
    return rule is not None and not rule.negated


def _name_of(entry: _Entry) -> str:
    return path_text(entry.name) if isinstance(entry.name, bytes) else entry.name
