"""What checks need of the history: the changes since a commit, their authors, and merges."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from archcheck.adapters.discovery import GIT, without_filters
from archcheck.adapters.git import Git, ObjectReader
from archcheck.adapters.history import INDEX, WORKING_TREE, Base, History, RawChange, UnknownHistoryError
from archcheck.adapters.reading import MAX_FILE_BYTES, UnreadableError, native_path, read_regular
from archcheck.core.components import Components
from archcheck.core.files import Discovery, blob_id, is_lfs_pointer, lfs_pointer
from archcheck.core.history import ADDED, DELETED, MODIFIED, Difference, FileChange, first_difference, select_changed
from archcheck.core.scene import Diff, Missing
from archcheck.errors import SourceError
from archcheck.pipeline.request import Request

T = TypeVar("T")
NO_BASE = "no base to compare with: --since REV or --staged"
_NO_GIT = "there is no git repository, so nothing is known of the past"
_MODES = {
    "100644": "a plain file",
    "100755": "an executable file",
    "120000": "a symbolic link",
    "160000": "a submodule",
}
_NONE = "000000"
_LINK = "120000"
_SUBMODULE = "160000"


@dataclass(frozen=True, slots=True)
class Past:
    """The history behind one run. `tree` is what the run looks at: see `adapters.history`."""

    discovery: Discovery
    request: Request
    tree: str
    _raw: dict[str, list[RawChange]] = field(default_factory=dict)

    def difference(self, need: Diff, components: Components) -> Difference | Missing:
        """What changed since the base of a need."""

        def find(history: History) -> Difference:
            base = history.find_base(need.base) if need.base else self._base(history)
            if base.commit not in self._raw:
                self._raw[base.commit] = history.changes(base.commit)
            changes = {change.path: change for raw in self._raw[base.commit] for change in _changes_of(raw)}
            for path in self._untracked(history):
                changes.setdefault(path, FileChange(path, ADDED))
            terms = need.selector.terms if need.selector else ()
            wanted = select_changed(terms, changes, components)
            records = {raw.new_path or raw.path: raw for raw in self._raw[base.commit]}
            with ObjectReader(history.git) as objects:
                contents = _Contents(history, objects)
                told = (
                    _with_line(each, records, contents) if each.path in wanted else each for each in changes.values()
                )
                return Difference(base.commit, base.name, tuple(sorted(each for each in told if each)))

        return self._ask(find, is_own=not need.base)

    def authors(self) -> Any:
        """Who changed what since the base of the run."""
        return self._ask(lambda history: history.authors(self._base(history).commit))

    def merges(self) -> Any:
        """What was merged since the base of the run; the index is no merge."""
        if not self.request.since:
            return Missing(NO_BASE.partition(" or ")[0], idle=True)
        return self._ask(lambda history: history.merges(self._base(history).commit, os.environ))

    def _base(self, history: History) -> Base:
        return history.since(self.request.since) if self.request.since else history.head()

    def _untracked(self, history: History) -> Iterable[str]:
        return history.untracked() if self.request.untracked and self.tree == WORKING_TREE else ()

    def _ask(self, find: Callable[[History], T], *, is_own: bool = True) -> T | Missing:
        """What is found, or why not. With `is_own` it is about the base of the run, which there may be none of."""
        if is_own and not (self.request.since or self.request.staged):
            return Missing(NO_BASE, idle=True)
        if self.discovery.vcs != GIT:
            return Missing(_NO_GIT)
        with Git(self.discovery.root) as git:
            try:
                return find(History(git, self.tree, without_filters(git.read_config())))
            except (UnknownHistoryError, SourceError) as error:
                return Missing(str(error))


def past_of(discovery: Discovery, request: Request) -> Past:
    """The history behind the tree that a request is about."""
    return Past(discovery, request, discovery.commit or (INDEX if request.staged else WORKING_TREE))


@dataclass(frozen=True, slots=True)
class _Contents:
    """Reads what files were and are."""

    history: History
    objects: ObjectReader

    def of(self, content_id: str, mode: str, path: str, *, on_disk: bool = False) -> bytes | None:
        """The content of a blob, or else of the file `on_disk`. None when it is not to be had.

        git tells ids of files on disk, too, that it does not have.
        """
        if mode in (_NONE, _SUBMODULE):
            return None
        stored = self.objects.read(content_id, MAX_FILE_BYTES) if content_id.strip("0") else None
        if stored is not None or not on_disk or self.history.tree != WORKING_TREE:
            return stored
        name = native_path(self.history.git.root, path)
        try:
            return os.readlink(os.fsencode(name)) if mode == _LINK else read_regular(name)
        except (UnreadableError, OSError):
            return None


def _changes_of(raw: RawChange) -> Iterator[FileChange]:
    """One record as changes of paths: what is moved is deleted here and added there."""
    before, after = raw.modes
    mode = _MODES.get(after, "") if _NONE not in raw.modes and before != after else ""
    now = raw.ids[1] if raw.ids[1].strip("0") else ""
    if raw.new_path:
        is_copy = raw.status == "C"
        if not is_copy:
            yield FileChange(raw.path, DELETED, moved_to=raw.new_path)
        yield FileChange(raw.new_path, ADDED, now, moved_from="" if is_copy else raw.path)
    elif raw.status in "AD":
        yield FileChange(raw.path, ADDED if raw.status == "A" else DELETED, now)
    else:
        yield FileChange(raw.path, MODIFIED, now, mode)


def _with_line(change: FileChange, records: Mapping[str, RawChange], contents: _Contents) -> FileChange | None:
    """A change with its line and content id; None when what is on disk only stands in for what git has."""
    raw = records.get(change.moved_to or change.path)
    if raw is None or (change.status == DELETED and not change.moved_to):
        return change._replace(line=1) if change.status == ADDED else change
    after = contents.of(raw.ids[1], raw.modes[1], raw.new_path or raw.path, on_disk=True)
    if after is None:
        return change
    before = contents.of(raw.ids[0], raw.modes[0], raw.path) if raw.modes[0] != _NONE else b""
    if change.status == MODIFIED and not change.mode and before and _is_stand_in(before, after):
        return None
    line = first_difference(before, after) if before is not None else 0
    now = change.content_id
    if change.status != DELETED and not now:
        as_stored = after if before and b"\r\n" in before else after.replace(b"\r\n", b"\n")
        now = blob_id(as_stored, "sha256" if len(raw.ids[0]) > _SHA1_DIGITS else "sha1")
    return change._replace(line=line or (1 if change.moved_to else 0), content_id=now)


_SHA1_DIGITS = 40


def _is_stand_in(before: bytes, after: bytes) -> bool:
    """Whether git keeps a pointer to what is on disk (Git LFS)."""
    return is_lfs_pointer(before) and before == lfs_pointer(after)
