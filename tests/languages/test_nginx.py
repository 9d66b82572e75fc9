"""nginx: where requests are passed on to."""

import pytest

from tests.languages.infrastructure import places, told

CASES = [
    ("proxy_pass http://a:80/x;", ["host a|http://a:80"]),
    ("grpc_pass grpcs://a;", ["host a|grpcs://a"]),
    ("fastcgi_pass a:9000;", ["host a|9000"]),
    ("uwsgi_pass unix:/run/a.sock;", []),
    ("upstream u { server a:80; server b max_fails=1; server unix:/x; }", ["host a|80", "host b"]),
    ("upstream u { server a; } server { location / { proxy_pass http://u/x; } }", ["host a"]),
    ("proxy_pass http://u; upstream u { server a; }", ["host a"]),
    ("set $b http://a:80; proxy_pass $b/x;", ["host a|http://a:80"]),
    ("set $b a; proxy_pass http://$b:80;", ["host a|http://a:80"]),
    ("proxy_pass http://$host;", []),
    ("proxy_pass http://${A_HOST}:${A_PORT};", []),
    ("proxy_pass http://${A_HOST:-a}:80;", ["host a|http://a:80"]),
    ('proxy_pass "http://a";', ["host a|http://a"]),
    ("# proxy_pass http://a;", []),
    ("server { listen 80; server_name a.com; }", []),
    (
        "include conf.d/*.conf; include mime.types; include /etc/nginx/x;",
        ["path conf.d||optional", "path mime.types||optional"],
    ),
    ("location ~ ^/(a|b){1,2}$ { proxy_pass http://a; }", ["host a|http://a"]),
    ("proxy_pass; server; }}} {;", []),
    ("return 301 https://a;", []),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_directive(text: str, expected: list[str]) -> None:
    assert told("nginx", "nginx.conf", text) == expected


def test_place_is_that_of_the_address() -> None:
    assert places("nginx", "x.conf.template", "a {\n  proxy_pass  'http://b';\n}") == [(2, 16, "b")]
