"""The examples on the pages of formats say what their extractors find."""

import pytest

from archcheck._index import LANGUAGES
from archcheck.core.facts import Source
from archcheck.registry import Registry
from tests.doc_pages import blocks
from tests.language_pages import FactExample, dialect_of, fact_examples, page

FORMATS = [name for name in LANGUAGES if "relations" in getattr(Registry().language(name), "aspects", ())]
EXAMPLES = [pytest.param(example, id=example.name) for name in LANGUAGES for example in fact_examples(name)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_has_the_facts_that_the_page_names(example: FactExample) -> None:
    language = Registry().language(example.page)
    assert language is not None
    extract = language.aspects.get("relations") or language.aspects["endpoints"]
    found = extract(Source(example.text.encode(), dialect_of(example.page, example.path)))
    facts = [(f"{fact.line}:{fact.column}", *fact[2:]) for fact in found.facts]
    assert [*facts, *((f"! {d.line}:{d.column}", d.message) for d in found.diagnostics)] == example.facts


@pytest.mark.parametrize("name", FORMATS)
def test_page_of_a_format_has_an_example(name: str) -> None:
    assert {block.info for block in blocks(page(name))} & {"facts", "tree"}


@pytest.mark.parametrize("name", LANGUAGES)
def test_page_says_what_is_seen_and_what_is_not(name: str) -> None:
    text = page(name)
    assert "\n## What is seen\n" in text
    assert "\n## What is not\n" in text
