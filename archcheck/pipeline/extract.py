"""What to extract from which file, and what came out."""

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from archcheck.adapters.cache import FactCache, default_directory
from archcheck.adapters.extraction import Job, Task, extract_all, language_task, scan_task
from archcheck.core.extension import Check, Language
from archcheck.core.facts import Diagnostic, Extracted
from archcheck.core.scene import Scans
from archcheck.pipeline.load import Loaded
from archcheck.pipeline.request import Request

BASE_ASPECTS = ("imports", "suppressions")
"""What every run wants of every file of a language."""


def scan_aspect(need: Scans) -> str:
    """The name under which the facts of a check's own scan are kept."""
    return f"scan:{need.kind}:{need.key}"


class Part(NamedTuple):
    """What is wanted of a file as one of the languages it is of."""

    language: Language[Any]
    dialect: str
    aspects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One file by its number in the discovery, and what to extract from it: one part for each language it is of."""

    number: int
    parts: tuple[Part, ...] = ()
    scans: Mapping[str, tuple[Check[Any], Any]] = field(default_factory=dict)

    def plus(self, language: Language[Any], dialect: str, aspect: str) -> "Wanted":
        """The same with one aspect more."""
        parts = {part.language.name: part for part in self.parts}
        held = parts.get(language.name) or Part(language, dialect, ())
        aspects = tuple(dict.fromkeys((*held.aspects, aspect)))
        parts[language.name] = held._replace(aspects=aspects)
        return dataclasses.replace(self, parts=tuple(parts.values()))

    def with_scan(self, need: Scans, check: Check[Any], options: Any) -> "Wanted":
        """The same with the scan of a check."""
        return dataclasses.replace(self, scans={**self.scans, scan_aspect(need): (check, options)})

    @property
    def dialect(self) -> str:
        """The dialect that scans are told, "" for a file of no language."""
        return self.parts[0].dialect if self.parts else ""


@dataclass(frozen=True, slots=True)
class Extraction:
    """Facts by file number and aspect, and the ids of the contents that say so.

    `skipped` gives the reasons for files that could not be read; `notes` are about the run.
    """

    found: Mapping[int, Mapping[str, Extracted[Any]]]
    content_ids: Mapping[int, str]
    skipped: Mapping[int, str]
    notes: tuple[str, ...] = ()

    def facts(self, number: int, aspect: str) -> Sequence[Any]:
        """The facts of one aspect of a file, () when there are none."""
        extracted = self.found.get(number, {}).get(aspect)
        return extracted.facts if extracted else ()

    def diagnostics(self) -> Iterator[tuple[int, str, Diagnostic]]:
        """All diagnostics, each with the number of its file and its aspect."""
        for number, aspects in self.found.items():
            for aspect, extracted in aspects.items():
                for diagnostic in extracted.diagnostics:
                    yield number, aspect, diagnostic


def open_cache(request: Request) -> FactCache | None:
    """The cache of facts, unless the request forbids it or there is no place for it."""
    directory = request.cache_dir or default_directory()
    return FactCache(directory) if request.use_cache and directory else None


def extract(loaded: Loaded, request: Request, wanted: Sequence[Wanted], cache: FactCache | None) -> Extraction:
    """Read the files and extract what is wanted; what is known by content comes from the cache."""
    discovery = loaded.discovery
    tasks = _Tasks()
    jobs = [Job(discovery.files[each.number], tasks.of(each)) for each in wanted]
    answers = extract_all(jobs, discovery.tree, cache, request.jobs)
    found: dict[int, Mapping[str, Extracted[Any]]] = {}
    content_ids: dict[int, str] = {}
    skipped: dict[int, str] = {}
    for each, answer in zip(wanted, answers, strict=True):
        content_ids[each.number] = answer.content_id
        if answer.skipped:
            skipped[each.number] = answer.skipped
        else:
            found[each.number] = answer.extracted
    return Extraction(found, content_ids, skipped, (cache.note,) if cache and cache.note else ())


class _Tasks:
    """Makes the tasks for files, each distinct one once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], Task] = {}
        self._usual: dict[tuple[str, str], tuple[Task, ...]] = {}

    def of(self, wanted: Wanted) -> tuple[Task, ...]:
        """The aspects every run asks for share a task; each further aspect and each scan is its own."""
        if len(wanted.parts) == 1 and not wanted.scans:
            language, dialect, aspects = wanted.parts[0]
            if aspects is BASE_ASPECTS:
                key = (language.name, dialect)
                if key not in self._usual:
                    self._usual[key] = self._make(wanted)
                return self._usual[key]
        return self._make(wanted)

    def _make(self, wanted: Wanted) -> tuple[Task, ...]:
        tasks = [task for part in wanted.parts for task in self._of_part(part)]
        for name, (check, options) in wanted.scans.items():
            key = (name, wanted.dialect)
            if key not in self._known:
                self._known[key] = scan_task(check, options, name.rpartition(":")[2], wanted.dialect)
            tasks.append(self._known[key])
        return tuple(tasks)

    def _of_part(self, part: Part) -> Iterator[Task]:
        able = [aspect for aspect in part.aspects if aspect in part.language.aspects]
        base = tuple(aspect for aspect in able if aspect in BASE_ASPECTS)
        for names in (base, *((aspect,) for aspect in able if aspect not in BASE_ASPECTS)):
            if names:
                yield self._language(part.language, part.dialect, names)

    def _language(self, language: Language[Any], dialect: str, names: tuple[str, ...]) -> Task:
        key = (language.name, dialect, *names)
        if key not in self._known:
            self._known[key] = language_task(language, dialect, names)
        return self._known[key]
