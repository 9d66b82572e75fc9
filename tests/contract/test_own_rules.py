"""The project keeps its own rules (`archcheck.yaml`), and they find what the layering contract finds."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the project, as git tracks it; not yet a repository."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    for name in os.fsdecode(listed).split("\0"):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def check(root: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Check `root` with the archcheck of this checkout, not with the copy that is being checked."""
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    subprocess.run(["git", "add", "--all"], cwd=root, check=True)
    arguments = [sys.executable, "-P", "-m", "archcheck", "check", "--no-cache", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(arguments, cwd=root, env=environment, capture_output=True, text=True, check=False)


def broken_rules(run: subprocess.CompletedProcess[str]) -> Sequence[str]:
    assert run.returncode in (0, 1), run.stderr
    return sorted({violation["rule"] for violation in json.loads(run.stdout)["violations"]})


def test_project_keeps_its_own_rules(copy: Path) -> None:
    run = check(copy, "--fail-on", "warning")
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("path", "text", "rule"),
    [
        pytest.param("checks/layers.py", "import archcheck.checks.acyclic", "checks-stand-alone", id="sibling check"),
        pytest.param(
            "reporters/json.py", "import archcheck.reporters.text", "reporters-stand-alone", id="sibling reporter"
        ),
        pytest.param("checks/layers.py", "import os", "pure", id="I/O in a check"),
        pytest.param("core/values.py", "from pathlib import Path", "pure", id="I/O in the core"),
        pytest.param(
            "languages/python/__init__.py", "def read() -> None:\n    import subprocess", "pure", id="I/O in a function"
        ),
        pytest.param("core/values.py", "import archcheck.syntax.yaml", "one-way", id="core uses syntax"),
        pytest.param("checks/layers.py", "import archcheck.adapters.git", "one-way", id="check uses an adapter"),
        pytest.param("adapters/git.py", "import archcheck.checks.layers", "one-way", id="adapter uses a check"),
        pytest.param(
            "reporters/json.py", "import archcheck.syntax.yaml", "reporters-read-the-report", id="reporter uses syntax"
        ),
        pytest.param("errors.py", "import archcheck.core.values", "one-way", id="errors import the core"),
        pytest.param("helpers.py", '"""A module that nobody placed."""', "one-way", id="new top-level module"),
    ],
)
def test_broken_rule_is_found(copy: Path, path: str, text: str, rule: str) -> None:
    with (copy / "archcheck" / path).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{text}\n")
    run = check(copy, "-o", "json")
    assert rule in broken_rules(run)
    assert run.returncode == 1
