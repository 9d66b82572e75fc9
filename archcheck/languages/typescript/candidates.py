"""Places where something may be imported, found by the few words that an import must contain.

A place that is left out is no import whatever surrounds it. Whether one that is given is code, only its surroundings
tell.
"""

import re
from collections.abc import Iterator
from enum import Enum
from itertools import islice
from typing import NamedTuple

from archcheck.languages.typescript import calls, clauses
from archcheck.languages.typescript.calls import Reader
from archcheck.languages.typescript.clauses import Clause
from archcheck.languages.typescript.lexemes import GAP


class Nature(Enum):
    """What its surroundings have to be asked about a candidate."""

    STATEMENT = "statement"
    CALL = "call"
    IMPORT = "call or type"
    REQUIRE = "call of require"
    MODULE = "module"
    BINDING = "name that hides require"
    EXPORT = "statement that makes a file a module"
    COMMENT = "comment that says what is imported"


class Candidate(NamedTuple):
    """A possible import at `start`, whose word is at `word`; what it imports may still have to be read."""

    start: int
    nature: Nature
    word: int = 0
    reader: Reader = clauses.read_import
    clause: Clause | None = None


# How much of a text is read before it is known to be code: bounds the time for text full of words that look alike.
_WINDOW = 1000
# How far back the beginning of a line or statement is looked for.
_BACK = 200
# So many candidates are read to their end even before they are known to be code.
_FEW = 10
# More functions made by `createRequire` in one file are not looked for.
_MAKERS = 20
_GAP = r"[\s\ufeff]*+"
_NO_WORD_AFTER = re.compile(r"[\w$.\"'`@#-]")
_AFTER_IMPORT = re.compile(r"[\s{*'\"(./]")
_SPACE = re.compile(r"\s*+")
_EXPORT_LIKE = re.compile(r"export\s*+(?:type\s*+)?+[*{/]")
_EXPORT = re.compile(r"export(?![\w$])")
_MODULE_LIKE = re.compile(r"module\s*+(?=[\"'/])")
_URL_LIKE = re.compile(r"new\s++URL(?=\s*+\()")
_REQUIRE_NEXT = re.compile(rf"require{GAP}(?:(\()|\.{GAP}(?:resolve|context|ensure)(?![\w$])|([,)=:]))")
_OWNER = re.compile(r"(?<![\w$.])module\s*+\.\s*+\Z")
_EXPORTED = re.compile(r"(?<![\w$.])export\s++\Z")
_DECLARED = re.compile(r"(?<![\w$.])declare\s++\Z")
_MOCKERS = ("jest.", "vi.", "vitest.")
# What shows at once that these words begin no import. A comment, where a slash stands, is left to the readers: they
# look at a window only, while here the time would grow with every comment that is never closed.
_NO_META = re.compile(rf"import{_GAP}\.{_GAP}(?:meta{_GAP}\.{_GAP}(?!glob|resolve|/)|(?!meta|/))")
_NO_MOCK = re.compile(rf"\w++\.{_GAP}(?!\w*[mM]ock|\w*Actual|/)")
_NO_DEFINE = re.compile(rf"define{_GAP}(?![(/])")
_MADE = re.compile(rf"([\w$]++){GAP}(?::[^=;\n]*+)?={GAP}(?:[\w$]++{GAP}\.{GAP})?createRequire{GAP}\(")
_BOUND = re.compile(r"(?:^|[^\w$])(?:var|let|const|function)\s++\Z")
_BOUND_BY_MAKER = re.compile(rf"require{GAP}={GAP}(?:[\w$]++{GAP}\.{GAP})?createRequire{GAP}\(")


def find_candidates(text: str, start: int) -> list[Candidate]:
    """The candidates at or after `start`, in order of place."""
    finders = (_imports, _exports, _requires, _mocks)
    found = [candidate for finder in finders for candidate in finder(text, start)]
    declared = [*_modules(text, start)]
    if declared:
        found.extend(declared)
        found.extend(Candidate(each.start(), Nature.EXPORT) for each in _EXPORT.finditer(text, start))
    for word, finder in _RARE:
        if text.find(word, start) >= 0:
            found.extend(finder(text, start))
    return sorted(_without_doubt(text, found), key=lambda candidate: candidate.start)


def _without_doubt(text: str, found: list[Candidate]) -> list[Candidate]:
    """The candidates but for those that turn out to be none when they are read to their end, if these are few."""
    doubtful = [each for each in found if each.clause is None and each.nature not in (Nature.BINDING, Nature.EXPORT)]
    if not doubtful or len(doubtful) > _FEW:
        return found
    read = {each: each.reader(text, each.word, len(text)) for each in doubtful}
    return [each._replace(clause=read.get(each)) if each in read else each for each in found if read.get(each, True)]


def _imports(text: str, start: int) -> Iterator[Candidate]:
    hit = text.find("import", start)
    while hit >= 0:
        if _AFTER_IMPORT.match(text, hit + 6) and _begins_word(text, hit):
            yield from _import(text, hit)
        elif text.startswith("Scripts", hit + 6) and _begins_word(text, hit):
            yield from _read(text, hit, hit, Nature.CALL, calls.read_scripts)
        hit = text.find("import", hit + 6)


def _import(text: str, hit: int) -> Iterator[Candidate]:
    following = _SPACE.match(text, hit + 6)
    assert following
    mark = text[following.end() : following.end() + 1]
    if mark in "(/":
        yield from _read(text, hit, hit, Nature.IMPORT, calls.read_import_call)
    if mark in "./" and not _NO_META.match(text, hit):
        yield from _read(text, hit, hit, Nature.CALL, calls.read_meta)
    if mark not in "(.":
        before = _EXPORTED.search(text, max(0, hit - _BACK), hit) if text[hit - 1 : hit].isspace() else None
        yield from _read(text, before.start() if before else hit, hit, Nature.STATEMENT, clauses.read_import)


def _exports(text: str, start: int) -> Iterator[Candidate]:
    for found in _EXPORT_LIKE.finditer(text, start):
        if _begins_word(text, found.start()):
            yield from _read(text, found.start(), found.start(), Nature.STATEMENT, clauses.read_export)


def _requires(text: str, start: int) -> Iterator[Candidate]:
    calls_found: list[Candidate] = []
    bindings: list[int] = []
    hit = text.find("require", start)
    while hit >= 0:
        found = _REQUIRE_NEXT.match(text, hit, hit + _WINDOW)
        if found and found[2]:
            bindings.append(hit)
        elif found:
            calls_found.extend(_require(text, hit))
        hit = text.find("require", hit + 7)
    if calls_found:
        yield from calls_found
        yield from (Candidate(hit, Nature.BINDING) for hit in bindings if _binds(text, hit))


def _require(text: str, hit: int) -> Iterator[Candidate]:
    if _begins_word(text, hit):
        yield from _read(text, hit, hit, Nature.REQUIRE, calls.read_require)
    elif text[hit - 1] == "." and (owner := _OWNER.search(text, max(0, hit - _BACK), hit)):
        yield from _read(text, owner.start(), owner.start(), Nature.CALL, calls.read_require)


def _binds(text: str, hit: int) -> bool:
    """Whether `require` at `hit` is a parameter, as far as can be told, or declared to be something else."""
    if not _begins_word(text, hit):
        return False
    if _BOUND.search(text, max(0, hit - _BACK), hit):
        return not _BOUND_BY_MAKER.match(text, hit)
    return text[hit - 1 : hit] in "(, \n" and not text.startswith(":", hit + 7) and not _is_assigned(text, hit)


def _is_assigned(text: str, hit: int) -> bool:
    return text[hit + 7 : hit + 9].lstrip().startswith("=")


def _modules(text: str, start: int) -> Iterator[Candidate]:
    for found in _MODULE_LIKE.finditer(text, start):
        before = _DECLARED.search(text, max(0, found.start() - _BACK), found.start())
        if before:
            yield from _read(text, before.start(), found.start(), Nature.MODULE, clauses.read_module)


def _mocks(text: str, start: int) -> Iterator[Candidate]:
    for word in _MOCKERS:
        hit = text.find(word, start)
        while hit >= 0:
            if not _NO_MOCK.match(text, hit) and _begins_word(text, hit):
                yield from _read(text, hit, hit, Nature.CALL, calls.read_mock)
            hit = text.find(word, hit + len(word))


def _urls(text: str, start: int) -> Iterator[Candidate]:
    for found in _URL_LIKE.finditer(text, start):
        yield from _read(text, found.start(), found.start(), Nature.CALL, calls.read_url)


def _defines(text: str, start: int) -> Iterator[Candidate]:
    hit = text.find("define", start)
    while hit >= 0:
        if not _NO_DEFINE.match(text, hit) and _begins_word(text, hit):
            yield from _read(text, hit, hit, Nature.CALL, calls.read_define)
        hit = text.find("define", hit + 6)


def _made_requires(text: str, start: int) -> Iterator[Candidate]:
    """Calls of functions that `createRequire` made under another name than `require`."""
    names = {found[1] for found in islice(_MADE.finditer(text), _MAKERS)} - {"require"}
    for name in sorted(names):
        reader = calls.named_require(name)
        hit = text.find(name, start)
        while hit >= 0:
            if _begins_word(text, hit):
                yield from _read(text, hit, hit, Nature.CALL, reader)
            hit = text.find(name, hit + len(name))


_RARE = (
    ("import.meta.url", _urls),
    ("define", _defines),
    ("createRequire", _made_requires),
)


def _begins_word(text: str, hit: int) -> bool:
    """Whether a word at `hit` is neither the rest of a longer one nor the name of a property."""
    return hit == 0 or not _NO_WORD_AFTER.match(text, hit - 1) or text.startswith("...", hit - 3)


def _read(text: str, start: int, word: int, nature: Nature, reader: Reader) -> Iterator[Candidate]:
    clause = reader(text, word, word + _WINDOW)
    if (clause or _is_cut_off(text, word)) and not _in_comment_line(text, start, nature):
        yield Candidate(start, nature, word, reader, clause)


def _is_cut_off(text: str, start: int) -> bool:
    """Whether what could be read from `start` may have been longer than what was looked at."""
    end = start + _WINDOW
    if end >= len(text):
        return False
    return any(text.rfind(a, start, end) > text.rfind(b, start, end) for a, b in (("{", "}"), ("/*", "*/"), ("[", "]")))


def _in_comment_line(text: str, start: int, nature: Nature) -> bool:
    """Whether the beginning of the line shows that what stands at `start` is in a comment or other text."""
    newline = text.rfind("\n", max(0, start - _BACK), start)
    if newline < 0 and start > _BACK:
        return False
    before = text[newline + 1 : start].lstrip()
    if before.startswith("//"):
        return not re.search(r"\*/|[`{<>]", before)
    is_statement = nature in (Nature.STATEMENT, Nature.MODULE)
    return before.startswith("*") and is_statement and not re.search(r"\*/|[`;}]", before)
