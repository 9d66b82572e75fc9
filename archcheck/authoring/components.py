"""Which components a tree has: siblings of like structure, and the parts that have a manifest of their own."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from archcheck.authoring.survey import Survey, is_beside

_MANIFESTS = """
    package.json deno.json go.mod pyproject.toml setup.py Cargo.toml pom.xml build.gradle build.gradle.kts Package.swift
    mix.exs composer.json Gemfile Dockerfile
"""
_PARENTS = """
    services microservices apps packages libs modules plugins features domains crates contexts cmd extensions projects
"""

MANIFESTS = tuple(_MANIFESTS.split())
"""Files that make a directory a part of its own."""

_KNOWN_PARENTS = frozenset(_PARENTS.split())
_SINGULAR = {
    "libraries": "library",
    "cmd": "command",
    "microservices": "service",
    "feature": "feature",
    "starter": "starter",
}
_BY_LIKENESS = {"Dockerfile": "service", "*.csproj": "project"}
_ALIKE = 0.6
_MOST_SINGLES = 8
_MOST = 10
_FEW = 3
_DEEP = 3
_LEAST_SHARE = 0.03
_LEAST_SHARE_INSIDE = 0.1


class Group(NamedTuple):
    """Components that are declared together: one directory, or siblings told apart by a capture.

    `pattern` is its glob, `parent` the directory above the siblings; `members` are directories, `likeness` is an entry
    that most of them have, "" when there is none.
    """

    name: str
    pattern: str
    parent: str
    members: tuple[str, ...]
    likeness: str = ""

    @property
    def is_many(self) -> bool:
        """Whether the pattern captures siblings."""
        return "{" in self.pattern

    @property
    def plural(self) -> str:
        """How several of them are called."""
        if "{part}" in self.pattern:
            return f"parts of {self.parent}"
        name = self.name.replace("-", " ")
        return f"{name[:-1]}ies" if name.endswith("ry") else f"{name}s"


def find_groups(survey: Survey) -> tuple[Group, ...]:
    """The components of a tree, those with most code first; at most so many that a reader still sees what is meant."""
    parts = [folder for folder in _folders(survey) if _manifests(folder, survey)]
    parents: dict[str, list[str]] = {}
    for part in parts:
        if part:
            parents.setdefault(part.rpartition("/")[0], []).append(part)
    found = [group for parent, members in sorted(parents.items()) for group in _of_parent(parent, members, survey)]
    taken = {group.parent for group in found}
    found.extend(
        group for folder in _folders(survey) if folder not in taken for group in _of_known_parent(folder, survey)
    )
    sizes = {group: sum(survey.weights[each] for each in group.members) for group in found}
    members = {member for group in found for member in group.members}
    large = [group for group in found if sizes[group] >= _least_share(group, members) * len(survey.code)]
    ranked = sorted(large, key=lambda group: (-sizes[group], group.pattern))
    return _with_own_names(ranked[:_MOST])


def _least_share(group: Group, members: Collection[str]) -> float:
    """How much of the code a group must hold, more so inside of a component."""
    above = group.parent
    while above and above not in members:
        above = above.rpartition("/")[0]
    return _LEAST_SHARE_INSIDE if above else _LEAST_SHARE


def _folders(survey: Survey) -> list[str]:
    """The directories with code of the program, none of them in something beside the point."""
    return sorted(folder for folder in survey.weights if not any(is_beside(each) for each in folder.split("/") if each))


def _manifests(folder: str, survey: Survey) -> list[str]:
    held = survey.entries.get(folder, frozenset())
    projects = ["*.csproj"] if any(name.endswith((".csproj", ".fsproj")) for name in held) else []
    return [name for name in MANIFESTS if name in held] + projects


def _of_parent(parent: str, members: Sequence[str], survey: Survey) -> Iterator[Group]:
    """What the directories with a manifest below one parent make: a capture, else each a component of its own."""
    siblings = survey.folders(parent)
    if parent and len(members) > 1 and len(members) >= _ALIKE * len(siblings):
        likeness = _most_common(name for member in members for name in _manifests(member, survey))
        yield _siblings(parent, siblings, likeness)
        return
    prefix = _common_prefix([member.rpartition("/")[2] for member in members])
    if len(members) > _FEW and prefix:
        start = f"{parent}/{prefix}" if parent else prefix
        yield Group("module", f"{start}{{module}}/", parent, tuple(members), _manifests(members[0], survey)[0])
    elif len(members) <= _MOST_SINGLES and (not parent or len(members) > 1):
        yield from (Group(_single_name(each), each, parent, (each,)) for each in members)


def _of_known_parent(folder: str, survey: Survey) -> Iterator[Group]:
    """Directories below one of a telling name, such as `features`, when most of them share an entry."""
    name = folder.rpartition("/")[2]
    siblings = survey.folders(folder) if name in _KNOWN_PARENTS and folder.count("/") < _DEEP else []
    if len(siblings) < _FEW:
        return
    likeness = _most_common(entry for sibling in siblings for entry in survey.entries[sibling])
    if sum(survey.has(sibling, likeness) for sibling in siblings) >= _ALIKE * len(siblings):
        yield _siblings(folder, siblings, likeness)


def _siblings(parent: str, members: Sequence[str], likeness: str) -> Group:
    """The group of all directories in `parent`, called after that, or after what makes them alike."""
    above = parent.rpartition("/")[2]
    singular = _SINGULAR.get(above)
    if singular is None and len(above) > _FEW and above.endswith("s") and not above.endswith("ss"):
        singular = _word(above[:-1])
    singular = singular or _BY_LIKENESS.get(likeness)
    capture = singular or "part"
    name = _single_name(singular or above)
    return Group(name, f"{parent}/{{{capture}}}/", parent, tuple(members), likeness)


def _most_common(names: Iterable[str]) -> str:
    counts = Counter(names)
    return min(counts, key=lambda name: (-counts[name], name)) if counts else ""


def _word(name: str) -> str:
    """A name that can be one of a capture."""
    text = "".join(character if character.isalnum() and character.isascii() else "_" for character in name).strip("_")
    return text if text[:1].isalpha() else f"part_{text}".strip("_")


def _single_name(folder: str) -> str:
    return _word(folder.rpartition("/")[2]).replace("_", "-").lower()


def _common_prefix(names: Sequence[str]) -> str:
    """What all names begin with, up to a hyphen or dot."""
    least, most = min(names), max(names)
    at = 0
    while at < min(len(least), len(most)) and least[at] == most[at]:
        at += 1
    return least[: max(least.rfind(sign, 0, at) for sign in "-._") + 1]


def _with_own_names(groups: Sequence[Group]) -> tuple[Group, ...]:
    """The groups with names that are told apart by what stands above them."""
    counts = Counter(group.name for group in groups)
    used: set[str] = set()
    found = []
    for group in groups:
        name = group.name
        if counts[name] > 1:
            above = (group.parent if not group.is_many else group.parent.rpartition("/")[0]).rpartition("/")[2]
            name = f"{_single_name(above)}-{name}" if above else name
        number = 2
        while name in used:
            name, number = f"{group.name}-{number}", number + 1
        used.add(name)
        found.append(group._replace(name=name))
    return tuple(found)
