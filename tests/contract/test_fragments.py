"""Fragments of the changelog are named so that a release can sort them."""

import re
from pathlib import Path

import pytest

CHANGELOG = Path(__file__).resolve().parents[2] / "changelog.d"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed|removed)\.md")


@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.name) for path in sorted(CHANGELOG.iterdir()) if path.name != "README.md"]
)
def test_fragment_has_a_type_and_a_text(path: Path) -> None:
    assert NAME.fullmatch(path.name), path.name
    assert path.read_text("utf-8").strip()
