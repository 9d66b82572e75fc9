"""The hosts and datastores that string literals of a Go file name."""

from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.languages.go.lexing import STRING, decode, literals
from archcheck.syntax.endpoints import find_endpoints
from archcheck.syntax.places import Places


def extract_endpoints(source: Source) -> Extracted[RelationFact]:
    """Every host and store, in order of place. Escapes are left as they are: what can be an endpoint has none."""
    text = decode(source.content)
    places = Places(text)
    facts: list[RelationFact] = []
    for token in literals(text):
        if token.kind == STRING:
            inner = text[token.start + 1 : token.end].removesuffix(text[token.start])
            for each in sorted(find_endpoints(inner), key=lambda endpoint: endpoint.offset):
                place = places.at(token.start + 1 + each.offset)
                facts.append(RelationFact(*place, each.relation, each.value, each.detail))
    return Extracted(tuple(facts))
