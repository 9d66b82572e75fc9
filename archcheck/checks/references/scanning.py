"""What one file refers to, whatever it is: links and anchors as in Markdown, and words that look like paths."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import accumulate

from archcheck.checks.references.words import Word, find_words
from archcheck.core.facts import RelationFact, Source
from archcheck.core.globs import parse_glob
from archcheck.core.secrets import redact
from archcheck.syntax.markdown import Code, read_markdown

PATH, ANCHOR = "path", "anchor"
LINK, SPAN, COMMAND, BLOCK, TEXT = "link", "span", "command", "block", "text"
"""Where a path stands: in a link, in code within a line, in a block of commands or of other code, or elsewhere."""
ENTERED, REMOTE = "entered", "remote"
"""Directories that a command enters, and paths behind a command that does something elsewhere."""

_SHELLS = frozenset(
    ("", "sh", "bash", "shell", "zsh", "fish", "console", "shell-session", "shellsession", "terminal", "powershell")
)
_BINARY_HEAD = 8_000


def scan_references(names: Sequence[str], source: Source) -> tuple[RelationFact, ...]:
    """The facts of one file in order of place; nothing of binary files. `names` are globs of names without directory.

    The file is read as Markdown and as plain text alike, because its path decides which of them it is.
    """
    if b"\0" in source.content[:_BINARY_HEAD]:
        return ()
    text = source.content.decode("utf-8", "replace")
    document = read_markdown(text)
    lines = text.split("\n")
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    facts = set(_words(lines, starts, document.code, _wanted(tuple(names))))
    for offset, target in document.links:
        line = bisect_right(starts, offset)
        facts.update(_link(line, offset - starts[line - 1] + 1, target))
    for offset, name in document.anchors:
        line = bisect_right(starts, offset)
        facts.add(RelationFact(line, offset - starts[line - 1] + 1, ANCHOR, name))
    return tuple(sorted(facts))


@cache
def _wanted(names: tuple[str, ...]) -> Callable[[str], bool] | None:
    globs = [parse_glob(name) for name in names]
    return (lambda word: any(glob.match_file(word) is not None for glob in globs)) if globs else None


def _link(line: int, column: int, target: str) -> Iterator[RelationFact]:
    """A link within the repository; the detail is what stands after `#`."""
    path, _, anchor = target.strip().partition("#")
    path = path.partition("?")[0]
    if ":" not in path.partition("/")[0] and not path.startswith("//"):
        yield RelationFact(line, column, PATH, path, anchor, LINK)


def _words(
    lines: Sequence[str], starts: Sequence[int], code: Sequence[Code], is_wanted: Callable[[str], bool] | None
) -> Iterator[RelationFact]:
    where = partial(_where, code, [each.start for each in code])
    for number, line in enumerate(lines):
        for word in _harmless(line, is_wanted):
            place = where(starts[number] + word.at)
            how = ENTERED if word.is_entered else REMOTE if word.is_remote else ""
            yield RelationFact(number + 1, word.at + 1, PATH, word.text, how, place)


def _harmless(line: str, is_wanted: Callable[[str], bool] | None) -> Sequence[Word]:
    """The paths in a line that are no part of a secret."""
    words = list(find_words(line, is_wanted))
    shown = redact(line) if words else line
    if shown == line:
        return words
    kept = {word.text for word in find_words(shown, is_wanted)}
    return [word for word in words if word.text in kept]


def _where(code: Sequence[Code], begins: Sequence[int], offset: int) -> str:
    at = bisect_right(begins, offset) - 1
    if at < 0 or offset >= code[at].end:
        return TEXT
    info = code[at].info
    if info is None:
        return SPAN
    return COMMAND if info.partition(" ")[0].strip("{}.").lower() in _SHELLS else BLOCK
