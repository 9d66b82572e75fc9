"""Reads the examples on the pages of languages that are formats: a file, and what it is said to declare.

A block whose first line is fenced as `<syntax> <path>` holds a file; the block `facts` after it one line per fact:
`line:column`, relation, value, detail, group and subject, with two or more blanks between them, `-` for one that is
empty and nothing for those that are empty at the end. A line that begins with `!` is a diagnostic: place and message.
"""

import re
from pathlib import Path
from typing import NamedTuple

from archcheck import _index
from archcheck.core.globs import parse_glob
from tests.doc_pages import blocks

FOLDER = Path(__file__).parents[1] / "docs" / "languages"
_GAP = re.compile(r" {2,}")


class FactExample(NamedTuple):
    """One file on a page, and the lines of the block after it."""

    page: str
    line: int
    path: str
    text: str
    facts: list[tuple[str, ...]]

    @property
    def name(self) -> str:
        """A name for the test."""
        return f"{self.page}-line-{self.line}"


def page(language: str) -> str:
    """The text of the page of a language."""
    return (FOLDER / f"{language}.md").read_text("utf-8")


def fact_examples(language: str) -> list[FactExample]:
    """The examples of a page. Raises ValueError for facts without a file."""
    found: list[FactExample] = []
    path = text = ""
    for block in blocks(page(language)):
        _, _, name = block.info.partition(" ")
        if block.info == "facts":
            if not path:
                raise ValueError(f"{language}.md:{block.line}: facts without a file")
            lines = [tuple(_read_line(line)) for line in block.text.splitlines() if line.strip()]
            found.append(FactExample(language, block.line, path, f"{text}\n", lines))
            path = ""
        elif name:
            path, text = name, block.text
    return found


def _read_line(line: str) -> list[str]:
    parts = ["" if part == "-" else part for part in _GAP.split(line.strip())]
    return parts if line.startswith("!") else [*parts, *[""] * (6 - len(parts))]


def dialect_of(language: str, path: str) -> str:
    """The dialect in which a language reads a file. Raises ValueError when it does not read it."""
    for glob, dialect in _index.LANGUAGE_FILES[language]:
        if parse_glob(glob).match_file(path) is not None:
            return dialect
    raise ValueError(f"{path} is no file of {language}")
