"""The blocks of a Markdown text: paragraphs, headings, code, HTML, and definitions of references."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from archcheck.syntax.markdown.cursor import Cursor
from archcheck.syntax.markdown.html_blocks import html_end
from archcheck.syntax.markdown.nodes import Block
from archcheck.syntax.markdown.paragraphs import finish_paragraph

_LINE = re.compile(r"[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_FENCE = re.compile(r"(`{3,}+)([^`]*+)\Z|(~{3,}+)(.*)\Z")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]++|\Z)")
_HEADING_END = re.compile(r"(?:(?<=[ \t])|\A)#++[ \t]*+\Z|[ \t]++\Z")
_UNDERLINE = re.compile(r"(?:=++|-++)[ \t]*+\Z")
_RULE = re.compile(r"(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)\Z")
_ITEM = re.compile(r"([-+*]|([0-9]{1,9})[.)])(?=[ \t]|\Z)")
_MOST_NESTED = 100
_CODE_INDENT = 4
_QUOTE = -1
"""Stands for a quotation among the containers, where lists have the width of their indentation."""


def read_blocks(text: str) -> Iterator[Block]:
    """The blocks in order. Lists and quotations are taken apart into what they hold."""
    reader = _Reader()
    for found in _LINE.finditer(text, _after_front_matter(text)):
        line = found[0].rstrip("\r\n")
        reader.take(line, found.start(), found.end())
        yield from reader.done
        reader.done.clear()
    reader.close()
    yield from reader.done


_FRONT_MATTER = re.compile(r"\ufeff?---[ \t]*\r?\n")
_FRONT_MATTER_END = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE)


def _after_front_matter(text: str) -> int:
    """Where the text begins: behind YAML between two lines of dashes at the very top."""
    begin = _FRONT_MATTER.match(text)
    end = _FRONT_MATTER_END.search(text, begin.end()) if begin else None
    return end.end() if end else int(text.startswith("\ufeff"))


@dataclass(slots=True)
class _Leaf:
    """The block that is open: `text`, `code` or `html`; code in a fence and HTML know what ends them."""

    kind: str
    depth: int
    start: int
    end: int
    info: str = ""
    fence: str = ""
    closing: "re.Pattern[str] | None" = None
    pieces: list[tuple[int, str]] = field(default_factory=list)


class _Reader:
    """The containers that are open, the block inside of them, and the blocks that are done."""

    def __init__(self) -> None:
        self.done: list[Block] = []
        self._containers: list[int] = []
        self._leaf: _Leaf | None = None
        self._offset = 0
        self._end = 0

    def take(self, line: str, offset: int, end: int) -> None:
        """The next line, without its end."""
        self._offset, self._end = offset, end
        cursor = Cursor(line)
        matched = self._match_containers(cursor)
        leaf = self._leaf
        if leaf and leaf.kind != "text" and self._continue(leaf, cursor, matched):
            return
        opened = self._open_containers(cursor, matched)
        self._take_rest(cursor, len(self._containers) if opened else matched)

    def close(self) -> None:
        """End the block that is open."""
        leaf, self._leaf = self._leaf, None
        if leaf is None:
            return
        if leaf.kind == "text":
            self.done += finish_paragraph(leaf.pieces)
        else:
            self.done.append(Block(leaf.kind, leaf.start, leaf.end, leaf.info))

    def _match_containers(self, cursor: Cursor) -> int:
        """How many of the open containers the line goes on with; the cursor moves past their signs."""
        for number, width in enumerate(self._containers):
            if width == _QUOTE:
                if cursor.indent >= _CODE_INDENT or not cursor.line.startswith(">", cursor.at):
                    return number
                cursor.move(1)
                cursor.skip(1)
            elif cursor.indent >= width:
                cursor.skip(width)
            elif not cursor.is_blank():
                return number
        return len(self._containers)

    def _continue(self, leaf: _Leaf, cursor: Cursor, matched: int) -> bool:
        """Whether the line belongs to the code or HTML that is open; what it ends is closed."""
        indent, rest = cursor.indent, cursor.rest()
        inside = matched >= leaf.depth
        if inside and leaf.fence:
            is_end = (
                indent < _CODE_INDENT and rest.rstrip(" \t").strip(leaf.fence[0]) == "" and rest.startswith(leaf.fence)
            )
            if is_end:
                self.close()
            else:
                leaf.end = self._end
            return True
        if inside and leaf.kind == "code" and (indent >= _CODE_INDENT or not rest):
            leaf.end = self._end if rest else leaf.end
            return True
        if inside and leaf.kind == "html" and (leaf.closing or rest):
            leaf.end = self._end
            if leaf.closing and leaf.closing.search(rest):
                self.close()
            return True
        self.close()
        return False

    def _open_containers(self, cursor: Cursor, matched: int) -> bool:
        """Whether quotations or items begin here; then the containers that have ended are closed."""
        opened = False
        while (len(self._containers) if opened else matched) < _MOST_NESTED:
            if cursor.indent >= _CODE_INDENT or cursor.is_blank():
                break
            item = _ITEM.match(cursor.line, cursor.at)
            is_quote = cursor.line[cursor.at] == ">"
            if not is_quote and (not item or self._is_no_item(cursor.line, item, matched, opened=opened)):
                break
            self._close_to(len(self._containers) if opened else matched)
            if is_quote:
                cursor.move(1)
                cursor.skip(1)
                self._containers.append(_QUOTE)
            elif item:
                self._containers.append(_enter_item(cursor, len(item[0])))
            opened = True
        return opened

    def _is_no_item(self, line: str, item: "re.Match[str]", matched: int, *, opened: bool) -> bool:
        """Whether what looks like the sign of an item is a rule, an underline or goes on with a paragraph."""
        if _RULE.match(line, item.start()):
            return True
        in_text = self._leaf is not None and self._leaf.kind == "text" and not opened
        if not in_text:
            return False
        is_empty = not line[item.end() :].strip(" \t")
        return (is_empty or item[2] not in (None, "1")) and matched == len(self._containers)

    def _close_to(self, depth: int) -> None:
        self.close()
        del self._containers[depth:]

    def _take_rest(self, cursor: Cursor, depth: int) -> None:
        """The line behind the signs of the containers, of which `depth` are those it belongs to."""
        indent, at, rest = cursor.indent, cursor.at, cursor.rest()
        in_text = self._leaf is not None and self._leaf.kind == "text"
        if not rest:
            self._close_to(depth)
        elif indent >= _CODE_INDENT and not in_text:
            self._close_to(depth)
            self._leaf = _Leaf("code", depth, self._offset + at, self._end)
        elif indent >= _CODE_INDENT or not self._begin(rest, at, depth, in_text=in_text):
            if not in_text:
                self._close_to(depth)
                self._leaf = _Leaf("text", depth, self._offset + at, self._end)
            assert self._leaf
            self._leaf.pieces.append((self._offset + at, rest))

    def _begin(self, rest: str, at: int, depth: int, *, in_text: bool) -> bool:
        """Whether the line begins, or is, something other than a paragraph."""
        start = self._offset + at
        if found := _HEADING.match(rest):
            self._close_to(depth)
            title = _HEADING_END.sub("", rest[found.end() :])
            title = title.rstrip(" \t")
            self.done.append(Block("heading", start, self._end, pieces=((start + found.end(), title),)))
        elif fence := _FENCE.match(rest):
            self._close_to(depth)
            info = (fence[2] if fence[1] else fence[4]).strip()
            self._leaf = _Leaf("code", depth, self._end, self._end, info, fence=fence[1] or fence[3])
        elif in_text and depth == len(self._containers) and _UNDERLINE.match(rest):
            self._finish_heading()
        elif _RULE.match(rest):
            self._close_to(depth)
        else:
            return self._begin_html(rest, start, depth, in_text=in_text)
        return True

    def _finish_heading(self) -> None:
        """The paragraph that is open turns out to be a heading."""
        leaf, self._leaf = self._leaf, None
        assert leaf
        blocks = list(finish_paragraph(leaf.pieces))
        for block in blocks:
            is_title = block is blocks[-1] and block.kind == "text"
            self.done.append(Block("heading", block.start, block.end, pieces=block.pieces) if is_title else block)

    def _begin_html(self, rest: str, start: int, depth: int, *, in_text: bool) -> bool:
        begins, closing = html_end(rest, in_text=in_text)
        if begins:
            self._close_to(depth)
            self._leaf = _Leaf("html", depth, start, self._end, closing=closing)
            if closing and closing.search(rest):
                self.close()
        return begins


def _enter_item(cursor: Cursor, length: int) -> int:
    """Move past the sign of an item; the columns by which its further lines are indented."""
    width = cursor.indent + length
    cursor.move(length)
    spaces = 1 if cursor.is_blank() or cursor.indent > _CODE_INDENT else cursor.indent
    cursor.skip(spaces)
    return width + spaces
