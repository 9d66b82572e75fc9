"""The last road: imports of text that the running Python cannot parse, from its logical lines alone."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from archcheck.core.facts import ImportFact
from archcheck.languages.python.blocks import Blocks
from archcheck.languages.python.clauses import Binding, Target, parse_clause
from archcheck.languages.python.dynamic import evaluate_call
from archcheck.languages.python.guards import Names, names_of
from archcheck.languages.python.lexing import tokens
from archcheck.languages.python.logical import LogicalLine, logical_line, separators
from archcheck.syntax.places import Places

_IMPORTING = re.compile(r"(?:import|from|lazy)(?=[ \t\f\\.])")
_BLANK = re.compile(r"(?:[ \t\f]|\\\n)*+")
_LITERAL_CALL = r"(?:{modules})[ \t]*+\.[ \t]*+import_module|{functions}"
_ARGUMENTS = r"[ \t]*+\(\s*+(?:name\s*+=\s*+)?+[rRuU]?+[\"'][^()]*+(?:\(\s*+\)[^()]*+)*+\)"


class _Found(NamedTuple):
    """An import: where it begins, whether a colon stands before it on its logical line, and what it imports."""

    start: int
    inner: bool
    targets: tuple[Target, ...]


def scan_imports(text: str) -> list[ImportFact]:
    """The imports of decoded Python text in any version of the language, in order of place."""
    lines = list(_lines(text))
    bindings: list[Binding] = []
    statements = [list(_statements(text, line, bindings)) for line in lines]
    names = names_of(bindings)
    calls = _calls(text, names)
    blocks = Blocks(text, names)
    places = Places(text)
    facts: list[ImportFact] = []
    for line, found in zip(lines, statements, strict=True):
        outer, inside = blocks.enter(line)
        if calls and calls[-1][0] < line.end:
            colon = next((at for at, mark in separators(text, line.start, line.end) if mark == ":"), line.end)
            while calls and calls[-1][0] < line.end:
                start, target = calls.pop()
                found.append(_Found(start, start > colon, (target,)))
        for start, inner, targets in sorted(found):
            place = places.at(start)
            for module, imported, level, marks in targets:
                facts.append(ImportFact(*place, module, imported, level, marks | (inside if inner else outer)))
    return facts


def _lines(text: str) -> Iterator[LogicalLine]:
    position = 0
    while position < len(text):
        line = logical_line(text, position)
        yield line
        position = line.next


def _statements(text: str, line: LogicalLine, bindings: list[Binding]) -> Iterator[_Found]:
    """The import statements of one logical line; what they bind is added to `bindings`."""
    if text.find("import", line.start, line.end) < 0:
        return
    start, inner = line.start, False
    for end, mark in [*separators(text, line.start, line.end), (line.end, "")]:
        blank = _BLANK.match(text, start)
        assert blank
        start = blank.end()
        clause = parse_clause(text[start:end]) if _IMPORTING.match(text, start) else None
        if clause:
            bindings.extend(clause.bindings)
            yield _Found(start, inner, clause.targets)
        start, inner = end + 1, inner or mark == ":"


def _calls(text: str, names: Names) -> list[tuple[int, Target]]:
    """The calls that import a literal name, the last one first."""
    functions = "|".join(map(re.escape, sorted({"__import__", *names.importers})))
    modules = "|".join(map(re.escape, sorted(names.importlib_modules))) or "(?!)"
    callee = _LITERAL_CALL.format(modules=modules, functions=functions)
    pattern = re.compile(rf"(?<![\w.])(?:{callee}){_ARGUMENTS}")
    found: list[tuple[int, Target]] = []
    ignored = tokens(text)
    token = next(ignored, None)
    for match in pattern.finditer(text):
        while token and token.end <= match.start():
            token = next(ignored, None)
        target = None if token and token.start <= match.start() else evaluate_call(match[0], names)
        if target:
            found.append((match.start(), target))
    return found[::-1]
