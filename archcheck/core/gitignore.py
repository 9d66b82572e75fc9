"""Patterns of .gitignore and .gitattributes files, matched exactly as git matches them, in linear time.

Works on bytes because git does: `?` and `[...]` stand for one byte, whatever the encoding of a name. Source of the
format: gitignore(5) and the observable behaviour of `git check-ignore`. Matching is case-sensitive on every platform.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from archcheck.core.segments import ANY_DEPTH, always, match_segments, never

_SLASH, _BACKSLASH, _NEWLINE = b"/", b"\\", b"\n"
_SPECIAL = re.compile(rb"[*?\[\\]")
_EVERY_BYTE = frozenset(range(256))
# git's own table of character classes: ASCII only, and vertical tab and form feed are not spaces.
_CLASSES = {
    b"alnum": frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
    b"alpha": frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
    b"blank": frozenset(b" \t"),
    b"cntrl": frozenset([*range(0x20), 0x7F]),
    b"digit": frozenset(b"0123456789"),
    b"graph": frozenset(range(0x21, 0x7F)),
    b"lower": frozenset(b"abcdefghijklmnopqrstuvwxyz"),
    b"print": frozenset(range(0x20, 0x7F)),
    b"punct": frozenset(b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"),
    b"space": frozenset(b" \t\r\n"),
    b"upper": frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    b"xdigit": frozenset(b"0123456789ABCDEFabcdef"),
}

NameTest = Callable[[bytes], object]


@dataclass(frozen=True, slots=True)
class Glob:
    """One compiled pattern. `floating` patterns hold no slash and are matched against the last name of a path only."""

    floating: bool
    _test: NameTest

    def matches(self, name: bytes, path: bytes) -> bool:
        """Whether the pattern fits; `name` is the last segment of `path`, which starts where the pattern's file is."""
        return bool(self._test(name if self.floating else path))


class IgnoreRule(NamedTuple):
    """One line of a .gitignore file: `pattern` as written, `line` counted from 1."""

    line: int
    pattern: bytes
    negated: bool
    directories_only: bool
    glob: Glob


class IgnoreLevel(NamedTuple):
    """The rules of one .gitignore file; `directory` is "" or ends with a slash."""

    directory: bytes
    rules: tuple[IgnoreRule, ...]


@dataclass(frozen=True, slots=True)
class GitignoreMatcher:
    """The .gitignore files in force in one directory, the deepest first."""

    levels: tuple[IgnoreLevel, ...] = ()

    def descend(self, directory: bytes, rules: Iterable[IgnoreRule]) -> "GitignoreMatcher":
        """The matcher for `directory` (relative to the root, no final slash), whose own .gitignore holds `rules`."""
        level = IgnoreLevel(directory + _SLASH if directory else b"", tuple(reversed(tuple(rules))))
        return GitignoreMatcher((level, *self.levels)) if level.rules else self

    def decide(self, path: bytes, *, is_directory: bool) -> IgnoreRule | None:
        """The rule that settles `path`, negated or not, or None; its directories must not be ignored themselves."""
        name = path[path.rfind(_SLASH) + 1 :]
        for directory, rules in self.levels:
            if not path.startswith(directory):
                continue
            inner = path[len(directory) :]
            for rule in rules:
                if (is_directory or not rule.directories_only) and rule.glob.matches(name, inner):
                    return rule
        return None

    def deciding_rule(self, path: bytes, *, is_directory: bool) -> IgnoreRule | None:
        """Like `decide`, but a rule that ignores a directory above `path` settles it first, as in git."""
        end = path.find(_SLASH)
        while end >= 0:
            rule = self.decide(path[:end], is_directory=True)
            if rule and not rule.negated:
                return rule
            end = path.find(_SLASH, end + 1)
        return self.decide(path, is_directory=is_directory)

    def ignores(self, path: bytes, *, is_directory: bool) -> bool:
        """Whether `path` is ignored, by itself or with a directory above it."""
        rule = self.deciding_rule(path, is_directory=is_directory)
        return rule is not None and not rule.negated


def parse_gitignore(content: bytes) -> tuple[IgnoreRule, ...]:
    """The rules of one .gitignore file in the order written; every text is valid, odd patterns just never match."""
    rules = []
    for number, line in enumerate(content.removeprefix(b"\xef\xbb\xbf").split(_NEWLINE), start=1):
        # A line ends at a NUL byte because git keeps patterns as C strings.
        written = _trim_spaces(line.removesuffix(b"\r").split(b"\0", 1)[0])
        if not written or written.startswith(b"#"):
            continue
        negated = written.startswith(b"!")
        pattern = written[1:] if negated else written
        directories_only = pattern.endswith(_SLASH)
        glob = compile_glob(pattern[:-1] if directories_only else pattern)
        rules.append(IgnoreRule(number, written, negated, directories_only, glob))
    return tuple(rules)


def compile_glob(pattern: bytes) -> Glob:
    """Compile one pattern, without the `!` and the final slash that only .gitignore knows."""
    if _SLASH not in pattern:
        return Glob(floating=True, _test=_segment_test(pattern))
    return Glob(floating=False, _test=_path_test(pattern.removeprefix(_SLASH)))


def _trim_spaces(line: bytes) -> bytes:
    """Drop the spaces at the end, except one that a backslash protects."""
    bare = line.rstrip(b" ")
    backslashes = len(bare) - len(bare.rstrip(_BACKSLASH))
    protected = backslashes % 2 == 1 and len(bare) < len(line)
    return bare + b" " if protected else bare


def _segment_test(pattern: bytes) -> NameTest:
    """The test of a pattern for one name."""
    if not _SPECIAL.search(pattern):
        return pattern.__eq__ if pattern else never
    if pattern.startswith(b"*") and not _SPECIAL.search(pattern, 1):
        suffix = pattern[1:]
        return lambda name: name.endswith(suffix)
    tokens = _tokenize(pattern)
    return never if tokens is None else _compile_tokens(tokens)


def _path_test(pattern: bytes) -> NameTest:
    """The test of a pattern for a whole path."""
    special = _SPECIAL.search(pattern)
    if special is None:
        return pattern.__eq__ if pattern else never
    # git compares the text before the first special character by itself and matches only the rest as a glob, so that
    # `a/b**` and `a/b**/c` have a leading `**`. What follows is relative to that cut, not to the last slash.
    prefix, rest = pattern[: special.start()], pattern[special.start() :]
    tokens = _tokenize(rest)
    if tokens is None:
        return never
    segments = _split_segments(tokens)
    start = len(prefix)
    return lambda path: path.startswith(prefix) and match_segments(segments, path[start:].split(_SLASH))


class _Token(NamedTuple):
    """A piece of a pattern: `stars` counts asterisks, else `regex` stands for exactly one byte."""

    regex: bytes
    stars: int = 0
    escaped: bool = False


_SEPARATOR = _Token(b"\\x2f")
_ESCAPED_SEPARATOR = _Token(b"\\x2f", escaped=True)


def _tokenize(pattern: bytes) -> list[_Token] | None:
    """The tokens of a pattern, or None when it can never match (an open bracket, a backslash at the end)."""
    tokens = []
    position = 0
    while position < len(pattern):
        step = _read_token(pattern, position)
        if step is None:
            return None
        token, position = step
        tokens.append(token)
    return tokens


def _read_token(pattern: bytes, position: int) -> tuple[_Token, int] | None:
    char = pattern[position : position + 1]
    if char == b"*":
        end = position
        while pattern[end : end + 1] == b"*":
            end += 1
        return _Token(b"", stars=end - position), end
    if char == b"?":
        return _Token(b"."), position + 1
    if char == b"[":
        return _read_set(pattern, position + 1)
    if char == _SLASH:
        return _SEPARATOR, position + 1
    if char == _BACKSLASH:
        position += 1
        char = pattern[position : position + 1]
        if char == _SLASH:
            return _ESCAPED_SEPARATOR, position + 1
    return (_Token(_class_of(frozenset(char))), position + 1) if char else None


def _read_set(pattern: bytes, position: int) -> tuple[_Token, int] | None:
    """Read a bracket expression whose first character after the bracket is at `position`."""
    negated = pattern[position : position + 1] in {b"!", b"^"}
    position += negated
    members: set[int] = set()
    previous = 0
    first = True
    while first or pattern[position : position + 1] != b"]":
        first = False
        step = _read_member(pattern, position, previous, members)
        if step is None:
            return None
        position, previous = step
    found = _EVERY_BYTE - members if negated else frozenset(members)
    return _Token(_class_of(found)), position + 1


def _read_member(pattern: bytes, position: int, previous: int, members: set[int]) -> tuple[int, int] | None:
    """Add one member of a set; the next position and the character a range may start from (0 for none)."""
    char = pattern[position : position + 1]
    if char == _BACKSLASH:
        position += 1
    elif char == b"-" and previous and pattern[position + 1 : position + 2] not in {b"", b"]"}:
        position += 1 + (pattern[position + 1 : position + 2] == _BACKSLASH)
        if position >= len(pattern):
            return None
        members.update(range(previous, pattern[position] + 1))
        return position + 1, 0
    elif pattern[position : position + 2] == b"[:":
        end = pattern.find(b"]", position + 2)
        if end < 0:
            return None
        if end > position + 2 and pattern[end - 1 : end] == b":":
            return _read_class(pattern[position + 2 : end - 1], end + 1, members)
    if position >= len(pattern):
        return None
    members.add(pattern[position])
    return position + 1, pattern[position]


def _read_class(name: bytes, end: int, members: set[int]) -> tuple[int, int] | None:
    if name not in _CLASSES:
        return None
    members.update(_CLASSES[name])
    return end, 0


def _class_of(members: frozenset[int]) -> bytes:
    """A regular expression for one byte out of `members`."""
    return b"[%s]" % b"".join(b"\\x%02x" % member for member in sorted(members)) if members else b"(?!)"


def _compile_tokens(tokens: Iterable[_Token]) -> NameTest:
    """The test of one name: parts of fixed length with stars between them.

    The first fit of every part is as good as any later one, because all that follows is a star again. Atomic groups
    hold on to it, so no input makes the expression backtrack over more than one part.
    """
    parts = [b""]
    for token in tokens:
        if token.stars:
            parts.append(b"")
        else:
            parts[-1] += token.regex
    first, *middle = parts[:-1] or parts
    if len(parts) == 1:
        return re.compile(first, re.DOTALL).fullmatch
    found = b"".join(b"(?>.*?%s)" % part for part in middle)
    return re.compile(b"%s%s.*%s" % (first, found, parts[-1]), re.DOTALL).fullmatch


def _split_segments(tokens: list[_Token]) -> tuple[NameTest | None, ...]:
    """One test per name of the path, with `ANY_DEPTH` for each `**` that is a whole segment."""
    segments: list[NameTest | None] = []
    start = 0
    for position in (*(at for at, token in enumerate(tokens) if token.regex == _SEPARATOR.regex), len(tokens)):
        segment = tokens[start:position]
        start = position + 1
        if len(segment) == 1 and segment[0].stars > 1:
            # Only `**/` may stand for nothing; at the end, or before an escaped slash, it needs at least one name.
            at_least_one = position == len(tokens) or tokens[position].escaped
            segments += [always, ANY_DEPTH] if at_least_one else [ANY_DEPTH]
        else:
            segments.append(_compile_tokens(segment))
    return tuple(segments)
