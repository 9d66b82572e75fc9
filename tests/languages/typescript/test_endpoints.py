"""Hosts and stores in strings and templates of TypeScript and JavaScript files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import Source
from archcheck.languages.typescript.endpoints import extract_endpoints


def endpoints(text: str, dialect: str = "tsx") -> list[str]:
    """What is found, as `line:column relation value group`."""
    found = extract_endpoints(Source(text.encode(), dialect))
    return [f"{f.line}:{f.column} {f.relation} {f.value} {f.group}".rstrip() for f in found.facts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("fetch('http://auth:8000/x')", ["1:8 host auth"], id="string"),
        pytest.param('const URL = "http://auth"', ["1:14 host auth URL"], id="name"),
        pytest.param("const url: string = 'http://auth'", ["1:22 host auth url"], id="name with a type"),
        pytest.param("f({ baseUrl: 'http://auth' })", ["1:15 host auth baseUrl"], id="key"),
        pytest.param("f({ 'base-url': 'http://auth' })", ["1:18 host auth base-url"], id="key in quotes"),
        pytest.param("process.env.AUTH_URL ?? 'http://auth'", ["1:26 host auth AUTH_URL"], id="default"),
        pytest.param("env('AUTH_URL', 'http://auth')", ["1:18 host auth AUTH_URL"], id="default of a call"),
        pytest.param("'postgres://u:secret@db/main'", ["1:2 store postgres/db/main"], id="store"),
        pytest.param("'auth:50051'", ["1:2 host auth"], id="address"),
        pytest.param("`http://auth/${id}`", ["1:2 host auth"], id="template"),
        pytest.param("`http://${host}/x`", [], id="host in a hole"),
        pytest.param("`http://svc-${n}/x`", [], id="host ends in a hole"),
        pytest.param("const e = <a href='http://auth'>http://text</a>", ["1:20 host auth href"], id="element"),
        pytest.param("// http://auth\n/* 'http://auth' */", [], id="comments"),
        pytest.param("const r = /http:\\/\\/auth/", [], id="regular expression"),
        pytest.param("import a from 'https://deno.land/x'; import('https://esm.sh/y')", [], id="imports"),
        pytest.param("const API_TOKEN = 'http://auth'", [], id="secret"),
    ],
)
def test_endpoint(text: str, found: list[str]) -> None:
    assert endpoints(text) == found


def test_scripts_in_markup_are_read_at_their_places() -> None:
    assert endpoints("<a href='http://no'/>\n<script>\nfetch('http://auth')\n</script>", "vue") == ["3:8 host auth"]


@given(st.text("ab'\"`${}<>/\\:@ \n", max_size=60))
def test_no_password_is_in_a_fact(text: str) -> None:
    facts = extract_endpoints(Source(f"'postgres://user:hunter2@db/x' {text}".encode(), "tsx")).facts
    assert not any("hunter2" in str(fact) for fact in facts)


@given(st.binary(max_size=100), st.sampled_from(["ts", "tsx", "js", "vue", "mdx"]))
def test_any_bytes_are_survived(content: bytes, dialect: str) -> None:
    extract_endpoints(Source(b"'http://a'" + content, dialect))
