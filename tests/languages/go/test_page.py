"""The table of the page, tried out."""

import re

import pytest

from archcheck.core.resolution import UNRESOLVED
from tests.doc_pages import LANGUAGES, blocks, read, read_tree
from tests.languages.go.resolving import resolve_one

PAGE = read("go", LANGUAGES)
TREE, _ = read_tree("\n".join(block.text for block in blocks(PAGE) if block.info == "modules"))
ROWS = re.findall(r'^\| `"(.+)"` \| (.+) \|$', PAGE, re.MULTILINE)


def test_the_page_has_a_tree_and_a_table() -> None:
    assert len(TREE) == 11
    assert len(ROWS) == 11


@pytest.mark.parametrize(("module", "expected"), [pytest.param(*row, id=row[0]) for row in ROWS])
def test_imports_lead_where_the_page_says(module: str, expected: str) -> None:
    answer = resolve_one(TREE, "shop/main.go", module)
    shown = f"unresolved: {answer.reason}" if answer.outcome == UNRESOLVED else f"`{answer.target}`"
    assert shown == expected
