"""Markdown: where a text links to, which anchors it has, and which parts of it are code."""

from archcheck.syntax.markdown.blocks import read_blocks
from archcheck.syntax.markdown.inline import read_inline
from archcheck.syntax.markdown.nodes import Anchor, Code, Document, Link
from archcheck.syntax.markdown.slugs import Slugs, heading_slugs
from archcheck.syntax.markdown.tags import find_attributes

__all__ = ["Anchor", "Code", "Document", "Link", "read_markdown"]


def read_markdown(text: str) -> Document:
    """What a text in CommonMark with tables refers to and offers; every text is Markdown.

    Reference links count where they are defined. Nothing is looked for in comments and code, except that the code is
    told. Takes time linear in the text.
    """
    links: list[Link] = []
    anchors: list[Anchor] = []
    code: list[Code] = []
    slugs = Slugs()
    for block in read_blocks(text):
        if block.kind == "code":
            code.append(Code(block.start, block.end, block.info))
        elif block.kind == "html":
            _take_tags(text[block.start : block.end], block.start, links, anchors)
        elif block.kind == "definition":
            links.append(Link(block.start, text[block.start : block.end]))
        else:
            inline = read_inline(block.text)
            links += [Link(block.offset(at), target) for at, target in inline.links]
            code += [Code(block.offset(start), block.offset(end - 1) + 1, None) for start, end in inline.code]
            for start, end in inline.tags:
                _take_tags(block.text[start:end], block.offset(start), links, anchors)
            if block.kind == "heading":
                anchors += [Anchor(block.start, slug) for slug in slugs.unique(heading_slugs(inline.plain))]
    return Document(tuple(sorted(links)), tuple(sorted(anchors)), tuple(sorted(code, key=lambda each: each[:2])))


def _take_tags(markup: str, offset: int, links: list[Link], anchors: list[Anchor]) -> None:
    """Add what the tags of HTML say; `offset` is that of the markup."""
    for name, at, value in find_attributes(markup):
        if name in ("href", "src"):
            links.append(Link(offset + at, value))
        else:
            anchors.append(Anchor(offset + at, value))
