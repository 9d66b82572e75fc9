"""The files that a Go file embeds: `//go:embed` directives. Source: the documentation of the package `embed`."""

import re
from collections.abc import Iterator

from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.languages.go.lexing import COMMENT, decode, literals
from archcheck.syntax.places import Places

_DIRECTIVE = "//go:embed"
_PATTERN = re.compile(r"""[ \t\r]*+(?:"((?:[^"\\\n]|\\[^\n])*+)"|`([^`\n]*+)`|([^\s"`]++))""")
_IMPORT = re.compile(rb"""["`]embed["`]""")
_WILD = re.compile(r"[*?\[\\]")


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The files and directories that are embedded, in order of place; of a pattern with wildcards what precedes them.

    Nothing is embedded without `import "embed"`.
    """
    if _DIRECTIVE.encode() not in source.content or not _IMPORT.search(source.content):
        return Extracted()
    text = decode(source.content)
    places = Places(text)
    facts: list[RelationFact] = []
    for token in literals(text):
        if token.kind == COMMENT and text.startswith((_DIRECTIVE + " ", _DIRECTIVE + "\t"), token.start):
            begin = text.rfind("\n", 0, token.start) + 1
            if not text[begin : token.start].strip():
                place = places.at(token.start)
                facts += [RelationFact(*place, "path", path) for path in _paths(text[token.start : token.end])]
    return Extracted(tuple(dict.fromkeys(facts)))


def _paths(directive: str) -> Iterator[str]:
    """The paths that a directive names."""
    at = len(_DIRECTIVE)
    while found := _PATTERN.match(directive, at):
        at = found.end()
        pattern = next(text for text in found.groups() if text is not None).removeprefix("all:")
        wild = _WILD.search(pattern)
        path = pattern[: pattern.rfind("/", 0, wild.start()) + 1] if wild else pattern
        if path:
            yield path
