"""Variables of an environment, read together: `DB_HOST`, `DB_PORT` and `DB_NAME` are one store."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from archcheck.core.facts import RelationFact
from archcheck.core.secrets import is_secret_name
from archcheck.syntax.endpoints import HOST, STORE, Endpoint, find_endpoints
from archcheck.syntax.endpoints.hosts import Address, host_detail, host_value, is_local, parse_address, store_value
from archcheck.syntax.endpoints.schemes import engine_of, is_usual_port
from archcheck.syntax.endpoints.variables import expand, is_known

_HOST_SUFFIXES = (
    "_BOOTSTRAP_SERVERS",
    "_BROKER_LIST",
    "_SERVICE_HOST",
    "_HOSTNAME",
    "_HOST_NAME",
    "_HOST",
    "_HOSTS",
    "_ADDR",
    "_ADDRESS",
    "_BROKERS",
    "_BROKER",
    "_ENDPOINT",
    "_ENDPOINTS",
    "_SERVER",
    "_SERVERS",
    "_NODES",
    "_URL",
    "_URI",
)
# Of these a value without a port is a host whatever it is the host of.
_PLAIN_HOST_SUFFIXES = frozenset({"_SERVICE_HOST", "_HOSTNAME", "_HOST_NAME", "_HOST", "_ADDR"})
_PORTS = ("_PORT", "_SERVICE_PORT")
_DATABASES = ("_NAME", "_DATABASE", "_DB", "_DBNAME", "_DB_NAME", "_DATABASE_NAME", "_VHOST", "_KEYSPACE")
_ENGINES = ("_ENGINE", "_CONNECTION", "_DRIVER", "_DIALECT", "_TYPE", "_CLIENT", "_VENDOR", "_ADAPTER")
# Words for a store of any engine, and words that may stand behind the name of an engine.
_DATABASE_WORDS = frozenset({"DB", "DATABASE", "SQL", "DATASOURCE", "RDS"})
_ROLES = _DATABASE_WORDS | {
    *(
        "CACHE",
        "MASTER",
        "PRIMARY",
        "WRITER",
        "READER",
        "REPLICA",
        "RO",
        "RW",
        "CLUSTER",
        "SERVICE",
        "SERVER",
        "BROKER",
    ),
    *("QUEUE", "SENTINEL", "BOOTSTRAP", "SEED", "READ", "WRITE"),
}
# The program's own address, not one that it calls.
_OWN_PREFIXES = frozenset(
    {
        *(
            "",
            "SERVER",
            "APP",
            "APPLICATION",
            "HTTP",
            "HTTPS",
            "WEB",
            "PUBLIC",
            "EXTERNAL",
            "INTERNAL",
            "NODE",
            "LOCAL",
        ),
        *("FLASK", "FLASK_RUN", "UVICORN", "GUNICORN", "DJANGO", "RAILS", "NEXT", "VITE", "DEV", "DEV_SERVER", "SITE"),
        *("CONTAINER", "MACHINE", "DEFAULT", "BASE", "ROOT", "DOCKER", "COOKIE", "LETSENCRYPT", "HMR", "GRPC", "POD"),
    }
)
_OWN_WORDS = frozenset({"LISTEN", "BIND", "ALLOWED", "TRUSTED", "VIRTUAL", "ADVERTISED"})
_NO_HOSTS = frozenset({"true", "false", "none", "null", "yes", "no", "on", "off"})
_HOST_LIKE = re.compile(r"(?!0x)[A-Za-z][A-Za-z0-9_.-]*+|\d{1,3}(?:\.\d{1,3}){3}", re.ASCII)
_GUESSED_ENGINES = ("postgres", "mysql", "mongodb", "redis", "mssql", "oracle", "rabbitmq", "cassandra")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^A-Za-z0-9]+")
_REFERENCE = re.compile(r"\$(?:\{([A-Za-z_]\w*)\}|\(([A-Za-z_]\w*)\)|([A-Za-z_]\w*))", re.ASCII)
_WORD = re.compile(r"[A-Za-z0-9]+")
_LONGEST = 4096


class Variable(NamedTuple):
    """One variable; `place` tells line and column of the character at an offset of the value."""

    name: str
    value: str
    place: Callable[[int], tuple[int, int]]


class Environment:
    """The variables that one process sees.

    `engines` tells the engine behind a host name where that is known otherwise, as from the image of a service. With
    `references`, `${X}` in a value is the variable X of the same environment.
    """

    def __init__(
        self,
        variables: Iterable[Variable],
        *,
        subject: str = "",
        engines: Mapping[str, str] | None = None,
        references: bool = False,
    ) -> None:
        self._variables = tuple(variables)
        self._subject = subject
        self._engines = engines or {}
        self._references = references

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {_normal(each.name): each.value for each in self._variables}

    @cached_property
    def _values(self) -> dict[str, str]:
        return {each.name: each.value for each in self._variables if not is_secret_name(each.name)}

    def relations(self) -> tuple[RelationFact, ...]:
        """The hosts and stores that the variables name, in order of place; `group` is the name of the variable."""
        facts: dict[RelationFact, None] = {}
        for variable in self._variables:
            if not is_secret_name(variable.name):
                for offset, relation, value, detail in self._endpoints(variable):
                    place = variable.place(offset)
                    facts[RelationFact(*place, relation, value, detail, variable.name, self._subject)] = None
        return tuple(sorted(facts))

    def _endpoints(self, variable: Variable) -> Iterator[Endpoint]:
        text = self._resolved(variable.value)
        written = text == variable.value
        prefix, suffix = _split(variable.name)
        found = find_endpoints(text)
        for endpoint in found:
            placed = endpoint if written else endpoint._replace(offset=0)
            plain = endpoint.relation == HOST and "://" not in endpoint.detail
            if plain and suffix:
                yield from self._of_address(placed, prefix)
            else:
                yield placed
        if not found and suffix and len(text) <= _LONGEST:
            yield from self._of_host(text, prefix, suffix)

    def _resolved(self, text: str) -> str:
        if not self._references or "$" not in text or len(text) > _LONGEST:
            return text
        values = self._values
        replaced = _REFERENCE.sub(lambda found: values.get(found[1] or found[2] or found[3], found[0]), text)
        return replaced if len(replaced) <= _LONGEST else text

    def _of_address(self, endpoint: Endpoint, prefix: str) -> Iterator[Endpoint]:
        """`REDIS_ADDR=cache:6379` is a store, `AUTH_ADDR=auth:8000` a host."""
        port = int(endpoint.detail) if endpoint.detail else 0
        address = Address(endpoint.value.partition(":")[0], port)
        engine = self._engine(prefix, address)
        value = store_value(engine, address, self._database(prefix)) if engine else ""
        yield Endpoint(endpoint.offset, STORE, value) if value else endpoint

    def _of_host(self, text: str, prefix: str, suffix: str) -> Iterator[Endpoint]:
        """`DB_HOST=db` is a store, `AUTH_HOST=auth` a host; their ports stand in other variables."""
        port = self._sibling(prefix, _PORTS)
        for host in expand(text).text.split(","):
            written = host.strip()
            if written.lower() in _NO_HOSTS or (is_known(written) and not _HOST_LIKE.fullmatch(written)):
                continue
            address = parse_address(f"{written}:{port}" if port.isdigit() else written)
            if address is None:
                continue
            engine = self._engine(prefix, address)
            if engine:
                if value := store_value(engine, address, self._database(prefix)):
                    yield Endpoint(0, STORE, value)
            elif suffix in _PLAIN_HOST_SUFFIXES and _is_called(prefix, address):
                yield Endpoint(0, HOST, host_value(address), host_detail(address, ""))

    def _engine(self, prefix: str, address: Address) -> str:
        """The engine that a prefix such as `AUTH_POSTGRES` or `DB` stands for, or "" when it is no store."""
        words = prefix.split("_")
        named = engine_of(words[-1])
        if not named and len(words) > 1 and words[-1] in _ROLES:
            named = engine_of(words[-2])
        if named or words[-1] not in _DATABASE_WORDS:
            return named
        stated = (engine_of(word) for word in _WORD.findall(self._sibling(prefix, _ENGINES)))
        usual = (each for each in _GUESSED_ENGINES if address.port and is_usual_port(each, address.port))
        spoken = (engine_of(word) for word in _WORD.findall(address.host if address.known else ""))
        known = [*stated, self._engines.get(address.host, ""), *usual, *spoken]
        return next(filter(None, known), "sql" if self._database(prefix) else "")

    def _database(self, prefix: str) -> str:
        return self._sibling(prefix, _DATABASES)

    def _sibling(self, prefix: str, suffixes: Iterable[str]) -> str:
        """The expanded value of the first variable that has the prefix and one of the suffixes."""
        for suffix in suffixes:
            value = self._by_name.get(prefix + suffix)
            if value and len(value) <= _LONGEST:
                return expand(self._resolved(value)).text.strip()
        return ""


def _normal(name: str) -> str:
    """`spring.redis.host`, `SpringRedis__Host` and `SPRING_REDIS_HOST` are one; `PGHOST` is `PG_HOST`."""
    words = _SEPARATORS.sub("_", _CAMEL.sub("_", name)).upper() if len(name) <= _LONGEST else ""
    return f"PG_{words[2:]}" if words in ("PGHOST", "PGPORT", "PGDATABASE") else words


def _split(name: str) -> tuple[str, str]:
    """What a variable is the host of, and the suffix that says it is a host; ("", "") for any other variable."""
    normal = _normal(name)
    if f"_{normal}" in _PLAIN_HOST_SUFFIXES:
        return "", f"_{normal}"
    suffix = max((each for each in _HOST_SUFFIXES if normal.endswith(each)), key=len, default="")
    return (normal.removesuffix(suffix), suffix) if suffix else ("", "")


def _is_called(prefix: str, address: Address) -> bool:
    if prefix in _OWN_PREFIXES or not _OWN_WORDS.isdisjoint(prefix.split("_")) or not address.known:
        return False
    return bool(address.port) or not is_local(address.host)
