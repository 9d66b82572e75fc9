"""Comments of the form `archcheck: allow RULE[, RULE] -- reason` in Python files."""

import re

from archcheck.core.facts import Diagnostic, Extracted, Source, SuppressionFact
from archcheck.languages.python.decoding import UndecodableError, decode
from archcheck.languages.python.lexing import COMMENT, tokens
from archcheck.syntax.directives import split_directive
from archcheck.syntax.places import Places

# A hash within the reason (`see #12`) belongs to it unless a blank follows it, as in another comment.
_DIRECTIVE = re.compile(r"#\s*+archcheck:\s*+(?:allow\b((?:[^#]|#(?!\s|archcheck:))*+))?")


def extract_suppressions(source: Source) -> Extracted[SuppressionFact]:
    """Every `archcheck:` comment of one file, in order of place; text in strings is no comment.

    One that does not say `allow` and what has no rules, one without ` -- ` no reason; whether it may is judged later.
    """
    if b"archcheck:" not in source.content:
        return Extracted()
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    places = Places(text)
    facts: list[SuppressionFact] = []
    for token in tokens(text):
        if token.kind != COMMENT:
            continue
        for found in _DIRECTIVE.finditer(text, token.start, token.end):
            line, column = places.at(found.start())
            own_line = not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip()
            facts.append(SuppressionFact(line, column, *split_directive(found[1] or ""), own_line))
    return Extracted(tuple(facts))
