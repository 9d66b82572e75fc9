"""What is masked in lines that are shown to people."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.secrets import MASK, is_secret_name, redact

MASKED = [
    ("DB_PASSWORD=hunter2", "DB_PASSWORD=***"),
    ("  password: hunter2", "  password: ***"),
    ("  password: hunter2 and more", "  password: ***"),
    ('"apiKey": "abc",', '"apiKey": "***",'),
    ("SECRET_KEY='a b c'", "SECRET_KEY='***'"),
    ("--password=abc", "--password=***"),
    ('token: str = "abc"', 'token: str = "***"'),
    ("const token = `abc`;", "const token = `***`;"),
    ("Authorization: Bearer abc.def", "Authorization: ***"),
    ("{ password: abc, user: x }", "{ password: ***, user: x }"),
    ("Server=db;Password=abc;Database=x", "Server=db;Password=***;Database=x"),
    ("x?token=abc&user=b", "x?token=***&user=b"),
    ("password: ${DB_PASSWORD:-hunter2}", "password: ***"),
    ("ENV API_KEY abc", "ENV API_KEY ***"),
    ("DB_PASS=a,b)c", "DB_PASS=***"),
    ('url = "postgres://u:p@db/main"', 'url = "postgres://***@db/main"'),
    ("postgres://u:p/w@x@db/main", "postgres://***@db/main"),
    ('postgres://u:p"w@db', "postgres://***@db"),
    ("redis://:pw@cache", "redis://***@cache"),
    ("https://sometoken@host/", "https://***@host/"),
    ("serve --db-token abc --port 1", "serve --db-token *** --port 1"),
    ('CMD ["serve", "--api-key", "abc", "-v"]', 'CMD ["serve", "--api-key", "***", "-v"]'),
    ("mysql -password 'a b' db", "mysql -password '***' db"),
    ("- {name: DB_PASSWORD, value: abc}", "- {name: DB_PASSWORD, value: ***}"),
    ('{"name": "API_KEY", "value": "abc"},', '{"name": "API_KEY", "value": "***"},'),
    ('{ name = "TOKEN", value = "abc" }', '{ name = "TOKEN", value = "***" }'),
    ("id: AKIAABCDEFGHIJKLMNOP", "id: ***"),
    (f"x ghp_{'a' * 36} y", "x *** y"),
]
LEFT = [
    "def f(token: str) -> None:",
    "token = get_token(x)",
    "token = os.environ['TOKEN']",
    "password: ${DB_PASSWORD}",
    "password: $DB_PASSWORD",
    "token: ${{ secrets.TOKEN }}",
    "password: {{ .Values.password }}",
    "password: None",
    "serve --token $TOKEN",
    "serve --token-file keys.txt",
    "serve --token --port 1",
    "- {name: AUTH_URL, value: abc}",
    '{"name": "DB_PASSWORD", "valueFrom": "x"}',
    "from x import token",
    "key: value",
    "monkey: banana",
    "https://medium.com/@user",
    "https://h:8080/@vite/client",
    "import pkg.passwords",
    "nothing at all",
]


@pytest.mark.parametrize(("text", "masked"), [pytest.param(*case, id=case[0]) for case in MASKED])
def test_secret_is_masked(text: str, masked: str) -> None:
    assert redact(text) == masked


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in LEFT])
def test_what_is_no_secret_stays(text: str) -> None:
    assert redact(text) == text


@given(
    st.sampled_from(["PASSWORD={}", 'password: "{}"', "TOKEN='{}'", "postgres://u:{}@db/x", "a://b?secret={}&c=d"]),
    st.text(st.sampled_from("abcXYZ019.-_~!*+"), min_size=1, max_size=20),
)
def test_planted_secret_is_gone(form: str, secret: str) -> None:
    secret = f"zq{secret}"
    masked = redact(form.format(secret))
    assert secret not in masked
    assert MASK in masked


def test_names_of_secrets() -> None:
    names = ["DB_PASSWORD", "API_KEY", "clientSecret", "GITHUB_TOKEN", "DB_PASS", "AUTH_TOKENS"]
    others = ["PASSWORD_RESET_URL", "TOKEN_URL", "DATABASE_URL", "KEYCLOAK_HOST", "MONKEY", "DB_NAME"]
    assert [name for name in [*names, *others] if is_secret_name(name)] == names


HOSTILE = [
    "a",
    "password",
    "://",
    "://a@",
    "_key",
    "token=",
    "a_",
    'password="',
    "eyJ",
    "eyJaaaaaaaa.",
    "pass: ",
    'key["',
    "--token",
    "--token ",
    "-a",
    "name: KEY, value: ",
    "name: a_",
]


@pytest.mark.parametrize("piece", [pytest.param(piece, id=piece) for piece in HOSTILE])
def test_time_is_linear(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    redact(text)
    assert time.process_time() - started < 10
