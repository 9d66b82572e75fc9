"""Trees with hardly anything in them."""

import subprocess
from pathlib import Path

import pytest

from tools.expect import run_archcheck

NO_RULES = "no rules yet: "


@pytest.mark.parametrize("vcs", ["git", ""], ids=["git", "plain directory"])
def test_empty_tree_is_clean(vcs: str, tmp_path: Path) -> None:
    if vcs:
        subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    run = run_archcheck(tmp_path, "check", "--no-cache")
    first, second = run.stdout.decode().splitlines()
    assert (run.returncode, run.stderr, first) == (0, b"", "ok  0 rules, 0 files, 0 internal imports")
    assert second.startswith(NO_RULES)


def test_tree_of_one_file_is_clean(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text("import os\n", "utf-8")
    run = run_archcheck(tmp_path, "check", "--no-cache")
    assert (run.returncode, run.stderr) == (0, b"")
    assert run.stdout.decode().splitlines()[0] == "ok  0 rules, 1 file, 0 internal imports"


@pytest.mark.parametrize("command", ["check", "graph"])
def test_bare_repository_is_refused(command: str, tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", "--bare"], cwd=tmp_path, check=True)
    run = run_archcheck(tmp_path, command, "--no-cache")
    assert (run.returncode, run.stdout) == (2, b"")
    assert run.stderr.startswith(b"error: ")
