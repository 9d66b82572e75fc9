"""Hosts and stores that string literals of Python files name."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import Source
from archcheck.languages.python import LANGUAGE


def endpoints(text: str) -> list[str]:
    """Each fact as `line:column relation value|detail|name`."""
    found = LANGUAGE.aspects["endpoints"](Source(text.encode("utf-8", "surrogatepass"), "py"))
    assert found.diagnostics == ()
    return [f"{f.line}:{f.column} {f.relation} " + "|".join(f[3:6]).rstrip("|") for f in found.facts]


CASES = [
    ('URL = "http://a"', ["1:8 host a|http://a|URL"]),
    ("URL: str = 'http://a'", ["1:13 host a|http://a|URL"]),
    ('f(url="http://a")', ["1:8 host a|http://a|url"]),
    ('{"url": "http://a"}', ["1:10 host a|http://a|url"]),
    ('os.getenv("A_URL", "http://a")', ["1:21 host a|http://a|A_URL"]),
    ('x.get("http://a/b")', ["1:8 host a|http://a"]),
    ('grpc.dial("a:50051")', ["1:12 host a|50051"]),
    ('connect("host=db dbname=m")', ["1:10 store postgres/db/m"]),
    ('U = f"http://a/{x}"', ["1:7 host a|http://a|U"]),
    ('U = f"http://{a}/b"', []),
    ("U = f\"postgres://{u}:{p['x']}@db:{port}/{n}\"", ["1:7 store postgres/db||U"]),
    ("U = f'http://a/{{x}}'", ["1:7 host a|http://a|U"]),
    ('U = "http://%s/x" % a', []),
    ('U = "http://{}/x".format(a)', []),
    ("U = b'http://a'", ["1:7 host a|http://a|U"]),
    ("U = r'\\d http://a'", ["1:10 host a|http://a|U"]),
    ("U = '\\thttp://a'", ["1:6 host a|http://a|U"]),
    ("U = 'http://\\x61\\u0062\\U00000063:80\\n\\='", ["1:6 host abc|http://abc:80|U"]),
    ('U = ("http://"\n  "a:80")', ["1:7 host a|http://a:80"]),
    ('U = "http://" \\\n  "a"', ["1:6 host a|http://a|U"]),
    ('U = \\\n  "http://a"', ["2:4 host a|http://a"]),
    ('f(\n"http://a",\n)', ["2:2 host a|http://a"]),
    ('U = """\n  http://a\n"""', ["2:3 host a|http://a|U"]),
    ('"""See http://a."""', []),
    ('def f():\n    """http://a"""\n    r"""http://b"""', []),
    ('class A:\n    x = 1\n    "http://a"', []),
    ("# http://a", []),
    ('x = 1  # "http://a"', []),
    ('raise E("See http://a for more")', []),
    ('password = "a:12345"', []),
    ('x = "node:18"', []),
    ("x = 1", []),
    ('x = "http://a', []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_literal(text: str, expected: list[str]) -> None:
    assert endpoints(text) == expected


def test_file_that_cannot_be_decoded_says_nothing() -> None:
    assert LANGUAGE.aspects["endpoints"](Source(b"x = 'http://a\xff'", "py")).facts == ()


@pytest.mark.parametrize("piece", ['"http://a"', 'x="http://a"\n', "f'http://{' ", '("http://a",', '"://\\', "'''://"])
def test_time_is_linear(piece: str) -> None:
    text = f"x = '://'\n{piece * (200_000 // len(piece))}"
    started = time.process_time()
    LANGUAGE.aspects["endpoints"](Source(text.encode(), "py"))
    assert time.process_time() - started < 15


@given(st.text(st.sampled_from("ab:/@{}()\"'\\\n# frx=."), max_size=60))
def test_any_text_is_read(text: str) -> None:
    LANGUAGE.aspects["endpoints"](Source(f"x = '://'\n{text}".encode(), "py"))
