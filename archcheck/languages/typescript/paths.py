"""Paths: joined without a file system, and globs of manifests matched in time linear in the path."""

from collections.abc import Sequence

_MAX_ALTERNATIVES = 64
_IMPLICITLY_EXCLUDED = frozenset(("node_modules", "bower_components", "jspm_packages"))


def is_inside(path: str, directory: str) -> bool:
    """Whether `path` lies below `directory`; everything lies below ""."""
    return not directory or path.startswith(directory + "/")


def expand_braces(pattern: str) -> list[str]:
    """The patterns that `a{b,c}d` stands for, at most 64; braces without a comma or a partner are ordinary signs."""
    done: list[str] = []
    waiting = [(pattern, 0)]
    while waiting:
        text, start = waiting.pop()
        opening = text.find("{", start)
        closing = _closing_brace(text, opening) if opening >= 0 else -1
        if opening < 0 or len(done) + len(waiting) >= _MAX_ALTERNATIVES:
            done.append(text)
            continue
        choices = _split_choices(text[opening + 1 : closing]) if closing >= 0 else []
        if len(choices) < 2:  # noqa: PLR2004 - one choice is none
            waiting.append((text, opening + 1))
            continue
        before, after = text[:opening], text[closing + 1 :]
        waiting += [(before + choice + after, opening) for choice in reversed(choices)]
    return done


def _closing_brace(text: str, opening: int) -> int:
    depth = 0
    for at in range(opening, len(text)):
        depth += (text[at] == "{") - (text[at] == "}")
        if not depth:
            return at
    return -1


def _split_choices(text: str) -> list[str]:
    choices, depth = [""], 0
    for sign in text:
        depth += (sign == "{") - (sign == "}")
        if sign == "," and not depth:
            choices.append("")
        else:
            choices[-1] += sign
    return choices


def matches_segments(pattern: Sequence[str], path: Sequence[str], *, hidden: bool = True) -> bool:
    """Whether a glob fits a path, both split at slashes; `**` is any number of segments.

    Unless `hidden`, wildcards do not stand for names with a leading dot, nor `**` for node_modules.
    """
    at = within = mark = 0
    star = -1
    while at < len(path):
        if within < len(pattern) and pattern[within] == "**":
            star, mark = within, at
            within += 1
        elif within < len(pattern) and matches_name(pattern[within], path[at], hidden=hidden):
            at, within = at + 1, within + 1
        elif star >= 0 and (hidden or _is_passable(path[mark])):
            mark += 1
            at, within = mark, star + 1
        else:
            return False
    return all(segment == "**" for segment in pattern[within:])


def _is_passable(name: str) -> bool:
    return not name.startswith(".") and name not in _IMPLICITLY_EXCLUDED


def matches_name(pattern: str, name: str, *, hidden: bool = True) -> bool:
    """Whether `*` and `?` in one segment of a glob fit a name."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == name
    if not hidden and pattern[0] in "*?" and name.startswith("."):
        return False
    at = within = mark = 0
    star = -1
    while at < len(name):
        if within < len(pattern) and pattern[within] == "*":
            star, mark = within, at
            within += 1
        elif within < len(pattern) and pattern[within] in ("?", name[at]):
            at, within = at + 1, within + 1
        elif star >= 0:
            mark += 1
            at, within = mark, star + 1
        else:
            return False
    return pattern[within:].strip("*") == ""
