"""Hostile repositories and surroundings: archcheck answers, says nothing it should not know, and changes nothing."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

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


HOSTILE_NAMES = [
    b"new\nline.py",
    b"\x1b[31mred\x1b[0m.py",
    "rtl\u202egpj.py".encode(),
    "separator\u2028.py".encode(),
    b"not-utf8-\xff\xfe.py",
    b"\xc2\x9b31m.py",
    b"a" * 252 + b".py",
    b"-rf.py",
    b"$(touch executed).py",
    b"`touch executed`.py",
    b"<b>&\"'.py",
    b"]]>.py",
    b"::error::x.py",
    b"{a}[b]*.py",
    b"back\\slash.py",
    b"cr\r.py",
]
CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these file systems refuse such names")
def test_hostile_names_reach_no_terminal_and_break_no_format(tmp_path: Path) -> None:
    rules = """\
        version: 1
        rules:
          - {id: plain, kind: naming, styles: {"**/*.py": "regex:none"}}
          - {id: alone, kind: dependencies, from: "*.py", deny: pkg}
        """
    root = repository(tmp_path / "repo", {"archcheck.yaml": rules, "pkg/__init__.py": ""})
    for name in HOSTILE_NAMES:
        (root / os.fsdecode(name)).write_text("import pkg\nfrom .gone import x\n")
    git(root, "add", "--all")
    for arguments in ("check --all", "check -v --all", "check -o json", "explain plain", "explain pkg"):
        outcome = archcheck(root, *arguments.split())
        assert outcome.code in (0, 1), outcome.err
        assert not CONTROLS.search(outcome.out + outcome.err), arguments
    for form in ("json", "mermaid", "dot", "graphml"):
        outcome = archcheck(root, "graph", "-o", form, "--level", "file")
        assert (outcome.code, outcome.err) == (0, "")
        assert not CONTROLS.search(outcome.out), form
        if form == "graphml":
            assert len(ElementTree.fromstring(outcome.out).findall(".//{*}node")) > len(HOSTILE_NAMES)
    assert len(json.loads(archcheck(root, "check", "-o", "json").out)["violations"]) > 3 * len(HOSTILE_NAMES)
    assert not (root / "executed").exists()


@needs_posix
def test_odd_files_of_a_plain_directory_are_listed_and_not_opened(tmp_path: Path) -> None:
    root = write_files(tmp_path / "plain", {"pkg/__init__.py": "", "pkg/a.py": "import pkg\n"})
    os.mkfifo(root / "pkg/fifo.py")
    (root / "loop").symlink_to(".")
    (root / "pkg/zero.py").symlink_to("/dev/zero")
    (root / "pkg/self.py").symlink_to("self.py")
    with (root / "pkg/huge.py").open("wb") as stream:
        stream.truncate(200 << 20)
    outcome = archcheck(root, "check", "-v")
    assert outcome.code == 0
    for line in (
        "pkg/fifo.py (named pipe)",
        "pkg/huge.py (larger than 10 MB)",
        "pkg/self.py (symbolic link)",
        "pkg/zero.py (symbolic link)",
    ):
        assert line in outcome.out


def test_sources_that_fight_every_parser_are_answered(tmp_path: Path) -> None:
    files = {
        "deep.py": "x = " + "(" * 100_000 + ")" * 100_000 + "\nimport pkg\n",
        "minus.py": "'''import'''\nx = " + "-" * 100_000 + "1\nimport pkg\n",
        "indented.py": "".join(" " * depth + "if 1:\n" for depth in range(400)) + " " * 400 + "import pkg\n",
        "line.py": 'x = "' + "a" * 5_000_000 + '"; import pkg\n',
        "dots.py": "import " + "a." * 200_000 + "a\nimport pkg\n",
        "above.py": "from " + "." * 200_000 + "x import y\nimport pkg\n",
        "nul.py": "import pkg\0\n",
        "latin.py": "# caf\udce9\nimport pkg\n",
        "codec.py": "# -*- coding: zlib_codec -*-\nimport pkg\n",
    }
    rules = 'version: 1\nrules: [{id: symbols, kind: naming, styles: {"**/*.py": {function: snake}}}]\n'
    root = repository(tmp_path / "repo", {"archcheck.yaml": rules, "pkg/__init__.py": "", **files})
    outcome = archcheck(root, "check", "-o", "json")
    assert outcome.code == 1
    broken = {each["path"] for each in json.loads(outcome.out)["violations"] if each["rule"] == "archcheck/unparsable"}
    assert broken >= {"deep.py", "minus.py", "indented.py", "dots.py", "nul.py", "latin.py", "codec.py"}
    graph = json.loads(archcheck(root, "graph", "-o", "json", "--level", "file").out)
    found = {edge["source"] for edge in graph["edges"] if edge["target"] == "pkg/__init__.py"}
    assert found == {*files} - {"nul.py", "latin.py", "codec.py"}


def test_commands_in_the_configuration_of_git_are_not_run(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {".gitattributes": "*.py filter=trap diff=trap\n", "a.py": "import b\n"})
    trap = f"\"{sys.executable}\" -c \"open('executed', 'w')\""
    keys = "core.fsmonitor core.pager diff.external alias.ls-files filter.trap.clean filter.trap.process"
    for key in (*keys.split(), "diff.trap.textconv", "diff.trap.command"):
        git(root, "config", key, trap)
    os.utime(root / "a.py", (1_000_000_000, 1_000_000_000))
    for arguments in (("check", "--untracked"), ("graph",), ("explain", "a.py")):
        assert archcheck(root, *arguments).code == 0
    assert not (root / "executed").exists()
    # The trap does work.
    git(root, "config", "--unset", "filter.trap.process")
    git(root, "add", "--renormalize", "a.py")
    assert (root / "executed").exists()


@pytest.mark.parametrize("below", [pytest.param("", id="is-a-file"), pytest.param("below", id="below-a-file")])
def test_a_cache_that_cannot_be_written_is_a_note(tmp_path: Path, below: str) -> None:
    root = repository(tmp_path / "repo", {"a.py": "import b\n", "b.py": ""})
    (tmp_path / "file").write_text("kept")
    outcome = archcheck(root, "check", "--cache-dir", str(tmp_path / "file" / below))
    assert outcome.code == 0
    assert "note  cache not used: " in outcome.out
    assert (tmp_path / "file").read_text() == "kept"


@needs_posix
def test_an_import_of_a_linked_directory_is_unresolved(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"a.py": "import linked.x\n", "pkg/x.py": ""})
    (root / "linked").symlink_to("pkg")
    before = archcheck(root, "check").out
    git(root, "add", "--all")
    after = archcheck(root, "check").out
    assert before.startswith("ok  0 rules, 2 files, 0 internal imports\n")
    assert "a.py:1:1: warning archcheck/unresolved: linked.x: linked is a submodule or a symbolic link" in after
