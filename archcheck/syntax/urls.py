"""URLs as manifests write them."""

import re

_AUTHORITY = re.compile(r"(?<=//)([^/?#\s]*+)([^\s]*+)")
_QUERY = re.compile(r"[?#][^\s]*+")
_NO_PASSWORD = re.compile(r"[^:@]*+(?:@|:[^@]*+\Z)")
_PORT_OR_NONE = re.compile(r"[^:]*+(?::\d*+)?\Z")


def without_credentials(text: str) -> str:
    """The text with each URL in it less its user, its password and everything after `?` or `#`."""
    if "//" not in text:
        return text
    return _AUTHORITY.sub(_strip, text)


def _strip(found: re.Match[str]) -> str:
    authority, path = found[1], found[2]
    if "@" in authority:
        authority = authority.rpartition("@")[2]
    elif "@" in path and not (_PORT_OR_NONE.match(authority) and _NO_PASSWORD.match(path)):
        # A colon before an "@" and no port: a password in which there is a slash.
        authority, path = "", path.rpartition("@")[2]
    return authority + _QUERY.sub("", path)
