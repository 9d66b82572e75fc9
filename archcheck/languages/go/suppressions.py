"""Comments of the form `archcheck: allow RULE[, RULE] -- reason` in Go files."""

from archcheck.core.facts import Extracted, Source, SuppressionFact
from archcheck.languages.go.lexing import COMMENT, decode, literals
from archcheck.syntax.directives import WORD, Comment, find_directives


def extract_suppressions(source: Source) -> Extracted[SuppressionFact]:
    """What the comments of one file accept, in order of place; text in strings is no comment."""
    if WORD.encode() not in source.content:
        return Extracted()
    text = decode(source.content).replace("\r\n", "\n")
    comments = (Comment(token.start, token.end) for token in literals(text) if token.kind == COMMENT)
    return Extracted(tuple(find_directives(text, comments)))
