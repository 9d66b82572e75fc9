"""The same tree, rules and date give the same bytes: whatever the hash seed, the processes, the cache, the path."""

import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from archcheck.adapters.workers import FORK, start_method, useful_workers
from tools.expect import AS_OF, FIXTURES, copy_repository, run_archcheck

PACKAGES, MODULES = 30, 30
FILES = PACKAGES * MODULES
OUTPUTS = {
    "check": ("-o", "text", "-o", "json=../report.json", "-o", "text=../report.txt", "--verbose"),
    "graph": ("-o", "json", "-o", "mermaid=../graph.mmd", "-o", "dot=../graph.dot", "-o", "graphml=../graph.graphml"),
}
WRITTEN = ["report.json", "report.txt", "graph.mmd", "graph.dot", "graph.graphml"]
RULES = """\
version: 1
components:
  team: "teams/{team}/"
rules:
  - {id: apart, kind: independence, components: team, why: "{team} is on its own."}
  - {id: upwards, kind: layers, in: "teams/{team}", layers: [m0_top.py, "m1_*.py", "m2_*.py"], exclude: teams/t3}
  - {id: inwards, kind: dependencies, from: team, deny: "teams/t1/", edges: [import, -test]}
  - {id: loops, kind: acyclic}
  - {id: team-loops, kind: acyclic, level: component}
  - {id: client, kind: external, packages: [requests, "std:os"], deny_in: team}
  - {id: shape, kind: tree, root: "teams/{team}", entries: [m0_top.py, README.md, "owners.txt | OWNERS"]}
  - {id: length, kind: files, match: "**/*.py", max_lines: 5, severity: warning}
  - {id: names, kind: naming, styles: {"**/*.py": {file: snake, class: pascal}}, severity: info}
"""


def generated_modules() -> dict[str, str]:
    """Modules with every kind of import and mistake, drawn from one seed."""
    drawn = random.Random(7)
    names = [f"m{number % 3}_{'top' if number == 0 else f'part{number}'}" for number in range(MODULES)]
    names[5], names[6] = "badName", "überschrift"
    found = {}
    for package in range(PACKAGES):
        for name in names:
            other = f"teams.t{drawn.randrange(PACKAGES) if drawn.random() < 0.1 else package}"
            lines = [f"from {other} import {drawn.choice(names)}" for _ in range(drawn.randrange(3))]
            lines += drawn.sample(
                [
                    "import os",
                    "import requests",
                    "from . import gone",
                    "from .gone import x",
                    "class bad_class:\n    x = 1",
                ],
                drawn.randrange(4),
            )
            if drawn.random() < 0.05:
                lines.append("def broken(:")
            found[f"teams/t{package}/{name}.py"] = "".join(f"{line}\n" for line in lines)
    return found


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with so many files that two processes share them."""
    source = tmp_path_factory.mktemp("large") / "source"
    for path, text in {**generated_modules(), "archcheck.yaml": RULES}.items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_text(text, "utf-8", newline="\n")
    return copy_repository(source, source.parent / "repo")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_repository(FIXTURES / "demo" / "repo", tmp_path_factory.mktemp("demo") / "repo")


def outputs(directory: Path, *arguments: str, seed: int = 0) -> dict[str, bytes]:
    """Everything that a check and a graph print and write, by name."""
    found = {}
    for command, formats in OUTPUTS.items():
        changes = {"PYTHONHASHSEED": str(seed)}
        run = run_archcheck(directory, command, *formats, "--as-of", AS_OF, *arguments, changes=changes)
        found[command] = b"%d\n%b%b" % (run.returncode, run.stdout, run.stderr)
    return found | {name: (directory.parent / name).read_bytes() for name in WRITTEN}


def differing(first: dict[str, bytes], second: dict[str, bytes]) -> list[str]:
    """The names of the outputs that are not the same."""
    return [name for name in first if first[name] != second[name]]


@pytest.fixture(scope="module")
def demo_outputs(demo: Path) -> dict[str, bytes]:
    return outputs(demo, "--no-cache", "--jobs", "1")


@pytest.fixture(scope="module")
def large_outputs(large: Path) -> dict[str, bytes]:
    return outputs(large, "--no-cache", "--jobs", "1")


def test_outputs_hold_what_could_vary(demo_outputs: dict[str, bytes], large_outputs: dict[str, bytes]) -> None:
    rules = re.findall(r"{id: ([\w-]+)", RULES)
    assert [rule for rule in rules if f" {rule}: ".encode() not in large_outputs["check"]] == []
    assert b" archcheck/unresolved: " in large_outputs["check"]
    assert b" archcheck/unparsable: " in large_outputs["check"]
    assert demo_outputs["check"].startswith(b"1\n")
    assert demo_outputs["graph"].startswith(b"0\n{\n")
    assert all(len(text) > 100 for text in (*demo_outputs.values(), *large_outputs.values()))


@pytest.mark.skipif(start_method() != FORK, reason="new interpreters pay only for more files than a test should make")
def test_two_processes_are_used_for_so_many_files() -> None:
    assert useful_workers(2, FILES, start_method()) == 2


@pytest.mark.parametrize("seed", range(1, 10))
def test_hash_seed_changes_nothing(seed: int, demo: Path, demo_outputs: dict[str, bytes]) -> None:
    assert differing(demo_outputs, outputs(demo, "--no-cache", seed=seed)) == []


@pytest.mark.parametrize("seed", [1, 9])
def test_hash_seed_changes_nothing_in_two_processes(seed: int, large: Path, large_outputs: dict[str, bytes]) -> None:
    assert differing(large_outputs, outputs(large, "--no-cache", "--jobs", "2", seed=seed)) == []


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_cache_changes_nothing(jobs: str, large: Path, large_outputs: dict[str, bytes], tmp_path: Path) -> None:
    cache = ("--cache-dir", str(tmp_path), "--jobs", jobs)
    cold = outputs(large, *cache, seed=2)
    kept = (tmp_path / "facts.sqlite").read_bytes()
    warm = outputs(large, *cache, seed=3)
    assert (differing(large_outputs, cold), differing(large_outputs, warm)) == ([], [])
    assert (tmp_path / "facts.sqlite").read_bytes() == kept


def edit(directory: Path, change: str) -> None:
    """Change the working tree as people do between two runs."""
    modules = sorted(directory.glob("teams/*/m*.py"))
    for module in modules[:: 300 if change == "few files" else 30] if change.endswith("files") else ():
        module.write_text(f"from . import m0_top, gone\n\n{module.read_text('utf-8')}", "utf-8", newline="\n")
    if change == "file deleted":
        modules[1].unlink()
    elif change == "file added":
        (directory / "teams/t0/gone.py").write_text("import requests\n", "utf-8", newline="\n")
        subprocess.run(["git", "add", "--all"], cwd=directory, check=True)
    elif change == "rules":
        (directory / "archcheck.yaml").write_text(RULES + "files: {exclude: [teams/t4]}\n", "utf-8", newline="\n")


@pytest.mark.parametrize("change", ["few files", "many files", "file deleted", "file added", "rules"])
def test_what_was_cached_before_a_change_does_not_matter(change: str, large: Path, tmp_path: Path) -> None:
    directory = tmp_path / "repo"
    shutil.copytree(large, directory)
    cache = ("--cache-dir", str(tmp_path / "cache"))
    before = outputs(directory, *cache)
    edit(directory, change)
    expected = outputs(directory, "--no-cache")
    assert expected["check"] != before["check"]
    assert (differing(expected, outputs(directory, *cache)), differing(expected, outputs(directory, *cache))) == (
        [],
        [],
    )


@pytest.mark.parametrize("name", ["demo", "large"])
def test_checkout_path_changes_nothing(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    original: Path = request.getfixturevalue(name)
    copied = tmp_path / "elsewhere" / "a name with spaces" / "é"
    shutil.copytree(original, copied, copy_function=shutil.copy, symlinks=True)
    cache = ("--cache-dir", str(tmp_path / "cache"))
    outputs(original, *cache)
    expected: dict[str, bytes] = request.getfixturevalue(f"{name}_outputs")
    assert differing(expected, outputs(copied, *cache, seed=4)) == []
