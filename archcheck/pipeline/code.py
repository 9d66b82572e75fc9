"""The code of a tree: which files are analysed as which language, and what their imports may be resolved with."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from archcheck.adapters.manifests import read_manifests
from archcheck.core.components import Paths, directories_of, select_globs
from archcheck.core.extension import Language
from archcheck.core.files import SUBMODULE, SYMLINK
from archcheck.core.globs import parse_glob
from archcheck.core.resolution import Inventory, nothing_generated
from archcheck.pipeline.load import Loaded


@dataclass(frozen=True)
class Code:
    """The analysed files by number, ascending, each with its language and dialect."""

    loaded: Loaded
    paths: Paths
    files: Mapping[int, tuple[Language[Any], str]]

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
            yield repr((self._roots(language), sorted(self._manifests(language).items())))

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
        numbers = list(self.files)
        names = [self.paths.files[number] for number in numbers]
        globs = [parse_glob(glob) for language in self._used for glob in language.tests]
        return {numbers[at] for glob in globs for at in glob.select_files(names)}

    def inventory(self, language: Language[Any]) -> Inventory:
        """What the resolver of a language may know."""
        generated = [parse_glob(text) for text in self.loaded.rules.settings.files.generated or {}]

        def is_generated(path: str) -> bool:
            return any(glob.match_file(path) is not None for glob in generated)

        manifests, roots = self._manifests(language), self._roots(language)
        generator = is_generated if generated else nothing_generated
        return Inventory(self.paths.files, manifests, roots, generator, frozenset(self._unseen))

    @cached_property
    def _unseen(self) -> tuple[str, ...]:
        return tuple([path for path, _, mode in self.loaded.discovery.files if mode in (SYMLINK, SUBMODULE)])

    def _manifests(self, language: Language[Any]) -> Mapping[str, bytes]:
        return read_manifests(self.loaded.discovery, language.manifests) if language.manifests else {}

    def _roots(self, language: Language[Any]) -> tuple[str, ...]:
        """The configured roots of a language, deepest first."""
        section = (self.loaded.rules.settings.languages or {}).get(language.name)
        if section is None or section.roots is None:
            return ()
        found = section.roots.instances(directories_of(self.paths.files))
        return tuple(sorted((path.rstrip("/") for path, _ in found), key=lambda path: (-path.count("/"), path)))


def find_code(loaded: Loaded, paths: Paths) -> Code:
    """Which files are to be analysed: those of a known language that are neither excluded nor links nor submodules."""
    globs = loaded.rules.settings.files.exclude
    excluded = select_globs(globs.terms, paths) if globs else {}
    odd = {number for number, file in enumerate(loaded.discovery.files) if file.mode in (SYMLINK, SUBMODULE)}
    found: dict[int, tuple[str, str]] = {}
    for name in loaded.registry.language_names():
        for glob, dialect in loaded.registry.language_files(name):
            for number in parse_glob(glob).select_files(paths.files):
                if number not in excluded and number not in odd:
                    found.setdefault(number, (name, dialect))
    languages = {name: loaded.registry.language(name) for name, _ in set(found.values())}
    known = {name: language for name, language in languages.items() if language}
    return Code(loaded, paths, {number: (known[name], dialect) for number, (name, dialect) in sorted(found.items())})
