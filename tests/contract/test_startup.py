"""Starting is cheap: what a command does not need is not imported."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# import time: self [us] | cumulative | name, which is indented by depth
_LINE = re.compile(r"import time: +\d+ \| +\d+ \| +(\S+)")


def imported_by(*arguments: str) -> list[str]:
    """The modules that `python ARGUMENTS` imports, without those that every process of this interpreter imports."""
    always = set(trace("-c", "pass"))
    return [name for name in trace(*arguments) if name not in always]


def trace(*arguments: str) -> list[str]:
    run = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return [found[1] for found in map(_LINE.match, run.stderr.splitlines()) if found]


def test_version_imports_only_click_and_the_command_line() -> None:
    imported = {name.partition(".")[0] for name in imported_by("-m", "archcheck", "--version")}
    assert imported - sys.stdlib_module_names == {"archcheck", "click"}


def test_version_imports_nothing_of_archcheck_but_its_command_line() -> None:
    own = {name for name in imported_by("-m", "archcheck", "--version") if name.startswith("archcheck")}
    assert {name for name in own if not name.startswith("archcheck.cli")} == {"archcheck"}


def test_package_itself_imports_nothing() -> None:
    assert imported_by("-c", "import archcheck") == ["archcheck"]
