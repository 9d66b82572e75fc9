"""`setup.cfg` of setuptools: the project and the packages that it names."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, RelationFact, Source
from archcheck.core.package_names import package_id
from archcheck.core.relating import BUILD, KNOWN_GROUPS, OPTIONAL, TEST, group_named, relations
from archcheck.core.values import Place
from archcheck.syntax.decoding import decode_text
from archcheck.syntax.python_packages import Packages

_SECTION = re.compile(r"\[([^\]\n]*+)\]")
_OPTION = re.compile(r"([^\s=:#;][^=:\n]*?)\s*+[=:]")
_LINE_BREAK = re.compile(r"\r\n|\n|\r")
_COMMENT = re.compile(r"\s#.*+", re.DOTALL)
_LISTS = {"install_requires": "", "setup_requires": BUILD, "tests_require": TEST}
_FILE = re.compile(r"file:\s*+")
_LONGEST_NAME = 200


class _Value(NamedTuple):
    """One line of the value of an option; `place` is that of the text."""

    section: str
    option: str
    text: str
    place: Place


def extract_relations(source: Source) -> Extracted[RelationFact]:
    """The project, its requirements and the files they come from."""
    decoded = decode_text(source.content)
    values = list(_values(decoded.text))
    found = Packages(_own(values))
    for value in values:
        group = _group(value)
        if value.section == "metadata" and value.option == "name":
            version = next((v.text for v in values if v[:2] == ("metadata", "version")), "")
            is_elsewhere = version.startswith(("attr:", "file:"))
            found.facts += [_provides(value, found.own, "" if is_elsewhere else version)] if found.own else []
        elif value[:2] == ("options", "python_requires"):
            found.add(value.place, "engine", "python", value.text)
        elif group is not None and _FILE.match(value.text):
            for path in _FILE.sub("", value.text, count=1).split(","):
                found.add(value.place, "path", path.strip())
        elif group is not None:
            for text in _requirements(value.text):
                found.requirement(text, value.place, group)
    return relations(found.facts, [*decoded.problems, *found.problems])


def _own(values: list[_Value]) -> str:
    return next((package_id("pypi", value.text) for value in values if value[:2] == ("metadata", "name")), "")


def _requirements(text: str) -> list[str]:
    """The requirements on one line: `a; b` are two, while a marker holds a quoted text."""
    body = _COMMENT.sub("", text)
    parts = [body] if '"' in body or "'" in body else body.split(";")
    return [part.strip() for part in parts if part.strip()]


def _provides(value: _Value, package: str, version: str) -> RelationFact:
    return RelationFact(value.place.line, value.place.column, "provides", package, version)


def _group(value: _Value) -> str | None:
    """The group of the packages that an option names, None when it names none."""
    if value.section == "options":
        return _LISTS.get(value.option)
    if value.section != "options.extras_require":
        return None
    group = group_named(value.option)
    return group if group in KNOWN_GROUPS else OPTIONAL


def _values(text: str) -> Iterator[_Value]:
    """The lines of all options, without comments. What is indented goes on with the option before."""
    section = option = ""
    for number, line in enumerate(_LINE_BREAK.split(text), 1):
        body = line.strip()
        if not body or body.startswith(("#", ";")):
            continue
        at = len(line) - len(line.lstrip())
        if not at:
            header, assigned = _SECTION.match(line), _OPTION.match(line[:_LONGEST_NAME])
            section = header[1].strip() if header else section
            option = assigned[1].strip().replace("-", "_") if assigned and not header else ""
            at = assigned.end() if assigned else 0
            at += len(line[at:]) - len(line[at:].lstrip())
            body = line[at:].strip()
        if option and body:
            yield _Value(section, option, body, Place("", number, at + 1))


LANGUAGE: Language[None] = Language(
    name="setup_cfg",
    files=(("**/setup.cfg", "ini"),),
    version=2,
    aspects={"relations": extract_relations},
)
