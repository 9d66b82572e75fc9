"""`setup.py` of setuptools: the project and its requirements, where they are written as literals."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import BUILD, KNOWN_GROUPS, OPTIONAL, TEST, group_named, relations
from archcheck.syntax.decoding import decode_text
from archcheck.syntax.python_packages import Packages
from archcheck.syntax.tokens import NAME, SIGN, TEXT, Token, python_tokens

_LISTS = {"install_requires": "", "setup_requires": BUILD, "tests_require": TEST}
_OPENING, _CLOSING = frozenset("[({"), frozenset("])}")
_BEFORE, _AFTER = frozenset("[(,"), frozenset("]),")

Value = Sequence[Token]


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """What one `setup.py` says in literal texts and lists, also in those that have a name of their own."""
    decoded = decode_text(source.content)
    tokens = list(python_tokens(decoded.text))
    found = Packages()
    if any(token[:2] == (NAME, "setup") for token in tokens):
        _read(_assignments(tokens), found)
    return relations(found.facts, [*decoded.problems, *found.problems])


class _Assignments(NamedTuple):
    """Values by name: those of the arguments of `setup(...)`, and those outside of all brackets."""

    arguments: dict[str, Value]
    names: dict[str, Value]

    def followed(self, value: Value) -> Value:
        """The value itself, or that of the name that it is."""
        return self.names.get(value[0].text, ()) if len(value) == 1 and value[0].kind == NAME else value

    def argument(self, name: str) -> Value:
        """An argument of `setup`; empty when there is none."""
        return self.followed(self.arguments.get(name, ()))


def _assignments(tokens: Value) -> _Assignments:
    found = _Assignments({}, {})
    ends = _ends(tokens)
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind == SIGN and token.text in _OPENING:
            opened.append(at)
        elif token.kind == SIGN and token.text in _CLOSING and opened:
            opened.pop()
        elif token.kind == NAME and at + 2 < len(tokens) and tokens[at + 1].text == "=":
            is_argument = len(opened) == 1 and opened[0] > 0 and tokens[opened[0] - 1].text == "setup"
            if is_argument or not opened:
                (found.arguments if is_argument else found.names)[token.text] = _value(tokens, at + 2, ends)
    return found


def _value(tokens: Value, start: int, ends: dict[int, int]) -> Value:
    """A list or mapping, or one token that stands alone; empty for everything else."""
    end = ends.get(start, start)
    after = tokens[end + 1] if end + 1 < len(tokens) else None
    is_whole = after is None or after.text in ",)" or after.place.line > tokens[end].place.line
    # A list to which something is added still says what it says; half of a text does not.
    return tokens[start : end + 1] if is_whole or end > start else ()


def _ends(tokens: Value) -> dict[int, int]:
    """Where each bracket is closed."""
    ends: dict[int, int] = {}
    opened: list[int] = []
    for at, token in enumerate(tokens):
        if token.kind != SIGN:
            continue
        if token.text in _OPENING:
            opened.append(at)
        elif token.text in _CLOSING and opened:
            ends[opened.pop()] = at
    return ends


def _read(assignments: _Assignments, found: Packages) -> None:
    _own(assignments.argument("name"), assignments.argument("version"), found)
    python = assignments.argument("python_requires")
    if len(python) == 1 and python[0].kind == TEXT:
        found.add(python[0].place, "engine", "python", python[0].text)
    for name, group in _LISTS.items():
        _requirements(assignments.argument(name), group, found)
    for name, texts in _extras(assignments.argument("extras_require"), assignments):
        group = group_named(name)
        _requirements(texts, group if group in KNOWN_GROUPS else OPTIONAL, found)


def _own(name: Value, version: Value, found: Packages) -> None:
    if len(name) == 1 and name[0].kind == TEXT:
        package = package_id("pypi", name[0].text)
        written = version[0].text if len(version) == 1 and version[0].kind == TEXT else ""
        found.add(name[0].place, "provides", package, written)
        found.own = package


def _requirements(tokens: Value, group: str, found: Packages) -> None:
    """The texts of a list, each of which stands alone between commas."""
    if not tokens or tokens[0].text not in ("[", "("):
        return
    for before, token, after in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if token.kind == TEXT and before.text in _BEFORE and after.text in _AFTER:
            found.requirement(token.text, token.place, group)


def _extras(tokens: Value, assignments: _Assignments) -> Iterator[tuple[str, Value]]:
    """The lists of a mapping by name."""
    ends = _ends(tokens)
    for at in range(len(tokens) - 2):
        if tokens[at].kind == TEXT and tokens[at + 1].text == ":":
            end = ends.get(at + 2, at + 2)
            yield tokens[at].text, assignments.followed(tokens[at + 2 : end + 1])


LANGUAGE: Language[None] = Language(
    name="setup_py",
    files=(("**/setup.py", "py"),),
    version=2,
    aspects={"relations": extract_relations},
)
