"""The examples on the pages of the reporters are what archcheck prints."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from archcheck import __version__
from archcheck.core.extension import Style
from archcheck.pipeline.request import Request
from archcheck.pipeline.run import run_check
from archcheck.pipeline.start import begin

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "reporters"
BLOCK = re.compile(r"^(?P<fence>````?)(?P<info>[^\s`]+(?: \S+)?)\n(?P<body>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL)
HEADINGS = ["What it shows", "Use", "Example", "Limits"]
NAMES = ["dot", "github", "gitlab", "graph_json", "graphml", "json", "junit", "markdown", "mermaid", "sarif", "text"]


def blocks(name: str) -> list[tuple[str, str]]:
    """The fenced blocks of a page: what stands behind the fence, and the text."""
    page = (PAGES / f"{name}.md").read_text("utf-8")
    return [(found["info"], found["body"]) for found in BLOCK.finditer(page)]


EXAMPLES = [
    pytest.param(*body.removeprefix("$ ").split("\n", 1), id=f"{name}-{number}")
    for name in NAMES
    for number, (info, body) in enumerate(blocks(name))
    if info == "console"
]


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """The files shown on the page of `text`."""
    for info, body in blocks("text"):
        _, space, path = info.partition(" ")
        if space:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(body, "utf-8", newline="\n")
    return tmp_path


def agree(shown: str, printed: str) -> bool:
    """Whether `printed` is `shown`, in which a line `...` stands for any lines."""
    pattern = re.escape(shown).replace(re.escape("...\n"), "(?:.*\n)+?")
    return re.fullmatch(pattern, printed) is not None


@pytest.mark.parametrize(("command", "shown"), EXAMPLES)
def test_example_is_what_the_command_prints(command: str, shown: str, repository: Path) -> None:
    words = shlex.split(command)
    assert words[0] == "archcheck"
    run = subprocess.run(
        [sys.executable, "-m", "archcheck", *words[1:], "--no-cache"],
        cwd=repository,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert run.stderr == ""
    printed = run.stdout.replace(f'"version": "{__version__}"', '"version": "0.1.0"')
    assert agree(shown, printed), printed


def test_example_of_a_terminal_is_what_the_reporter_writes(repository: Path) -> None:
    run = run_check(begin(Request(start=str(repository), as_of="2026-11-20", use_cache=False, jobs=1)))
    report, registry = run.with_excerpts(run.report, None), run.registry
    reporter = registry.reporter("text")
    assert reporter is not None
    assert [body for info, body in blocks("text") if info == "text"] == [reporter.render(report, Style(width=80))]


def test_the_drawing_beside_the_example_is_the_example() -> None:
    drawn = [body for info, body in blocks("mermaid") if info == "mermaid"]
    printed = [body.split("\n", 1)[1] for info, body in blocks("mermaid") if info == "console"]
    assert drawn == printed


@pytest.mark.parametrize("name", NAMES)
def test_page_has_the_headings_of_every_page(name: str) -> None:
    page = (PAGES / f"{name}.md").read_text("utf-8")
    assert page.startswith(f"# {name}\n")
    assert re.findall(r"^## (.*)$", BLOCK.sub("", page), re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("name", NAMES)
def test_page_has_an_example(name: str) -> None:
    assert "console" in [info for info, _ in blocks(name)]
