"""References to container images, and the engine of a datastore that an image runs."""

import re

from archcheck.syntax.endpoints.schemes import engine_of
from archcheck.syntax.endpoints.variables import expand, is_known

_REFERENCE = re.compile(
    r"(?P<name>[a-z0-9](?:[\w.-]|(?<!/)/)*+(?::\d++/[\w./-]++)?)(?::(?P<tag>[\w][\w.+-]{0,127}))?(?:@(?P<digest>\w+:[0-9a-fA-F]+))?",
    re.ASCII,
)
_HUB = ("docker.io/library/", "docker.io/", "index.docker.io/library/", "index.docker.io/", "registry-1.docker.io/")
_WORDS = re.compile(r"[a-z0-9]+")
_LONGEST = 1024
# Images that are named after what they serve, though they do something else.
_COMPANIONS = (
    "exporter",
    "admin",
    "express",
    "commander",
    "ui",
    "proxy",
    "operator",
    "backup",
    "client",
    "connect",
    "manager",
)


def read_image(text: str) -> tuple[str, str] | None:
    """`image:redis` and the tag or digest of a reference; None where the name is a variable or no name."""
    expanded = expand(text.strip()).text
    name, tag = expanded, ""
    if len(expanded) > _LONGEST:
        return None
    if not is_known(expanded):
        name, tag = _known_name(expanded), ""
    found = _REFERENCE.fullmatch(name)
    if not found or found["name"] == "scratch":
        return None
    tag = f"@{found['digest']}" if found["digest"] else found["tag"] or ""
    return f"image:{_without_hub(found['name'])}", tag


def _known_name(expanded: str) -> str:
    """The name where only the tag is a variable, else "" ."""
    name, _, rest = expanded.rpartition(":")
    name, _, _ = name.partition("@")
    return name if is_known(name) and not is_known(rest) and "/" not in rest else ""


def _without_hub(name: str) -> str:
    prefix = next((each for each in _HUB if name.startswith(each)), "")
    return name.removeprefix(prefix)


def last_segment(image: str) -> str:
    """`image:ghcr.io/acme/auth` is `auth`."""
    return image.removeprefix("image:").rpartition("/")[2]


def engine_of_image(image: str) -> str:
    """The engine of the datastore that an image runs, or ""."""
    words = _WORDS.findall(last_segment(image))
    if any(word in _COMPANIONS for word in words):
        return ""
    return next(filter(None, map(engine_of, words)), "")
