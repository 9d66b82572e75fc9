"""Comments of the form `archcheck: allow RULE[, RULE] -- reason` in Go files."""

import re

from archcheck.core.facts import Extracted, Source, SuppressionFact
from archcheck.languages.go.lexing import COMMENT, decode, literals
from archcheck.syntax.directives import split_directive
from archcheck.syntax.places import Places

# A second pair of slashes in the comment ends the reason only where a blank follows it, as in another comment.
_DIRECTIVE = re.compile(r"(?://|/\*)\s*+archcheck:\s*+(?:allow\b((?:[^/*]|/(?!/(?:\s|archcheck:))|\*(?!/))*+))?")


def extract_suppressions(source: Source) -> Extracted[SuppressionFact]:
    """Every `archcheck:` comment of one file, in order of place; text in strings is no comment.

    One that does not say `allow` and what has no rules, one without ` -- ` no reason; whether it may is judged later.
    """
    if b"archcheck:" not in source.content:
        return Extracted()
    text = decode(source.content)
    places = Places(text)
    facts: list[SuppressionFact] = []
    for token in literals(text):
        if token.kind == COMMENT:
            own = not text[text.rfind("\n", 0, token.start) + 1 : token.start].strip()
            directives = _DIRECTIVE.finditer(text, token.start, token.end)
            facts += [
                SuppressionFact(*places.at(each.start()), *split_directive(each[1] or ""), own) for each in directives
            ]
    return Extracted(tuple(facts))
