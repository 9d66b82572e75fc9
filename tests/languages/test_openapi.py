"""openapi: servers and references to other files."""

import pytest

from tests.languages.infrastructure import told

CASES = [
    ("servers: [{url: 'https://a.com/v1'}, {url: /v1}]", ["host a.com|https://a.com|server"]),
    ("servers: [{url: 'https://{tenant}.a.com'}]", []),
    ("swagger: '2.0'\nhost: a.com:8080\nschemes: [http]", ["host a.com|http://a.com:8080|server"]),
    ("swagger: '2.0'\nhost: a.com", ["host a.com|https://a.com|server"]),
    ("a: {$ref: '#/b'}", []),
    ("a: [{$ref: 'b.yaml#/c'}, {$ref: ../d.json}]", ["path b.yaml", "path ../d.json"]),
    ("a: {$ref: 'https://a.com/b.yaml'}", []),
    ("host: a.com\nschemes: [http]", []),
    ("servers: {a: 1}\n$ref: [1]", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_document(text: str, expected: list[str]) -> None:
    assert told("openapi", "openapi.yaml", text) == expected


def test_json() -> None:
    text = '{"openapi": "3.1.0", "servers": [{"url": "http://a"}],\n\t"x": {"$ref": "b.json"}}'
    assert told("openapi", "docs/swagger.json", text) == ["host a|http://a|server", "path b.json"]
