"""What a call that begins at a known place imports: `import(...)`, `require(...)`, `import.meta...`, mocks, AMD."""

import re
from collections.abc import Callable

from archcheck.core.facts import DYNAMIC, TEST
from archcheck.languages.typescript.clauses import Clause
from archcheck.languages.typescript.lexemes import GAP, STRING, TEMPLATE, has_hole, unquote

_LITERAL = rf"(?:{STRING}|{TEMPLATE})"
_ARGUMENT = re.compile(rf"\({GAP}({_LITERAL}){GAP}(?:[,)]|(\+))")
_ITEM = re.compile(rf"{GAP}({_LITERAL}){GAP}(?:,{GAP})?+")
_OTHER_ITEM = re.compile(rf"[\w$.]++{GAP}(?:,{GAP})?+")
_LIST_END = re.compile(rf"\]{GAP}(?=[,)])")
_LIST = re.compile(rf"\({GAP}\[{GAP}")
_NAMED_LIST = re.compile(rf"\({GAP}(?:{STRING}{GAP},{GAP})?\[{GAP}")
# Type arguments of a call, nested as far as they are in practice.
_TYPES = r"(?:<[^<>()'\"`]*+(?:(?:<[^<>]*+>|\([^()]*+\)|(?<==)>)[^<>()'\"`]*+)*+>)?+"
_IMPORT_CALL = re.compile(rf"import{GAP}(?=\()")
_META = re.compile(rf"import{GAP}\.{GAP}meta{GAP}\.{GAP}(glob|globEager|resolve)(?![\w$]){_TYPES}{GAP}(?=\()")
_EAGER = re.compile(r"[^()]*?\beager\s*+:\s*+true\b")
_REQUIRE = re.compile(
    rf"(?:module{GAP}\.{GAP})?require(?![\w$]){GAP}(?:\.{GAP}(resolve|context|ensure)(?![\w$]){GAP})?(?=\()"
)
_FLAT = re.compile(rf"\({GAP}{STRING}{GAP},{GAP}false\b")
_URL = re.compile(rf"new{GAP}URL{GAP}\({GAP}({_LITERAL}){GAP},{GAP}import{GAP}\.{GAP}meta{GAP}\.{GAP}url\b")
_MOCK_NAMES = (
    "mock|doMock|setMock|unmock|dontMock|doUnmock|deepUnmock|requireActual|requireMock|importActual|importMock"
    "|unstable_mockModule|unstable_unmockModule|createMockFromModule|genMockFromModule"
)
_MOCK = re.compile(rf"(?:jest|vi|vitest){GAP}\.{GAP}(?:{_MOCK_NAMES})(?![\w$]){_TYPES}{GAP}(?=\()")
_SCRIPTS = re.compile(rf"importScripts{GAP}\({GAP}")
_DEFINE = re.compile(rf"define{GAP}(?=\()")
_RELATIVE = ("./", "../")
# What a module itself is given under these names is no import.
_OWN = frozenset(("require", "exports", "module"))

Reader = Callable[[str, int, int], Clause | None]


def read_import_call(text: str, start: int, end: int) -> Clause | None:
    """`import("m")`; a template with holes, or text that is added to, is a glob if it begins with a relative path."""
    found = _IMPORT_CALL.match(text, start, end)
    return _first_argument(text, found.end(), end, (DYNAMIC, "")) if found else None


def read_meta(text: str, start: int, end: int) -> Clause | None:
    """`import.meta.glob`, which may be given several patterns, and `import.meta.resolve`."""
    found = _META.match(text, start, end)
    if not found:
        return None
    if found[1] == "resolve":
        return _first_argument(text, found.end(), end, (DYNAMIC, ""))
    listed = _listed(text, found.end(), end, _LIST)
    if not listed:
        single = _first_argument(text, found.end(), end, (DYNAMIC, "glob"))
        listed = (single.modules, single.end) if single else ((), 0)
    patterns = tuple(each for each in listed[0] if not each.startswith("!"))
    eager = found[1] == "globEager" or _EAGER.match(text, listed[1], end)
    return Clause(patterns, 0 if eager else DYNAMIC, "glob", listed[1]) if patterns else None


def read_require(text: str, start: int, end: int) -> Clause | None:
    """`require("m")`, `require.resolve`, `require.context`, `require.ensure` and the list that AMD passes."""
    found = _REQUIRE.match(text, start, end)
    if not found:
        return None
    if found[1] == "context":
        return _context(text, found.end(), end)
    listed = _listed(text, found.end(), end, _LIST) if found[1] != "resolve" else None
    if listed:
        return _amd(listed, DYNAMIC)
    return _first_argument(text, found.end(), end, (0, "require"))


def read_url(text: str, start: int, end: int) -> Clause | None:
    """`new URL("x", import.meta.url)`."""
    found = _URL.match(text, start, end)
    return _clause(found[1], found.end(), (0, "url")) if found else None


def read_mock(text: str, start: int, end: int) -> Clause | None:
    """`jest.mock("m")` and its relatives."""
    found = _MOCK.match(text, start, end)
    return _first_argument(text, found.end(), end, (DYNAMIC | TEST, "mock")) if found else None


def read_define(text: str, start: int, end: int) -> Clause | None:
    """`define(["a", "b"], ...)` and `define("name", ["a"], ...)` of AMD."""
    found = _DEFINE.match(text, start, end)
    listed = _listed(text, found.end(), end, _NAMED_LIST) if found else None
    return _amd(listed, 0) if listed else None


def read_scripts(text: str, start: int, end: int) -> Clause | None:
    """`importScripts("a.js", "b.js")` of a worker."""
    found = _SCRIPTS.match(text, start, end)
    if not found:
        return None
    modules, position = _literals(text, found.end(), end)
    return Clause(modules, 0, "url", position) if modules else None


def named_require(name: str) -> Reader:
    """The reader of calls of what `createRequire` returned, called `name`."""
    pattern = re.compile(rf"{re.escape(name)}{GAP}(?:\.{GAP}resolve(?![\w$]){GAP})?(?=\()")

    def read(text: str, start: int, end: int) -> Clause | None:
        found = pattern.match(text, start, end)
        return _first_argument(text, found.end(), end, (0, "require")) if found else None

    return read


def _first_argument(text: str, opening: int, end: int, usual: tuple[int, str]) -> Clause | None:
    """The literal that is the first argument of the call whose parenthesis is at `opening`.

    `usual` are the marks and the form if it is a whole specifier.
    """
    found = _ARGUMENT.match(text, opening, end)
    if not found:
        return None
    if found[2]:
        return _glob(unquote(found[1]).rstrip("*") + "*", found.end(), usual)
    return _clause(found[1], found.end(), usual)


def _clause(literal: str, end: int, usual: tuple[int, str]) -> Clause | None:
    if has_hole(literal):
        return _glob(unquote(literal), end, usual)
    return Clause((unquote(literal),), *usual, end)


def _glob(pattern: str, end: int, usual: tuple[int, str]) -> Clause | None:
    """A specifier of which only a part is known: of use only where it begins in a known directory."""
    known = pattern.partition("*")[0]
    return Clause((pattern,), usual[0] | DYNAMIC, "glob", end) if known.startswith(_RELATIVE) else None


def _context(text: str, opening: int, end: int) -> Clause | None:
    """`require.context(directory, recursive = true, filter)`; the filter is a regular expression and left out."""
    clause = _first_argument(text, opening, end, (DYNAMIC, "glob"))
    if not clause:
        return None
    below = "*" if _FLAT.match(text, opening, end) else "**/*"
    return clause._replace(modules=(f"{clause.modules[0].rstrip('/')}/{below}",))


def _amd(listed: tuple[tuple[str, ...], int], marks: int) -> Clause | None:
    modules = tuple(each for each in listed[0] if each not in _OWN)
    return Clause(modules, marks, "require", listed[1]) if modules else None


def _listed(text: str, opening: int, end: int, pattern: re.Pattern[str]) -> tuple[tuple[str, ...], int] | None:
    """The literals in the list that is the first argument, and where it ends; None when there is no whole list."""
    opened = pattern.match(text, opening, end)
    if not opened:
        return None
    modules, position = _literals(text, opened.end(), end)
    while skipped := _OTHER_ITEM.match(text, position, end):
        more, position = _literals(text, skipped.end(), end)
        modules += more
    closed = _LIST_END.match(text, position, end)
    return (modules, closed.end()) if closed else None


def _literals(text: str, position: int, end: int) -> tuple[tuple[str, ...], int]:
    """The literals from `position` on, with commas between, and where they end."""
    modules: list[str] = []
    while item := _ITEM.match(text, position, end):
        position = item.end()
        if not has_hole(item[1]):
            modules.append(unquote(item[1]))
    return tuple(modules), position
