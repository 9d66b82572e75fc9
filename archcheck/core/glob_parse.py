"""The text of a glob turned into flat patterns: alternatives expanded, segments split, mistakes named."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import groupby, product
from typing import NamedTuple
from unicodedata import normalize

MAX_LENGTH = 1_000  # characters of a glob
MAX_PATTERNS = 1_000  # patterns that its alternatives may expand to
MAX_EXPANDED = 100_000  # elements of all those patterns together; bounds the time to compile them
MAX_TIED = 4  # names whose values depend on each other; bounds the degree of the search for them

_CAPTURE = re.compile(r"\{(!?)([A-Za-z_][A-Za-z0-9_]*)([:}])")
_VALUES = re.compile(r"(?:[^\\{}*?/,]|\\[^/])*+", re.DOTALL)
_VALUE = re.compile(r"(?:[^\\|]|\\.)*+", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class GlobError(ValueError):
    """A glob is wrong. `message` says what was found and the way out, `offset` where, in characters from 0."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(message)
        self.message = message
        self.offset = offset


class Wild(Enum):
    """A wildcard; GLOBSTAR only ever stands alone in its segment."""

    ANY = "?"
    STAR = "*"
    GLOBSTAR = "**"


class Capture(NamedTuple):
    """One or more characters of a segment, to be bound to `name`; for `{!x}` the name is `!x`."""

    name: str


Element = str | Wild | Capture
Segment = tuple[Element, ...]
GLOBSTAR: Segment = (Wild.GLOBSTAR,)


class End(Enum):
    """What must follow the last segment of a pattern: nothing, a slash, or either."""

    EXACT = "exact"
    BELOW = "below"
    COVER = "cover"


@dataclass(frozen=True, slots=True)
class Pattern:
    """One alternative of a glob: segments, and what they match.

    `directory` patterns match directories, all others files; when `covers`, a file or a directory. A GLOBSTAR is never
    last (a final `**` is kept as `**/*`), nor are two of them neighbours. `fixed` are the values that restricted
    captures have in this alternative; their elements are literal.
    """

    segments: tuple[Segment, ...]
    directory: bool
    covers: bool
    fixed: tuple[tuple[str, str], ...] = ()

    def file_end(self) -> End:
        """What follows the last segment in the path of a file that belongs to the pattern."""
        if self.directory:
            return End.BELOW
        return End.COVER if self.covers else End.EXACT

    def lead(self) -> tuple[str, ...]:
        """The literal segments before the first wildcard."""
        names: list[str] = []
        for segment in self.segments:
            if len(segment) != 1 or not isinstance(segment[0], str):
                break
            names.append(segment[0])
        return tuple(names)

    def names(self) -> tuple[str, ...]:
        """The names of the captures in the order of the text, repeated ones as often as they stand there."""
        return tuple(element.name for segment in self.segments for element in segment if isinstance(element, Capture))

    def tied(self) -> tuple[str, ...]:
        """The names whose value depends on more than one place: repeated ones, and `x` and `!x` side by side."""
        names = self.names()
        known = {*names, *dict(self.fixed)}
        return tuple(
            name
            for name in dict.fromkeys(names)
            if names.count(name) > 1 or "!" + name in known or (name[0] == "!" and name[1:] in known)
        )

    def bind(self, values: Mapping[str, str]) -> "Pattern":
        """The pattern with the captures named in `values` replaced by them."""

        def bound(element: Element) -> Element:
            return values.get(element.name, element) if isinstance(element, Capture) else element

        return replace(self, segments=tuple(_merge(map(bound, segment)) for segment in self.segments))


class CaptureSpan(NamedTuple):
    """Where a capture stands in the text of a glob: `text[start:stop]`; `name` as in Capture."""

    start: int
    stop: int
    name: str


class Parsed(NamedTuple):
    """A glob as parsed: its alternatives, and its captures in the order of the text."""

    patterns: tuple[Pattern, ...]
    spans: tuple[CaptureSpan, ...]


class _Token(NamedTuple):
    element: Element
    offset: int


@dataclass(slots=True)
class _Level:
    """An open `{`: the finished alternatives and the expansions of the one being read."""

    offset: int
    finished: list[list[_Token]]
    current: list[list[_Token]]


def parse(text: str) -> Parsed:
    """The flat patterns of `text`. Raises GlobError."""
    if not text:
        raise GlobError("empty pattern; write ** for every file", 0)
    if len(text) > MAX_LENGTH:
        message = f"pattern of {len(text)} characters, at most {MAX_LENGTH} are allowed; split it into several"
        raise GlobError(message, MAX_LENGTH)
    reader = _Reader(text)
    expansions = reader.read()
    choices = _combine(reader.values)
    size = sum(len(tokens) for tokens in expansions) * len(choices)
    if len(expansions) * len(choices) > MAX_PATTERNS or size > MAX_EXPANDED:
        raise _too_many(0)
    shapes = [_split_segments(tokens) for tokens in expansions]
    patterns = tuple(_with_values(shape, choice) for shape in shapes for choice in choices)
    if len(patterns[0].tied()) > MAX_TIED:
        message = f"{len(patterns[0].tied())} captures are repeated, at most {MAX_TIED} are allowed; drop some"
        raise GlobError(message, reader.spans[0].start)
    return Parsed(patterns, tuple(reader.spans))


class _Reader:
    """Reads one glob from left to right, with a stack of open alternatives instead of recursion."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.offset = 0
        self.spans: list[CaptureSpan] = []
        self.values: dict[str, tuple[str, ...]] = {}
        self._levels = [_Level(0, [], [[]])]

    def read(self) -> list[list[_Token]]:
        """The tokens of each expansion."""
        steps: dict[str, Callable[[], None]] = {
            "*": lambda: self._add(Wild.STAR),
            "?": lambda: self._add(Wild.ANY),
            "\\": self._read_escape,
            "{": self._open,
            "}": self._close,
        }
        while self.offset < len(self.text):
            character = self.text[self.offset]
            if character == "," and len(self._levels) > 1:
                self._next_alternative()
            else:
                steps.get(character, self._read_literal)()
        if len(self._levels) > 1:
            raise GlobError('"{" is never closed; add "}", or write \\{ for the character', self._levels[-1].offset)
        return self._levels[0].current

    def _add(self, element: Element, length: int = 1) -> None:
        token = _Token(element, self.offset)
        for tokens in self._levels[-1].current:
            tokens.append(token)
        self.offset += length

    def _read_literal(self) -> None:
        self._add(self.text[self.offset])

    def _read_escape(self) -> None:
        escaped = self.text[self.offset + 1 : self.offset + 2]
        if not escaped:
            raise GlobError('"\\" with nothing after it; write \\\\ for a backslash', self.offset)
        if escaped == "/":
            raise GlobError('"\\/"; a slash always separates segments, write / alone', self.offset)
        self._add(escaped, 2)

    def _open(self) -> None:
        capture = _CAPTURE.match(self.text, self.offset)
        if capture:
            self._read_capture(capture)
            return
        self._levels.append(_Level(self.offset, [], [[]]))
        self.offset += 1

    def _next_alternative(self) -> None:
        level = self._levels[-1]
        level.finished += level.current
        level.current = [[]]
        self.offset += 1

    def _close(self) -> None:
        if len(self._levels) == 1:
            raise GlobError('"}" without "{"; write \\} for the character', self.offset)
        level = self._levels.pop()
        self.offset += 1
        if not level.finished:
            found = self.text[level.offset : self.offset]
            message = (
                f'"{found}" is neither a capture {{name}} (letters, digits and underscores) '
                "nor alternatives {a,b}; write \\{ for the character"
            )
            raise GlobError(message, level.offset)
        options = level.finished + level.current
        outer = self._levels[-1]
        if len(outer.current) * len(options) > MAX_PATTERNS:
            raise _too_many(level.offset)
        outer.current = [before + option for before in outer.current for option in options]

    def _read_capture(self, found: re.Match[str]) -> None:
        start, name = self.offset, found[1] + found[2]
        if len(self._levels) > 1:
            message = f'capture "{name}" inside alternatives; write one pattern for each alternative'
            raise GlobError(message, start)
        stop = found.end()
        if found[3] == ":":
            stop = self._read_values(found)
        if found[1] and any(span.name == name for span in self.spans):
            raise GlobError(f'"{{{name}}}" stands twice; use it once, it reports one value', start)
        self.spans.append(CaptureSpan(start, stop, name))
        self._add(Capture(name), stop - start)

    def _read_values(self, found: re.Match[str]) -> int:
        start = found.end()
        if found[1]:
            raise GlobError(f'"{found[0]}"; {{!name}} cannot be restricted, write {{!{found[2]}}}', self.offset)
        written = _VALUES.match(self.text, start)
        stop = written.end() if written else start
        if self.text[stop : stop + 1] != "}":
            shown = f'"{self.text[stop]}"' if stop < len(self.text) else "the end"
            message = f'{shown} in the values of "{found[2]}"; expected literal values, such as {{name:a|b}}'
            raise GlobError(message, stop)
        values = tuple(_split_values(self.text[start:stop]))
        if "" in values:
            message = f'an empty value for "{found[2]}"; write {{name:a|b}}, or {{name}} for any value'
            raise GlobError(message, start)
        known = self.values.get(found[2], values)
        self.values[found[2]] = tuple(dict.fromkeys(value for value in known if value in values))
        if not self.values[found[2]]:
            raise GlobError(f'no value of "{found[2]}" fits everywhere in the pattern; list one in both places', start)
        return stop + 1


def _too_many(offset: int) -> GlobError:
    return GlobError(
        f"alternatives expand to more than {MAX_PATTERNS} patterns or {MAX_EXPANDED} characters; "
        "write a list of simpler patterns",
        offset,
    )


def _split_values(text: str) -> Iterator[str]:
    start = 0
    while start <= len(text):
        value = _VALUE.match(text, start)
        stop = value.end() if value else start
        yield normalize("NFC", _ESCAPED.sub(r"\1", text[start:stop]))
        start = stop + 1


def _combine(values: Mapping[str, tuple[str, ...]]) -> list[dict[str, str]]:
    """Every choice of one value for each restricted name."""
    count = 1
    for some in values.values():
        count *= len(some)
        if count > MAX_PATTERNS:
            raise _too_many(0)
    return [dict(zip(values, choice, strict=True)) for choice in product(*values.values())]


def _split_segments(tokens: Sequence[_Token]) -> Pattern:
    """One expansion as a pattern in which restricted captures are still captures."""
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token.element == "/":
            parts.append([])
        else:
            parts[-1].append(token)
    offsets = [0, *(token.offset + 1 for token in tokens if token.element == "/")]
    segments = [_segment(part) for part in parts]
    if segments[0] == (".",) and len(segments) > 1:
        del segments[0], offsets[0]
    if segments == [()]:
        raise GlobError("nothing is left of the pattern; write ** for every file", offsets[0])
    directory = segments[-1] == ()
    if directory:
        segments.pop()
    for segment, offset in zip(segments, offsets, strict=False):
        _refuse_bad_segment(segment, offset)
    last = segments[-1]
    bare = len(last) == 1 and isinstance(last[0], Capture)
    covers = len(last) == 1 and isinstance(last[0], str)
    return Pattern(_normal_globstars(segments), directory or bare, covers and not directory)


def _segment(part: Iterable[_Token]) -> Segment:
    elements = tuple(token.element for token in part)
    return GLOBSTAR if elements == (Wild.STAR, Wild.STAR) else _merge(elements)


def _merge(elements: Iterable[Element]) -> Segment:
    """The same elements with neighbouring literals joined, in NFC, and neighbouring stars made one."""
    merged: list[Element] = []
    for kind, run in groupby(elements, lambda element: str if isinstance(element, str) else element):
        if kind is str:
            merged.append(normalize("NFC", "".join(part for part in run if isinstance(part, str))))
        else:
            merged.extend([Wild.STAR] if kind is Wild.STAR else run)
    return tuple(merged)


def _refuse_bad_segment(segment: Segment, offset: int) -> None:
    if segment == ():
        if offset == 0:
            raise GlobError('"/" at the beginning; patterns start at the top of the repository, drop it', offset)
        raise GlobError('"//" has nothing between the slashes; write one, or /**/ for any directories', offset)
    if segment == ("..",):
        raise GlobError('".." cannot leave a directory; write the path from the top of the repository', offset)
    if segment == (".",):
        raise GlobError('"." is no segment of a path; drop it, or write ** for every file', offset)


def _normal_globstars(segments: Sequence[Segment]) -> tuple[Segment, ...]:
    normal = [segment for i, segment in enumerate(segments) if segment != GLOBSTAR or segments[i - 1 : i] != [GLOBSTAR]]
    if normal[-1] == GLOBSTAR:
        normal.append((Wild.STAR,))
    return tuple(normal)


def _with_values(shape: Pattern, values: Mapping[str, str]) -> Pattern:
    return replace(shape.bind(values), fixed=tuple(values.items())) if values else shape
