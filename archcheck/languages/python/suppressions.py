"""Comments of the form `archcheck: allow RULE[, RULE] -- reason` in Python files."""

from archcheck.core.facts import Diagnostic, Extracted, Source, SuppressionFact
from archcheck.languages.python.decoding import UndecodableError, decode
from archcheck.languages.python.lexing import COMMENT, tokens
from archcheck.syntax.directives import WORD, Comment, find_directives


def extract_suppressions(source: Source) -> Extracted[SuppressionFact]:
    """What the comments of one file accept, in order of place; text in strings is no comment."""
    if WORD.encode() not in source.content:
        return Extracted()
    try:
        text = decode(source.content)
    except UndecodableError as error:
        return Extracted((), (Diagnostic(error.line, 1, "unparsable", error.message),))
    comments = (Comment(token.start, token.end) for token in tokens(text) if token.kind == COMMENT)
    return Extracted(tuple(find_directives(text, comments)))
