"""What the paths of a tree tell by themselves: which files are code, what stands where, what is beside the point."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_CODE = """
    py pyx go rs java kt scala groovy cs fs vb swift rb php ex exs ts tsx mts cts js jsx mjs cjs vue svelte astro
    c cc cpp h hpp m mm dart lua hs ml clj erl zig nim
"""
_BESIDE = """
    example examples sample samples demo demos playground playgrounds fixture fixtures testdata __mocks__ mocks
    stories benchmark benchmarks bench smoke-test system-test doc docs documentation site website www blog
    proposals archive deprecated node_modules vendor third_party thirdparty external dist build out target
    public script scripts tool tools hack ci patches template templates _template _templates typings generated
    gen migrations locales locale static assets buildsrc build-logic
"""

CODE = frozenset(_CODE.split())
"""Endings of files that are code, also in languages whose imports are not read."""

TESTS = frozenset(("test", "tests", "__tests__", "testing", "e2e", "integration", "spec", "specs", "integration-tests"))
"""Names of directories that hold tests."""

PERIPHERY = TESTS.union(_BESIDE.split())
"""Names, in small letters, of directories beside a program, or nobody's work: no architecture is read from them."""

_USABLE = re.compile(r"[\w./@()\[\] +~,$#=-]+")
_TEST_FILE = re.compile(r"(?:test_.*|conftest|.*_test|.*[._-](?:test|spec|e2e|stories|cy|bench|test-d)|.*Tests?)\.\w+")


def is_usable(path: str) -> bool:
    """Whether a path can be written into a rule file as it is: no wildcard, no quote, all of it printable."""
    return path.isprintable() and _USABLE.fullmatch(path) is not None


def ending(path: str) -> str:
    """What stands after the last dot of the name, "" without one."""
    name = path[path.rfind("/") + 1 :]
    return name[name.rfind(".") + 1 :] if "." in name[1:] else ""


def is_test_file(path: str) -> bool:
    """Whether the name of a file is that of a test, in whatever language."""
    return _TEST_FILE.fullmatch(path[path.rfind("/") + 1 :]) is not None


def is_peripheral(path: str) -> bool:
    """Whether a file is a test or stands in a directory that is beside the point."""
    *folders, _ = path.split("/")
    return any(is_beside(each) for each in folders) or is_test_file(path)


def is_beside(name: str) -> bool:
    """Whether a directory of this name is beside the point."""
    return name.lower() in PERIPHERY or name.startswith((".", "__"))


def beside_of(path: str) -> str | None:
    """The outermost directory above a path that is beside the point, or None."""
    folders = path.split("/")[:-1]
    found = next((number for number, name in enumerate(folders, start=1) if is_beside(name)), 0)
    return "/".join(folders[:found]) or None


@dataclass(frozen=True, slots=True)
class Survey:
    """The usable paths of a tree, sorted.

    `code` are those that make the program: code files that are no tests and not beside the point. `entries` are the
    names directly in each directory ("" is the top), those of directories with a final slash; `weights` the numbers of
    files of `code` below each directory.
    """

    files: tuple[str, ...]
    code: tuple[str, ...]
    entries: Mapping[str, frozenset[str]]
    weights: Mapping[str, int]

    def folders(self, directory: str) -> list[str]:
        """The paths of the directories directly in a directory that hold code of the program, sorted."""
        prefix = f"{directory}/" if directory else ""
        names = sorted(name[:-1] for name in self.entries.get(directory, ()) if name.endswith("/"))
        return [prefix + name for name in names if self.weights.get(prefix + name)]

    def has(self, directory: str, path: str) -> bool:
        """Whether a file, or with a final slash a directory, stands at `path` in a directory."""
        full = f"{directory}/{path}" if directory else path
        folder, _, name = full.rstrip("/").rpartition("/")
        return (
            f"{name}/" in self.entries.get(folder, ()) if full.endswith("/") else name in self.entries.get(folder, ())
        )


def survey_of(paths: Iterable[str]) -> Survey:
    """The survey of a tree of these files."""
    files = tuple(sorted(path for path in paths if is_usable(path)))
    code = tuple(path for path in files if ending(path) in CODE and not is_peripheral(path))
    entries: dict[str, set[str]] = {"": set()}
    for path in files:
        folder, _, name = path.rpartition("/")
        while name not in entries.setdefault(folder, set()):
            entries[folder].add(name)
            if not folder:
                break
            folder, _, above = folder.rpartition("/")
            name = f"{above}/"
    weights: dict[str, int] = {}
    for path in code:
        folder = path
        while folder:
            folder = folder.rpartition("/")[0]
            weights[folder] = weights.get(folder, 0) + 1
    return Survey(files, code, {key: frozenset(names) for key, names in entries.items()}, weights)


_WORKSPACES = (
    *("pnpm-workspace.yaml", "go.work", "lerna.json", "nx.json", "rush.json", "turbo.json"),
    *("settings.gradle", "settings.gradle.kts"),
)


def workspaces(survey: Survey) -> list[str]:
    """The files at the top that put several packages together."""
    return [name for name in _WORKSPACES if name in survey.entries[""]]


def python_roots(survey: Survey) -> list[str]:
    """The directories that Python packages of the program are imported from."""
    packages = {path.rpartition("/")[0] for path in survey.code if path.endswith("/__init__.py")}
    parents = {package.rpartition("/")[0] for package in packages}
    return sorted(parent or "the top" for parent in parents if parent not in packages)
