"""From an import name to the distribution on PyPI that provides it, by a shipped table and never by a manifest."""

import re
from functools import cache
from types import ModuleType

_SEPARATORS = re.compile(r"[-_.]+")
_VERSION = re.compile(r"_v\d\w*\Z")
_ANY = "-*"
_DEEPEST = 8  # names in the longest entry, and some to spare; a hostile import may have a million


def normalise(name: str) -> str:
    """The name of a distribution in the form of PEP 503: lower case, with single hyphens."""
    return _SEPARATORS.sub("-", name).lower()


def distribution(module: str, name: str = "") -> str:
    """The distribution, in its normalised form, that provides the absolute import `module`, or `name` from it."""
    top = module.partition(".")[0]
    found = namespace_distribution(module, name) or _tables().NAMES.get(top)
    # Modules of compiled code often begin with an underscore, names of distributions never do.
    return found or normalise(top.strip("_") or top)


def namespace_distribution(module: str, name: str = "") -> str:
    """The distribution when the import goes through a shared namespace such as `google.cloud`, else ""."""
    if not is_namespace(module.partition(".")[0]):
        return ""
    entries: dict[str, str] = _tables().NAMESPACES
    segments = [*module.split("."), name] if name else module.split(".")
    for length in range(min(len(segments), _DEEPEST), 0, -1):
        path = ".".join(segments[:length])
        found = entries.get(path) or entries.get(_VERSION.sub("", path), "")
        if found and not found.endswith(_ANY):
            return found
        if found and length < len(segments):
            return normalise(found[:-1] + _VERSION.sub("", segments[length]))
    return ""


def is_known(top: str) -> bool:
    """Whether a first import name is known to be a third party's."""
    return top in _tables().KNOWN


def is_namespace(top: str) -> bool:
    """Whether several distributions share this first import name."""
    return top in _tables().SHARED


@cache
def _tables() -> ModuleType:
    from archcheck.languages.python import known_names  # noqa: PLC0415 - most runs never meet an unknown name

    return known_names
