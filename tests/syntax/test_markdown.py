"""What is read of Markdown: targets of links, anchors and code, each at its place."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.syntax.markdown import Document, read_markdown


def links(text: str) -> list[str]:
    """The targets, each found again at its offset."""
    found = read_markdown(text).links
    for offset, target in found:
        assert text[offset:].startswith(target[:1])
    return [target for _, target in found]


def anchors(text: str) -> list[str]:
    return [name for _, name in read_markdown(text).anchors]


def code(text: str) -> list[tuple[str | None, str]]:
    """The kind and the content of every stretch of code."""
    return [(info, text[start:end]) for start, end, info in read_markdown(text).code]


LINKS = [
    pytest.param("[a](b.md)", ["b.md"], id="link"),
    pytest.param("![a](b.png)", ["b.png"], id="image"),
    pytest.param("[![a](b.png)](c.md)", ["b.png", "c.md"], id="image in a link"),
    pytest.param('[a](b.md "title")', ["b.md"], id="title"),
    pytest.param("[a]( <b c.md> (title) )", ["b c.md"], id="pointed brackets"),
    pytest.param("[a](b(c)d.md)", ["b(c)d.md"], id="brackets in pairs"),
    pytest.param(r"[a](b\(c.md)", ["b(c.md"], id="escaped bracket"),
    pytest.param("[a](b(c.md)", [], id="brackets without a pair"),
    pytest.param("[a](b c.md)", [], id="a blank is no part of a target"),
    pytest.param("[a] (b.md)", [], id="a blank before the target"),
    pytest.param(r"\[a](b.md)", [], id="escaped link"),
    pytest.param("[a `](b.md)` c", [], id="code binds closer"),
    pytest.param("[a [b](c.md) d](e.md)", ["c.md"], id="no link in a link"),
    pytest.param("[a]()", [""], id="empty target"),
    pytest.param("[a\nb](c\n'd')", ["c"], id="over several lines"),
    pytest.param("[a]: b.md 'title'\n[c]:\n  <d e.md>\n", ["b.md", "d e.md"], id="definitions"),
    pytest.param("text\n[a]: b.md", [], id="a definition does not interrupt"),
    pytest.param("[^1]: b.md", [], id="footnote"),
    pytest.param("<https://a.b/c> <d@e.f>", [], id="autolinks"),
    pytest.param('<img src="b.png" alt="[c](d)">', ["b.png"], id="html"),
    pytest.param("<p align=center>\n<a href=b.md>[c](d.md)</a>\n\n[e](f.md)", ["b.md", "f.md"], id="block of html"),
    pytest.param("a <!-- [b](c.md) --> [d](e.md)", ["e.md"], id="comment"),
    pytest.param("<!--\n[b](c.md)\n\n<a href=x>\n-->\n[d](e.md)", ["e.md"], id="block of comment"),
    pytest.param("```\n[a](b.md)\n```\n[c](d.md)", ["d.md"], id="code"),
    pytest.param("    [a](b.md)\n\n[c](d.md)", ["d.md"], id="indented code"),
    pytest.param("- a\n\n      [a](b.md)\n\n  [c](d.md)", ["d.md"], id="indented code in a list"),
    pytest.param("> ```\n> [a](b.md)\n[c](d.md)", ["d.md"], id="a quotation ends its code"),
    pytest.param("1. ```\n   [a](b.md)\n[c](d.md)", ["d.md"], id="an item ends its code"),
    pytest.param("| a | b |\n|---|---|\n| `c | [d](e.md) |", ["e.md"], id="table cells stand alone"),
    pytest.param("---\na: '[b](c.md)'\n---\n[d](e.md)", ["e.md"], id="front matter"),
    pytest.param("# [a](b.md)\n[c](d.md)\n===\n", ["b.md", "d.md"], id="headings"),
    pytest.param("\ufeff[a](b.md)\r\n\r\n[c](d.md)\r[e](f.md)", ["b.md", "d.md", "f.md"], id="line ends"),
]


@pytest.mark.parametrize(("text", "expected"), LINKS)
def test_targets(text: str, expected: list[str]) -> None:
    assert links(text) == expected


ANCHORS = [
    pytest.param("# Getting started", ["getting-started"], id="words"),
    pytest.param("## What's new, in 2.0?", ["whats-new-in-20"], id="punctuation"),
    pytest.param("# `code` and [link](x.md) ![image](y)", ["code-and-link", "code-and-link-"], id="markup"),
    pytest.param("# snake_case", ["snake_case"], id="underscores"),
    pytest.param("# _emphasis_ **bold**", ["_emphasis_-bold", "emphasis-bold"], id="emphasis"),
    pytest.param("# A  &amp; B", ["a---b"], id="entity"),
    pytest.param("# Größe \U0001f680", ["größe-"], id="beyond ascii"),
    pytest.param("# a\n# a\n# a", ["a", "a-1", "a-2"], id="repeated"),
    pytest.param("# a\n# a 1\n# a", ["a", "a-1", "a-2"], id="number taken"),
    pytest.param("Title\n=====\nOther\n---\n", ["title", "other"], id="underlined"),
    pytest.param("# a ##\n### b #c", ["a", "b-c"], id="closing signs"),
    pytest.param("#a\n\n####### b\n\n    # c\n\n```\n# d\n```", [], id="no headings"),
    pytest.param("# Title {#given}", ["given", "title", "title-given"], id="given"),
    pytest.param('<a name="x"></a><div id=y><input name=z>', ["x", "y"], id="html"),
]


@pytest.mark.parametrize(("text", "expected"), ANCHORS)
def test_anchors(text: str, expected: list[str]) -> None:
    assert sorted(anchors(text)) == sorted(expected)


CODE = [
    pytest.param("a `b` ``c`d``", [(None, "b"), (None, "c`d")], id="in a line"),
    pytest.param("a ` b ``c`` d", [(None, "c")], id="without an end"),
    pytest.param(r"\`a` b`", [(None, " b")], id="escaped"),
    pytest.param("```sh run\na\n\n```\n", [("sh run", "a\n\n")], id="fence"),
    pytest.param("~~~\n```\n~~~~\n", [("", "```\n")], id="other fence"),
    pytest.param("````\n```\n````", [("", "```\n")], id="longer fence"),
    pytest.param("```\na", [("", "a")], id="fence without an end"),
    pytest.param("``` a`b\n", [], id="no fence"),
    pytest.param("    a\n\n    b\n\nc", [("", "a\n\n    b\n")], id="indented"),
    pytest.param("a\n    b", [], id="no code within a paragraph"),
    pytest.param("-   ```\n    a\n    ```", [("", "    a\n")], id="fence in a list"),
    pytest.param("\ta\n", [("", "a\n")], id="tab"),
]


@pytest.mark.parametrize(("text", "expected"), CODE)
def test_code(text: str, expected: list[tuple[str | None, str]]) -> None:
    assert code(text) == expected


@given(st.text(alphabet="[]()<>`~#>-*+1. \t\n\\\"'!|:=_&;ab{}/\r", max_size=200))
def test_every_text_is_read_in_order_and_within_itself(text: str) -> None:
    document = read_markdown(text)
    for part in document:
        assert list(part) == sorted(part, key=lambda each: each[0])
    assert all(0 <= start <= end <= len(text) for start, end, _ in document.code)
    assert all(0 <= offset <= len(text) for offset, _ in (*document.links, *document.anchors))


@given(st.lists(st.sampled_from(["a.md", "b/c.md", "#d"]), max_size=5), st.text(alphabet="ab \n", max_size=20))
def test_code_around_links_hides_them(targets: list[str], between: str) -> None:
    text = between.join(f"[x]({target})" for target in targets)
    assert links(f"~~~\n{text}\n~~~\n") == []
    assert sorted(links("\n\n".join(f"[x]({target})" for target in targets))) == sorted(targets)


HOSTILE = [
    pytest.param("[" * 300_000, id="opening brackets"),
    pytest.param("[](" * 100_000, id="targets in targets"),
    pytest.param("![" * 100_000 + "](a)" * 50_000, id="images"),
    pytest.param("`" * 300_000, id="backticks"),
    pytest.param(" ".join("`" * length for length in range(1, 700)), id="backticks of every length"),
    pytest.param('<a b="' * 50_000, id="tags without an end"),
    pytest.param("<!--" * 70_000, id="comments without an end"),
    pytest.param(">" * 300_000, id="deep quotations"),
    pytest.param("- " * 100_000 + "\n" * 100_000, id="deep lists"),
    pytest.param("\n".join("  " * depth + "- a" for depth in range(700)), id="nested lists"),
    pytest.param('[a](b "' * 40_000, id="titles without an end"),
    pytest.param("a|b\n-|-\n" * 30_000, id="tables"),
    pytest.param("# " + "_a" * 100_000, id="emphasis"),
    pytest.param("\x00\ufffd\ud800" * 50_000, id="no text at all"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_takes_linear_time(text: str) -> None:
    assert isinstance(read_markdown(text), Document)
