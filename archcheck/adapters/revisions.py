"""Trees and changes from git's objects: commits and the index, without a checkout."""

import re
from collections.abc import Iterator, Mapping

from archcheck.adapters.discovery import without_filters
from archcheck.adapters.git import Git
from archcheck.adapters.history import INDEX, WORKING_TREE, History, RawChange
from archcheck.adapters.reading import path_text
from archcheck.core.changes import ADDED, CHANGED, DELETED, RENAMED, ChangedFile, Changes
from archcheck.core.files import EXECUTABLE, REGULAR, SUBMODULE, SYMLINK, Discovery, Skipped, TrackedFile
from archcheck.errors import SourceError

_MODES = {"100644": REGULAR, "100664": REGULAR, "100755": EXECUTABLE, "120000": SYMLINK, "160000": SUBMODULE}
_REASONS = {SYMLINK: "symbolic link", SUBMODULE: "submodule, a repository of its own"}
_STATUSES = {"A": ADDED, "C": ADDED, "M": CHANGED, "T": CHANGED, "D": DELETED, "R": RENAMED}
_RENAMES = ("-M", "-l2000")
_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all")
_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_MOST_NAMED = 3


def discover_index(root: str) -> Discovery:
    """The files of the index, as the next commit would hold them. Raises SourceError while conflicts are unresolved."""
    with Git(root) as git:
        config = git.read_config()
        files = []
        unmerged = []
        for head, path in _records(git.run("ls-files", "-s", "-z")):
            mode, content_id, stage = head.split(" ")
            if stage == "0":
                files.append(TrackedFile(path, content_id, _MODES[mode]))
            else:
                unmerged.append(path)
        if unmerged:
            names = ", ".join(list(dict.fromkeys(unmerged))[:_MOST_NAMED])
            raise SourceError(f"the index holds conflicts that are not resolved: {names}")
        return _stored(root, files, config.get("extensions.objectformat", "sha1"))


def discover_commit(root: str, commit: str) -> Discovery:
    """The files of a commit, given by its full id."""
    with Git(root) as git:
        config = git.read_config()
        files = []
        for head, path in _records(git.run("ls-tree", "-r", "-z", "--full-tree", commit)):
            mode, _, content_id = head.split(" ")
            files.append(TrackedFile(path, content_id, _MODES.get(mode, REGULAR)))
        return _stored(root, files, config.get("extensions.objectformat", "sha1"), commit)


def _records(output: bytes) -> Iterator[tuple[str, str]]:
    """What git prints before and behind the tab of each record."""
    for record in path_text(output).split("\0")[:-1]:
        head, _, path = record.partition("\t")
        yield head, path


def _stored(root: str, files: list[TrackedFile], algorithm: str, commit: str = "") -> Discovery:
    files.sort()
    skipped = [Skipped(path, _REASONS[mode]) for path, _, mode in files if mode in _REASONS]
    return Discovery(root, tuple(files), tuple(skipped), "git", algorithm, stored=True, commit=commit)


def find_commit(root: str, revision: str) -> str:
    """The full id of the commit that a user names. Raises SourceError when there is none, and says what to do."""
    with Git(root) as git:
        found = _resolve(git, revision)
        if found:
            return found
        if git.shallow_commits():
            raise SourceError(f"this shallow clone does not hold {revision}: {_DEEPER}")
        raise SourceError(f"there is no commit {revision}; a branch, a tag or the id of a commit is expected")


def merge_base(root: str, revision: str) -> str:
    """The full id of the commit at which HEAD and a revision parted. Raises SourceError when there is none."""
    commit = find_commit(root, revision)
    with Git(root) as git:
        head = _resolve(git, "HEAD")
        if not head:
            raise SourceError(f"there is no commit yet that could be compared with {revision}")
        try:
            return git.run("merge-base", commit, head).decode().strip()
        except SourceError:
            if git.shallow_commits():
                message = f"this shallow clone does not reach back to where {revision} and HEAD parted: {_DEEPER}"
                raise SourceError(message) from None
            raise SourceError(f"{revision} and HEAD have no commit in common") from None


_DEEPER = (
    "fetch more history (fetch-depth: 0 in actions/checkout, GIT_DEPTH: 0 in GitLab, or git fetch --unshallow); "
    "of the merge commit that a pull request is checked out at, fetch-depth: 2 and --since HEAD^1 are enough"
)


def _resolve(git: Git, revision: str) -> str:
    """The full id, or "" when there is no such commit. What looks like an option is no revision."""
    if revision.startswith("-") or "\0" in revision:
        return ""
    try:
        return (
            git.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
        )
    except SourceError:
        return ""


def find_changes(root: str, base: str, target: str, *, with_lines: bool = False) -> Changes:
    """The changes from the commit `base` to the WORKING_TREE, the INDEX or another commit."""
    with Git(root) as git:
        filters = without_filters(git.read_config()) if target == WORKING_TREE else []
        told = History(git, target, filters).changes(base)
        files = {file.path: file for file in map(_changed_file, told)}
        trees = {WORKING_TREE: (base,), INDEX: ("--cached", base)}.get(target, (base, target))
        lines = dict(_changed_lines(git, trees, filters)) if with_lines and files else {}
        return Changes(base, files, lines)


def _changed_file(change: RawChange) -> ChangedFile:
    status = _STATUSES.get(change.status, CHANGED)
    old = {RENAMED: change.path, DELETED: change.path}.get(status, "")
    return ChangedFile(change.new_path or change.path, status, old)


def _changed_lines(
    git: Git, trees: tuple[str, ...], filters: list[str]
) -> Iterator[tuple[str, tuple[tuple[int, int], ...]]]:
    """The spans of new lines of each file; a file that only lost lines has the line at which they stood."""
    told = git.start("diff", "-U0", *_RENAMES, *_PLAIN, *trees, "--", options=filters).output()
    for path, hunks in _patches(told):
        spans = []
        for found in _HUNK.finditer(hunks):
            first, count = int(found[1]), int(found[2] or 1)
            spans.append((max(first, 1), max(first + count - 1, first, 1)))
        yield path, tuple(spans)


def _patches(told: bytes) -> Iterator[tuple[str, bytes]]:
    """The path and the text of each patch."""
    for patch in re.split(rb"^diff --git ", told, flags=re.MULTILINE)[1:]:
        named = re.search(rb"^\+\+\+ (?:b/)?(.*?)\t?$", patch, re.MULTILINE)
        if named and named[1] != b"/dev/null":
            yield path_text(_unquoted(named[1])), patch


_ESCAPES: Mapping[bytes, bytes] = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b'"': b'"', b"\\": b"\\", b"a": b"\a",
                                   b"b": b"\b", b"f": b"\f", b"v": b"\v"}  # fmt: skip


def _unquoted(name: bytes) -> bytes:
    """A name that git put in quotes because of its characters, as it is."""
    if not name.startswith(b'"'):
        return name
    text = re.sub(
        rb"\\([0-7]{3}|.)",
        lambda found: bytes((int(found[1], 8),)) if len(found[1]) == 3 else _ESCAPES.get(found[1], found[1]),  # noqa: PLR2004
        name.strip(b'"'),
    )
    return text.removeprefix(b"b/")
