"""Reading single files: bounded, never through symbolic links, never blocking."""

import errno
import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache

from archcheck.adapters.git import Git, ObjectReader
from archcheck.core.files import REGULAR, SPARSE, Discovery, Skipped, TrackedFile, Tree

MAX_FILE_BYTES = 10_000_000
TOO_LARGE = f"larger than {MAX_FILE_BYTES // 1_000_000} MB"
_NOT_HERE = "its content is not in this clone"
_NOT_FETCHED = "outside the sparse checkout, and its content is not in this clone"
# Opening a FIFO must not wait for a writer; Windows must not translate line ends.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOINHERIT", 0)
)
_OPEN_FOLLOWS_LINKS = not hasattr(os, "O_NOFOLLOW")
_REASONS = {
    errno.ENOENT: "vanished before it could be read",
    errno.ENOTDIR: "vanished before it could be read",
    errno.ELOOP: "symbolic link",
    errno.EMLINK: "symbolic link",  # what FreeBSD says
    errno.ENXIO: "not a regular file",  # a socket
    errno.EOPNOTSUPP: "not a regular file",  # a socket on macOS
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
}


class UnreadableError(Exception):
    """A file cannot be read; the text is the reason in a few words."""


def read_file(tree: Tree, file: TrackedFile, objects: ObjectReader | None = None) -> bytes | Skipped:
    """The content of a discovered file, or why there is none.

    A file of a stored tree, or outside the sparse checkout, is read from git's objects, through `objects` if given,
    else at the price of a process of its own. Raises SourceError only when git cannot be run.
    """
    try:
        if tree.stored or file.mode == SPARSE:
            return _read_object(tree.root, file, objects)
        return read_regular(native_path(tree.root, file.path))
    except UnreadableError as error:
        return Skipped(file.path, str(error))


def read_files(tree: Tree, files: Iterable[TrackedFile]) -> Iterator[bytes | Skipped]:
    """The same for several files, in order, with one process for all that are read from git's objects."""
    with ObjectReader(Git(tree.root)) as objects:
        for file in files:
            yield read_file(tree, file, objects)


def path_reader(discovery: Discovery) -> Callable[[str], bytes | Skipped]:
    """Reads single files of a tree by path; each call from git's objects costs a process."""

    @cache
    def files() -> Mapping[str, TrackedFile]:  # most runs read nothing by path
        return {file.path: file for file in discovery.files}

    def read(path: str) -> bytes | Skipped:
        file = files().get(path)
        if file is None and discovery.stored:
            return Skipped(path, "there is no such file in the tree")
        return read_file(discovery.tree, file or TrackedFile(path, "", REGULAR))

    return read


def read_regular(path: str | bytes) -> bytes:
    """The bytes of a regular file. Raises UnreadableError for anything else and beyond MAX_FILE_BYTES."""
    try:
        if _OPEN_FOLLOWS_LINKS and os.path.islink(path):
            raise UnreadableError(_REASONS[errno.ELOOP])
        descriptor = os.open(path, _FLAGS)
        try:
            return _read_descriptor(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise UnreadableError(describe(error)) from error


def describe(error: OSError) -> str:
    """Why the file system refused, in a few words that are the same on every system where possible."""
    return _REASONS.get(error.errno or 0) or error.strerror or type(error).__name__


def native_path(root: str, path: str) -> str | bytes:
    """What the file system calls the '/'-joined `path` below `root`.

    POSIX names are bytes; spelling them out keeps the result independent of the locale.
    """
    if os.name == "nt":
        return f"{root}/{path}"
    return os.fsencode(root) + b"/" + path_bytes(path)


def leaves(path: str | bytes, directories: Sequence[str]) -> bool:
    """Whether a path leads out of the directories, perhaps by symbolic links.

    What stands elsewhere may be secret, and messages about rule files quote them.
    """
    real = os.fsdecode(os.path.realpath(path))
    tops = [os.path.realpath(directory) for directory in directories]
    return not any(real.startswith(os.path.join(top, "")) for top in tops)


def path_text(raw: bytes) -> str:
    """A path as git and POSIX know it in the form used everywhere else: bytes that are no UTF-8 become surrogates."""
    return raw.decode("utf-8", "surrogateescape")


def path_bytes(path: str) -> bytes:
    """The bytes behind a path from `path_text`, or the UTF-8 of a name from Windows."""
    return path.encode("utf-8", "surrogatepass" if os.name == "nt" else "surrogateescape")


def _read_descriptor(descriptor: int) -> bytes:
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("not a regular file")
    size = status.st_size
    if size > MAX_FILE_BYTES:
        raise UnreadableError(TOO_LARGE)
    # One byte more than expected: a short answer proves the end of the file without another call.
    content = os.read(descriptor, size + 1)
    if len(content) == size:
        return content
    chunks = [content]
    length = len(content)
    while chunk := os.read(descriptor, 1 << 16):
        chunks.append(chunk)
        length += len(chunk)
        if length > MAX_FILE_BYTES:
            raise UnreadableError(TOO_LARGE)
    return b"".join(chunks)


def _read_object(root: str, file: TrackedFile, objects: ObjectReader | None) -> bytes:
    if objects is None:
        with ObjectReader(Git(root)) as reader:
            return _read_object(root, file, reader)
    content = objects.read(file.content_id, MAX_FILE_BYTES + 1)
    if content is None:
        raise UnreadableError(_NOT_FETCHED if file.mode == SPARSE else _NOT_HERE)
    if len(content) > MAX_FILE_BYTES:
        raise UnreadableError(TOO_LARGE)
    return content
