"""Paths of a tree as texts with slashes: joined, walked upwards, compared; "" is the top."""

from collections.abc import Iterator
from itertools import takewhile


def join_path(directory: str, relative: str) -> str | None:
    """`relative` seen from `directory`, without a final slash; None when it leads above the top."""
    segments = directory.split("/") if directory else []
    for segment in relative.split("/"):
        if segment == "..":
            if not segments:
                return None
            segments.pop()
        elif segment not in ("", "."):
            segments.append(segment)
    return "/".join(segments)


def join_from(base: str, path: str) -> str | None:
    """The same for a path whose leading slash, where it has one, is that of the tree."""
    return join_path("" if path.startswith("/") else base, path)


def ancestors(directory: str) -> Iterator[str]:
    """The directory itself and those above it, the nearest first, "" last."""
    while directory:
        yield directory
        directory = directory.rpartition("/")[0]
    yield ""


def shared_directories(path: str, other: str) -> int:
    """How many directories two paths have in common, from the top."""
    pairs = zip(path.split("/")[:-1], other.split("/")[:-1], strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def common_directory(first: str, last: str) -> str:
    """The deepest directory, with a final slash, that holds two paths, and so all between them in string order."""
    at = next((at for at, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), min(len(first), len(last)))
    return first[: first.rfind("/", 0, at) + 1]
