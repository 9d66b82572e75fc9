"""Artifacts and plugins of Gradle as node ids, and their versions."""

import re
from typing import NamedTuple

from archcheck.core.package_names import package_id

# group:name:version:classifier@extension; what the last two say does not matter.
_COORDINATE = re.compile(r"([\w.-]++):([\w.-]++)(?::([^:@\s]++)(?::[^:@\s]++)?(?:@[\w.]++)?)?\Z", re.ASCII)


class Artifact(NamedTuple):
    """A node id and the version as written."""

    package: str
    version: str = ""


def parse_coordinate(text: str) -> Artifact | None:
    """`group:name:version`, the version may be left out; None for everything else."""
    found = _COORDINATE.match(text)
    package = package_id("maven", f"{found[1]}/{found[2]}") if found else ""
    return Artifact(package, found[3] or "") if found and package else None


def plugin(name: str, version: str = "") -> Artifact | None:
    """The artifact by which Gradle finds a plugin; None for the plugins of Gradle itself, whose ids have no dots."""
    package = package_id("maven", f"{name}/{name}.gradle.plugin") if "." in name else ""
    return Artifact(package, version) if package else None
