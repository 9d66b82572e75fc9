"""The option `declared` with `unused`: packages that manifests declare and nobody imports."""

from collections.abc import Iterable, Iterator, Mapping

from archcheck.checks.external.declared import Comparison
from archcheck.checks.external.manifests import Declared, Manifests, ecosystem_of
from archcheck.checks.external.uses import ECOSYSTEMS, Owners
from archcheck.core.findings import Finding
from archcheck.core.graph import IMPORT
from archcheck.core.package_variants import main_package, typed_package
from archcheck.core.packages import PackagePatterns, short_name
from archcheck.core.scene import CodeFiles, Scene
from archcheck.core.values import Place

UNUSED = "unused"
"""The key of findings."""
_USED_OTHERWISE = PackagePatterns(
    (
        *("npm:tslib", "npm:core-js", "npm:regenerator-runtime", "npm:@babel/runtime", "npm:react", "npm:react-dom"),
        *("npm:typescript", "npm:@types/node", "npm:@types/react", "npm:@types/react-dom"),
        *("pypi:setuptools", "pypi:pip", "pypi:tzdata", "pypi:greenlet", "pypi:gunicorn", "pypi:uvicorn"),
        *("pypi:psycopg*", "pypi:asyncpg", "pypi:aiosqlite", "pypi:mysqlclient", "pypi:pymysql"),
        *("pypi:python-multipart", "pypi:email-validator", "pypi:whitenoise", "pypi:uvloop", "pypi:httptools"),
    )
)
"""What works without an import: compilers and their run-time libraries, servers, database drivers."""


def unused(comparison: Comparison) -> Iterator[Finding]:
    """One finding per manifest and run-time package that no file below the manifest imports."""
    manifests, scene = comparison.manifests, comparison.scene
    used, code = _used(manifests, scene), _code(scene)
    for manifest, directories in _speaking(comparison).items():
        places: dict[str, list[Place]] = {}
        for each in manifests.by_path[manifest].declared:
            judged = any((directory, ecosystem_of(each.node)) in code for directory in directories)
            if judged and not _is_used(each, directories, used) and not _is_left_out(comparison, each):
                places.setdefault(each.node, []).append(Place(manifest, each.line, each.column))
        for node, found in places.items():
            yield Finding(
                message=f"declares {short_name(node)}, which no file {_where(directories)} imports",
                subject=manifest,
                target=node,
                key=UNUSED,
                places=tuple(found),
                hint="remove it, or list it under `ignore` when it is used in other ways",
            )


def _speaking(comparison: Comparison) -> Mapping[str, frozenset[str]]:
    """The directories that each judged manifest speaks for, its own and those of manifests that include it.

    Lists of requirements beside a manifest that declares packages itself are mostly made from that, with everything
    that these packages need; what such a list names is not expected to be imported.
    """
    found: dict[str, set[str]] = {}
    for level in comparison.manifests.levels.values():
        holds_all = any(not each.is_list and each.has_run_time_packages() for each in level.manifests)
        for manifest in level.manifests:
            if not (holds_all and manifest.is_list):
                found.setdefault(manifest.path, set()).add(level.directory)
    for path in comparison.shared:
        found.setdefault(path, set()).add("")
    return {path: frozenset(found[path]) for path in sorted(found)}


def _where(directories: frozenset[str]) -> str:
    top = min(directories, key=lambda each: (each.count("/"), each))
    return f"in {top}/" if top else "here"


def _is_used(declared: Declared, directories: Iterable[str], used: set[tuple[str, str]]) -> bool:
    names = (declared.package, typed_package(declared.node))
    return declared.group != "" or any((each, name) in used for each in directories for name in names)


def _is_left_out(comparison: Comparison, declared: Declared) -> bool:
    return _USED_OTHERWISE.matches(declared.node) or comparison.is_left_out(declared.node)


def _used(manifests: Manifests, scene: Scene) -> set[tuple[str, str]]:
    """Each directory with each package that a file in it or below it imports."""
    graph = scene.graph
    owners, ecosystems = Owners(manifests), sorted(manifests.ecosystems())
    edges = zip(graph.sources, graph.targets, graph.kinds, strict=True)
    pairs = {(source, target) for source, target, kind in edges if kind == IMPORT}
    found: set[tuple[str, str]] = set()
    for source, target in pairs:
        node = graph.nodes[target]
        inside = (each for ecosystem in ecosystems for each in owners.all_of(node, ecosystem))
        packages = (_outside(node),) if graph.is_external(target) else inside
        found.update((_directory(graph.nodes[source]), package) for package in packages)
    return _upwards(found)


def _outside(node: str) -> str:
    """The package of a node outside: types of Node have the name `node`."""
    return "npm:node" if node.startswith("std:node/") else main_package(node)


def _code(scene: Scene) -> set[tuple[str, str]]:
    """Each directory with each ecosystem whose language a file in it or below it is written in."""
    languages = scene[CodeFiles()].items()
    return _upwards(
        {(_directory(scene.paths[number]), ECOSYSTEMS[name]) for number, name in languages if name in ECOSYSTEMS}
    )


def _upwards(found: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The same said of every directory above, too."""
    everywhere: set[tuple[str, str]] = set()
    for place, what in found:
        directory = place
        while (directory, what) not in everywhere:
            everywhere.add((directory, what))
            directory = _directory(directory)
    return everywhere


def _directory(path: str) -> str:
    return path.rpartition("/")[0]
