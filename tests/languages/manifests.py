"""What formats make of text, in a form that is short to write down, and what none of them may stumble over."""

from collections.abc import Callable

from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.registry import Registry
from tests.language_pages import dialect_of


def extract(language: str, path: str, content: str | bytes) -> Extracted[RelationFact]:
    """What the aspect `relations` of a language yields for a file of that name."""
    record = Registry().language(language)
    assert record is not None
    data = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
    extracted: Extracted[RelationFact] = record.aspects["relations"](Source(data, dialect_of(language, path)))
    return extracted


def said(language: str, path: str, content: str | bytes) -> list[str]:
    """Each fact as `relation value|detail|group`, what is empty at the end left out, then diagnostics after `!`."""
    found = extract(language, path, content)
    facts = [f"{fact.relation} " + "|".join(fact[3:6]).rstrip("|") for fact in found.facts]
    return [*facts, *(f"! {d.line}:{d.column} {d.message}" for d in found.diagnostics)]


HOSTILE_BYTES: dict[str, bytes] = {
    "nothing": b"",
    "null characters": b"\0" * 1000,
    "Latin-1": b"\xe9\xff\xfe",
    "a byte order mark alone": b"\xef\xbb\xbf",
    "half a UTF-16 character": b"\xff\xfea",
    "UTF-32": "a".encode("utf-32"),
    "lone surrogates": "\ud800".encode("utf-8", "surrogatepass"),
    "carriage returns": b"a\rb\r\r\n",
    "an archive": b"PK\x03\x04" + bytes(range(256)) * 20,
}


def seconds_by_size(language: str, path: str, build: Callable[[int], str]) -> float:
    """How many times as long a text of eight times the size takes, at the least of several measurements."""
    import time  # noqa: PLC0415 - only here

    def seconds(text: str) -> float:
        before = time.process_time()
        extract(language, path, text)
        return time.process_time() - before

    small, large = build(24_000), build(192_000)
    least_small = least_large = float("inf")
    ratio = 0.0
    for _ in range(8):
        least_small = min(least_small, seconds(small))
        least_large = min(least_large, seconds(large))
        ratio = least_large / max(least_small, 0.0005)
        if ratio < 24:
            break
    return ratio
