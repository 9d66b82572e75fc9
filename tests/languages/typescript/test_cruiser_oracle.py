"""Edges of TypeScript packages from the npm registry beside those of dependency-cruiser.

Nothing is installed beside the packages, so that what it finds are the imports of their own files.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from archcheck.core.facts import Source
from archcheck.languages.typescript.imports import extract_imports
from benchmarks.typescript import has_node, install_tools, lay_out_typescript

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(not has_node(), reason="Node and npm are not here"),
    pytest.mark.skipif("ARCHCHECK_CORPORA" not in os.environ, reason="no directory for packages: make oracles"),
]
Edge = tuple[str, str]


@pytest.fixture(scope="module")
def repository() -> Path:
    """The packages as a workspace."""
    directory = Path(os.environ["ARCHCHECK_CORPORA"]).parent
    target = directory / "repositories" / "typescript"
    lay_out_typescript(directory, target)
    return target


def cruised(repository: Path) -> set[Edge]:
    """The edges inside of the repository that dependency-cruiser finds."""
    tool = install_tools(repository.parents[1]) / "depcruise"
    command = [str(tool), "packages", "--config", ".dependency-cruiser.cjs", "--output-type", "json"]
    run = subprocess.run(command, cwd=repository, capture_output=True, check=True)
    modules = json.loads(run.stdout)["modules"]
    return {
        (module["source"], each["resolved"])
        for module in modules
        for each in module["dependencies"]
        if not each.get("couldNotResolve") and not each.get("coreModule") and "node_modules" not in each["resolved"]
    }


def drawn(repository: Path) -> dict[Edge, tuple[int, int]]:
    """Our edges, each with the line and column of its first place."""
    command = [sys.executable, "-m", "archcheck", "graph", "--no-cache", "-o", "json"]
    run = subprocess.run(command, cwd=repository, capture_output=True, check=True)
    found: dict[Edge, tuple[int, int]] = {}
    for edge in json.loads(run.stdout)["edges"]:
        if edge["kind"] == "import":
            found.setdefault((edge["source"], edge["target"]), (edge["line"], edge["column"]))
    return found


def is_known_to_be_missed(repository: Path, edge: Edge, place: tuple[int, int]) -> bool:
    """Whether dependency-cruiser is known not to see an import.

    It does not read `new URL(...)`. Of a package that imports itself by name it looks for what is built, which is not
    there; we lead that to the source.
    """
    path = repository / edge[0]
    content = Source(path.read_bytes(), "dts" if path.name.endswith(".d.ts") else path.suffix[1:])
    written = [fact for fact in extract_imports(content).facts if (fact.line, fact.column) == place]
    manifest = repository.joinpath(*Path(edge[0]).parts[:2], "package.json")
    name = json.loads(manifest.read_text("utf-8"))["name"]
    return any(fact.form == "url" or f"{fact.module}/".startswith(f"{name}/") for fact in written)


def test_edges_are_those_of_dependency_cruiser_and_what_it_is_known_to_miss(repository: Path) -> None:
    theirs, ours = cruised(repository), drawn(repository)
    assert len(theirs) > 9000
    assert sorted(theirs - ours.keys()) == []
    more = {edge: place for edge, place in ours.items() if edge not in theirs}
    assert [edge for edge, place in sorted(more.items()) if not is_known_to_be_missed(repository, edge, place)] == []
