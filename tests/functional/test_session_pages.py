"""Pages that walk through a session: their files are written and their commands run, in order, in one repository."""

import re
from pathlib import Path

import pytest

from tests.functional.running import git
from tests.functional.test_readme import run_in_shell
from tools.expect import FIXTURES, ROOT, copy_repository

PAGES = {"acceptance": "", "init": "demo", "init-from": "", "suppressions": ""}
"""The pages, each with the fixture whose repository, without its rule file, the session begins in."""
BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES)
def test_commands_print_what_is_shown(page: str, tmp_path: Path) -> None:
    root = tmp_path / "repo"
    if PAGES[page]:
        copy_repository(FIXTURES / PAGES[page] / "repo", root)
        (root / "archcheck.yaml").unlink()
    root.mkdir(exist_ok=True)
    git(root, "init", "--quiet")
    text = (ROOT / "docs" / f"{page}.md").read_text("utf-8")
    ran = 0
    for found in BLOCK.finditer(text):
        _, _, path = found["info"].partition(" ")
        if path:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(found["body"], "utf-8", newline="\n")
        elif found["info"] == "console":
            git(root, "add", "--all")
            command, _, shown = found["body"].removeprefix("$ ").partition("\n")
            done = run_in_shell(command, root)
            assert (done.stdout, done.stderr) == (shown, ""), command
            ran += 1
    assert ran
