"""Writing files of the repository: whole or not at all, never through symbolic links, never outside of the tree."""

import os
import tempfile

from archcheck.adapters.reading import leaves, native_path
from archcheck.errors import SourceError


def write_file(root: str, path: str, text: str, *, replace: bool = False) -> None:
    """Write `text` (UTF-8) to the '/'-joined `path` below `root`; directories are made.

    Raises SourceError when it cannot be written, would leave the tree, or exists and may not be replaced.
    """
    native = os.fsdecode(native_path(root, path))
    folder = os.path.dirname(native)
    if os.path.islink(native) or leaves(native, (root,)):
        raise SourceError(f"{path} is a symbolic link, or leads out of the repository; nothing was written")
    if os.path.lexists(native) and not replace:
        raise SourceError(f"{path} exists already; nothing was written")
    try:
        os.makedirs(folder, exist_ok=True)
        _replace(native, folder, text.encode("utf-8", "surrogateescape"))
    except OSError as error:
        raise SourceError(f"{path} cannot be written: {error.strerror}") from error


def _replace(native: str, folder: str, content: bytes) -> None:
    """Nobody sees half of a file: it is written beside, and then takes the place of the old one."""
    descriptor, beside = tempfile.mkstemp(dir=folder, prefix=".archcheck-")
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
        os.chmod(beside, _mode_of(native))
        os.replace(beside, native)
    except BaseException:
        os.unlink(beside)
        raise


def _mode_of(native: str) -> int:
    """The permissions that the file has, or that a new one gets from the user's mask."""
    try:
        return os.stat(native).st_mode & 0o777
    except OSError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def remove_file(root: str, path: str) -> None:
    """Remove a file that `write_file` may write. Raises SourceError when it cannot be removed."""
    try:
        os.unlink(native_path(root, path))
    except OSError as error:
        raise SourceError(f"{path} cannot be removed: {error.strerror}") from error
