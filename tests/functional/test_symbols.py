"""What `symbols` says of files whose symbols are not known."""

import json
from pathlib import Path

import pytest

from tests.functional.running import archcheck, repository

RULES = """
version: 1
files: {exclude: [old/**]}
components: {app: app}
rules:
  - {id: r, kind: symbols, in: PATHS, require: function main, exclude: "**/*.md"}
"""
FILES = {
    "app/main.py": "def main(): ...\n",
    "app/README.md": "# App\n",
    "app/broken.py": "def other(:\n    pass\n",
    "app/data.json": "{}\n",
    "old/main.py": "",
}
KNOWN = ("pass", None)


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        pytest.param("[app/main.py, '**/*.md', old/main.py]", KNOWN, id="excluded files are not asked for"),
        pytest.param(
            "[app/main.py, app/data.json]",
            ("unknown", "the symbols of app/data.json are not known: no language here reads such files"),
            id="a file of no language",
        ),
        pytest.param(
            "app/b*.py", ("unknown", "the symbols of app/broken.py are not known: "), id="what cannot be parsed"
        ),
        pytest.param("app", ("unknown", "the symbols of app/broken.py are not known: "), id="a component"),
    ],
)
def test_outcome(paths: str, expected: tuple[str, str | None], tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {**FILES, "archcheck.yaml": RULES.replace("PATHS", paths)})
    run = archcheck(root, "check", "-o", "json", "--no-cache")
    rule = json.loads(run.out)["rules"][0]
    outcome, reason = expected
    assert rule["outcome"] == outcome
    assert rule["reason"] is None if reason is None else reason in rule["reason"]
