"""The code of a tree: which files are analysed as which language, and what their imports may be resolved with."""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import Any

from archcheck.adapters.manifests import read_manifests
from archcheck.core.components import Components, Paths, build_components, directories_of, select_globs
from archcheck.core.extension import Language
from archcheck.core.file_types import find_types
from archcheck.core.files import SUBMODULE, SYMLINK
from archcheck.core.globs import parse_glob
from archcheck.core.resolution import Inventory, nothing_generated
from archcheck.pipeline.load import Loaded

IMPORTS = "imports"
RELATIONS = "relations"


@dataclass(frozen=True)
class Code:
    """The analysed files by number, ascending, each with its language and dialect."""

    loaded: Loaded
    paths: Paths
    files: Mapping[int, tuple[Language[Any], str]]
    _read: dict[str, Mapping[str, bytes]] = field(default_factory=dict)

    def settings(self) -> Iterator[str]:
        """Everything besides the listing of files that decides what an import of a file comes to."""
        numbers: dict[tuple[str, str], list[int]] = {}
        for number, (language, dialect) in self.files.items():
            numbers.setdefault((language.name, dialect), []).append(number)
        yield repr(numbers)
        yield repr(self._unseen)
        section = self.loaded.rules.settings
        yield repr(sorted(section.files.generated or {}))
        yield repr(section.files.tests.text if section.files.tests else None)
        for language in self._used:
            yield f"{language.name} {language.version} {language.tests}"
            manifests = sorted((path, blake2b(content).digest()) for path, content in self._manifests(language).items())
            yield repr((self._roots(language), manifests))

    @cached_property
    def _used(self) -> tuple[Language[Any], ...]:
        found = {language.name: language for language, _ in self.files.values()}
        return tuple(found.values())

    @cached_property
    def tests(self) -> Container[int]:
        """The numbers of the files whose dependencies carry the mark `test`."""
        configured = self.loaded.rules.settings.files.tests
        if configured is not None:
            return select_globs(configured.terms, self.paths)
        found: set[int] = set()
        for language in self._used:
            numbers = [number for number, (used, _) in self.files.items() if used is language]
            names = [self.paths.files[number] for number in numbers]
            for glob in language.tests:
                found.update(numbers[at] for at in parse_glob(glob).select_files(names))
        return found

    @cached_property
    def components(self) -> Components:
        """The declared components, of files alone: directories that are no files are not known before the graph."""
        return build_components(self.loaded.rules.components, self.paths)

    @cached_property
    def excluded(self) -> Container[int]:
        """The numbers of the files that the rule file excludes."""
        globs = self.loaded.rules.settings.files.exclude
        return select_globs(globs.terms, self.paths) if globs else ()

    @cached_property
    def formats(self) -> Mapping[int, tuple[tuple[Language[Any], str], ...]]:
        """The files that say more than imports, by number, ascending, each with its formats and dialects."""
        registry = self.loaded.registry
        names = [name for name in registry.language_names() if RELATIONS in registry.language_aspects(name)]
        found: dict[int, list[tuple[Language[Any], str]]] = {}
        for name, dialects in _find_files(self.loaded, self.paths, names).items():
            language = registry.language(name) if dialects else None
            for number, dialect in dialects.items() if language else ():
                assert language
                found.setdefault(number, []).append((language, dialect))
        return {number: tuple(found[number]) for number in sorted(found)}

    @cached_property
    def in_package(self) -> Callable[[str], bool] | None:
        """Tells of a path whether some language takes the file as part of the package that its directory is."""
        known = [language.in_package for language in self._used if language.in_package]
        return (lambda path: any(is_part(path) for is_part in known)) if known else None

    def inventory(self, language: Language[Any]) -> Inventory:
        """What the resolver of a language may know."""
        return self._inventory(language, self._manifests(language))

    def _inventory(self, language: Language[Any], manifests: Mapping[str, bytes]) -> Inventory:
        return Inventory(self.paths.files, manifests, self._roots(language), self.is_generated, frozenset(self._unseen))

    @cached_property
    def is_generated(self) -> Callable[[str], bool]:
        """Tells whether a path exists only after a build."""
        generated = [parse_glob(text) for text in self.loaded.rules.settings.files.generated or {}]

        def any_matches(path: str) -> bool:
            return any(glob.match_file(path) is not None for glob in generated)

        return any_matches if generated else nothing_generated

    @cached_property
    def _unseen(self) -> tuple[str, ...]:
        return tuple([path for path, _, mode in self.loaded.discovery.files if mode in (SYMLINK, SUBMODULE)])

    def _manifests(self, language: Language[Any]) -> Mapping[str, bytes]:
        if language.name not in self._read:
            further = lambda read: language.further(self._inventory(language, read))  # noqa: E731
            globs = language.manifests
            self._read[language.name] = read_manifests(self.loaded.discovery, globs, further) if globs else {}
        return self._read[language.name]

    def _roots(self, language: Language[Any]) -> tuple[str, ...]:
        """The configured roots of a language, deepest first."""
        section = (self.loaded.rules.settings.languages or {}).get(language.name)
        if section is None or section.roots is None:
            return ()
        found = section.roots.instances(directories_of(self.paths.files))
        return tuple(sorted((path.rstrip("/") for path, _ in found), key=lambda path: (-path.count("/"), path)))


def find_code(loaded: Loaded, paths: Paths) -> Code:
    """Which files are to be analysed: those of a known language that are neither excluded nor links nor submodules."""
    registry = loaded.registry
    names = [name for name in registry.language_names() if IMPORTS in registry.language_aspects(name)]
    found: dict[int, tuple[str, str]] = {}
    for name, dialects in _find_files(loaded, paths, names).items():
        for number, dialect in dialects.items():
            found.setdefault(number, (name, dialect))
    languages = {name: registry.language(name) for name, _ in set(found.values())}
    known = {name: language for name, language in languages.items() if language}
    return Code(loaded, paths, {number: (known[name], dialect) for number, (name, dialect) in sorted(found.items())})


def _find_files(loaded: Loaded, paths: Paths, names: Sequence[str]) -> Mapping[str, Mapping[int, str]]:
    """The files of some languages with their dialects, by number, without those that are not to be read."""
    globs = loaded.rules.settings.files.exclude
    barred = set(select_globs(globs.terms, paths)) if globs else set()
    barred.update(number for number, file in enumerate(loaded.discovery.files) if file.mode in (SYMLINK, SUBMODULE))
    types = find_types({name: loaded.registry.language_files(name) for name in names}, paths.files)
    return {
        name: {number: dialect for number, dialect in dialects.items() if number not in barred}
        for name, dialects in types.items()
    }
