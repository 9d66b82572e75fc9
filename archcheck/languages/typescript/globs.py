"""Imports of many files at once: `import.meta.glob("./pages/*.tsx")`, `import(`./locales/${name}.json`)`."""

from bisect import bisect_left
from collections.abc import Iterator

from archcheck.core.resolution import GENERATED, INTERNAL, UNRESOLVED, Resolved
from archcheck.core.tree_paths import join_path
from archcheck.languages.typescript.bare import customary_places
from archcheck.languages.typescript.index import Answer, Scope, TypeScriptIndex
from archcheck.languages.typescript.paths import expand_braces, matches_segments
from archcheck.languages.typescript.sources import is_unbuilt_name

MAX_MATCHES = 2_000


def resolve_glob(index: TypeScriptIndex, scope: Scope, importer: str, written: str) -> Answer:
    """All files that a glob in `importer` fits; () for one that only takes files away (`!./x`)."""
    if written.startswith("!"):
        return ()
    pattern = written.partition("?")[0] if "?raw" in written or "?url" in written else written
    for directory, relative in _bases(index, scope, pattern):
        found = match_glob(index.ordered, directory, relative, importer)
        if found:
            return tuple([Resolved(INTERNAL, path) for path in found])
    made = any(is_unbuilt_name(name) for name in pattern.split("/"))
    return (Resolved(GENERATED, written) if made else Resolved(UNRESOLVED, written, "matches no file"),)


def _bases(index: TypeScriptIndex, scope: Scope, pattern: str) -> Iterator[tuple[str, str]]:
    """From where a pattern may be meant: the file, the root of the package, what an alias stands for."""
    if pattern.startswith("."):
        yield scope.directory, pattern
    elif pattern.startswith("/"):
        for package in index.packages.above(scope.directory):
            yield package.directory, pattern.lstrip("/")
        yield "", pattern.lstrip("/")
    else:
        config = scope.context.config
        alias = config.alias_of(pattern) if config else None
        for _, target in alias[0].targets if alias else ():
            if target is not None and alias is not None:
                yield "", target.replace("*", alias[1], 1)
        for place in customary_places(index, scope, pattern):
            yield "", place
        yield scope.directory, pattern


def match_glob(ordered: tuple[str, ...], directory: str, pattern: str, importer: str) -> list[str]:
    """The files, sorted and at most MAX_MATCHES, that a glob in a file of `directory` fits; never the file itself."""
    found: dict[str, None] = {}
    for each in expand_braces(pattern):
        path = join_path(directory, each)
        if path is None:
            continue
        segments = path.split("/")
        wild = next((at for at, name in enumerate(segments) if "*" in name or "?" in name), len(segments))
        prefix = "/".join(segments[:wild])
        if wild == len(segments):
            found.update({path: None} if _holds(ordered, path) else {})
            continue
        start = bisect_left(ordered, prefix and prefix + "/")
        for file in _below(ordered, start, prefix):
            if file != importer and matches_segments(segments, file.split("/"), hidden=False):
                found[file] = None
                if len(found) >= MAX_MATCHES:
                    break
    return sorted(found)


def _holds(ordered: tuple[str, ...], path: str) -> bool:
    at = bisect_left(ordered, path)
    return at < len(ordered) and ordered[at] == path


def _below(ordered: tuple[str, ...], start: int, prefix: str) -> list[str]:
    end = bisect_left(ordered, prefix + "0", start) if prefix else len(ordered)  # "0" is the sign after "/"
    return list(ordered[start:end])
