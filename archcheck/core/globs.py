r"""Globs: patterns over '/'-joined paths, and the files and directories that belong to them.

Grammar, on the whole path from the top of the repository, case-sensitive, both sides in NFC:

    *         any characters of one segment, also none, also a leading dot
    ?         one character, never a slash
    **        as a whole segment, any number of directories, also none; at the end, everything below
    {a,b}     alternatives; may be nested and hold slashes and wildcards, not captures
    {x}       one or more characters of one segment, bound to x; equal wherever x stands in the pattern
    {x:a|b}   the same, only the values listed
    {!x}      one or more characters of one segment, other than the value of x
    \{        the character itself; so for any character after a backslash

All else is literal. A final slash, or a last segment that is one capture, makes a pattern of directories: every file
below them belongs to it. A pattern whose last segment has no wildcard means the file or the directory of that name.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from archcheck.core.glob_match import Match, compose, make_matches
from archcheck.core.glob_parse import CaptureSpan, End, GlobError, Pattern, parse
from archcheck.core.glob_select import Plan, make_plans

__all__ = ["Glob", "GlobError", "escape_glob", "parse_glob"]

_SPECIAL = re.compile(r"[\\*?{}]")


@dataclass(slots=True)
class _Compiled:
    """What a glob compiles to on first use."""

    file_matches: tuple[Match, ...] | None = None
    directory_matches: tuple[Match, ...] | None = None
    plans: tuple[Plan, ...] | None = None


@dataclass(frozen=True, slots=True)
class Glob:
    """A parsed glob. Where it can match in several ways, each wildcard takes the leftmost and shortest part that works.

    `captures` are the names that `{x}` binds, `others` the names in `{!x}`, both in the order of the text. `prefix` is
    the literal beginning, unescaped and in NFC: whole segments, with a final slash, or the whole pattern without one
    when it stands for a single path. `directory` is true when it matches directories only.
    """

    text: str
    captures: tuple[str, ...] = field(compare=False)
    others: tuple[str, ...] = field(compare=False)
    prefix: str = field(compare=False)
    directory: bool = field(compare=False)
    _patterns: tuple[Pattern, ...] = field(compare=False, repr=False)
    _spans: tuple[CaptureSpan, ...] = field(compare=False, repr=False)
    _compiled: _Compiled = field(default_factory=_Compiled, compare=False, repr=False)

    def match_file(self, path: str) -> Mapping[str, str] | None:
        """The values of the captures when the file at `path` belongs to the glob, else None; `{!x}` reports as `!x`.

        It belongs when the pattern matches the file itself or covers a directory above it.
        """
        matches = self._compiled.file_matches
        if matches is None:
            matches = self._compiled.file_matches = make_matches([(p, p.file_end()) for p in self._patterns])
        return _first_match(matches, path)

    def match_directory(self, path: str) -> Mapping[str, str] | None:
        """The values of the captures when the pattern matches the directory at `path` (no final slash), else None.

        What is inside a matched directory does not match by itself.
        """
        matches = self._compiled.directory_matches
        if matches is None:
            meant = [(p, End.EXACT) for p in self._patterns if p.directory or p.covers]
            matches = self._compiled.directory_matches = make_matches(meant)
        return _first_match(matches, path)

    def select_files(self, paths: Sequence[str]) -> list[int]:
        """The positions, ascending, of the files that belong to the glob; `paths` in plain string order."""
        plans = self._compiled.plans
        if plans is None:
            plans = self._compiled.plans = tuple(make_plans(self._patterns))
        if len(plans) == 1:
            return plans[0](paths)
        return sorted({number for plan in plans for number in plan(paths)})

    def bind(self, values: Mapping[str, str]) -> "Glob":
        """The glob with the captures replaced by `values`, which has one for each; `{!x}` stays as it is."""
        patterns = tuple(pattern.bind(values) for pattern in self._patterns)
        return Glob(
            self.substitute({name: escape_glob(value) for name, value in values.items()}),
            captures=(),
            others=self.others,
            prefix=_common_prefix(patterns),
            directory=self.directory,
            _patterns=patterns,
            _spans=(),
        )

    def substitute(self, bindings: Mapping[str, str]) -> str:
        """The text with the captures replaced by their values, for messages; unbound ones and `{!x}` are kept."""
        parts: list[str] = []
        done = 0
        for start, stop, name in self._spans:
            if name in bindings and not name.startswith("!"):
                parts += self.text[done:start], bindings[name]
                done = stop
        return "".join(parts) + self.text[done:]


def parse_glob(text: str) -> Glob:
    """The glob written as `text`. Raises GlobError."""
    patterns, spans = parse(text)
    names = tuple(dict.fromkeys(span.name for span in spans))
    return Glob(
        text,
        captures=tuple(name for name in names if not name.startswith("!")),
        others=tuple(name[1:] for name in names if name.startswith("!")),
        prefix=_common_prefix(patterns),
        directory=all(pattern.directory for pattern in patterns),
        _patterns=patterns,
        _spans=spans,
    )


def escape_glob(path: str) -> str:
    """A glob that means just this path, whatever characters it has."""
    return _SPECIAL.sub(r"\\\g<0>", path)


def _first_match(matches: Sequence[Match], path: str) -> Mapping[str, str] | None:
    composed = compose(path)
    for match in matches:
        found = match(composed)
        if found is not None:
            return found
    return None


def _common_prefix(patterns: Sequence[Pattern]) -> str:
    """The directories that all patterns begin with, or the path of the only one when that is literal."""
    leads = [pattern.lead() for pattern in patterns]
    if len(patterns) == 1 and len(leads[0]) == len(patterns[0].segments):
        return "/".join(leads[0])
    directories = [lead[: len(pattern.segments) - 1] for lead, pattern in zip(leads, patterns, strict=True)]
    common = takewhile(lambda names: len(set(names)) == 1, zip(*directories, strict=False))
    return "".join(f"{names[0]}/" for names in common)
