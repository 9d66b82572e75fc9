"""Paths with slashes as texts: joined and simplified, without a file system."""

import re

# Something with a scheme, an absolute path, a path of Windows, a home directory.
_NOT_RELATIVE = re.compile(r"[/~]|[A-Za-z][A-Za-z0-9+.-]+:|[A-Za-z]:[\\/]|\\\\|git@")
_GLOB = re.compile(r"[*?\[]")


def is_relative(path: str) -> bool:
    """Whether a text can be a path within a repository."""
    return bool(path) and "\n" not in path and "\0" not in path and not _NOT_RELATIVE.match(path)


def simplify(path: str) -> str:
    """`./a/../b//c/` is `b/c`; leading `..` stay; "." for nothing."""
    parts: list[str] = []
    for part in path.split("/"):
        if part in ("", "."):
            continue
        if part == ".." and parts and parts[-1] != "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts) or "."


def join(base: str, path: str) -> str:
    """A path that begins at the directory `base`, simplified."""
    return simplify(f"{base}/{path}")


def parent(path: str) -> str:
    """The directory that holds a path, simplified; "." for a name alone."""
    return simplify(path).rpartition("/")[0] or "."


def literal_part(pattern: str) -> str:
    """The directory before the first wildcard: `src/*.py` is `src`, `a*` is `.`."""
    found = _GLOB.search(pattern)
    return parent(f"{pattern[: found.start()]}x") if found else pattern
