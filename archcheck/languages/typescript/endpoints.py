"""Hosts and stores that strings and templates of TypeScript and JavaScript files name; comments do not count."""

import re

from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.secrets import is_secret_name
from archcheck.languages.typescript.decoding import UndecodableError, decode
from archcheck.languages.typescript.literals import COMMENT, Literal, literals
from archcheck.syntax.endpoints import find_endpoints, may_hold_endpoints
from archcheck.syntax.places import Places

# The name that a text is given: `url = "..."`, `url: "..."`, `"url": "..."`, `process.env.URL ?? "..."`, `url="..."`.
_NAME = re.compile(
    r"""(?:(?<![\w$.])(?P<name>[A-Za-z_$][\w$]{0,60})\s?(?::[ ]?[\w.\[\]<> |]{1,40})?=\s{0,2}\{?
      | [\"'](?P<key>[A-Za-z_][\w.-]{0,60})[\"']\]?\s?(?::|,|\?\?|\|\|)\s{0,2}
      | (?:(?<![\w$.])|\.env\.)(?P<plain>[A-Za-z_$][\w$]{0,60})\s?(?::|\?\?|\|\|)\s{0,2})\Z""",
    re.VERBOSE,
)
_IMPORTED = re.compile(r"(?:\bfrom|\bimport|\brequire)\s*\(?\s*\Z")
_LOOK_BACK = 160
_LONGEST = 20_000


def extract_endpoints(source: Source) -> Extracted[RelationFact]:
    """The hosts and stores of one file, in order of place; `group` is the name that the text is given.

    Of a template with holes the text before the first one counts.
    """
    content = source.content
    if not may_hold_endpoints(content):
        return Extracted()
    try:
        text = decode(content)
    except UndecodableError:
        return Extracted()
    places = Places(text)
    facts: list[RelationFact] = []
    for literal in literals(text, source.dialect):
        written = _content(text, literal)
        if not written or _IMPORTED.search(text, max(0, literal.start - _LOOK_BACK), literal.start):
            continue
        name = _name(text, literal.start)
        for each in () if is_secret_name(name) else sorted(find_endpoints(written), key=lambda found: found.offset):
            place = places.at(min(literal.start + 1 + each.offset, literal.end))
            facts.append(RelationFact(*place, each.relation, each.value, each.detail, name))
    return Extracted(tuple(facts))


def _content(text: str, literal: Literal) -> str:
    """What a literal holds, its first hole as `{x}`; "" for one in which no endpoint can be."""
    if literal.kind == COMMENT or literal.end - literal.start > _LONGEST:
        return ""
    written = text[literal.start + 1 : literal.end]
    opened = written.endswith("${")
    written = f"{written[:-2]}{{x}}" if opened else written.removesuffix(text[literal.start])
    return written if ":" in written or "=" in written else ""


def _name(text: str, start: int) -> str:
    found = _NAME.search(text, max(0, start - _LOOK_BACK), start)
    return (found["name"] or found["key"] or found["plain"]) if found else ""
