"""Names of packages as node ids: `pypi:django`, `npm:@acme/ui`, spelled one way whatever a file writes."""

import re
from collections.abc import Callable, Mapping

_LONGEST = 256
_SEPARATORS = re.compile(r"[-_.]++")
_NAMES: Mapping[str, re.Pattern[str]] = {
    "pypi": re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?\Z"),
    "npm": re.compile(r"(?:@[\w.~!*'()-]++/)?[\w.~!*'()-]++\Z", re.ASCII),
    "crates": re.compile(r"[\w-]++\Z", re.ASCII),
    "maven": re.compile(r"[\w.-]++/[\w.-]++\Z", re.ASCII),
    "nuget": re.compile(r"[\w.-]++\Z", re.ASCII),
    "swift": re.compile(r"[\w.~-]++(?:/[\w.~-]++)++\Z", re.ASCII),
}
_SPELLINGS: Mapping[str, Callable[[str], str]] = {
    "pypi": lambda name: _SEPARATORS.sub("-", name).lower(),
    "crates": lambda name: name.replace("_", "-"),
    "nuget": str.lower,
    "swift": str.lower,
}


def package_id(ecosystem: str, name: str) -> str:
    """The node id of a package, "" when `name` cannot be the name of one."""
    pattern = _NAMES.get(ecosystem)
    if len(name) > _LONGEST or (pattern is not None and not pattern.match(name)):
        return ""
    return f"{ecosystem}:{spelled(ecosystem, name)}"


def spelled(ecosystem: str, name: str) -> str:
    """A name, or a pattern over names, as node ids spell it: PyPI as PEP 503, crates with hyphens, NuGet lower case."""
    return _SPELLINGS.get(ecosystem, str)(name)
