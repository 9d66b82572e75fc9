"""Imports of types in JSDoc comments of JavaScript: `@import {A} from "./a"` and `@type {import("./a").A}`."""

import re
from collections.abc import Iterator

from archcheck.core.facts import TYPE_ONLY
from archcheck.languages.typescript.candidates import Candidate, Nature
from archcheck.languages.typescript.clauses import Clause
from archcheck.languages.typescript.lexemes import GAP, NAME, STRING, unquote

# Between the words of a tag: blanks, and line breaks with the asterisk that the next line begins with.
_BLANK = r"(?:\n[ \t]*+(?:\*(?!/))?+|[ \t])*+"
_TAG = re.compile(
    rf"@import(?!\w){_BLANK}(?:{NAME}{_BLANK},?{_BLANK})?(?:\{{[^{{}}]*+\}}|\*{_BLANK}as\b{_BLANK}{NAME})?{_BLANK}"
    rf"from{_BLANK}({STRING})"
)
_TYPE = re.compile(rf"import{GAP}\({GAP}({STRING}){GAP}\)")
_OPENING = re.compile(r"@\w++\s*+\{")
# How far back the beginning of a comment is looked for.
_LONGEST = 20_000
_LONGEST_TYPE = 1_000


def find_documented(text: str) -> Iterator[Candidate]:
    """What comments import, if they are comments: each candidate begins where its comment does."""
    hit, end = text.find("import"), 0
    while hit >= 0:
        clause = _clause(text, hit)
        if clause:
            start = text.rfind("/*", max(0, hit - _LONGEST), hit)
            if end < hit:
                end = text.find("*/", hit)
            if end < 0:
                return
            if start >= 0 and end > hit > text.rfind("*/", start + 2, hit) and text.startswith("/**", start):
                yield Candidate(start, Nature.COMMENT, hit, clause=clause)
        hit = text.find("import", hit + 6)


def _clause(text: str, hit: int) -> Clause | None:
    if text[hit - 1 : hit] == "@":
        found = _TAG.match(text, hit - 1, hit + _LONGEST_TYPE)
    else:
        found = _TYPE.match(text, hit, hit + _LONGEST_TYPE)
        if found and not _in_type(text, hit):
            return None
    return Clause((unquote(found[1]),), TYPE_ONLY, "", found.end()) if found else None


def _in_type(text: str, hit: int) -> bool:
    """Whether `hit` is within the braces that follow a tag."""
    start = max(0, hit - _LONGEST_TYPE)
    opened = None
    for opened in _OPENING.finditer(text, start, hit):  # noqa: B007 - the last one counts
        pass
    if not opened:
        return False
    depth = 0
    for mark in text[opened.start() : hit]:
        depth += (mark == "{") - (mark == "}")
        if mark == "}" and depth <= 0:
            return False
    return True
