"""Patterns as Ruby's `File.fnmatch` matches them with `PATHNAME` and `DOTMATCH`, in linear time per segment.

`*` and `?` stay within a segment and match a leading dot; `**/` at the beginning of a segment stands for any number of
directories; `[a-z]`, `[!a]` and `[^a]` are classes; a backslash takes the meaning of the character behind it; braces are
literal. Source: Ruby's documentation of `File.fnmatch`, and its answers.
"""

import re
from collections.abc import Callable, Sequence

_ANY_DEPTH = None
_Segment = re.Pattern[str] | None


def compile_fnmatch(pattern: str) -> Callable[[str], bool]:
    """The test for whole paths; a pattern that can never match, such as an open bracket, matches nothing."""
    segments: list[_Segment] = []
    *before, last = pattern.split("/")
    for text in before:
        if text == "**":
            segments.append(_ANY_DEPTH)
        else:
            compiled = _compile_segment(text)
            if compiled is None:
                return _never
            segments.append(compiled)
    compiled = _compile_segment(last)
    if compiled is None:
        return _never
    segments.append(compiled)
    return lambda path: _matches(segments, path.split("/"))


def _never(_path: str) -> bool:
    return False


def _compile_segment(text: str) -> re.Pattern[str] | None:
    """One segment as an expression; parts between stars are taken at their first fit, which is as good as any other."""
    parts = [""]
    at = 0
    while at < len(text):
        char = text[at]
        if char == "*":
            parts.append("")
        elif char == "?":
            parts[-1] += "."
        elif char == "[":
            found = _read_class(text, at + 1)
            if found is None:
                return None
            regex, at = found
            parts[-1] += regex
            continue
        else:
            at += char == "\\"
            parts[-1] += re.escape(text[at : at + 1])  # a backslash at the end stands for nothing
        at += 1
    if len(parts) == 1:
        return re.compile(parts[0], re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in parts[1:-1])
    return re.compile(f"{parts[0]}{middle}.*{parts[-1]}", re.DOTALL)


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


def _matches(segments: Sequence[_Segment], names: Sequence[str]) -> bool:
    """Whether the segments fit all names; goes back to the latest `**` only, which is enough."""
    at = name = 0
    resume = resume_name = -1
    while name < len(names):
        segment = segments[at] if at < len(segments) else False
        if segment is _ANY_DEPTH:
            at += 1
            resume, resume_name = at, name
        elif segment and segment.fullmatch(names[name]):
            at += 1
            name += 1
        elif resume < 0:
            return False
        else:
            resume_name += 1
            at, name = resume, resume_name
    return at == len(segments)
