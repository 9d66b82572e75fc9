"""Requirements of Python packages: `name[extra]>=1,<2; marker` and `name @ url` (PEP 508)."""

import re
from typing import NamedTuple

from archcheck.core.package_names import package_id
from archcheck.syntax.urls import without_credentials

_NAME = re.compile(r"\s*+([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*+(?:\[[^\]]*+\]\s*+)?")
_URL = re.compile(r"@\s*+(\S++)\s*+(?:;|\Z)")
# What follows `===` is compared as text, whatever it is.
_CLAUSE = r"(?:===\s*+[^\s,;)]*+|(?:~=|==|!=|<=?|>=?)\s*+[^\s,;()=<>~!][^\s,;()]*+)\s*+"
_VERSION = re.compile(
    rf"(?:({_CLAUSE}(?:,\s*+{_CLAUSE})*+,?+)|\(\s*+({_CLAUSE}(?:,\s*+{_CLAUSE})*+,?+)\)|\(\s*+\))?\s*+(?:;|\Z)"
)


class Requirement(NamedTuple):
    """One requirement: the node id of the package, the versions as written, the URL without credentials; else ""."""

    package: str
    version: str = ""
    url: str = ""


def parse_requirement(text: str) -> Requirement | None:
    """Read one requirement, None when it is none. Extras and markers are passed over."""
    name = _NAME.match(text)
    package = package_id("pypi", name[1]) if name else ""
    if not name or not package:
        return None
    url = _URL.match(text, name.end())
    if url:
        return Requirement(package, "", without_credentials(url[1]))
    version = _VERSION.match(text, name.end())
    if not version:
        return None
    return Requirement(package, (version[1] or version[2] or "").strip().rstrip(",").rstrip())
