r"""GitHub's CODEOWNERS: the last line that matches decides, for the whole file.

Source: GitHub's docs, "About code owners", and the REST API "list CODEOWNERS errors", whose words the problems use.
Patterns are those of .gitignore but for three things: no `!`, no `[...]`, no `\#` for a leading hash; and a last
segment that is a lone `*` does not reach into directories (`docs/*`). A line with an invalid pattern or owner is
skipped.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from archcheck.core.codeowners import (
    GITHUB,
    LONGEST_PATTERN,
    Codeowners,
    Entry,
    OwnerProblem,
    is_owner,
    shown,
    split_lines,
    split_words,
    unusable,
)
from archcheck.core.codeowners_matching import Matcher, Pattern
from archcheck.core.gitignore import compile_glob
from archcheck.core.pattern_index import ANY_DEPTH

MAX_BYTES = 3_000_000
"""GitHub loads nothing from a file of 3 MB or more."""

_PATTERN = "Invalid pattern"
_OWNER = "Invalid owner"
_SUSPICIOUS = re.compile(r"[\[\]]|\*\*\*|\A(?:[@!]|\\#|/\Z)")
_BEFORE_COMMENT = re.compile(r"(?:[^#\\]++|\\.?)*+", re.DOTALL)
_MANY_STARS = re.compile(r"\*{3,}")
_ESCAPED = re.compile(r"\\.", re.DOTALL)
_BRACKET = re.compile(r"(\\.)|([\[\]])", re.DOTALL)


def parse_github(content: bytes, path: str = ".github/CODEOWNERS") -> Codeowners:
    """Read a file; every line that is not understood is a problem, and is skipped."""
    whole = unusable(content, MAX_BYTES)
    if whole:
        return Codeowners(path, GITHUB, problems=(whole,))
    entries: list[Entry] = []
    problems: list[OwnerProblem] = []
    for number, line in enumerate(split_lines(content), start=1):
        before_comment = _BEFORE_COMMENT.match(line)
        words = split_words(before_comment[0]) if before_comment else []
        if words:
            found = list(_problems(number, line, words))
            problems += found
            if not found:
                column, pattern = words[0]
                entries.append(Entry(number, column, pattern, tuple(owner for _, owner in words[1:])))
    matcher = Matcher(entries, (_pattern(entry.pattern) for entry in entries))
    return Codeowners(path, GITHUB, tuple(entries), tuple(problems), matcher.decide, matcher.match)


def _problems(number: int, line: str, words: Sequence[tuple[int, str]]) -> Iterator[OwnerProblem]:
    column, pattern = words[0]
    suggestion = _pattern_problem(pattern, alone=len(words) == 1)
    if suggestion:
        yield OwnerProblem(number, column, _PATTERN, shown(line), suggestion)
        return
    for column, owner in words[1:]:
        if not is_owner(owner, GITHUB):
            yield OwnerProblem(number, column, _OWNER, shown(line), shown(owner))


def _pattern_problem(pattern: str, *, alone: bool) -> str:
    """What GitHub suggests for a pattern that it does not accept, "" when it is fine."""
    if not _SUSPICIOUS.search(pattern) and len(pattern) <= LONGEST_PATTERN:
        return ""
    faults = {
        "This pattern will never match anything, did you mean `*`?": pattern == "/",
        "It is too long": len(pattern) > LONGEST_PATTERN,
        "Negation is not supported": pattern.startswith("!"),
        "A pattern cannot begin with `#`": pattern.startswith("\\#"),
        "A pattern is expected before the owner": alone and pattern.startswith("@") and is_owner(pattern, GITHUB),
    }
    found = next((suggestion for suggestion, is_so in faults.items() if is_so), "")
    if found:
        return found
    right = _MANY_STARS.sub("**", pattern)
    bare = _ESCAPED.sub("", pattern)
    if "[" in bare or "]" in bare:  # ranges are not supported, and both brackets must be escaped
        right = _BRACKET.sub(lambda match: match[1] or f"\\{match[2]}", right)
    return f"Did you mean `{shown(right)}`?" if right != pattern else ""


def _pattern(text: str) -> Pattern:
    """What an accepted pattern matches; a lone `*` at the end does not own what is in directories."""
    directories_only = text.endswith("/")
    bare = text[:-1] if directories_only else text
    anchored = "/" in bare
    segments = bare.removeprefix("/").split("/") if anchored else [ANY_DEPTH, bare]
    shallow = not directories_only and anchored and segments[-1] == "*"
    return Pattern(segments, lambda: _compile(bare), files=not directories_only, directories=not shallow)


def _compile(pattern: str) -> Callable[[str], bool]:
    glob = compile_glob(_bytes(pattern))

    def test(path: str) -> bool:
        return glob.matches(_bytes(path[path.rfind("/") + 1 :]), _bytes(path))

    return test


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
