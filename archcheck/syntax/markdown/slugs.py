"""Anchors of headings, as GitHub makes them."""

import html
import re
from collections.abc import Iterator, Sequence
from unicodedata import category

# `_emphasis_`, not the underscores of snake_case.
_EMPHASIS = re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_\n]++(?:_+[^_\W][^_\n]*+)*+)\1(?!\w)")
_GIVEN = re.compile(r"\s*\{#([^\s{}]+)\}\s*\Z")
_LONGEST = 1_000


def heading_slugs(plain: str) -> Sequence[str]:
    """The anchors of a heading whose text, without markup, is `plain`: what GitHub makes of it, or what is given.

    `Title {#name}` gives a name, which some renderers understand and others take for a part of the title.
    """
    text = html.unescape(plain[:_LONGEST])
    given = _GIVEN.search(text)
    names = [given[1], _slug(text[: given.start()])] if given else []
    names += [_slug(text), _slug(_EMPHASIS.sub(r"\2", text)), _slug(text.strip())]
    return tuple(dict.fromkeys(names))


def _slug(text: str) -> str:
    kept = (character for character in text.lower() if character in " -_" or _is_kept(character))
    return "".join(kept).replace(" ", "-")


def _is_kept(character: str) -> bool:
    return character.isalnum() or category(character)[0] == "M"


class Slugs:
    """The anchors of one text, of which no two are equal: a second `usage` is `usage-1`."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def unique(self, names: Sequence[str]) -> Iterator[str]:
        """The names of the next heading, each with a number where it has been used."""
        for name in names:
            unused = name
            while unused in self._used:
                self._used[name] += 1
                unused = f"{name}-{self._used[name]}"
            self._used[unused] = 0
            yield unused
