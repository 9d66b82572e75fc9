"""Discovery: which files a repository has, from git's index or a walk through the directory."""

import os
import stat
from collections.abc import Iterable

from archcheck.adapters.conversion import ATTRIBUTES_FILE, Conversions, read_conversions
from archcheck.adapters.git import EMPTY_VARIABLE, Config, Git, GitProcess, declared_root, root_above
from archcheck.adapters.reading import native_path, path_text
from archcheck.adapters.walk import file_mode, walk
from archcheck.core.files import EXECUTABLE, REGULAR, SPARSE, SUBMODULE, SYMLINK, Discovery, Skipped, TrackedFile
from archcheck.errors import SourceError

GIT = "git"
_MODES = {"100644": REGULAR, "100755": EXECUTABLE, "120000": SYMLINK, "160000": SUBMODULE}
_GONE = "000000"
_REASONS = {
    SYMLINK: "symbolic link",
    SUBMODULE: "submodule, a repository of its own",
    SPARSE: "outside the sparse checkout",
}
# What `git ls-files -v -s -z` prints: tag, mode, object id, stage, tab, path; all but the path of fixed width.
_HEAD = len("H 100644")
_ORDINARY = {"H 100644": REGULAR, "H 100755": EXECUTABLE}
_ID_LENGTHS = {"sha1": 40, "sha256": 64}
_DIFF = ("diff-files", "--raw", "-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")


def find_root(start: str) -> tuple[str, str]:
    """The absolute root of the tree that holds the directory `start`, and "git" or "" for a plain directory.

    The root is git's top level (GIT_DIR and GIT_WORK_TREE honoured), else `start` itself. Raises SourceError when
    there is no such directory, and in a bare repository.
    """
    if not os.path.isdir(start):
        raise SourceError(f"{start} is not a directory")
    # On Windows this would turn a mapped drive into a network path, which is not below the current directory.
    absolute = os.path.abspath(start) if os.name == "nt" else os.path.realpath(start)
    declared = declared_root()
    if declared and _is_within(absolute, declared):
        return declared, GIT
    above = root_above(absolute)
    return (above, GIT) if above else (absolute, "")


def discover(root: str, vcs: str, *, untracked: bool = False) -> Discovery:
    """The files below `root`, which `find_root` returned together with `vcs`.

    With git: the tracked files as they are on disk now, and with `untracked` those that are neither tracked nor
    ignored. Content ids come from the index; they are "" where the bytes on disk are, or may be, different ones.
    Raises SourceError with git's own message when git fails.
    """
    if vcs != GIT:
        return walk(root)
    with Git(root) as git:
        return _discover_tracked(git, untracked=untracked)


def _discover_tracked(git: Git, *, untracked: bool) -> Discovery:
    # The commands run at the same time, and each is parsed while the others are still at it.
    index = git.start("ls-files", "-v", "-s", "-z")
    others = git.start("ls-files", "--others", "--exclude-standard", "-z") if untracked else None
    config = git.read_config()
    changes = git.start(*_DIFF, options=without_filters(config))
    algorithm = config.get("extensions.objectformat", "sha1")
    listing = path_text(index.output())
    files = _parse_index(git.root, listing, _ID_LENGTHS[algorithm])
    conversions = read_conversions(git, config, _attribute_files(listing, files))
    files = _update(files, changes, conversions)
    skipped = [Skipped(path, _REASONS[mode]) for path, _, mode in files if mode in _REASONS]
    if others:
        _add_untracked(git.root, path_text(others.output()), files, skipped)
    files.sort()
    skipped.sort()
    return Discovery(git.root, tuple(files), tuple(skipped), GIT, algorithm)


def without_filters(config: Config) -> list[str]:
    """Options that keep git from running the filters of `config` when it compares a file whose times prove nothing."""
    options = []
    for key in config:
        if key.startswith("filter.") and key.endswith((".clean", ".process", ".required")):
            # With `-c` the name would end at its first equals sign.
            options += ["--config-env", f"{key}={EMPTY_VARIABLE}"] if "=" in key else ["-c", f"{key}="]
    return options


def _parse_index(root: str, listing: str, id_length: int) -> list[TrackedFile]:
    """The files of the index; those of which it does not know the bytes on disk have no content id."""
    id_start = _HEAD + 1
    id_end = id_start + id_length
    path_start = id_end + len(" 0\t")
    entries = listing.split("\0")
    entries.pop()
    # Half of the time it takes to call TrackedFile: this runs for every file of the repository.
    new = tuple.__new__
    ordinary = _ORDINARY.get
    files = [
        new(TrackedFile, (entry[path_start:], entry[id_start:id_end], mode))
        for entry in entries
        if (mode := ordinary(entry[:_HEAD]))
    ]
    if len(files) != len(entries):
        rest = (entry for entry in entries if entry[:_HEAD] not in _ORDINARY)
        files += _special_files(root, ((entry[:_HEAD], entry[id_start:id_end], entry[path_start:]) for entry in rest))
    return files


def _special_files(root: str, entries: Iterable[tuple[str, str, str]]) -> Iterable[TrackedFile]:
    """What is neither regular nor plainly up to date, from head, content id and path."""
    unmerged = set()
    for head, content_id, path in entries:
        tag, mode = head[0].upper(), _MODES[head[2:]]
        if tag == "M":
            if path not in unmerged:
                unmerged.add(path)
                yield TrackedFile(path, "", mode)
        elif mode in {SYMLINK, SUBMODULE}:
            yield TrackedFile(path, content_id, mode)
        elif os.path.lexists(native_path(root, path)):
            # Assumed to be unchanged, or there in spite of the sparse checkout: git does not look at it.
            yield TrackedFile(path, "", mode)
        elif tag == "S":
            yield TrackedFile(path, content_id, SPARSE)


def _attribute_files(listing: str, files: Iterable[TrackedFile]) -> list[str]:
    if f"{ATTRIBUTES_FILE}\0" not in listing:
        return []
    suffix = f"/{ATTRIBUTES_FILE}"
    return [path for path, _, _ in files if path.endswith(suffix) or path == ATTRIBUTES_FILE]


def _update(files: list[TrackedFile], changes: GitProcess, conversions: Conversions) -> list[TrackedFile]:
    """The files as they are on disk: with their modes now, without deleted ones and doubtful content ids."""
    fields = path_text(changes.output()).split("\0")
    # A field such as ":100644 100755 <id> <id> M", then the path; of an unmerged path there may be two.
    modes = {path: head[8:14] for head, path in zip(fields[0:-1:2], fields[1::2], strict=True)}
    if changes.complaint:
        # git may have passed over what it could not look at.
        conversions = Conversions(everything=True)
    if not modes and not conversions:
        return files
    return [_update_file(file, modes.get(file.path), conversions) for file in files if modes.get(file.path) != _GONE]


def _update_file(file: TrackedFile, mode: str | None, conversions: Conversions) -> TrackedFile:
    if mode:
        return TrackedFile(file.path, "", _MODES[mode])
    if file.content_id and file.mode not in _REASONS and conversions.concern(file.path):
        return file._replace(content_id="")
    return file


def _add_untracked(root: str, listing: str, files: list[TrackedFile], skipped: list[Skipped]) -> None:
    for path in listing.split("\0")[:-1]:
        if path.endswith("/"):
            skipped.append(Skipped(path, "untracked repository"))
            continue
        try:
            status = os.lstat(native_path(root, path))
        except OSError:  # deleted since git saw it
            continue
        if stat.S_ISLNK(status.st_mode):
            files.append(TrackedFile(path, "", SYMLINK))
            skipped.append(Skipped(path, _REASONS[SYMLINK]))
        else:
            files.append(TrackedFile(path, "", file_mode(status.st_mode)))


def _is_within(path: str, directory: str) -> bool:
    path, directory = os.path.normcase(path), os.path.normcase(directory)
    return path == directory or path.startswith(directory.rstrip(os.sep) + os.sep)
