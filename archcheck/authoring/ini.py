"""INI files with their places: the grammar is that of `configparser`, which knows values but not where they stand."""

import configparser
import re
from collections.abc import Callable, Iterator

from archcheck.core.values import MappingNode, Node, Place, ScalarNode, SequenceNode
from archcheck.errors import ConfigError, Problem

_SECTION = re.compile(r"\[([^\n]+)\]")
_OPTION = re.compile(r"([^\s:=#;\[][^:=\n]*?)\s*+[:=]\s*+")
_COMMENTS = ("#", ";")
_LONGEST_LINE = 2_000  # the patterns of `configparser` take time that grows with the square of it
_MOST_REFERENCES = 20  # each level of %(name)s may repeat the one below
_Lines = list[tuple[int, int, str]]


def read_ini(text: str, path: str, wanted: Callable[[str], bool]) -> MappingNode:
    """The sections for which `wanted` holds: options, each a scalar, or one per line where the value has several.

    Raises ConfigError with the place of what is wrong.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    _check_bounds(lines, path)
    written = dict(_written(lines))
    parser = configparser.ConfigParser()
    try:
        parser.read_string(text)
        names = [name for name in parser.sections() if wanted(name)]
        references = sum(value.count("%(") for name in names for _, value in parser.items(name, raw=True))
        if references > _MOST_REFERENCES:
            raise ConfigError(
                [Problem(path, 0, 0, f"more than {_MOST_REFERENCES} values are put into others by %(name)s")]
            )
        sections = {name: dict(parser[name]) for name in names}
    except configparser.Error as error:
        raise ConfigError([_problem(error, path, lines, written)]) from None
    entries = []
    for name, options in sections.items():
        at = written.get((name, ""), [(1, 1, "")])[0]
        place = Place(path, at[0], at[1])
        read = [_option(key, value, written.get((name, key), []), place) for key, value in options.items()]
        entries.append((ScalarNode(name, place, name), MappingNode(tuple(read), place)))
    return MappingNode(tuple(entries), Place(path, 1, 1))


def _check_bounds(lines: list[str], path: str) -> None:
    for number, line in enumerate(lines, 1):
        if len(line) > _LONGEST_LINE:
            message = f"the line has more than {_LONGEST_LINE:,} characters"
            raise ConfigError([Problem(path, number, 1, message, "put each name on a line of its own")])


def _option(key: str, value: str, written: _Lines, section: Place) -> tuple[ScalarNode, Node]:
    first = section._replace(line=written[0][0], column=written[0][1]) if written else section
    node: Node = ScalarNode(value, first, value, plain=False)
    if "\n" in value:
        texts = [line.strip() for line in value.strip().split("\n")]
        places = [section._replace(line=line, column=column) for line, column, text in written if text]
        filled = [text for text in texts if text]
        if len(places) != len(filled):  # a value that another one was put into
            places = [first] * len(filled)
        node = SequenceNode(
            tuple(ScalarNode(text, at, text, plain=False) for text, at in zip(filled, places, strict=True)), first
        )
    return ScalarNode(key, first, key, plain=False), node


def _written(lines: list[str]) -> Iterator[tuple[tuple[str, str], _Lines]]:
    """Where sections (with the option "") and the lines of their options stand, without comments."""
    section = ""
    current: _Lines = []
    depth = 0
    for number, line in enumerate(lines, 1):
        body = line.strip()
        indent = len(line) - len(line.lstrip())
        if not body or body.startswith(_COMMENTS):
            continue
        if current and indent > depth:
            current.append((number, indent + 1, body))
            continue
        header, option = _SECTION.match(body), _OPTION.match(body)
        current, depth = [], indent
        if header:
            section = header[1]
            yield (section, ""), [(number, indent + 1, "")]
        elif option:
            current = [(number, indent + option.end() + 1, body[option.end() :])]
            yield (section, option[1].lower()), current


def _problem(error: configparser.Error, path: str, lines: list[str], written: dict[tuple[str, str], _Lines]) -> Problem:
    """What `configparser` says, in one line, at its place."""
    line = getattr(error, "lineno", None) or next(iter(getattr(error, "errors", ())), (0, ""))[0] or 0
    message = "is no INI file"
    hint = "each section begins with [name], each option with name ="
    if isinstance(error, configparser.MissingSectionHeaderError):
        message = "a section is expected before the first option"
    elif isinstance(error, configparser.DuplicateOptionError):
        message, hint = f'the option "{error.option}" is given twice', "keep one of them"
    elif isinstance(error, configparser.DuplicateSectionError):
        message, hint = f'the section "{error.section}" is given twice', "keep one of them"
    elif isinstance(error, configparser.InterpolationError):
        place = next(iter(written.get((error.section, error.option), ())), (0, 0, ""))
        line, message = place[0], f'the value of "{error.option}" holds a "%" that stands for nothing'
        hint = "write %% for the character itself"
    preview = lines[line - 1] if 0 < line <= len(lines) else ""
    column = len(preview) - len(preview.lstrip()) + 1 if preview else 0
    return Problem(path, line, column, message, hint, preview, max(len(preview.strip()), 1))
