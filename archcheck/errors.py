"""The errors archcheck raises on purpose. Imports nothing of archcheck."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in a rule file or on the command line, with the way out.

    `line` and `column` count from 1, columns in characters; 0 means that the mistake has no place.
    `preview` is the text of the line, `length` how many characters of it are meant.
    """

    path: str
    line: int
    column: int
    message: str
    hint: str = ""
    preview: str = ""
    length: int = 1


class ArchcheckError(Exception):
    """Base of all errors that are not bugs of archcheck."""


class ConfigError(ArchcheckError):
    """The rule files or the command line are wrong; carries every problem found, in order of place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("; ".join(f"{p.path}:{p.line}:{p.column} {p.message}" for p in self.problems))


class ExtensionError(ArchcheckError):
    """A check, language, reporter or pack could not be loaded or broke its contract."""


class SourceError(ArchcheckError):
    """The repository itself cannot be read: no such directory, git fails, a damaged index."""
