"""The files of a baseline, and what git tells about files moved since they were written."""

import os
from collections.abc import Iterable, Mapping, Sequence

from archcheck.adapters.git import Git
from archcheck.adapters.reading import leaves, native_path, path_reader, path_text
from archcheck.core.baseline import Entry
from archcheck.core.baseline_file import read_entries
from archcheck.core.files import Discovery, Skipped
from archcheck.errors import ConfigError, Problem, SourceError

_ENDING = ".json"
_MOST_COMPARED = "-l2000"
"""Files that are not equal are compared in pairs; of more than so many on each side, git pairs equal ones only."""


def find_files(discovery: Discovery, path: str) -> tuple[str, ...]:
    """The files of the baseline at `path`, sorted: itself, or in a directory all that end in `.json`.

    Raises ConfigError when the path leads out of the tree.
    """
    if discovery.stored:
        folder = f"{path.rstrip('/')}/"
        inside = [f.path for f in discovery.files if f.path.startswith(folder) and f.path.endswith(_ENDING)]
        return tuple(inside or (f.path for f in discovery.files if f.path == path))
    native = native_path(discovery.root, path.rstrip("/"))
    if leaves(native, (discovery.root,)):
        raise ConfigError([Problem(path, 0, 0, "leads out of the repository", "name a file inside of it")])
    if not path.endswith("/") and not os.path.isdir(native):
        return (path,) if os.path.lexists(native) else ()
    folder = path.rstrip("/")
    try:
        names = sorted(path_text(os.fsencode(name)) for name in os.listdir(os.fsdecode(native)))
    except OSError:
        return ()
    return tuple(f"{folder}/{name}" for name in names if name.endswith(_ENDING))


def read_baseline(discovery: Discovery, paths: Sequence[str]) -> tuple[Entry, ...]:
    """The entries of baseline files. Raises ConfigError with everything that is wrong with them."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    read = path_reader(discovery)
    for path in paths:
        content = read(path)
        if isinstance(content, Skipped):
            problems.append(Problem(path, 0, 0, f"the baseline cannot be read: {content.reason}"))
            continue
        found, faults = read_entries(content.decode("utf-8", "replace"), path)
        entries += found
        problems += faults
    if problems:
        raise ConfigError(problems)
    return tuple(entries)


def renames_since(discovery: Discovery, paths: Iterable[str]) -> Mapping[str, str] | None:
    """Which files have been renamed since the commit that last touched `paths`, up to the index: old path to new path.

    None when git cannot tell: there is no repository, no commit, or the history does not reach back so far.
    """
    if not discovery.vcs:
        return None
    with Git(discovery.root) as git:
        try:
            commit = git.run("--literal-pathspecs", "log", "-1", "--format=%H", "--", *paths).decode().strip()
            if commit and commit in git.shallow_commits():
                return None
            told = git.run("diff-index", "--cached", "-M", _MOST_COMPARED, "-z", "--name-status", "--diff-filter=R",
                           commit or "HEAD", "--")  # fmt: skip
        except SourceError:
            return None
    fields = path_text(told).split("\0")
    return dict(zip(fields[1::3], fields[2::3], strict=False))
