"""The imports of a Go file: they stand between its package clause and its first declaration."""

import re
from typing import NamedTuple

from archcheck.core.facts import APART, SYNTAX, Diagnostic, Extracted, ImportFact, Source
from archcheck.languages.go.lexing import decode
from archcheck.syntax.places import Places

# White space and whole comments; semicolons too, where a statement may begin.
_COMMENT = r"//[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*+\*/"
_GAP = rf"(?:[ \t\r\n]|{_COMMENT})*+"
_BREAK = rf"(?:[ \t\r\n;]|{_COMMENT})*+"
_PACKAGE = re.compile(rf"({_BREAK})package\b{_GAP}([^\W\d]\w*+)")
_IMPORT = re.compile(rf"{_BREAK}(import)\b{_GAP}(\(?+)")
_SPEC = re.compile(rf"""{_BREAK}((?:(?:\.|[^\W\d]\w*+){_GAP})?+("[^"\n]*+"|`[^`]*+`))""")
_END = re.compile(rf"{_BREAK}(?:\)|\Z)")
_SKIP = re.compile(_BREAK)
_DECLARATION = re.compile(r"(?:func|type|var|const|import)\b")
_LINE = re.compile(r"[^\n]*+")
# Constraints count in the comments above the package clause; `// +build` is how they were written before Go 1.17.
_CONSTRAINT = re.compile(r"^[ \t]*+//(?:go:build[ \t]++([^\n]*+)|[ \t]*+\+build[ \t]++([^\n]*+))", re.MULTILINE)
_IGNORED = re.compile(r"(?:\A|&&)[ \t]*+ignore[ \t\r]*+(?=&&|\Z)")
_PROGRAMS = frozenset(("main", "documentation"))


class _Section(NamedTuple):
    """The imports found, by the positions of their statements, and where something else was found, or -1."""

    specs: list[tuple[int, str]]
    wrong: int


def extract_imports(source: Source) -> Extracted[ImportFact]:
    """Every import of one file, in order of place.

    They carry the mark `APART` in a file that is no part of the package that its directory is: a program (which nobody
    can import), and a file that is never built.
    """
    text = decode(source.content)
    package = _PACKAGE.match(text)
    places = Places(text)
    if package is None:
        return Extracted((), _without_package(text, places))
    marks = APART if package[2] in _PROGRAMS or _is_never_built(package[1]) else 0
    section = _read_section(text, package.end())
    facts = [ImportFact(*places.at(start), module, marks=marks) for start, module in section.specs]
    if section.wrong < 0:
        return Extracted(tuple(facts))
    place = Places(text).at(section.wrong)
    return Extracted(tuple(facts), (Diagnostic(*place, SYNTAX, "an import path is expected"),))


def _without_package(text: str, places: Places) -> tuple[Diagnostic, ...]:
    """What is wrong with a file without a package clause: nothing when it has no code at all."""
    skipped = _SKIP.match(text)
    at = skipped.end() if skipped else 0
    return (Diagnostic(*places.at(at), "unparsable", "a package clause is expected"),) if at < len(text) else ()


def _is_never_built(head: str) -> bool:
    """Whether the constraints above the package clause ask for the tag `ignore`, which by convention is never set."""
    old = [found[2].split() for found in _CONSTRAINT.finditer(head) if found[2]]
    new = [found[1] for found in _CONSTRAINT.finditer(head) if found[1]]
    return any("||" not in text and _IGNORED.search(text) for text in new) or any(
        all("ignore" in option.split(",") for option in options) for options in old
    )


def _read_section(text: str, at: int) -> _Section:
    specs: list[tuple[int, str]] = []
    wrong = -1
    while found := _IMPORT.match(text, at):
        at = found.end()
        if found[2]:
            at, fault = _read_group(text, at, specs)
        else:
            at, fault = _read_single(text, at, found.start(1), specs)
        wrong = fault if wrong < 0 else wrong
    return _Section(specs, wrong)


def _read_single(text: str, at: int, start: int, specs: list[tuple[int, str]]) -> tuple[int, int]:
    """`import "a"`, which begins at `start`; where it ends, and the position of a fault or -1."""
    spec = _SPEC.match(text, at)
    if spec is None:
        return at, at
    specs.append((start, spec[2][1:-1]))
    return spec.end(), -1


def _read_group(text: str, at: int, specs: list[tuple[int, str]]) -> tuple[int, int]:
    """The imports in parentheses; where they end, and the position of the first fault or -1.

    Lines that are no imports, such as those of a merge conflict, are passed over.
    """
    wrong = -1
    while not (end := _END.match(text, at)):
        spec = _SPEC.match(text, at)
        if spec:
            specs.append((spec.start(1), spec[2][1:-1]))
            at = spec.end()
            continue
        skipped = _SKIP.match(text, at)
        at = skipped.end() if skipped else at
        wrong = at if wrong < 0 else wrong
        if _DECLARATION.match(text, at):
            return at, wrong
        line = _LINE.match(text, at)
        at = line.end() if line else len(text)
    if text[end.end() - 1 : end.end()] != ")":
        wrong = end.end() if wrong < 0 else wrong
    return end.end(), wrong
