"""What stands inside of a paragraph or heading: links, images, code and tags."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archcheck.syntax.markdown.tags import COMMENT, COMMENT_END, TAG

_SPECIAL = re.compile(r"\\[!-/:-@\[-`{-~]|`+|<|!?\[|\]")
_TICKS = re.compile(r"`+")
_AUTOLINK = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*+|[^\s<>@]{1,64}@[^\s<>]{1,255})>")
_BLANK = re.compile(r"[ \t]*+\n?+[ \t]*+")
_POINTED = re.compile(r"<((?:[^<>\n\\]|\\.)*+)>")
_BOUNDS = re.compile(r"\\[!-/:-@\[-`{-~]|[()]|[\s\x00-\x1f]++")
_TITLE = re.compile(r"\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|\((?:[^()\\]|\\.)*+\)", re.DOTALL)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


@dataclass(slots=True)
class Inline:
    """Positions in the text: targets of links, stretches of code, and tags. `plain` is the text without markup."""

    links: list[tuple[int, str]] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    tags: list[tuple[int, int]] = field(default_factory=list)
    plain: str = ""


def read_inline(text: str) -> Inline:
    """What one paragraph, cell or heading holds."""
    reader = _Reader(text)
    reader.read()
    reader.found.plain = reader.plain()
    return reader.found


def unescape(text: str) -> str:
    """A target without the backslashes before signs."""
    return _ESCAPE.sub(r"\1", text)


class _Reader:
    """Goes through the text once, with a stack of the brackets that are open."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found = Inline()
        self._ticks: dict[int, list[int]] = {}
        for run in _TICKS.finditer(text):
            self._ticks.setdefault(len(run[0]), []).append(run.start())
        self._open: list[tuple[int, bool]] = []
        self._dead = 0  # so many of the open brackets can begin no link: one has ended inside of them
        self._markup: list[tuple[int, int]] = []
        self._unended: set[str] = set()
        self._ends: dict[int, int] = {}

    def read(self) -> None:
        at = 0
        while special := _SPECIAL.search(self.text, at):
            sign = special[0]
            at = special.end()
            if sign[0] == "\\":
                self._markup.append((special.start(), special.start() + 1))
            elif sign[0] == "`":
                at = self._read_code(special.start(), at)
            elif sign == "<":
                at = self._read_tag(special.start())
            elif sign == "]":
                at = self._close(special.start())
            else:
                self._open.append((special.start(), sign == "!["))

    def _read_code(self, start: int, end: int) -> int:
        """The position after a stretch of code, or after backticks that begin none."""
        runs = self._ticks.get(end - start, [])
        number = bisect_left(runs, end)
        if number == len(runs):
            return end
        close = runs[number]
        if close > end:
            self.found.code.append((end, close))
        self._markup += [(start, end), (close, close + end - start)]
        return close + end - start

    def _read_tag(self, start: int) -> int:
        if self.text.startswith(COMMENT, start) and COMMENT not in self._unended:
            end = self.text.find(COMMENT_END, start + len(COMMENT))
            if end >= 0:
                self._markup.append((start, end + len(COMMENT_END)))
                return end + len(COMMENT_END)
            self._unended.add(COMMENT)
        if link := _AUTOLINK.match(self.text, start):
            self._markup += [(start, start + 1), (link.end() - 1, link.end())]
            return link.end()
        if tag := TAG.match(self.text, start):
            self.found.tags.append(tag.span())
            self._markup.append(tag.span())
            return tag.end()
        return start + 1

    def _close(self, bracket: int) -> int:
        """The position after a closing bracket and, if it ends a link, after its target."""
        if not self._open:
            return bracket + 1
        start, is_image = self._open.pop()
        is_dead = len(self._open) < self._dead and not is_image
        self._dead = min(self._dead, len(self._open))
        end = -1 if is_dead else self._read_target(bracket + 1)
        if end < 0:
            return bracket + 1
        if is_image:
            self._markup.append((start, end))
        else:
            self._markup += [(start, start + 1), (bracket, end)]
            self._dead = len(self._open)
        return end

    def _read_target(self, at: int) -> int:
        """The position after `(target "title")` at `at`, whose target is noted; -1 when there is none."""
        text = self.text
        if not text.startswith("(", at):
            return -1
        at = _skip(text, at + 1)
        if text.startswith("<", at):
            pointed = _POINTED.match(text, at)
            start, end = pointed.span(1) if pointed else (at, -1)
            at = end + 1
        else:
            start, end = at, self._plain_end(at)
            at = end
        if end < 0:
            return -1
        after = _skip(text, at)
        title = _TITLE.match(text, after) if after > at else None
        after = _skip(text, title.end()) if title else after
        if not text.startswith(")", after):
            return -1
        self.found.links.append((start, unescape(text[start:end])))
        return after + 1

    def _plain_end(self, at: int) -> int:
        """Where a target without pointed brackets ends that begins at `at`, behind a bracket or a blank."""
        if not self._ends:
            self._ends.update(_target_ends(self.text))
        return self._ends.get(at, at)

    def plain(self) -> str:
        """The text without markup; what stands in an image is markup, too."""
        parts, done = [], 0
        for start, end in sorted(self._markup):
            parts.append(self.text[done:start])
            done = max(done, end)
        return "".join((*parts, self.text[done:]))


def _target_ends(text: str) -> Iterator[tuple[int, int]]:
    """For each bracket and blank, the position behind it, and where a target that begins there ends.

    That is where white space or a closing bracket without an opening one follows; -1 when it has an opening bracket
    without a closing one.
    """
    open_: list[int] = []
    for sign in _BOUNDS.finditer(text):
        if sign[0] == "(":
            open_.append(sign.end())
        elif sign[0] == ")":
            if open_:
                yield open_.pop(), sign.start()
        elif sign[0][0] != "\\":
            yield from _unclosed(open_, sign.start())
            open_ = [sign.end()]
    yield from _unclosed(open_, len(text))


def _unclosed(open_: Sequence[int], end: int) -> Iterator[tuple[int, int]]:
    """The last of the brackets that are never closed begins a target without any."""
    yield from ((start, -1) for start in open_[:-1])
    yield from ((start, end) for start in open_[-1:])


def target_end(text: str, at: int) -> int:
    """Where a target that begins at `at`, without pointed brackets, ends; -1 when the brackets in it are no pairs."""
    depth = 0
    end = len(text)
    for sign in _BOUNDS.finditer(text, at):
        if sign[0] in "()":
            depth += 1 if sign[0] == "(" else -1
        if depth < 0 or sign[0][0] not in "()\\":
            end, depth = sign.start(), max(depth, 0)
            break
    return -1 if depth else end


def _skip(text: str, at: int) -> int:
    """The position after blanks with at most one line break."""
    blank = _BLANK.match(text, at)
    return blank.end() if blank else at
