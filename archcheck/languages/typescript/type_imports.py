"""Whether `import("m")` is a type or an expression that is evaluated, from the text around it."""

import re

_CALL_OF_PROMISE = re.compile(r"\s*+\??\.\s*+(?:then|catch|finally)\b")
_MEMBER = re.compile(r"\s*+(?:\.\s*+[\w$]|<)")
_LAST = re.compile(r"([\w$]++|=>|\S)\s*+\Z")
_TYPE_WORDS = frozenset(
    ["typeof", "keyof", "as", "is", "satisfies", "extends", "infer", "implements", "unique", "readonly", "asserts"]
)
_VALUE_WORDS = frozenset(
    ["await", "return", "void", "yield", "throw", "new", "default", "case", "in", "of", "else", "do"]
)
_ALIAS = re.compile(r"(?:^|[\s;}])type\s++[\w$]++\s*+(?:<[^;\n]*+)?=\s*+\Z")
# How much of the text before is looked at.
_BACK = 200


def is_type(text: str, start: int, end: int) -> bool:
    """Whether the `import("m"` that is text[start:end] in a typed dialect, its parenthesis still open, is a type."""
    if _CALL_OF_PROMISE.match(text, end):
        return False
    before = text[max(0, start - _BACK) : start]
    last = _LAST.search(before)
    word = last[1] if last else ""
    if word in _TYPE_WORDS:
        return True
    if word in _VALUE_WORDS:
        return False
    if _MEMBER.match(text, end):
        return True
    return word in ("<", "|", "&") or _ALIAS.search(before) is not None
