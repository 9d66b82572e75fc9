"""What a statement or call that begins at a known place imports, read from the text that follows it.

Whether that text is code at all is decided elsewhere: here a comment or a string may look like an import.
"""

import re
from typing import NamedTuple

from archcheck.core.facts import REEXPORT, TYPE_ONLY
from archcheck.languages.typescript.lexemes import COMMENT, GAP, NAME, STRING, unquote


class Clause(NamedTuple):
    """What is imported: specifiers (several only where a call takes a list of them), marks and form; where it ends."""

    modules: tuple[str, ...]
    marks: int
    form: str
    end: int


_NAMES = rf"\{{(?:[^{{}}'\"/]++|{STRING}|{COMMENT})*+\}}"
_ALL = rf"\*{GAP}as\b{GAP}"
_BINDINGS = rf"(?:{NAME}{GAP}(?:,{GAP}(?:({_NAMES})|{_ALL}{NAME}){GAP})?+|({_NAMES}){GAP}|{_ALL}{NAME}{GAP})"
_IMPORT = re.compile(
    rf"import(?![\w$]){GAP}(?:({STRING})|(?:(type|defer|source)(?![\w$]){GAP})?{_BINDINGS}from{GAP}({STRING}))"
)
_EQUALS = re.compile(rf"import(?![\w$]){GAP}(type(?![\w$]){GAP})?{NAME}{GAP}={GAP}require{GAP}\({GAP}({STRING}){GAP}\)")
_EXPORT = re.compile(
    rf"export(?![\w$]){GAP}(type(?![\w$]){GAP})?(?:\*{GAP}(?:as\b{GAP}(?:{NAME}|{STRING}){GAP})?+|({_NAMES}){GAP})"
    rf"from{GAP}({STRING})"
)
_COMMENT = re.compile(COMMENT)
_MODULE = re.compile(rf"module{GAP}({STRING})")


def read_import(text: str, start: int, end: int) -> Clause | None:
    """The import statement at `start` that ends before `end`; None for anything else, such as a call of `import`."""
    found = _IMPORT.match(text, start, end)
    if found:
        bare, word, _extra, names, module = found.groups()
        type_only = word == "type" or (names is not None and _all_types(names))
        return Clause((unquote(bare or module),), TYPE_ONLY if type_only else 0, "", found.end())
    found = _EQUALS.match(text, start, end)
    if found:
        return Clause((unquote(found[2]),), TYPE_ONLY if found[1] else 0, "require", found.end())
    return None


def read_export(text: str, start: int, end: int) -> Clause | None:
    """The `export ... from` statement at `start`, or None."""
    found = _EXPORT.match(text, start, end)
    if not found:
        return None
    type_only = found[1] or (found[2] and _all_types(found[2]))
    return Clause((unquote(found[3]),), REEXPORT | (TYPE_ONLY if type_only else 0), "", found.end())


def read_module(text: str, start: int, end: int) -> Clause | None:
    """The `module "name"` at `start`; its form is set by who knows whether the file is a module."""
    found = _MODULE.match(text, start, end)
    return Clause((unquote(found[1]),), TYPE_ONLY, "", found.end()) if found else None


def _all_types(names: str) -> bool:
    """Whether every name in `{...}` is imported as a type, and there is one."""
    inner = names[1:-1]
    if "type" not in inner:
        return False
    if "/" in inner:
        inner = _COMMENT.sub(" ", inner)
    listed = [words for words in (name.split() for name in inner.split(",")) if words]
    return all(words[0] == "type" and len(words) in _TYPE_LENGTHS for words in listed)


# `type A` and `type A as B`; three words are `type as B`, which renames a value called `type`.
_TYPE_LENGTHS = (2, 4)
