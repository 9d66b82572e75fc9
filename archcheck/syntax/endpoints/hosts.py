"""Hosts and ports as they are written, and the values of facts that are made of them."""

import re
from typing import NamedTuple

from archcheck.syntax.endpoints.schemes import ENGINE_PORTS, is_usual_port
from archcheck.syntax.endpoints.variables import is_known, is_variable, with_names

HOST = "host"
STORE = "store"
# Names of this very machine: what answers there depends on the port alone.
_LOCAL = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1", "::", "host.docker.internal", "host-gateway"})  # noqa: S104 - names to recognise
_HOST = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}[A-Za-z0-9_.])?", re.ASCII)
_HOST_AND_PORT = re.compile(r"(?:\[([0-9A-Fa-f:.%]{2,60}+)\]|([^:\[\]]*+))(?::(.*))?", re.DOTALL)
_PORT = re.compile(r"[0-9]{1,5}", re.ASCII)
_DATABASE = re.compile(r"[^\W_.$-][\w.$ -]{0,127}+|[_.$-][\w.$ -]{0,127}+")


class Endpoint(NamedTuple):
    """A host or a store that a text names: `offset` in the text, then as in a fact.

    `relation` is `host` or `store`. No user name, password, path or query is in any of them.
    """

    offset: int
    relation: str
    value: str
    detail: str = ""


class Address(NamedTuple):
    """A host in lower case and its port, 0 when none is written; `known` is false when the host is a variable."""

    host: str
    port: int
    known: bool = True


def parse_address(text: str) -> Address | None:
    """`host`, `host:port`, `[v6]:port` of an expanded text; None where that cannot be a host.

    A port that is a variable counts as not written. What is neither port nor variable makes it no address.
    """
    found = _HOST_AND_PORT.fullmatch(text)
    if not found:
        return None
    host, port = found[1] or found[2], found[3] or ""
    if port and not _PORT.fullmatch(port) and not is_variable(port):
        return None
    number = int(port) if port and is_known(port) else 0
    if not is_known(host):
        return Address(with_names(host), number, known=False)
    host = host.rstrip(".").lower()
    if not found[1] and not _HOST.fullmatch(host):
        return None
    return Address(host, number)


def is_local(host: str) -> bool:
    """Whether a host means the machine itself."""
    return host in _LOCAL or host.startswith("127.")


def host_value(address: Address, usual_port: int = 0) -> str:
    """The host of a `host` fact: without port, except for the machine itself, which is `localhost:8000`."""
    if not is_local(address.host):
        return address.host
    port = address.port or usual_port
    return f"localhost:{port}" if port else "localhost"


def host_detail(address: Address, scheme: str) -> str:
    """What messages may show: `http://auth:8000`, or the port alone."""
    port = str(address.port) if address.port else ""
    if not scheme:
        return port
    host = f"[{address.host}]" if ":" in address.host else address.host
    return f"{scheme}://{host}:{port}" if port else f"{scheme}://{host}"


def store_value(engine: str, address: Address, database: str = "") -> str:
    """The value of a `store` fact, or "" when neither the host nor the database is known.

    The port is left out when it is the usual one, but not on the machine itself: there it tells which service is meant.
    """
    database = clean_database(database)
    if not address.known and not database:
        return ""
    if engine == "redis":
        database = database or "0"
    host = f"[{address.host}]" if ":" in address.host else address.host
    if is_local(address.host):
        usual = ENGINE_PORTS.get(engine, (0,))[0]
        host = host_value(address, usual)
    elif address.port and not is_usual_port(engine, address.port):
        host = f"{host}:{address.port}"
    return f"{engine}/{host}/{database}" if database else f"{engine}/{host}"


def clean_database(text: str) -> str:
    """The name of a database, or "" for what can be none or is not known."""
    text = text.strip()
    return text if is_known(text) and _DATABASE.fullmatch(text) else ""
