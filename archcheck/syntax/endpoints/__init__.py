"""Hosts and stores that a text names: URLs, connection strings, and addresses such as `auth:50051`.

`find_endpoints` takes the text of one value, such as that of a variable of the environment or of a string literal. What
it finds is ready for facts: normalised, and without user names, passwords, paths and queries.

Variables: `${DB_HOST:-db}` (also `${DB_HOST:db}`) is `db`. A host that is a variable yields nothing, but for a store
whose database is known: `postgres://${DB_HOST}/main` is `postgres/${DB_HOST}/main`. A database that is a variable is
unknown.
"""

import re
from collections.abc import Iterator

from archcheck.syntax.endpoints.addresses import find_addresses
from archcheck.syntax.endpoints.hosts import HOST, STORE, Endpoint
from archcheck.syntax.endpoints.settings import find_settings
from archcheck.syntax.endpoints.urls import find_urls
from archcheck.syntax.endpoints.variables import expand

__all__ = ["HOST", "STORE", "Endpoint", "find_endpoints", "may_hold_endpoints"]

# What code must hold to name an endpoint: a URL, settings such as `host=db`, or the port of an address in quotes.
_WORDS = (b"://", b"host=", b"Host=", b"erver=", b"Source=", b"ddr=", b"AccountName=", b"@tcp(")
_PORT = re.compile(rb":\d{2,5}[\"'`,]")


def may_hold_endpoints(content: bytes) -> bool:
    """Whether it is worth looking for endpoints in the literals of a source file."""
    return any(word in content for word in _WORDS) or _PORT.search(content) is not None


def find_endpoints(text: str) -> tuple[Endpoint, ...]:
    """The endpoints in the text of one value, in order of their offsets; one that is named twice stands once.

    URLs count wherever they stand, except in the middle of a sentence; anything else only when it is the whole text.
    """
    if ":" not in text and "=" not in text:
        return ()
    expanded = expand(text)
    found: dict[tuple[str, str], Endpoint] = {}
    for endpoint in _find(expanded.text):
        placed = endpoint._replace(offset=expanded.origin(endpoint.offset))
        found.setdefault((endpoint.relation, endpoint.value), placed)
    return tuple(found.values())


def _find(text: str) -> Iterator[Endpoint]:
    if "//" in text:
        found = list(find_urls(text))
        if found or "://" in text:
            yield from found
            return
    found = list(find_settings(text))
    yield from found or find_addresses(text)
