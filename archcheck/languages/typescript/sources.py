"""From what a build writes (`dist/x.js`) back to the source it comes from (`src/x.ts`)."""

from collections.abc import Iterable, Iterator

from archcheck.languages.typescript.tree import TS, Tree, find_file, find_index
from archcheck.languages.typescript.tsconfig import Config

OUTPUT_NAMES = frozenset(
    (
        "_build", "build", "bundle", "bundles", "cjs", "commonjs", "compiled", "dist", "dist-cjs", "dist-es",
        "dist-esm", "dist-types", "dts", "es", "es5", "es6", "esm", "lib", "lib-commonjs", "lib-esm", "module", "node",
        "out", "output", "react-native", "release", "types", "typings", "umd", "web", "browser", "import", "require",
    )
)  # fmt: skip
"""Names of directories that builds write to; below the first, the rest only name forms of one thing."""

_FIRST_OUTPUTS = OUTPUT_NAMES - {"module", "node", "react-native", "web", "browser", "import", "require", "bundles"}
_SOURCE_NAMES = ("src", "source", "lib", "")
_DECLARATIONS = (".d.ts", ".d.mts", ".d.cts")


_UNMISTAKABLE = frozenset(("_build", "build", "bundles", "cjs", "dist", "esm", "out", "output", "umd"))


def is_unbuilt(tree: Tree, path: str, package: str) -> bool:
    """Whether a path lies in a directory for builds that the package (a directory) does not have in the repository."""
    top = path[len(package) + 1 if package else 0 :].partition("/")[0]
    return is_unbuilt_name(top) and join(package, top) not in tree.directories


def is_unbuilt_name(name: str) -> bool:
    """Whether only builds write to directories of that name."""
    return name in _UNMISTAKABLE or name.startswith("dist-")


def is_output(relative: str) -> bool:
    """Whether a path inside a package is where builds write to by its first name."""
    return relative.partition("/")[0] in _FIRST_OUTPUTS


def find_source(tree: Tree, path: str, package: str, configs: Iterable[Config]) -> str | None:
    """The source of a file that a build of the package (a directory) would write to `path`.

    What the configurations say of `outDir` and `rootDir` comes first, then the customs: `dist/esm/x.js` is `src/x.ts`.
    """
    stems = list(_stems(path))
    for config in configs:
        for output, root in config.outputs:
            if path.startswith(output + "/"):
                roots = (root,) if root is not None else (join(config.directory, "src"), config.directory)
                found = _find(tree, (join(each, stem[len(output) + 1 :]) for each in roots for stem in stems))
                if found:
                    return found
    return _find(tree, (guess for stem in stems for guess in _customary(stem, package)))


def join(directory: str, rest: str) -> str:
    """The two joined by a slash, unless one is empty."""
    return f"{directory}/{rest}" if directory and rest else directory or rest


def _find(tree: Tree, stems: Iterable[str]) -> str | None:
    for stem in dict.fromkeys(stems):
        found = find_file(tree.files, stem, TS) or find_index(tree.files, stem, TS)
        if found:
            return found
    return None


def _stems(path: str) -> Iterator[str]:
    """The path without its ending, and without all endings (`index.esm.min.js`)."""
    declared = next((each for each in _DECLARATIONS if path.endswith(each)), "")
    directory, slash, name = path.rpartition("/")
    stem = name.removesuffix(declared) if declared else name.rpartition(".")[0] or name
    yield directory + slash + stem
    if not declared and "." in name:
        yield path
    short = stem.partition(".")[0]
    if short and short != stem:
        yield directory + slash + short


def _customary(stem: str, package: str) -> Iterator[str]:
    parts = stem[len(package) + 1 if package else 0 :].split("/")
    if parts[0] not in _FIRST_OUTPUTS:
        return
    rest = parts[1:]
    yield from _with_sources(package, rest)
    while len(rest) > 1 and rest[0] in OUTPUT_NAMES:
        rest = rest[1:]
        yield from _with_sources(package, rest)


def _with_sources(package: str, rest: list[str]) -> Iterator[str]:
    inner = "/".join(rest)
    for name in _SOURCE_NAMES:
        yield join(package, join(name, inner))
    if inner and inner == package.rpartition("/")[2]:  # a bundle that has the name of the package
        yield join(package, "src/index")
