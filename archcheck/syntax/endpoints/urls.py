"""URLs within a text, read as hosts and stores."""

import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import unquote

from archcheck.syntax.endpoints.hosts import (
    HOST,
    STORE,
    Endpoint,
    host_detail,
    host_value,
    parse_address,
    store_value,
)
from archcheck.syntax.endpoints.schemes import (
    AZURE,
    BUCKETS,
    NOT_CONNECTING,
    PROTOCOLS,
    VOCABULARIES,
    WITHOUT_DATABASE,
    engine_of,
)
from archcheck.syntax.endpoints.variables import is_known

# `jdbc:mysql:loadbalance://`, `jdbc:oracle:thin:@//`, `postgresql+asyncpg://`
_SCHEME = re.compile(
    r"(?<![A-Za-z0-9+.-])(?:(?P<driver>(?:jdbc|r2dbc|odbc):)?(?P<scheme>[A-Za-z][A-Za-z0-9+.-]{0,31}+)"
    r"(?P<way>:[a-z+]{1,20})?:@?//)",
    re.ASCII,
)
# What a URL cannot hold without being encoded ends it; a password may hold more, see `_hides_password`.
_REST = re.compile(r"[^\s\"'`<>\\^|]*+")
_WINDOW = 1024
_AUTHORITY = re.compile(r"(?:\[[0-9A-Fa-f:.%]*+\]|[^/?#;)\]}])*+")
_SETTINGS = re.compile(r"[?;]")
_ELSEWHERE = re.compile(r"[\n\"'`]|://")
_NEXT_LINE_OR_URL = re.compile(r"\n|(?:[A-Za-z]|s3)://")
_NEXT_URL = re.compile(r"(?:[A-Za-z]|s3)://")
# Text before a URL in a sentence; the word in front of it is no key, option or command.
_PROSE = re.compile(
    r"""(?:\A|\s)[(\[\"'`]?(?P<word>[^\W\d_]{1,40})(?:[.,;!?]?|[ \t]+[^\W\d_]{1,40}:)\s+[(\[<{\"'`]*\Z"""
)
_COMMANDS = frozenset({"curl", "wget", "http", "fetch", "get", "head", "post", "put", "patch", "delete", "options"})
_LOOK_BACK = 64
_CREDENTIALS = frozenset({"user", "username", "user id", "uid", "password", "passwd", "pwd", "account", "email"})
_DATABASE_KEYS = ("database", "databasename", "dbname", "initial catalog")


class _Url(NamedTuple):
    scheme: str
    hosts: tuple[str, ...]
    path: str
    query: str


def find_urls(text: str) -> Iterator[Endpoint]:
    """The endpoints of all URLs in an expanded text, in order."""
    for found in _SCHEME.finditer(text):
        if not _is_prose(text, found.start()):
            for relation, value, detail in _read(text, found):
                yield Endpoint(found.start(), relation, value, detail)


def _is_prose(text: str, start: int) -> bool:
    found = _PROSE.search(text[max(0, start - _LOOK_BACK) : start])
    return found is not None and found["word"].lower() not in _COMMANDS


def _read(text: str, found: re.Match[str]) -> Iterator[tuple[str, str, str]]:
    if found["driver"] is None and found["way"]:
        return
    parts = found["scheme"].lower().split("+")
    if not NOT_CONNECTING.isdisjoint(parts):
        return
    rest = _own_part(text, found)
    if parts[0] in ("sqlite", "sqlite3"):
        yield from _files(rest)
    elif engine := next(filter(None, map(engine_of, parts)), ""):
        url = None if _hides_password(text, found, rest) else _split(parts[0], rest)
        yield from _stores(engine, url) if url else ()
    elif parts[0] in BUCKETS or parts[0] in AZURE:
        url = _split(parts[0], rest)
        yield from _buckets(url) if url else ()
    elif protocol := next((part for part in parts if part in PROTOCOLS), ""):
        url = _split_plainly(protocol, rest)
        yield from _hosts(url) if url else ()


def _own_part(text: str, found: re.Match[str]) -> str:
    """What stands behind `://`. A URL in a list, or in brackets, ends where the list goes on."""
    rest = _REST.match(text, found.end(), found.end() + _WINDOW)
    assert rest
    own = rest[0]
    following = _NEXT_URL.search(own)
    if following:
        comma = max(own.rfind(",", 0, following.start()), own.rfind(";", 0, following.start()))
        own = own[:comma] if comma >= 0 else own
    start = found.start()
    return own.rstrip(")].,") if start and text[start - 1] in "([" else own


def _hides_password(text: str, found: re.Match[str], rest: str) -> bool:
    """Whether an `@` follows only after characters that end a URL: what stands before it may be a password."""
    if "@" in rest:
        return False
    start = found.end() + len(rest)
    window = text[start : start + _WINDOW]
    ends = (_ELSEWHERE if found.start() else _NEXT_LINE_OR_URL).search(window)
    return "@" in (window[: ends.start()] if ends else window)


def _split(scheme: str, rest: str) -> _Url | None:
    """The parts of what stands behind `://`; None where it cannot be told what is a password.

    An `@` in the path ends a password that holds a slash. Among the settings it belongs to those of a user.
    """
    authority, remains = _cut(rest)
    found = _SETTINGS.search(remains)
    path, settings = (remains[: found.start()], remains[found.start() :]) if found else (remains, "")
    for setting in re.split(r"[?&;]", settings) if "@" in settings else ():
        if "@" in setting and setting.partition("=")[0].strip().lower() not in _CREDENTIALS:
            return None
    if "@" in path:
        authority, remains = _cut(remains[path.rfind("@") + 1 :])
    return _parts(scheme, authority, remains)


def _split_plainly(scheme: str, rest: str) -> _Url | None:
    """The same where an `@` may stand in any path, as in `https://medium.com/@somebody`."""
    authority, remains = _cut(rest)
    users, _, host = authority.rpartition("@")
    _, colon, port = host.rpartition(":")
    if "@" in remains and (":" in users or (colon and is_known(port) and not port.isdigit() and port[-1:] != "]")):
        return None if users else _split(scheme, rest)
    return _parts(scheme, authority, remains)


def _cut(rest: str) -> tuple[str, str]:
    found = _AUTHORITY.match(rest)
    assert found
    return found[0], rest[found.end() :]


def _parts(scheme: str, authority: str, remains: str) -> _Url:
    found = _SETTINGS.search(remains)
    path, query = (remains[: found.start()], remains[found.end() :]) if found else (remains, "")
    return _Url(scheme, tuple(authority.rpartition("@")[2].split(",")), path.partition("#")[0], query)


def _files(rest: str) -> Iterator[tuple[str, str, str]]:
    """A file at a path from the top of the machine; any other is one of the service's own."""
    path = rest.partition("?")[0]
    if path.startswith("//") and is_known(path) and "@" not in path:
        yield STORE, f"sqlite/{path[1:]}", ""


def _stores(engine: str, url: _Url) -> Iterator[tuple[str, str, str]]:
    settings = _settings(url.query)
    database = next((settings[key] for key in _DATABASE_KEYS if key in settings), "")
    if not database and engine not in WITHOUT_DATABASE and url.scheme not in WITHOUT_DATABASE:
        path = url.path.strip("/")
        database = unquote(path if engine in ("rabbitmq", "snowflake") else path.partition("/")[0])
    hosts = url.hosts if url.hosts != ("",) else tuple(settings.get("host", "").split(","))
    for host in dict.fromkeys(hosts):
        address = None if host.endswith(":") else parse_address(host)
        if address and address.host and (value := store_value(engine, address, database)):
            yield STORE, value, ""


def _settings(query: str) -> dict[str, str]:
    """`a=b&c=d` or `a=b;c=d` with keys in lower case."""
    pairs = (part.partition("=") for part in re.split(r"[&;]", query[:_WINDOW]))
    return {unquote(key).strip().lower(): unquote(value) for key, sign, value in pairs if sign}


def _buckets(url: _Url) -> Iterator[tuple[str, str, str]]:
    address = parse_address(url.hosts[0])
    if not address or not address.known or not address.host:
        return
    if url.scheme not in AZURE:
        yield STORE, f"{BUCKETS[url.scheme]}/{address.host}", ""
    else:
        yield STORE, f"azure/{address.host.partition('.')[0]}", ""


def _hosts(url: _Url) -> Iterator[tuple[str, str, str]]:
    hosts = url.hosts
    if hosts == ("",) and url.scheme in ("dns", "discovery", "consul"):
        hosts = (url.path.strip("/").partition("/")[0],)
    for host in hosts:
        address = parse_address(host)
        if not address or not address.host or not address.known or address.host in VOCABULARIES:
            continue
        yield HOST, host_value(address, PROTOCOLS[url.scheme]), host_detail(address, url.scheme)
