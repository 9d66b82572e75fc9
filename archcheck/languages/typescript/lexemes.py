"""Patterns for the smallest parts of JavaScript and TypeScript text; all take time that is linear in the text."""

import re

COMMENT = r"(?://[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/)"
GAP = rf"(?:[\s\ufeff]++|{COMMENT})*+"
STRING = r"""(?:"[^"\\\n]*+(?:\\[\s\S][^"\\\n]*+)*+"|'[^'\\\n]*+(?:\\[\s\S][^'\\\n]*+)*+')"""
NAME = r"[\w$]++"
_HOLE = r"\$\{[^{}`]*+(?:\{[^{}`]*+\}[^{}`]*+)*+\}"
# A template literal whose holes hold no templates and few braces.
TEMPLATE = rf"`[^`\\$]*+(?:(?:\\[\s\S]|{_HOLE}|\$(?!\{{))[^`\\$]*+)*+`"
REGEX = r"/(?![*/])[^\\/\[\n]*+(?:(?:\\[^\n]|\[[^\]\\\n]*+(?:\\[^\n][^\]\\\n]*+)*+\])[^\\/\[\n]*+)*+/[\w$]*+"

_SPECIAL = re.compile(
    r"\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\n)|([\s\S]))" + f"|({_HOLE})"
)
_LETTERS = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_LAST_CODE_POINT = 0x10FFFF


def unquote(literal: str) -> str:
    """The value of a string literal, or of a template literal with `*` for each of its holes."""
    inner = literal[1:-1]
    if "\\" in inner or (literal[0] == "`" and "$" in inner):
        replace = _in_template if literal[0] == "`" else _in_string
        return _SPECIAL.sub(replace, inner)
    return inner


def has_hole(literal: str) -> bool:
    """Whether a literal is a template with holes."""
    return literal[0] == "`" and "${" in literal and any(found[6] for found in _SPECIAL.finditer(literal, 1))


def _in_template(found: re.Match[str]) -> str:
    return "*" if found[6] else _in_string(found)


def _in_string(found: re.Match[str]) -> str:
    if found[6]:
        return found[6]
    digits = found[1] or found[2] or found[3]
    if digits:
        code = int(digits, 16)
        return chr(code) if code <= _LAST_CODE_POINT else found[0]
    return "" if found[4] else _LETTERS.get(found[5], found[5])
