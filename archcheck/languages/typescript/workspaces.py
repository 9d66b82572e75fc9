"""Workspaces: which packages of a repository find each other by name, without anything being installed.

npm and yarn (`workspaces` in package.json), pnpm (pnpm-workspace.yaml), lerna, rush and deno say where members are.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from archcheck.core.tree_paths import ancestors, join_path
from archcheck.languages.typescript.packages import MANIFESTS, Package, Packages, Requirement, read_requirement
from archcheck.languages.typescript.paths import expand_braces, matches_segments
from archcheck.languages.typescript.tree import Tree
from archcheck.syntax.jsonc import Value

_PNPM, _LERNA, _RUSH = "pnpm-workspace.yaml", "lerna.json", "rush.json"
_LIST_ITEM = re.compile(
    rb"[ \t]*+-[ \t]++(?:'([^'\r\n]*+)'|\"([^\"\\\r\n]*+)\"|([^\s'\"#&*!|>%@`{\[][^\r\n#]*+))"
    rb"[ \t]*+(?:#[^\r\n]*+)?\r?\Z"
)
_KEY = re.compile(rb"[A-Za-z_][\w-]*+[ \t]*+:")
_PACKAGES_KEY = re.compile(rb"packages[ \t]*+:[ \t]*+(?:#.*+)?\r?\Z")


class Workspace(NamedTuple):
    """One workspace: the directories of its members, and which of them has a name."""

    members: set[str]
    by_name: dict[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Workspaces:
    """Packages by name; `by_root` are the workspaces, `anywhere` tells for a name all directories that claim it.

    Everything is found out when the first name is asked for.
    """

    tree: Tree
    packages: Packages
    by_root: dict[str, Workspace] = field(default_factory=dict)
    anywhere: dict[str, list[str]] = field(default_factory=dict)

    def find(self, name: str, directory: str) -> Package | None:
        """The package that `name` means in a directory, None for one that has to be installed from elsewhere.

        The own package and the members of the workspaces above, the nearest first; what a manifest above requires by
        path; and a package of the repository that no manifest above requires by version, if only one has the name.
        """
        if not self.anywhere:
            self._survey()
        owner = self.packages.owner(directory)
        if owner and owner.name == name:
            return owner
        return self._member(name, directory) or self._elsewhere(name, directory)

    def _member(self, name: str, directory: str) -> Package | None:
        owner = self.packages.owner(directory)
        for root in ancestors(directory):
            workspace = self.by_root.get(root)
            found = workspace.by_name.get(name) if workspace else None
            if workspace and found is not None and _shares(workspace, owner, name):
                return self.packages.at(found)
        return None

    def _elsewhere(self, name: str, directory: str) -> Package | None:
        """What the nearest manifest that requires the name says; without one, the only package of that name."""
        claims = self.anywhere.get(name, ())
        only = self.packages.at(claims[0]) if len(claims) == 1 else None
        package = next((each for each in self.packages.above(directory) if each.requirement(name)), None)
        requirement = read_requirement(package, name) if package else Requirement()
        if requirement.renamed:
            return self._member(requirement.renamed, directory)
        if requirement.is_path:
            return None if requirement.directory is None else self.packages.at(requirement.directory)
        return None if requirement.is_published and not (only and only.data.get("private") is True) else only

    def _survey(self) -> None:
        self.anywhere[""] = []
        manifests = self.tree.inventory.manifests
        homes = sorted(home for home in self.packages.homes if "node_modules" not in home.split("/"))
        for home in homes:
            package = self.packages.at(home)
            if package and package.name:
                self.anywhere.setdefault(package.name, []).append(home)
        for path in sorted(manifests):
            root, _, name = path.rpartition("/")
            members = self._members(path, root, name, homes)
            if members:
                workspace = self.by_root.setdefault(root, Workspace(set(), {}))
                workspace.members.update(members)
                for home in members:
                    member = self.packages.at(home)
                    if member and member.name:
                        workspace.by_name.setdefault(member.name, home)

    def _members(self, path: str, root: str, name: str, homes: Sequence[str]) -> list[str]:
        if name == _RUSH:
            return _rush_projects(self.tree.document(path).get("projects"), root)
        patterns = list(self._patterns(path, name))
        if not patterns:
            return []
        start, end = (bisect_left(homes, root + sign) for sign in ("/", "0")) if root else (0, len(homes))
        inside = homes[start:end]  # "0" is the sign after "/"
        chosen = [home for home in inside if _is_chosen(home[len(root) + 1 if root else 0 :], patterns)]
        return [root, *chosen] if root in homes else chosen

    def _patterns(self, path: str, name: str) -> Iterator[str]:
        if name == _PNPM:
            yield from pnpm_packages(self.tree.inventory.manifests[path])
            return
        if name not in MANIFESTS and name != _LERNA:
            return
        document = self.tree.document(path)
        value = document.get("packages" if name == _LERNA else "workspace" if name.startswith("deno") else "workspaces")
        if isinstance(value, dict):
            value = value.get("members" if name.startswith("deno") else "packages")
        if name == _LERNA and value is None and document.get("useWorkspaces") is not True:
            value = ["packages/*"]
        yield from (each for each in value if isinstance(each, str)) if isinstance(value, list) else ()


def _shares(workspace: Workspace, owner: Package | None, name: str) -> bool:
    """Whether a package gets `name` from the workspace around it: a member, or one that has no own copy."""
    return owner is None or owner.directory in workspace.members or not owner.has_its_own(name)


def _rush_projects(value: Value, root: str) -> list[str]:
    folders = [one.get("projectFolder") for one in value if isinstance(one, dict)] if isinstance(value, list) else []
    found = (join_path(root, folder) for folder in folders if isinstance(folder, str))
    return [each for each in found if each is not None]


def _is_chosen(relative: str, patterns: Sequence[str]) -> bool:
    """Whether a directory fits a pattern and no later one with `!` takes it out again."""
    segments = relative.split("/")
    chosen = False
    for written in patterns:
        excluded = written.startswith("!")
        for each in expand_braces(written[excluded:]):
            pattern = each.removeprefix("./").rstrip("/")
            if chosen == excluded and matches_segments(pattern.split("/"), segments, hidden=False):
                chosen = not excluded
    return chosen


def pnpm_packages(content: bytes) -> list[str]:
    """The list `packages` of a pnpm-workspace.yaml; the plain form is read by lines, any other by the YAML reader."""
    found: list[str] = []
    inside = False
    for line in content.split(b"\n"):
        if not line.strip() or line.lstrip().startswith(b"#"):
            continue
        if not inside:
            inside = _PACKAGES_KEY.match(line) is not None
            if not inside and line.startswith((b"packages", b'"packages', b"'packages", b"{")):
                return _packages_in_yaml(content)
            continue
        item = _LIST_ITEM.match(line)
        if item is None:
            return found if _KEY.match(line) else _packages_in_yaml(content)
        text = next(each for each in item.groups() if each is not None)
        found.append(text.decode("utf-8", "replace").strip())
    return found


def _packages_in_yaml(content: bytes) -> list[str]:
    from archcheck.core.values import MappingNode, ScalarNode, SequenceNode  # noqa: PLC0415 - rarely needed
    from archcheck.syntax.yaml import parse_yaml  # noqa: PLC0415 - PyYAML is slow to import

    node = parse_yaml(content, _PNPM).node
    value = node.get("packages") if isinstance(node, MappingNode) else None
    items = value.items if isinstance(value, SequenceNode) else ()
    return [item.value for item in items if isinstance(item, ScalarNode) and isinstance(item.value, str)]
