"""What the README shows is what happens, on the sample repository that it names."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from archcheck import _index
from archcheck.cli.main import COMMANDS
from tools.expect import FIXTURES, ROOT, copy_repository

README = (ROOT / "README.md").read_text("utf-8")
BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = [(found["info"], found["body"]) for found in BLOCK.finditer(README)]
CONSOLE = [body for info, body in BLOCKS if info == "console"]
LINK = re.compile(r"\]\((?!https?:)(?P<target>[^)#\s]+)")
MAKE = re.compile(r"(?:^|`)make ([a-z]+)(?:`|$)", re.MULTILINE)
PAGES = [
    "README.md",
    "CONTRIBUTING.md",
    *(
        page.relative_to(ROOT).as_posix()
        for pattern in ("*.md", "adr/*.md", "ci/*.md", "packs/*.md")
        for page in sorted((ROOT / "docs").glob(pattern))
    ),
]
MODULE = re.compile(r"`(\w+/[\w/]+\.py)`")


@pytest.fixture
def sample(tmp_path: Path) -> Path:
    """The sample repository with the rule file of the README."""
    directory = copy_repository(FIXTURES / "demo" / "repo", tmp_path / "repo")
    (rules,) = [body for info, body in BLOCKS if info == "yaml archcheck.yaml"]
    (directory / "archcheck.yaml").write_text(rules, "utf-8", newline="\n")
    return directory


def run_in_shell(command: str, directory: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as a user would type it, with the console script of this environment and the code of this checkout."""
    environment = {
        **os.environ,
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "PYTHONPATH": str(ROOT),
        "XDG_CACHE_HOME": str(directory.parent / "cache"),
    }
    return subprocess.run(
        command, shell=True, cwd=directory, env=environment, capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("body", CONSOLE, ids=[body.partition("\n")[0].removeprefix("$ ") for body in CONSOLE])
def test_command_prints_what_is_shown(body: str, sample: Path) -> None:
    command, _, shown = body.removeprefix("$ ").partition("\n")
    run = run_in_shell(command, sample)
    assert (run.stdout, run.stderr) == (shown, "")


def test_readme_shows_a_check_and_an_explanation() -> None:
    assert [body.split()[1:3] for body in CONSOLE] == [["archcheck", "check"], ["archcheck", "explain"]]


def test_every_kind_stands_in_the_table() -> None:
    listed = re.findall(r"^\| \[(\w+)\]\(docs/checks/\w+\.md\)", README, re.MULTILINE)
    assert sorted(listed) == sorted(_index.CHECKS)


def test_every_command_stands_in_the_table() -> None:
    listed = re.findall(r"^\| `archcheck (\w+)", README, re.MULTILINE)
    assert sorted(set(listed)) == sorted(COMMANDS)


def test_make_targets_exist() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    shown = {found for page in PAGES for found in MAKE.findall(_text(page))}
    assert {"demo", "test"} <= shown <= set(targets)


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    directory = (ROOT / page).parent
    lost = [found["target"] for found in LINK.finditer(_text(page)) if not (directory / found["target"]).exists()]
    assert lost == []


def test_modules_that_pages_name_exist() -> None:
    named = {found for page in PAGES if page.startswith("docs/") for found in MODULE.findall(_text(page))}
    assert "core/graph.py" in named
    assert sorted(path for path in named if not (ROOT / "archcheck" / path).is_file()) == []


def test_every_decision_is_listed() -> None:
    pages = sorted(page.name for page in (ROOT / "docs" / "adr").glob("0*.md"))
    listed = re.findall(r"^- \[(\d+)\. .*\]\((\S+)\)$", _text("docs/adr/README.md"), re.MULTILINE)
    assert listed == [(str(number), page) for number, page in enumerate(pages, start=1)]


def _text(page: str) -> str:
    return (ROOT / page).read_text("utf-8")
