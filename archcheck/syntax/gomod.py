"""go.mod and go.work: their directives with places. Source: the Go Modules Reference, on both kinds of files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from archcheck.core.facts import Diagnostic

_TOKEN = re.compile(
    r"""[ \t\r\f\v]*+(?:
      (?P<comment>//[^\n]*+)
    | (?P<quoted>"(?:[^"\\\n]|\\[^\n])*+"|`[^`\n]*+`)
    | (?P<mark>=>|[()\[\]{},])
    | (?P<word>(?:(?!//)[^\s()\[\]{},"`])++)
    | (?P<wrong>["`]))""",
    re.VERBOSE,
)
_VERBS = frozenset(("module", "go", "toolchain", "godebug", "require", "exclude", "replace", "retract", "tool",
                    "ignore", "use"))  # fmt: skip
_LOCAL = re.compile(r"\.{1,2}(?:[/\\]|\Z)|[/\\]|[A-Za-z]:[/\\]")
_MAX_WORDS = 64


class Module(NamedTuple):
    """`module PATH`."""

    line: int
    column: int
    path: str


class Require(NamedTuple):
    """`require PATH VERSION`; `indirect` when a comment says so."""

    line: int
    column: int
    path: str
    version: str
    indirect: bool


class Replace(NamedTuple):
    """`replace OLD [VERSION] => NEW [VERSION]`; a `new` that is a path leads to a directory."""

    line: int
    column: int
    old: str
    new: str

    @property
    def is_local(self) -> bool:
        """Whether the module is replaced by a directory."""
        return _LOCAL.match(self.new) is not None


class Use(NamedTuple):
    """`use DIRECTORY` of a go.work."""

    line: int
    column: int
    path: str


class GoVersion(NamedTuple):
    """`go VERSION`: the least version of Go that will do."""

    line: int
    column: int
    version: str


@dataclass(frozen=True, slots=True)
class ModuleFile:
    """What a go.mod or go.work says, each in the order written; `module` None when it names none."""

    module: Module | None = None
    requires: tuple[Require, ...] = ()
    replaces: tuple[Replace, ...] = ()
    uses: tuple[Use, ...] = ()
    go: GoVersion | None = None
    problems: tuple[Diagnostic, ...] = ()


class _Line(NamedTuple):
    """One directive: its verb, its words without quotes, and the comment behind it; `wrong` what is no directive."""

    line: int
    column: int
    verb: str
    words: Sequence[str]
    comment: str
    wrong: bool


def parse_gomod(content: bytes) -> ModuleFile:
    """Read a go.mod or go.work. Never raises: lines that make no sense are problems, the others count."""
    text = content.decode("utf-8-sig", "replace")
    found = _Found()
    for line in _directives(text):
        if line.wrong or not found.take(line):
            found.problems.append(Diagnostic(line.line, line.column, "unparsable", f"no directive: {_shown(line)}"))
    return ModuleFile(
        found.module,
        tuple(found.requires),
        tuple(found.replaces),
        tuple(found.uses),
        found.go,
        tuple(found.problems),
    )


def _shown(line: _Line) -> str:
    return " ".join((line.verb, *line.words))[:40].strip()


class _Found:
    """What has been read so far."""

    def __init__(self) -> None:
        self.module: Module | None = None
        self.requires: list[Require] = []
        self.replaces: list[Replace] = []
        self.uses: list[Use] = []
        self.go: GoVersion | None = None
        self.problems: list[Diagnostic] = []

    def take(self, line: _Line) -> bool:
        """Add a directive; false when it has not the form that its verb needs."""
        place, words = (line.line, line.column), line.words
        if line.verb == "module" and len(words) == 1:
            self.module = self.module or Module(*place, words[0])
        elif line.verb == "require" and len(words) == 2:  # noqa: PLR2004 - path and version
            self.requires.append(Require(*place, words[0], words[1], _is_indirect(line.comment)))
        elif line.verb == "replace" and "=>" in words[1:3] and words[-1] != "=>":
            self.replaces.append(Replace(*place, words[0], words[list(words).index("=>") + 1]))
        elif line.verb == "use" and len(words) == 1:
            self.uses.append(Use(*place, words[0]))
        elif line.verb == "go" and len(words) == 1:
            self.go = self.go or GoVersion(*place, words[0])
        else:
            # What has no bearing on dependencies, or is not known yet, may look as it likes.
            return line.verb not in ("module", "require", "replace", "use")
        return True


def _is_indirect(comment: str) -> bool:
    first = comment[2:].split(maxsplit=1)[:1]
    return first in (["indirect"], ["indirect;"])


def _directives(text: str) -> Iterator[_Line]:
    """The directives, those of a block `verb ( ... )` each with its verb."""
    block = ""
    for number, content in enumerate(text.split("\n"), 1):
        words, column, comment, wrong = _words(content)
        if not words and not wrong:
            continue
        if block and words == [")"]:
            block = ""
        elif not block and words[1:] in (["("], ["(", ")"]) and words[0] in _VERBS:
            block = words[0] if words[-1] == "(" else ""
        else:
            verb, *rest = [block, *words] if block else words or [""]
            yield _Line(number, column, verb, rest, comment, wrong or not _is_verb(verb))


def _is_verb(word: str) -> bool:
    """Whether a directive may begin so: later versions of Go may have more of them."""
    return word in _VERBS or (word.isascii() and word.isalpha())


def _words(content: str) -> tuple[list[str], int, str, bool]:
    """The words of one line without quotes, the column of the first, the comment, and whether something is no word."""
    words: list[str] = []
    column, at = 0, 0
    while found := _TOKEN.match(content, at):
        at = found.end()
        kind = found.lastgroup
        if kind == "comment":
            return words, column, found["comment"], False
        column = column or found.start(kind or 0) + 1
        if kind == "wrong" or len(words) > _MAX_WORDS:
            return words, column, "", True
        words.append(found[kind or 0][1:-1] if kind == "quoted" else found[kind or 0])
    return words, column or 1, "", False
