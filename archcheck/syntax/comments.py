"""Comments `archcheck: allow RULE -- reason` in files of any sort, found by the mark that begins the comment.

For code the languages tell comments from strings exactly; here a line that looks like such a comment is taken for one.
"""

import re

from archcheck.core.facts import SuppressionFact
from archcheck.syntax.directives import split_directive

_WORD = b"archcheck:"
_LONGEST = 1000
# Marks of YAML, shell, TOML; of C and its kin; of INI; of XML and Markdown; of SQL and Lua.
_COMMENT = re.compile(r"(?P<mark>(?<!\S)(?:#+|//+|;+|--)|<!--|/\*+)\s*+archcheck:\s*+(?:allow\b(?P<said>.*+))?")
_END = re.compile(r"\s*(?:-->|\*/).*$")


def find_comments(content: bytes) -> tuple[SuppressionFact, ...]:
    """The comments in order of place; one that does not say `allow` names no rule."""
    if _WORD not in content:
        return ()
    text = content.decode("utf-8-sig", "replace")
    facts = []
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        found = _COMMENT.search(line[:_LONGEST]) if "archcheck:" in line else None
        if found:
            said = _END.sub("", found["said"] or "")
            own_line = not line[: found.start()].strip()
            facts.append(SuppressionFact(number, found.start() + 1, *split_directive(said), own_line))
    return tuple(facts)
