"""Every rule kind has a page of one form, tests, and examples that pass and fail."""

import re
from pathlib import Path

import pytest

from archcheck._index import CHECKS
from archcheck.core.rules import BUILTIN_SEVERITIES
from tests.doc_pages import FOLDER, HEADINGS, blocks, examples, headings, pages, read

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("kind", CHECKS)
def test_page_has_the_fixed_headings(kind: str) -> None:
    assert headings(read(kind)) == [(1, kind), *((2, words) for words in HEADINGS)]


@pytest.mark.parametrize("kind", CHECKS)
def test_no_section_is_empty(kind: str) -> None:
    sections = read(kind).split("\n## ")[1:]
    assert [section.partition("\n")[0] for section in sections if not section.partition("\n")[2].strip()] == []


@pytest.mark.parametrize("kind", CHECKS)
def test_passing_examples_have_no_errors_and_failing_ones_have(kind: str) -> None:
    found = [(example.heading, bool(example.errors)) for example in examples(kind)]
    assert set(found) == {("Passes", False), ("Fails", True)}


@pytest.mark.parametrize("kind", CHECKS)
def test_blocks_of_examples_stand_where_they_are_run(kind: str) -> None:
    misplaced = [
        f"line {block.line}: {block.info}"
        for block in blocks(read(kind))
        if block.heading in ("Passes", "Fails") and block.info not in ("yaml rule", "tree before", "tree")
    ]
    assert misplaced == []


@pytest.mark.parametrize("kind", CHECKS)
def test_kind_has_tests(kind: str) -> None:
    folder = ROOT / "tests" / "checks"
    assert [*folder.glob(f"test_{kind}.py"), *folder.glob(f"test_{kind}_*.py"), *folder.glob(f"{kind}/test_*.py")]


def test_every_page_is_about_a_kind() -> None:
    assert pages() == sorted(CHECKS)


def test_every_built_in_rule_is_listed_with_its_severity() -> None:
    listed = re.findall(
        r"^\| `archcheck/([\w-]+)` \| (\w+) \|", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE
    )
    assert listed == list(BUILTIN_SEVERITIES.items())
