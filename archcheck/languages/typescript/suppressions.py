"""Comments of the form `archcheck: allow RULE[, RULE] -- reason` in TypeScript, JavaScript and the markup around it."""

import re
from collections.abc import Iterator

from archcheck.core.facts import Diagnostic, Extracted, Source, SuppressionFact
from archcheck.languages.typescript.decoding import UndecodableError, decode
from archcheck.languages.typescript.embedded import EMBEDDING, find_blocks
from archcheck.languages.typescript.literals import COMMENT, literals
from archcheck.syntax.directives import split_directive
from archcheck.syntax.places import Places

# A second pair of slashes in the comment ends the reason only where a blank follows it, as in another comment.
_DIRECTIVE = re.compile(r"(?://|/\*++)\s*+archcheck:\s*+(?:allow\b((?:[^/*]|/(?!/(?:\s|archcheck:))|\*(?!/))*+))?")
_IN_MARKUP = re.compile(r"<!--\s*+archcheck:\s*+(?:allow\b((?:[^-]|-(?!->))*+))?")
_ALONE = ("", "{")
"""What may stand before a comment that has its line to itself; the brace is that of a comment between elements."""


def extract_suppressions(source: Source) -> Extracted[SuppressionFact]:
    """Every `archcheck:` comment of one file, in order of place; text in strings and between elements is no comment.

    One that does not say `allow` and what has no rules, one without ` -- ` no reason; whether it may is judged later.
    """
    if b"archcheck:" not in source.content:
        return Extracted()
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    places = Places(text)
    facts = []
    for found in sorted(_directives(text, source.dialect), key=lambda each: each.start()):
        before = text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
        rules, reason = split_directive(found[1] or "")
        facts.append(SuppressionFact(*places.at(found.start()), rules, reason, before in _ALONE))
    return Extracted(tuple(facts))


def _directives(text: str, dialect: str) -> Iterator[re.Match[str]]:
    for literal in literals(text, dialect):
        if literal.kind == COMMENT:
            yield from _DIRECTIVE.finditer(text, literal.start, literal.end)
    if dialect in EMBEDDING:
        inside = [(block.start, block.end) for block in find_blocks(text, dialect)]
        for found in _IN_MARKUP.finditer(text):
            if not any(start <= found.start() < end for start, end in inside):
                yield found
