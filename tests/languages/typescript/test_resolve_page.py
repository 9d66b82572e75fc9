"""The page about TypeScript says what happens: its example is a repository, and each row of its table an import."""

import json
import re
from pathlib import Path

import pytest

from archcheck.core.resolution import GENERATED, UNRESOLVED
from tests.languages.typescript.resolving import ask, index_of

PAGE = (Path(__file__).parents[3] / "docs" / "languages" / "typescript.md").read_text("utf-8")
FILES = re.findall(r"^```text\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)[0]
MANIFEST = re.compile(r"^```json (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MANIFESTS = {path: json.loads(text) for path, text in MANIFEST.findall(PAGE)}
IMPORTER = re.findall(r"^\| written in `([^`]+)`", PAGE, re.MULTILINE)[0]
ROWS = re.findall(r"^\| `([^`]+)` \| (.+) \|$", PAGE, re.MULTILINE)
WORDS = {GENERATED: "generated", UNRESOLVED: "unresolved: "}


@pytest.mark.parametrize(("specifier", "expected"), ROWS, ids=[row[0] for row in ROWS])
def test_the_table_is_true(specifier: str, expected: str) -> None:
    (found,) = ask(index_of(FILES, MANIFESTS), IMPORTER, specifier)
    shown = WORDS[found.outcome] + found.reason if found.outcome in WORDS else f"`{found.target}`"
    assert shown == expected


def test_the_table_is_read_whole() -> None:
    assert (len(ROWS), len(MANIFESTS)) == (19, 6)
