"""Markdown beside markdown-it-py: links, code in lines and blocks of code, of random text and of given documents.

Compared are the targets as a set, since a reference counts for us once, where it is defined, and the kinds of blocks.
HTML is left out: markdown-it-py does not look into it.
"""

import html
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from archcheck.syntax.markdown import read_markdown
from archcheck.syntax.markdown.tags import find_attributes

markdown_it = pytest.importorskip("markdown_it", reason="markdown-it-py is not installed: pip install --group oracles")
pytestmark = pytest.mark.oracle

Answer = tuple[set[str], Counter[str], list[str]]


def theirs(text: str) -> Answer:
    """Targets of links, contents of code in lines without white space, and the words after fences."""
    parser: Any = markdown_it.MarkdownIt("commonmark").enable("table")
    parser.normalizeLink = parser.normalizeLinkText = lambda url: url
    parser.validateLink = lambda _: True
    env: dict[str, Any] = {}
    tokens = list(parser.parse(text, env))
    targets = {str(each["href"]) for each in env.get("references", {}).values()}
    spans: Counter[str] = Counter()
    blocks = []
    while tokens:
        token = tokens.pop(0)
        tokens[:0] = token.children or []
        if token.type == "link_open" and token.info != "auto":
            targets.add(str(token.attrs["href"]))
        elif token.type == "image":
            targets.add(str(token.attrs["src"]))
        elif token.type == "code_inline":
            spans[_squeezed(token.content)] += 1
        elif token.type in ("fence", "code_block"):
            blocks.append(token.info.strip() if token.type == "fence" else "")
    return targets, spans, blocks


def ours(text: str) -> Answer:
    """The same as we read it."""
    document = read_markdown(text)
    spans = Counter(_squeezed(text[start:end]) for start, end, info in document.code if info is None)
    blocks = [info for _, _, info in document.code if info is not None]
    return {html.unescape(target) for _, target in document.links}, spans, blocks


def _squeezed(code: str) -> str:
    """Without white space, signs of quotations and the backslashes that tables need."""
    return "".join(code.replace("\\|", "|").replace(">", "").split())


def same(text: str) -> bool:
    """Whether both read a text alike, apart from what stands in HTML."""
    in_tags = {value for name, _, value in find_attributes(text) if name in ("href", "src")}
    (their_targets, *others), (our_targets, *own) = theirs(text), ours(text)
    return own == others and our_targets - in_tags == their_targets - in_tags


# Left out is what markdown-it-py reads in its own way: tabs in items, what follows a definition, indented quotations.
PIECES = [
    "[",
    "]",
    "(",
    ")",
    "](",
    "`",
    "``",
    "```\n",
    "~~~\n",
    "> ",
    "- ",
    "1. ",
    "  ",
    "\n",
    "\n\n",
    "a",
    "b.md",
    " ",
]
PIECES += ["# ", "---\n", "===\n", "\\", "!", "[x]: y\n\n", '"', "'", "<b>", "<", "* ", "2) "]


@settings(max_examples=5_000, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
def test_random_text_is_read_alike(text: str) -> None:
    assume(not text.startswith("---"))  # front matter, which CommonMark does not know
    assert ours(text) == theirs(text)


def test_documents_are_read_alike() -> None:
    corpora = os.environ.get("ARCHCHECK_CORPORA")
    documents = sorted(Path(corpora).rglob("*.md")) if corpora else []
    if not documents:
        pytest.skip("no documents below ARCHCHECK_CORPORA")
    texts = {path: path.read_text("utf-8", errors="replace") for path in documents}
    assert [path for path, text in texts.items() if not text.startswith("---") and not same(text)] == []
