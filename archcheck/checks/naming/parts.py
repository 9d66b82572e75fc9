"""The parts of a name that a style speaks of: without extension, underscores, and the marks that frameworks write."""

import keyword
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

MIDDLE_PARTS = frozenset(
    (
        *("test", "spec", "e2e", "cy", "bench", "stories", "story", "mock", "fixture", "snap", "test-d"),
        *("d", "module", "config", "rc", "setup", "types", "type", "styles", "style", "css", "min", "bundle", "map"),
        *("component", "service", "directive", "pipe", "guard", "resolver", "interceptor", "controller", "routes"),
        *("route", "model", "entity", "dto", "schema", "server", "client", "page", "layout", "hooks", "slice"),
        *("generated", "gen", "g", "pb", "freezed", "tar", "blade", "html", "txt", "json", "yaml", "yml", "md"),
        *("example", "sample", "dist", "template", "local", "dev", "staging", "prod", "production", "override"),
    )
)
"""What may stand between a name and its extension without being part of the name: `test` in `date-picker.test.tsx`."""

PREFIXES = "_$+@"
"""Signs that frameworks put before names: `_layout`, `$userId`, `+page`, `@modal`."""

SYMBOL_PREFIXES = "_$#"
"""Signs before names of symbols: private ones (`_x`, `#x`), and those that libraries are fond of (`$x`)."""

SYMBOL_ENDINGS = ("_", "$")
"""Signs after them: `class_`, and streams such as `clicks$`."""

_MARKS = re.compile(
    r"\{\{[^{}]*+\}\}"  # a template's placeholder: not judged
    r"|\(\.{1,3}\)"  # an intercepting route, (.)photo: not judged itself
    r"|\[\[(?:\.\.\.)?(?P<rest>[^\[\]]++)\]\]"
    r"|\[(?:\.\.\.)?(?P<param>[^\[\]]++)\]"
    r"|\(\$(?P<optional>[^()]++)\)"
    r"|\((?P<group>[^()]++)\)"
)
# Most names: nothing to take apart.
_PLAIN_DIRECTORY = re.compile(r"[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?", re.ASCII)
_PLAIN_FILE = re.compile(rf"(?:{_PLAIN_DIRECTORY.pattern})\.[A-Za-z0-9]++", re.ASCII)
_DUNDER = re.compile(r"__(?=[^_])(.*[^_])__", re.DOTALL)
_MATCHER = re.compile(r"=.*", re.DOTALL)  # SvelteKit: [page=integer]

NAME, PARAM, GROUP = "name", "param", "group"


class Piece(NamedTuple):
    """A part of a name that is judged, `text[start:stop]`, and whose style it has: the rule's, or that of its role."""

    start: int
    stop: int
    role: str


class Parts(NamedTuple):
    """A name taken apart. `stem` is it without its last extension, `stop` where what is judged ends."""

    text: str
    stem: str
    pieces: tuple[Piece, ...]

    def rewritten(self, texts: Iterable[str]) -> str:
        """The name with its pieces replaced, in their order."""
        written, done = "", 0
        for piece, text in zip(self.pieces, texts, strict=True):
            written += self.text[done : piece.start] + text
            done = piece.stop
        return written + self.text[done:]


def is_dotted(name: str) -> bool:
    """Whether a name begins with a dot."""
    return name.startswith(".")


def file_parts(name: str, middle: frozenset[str]) -> Parts:
    """The parts of a file name; what `middle` lists (`*`: anything) may stand before the extension unjudged."""
    if _PLAIN_FILE.fullmatch(name):
        end = name.find(".")
        return Parts(name, name[:end], (Piece(0, end, NAME),))
    dots = _dots(name)
    end = dots[-1] if dots and dots[-1] + 1 < len(name) else len(name)
    stem = end
    for start in reversed(dots[:-1] if end < len(name) else ()):
        if "*" not in middle and name[start + 1 : stem] not in middle:
            break
        stem = start
    return Parts(name, name[:end], tuple(_pieces(name, stem)))


def directory_parts(name: str) -> Parts:
    """The parts of a directory's name, which has no extension."""
    if _PLAIN_DIRECTORY.fullmatch(name):
        return Parts(name, name, (Piece(0, len(name), NAME),))
    return Parts(name, name, tuple(_pieces(name, len(name))))


def symbol_parts(name: str) -> Parts:
    """The parts of a symbol's name: without the signs before it and one after it; none for `__init__`, `_` and `$`."""
    bare = name.lstrip(SYMBOL_PREFIXES)
    start = len(name) - len(bare)
    if not bare or _DUNDER.fullmatch(name):
        return Parts(name, name, ())
    stop = len(name) - (len(bare) > 1 and bare.endswith(SYMBOL_ENDINGS))
    return Parts(name, name, (Piece(start, stop, NAME),))


def _dots(name: str) -> list[int]:
    """Where dots separate parts: after the first character, outside of brackets."""
    masked = _MARKS.sub(lambda found: "x" * len(found[0]), name)
    return [at for at, character in enumerate(masked) if character == "." and at > 0]


def _pieces(name: str, stop: int) -> Iterator[Piece]:
    start = 1 if is_dotted(name) and stop > 1 else 0
    dunder = _DUNDER.fullmatch(name, start, stop)
    if dunder:
        yield Piece(*dunder.span(1), NAME)
        return
    role = NAME
    if stop - start > 1 and name[start] in PREFIXES:
        role = PARAM if name[start] == "$" else NAME
        if name[start] == "+":  # SvelteKit: +page@(app)
            at = name.find("@", start, stop)
            stop = at if at > 0 else stop
        start += 1
    yield from _between_marks(name, start, _before_underscore(name, start, stop), role)


def _before_underscore(name: str, start: int, stop: int) -> int:
    """Where a name ends that is a keyword with an underscore after it, so that it can be imported: `async_.py`."""
    return stop - 1 if name[stop - 1 : stop] == "_" and keyword.iskeyword(name[start : stop - 1]) else stop


def _between_marks(name: str, start: int, stop: int, role: str) -> Iterator[Piece]:
    done = start
    for found in _MARKS.finditer(name, start, stop):
        yield from _plain(name, done, found.start(), role, trim_start=done > start, trim_stop=True)
        kind = found.lastgroup
        if kind is not None:
            first, last = found.span(kind)
            matcher = _MATCHER.search(name, first, last)
            yield Piece(first, matcher.start() if matcher else last, GROUP if kind == "group" else PARAM)
        done = found.end()
    if done == start or done < stop:
        yield from _plain(name, done, stop, role, trim_start=done > start, trim_stop=False)


def _plain(name: str, start: int, stop: int, role: str, *, trim_start: bool, trim_stop: bool) -> Iterator[Piece]:
    """What stands between two marks, without the separators that join it to them."""
    while trim_start and start < stop and name[start] in "-_.":
        start += 1
    while trim_stop and start < stop and name[stop - 1] in "-_.":
        stop -= 1
    if start < stop or not (trim_start or trim_stop):
        yield Piece(start, stop, role)
