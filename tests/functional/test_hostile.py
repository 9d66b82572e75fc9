"""Hostile repositories and surroundings: archcheck answers, says nothing it should not know, and changes nothing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.functional.running import archcheck, environment, git, repository, write_files

SECRET = "TOKEN: hunter2\n"
SOURCE = str(Path(__file__).parents[2])
needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="symbolic links and such names need POSIX")


@needs_posix
@pytest.mark.parametrize(
    ("rules", "link", "message"),
    [
        pytest.param("extends: [../outside.yaml]", "", '"../outside.yaml" leads out of the repository', id="extends"),
        pytest.param("extends: [./in.yaml]", "in.yaml", '"./in.yaml" leads out of the repository', id="link"),
        pytest.param("include: [in.yaml]", "in.yaml", "in.yaml  leads out of the repository", id="included link"),
        pytest.param("", "archcheck.yaml", "symbolic link that leads out of the repository", id="rule file"),
    ],
)
def test_nothing_outside_of_the_repository_is_quoted(tmp_path: Path, rules: str, link: str, message: str) -> None:
    write_files(tmp_path, {"outside.yaml": SECRET})
    root = repository(tmp_path / "repo", {"archcheck.yaml": f"version: 1\n{rules}\n"} if rules else {})
    if link:
        (root / link).symlink_to(tmp_path / "outside.yaml")
        git(root, "add", "--all")
    outcome = archcheck(root, "check")
    assert (outcome.code, outcome.out) == (2, "")
    assert message in outcome.err
    assert "hunter2" not in outcome.err


def test_a_rule_file_given_on_the_command_line_extends_its_neighbours(tmp_path: Path) -> None:
    write_files(tmp_path, {"team/rules.yaml": "version: 1\nextends: [./base.yaml]\n", "team/base.yaml": "version: 1\n"})
    root = repository(tmp_path / "repo", {"a.py": ""})
    assert archcheck(root, "check", "-c", os.fspath(tmp_path / "team/rules.yaml")).code == 0


@needs_posix
@pytest.mark.parametrize(
    "command",
    [
        pytest.param("check", id="check"),
        pytest.param("check -o json", id="json"),
        pytest.param("graph", id="graph"),
        pytest.param("explain a.py", id="explain"),
        pytest.param("rules", id="rules"),
        pytest.param("schema", id="schema"),
        pytest.param("--version", id="version"),
    ],
)
def test_closed_standard_streams_are_no_bug(tmp_path: Path, command: str) -> None:
    root = repository(tmp_path / "repo", {"a.py": "import b\n", "b.py": ""})
    script = f'"{sys.executable}" -m archcheck {command}'
    for closing in (">&-", "<&- >&- 2>&-"):
        shell = ["sh", "-c", f"{script} {closing}"]
        done = subprocess.run(shell, cwd=root, env=environment(root, PYTHONPATH=SOURCE), check=False, timeout=60)
        assert done.returncode == 0


@needs_posix
def test_a_closed_standard_error_does_not_change_the_exit_code(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"archcheck.yaml": "version: 3\n"})
    shell = ["sh", "-c", f'"{sys.executable}" -m archcheck check >&- 2>&-']
    done = subprocess.run(shell, cwd=root, env=environment(root, PYTHONPATH=SOURCE), check=False, timeout=60)
    assert done.returncode == 2


def test_code_of_the_repository_is_not_imported_by_python_dash_m(tmp_path: Path) -> None:
    # `python -m` looks for modules in the current directory first.
    trap = "raise SystemExit('executed')\n"
    files = {
        "archcheck.yaml": "version: 1\nplugins: [acme]\n",
        "click.py": trap,
        "yaml.py": trap,
        "sqlite3.py": trap,
        "json.py": trap,
        "acme.py": trap,
        "acme-1.0.dist-info/METADATA": "Name: acme\nVersion: 1.0\n",
        "acme-1.0.dist-info/entry_points.txt": "[archcheck.checks]\nacme.x = acme:CHECK\n",
    }
    root = repository(tmp_path / "repo", files)
    outcome = archcheck(root, "check")
    assert "executed" not in outcome.err
    assert (outcome.code, outcome.out) == (2, "")
    assert 'the plugin "acme" is not installed' in outcome.err


@pytest.mark.parametrize(
    "name", [pytest.param(name, id=name or "empty") for name in ("", "../x", "a; rm -rf b", "-r x")]
)
def test_what_cannot_be_a_package_is_not_offered_for_installation(tmp_path: Path, name: str) -> None:
    root = repository(tmp_path / "repo", {"archcheck.yaml": f'version: 1\nplugins: ["{name}"]\n'})
    outcome = archcheck(root, "check")
    assert (outcome.code, outcome.out) == (2, "")
    assert f'error config  archcheck.yaml:2:11  "{name}" is not the name of a package' in outcome.err
    assert "pip" not in outcome.err
