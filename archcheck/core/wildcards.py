"""Texts with `*` for anything: names and e-mail addresses of people."""


def is_like(text: str, pattern: str) -> bool:
    """Whether the whole text fits the pattern, in which `*` is any text, also none; small and capital letters alike."""
    first, *parts = pattern.casefold().split("*")
    text = text.casefold()
    if not parts:
        return text == first
    last = parts.pop()
    if not text.startswith(first) or len(text) < len(first) + len(last) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for part in parts:
        found = text.find(part, at, end)
        if found < 0:
            return False
        at = found + len(part)
    return True
