"""`external` with `declared` beside deptry and depcheck, `orphans` beside knip.

Their answers are made by `tests/oracles/make_declared.py` and `make_orphans.py`.
"""

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archcheck.cli.main import main
from archcheck.core.package_names import package_id
from tests.functional.running import repository

FOLDER = Path(__file__).parents[1] / "checks"
ANSWERS = json.loads((FOLDER / "declared_oracles.json").read_text("utf-8"))
ORPHANS = json.loads((FOLDER / "orphans_oracles.json").read_text("utf-8"))
ECOSYSTEMS = {"deptry": "pypi", "depcheck": "npm"}
DIFFERENT = {("deptry", "unused extra"): "who does not ask for an extra does not need its packages"}
REACHED = "version: 1\nrules: [{id: r, kind: orphans, entry_points: src/main.ts}]\n"
RULE = "version: 1\nbuiltin: {unresolved: 'off'}\nrules: [{id: r, kind: external, declared: {unused: true}}]\n"
CASES = [
    pytest.param(tool, case, id=f"{tool}: {name}")
    for tool, cases in ANSWERS.items()
    for name, case in cases.items()
    if (tool, name) not in DIFFERENT
]


@pytest.fixture(autouse=True)
def _collect_garbage() -> Iterator[None]:
    """A run switches the collector off, for it is about to end; this process is not."""
    yield
    gc.enable()


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in ORPHANS.items()])
def test_orphans_are_the_unused_files_of_knip(
    case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path / "repo", {**case["files"], "archcheck.yaml": REACHED})
    assert sorted(path for _, path, _ in judged(tmp_path / "repo", monkeypatch, capsys)) == case["found"]


def judged(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> set[tuple[str, ...]]:
    """What archcheck finds in a directory: kind of finding, path, package."""
    monkeypatch.chdir(root)
    main(["check", "-o", "json", "--no-cache", "--jobs", "1", "--as-of", "2026-11-20"])
    report: Any = json.loads(capsys.readouterr().out)
    return {(each["key"], each["path"], each["target"]) for each in report["violations"]}


@pytest.mark.parametrize(("tool", "case"), CASES)
def test_findings_are_those_of_the_other_tool(
    tool: str, case: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repository(tmp_path / "repo", {**case["files"], "archcheck.yaml": RULE})
    expected = {(kind, path, package_id(ECOSYSTEMS[tool], package)) for kind, path, package in case["found"]}
    assert judged(tmp_path / "repo", monkeypatch, capsys) == expected


@pytest.mark.parametrize(("tool", "name"), [pytest.param(*each, id=" ".join(each)) for each in DIFFERENT])
def test_differences_are_as_the_page_says(
    tool: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    case = ANSWERS[tool][name]
    repository(tmp_path / "repo", {**case["files"], "archcheck.yaml": RULE})
    assert case["found"]
    assert judged(tmp_path / "repo", monkeypatch, capsys) == set()
