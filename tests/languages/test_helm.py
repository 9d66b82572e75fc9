"""helm: images, hosts and stores in values, and local charts."""

import pytest

from tests.languages.infrastructure import told

VALUES = [
    ("image: redis:7", ["image image:redis|7"]),
    ("image: redis\ntag: 7", ["image image:redis|7"]),
    ("a: {image: {repository: b/c, tag: '1'}}", ["image image:b/c|1"]),
    ("image: {registry: r.io, repository: b, digest: 'sha256:ab'}", ["image image:r.io/b|@sha256:ab"]),
    ("image: {repository: b, pullPolicy: Always}", ["image image:b"]),
    ("git: {repository: https://x.y/z.git, tag: v1}", ["host x.y|https://x.y|repository"]),
    ("repository: b", []),
    ("authUrl: http://a", ["host a|http://a|authUrl"]),
    ("auth: a:8080", []),
    ("env: {DB_HOST: db, DB_NAME: m, DB_PORT: 3306}", ["store mysql/db/m||DB_HOST"]),
    ("env: [{name: A_URL, value: http://a}, {name: A_TOKEN, value: http://b}]", ["host a|http://a|A_URL"]),
    ("apiKey: http://a", []),
    ("env: {PASSWORD: http://a}", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in VALUES])
def test_values(text: str, expected: list[str]) -> None:
    assert told("helm", "values-prod.yaml", text) == expected


def test_local_charts() -> None:
    text = "dependencies: [{name: a, repository: 'file://../a'}, {name: b, repository: 'https://x.y'}, {name: c}]"
    assert told("helm", "charts/x/Chart.yaml", text) == ["path ../a"]
