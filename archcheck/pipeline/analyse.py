"""From a loaded rule set to the scene: facts of every file, resolution, graph, components, needs."""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from archcheck.adapters.manifests import read_manifests
from archcheck.core.build import Built, FileDiagnostic, FileImports, build, import_texts
from archcheck.core.components import Paths, build_components, directories_of, select_globs
from archcheck.core.extension import Language
from archcheck.core.files import SPARSE, SUBMODULE, SYMLINK, Skipped, TrackedFile
from archcheck.core.globs import parse_glob
from archcheck.core.resolution import Inventory, nothing_generated
from archcheck.core.rules import Rule
from archcheck.core.scene import Need, Scans, Scene, Specifiers, Symbols, Today
from archcheck.core.selectors import GlobSet
from archcheck.pipeline.extract import BASE_ASPECTS, Extraction, Wanted, extract, scan_aspect
from archcheck.pipeline.load import Loaded
from archcheck.pipeline.request import Request

Dialect = tuple[Language[Any], str]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known of a tree before any rule is judged.

    `code` are the ids of the files that were analysed; `languages` names the language of each path.
    """

    loaded: Loaded
    scene: Scene
    built: Built
    code: tuple[int, ...]
    skipped: tuple[Skipped, ...]
    diagnostics: tuple[FileDiagnostic, ...]
    languages: Mapping[str, str]
    notes: tuple[str, ...] = ()


def analyse(loaded: Loaded, request: Request) -> Analysis:
    """Extract, resolve and build; fetch what the rules need."""
    files = tuple(file.path for file in loaded.discovery.files)
    paths = Paths(files)
    needs = _needs(loaded)
    languages = _languages(loaded, paths)
    extraction = extract(loaded, request, _wanted(needs, languages, paths, loaded))
    imports = list(_imports(loaded, paths, languages, extraction))
    built = build(files, imports)
    graph = built.graph
    paths = Paths(files, graph.nodes[graph.file_count : graph.internal_count])
    provided = {need: _provide(need, built, imports, extraction, paths, request) for need in needs}
    return Analysis(
        loaded=loaded,
        scene=Scene(graph, paths, build_components(loaded.rules.components, paths), provided),
        built=built,
        code=tuple(number for number in languages if number not in extraction.skipped),
        skipped=_skipped(loaded, extraction, paths),
        diagnostics=_diagnostics(extraction, paths),
        languages={files[number]: language.name for number, (language, _) in languages.items()},
        notes=extraction.notes,
    )


def _needs(loaded: Loaded) -> dict[Need, Rule]:
    """The needs of all rules, each with one rule that has it."""
    found: dict[Need, Rule] = {}
    for rule in loaded.rules.rules:
        check = loaded.registry.check(rule.kind)
        assert check is not None
        for need in check.needs(rule.options):
            found.setdefault(need, rule)
    return found


def _languages(loaded: Loaded, paths: Paths) -> dict[int, Dialect]:
    """The language and dialect of every file that is to be analysed, by id, ascending."""
    excluded = _selected(loaded.rules.settings.files.exclude, paths)
    odd = {number for number, file in enumerate(loaded.discovery.files) if file.mode in (SYMLINK, SUBMODULE)}
    found: dict[int, Dialect] = {}
    for language in loaded.registry.languages():
        for glob, dialect in language.files:
            for number in parse_glob(glob).select_files(paths.files):
                if number not in excluded and number not in odd:
                    found.setdefault(number, (language, dialect))
    return dict(sorted(found.items()))


def _selected(globs: GlobSet | None, paths: Paths) -> Mapping[int, Any]:
    return select_globs(globs.terms, paths) if globs else {}


def _wanted(needs: Mapping[Need, Rule], languages: Mapping[int, Dialect], paths: Paths, loaded: Loaded) -> list[Wanted]:
    """What to extract from which file."""
    wanted = {
        number: Wanted(number, language, dialect, BASE_ASPECTS) for number, (language, dialect) in languages.items()
    }
    for need, rule in needs.items():
        if isinstance(need, Symbols):
            for number in select_globs(need.selector.terms, paths):
                held = wanted.get(number)
                if held and held.language and "symbols" in held.language.aspects:
                    wanted[number] = held.plus("symbols")
        elif isinstance(need, Scans):
            check = loaded.registry.check(need.kind)
            assert check is not None
            for number in select_globs(need.selector.terms, paths):
                wanted[number] = wanted.get(number, Wanted(number)).with_scan(need, check, rule.options)
    return [wanted[number] for number in sorted(wanted)]


def _imports(
    loaded: Loaded, paths: Paths, languages: Mapping[int, Dialect], extraction: Extraction
) -> Iterator[FileImports]:
    """The imports of every analysed file, with a resolver per language."""
    indexes: dict[str, Any] = {}
    tests = _tests(loaded, paths, languages)
    for number, (language, _) in languages.items():
        facts = extraction.facts(number, "imports")
        if not facts:
            continue
        if language.name not in indexes:
            indexes[language.name] = language.index(_inventory(loaded, paths, language))
        resolve = partial(language.resolve, indexes[language.name])
        yield FileImports(paths.files[number], facts, resolve, number in tests)


def _tests(loaded: Loaded, paths: Paths, languages: Mapping[int, Dialect]) -> Container[int]:
    """The ids of the files whose dependencies carry the mark `test`."""
    configured = loaded.rules.settings.files.tests
    if configured is not None:
        return select_globs(configured.terms, paths)
    numbers = list(languages)
    names = [paths.files[number] for number in numbers]
    used = {language.name: language for language, _ in languages.values()}
    globs = [parse_glob(glob) for language in used.values() for glob in language.tests]
    return {numbers[at] for glob in globs for at in glob.select_files(names)}


def _inventory(loaded: Loaded, paths: Paths, language: Language[Any]) -> Inventory:
    section = (loaded.rules.settings.languages or {}).get(language.name)
    generated = [parse_glob(text) for text in loaded.rules.settings.files.generated or {}]
    manifests = read_manifests(loaded.discovery, language.manifests)
    roots = section.roots.instances(directories_of(paths.files)) if section and section.roots else []
    deepest_first = sorted((path.rstrip("/") for path, _ in roots), key=lambda path: (-path.count("/"), path))

    def is_generated(path: str) -> bool:
        return any(glob.match_file(path) is not None for glob in generated)

    return Inventory(paths.files, manifests, tuple(deepest_first), is_generated if generated else nothing_generated)


def _provide(
    need: Need, built: Built, imports: list[FileImports], extraction: Extraction, paths: Paths, request: Request
) -> Any:
    if isinstance(need, Today):
        return request.as_of
    if isinstance(need, Specifiers):
        return import_texts(built.graph, imports)
    aspect = "symbols" if isinstance(need, Symbols) else scan_aspect(need)
    chosen = select_globs(need.selector.terms, paths)
    return {number: extraction.facts(number, aspect) for number in chosen if number < len(paths.files)}


def _skipped(loaded: Loaded, extraction: Extraction, paths: Paths) -> tuple[Skipped, ...]:
    """What was not analysed: files that could not be read, submodules, and symbolic links named like code."""
    endings = tuple(glob.rpartition("*")[2] for language in loaded.registry.languages() for glob, _ in language.files)
    harmless = {file.path for file in loaded.discovery.files if _is_no_loss(file, endings)}
    unread = [Skipped(paths.files[number], reason) for number, reason in extraction.skipped.items()]
    return tuple(sorted({*unread, *(each for each in loaded.discovery.skipped if each.path not in harmless)}))


def _is_no_loss(file: TrackedFile, endings: tuple[str, ...]) -> bool:
    """Whether it does not matter that a file is not on disk: links that are no code, and what git's objects give."""
    return file.mode == SPARSE or (file.mode == SYMLINK and not file.path.endswith(endings))


def _diagnostics(extraction: Extraction, paths: Paths) -> tuple[FileDiagnostic, ...]:
    found = [FileDiagnostic(paths.files[number], each) for number, each in extraction.diagnostics()]
    return tuple(sorted(set(found), key=lambda each: (each.path, each.diagnostic)))
