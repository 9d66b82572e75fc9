"""From a loaded rule set to the scene: facts of every file, resolution, graph, components, needs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from archcheck.adapters.extraction import aspect_of
from archcheck.core.build import Built, FileDiagnostic, FileImports, Resolve, build
from archcheck.core.components import Paths, build_components
from archcheck.core.facts import ImportFact, SuppressionFact
from archcheck.core.files import SPARSE, SYMLINK, Skipped, TrackedFile
from archcheck.core.findings import Unresolved
from archcheck.core.graph_builder import GraphBuilder
from archcheck.core.graph_extension import extend_graph
from archcheck.core.hosts import Hosts
from archcheck.core.relations import ALL_KINDS
from archcheck.core.resolution import Resolved
from archcheck.core.rules import Rule
from archcheck.core.scene import Need, Scans, Scene, Specifiers, Symbols
from archcheck.core.snapshot import Snapshot, remember
from archcheck.core.suppressions import Facts
from archcheck.pipeline.code import IMPORTS, RELATIONS, Code, find_code
from archcheck.pipeline.extract import BASE_ASPECTS, Extraction, Part, Wanted, extract, open_cache
from archcheck.pipeline.history import past_of
from archcheck.pipeline.load import Loaded
from archcheck.pipeline.memory import Memory, keep, recall, snapshot_key
from archcheck.pipeline.provide import SYMBOLS, Answers, scanned, with_symbols
from archcheck.pipeline.relations import find_relations, relation_sources, wanted_kinds
from archcheck.pipeline.request import Request


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything known of a tree before any rule is judged.

    `code` are the ids of the files that were analysed; `languages` names the language of each path. `built` holds the
    imports alone, the graph of the scene all dependencies; `lost` are the relations that lead nowhere, `hosts`
    tells who answers to a host. `comments` are the suppressions of each file that has some, by path.
    """

    loaded: Loaded
    scene: Scene
    built: Built
    lost: tuple[Unresolved, ...]
    hosts: Hosts
    code: tuple[int, ...]
    skipped: tuple[Skipped, ...]
    diagnostics: tuple[FileDiagnostic, ...]
    languages: Mapping[str, str]
    comments: Facts = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def analyse(loaded: Loaded, request: Request) -> Analysis:
    """Extract, resolve and build what is not remembered; fetch what the rules need."""
    files = tuple(file.path for file in loaded.discovery.files)
    code = find_code(loaded, Paths(files))
    needs = _needs(loaded)
    kinds = request.edge_kinds | wanted_kinds(loaded, needs)
    cache = open_cache(request)
    graph_cache = None if Specifiers() in needs else cache  # the text of imports is not remembered
    key = snapshot_key(loaded, code.settings()) if graph_cache else ""
    memory = recall(loaded, graph_cache, key, code.files)
    extraction = extract(loaded, request, _wanted(needs, kinds, code, memory), cache)
    imports = list(_imports(code, memory, extraction))
    built = build(GraphBuilder(files, memory.graph, code.in_package), imports, memory.lost)
    known = _known(code, memory, extraction, built)
    keep(graph_cache, key, memory, known)
    related = find_relations(code, extraction, kinds)
    graph = extend_graph(built.graph, related.edges)
    paths = Paths(files, graph.nodes[graph.file_count : graph.internal_count], graph.members())
    answers = Answers(code, built, imports, extraction, related, request.as_of, past_of(loaded.discovery, request))
    provided = {need: answers.to(need) for need in needs}
    return Analysis(
        loaded=loaded,
        scene=Scene(graph, paths, build_components(loaded.rules.components, paths), provided),
        built=built,
        lost=related.lost,
        hosts=related.hosts,
        code=tuple(number for number in code.files if number not in known.skipped),
        skipped=_skipped(loaded, {**known.skipped, **extraction.skipped}),
        diagnostics=_in_order((*known.diagnostics, *_diagnostics(code, extraction))),
        languages=_languages(code, extraction, kinds),
        comments={files[number]: found for number, found in known.comments.items()},
        notes=extraction.notes,
    )


def analyse_whole(loaded: Loaded, request: Request) -> Analysis:
    """The same with dependencies of every kind, for commands that show them whether or not a rule looks at them."""
    return analyse(loaded, replace(request, edge_kinds=ALL_KINDS))


def _languages(code: Code, extraction: Extraction, kinds: int) -> dict[str, str]:
    """The language of each code file, and the format of each other file that said something."""
    files = code.paths.files
    found = {files[number]: language.name for number, (language, _) in code.files.items()}
    for number, formats in code.formats.items() if kinds else ():
        for language, _ in formats:
            if extraction.facts(number, aspect_of(language, RELATIONS)):
                found.setdefault(files[number], language.name)
    return found


def _needs(loaded: Loaded) -> dict[Need, Rule]:
    """The needs of all rules, each with one rule that has it."""
    found: dict[Need, Rule] = {}
    for rule in loaded.rules.rules:
        check = loaded.registry.check(rule.kind)
        assert check is not None
        for need in check.needs(rule.options):
            found.setdefault(need, rule)
    return found


def _wanted(needs: Mapping[Need, Rule], kinds: int, code: Code, memory: Memory) -> list[Wanted]:
    """What to extract from which file; `kinds` are the kinds of dependencies beside imports."""
    wanted = {number: Wanted(number, (Part(*code.files[number], BASE_ASPECTS),)) for number in memory.stale}
    for number, language, dialect, aspect in relation_sources(code, kinds):
        wanted[number] = (wanted.get(number) or _nothing_yet(number, code)).plus(language, dialect, aspect)
    for need, rule in needs.items():
        if isinstance(need, Symbols):
            for number in with_symbols(need.selector, code):
                wanted[number] = (wanted.get(number) or _nothing_yet(number, code)).plus(*code.files[number], SYMBOLS)
        elif isinstance(need, Scans):
            check = code.loaded.registry.check(need.kind)
            assert check is not None
            for number in scanned(need, code):
                wanted[number] = (wanted.get(number) or _nothing_yet(number, code)).with_scan(need, check, rule.options)
    return [wanted[number] for number in sorted(wanted)]


def _nothing_yet(number: int, code: Code) -> Wanted:
    """A file of which nothing is wanted so far; it keeps its language, for a later rule that asks for its symbols."""
    return Wanted(number, (Part(*code.files[number], ()),)) if number in code.files else Wanted(number)


def _imports(code: Code, memory: Memory, extraction: Extraction) -> Iterator[FileImports]:
    """The imports of every stale file, with a resolver per language."""
    resolvers: dict[str, Resolve] = {}
    for number in memory.stale:
        language, _ = code.files[number]
        facts = extraction.facts(number, "imports")
        if facts and language.name not in resolvers:
            resolvers[language.name] = partial(language.resolve, language.index(code.inventory(language)))
        if facts or memory.graph:
            resolve = resolvers[language.name] if facts else _resolve_nothing
            yield FileImports(code.paths.files[number], facts, resolve, number in code.tests)


def _resolve_nothing(_path: str, _fact: ImportFact) -> tuple[Resolved, ...]:
    return ()


def _known(code: Code, memory: Memory, extraction: Extraction, built: Built) -> Snapshot:
    """What is known of the code now. Diagnostics of further aspects are left out: not every run asks for those."""
    files = code.loaded.discovery.files
    skipped = {number: reason for number, reason in extraction.skipped.items() if number in code.files}
    return Snapshot(
        content_ids={n: extraction.content_ids.get(n) or files[n].content_id for n in code.files},
        skipped=memory.skipped | skipped,
        graph=remember(built.graph),
        lost=built.lost,
        diagnostics=_in_order((*memory.diagnostics, *_diagnostics(code, extraction, BASE_ASPECTS))),
        comments=memory.comments | _comments(memory, extraction),
    )


def _comments(memory: Memory, extraction: Extraction) -> dict[int, Sequence[SuppressionFact]]:
    """The comments of the files that were looked at and have some."""
    found = ((number, extraction.facts(number, "suppressions")) for number in memory.stale)
    return {number: facts for number, facts in found if facts}


def _diagnostics(code: Code, extraction: Extraction, aspects: Sequence[str] = ()) -> Iterator[FileDiagnostic]:
    """The diagnostics of some aspects, or of all."""
    for number, aspect, diagnostic in extraction.diagnostics():
        if not aspects or aspect in aspects:
            yield FileDiagnostic(code.paths.files[number], diagnostic)


def _in_order(found: Iterable[FileDiagnostic]) -> tuple[FileDiagnostic, ...]:
    return tuple(sorted(set(found), key=lambda each: (each.path, each.diagnostic)))


def _skipped(loaded: Loaded, unread: Mapping[int, str]) -> tuple[Skipped, ...]:
    """What was not analysed: files that could not be read, submodules, and symbolic links named like code."""
    files = loaded.discovery.files
    registry = loaded.registry
    code = [name for name in registry.language_names() if IMPORTS in registry.language_aspects(name)]
    globs = [glob for name in code for glob, _ in registry.language_files(name) if not glob.endswith("*")]
    endings = tuple(glob.rpartition("*")[2] for glob in globs)
    harmless = {file.path for file in files if _is_no_loss(file, endings)} if loaded.discovery.skipped else ()
    found = {Skipped(files[number].path, reason) for number, reason in unread.items()}
    return tuple(sorted(found.union(each for each in loaded.discovery.skipped if each.path not in harmless)))


def _is_no_loss(file: TrackedFile, endings: tuple[str, ...]) -> bool:
    """Whether it does not matter that a file is not on disk: links that are no code, and what git's objects give."""
    return file.mode == SPARSE or (file.mode == SYMLINK and not file.path.endswith(endings))
