"""Connection strings made of settings (`Server=db;Database=main`), and the forms of some drivers."""

import re
from collections.abc import Iterator, Mapping

from archcheck.syntax.endpoints.hosts import HOST, STORE, Endpoint, host_detail, host_value, parse_address, store_value
from archcheck.syntax.endpoints.schemes import engine_of, is_usual_port

_WINDOW = 4096
_LOOKS_LIKE_SETTINGS = re.compile(r"\s*(?:(?P<engine>[a-z]{2,10}):)?[A-Za-z][A-Za-z0-9 _]{0,40}=", re.ASCII)
_SETTING = re.compile(
    r"\s*(?P<key>[A-Za-z][A-Za-z0-9 _.-]{0,40}?)\s*=\s*(?P<value>\"[^\"]*+\"|'[^']*+'|\{[^}]*+\}|[^;]*+)[^;]*+(?:;|\Z)"
)
_LIBPQ = re.compile(
    r"\s*(?P<key>[a-z_]{2,30})\s{0,4}=\s{0,4}(?P<value>'(?:[^'\\]|\\.)*+'|[^\s']*+)(?:\s|\Z)", re.DOTALL
)
# user:password@tcp(db:3306)/main
_GO = re.compile(r"[^\s()]{0,1024}@(?:tcp6?)\((?P<address>[^\s()]{1,256})\)/(?P<database>[^\s?/]{0,128})")
_ORACLE = re.compile(
    r"jdbc:oracle:thin:[^\s@]{0,256}@(?P<host>[\w.-]{1,253}):(?P<port>\d{1,5})[:/](?P<database>\w{1,64})"
)
_SERVERS = ("server", "data source", "datasource", "host", "hostname", "addr", "address", "network address")
_DATABASES = ("database", "initial catalog", "dbname", "databasename", "db")
_OF_MSSQL = frozenset(
    {
        "data source",
        "encrypt",
        "initial catalog",
        "integrated security",
        "multipleactiveresultsets",
        "trusted_connection",
        "trustservercertificate",
    }
)
_OF_LIBPQ = frozenset({"dbname", "user", "sslmode", "port", "password", "connect_timeout"})


def find_settings(text: str) -> Iterator[Endpoint]:
    """The endpoint of an expanded text that is, as a whole, a connection string without `://`."""
    if len(text) > _WINDOW or ("=" not in text and "(" not in text and "@" not in text):
        return
    if found := _GO.match(text) or _ORACLE.match(text):
        yield from _of_driver(found)
        return
    head = _LOOKS_LIKE_SETTINGS.match(text)
    if not head or "\n" in text.strip():
        return
    engine = engine_of(head["engine"] or "")
    body = text[head.end("engine") + 1 if head["engine"] else 0 :]
    if ";" in body:
        yield from _endpoints(engine, _collect(_SETTING, body))
        return
    settings = _collect(_LIBPQ, body)
    if "host" in settings and _OF_LIBPQ & settings.keys():
        yield from _endpoints(engine or "postgres", settings)


def _of_driver(found: re.Match[str]) -> Iterator[Endpoint]:
    groups = found.groupdict()
    written = groups.get("address") or f"{groups['host']}:{groups['port']}"
    address = parse_address(written)
    engine = "mysql" if "address" in groups else "oracle"
    if address and (value := store_value(engine, address, groups["database"])):
        yield Endpoint(0, STORE, value)


def _collect(pattern: re.Pattern[str], text: str) -> Mapping[str, str]:
    """The settings with their keys in lower case, empty for a text of another form."""
    settings: dict[str, str] = {}
    position, end = 0, len(text.rstrip())
    while position < end:
        found = pattern.match(text, position)
        if not found:
            return {}
        settings.setdefault(found["key"].lower(), found["value"].strip().strip("\"'{}"))
        position = found.end()
    return settings


def _endpoints(engine: str, settings: Mapping[str, str]) -> Iterator[Endpoint]:
    if account := settings.get("accountname"):
        address = parse_address(account)
        if address and address.known and not address.port:
            yield Endpoint(0, STORE, f"azure/{address.host}")
        return
    key = next((key for key in _SERVERS if settings.get(key)), "")
    database = next((settings[name] for name in _DATABASES if settings.get(name)), "")
    server = settings.get(key, "").removeprefix("tcp:").partition("\\")[0].replace(",", ":").strip()
    if server == ".":
        server = "localhost"
    if settings.get("port", "").isdigit() and ":" not in server:
        server = f"{server}:{settings['port']}"
    address = parse_address(server)
    if not address or not address.host or _is_file(key, address.host):
        return
    engine = engine or _engine(key, settings, address.port, database)
    if engine and (value := store_value(engine, address, database)):
        yield Endpoint(0, STORE, value)
    elif not engine and address.known:
        yield Endpoint(0, HOST, host_value(address), host_detail(address, ""))


def _is_file(key: str, host: str) -> bool:
    return key in ("data source", "datasource") and host.endswith((".db", ".sqlite", ".sqlite3", ".mdf"))


def _engine(key: str, settings: Mapping[str, str], port: int, database: str) -> str:
    for word in re.findall(r"[a-z0-9]+", settings.get("driver", "").lower()):
        if engine := "mssql" if word == "sql" else engine_of(word):
            return engine
    for engine in ("postgres", "mysql", "mssql"):
        if port and is_usual_port(engine, port):
            return engine
    if _OF_MSSQL & settings.keys():
        return "mssql"
    if key == "server" and ("uid" in settings or "pwd" in settings):
        return "mysql"
    if key == "server":
        return "mssql" if database else ""
    return "postgres" if database and key == "host" else ""
