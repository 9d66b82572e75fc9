"""Hosts and stores in string literals."""

import pytest

from archcheck.core.facts import RelationFact, Source
from archcheck.languages.go.endpoints import extract_endpoints


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('var u = "http://auth:8000/users"', [(1, 10, "host", "auth")], id="url"),
        pytest.param("var u = `http://auth:8000`", [(1, 10, "host", "auth")], id="raw string"),
        pytest.param('f("pay:50051")', [(1, 4, "host", "pay")], id="address"),
        pytest.param('f("postgres://u:secret@db/main")', [(1, 4, "store", "postgres/db/main")], id="store"),
        pytest.param('// "http://auth:8000"\nvar r = \'"\' // http://auth', [], id="comments and runes"),
        pytest.param('import "github.com/x/y"\nvar s = "key: value"\n', [], id="other text"),
    ],
)
def test_endpoints_of_string_literals(text: str, expected: list[tuple[int, int, str, str]]) -> None:
    facts = extract_endpoints(Source(text.encode(), "go")).facts
    assert [fact[:4] for fact in facts] == expected


def test_passwords_are_no_part_of_facts() -> None:
    facts = extract_endpoints(Source(b'f("https://user:geheim@auth:8000/?token=geheim")', "go")).facts
    assert facts == (RelationFact(1, 4, "host", "auth", "https://auth:8000"),)
