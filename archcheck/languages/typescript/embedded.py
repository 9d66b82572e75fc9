"""Files that hold scripts and styles beside markup: where each begins and ends. Reads no script itself."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from archcheck.languages.typescript.markdown import markdown_blocks

# How long a tag may be.
_LONGEST_TAG = 2000
_OPENING = re.compile(
    r"<[A-Za-z][\w:.-]*+((?:[^>\"'{/]++|\"[^\"]*+\"|'[^']*+'|\{[^{}]*+\}|/(?!>))*+)(/?)>",
)
_ATTRIBUTE = re.compile(r"([^\s\"'<>/=]++)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]++)))?+")
_ROOT = re.compile(r"<!--|<([A-Za-z][\w-]*+)")
_NESTED = re.compile(r"<!--|<(/?)template\b", re.IGNORECASE)
_LINE = re.compile(r"<!--|^[ \t]*+<(script|style|svelte:head)\b", re.MULTILINE | re.IGNORECASE)
_FRONTMATTER = re.compile(r"(?:\s++|<!--.*?-->)*+---[ \t]*+\n", re.DOTALL)
_FENCE = re.compile(r"^---[ \t]*+$", re.MULTILINE)
_SCRIPT_TYPES = re.compile(
    r"module|text/(?:java|type|ecma)script|application/(?:java|ecma)script|text/(?:babel|jsx|ts|tsx)|ts"
)
_LANGUAGES = {"": "js", "js": "js", "javascript": "js", "jsx": "jsx", "ts": "ts", "typescript": "ts", "tsx": "tsx"}
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*+:|//|#")


class Block(NamedTuple):
    """A part text[start:end] of a file.

    `kind` is `script` (`dialect` tells in what), `style` (`dialect` is its language, "" for CSS) or `source`: a tag at
    `start` that names the file `source` instead of holding a script or style.
    """

    kind: str
    start: int
    end: int
    dialect: str
    source: str = ""


def find_blocks(text: str, dialect: str) -> list[Block]:
    """The blocks of a file in a dialect of EMBEDDING, in order of place."""
    return list(EMBEDDING[dialect](text))


def place_in_file(line: int, column: int, block_line: int, block_column: int) -> tuple[int, int]:
    """The place in the file of what is at a line and column of a block, itself at a line and column of the file."""
    return line + block_line - 1, column + block_column - 1 if line == 1 else column


def _vue_blocks(text: str) -> Iterator[Block]:
    """Vue looks at the outermost tags only; all but `<template>` hold raw text."""
    position = 0
    while found := _ROOT.search(text, position):
        position = found.end()
        if not found[1]:
            position = _behind(text, "-->", position)
            continue
        opening = _OPENING.match(text, found.start(), found.start() + _LONGEST_TAG)
        if not opening:
            continue
        position = opening.end()
        name, attributes = found[1].lower(), _attributes(opening[1])
        end = position if opening[2] else _closing(text, name, position, attributes)
        yield from _block(name, attributes, found.start(), position, end)
        position = end


def _svelte_blocks(text: str) -> Iterator[Block]:
    return _blocks_of_lines(text, 0, "js")


def _astro_blocks(text: str) -> Iterator[Block]:
    position = 0
    opened = _FRONTMATTER.match(text)
    if opened:
        closed = _FENCE.search(text, opened.end())
        position = closed.end() if closed else len(text)
        yield Block("script", opened.end(), closed.start() if closed else len(text), "ts")
    yield from _blocks_of_lines(text, position, "ts")


def _blocks_of_lines(text: str, position: int, dialect: str) -> Iterator[Block]:
    """The scripts and styles whose tag begins a line."""
    while found := _LINE.search(text, position):
        position = found.end()
        if not found[1]:
            position = _behind(text, "-->", position)
            continue
        start = text.index("<", found.start())
        opening = _OPENING.match(text, start, start + _LONGEST_TAG)
        if not opening:
            continue
        position = opening.end()
        name, attributes = found[1].lower(), _attributes(opening[1])
        end = position if opening[2] else _closing(text, name, position, {})
        attributes.setdefault("lang", "" if name == "style" else dialect)
        yield from _block(name, attributes, start, position, end)
        position = end


def _block(name: str, attributes: dict[str, str], tag: int, start: int, end: int) -> Iterator[Block]:
    source = attributes.get("src", "")
    if name == "script":
        language = _LANGUAGES.get(attributes.get("lang", "").lower())
        kind = attributes.get("type", "")
        if language is None or "is:inline" in attributes or (kind and not _SCRIPT_TYPES.fullmatch(kind.lower())):
            return
        if source and not _ADDRESS.match(source):
            yield Block("source", tag, start, language, source)
        yield Block("script", start, end, language)
    elif name == "style":
        if source and not _ADDRESS.match(source):
            yield Block("source", tag, start, "", source)
        yield Block("style", start, end, attributes.get("lang", "").lower())


def _attributes(text: str) -> dict[str, str]:
    return {name: double or single or plain for name, double, single, plain in _ATTRIBUTE.findall(text)}


def _closing(text: str, name: str, position: int, attributes: dict[str, str]) -> int:
    """Where the content of a tag that has been opened before `position` ends."""
    if name == "template" and attributes.get("lang", "html") == "html":
        return _template_end(text, position)
    found = re.compile(rf"</{re.escape(name)}\s*+>", re.IGNORECASE).search(text, position)
    return found.start() if found else len(text)


def _template_end(text: str, position: int) -> int:
    """Where the template that has been opened before `position` is closed; templates may be nested."""
    depth = 1
    while found := _NESTED.search(text, position):
        position = found.end()
        if found[1] is None:
            position = _behind(text, "-->", position)
        elif found[1]:
            depth -= 1
            if not depth:
                return found.start()
        else:
            opening = _OPENING.match(text, found.start(), found.start() + _LONGEST_TAG)
            depth += not (opening and opening[2])
    return len(text)


def _behind(text: str, mark: str, position: int) -> int:
    found = text.find(mark, position)
    return found + len(mark) if found >= 0 else len(text)


def _mdx_blocks(text: str) -> Iterator[Block]:
    return (Block("script", start, end, "jsx") for start, end in markdown_blocks(text))


# The dialects of files with scripts in them.
EMBEDDING: dict[str, Callable[[str], Iterator[Block]]] = {
    "vue": _vue_blocks,
    "svelte": _svelte_blocks,
    "astro": _astro_blocks,
    "mdx": _mdx_blocks,
}
