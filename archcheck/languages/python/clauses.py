"""Import statements as text: what modules and names they import, and which names they bind."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from archcheck.core.facts import LAZY, REEXPORT

# Module, names, level, marks: an ImportFact without its place.
Target = tuple[str, tuple[str, ...], int, int]


class Binding(NamedTuple):
    """A name bound by an import: `name` of `module`, or the module itself when `name` is empty; "*" is every name."""

    module: str
    name: str
    bound: str


class Clause(NamedTuple):
    """One import statement.

    `bindings` are those that decide what other text of the file means. `complete` is false when the statement goes on
    in a way no known grammar has.
    """

    targets: tuple[Target, ...]
    bindings: tuple[Binding, ...]
    complete: bool


_NAME = r"[A-Za-z_]\w*+"
_NAMES = rf"\s*+{_NAME}(?:\s*+,\s*+{_NAME})*+\s*+"
# Statements without aliases and comments: nineteen of twenty.
_COMMON = re.compile(
    rf"from (\.*+)({_NAME}(?:\.{_NAME})*+|(?<=\.)) import (?:({_NAMES})|\(({_NAMES}),?+\s*+\))"
    rf"|import ({_NAME}(?:\.{_NAME})*+)",
    re.ASCII,
)
_EACH_NAME = re.compile(r"\w+")
_WORD_OR_MARK = re.compile(r"[^\W\d]\w*+|[.,*();]|(?:[ \t\f\n]|\\\n|#[^\n]*+)++|.", re.DOTALL)
_IDENTIFIER = re.compile(r"[^\W\d]")
_TELLING = ("typing", "typing_extensions", "importlib")
_TELLING_NAMES = ("TYPE_CHECKING", "import_module", "*")


@lru_cache(maxsize=1 << 15)
def parse_clause(text: str) -> Clause | None:
    """The import statement that `text` consists of, comments and continuations included; None when it is none."""
    found = _COMMON.fullmatch(text)
    if not found:
        return _parse_words(text)
    dots, module, names, enclosed, plain = found.groups()
    if plain:
        return _parse_words(text) if plain.startswith(_TELLING) else Clause(((plain, (), 0, 0),), (), complete=True)
    imported = (names,) if names and names.isidentifier() else tuple(_EACH_NAME.findall(names or enclosed))
    bindings = _from_bindings(module, zip(imported, imported, strict=True)) if module in _TELLING and not dots else ()
    return Clause(((module, imported, len(dots), 0),), bindings, complete=True)


def _parse_words(text: str) -> Clause | None:
    words = [word for word in _WORD_OR_MARK.findall(text) if not word[0].isspace() and word[0] not in "\\#"]
    marks = 0
    if words[:1] == ["lazy"]:
        marks = LAZY
        del words[0]
    if not text.isascii():
        words = [normalize("NFKC", word) for word in words]
    reader = _Reader([*words, ""])
    if reader.take("import"):
        return _plain(reader, marks)
    if reader.take("from"):
        return _from(reader, marks)
    return None


class _Reader:
    """A cursor over words; the last word is empty and is never passed."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.at = 0
        self.broken = False

    def take(self, word: str) -> bool:
        taken = self.words[self.at] == word
        self.at += taken
        return taken

    def name(self) -> str:
        """The identifier at the cursor, passed; or "" when something else stands there."""
        word = self.words[self.at]
        if not _IDENTIFIER.match(word):
            return ""
        self.at += 1
        return word

    def dotted(self) -> str:
        """The dotted name at the cursor, passed; or "" when something else stands there."""
        parts = [self.name()]
        while parts[-1] and self.take("."):
            parts.append(self.name())
        self.broken = self.broken or (len(parts) > 1 and not parts[-1])
        return ".".join(part for part in parts if part)

    def alias(self) -> str:
        """The name after `as`; or ""."""
        if not self.take("as"):
            return ""
        name = self.name()
        self.broken = self.broken or not name
        return name

    @property
    def complete(self) -> bool:
        """Whether everything was read and as it should be."""
        return not self.broken and not self.words[self.at]


def _plain(reader: _Reader, marks: int) -> Clause | None:
    targets: list[Target] = []
    bindings: list[Binding] = []
    while module := reader.dotted():
        alias = reader.alias()
        targets.append((module, (), 0, marks | (REEXPORT if alias == module else 0)))
        top = module.partition(".")[0]
        if top in _TELLING:
            bindings.append(Binding(module, "", alias) if alias else Binding(top, "", top))
        if not reader.take(","):
            return Clause(tuple(targets), tuple(bindings), reader.complete)
    return Clause(tuple(targets), tuple(bindings), complete=False) if targets else None


def _from(reader: _Reader, marks: int) -> Clause | None:
    level = 0
    while reader.take("."):
        level += 1
    module = reader.dotted() if reader.words[reader.at] != "import" else ""
    if not (level or module) or not reader.take("import"):
        return None
    origin = "." * level + module
    if reader.take("*"):
        return Clause(((module, ("*",), level, marks),), _from_bindings(origin, [("*", "*")]), reader.complete)
    pairs = _names(reader)
    if any(name == alias for name, alias in pairs):
        marks |= REEXPORT
    bindings = _from_bindings(origin, pairs)
    names = tuple(name for name, _ in pairs)
    return Clause(((module, names, level, marks),), bindings, reader.complete and bool(names))


def _from_bindings(origin: str, pairs: Iterable[tuple[str, str]]) -> tuple[Binding, ...]:
    if origin not in _TELLING:
        return ()
    return tuple(Binding(origin, name, bound or name) for name, bound in pairs if name in _TELLING_NAMES)


def _names(reader: _Reader) -> list[tuple[str, str]]:
    """The imported names with their aliases ("" for none), with or without parentheses around them."""
    in_parentheses = reader.take("(")
    pairs: list[tuple[str, str]] = []
    more = True
    while more and (name := reader.name()):
        pairs.append((name, reader.alias()))
        more = reader.take(",")
    if in_parentheses:
        reader.broken = reader.broken or not reader.take(")")
    else:
        reader.broken = reader.broken or more
    return pairs
