"""What is read from a Markdown text. Offsets count characters from 0."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple


class Link(NamedTuple):
    """A link, an image or the definition of a reference; `offset` is where its target stands, which is as written."""

    offset: int
    target: str


class Anchor(NamedTuple):
    """A place that `#name` leads to: a heading, or an `id` or `name` in HTML."""

    offset: int
    name: str


class Code(NamedTuple):
    """Code from `start` to `end`: in a line (`info` is None), or a block with the words after its fence."""

    start: int
    end: int
    info: str | None


class Document(NamedTuple):
    """Everything in the order of the text."""

    links: tuple[Link, ...]
    anchors: tuple[Anchor, ...]
    code: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """A part of the text: `code`, `html`, `definition` (the target of a reference), `heading` or `text`.

    The last two consist of `pieces`: lines, or cells of a table, each with its offset, without what belongs to the
    blocks around it.
    """

    kind: str
    start: int
    end: int
    info: str = ""
    pieces: Sequence[tuple[int, str]] = ()
    _starts: list[int] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The pieces, joined with line breaks."""
        return "\n".join(piece for _, piece in self.pieces)

    def offset(self, at: int) -> int:
        """Where the character at a position of `text` stands in the whole."""
        if not self._starts:
            self._starts.extend(accumulate((len(piece) + 1 for _, piece in self.pieces), initial=0))
        number = min(bisect_right(self._starts, at), len(self.pieces)) - 1
        return self.pieces[number][0] + at - self._starts[number]
