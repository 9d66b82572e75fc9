"""`orphans`: files that nobody reaches from where the program begins."""

import re
from collections import deque
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from archcheck.core.extension import Check
from archcheck.core.facts import APART, TEST
from archcheck.core.findings import Finding, Result
from archcheck.core.graph import IMPORT, PATH, Edges, Graph, directory_of
from archcheck.core.options import option
from archcheck.core.scene import CodeFiles, Need, Scene, TestFiles
from archcheck.core.selectors import Selector
from archcheck.core.tool_files import is_tool_file

_LISTED = 3
_FOUND_BY_NAME = re.compile(r"(?:\A|/)__main__\.py\Z|\.d\.[cm]?ts\Z")
_PYTHON = (".py", ".pyi")
_TWINS = {".py": (".pyi",), ".pyi": (".py",), ".d.ts": (".js", ".jsx"), ".d.mts": (".mjs",), ".d.cts": (".cjs",)}
"""Files that come with one of the same name: who imports it may be led to either."""


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `orphans`."""

    entry_points: Selector | None = option(
        "Where programs begin: these are reached, and all that they use.", default=None
    )
    in_: Selector | None = option("The code that must be reached; all of it when nothing is said.", default=None)
    except_: Selector | None = option("Files that are not reported; what only they use still is.", default=None)
    mode: Literal["unreached", "isolated"] = option(
        "What an orphan is: no chain leads to it from an entry point, or it uses nothing and nothing uses it.",
        default="unreached",
    )
    edges: Edges = option("Which dependencies count; with `-test` tests reach nothing.", default=Edges(IMPORT | PATH))

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """Chains begin at entry points."""
        if self.mode == "unreached" and self.entry_points is None:
            yield (
                "",
                "`entry_points` is expected: without any, nothing is reached",
                "name them, or write mode: isolated",
            )


def needs(_options: Options) -> tuple[Need, ...]:
    """What is code, and what of it are tests."""
    return (CodeFiles(), TestFiles())


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report each orphan."""
    judged = _judged(options, scene)
    if options.mode == "isolated":
        connected = _connected(scene.graph, options.edges)
        for number in judged:
            if number not in connected:
                yield Finding("uses nothing, and nothing uses it", scene.paths[number], hint="delete it, or use it")
        return
    reached = _reached(options, scene)
    for number in judged:
        if number not in reached:
            yield Finding(
                message=f"no entry point leads to it; {_users(number, options.edges, scene)}",
                subject=scene.paths[number],
                hint="delete it, use it, or list it under `entry_points`",
            )


def _judged(options: Options, scene: Scene) -> list[int]:
    """The code that nobody else is known to begin with, ascending."""
    chosen: Container[int] = scene.select(options.in_) if options.in_ else scene[CodeFiles()]
    spared = set(_found_by_name(scene))
    for selector in (options.except_, options.entry_points):
        spared.update(scene.select(selector) if selector else ())
    tests = scene[TestFiles()]
    return [each for each in scene[CodeFiles()] if each in chosen and each not in spared and each not in tests]


def _found_by_name(scene: Scene) -> Iterator[int]:
    """The files that nobody has to name: tools, interpreters and compilers find them."""
    for number, path in enumerate(scene.paths.files):
        if is_tool_file(path) or _FOUND_BY_NAME.search(path):
            yield number


def _reached(options: Options, scene: Scene) -> set[int]:
    """Everything that a chain leads to, with what such a chain begins at."""
    steps = _Steps(scene.graph, options.edges)
    found = set(_starts(options, scene))
    queue = deque(sorted(found))
    queue.extend(target for node in _services(scene.graph) for target in steps.written(node))
    while queue:
        node = queue.popleft()
        found.add(node)
        for target in steps.from_(node):
            if target not in found:
                found.add(target)
                queue.append(target)
    return found


def _starts(options: Options, scene: Scene) -> Iterator[int]:
    """The files that are used from outside: entry points, what tools find, tests, and all that is no code.

    Nobody imports a Dockerfile; what stands in it is used all the same.
    """
    code, tests = scene[CodeFiles()], scene[TestFiles()]
    yield from scene.select(options.entry_points) if options.entry_points else ()
    yield from _found_by_name(scene)
    yield from (each for each in code if each in tests and not options.edges.without & TEST)
    yield from (each for each in range(scene.graph.file_count) if each not in code)


def _services(graph: Graph) -> Iterable[int]:
    """The directories, some of which stand for services and need something; that does not reach their files."""
    return range(graph.file_count, graph.internal_count)


class _Steps:
    """What is used when a file is. Each package of files that are built together is opened once."""

    def __init__(self, graph: Graph, edges: Edges) -> None:
        self._graph = graph
        self._packages = _packages(graph)
        self._imports = graph.successors(Edges(edges.kinds & IMPORT, edges.without))
        self._others = graph.successors(Edges(edges.kinds & ~IMPORT, edges.without))

    def written(self, node: int) -> Iterator[int]:
        """The nodes that one names. That a directory is copied says nothing of the files in it."""
        yield from self._imports[node]
        yield from (target for target in self._others[node] if target < self._graph.file_count)

    def from_(self, node: int) -> Iterator[int]:
        """All nodes that one leads to."""
        yield from self.written(node)
        for path in _implied(self._graph.nodes[node]):
            number = self._graph.id_of(path)
            if number is not None:
                yield number
        if self._packages:
            yield from self._packages.pop(_package_of(self._graph, node), ())


_Package = tuple[str, bool]
"""A directory, and whether its program is meant or what others can import."""


def _packages(graph: Graph) -> dict[_Package, list[int]]:
    """The files of each package that is built as a whole (Go)."""
    found: dict[_Package, list[int]] = {}
    for number, path in enumerate(graph.files) if graph.in_package else ():
        if graph.in_package and graph.in_package(path):
            directory, is_program = _package_of(graph, number)
            found.setdefault((directory, is_program), []).append(number)
            if graph.starts[number] == graph.starts[number + 1]:  # a file without imports does not say what it is of
                found.setdefault((directory, not is_program), []).append(number)
    return found


def _package_of(graph: Graph, node: int) -> _Package:
    marks = graph.marks[graph.starts[node] : graph.starts[node + 1]]
    return directory_of(graph.nodes[node]), any(each & APART for each in marks)


def _implied(path: str) -> Iterator[str]:
    """Paths, which need not exist, that are used with one: twins, and what Python runs before it runs a module."""
    for ending, others in _TWINS.items():
        if path.endswith(ending):
            yield from (path.removesuffix(ending) + other for other in others)
    if path.endswith(_PYTHON):
        directory = path
        while directory:
            directory = directory.rpartition("/")[0]
            yield from (f"{directory}/__init__{ending}" for ending in _PYTHON if directory)


def _connected(graph: Graph, edges: Edges) -> set[int]:
    """The files at either end of a dependency; a package is, when a file in it is."""
    found: set[int] = set()
    for source, target, kind, marks in zip(graph.sources, graph.targets, graph.kinds, graph.marks, strict=True):
        if edges.accepts(kind, marks) and source != target:
            found.update((source, target))
    implied = {graph.id_of(path) for node in found if node < graph.file_count for path in _implied(graph.nodes[node])}
    found.update(number for number in implied if number is not None)
    for (directory, _), files in _packages(graph).items():
        if graph.id_of(directory) in found or not found.isdisjoint(files):
            found.update(files)
    return found


def _users(number: int, edges: Edges, scene: Scene) -> str:
    """Who uses an orphan, in words."""
    graph = scene.graph
    users = [graph.nodes[each] for each in graph.predecessors(edges)[number]]
    if users:
        more = f" and {len(users) - _LISTED} more" if len(users) > _LISTED else ""
        return f"only {', '.join(users[:_LISTED])}{more} use{'s' if len(users) == 1 else ''} it"
    tested = graph.predecessors(Edges(edges.kinds))[number]
    return "only tests use it" if tested else "nothing uses it"


CHECK = Check(kind="orphans", options=Options, version=1, run=run, needs=needs)
