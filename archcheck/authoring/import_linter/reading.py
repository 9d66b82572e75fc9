"""Configurations of import-linter in INI and TOML, as contracts with places."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archcheck.authoring.ini import read_ini
from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import ConfigError, Problem
from archcheck.syntax.toml import parse_toml

_SECTION = "importlinter"
_COMMENTS = ("#", ";")
_TRUE = ("True", "true", True)


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract. `id` is unique in its file where that says so; `comment` are the lines of its comments."""

    id: str
    name: str
    type: str
    options: MappingNode
    place: Place
    comment: tuple[str, ...]

    @property
    def type_place(self) -> Place:
        """Where its type is written."""
        node = self.options.get("type")
        return node.place if node else self.place

    def texts(self, key: str) -> list[ScalarNode]:
        """The values of an option, one or several."""
        return texts_of(self.options.get(key))

    def text(self, key: str) -> str:
        """The value of an option, its lines joined with blanks."""
        return " ".join(each.text for each in self.texts(key))

    def flag(self, key: str, *, default: bool = False) -> bool:
        """The value of an option that is true or false."""
        found = self.texts(key)
        return default if not found else found[0].text.lower() == "true" or found[0].value is True

    def at(self, key: str) -> Place:
        """Where an option is written, or the contract."""
        node = self.options.get(key)
        return node.place if node else self.place


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a file, its root packages, and its contracts in order."""

    settings: MappingNode
    roots: tuple[ScalarNode, ...]
    contracts: tuple[Contract, ...]

    def is_set(self, key: str) -> bool:
        """Whether a setting is true."""
        return any(each.value in _TRUE for each in texts_of(self.settings.get(key)))


def texts_of(node: Node | None) -> list[ScalarNode]:
    """The scalars of a value, without blanks around them; empty ones are left out."""
    items: Sequence[Node | None] = node.items if isinstance(node, SequenceNode) else (node,)
    found = (item for item in items if isinstance(item, ScalarNode) and item.value is not None)
    stripped = (ScalarNode(item.value, item.place, str(item.value).strip()) for item in found)
    return [item for item in stripped if item.text]


def read_configuration(text: str, path: str) -> Configuration:
    """The configuration in a text whose name says what it is. Raises ConfigError."""
    lines = text.splitlines()
    if path.endswith(".toml"):
        settings, contracts = _from_toml(text, path)
    else:
        settings, contracts = _from_ini(text, path)
    roots = tuple(texts_of(settings.get("root_packages")) or texts_of(settings.get("root_package")))
    if not roots:
        message = "no root_package and no root_packages is given"
        raise ConfigError([_problem(settings.place, message, "name the package that the contracts are about", lines)])
    if not contracts:
        hint = "each has a section [importlinter:contract:NAME] (INI) or [[tool.importlinter.contracts]] (TOML)"
        raise ConfigError([_problem(settings.place, "there are no contracts", hint, lines)])
    starts = sorted({each.place.line for _, each in contracts} | {settings.place.line})
    read = tuple(_contract(identity, node, lines, starts) for identity, node in contracts)
    return Configuration(settings, roots, read)


def _problem(place: Place, message: str, hint: str, lines: Sequence[str]) -> Problem:
    preview = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
    return Problem(place.path, place.line, place.column, message, hint, preview)


def _contract(identity: str, node: MappingNode, lines: Sequence[str], starts: Sequence[int]) -> Contract:
    named, typed = texts_of(node.get("name")), texts_of(node.get("type"))
    name = named[0].text if named else identity
    following = bisect_right(starts, node.place.line)
    end = starts[following] if following < len(starts) else len(lines) + 1
    comment = tuple(_comment(lines, node.place.line, end))
    return Contract(identity or name, name, typed[0].text if typed else "", node, node.place, comment)


def _comment(lines: Sequence[str], start: int, end: int) -> Iterator[str]:
    """The comments right above line `start`, and those from there on before those that belong to line `end`."""
    first, last = _first_above(lines, start), _first_above(lines, end)
    for line in lines[first - 1 : last - 1]:
        body = line.strip()
        if body.startswith(_COMMENTS):
            yield body.lstrip("#;").strip()


def _first_above(lines: Sequence[str], line: int) -> int:
    """The line on which the comment right above a line begins."""
    while line > 1 and line - 2 < len(lines) and lines[line - 2].strip().startswith(_COMMENTS):
        line -= 1
    return line


def _from_ini(text: str, path: str) -> tuple[MappingNode, list[tuple[str, MappingNode]]]:
    root = read_ini(text, path, lambda name: name == _SECTION or name.startswith(f"{_SECTION}:"))
    settings = root.get(_SECTION)
    if not isinstance(settings, MappingNode):
        raise ConfigError([Problem(path, 0, 0, f"has no section [{_SECTION}]", "name the file that holds it")])
    found = [
        (key.text.rpartition(":")[2].strip(), value)
        for key, value in root.entries
        if isinstance(value, MappingNode) and key.text != _SECTION
    ]
    return settings, found


def _from_toml(text: str, path: str) -> tuple[MappingNode, list[tuple[str, MappingNode]]]:
    parsed = parse_toml(text.encode("utf-8", "surrogatepass"), path)
    if parsed.problems:
        lines = text.splitlines()
        raise ConfigError(
            [_problem(Place(path, each.line, each.column), each.message, each.hint, lines) for each in parsed.problems]
        )
    tool = parsed.node.get("tool")
    settings = tool.get(_SECTION) if isinstance(tool, MappingNode) else None
    settings = settings or parsed.node.get(_SECTION)
    if not isinstance(settings, MappingNode):
        raise ConfigError([Problem(path, 0, 0, f"has no table [tool.{_SECTION}]", "name the file that holds it")])
    listed = settings.get("contracts")
    items = listed.items if isinstance(listed, SequenceNode) else ()
    found = [
        (next((each.text for each in texts_of(item.get("id"))), ""), item)
        for item in items
        if isinstance(item, MappingNode)
    ]
    kept = tuple((key, value) for key, value in settings.entries if key.text != "contracts")
    return MappingNode(kept, settings.place), found
