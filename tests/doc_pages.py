"""Reads the pages of rule kinds: headings, and examples made of a rule and trees.

A block `yaml rule` holds one rule without its id, or a whole rule file if it begins with `version:`. Each block `tree`
after it is one example: a file per line, as `path` or `path :: content` with backslash escapes. A line ends with
`# error: part of the message` for each violation expected at that path; one with a final slash names a directory and
`- path` something that does not exist. A block `tree before` in front of it is what was there before.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import indent
from typing import NamedTuple

FOLDER = Path(__file__).parents[1] / "docs" / "checks"
LANGUAGES = FOLDER.parent / "languages"
HEADINGS = ["What it checks", "Why", "Passes", "Fails", "Options", "Limits"]
_HEADING = re.compile(r"^(#{1,2}) (.+)$")
_FENCE = re.compile(r"^(`{3,})(.*)$")
_ERROR = re.compile(r"\s+# error: ")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r"}


class Block(NamedTuple):
    """A fenced block under a heading; `line` is that of its fence."""

    heading: str
    info: str
    text: str
    line: int


class Example(NamedTuple):
    """One tree under one rule. `errors` are (path, part of the message) pairs."""

    page: str
    heading: str
    line: int
    rule_file: str
    files: Mapping[str, str]
    errors: list[tuple[str, str]]
    before: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        """A name for the test."""
        return f"{self.page}-{self.heading.lower()}-line-{self.line}"


def pages(folder: Path = FOLDER) -> list[str]:
    """The kinds that have a page."""
    return sorted(path.stem for path in folder.glob("*.md") if path.stem != "README")


def read(kind: str, folder: Path = FOLDER) -> str:
    """The text of a page."""
    return (folder / f"{kind}.md").read_text("utf-8")


def headings(text: str) -> list[tuple[int, str]]:
    """The headings of a page outside of its blocks, as (level, words)."""
    return [(level, words) for level, words, _ in _parts(text) if level]


def blocks(text: str) -> list[Block]:
    """The fenced blocks of a page in order."""
    return [block for _, _, block in _parts(text) if block]


def _parts(text: str) -> Iterator[tuple[int, str, Block | None]]:
    """Headings as (level, words, None) and blocks as (0, "", block), in order."""
    heading = fence = info = ""
    start, inside = 0, list[str]()
    for number, line in enumerate(text.splitlines(), 1):
        if fence:
            if line.rstrip() == fence:
                yield 0, "", Block(heading, info, "\n".join(inside), start)
                fence = ""
            inside.append(line)
        elif found := _FENCE.match(line):
            fence, info, start, inside = found[1], found[2].strip(), number, []
        elif found := _HEADING.match(line):
            heading = found[2].strip()
            yield len(found[1]), heading, None
    if fence:
        raise ValueError(f"the block in line {start} is never closed")


def examples(kind: str, folder: Path = FOLDER) -> list[Example]:
    """The examples of a page. Raises ValueError for a tree before any rule, and for a rule without a tree."""
    found: list[Example] = []
    rule: Block | None = None
    before: Mapping[str, str] | None = None
    used = True
    for block in blocks(read(kind, folder)):
        if block.info == "yaml rule":
            if not used:
                raise ValueError(f"{kind}.md: the rule before line {block.line} has no tree")
            rule, used = block, False
        elif block.info == "tree before":
            before = read_tree(block.text)[0]
        elif block.info == "tree":
            if rule is None:
                raise ValueError(f"{kind}.md:{block.line}: a tree without a rule")
            files, errors = read_tree(block.text)
            found.append(Example(kind, block.heading, block.line, rule_file(rule.text), files, errors, before))
            used, before = True, None
    if not used:
        raise ValueError(f"{kind}.md: the last rule has no tree")
    return found


def rule_file(text: str) -> str:
    """A whole rule file: that of the page, or one around its only rule."""
    if text.startswith("version:"):
        return f"{text}\n"
    return f"version: 1\nrules:\n  - id: example\n{indent(text, '    ')}\n"


def read_tree(text: str) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The files of a tree with their content, and the errors expected as (path, part of the message)."""
    files: dict[str, str] = {}
    errors: list[tuple[str, str]] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        entry, *messages = _ERROR.split(line.strip())
        path, _, content = entry.partition(" :: ")
        exists = not path.startswith("- ")
        path = path.removeprefix("- ").strip()
        if exists and not path.endswith("/"):
            files[path] = _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), content) + "\n"
        errors.extend((path, message.strip()) for message in messages)
    return files, errors
