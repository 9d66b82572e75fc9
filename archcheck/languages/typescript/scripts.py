"""The scripts of a file: the whole of it, or what is embedded in markup."""

from collections.abc import Iterator
from typing import NamedTuple

from archcheck.languages.typescript.dialects import Dialect, dialect_of
from archcheck.languages.typescript.embedded import EMBEDDING, find_blocks


class Script(NamedTuple):
    """A script that begins at the character `start` of its file."""

    start: int
    text: str
    dialect: Dialect


def find_scripts(text: str, dialect: str) -> Iterator[Script]:
    """The scripts of a file in the dialect of that name, in order of place."""
    if dialect not in EMBEDDING:
        yield Script(0, text, dialect_of(dialect))
        return
    for block in find_blocks(text, dialect):
        if block.kind == "script":
            yield Script(block.start, text[block.start : block.end], dialect_of(block.dialect))
