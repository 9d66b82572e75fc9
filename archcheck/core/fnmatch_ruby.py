"""Patterns as Ruby's `File.fnmatch` matches them with `PATHNAME` and `DOTMATCH`, in linear time per segment.

`*` and `?` stay within a segment and match a leading dot; `**/` at the beginning of a segment stands for any number of
directories; `[a-z]`, `[!a]` and `[^a]` are classes; a backslash takes the meaning of the character behind it; braces
are literal. Source: Ruby's documentation of `File.fnmatch`, and its answers.
"""

import re
from collections.abc import Callable, Sequence

from archcheck.core.segments import ANY_DEPTH, always, match_segments, never

_SPECIAL = re.compile(r"[*?\[\\]")
_NameTest = Callable[[str], object]
PathTest = Callable[[Sequence[str]], bool]


def compile_fnmatch(pattern: str) -> PathTest:
    """The test for paths, given as their segments; a pattern that can never match, such as `[a`, matches nothing."""
    *before, last = _split(pattern)
    segments = [*(ANY_DEPTH if text == "**" else _compile_segment(text) for text in before), _compile_segment(last)]
    return lambda names: match_segments(segments, names)


def _split(pattern: str) -> list[str]:
    """The segments; a slash in a class is a member of it."""
    if "[" not in pattern:
        return pattern.split("/")
    segments = []
    start = at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "/":
            segments.append(pattern[start:at])
            start = at + 1
        if char == "[":
            found = _read_class(pattern, at + 1)
            at = found[1] if found else len(pattern)
        else:
            at += 2 if char == "\\" and pattern[at + 1 : at + 2] != "/" else 1
    return [*segments, pattern[start:]]


def _compile_segment(text: str) -> _NameTest:
    if not _SPECIAL.search(text):
        return text.__eq__
    if text == "*":
        return always
    if text.startswith("*") and not _SPECIAL.search(text, 1):
        return lambda name: name.endswith(text[1:])
    compiled = _compile_wildcards(text)
    return compiled.fullmatch if compiled else never


def _compile_wildcards(text: str) -> re.Pattern[str] | None:
    """One segment as an expression; parts between stars are taken at their first fit, which is as good as any other."""
    parts: list[list[str]] = [[]]
    at = 0
    while at < len(text):
        char = text[at]
        if char == "*":
            parts.append([])
        elif char == "?":
            parts[-1].append(".")
        elif char == "[":
            found = _read_class(text, at + 1)
            if found is None:
                return None
            regex, at = found
            parts[-1].append(regex)
            continue
        else:
            at += char == "\\"
            parts[-1].append(re.escape(text[at : at + 1]))  # a backslash at the end stands for nothing
        at += 1
    first, *others = ["".join(part) for part in parts]
    if not others:
        return re.compile(first, re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in others[:-1])
    return re.compile(f"{first}{middle}.*{others[-1]}", re.DOTALL)


def _read_class(text: str, at: int) -> tuple[str, int] | None:
    """A class whose first character after the bracket is at `at`: an expression, and where it ends; None when open."""
    negated = at < len(text) and text[at] in "!^"
    at += negated
    members: list[str] = []
    while at < len(text) and text[at] != "]":
        low, at = _read_member(text, at)
        if at + 1 < len(text) and text[at] == "-" and text[at + 1] != "]":
            high, at = _read_member(text, at + 1)
            # Both ends count even where they stand the wrong way round.
            members.append(f"{re.escape(low)}-{re.escape(high)}" if low <= high else re.escape(low) + re.escape(high))
        else:
            members.append(re.escape(low))
    if at >= len(text):
        return None
    if not members:
        return ("." if negated else "(?!)"), at + 1
    return f"[{'^' if negated else ''}{''.join(members)}]", at + 1


def _read_member(text: str, at: int) -> tuple[str, int]:
    if text[at] == "\\" and at + 1 < len(text):
        at += 1
    return text[at], at + 1
