"""Addresses without a scheme: `auth:50051`, `kafka-1:9092,kafka-2:9092`."""

import re
from collections.abc import Iterator

from archcheck.syntax.endpoints.hosts import (
    HOST,
    STORE,
    Address,
    Endpoint,
    host_detail,
    host_value,
    parse_address,
    store_value,
)

_WINDOW = 4096
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,252}:[0-9]{2,5}", re.ASCII)
_OPTION = re.compile(r"\s*[A-Za-z]{1,40}=[^,]*+", re.ASCII)
_SMALLEST, _LARGEST = 1024, 65535
_WELL_KNOWN = frozenset({80, 443})
# `admin:12345` is a user with a password.
_USERS = frozenset({"admin", "administrator", "guest", "root", "test", "user", "username"})


def find_addresses(text: str) -> Iterator[Endpoint]:
    """The addresses in an expanded text that holds nothing else; `redis:6379,password=x,abortConnect=false` is a store.

    A port is 80, 443 or above 1023, so that names of images (`node:18`) are none.
    """
    if len(text) > _WINDOW:
        return
    found: list[tuple[int, Address]] = []
    offset, options = 0, False
    for part in text.split(","):
        written = part.strip()
        if found and _OPTION.fullmatch(part):
            options = True
        elif written and (address := _read(written)):
            found.append((offset + part.index(written), address))
        elif written:
            return
        offset += len(part) + 1
    for start, address in found:
        if options:
            yield Endpoint(start, STORE, store_value("redis", address))
        else:
            yield Endpoint(start, HOST, host_value(address), host_detail(address, ""))


def _read(text: str) -> Address | None:
    address = parse_address(text) if _ADDRESS.fullmatch(text) else None
    if address is None or address.host in _USERS:
        return None
    return address if address.port in _WELL_KNOWN or _SMALLEST <= address.port <= _LARGEST else None
