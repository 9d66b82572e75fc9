"""What checks need beside the graph: one answer per need, made of what has been extracted and built."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from archcheck.adapters.codeowners import read_codeowners, read_text_file
from archcheck.adapters.manifests import read_manifests
from archcheck.adapters.reading import path_bytes
from archcheck.core.build import Built, FileImports, import_texts
from archcheck.core.components import select_terms
from archcheck.core.files import SUBMODULE, SYMLINK, Skipped
from archcheck.core.gitignore import GitignoreMatcher, parse_gitignore
from archcheck.core.relations import Related
from archcheck.core.scene import (
    Absent,
    ChangeAuthors,
    CodeFiles,
    Declarations,
    Diff,
    EdgeKinds,
    Foreign,
    Lost,
    Merges,
    Missing,
    Need,
    Owners,
    Scans,
    Specifiers,
    SymbolGaps,
    Symbols,
    TestFiles,
    Text,
    Today,
)
from archcheck.core.selectors import GlobSet, Selector
from archcheck.pipeline.code import Code
from archcheck.pipeline.extract import Extraction, scan_aspect
from archcheck.pipeline.history import Past
from archcheck.pipeline.relations import declarations

T = TypeVar("T")
SYMBOLS = "symbols"
_IGNORE_FILES = ("**/.gitignore",)


def selected(selector: Selector | GlobSet, code: Code) -> list[int]:
    """The numbers of the files that a need is about."""
    return list(select_terms(selector.terms, code.components, code.paths))


def scanned(need: Scans, code: Code) -> list[int]:
    """The files that a check scans: what a link leads to is scanned where it stands, if it is in the tree."""
    files = code.loaded.discovery.files
    return [number for number in selected(need.selector, code) if files[number].mode not in (SYMLINK, SUBMODULE)]


def with_symbols(selector: Selector | GlobSet, code: Code) -> list[int]:
    """Those of them whose language can tell their symbols."""
    return [number for number in selected(selector, code) if _tells_symbols(number, code)]


def _tells_symbols(number: int, code: Code) -> bool:
    return number in code.files and SYMBOLS in code.files[number][0].aspects


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything that answers to needs are made of."""

    code: Code
    built: Built
    imports: Sequence[FileImports]
    extraction: Extraction
    related: Related
    as_of: str
    past: Past

    def to(self, need: Need) -> Any:
        """What a check that has this need finds in its scene."""
        return _PROVIDERS[type(need)](self, need)

    def scans(self, need: Scans) -> Mapping[int, Sequence[Any]]:
        """The facts that a check has scanned of each file."""
        return {number: self.extraction.facts(number, scan_aspect(need)) for number in scanned(need, self.code)}

    def symbols(self, need: Symbols) -> Mapping[int, Sequence[Any]]:
        """The definitions in each file whose language tells them."""
        return {number: self.extraction.facts(number, SYMBOLS) for number in with_symbols(need.selector, self.code)}

    def symbol_gaps(self, need: SymbolGaps) -> Mapping[int, str]:
        """Why not all definitions of a file are known; files that are excluded have no gaps."""
        numbers = [number for number in selected(need.selector, self.code) if number not in self.code.excluded]
        return {number: reason for number in numbers if (reason := self._symbol_gap(number))}

    def _symbol_gap(self, number: int) -> str:
        if number in self.extraction.skipped:
            return self.extraction.skipped[number]
        if number not in self.code.files:
            return "no language here reads such files"
        language = self.code.files[number][0]
        if SYMBOLS not in language.aspects:
            return f"the language {language.name} does not tell symbols"
        told = self.extraction.found.get(number, {}).get(SYMBOLS)
        return told.diagnostics[0].message if told and told.diagnostics else ""


_PROVIDERS: Mapping[type, Callable[[Answers, Any], Any]] = {
    Today: lambda answers, _: answers.as_of,
    EdgeKinds: lambda _, need: need.kinds,
    Declarations: lambda answers, _: declarations(answers.code, answers.extraction),
    Specifiers: lambda answers, _: import_texts(answers.built.graph, answers.imports),
    Symbols: Answers.symbols,
    SymbolGaps: Answers.symbol_gaps,
    Scans: Answers.scans,
    Lost: lambda answers, _: answers.related.lost,
    Absent: lambda answers, _: may_be_absent(answers.code),
    CodeFiles: lambda answers, _: {number: language.name for number, (language, _) in answers.code.files.items()},
    TestFiles: lambda answers, _: answers.code.tests,
    Owners: lambda answers, need: _or_missing(read_codeowners(answers.code.loaded.discovery, need.dialect)),
    Text: lambda answers, need: _text(answers.code, need.path),
    Foreign: lambda answers, _: _foreign(answers.code),
    Diff: lambda answers, need: answers.past.difference(need, answers.code.components),
    ChangeAuthors: lambda answers, _: answers.past.authors(),
    Merges: lambda answers, _: answers.past.merges(),
}


def _or_missing(found: T | Skipped) -> T | Missing:
    """What was read, or why the need is not met."""
    return Missing(f"{found.path}: {found.reason}") if isinstance(found, Skipped) else found


def _text(code: Code, path: str) -> str | Missing:
    content = _or_missing(read_text_file(code.loaded.discovery, path))
    return content if isinstance(content, Missing) else content.decode("utf-8", "replace")


def _foreign(code: Code) -> set[int]:
    modules = {number for number, file in enumerate(code.loaded.discovery.files) if file.mode == SUBMODULE}
    return modules.union(number for number in range(len(code.paths.files)) if number in code.excluded)


def may_be_absent(code: Code) -> Callable[[str], bool]:
    """Tells whether a path of the tree may be there although no listing of files has it.

    It is generated, ignored by git, or behind a symbolic link or a submodule.
    """
    discovery = code.loaded.discovery
    matcher = GitignoreMatcher()
    ignore_files = read_manifests(discovery, _IGNORE_FILES, lambda _: ())
    for path in sorted(ignore_files, key=lambda path: (path.count("/"), path)):
        matcher = matcher.descend(path_bytes(path.rpartition("/")[0]), parse_gitignore(ignore_files[path]))
    unseen = frozenset(file.path for file in discovery.files if file.mode in (SYMLINK, SUBMODULE))

    def is_ignored(path: str) -> bool:
        if not matcher.levels:
            return False
        name = path_bytes(path)
        return any(matcher.ignores(name, is_directory=is_directory) for is_directory in (True, False))

    def is_absent(path: str) -> bool:
        return code.is_generated(path) or not unseen.isdisjoint(_above(path)) or is_ignored(path)

    return is_absent


def _above(path: str) -> Iterator[str]:
    """The directories above a path."""
    at = path.find("/")
    while at >= 0:
        yield path[:at]
        at = path.find("/", at + 1)
