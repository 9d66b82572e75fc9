"""The layering contract is kept, and bites when it is broken."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    """Run import-linter on the package in `root`; it must not see the one that is installed."""
    code = f"import sys; sys.path.insert(0, {str(root)!r}); from importlinter.cli import lint_imports_command; "
    code += "lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache", "--no-logo"], cwd=root, capture_output=True, text=True, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the package and its contract."""
    shutil.copytree(ROOT / "archcheck", tmp_path / "archcheck", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def append(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("a", encoding="utf-8") as stream:
        stream.write(f"\n{text}\n")


def test_contract_is_kept(copy: Path) -> None:
    run = lint_imports(copy)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("path", "text", "broken"),
    [
        pytest.param(
            "checks/layers.py", "import archcheck.checks.acyclic", "Checks do not know each other", id="sibling check"
        ),
        pytest.param(
            "reporters/json.py",
            "import archcheck.reporters.text",
            "Reporters do not know each other",
            id="sibling reporter",
        ),
        pytest.param("checks/layers.py", "import os", "The pure layers do no I/O", id="I/O in a check"),
        pytest.param("core/values.py", "from pathlib import Path", "The pure layers do no I/O", id="I/O in the core"),
        pytest.param(
            "languages/python/__init__.py",
            "def read() -> None:\n    import subprocess",
            "The pure layers do no I/O",
            id="I/O hidden in a function",
        ),
        pytest.param(
            "core/values.py",
            "from archcheck.syntax.yaml import parse_yaml",
            "Data flows one way",
            id="core uses syntax",
        ),
        pytest.param(
            "checks/layers.py", "import archcheck.adapters.git", "Data flows one way", id="check uses an adapter"
        ),
        pytest.param(
            "adapters/git.py", "import archcheck.checks.layers", "Data flows one way", id="adapter uses a check"
        ),
        pytest.param(
            "reporters/json.py",
            "import archcheck.syntax.yaml",
            "Reporters read the report, not the sources",
            id="reporter uses syntax",
        ),
        pytest.param("errors.py", "import archcheck.core.values", "Data flows one way", id="errors import the core"),
        pytest.param(
            "helpers.py", '"""A module that nobody placed."""', "Data flows one way", id="new top-level module"
        ),
    ],
)
def test_broken_contract_is_found(copy: Path, path: str, text: str, broken: str) -> None:
    append(copy / "archcheck" / path, text)
    run = lint_imports(copy)
    assert run.returncode == 1, run.stdout + run.stderr
    assert f"{broken} BROKEN" in run.stdout
