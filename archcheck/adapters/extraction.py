"""From files to facts: what is known by content comes from the cache; the rest is read and extracted, in parallel."""

import gc
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import repeat
from typing import Any, NamedTuple

from archcheck import __version__
from archcheck.adapters.cache import FactCache, Row
from archcheck.adapters.git import Git, ObjectReader
from archcheck.adapters.reading import read_file
from archcheck.adapters.workers import Work, run_all, start_method, useful_workers
from archcheck.core.codec import decode, encode, require_facts
from archcheck.core.extension import Check, Language
from archcheck.core.facts import Diagnostic, Extracted, Fact, Source
from archcheck.core.files import SPARSE, Skipped, TrackedFile, Tree, blob_id, is_lfs_pointer

Extractor = Callable[[Source], Extracted[Any]]
Answer = Mapping[str, Extracted[Any]]

# Reading and hashing a file, beside reading and extracting it.
_HASHING_EFFORT = 0.2
LFS_POINTER = "Git LFS pointer: its content has not been fetched"


class Task(NamedTuple):
    """What is asked of all files of one language and dialect; the cache answers it as a whole or not at all.

    `scope` names everything that the answer depends on besides the content of the file. `extractors` holds an
    extractor for each aspect.
    """

    scope: str
    dialect: str
    extractors: tuple[tuple[str, Extractor], ...]


class Job(NamedTuple):
    """The tasks for one file; no aspect is in two of them."""

    file: TrackedFile
    tasks: tuple[Task, ...]


class FileFacts(NamedTuple):
    """What one file says, by aspect, with the id of the content that says so; or why it was skipped, in a few words."""

    path: str
    content_id: str
    extracted: Answer
    skipped: str = ""


def aspect_of(language: Language[Any], aspect: str) -> str:
    """The name under which facts are kept: a file may be of several formats, each of which tells its own relations."""
    return f"{aspect}:{language.name}" if aspect == "relations" else aspect


def language_task(language: Language[Any], dialect: str, aspects: Iterable[str], engine: str = "") -> Task:
    """The task to extract `aspects`. They share a row of the cache: aspects wanted at every run belong together.

    `engine` names what else the facts depend on, such as the version of a grammar.
    """
    names = tuple(aspects)
    scope = _scope("language", language.name, str(language.version), dialect, engine, *names)
    return Task(scope, dialect, tuple((aspect_of(language, name), language.aspects[name]) for name in names))


def scan_task(check: Check[Any], options: Any, options_key: str, dialect: str) -> Task:
    """The task to run the `scan` of a check, which must have one; its aspect is `scan:<kind>:<options_key>`.

    Options with equal keys must be equal in all that `scan` looks at.
    """
    assert check.scan
    scope = _scope("scan", check.kind, str(check.version), dialect, options_key)
    return Task(scope, dialect, ((f"scan:{check.kind}:{options_key}", partial(_scan, check.scan, options)),))


def extract_all(jobs: Sequence[Job], tree: Tree, cache: FactCache | None = None, workers: int = 0) -> list[FileFacts]:
    """The facts of every file, in the order of `jobs`; the same whatever the cache and the number of workers.

    `workers` 0 means as many processes as are useful. A file on which an extractor fails has an `unparsable`
    diagnostic that names the exception. Raises SourceError only when git cannot be run.
    """
    with _without_garbage_collection():
        return _Extraction(tree, cache, workers).run(jobs)


class _Answered(NamedTuple):
    """What became of a job: an answer per task, or why the file was skipped. `sound` unless an extractor failed.

    `payloads` are the answers as they are cached, () when there is no cache.
    """

    content_id: str
    answers: tuple[Answer, ...] = ()
    skipped: str = ""
    sound: bool = True
    payloads: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class _Extraction:
    tree: Tree
    cache: FactCache | None
    workers: int

    def run(self, jobs: Sequence[Job]) -> list[FileFacts]:
        found: dict[int, FileFacts] = {}
        if self.cache and self.cache.exists():
            jobs = self._identify(jobs, found)
            _look_up(jobs, self.cache, found)
        self._extract(jobs, found)
        return [found[number] for number in range(len(jobs))]

    def _identify(self, jobs: Sequence[Job], found: dict[int, FileFacts]) -> Sequence[Job]:
        """Compute the content ids that are missing. Contents are not kept: they might fill the memory."""
        numbers = [number for number, job in enumerate(jobs) if not job.file.content_id]
        identified = list(jobs)
        for number, answered in self._work(
            [Job(jobs[number].file, ()) for number in numbers], numbers, _HASHING_EFFORT
        ):
            file, tasks = jobs[number]
            if answered.skipped:
                found[number] = _file_facts(jobs[number], answered)
            identified[number] = Job(file._replace(content_id=answered.content_id), tasks)
        return identified

    def _extract(self, jobs: Sequence[Job], found: dict[int, FileFacts]) -> None:
        numbers = [number for number in range(len(jobs)) if number not in found]
        rows: list[Row] = []
        for number, answered in self._work([jobs[number] for number in numbers], numbers):
            found[number] = _file_facts(jobs[number], answered)
            if self.cache and answered.sound:
                scopes = [task.scope for task in jobs[number].tasks]
                rows += [Row(*row) for row in zip(scopes, repeat(answered.content_id), answered.payloads)]
        if self.cache:
            self.cache.write(rows)

    def _work(self, jobs: Sequence[Job], numbers: Iterable[int], effort: float = 1) -> Iterable[tuple[int, _Answered]]:
        apart = self.tree.stored or any(job.file.mode == SPARSE for job in jobs)
        objects = ObjectReader(Git(self.tree.root)) if apart else None
        analyse = partial(_analyse, self.tree, objects, self.cache is not None)
        method = start_method()
        try:
            workers = useful_workers(self.workers, int(len(jobs) * effort), method)
            return zip(numbers, run_all(jobs, Work(analyse, _pack, _unpack), workers, method), strict=True)
        finally:
            if objects:
                objects.close()


def _scope(*parts: str) -> str:
    """Parsers change with the minor version of Python, and extractors with archcheck: then everything is asked anew."""
    return "\n".join((__version__, f"{sys.version_info[0]}.{sys.version_info[1]}", *parts))


def _scan(scan: Callable[[Any, Source], tuple[Fact, ...]], options: Any, source: Source) -> Extracted[Fact]:
    return Extracted(tuple(scan(options, source)))


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Facts hold no cycles, but their number makes the collector look through all of them again and again."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _look_up(jobs: Sequence[Job], cache: FactCache, found: dict[int, FileFacts]) -> None:
    """Answer the jobs all of whose tasks the cache can answer."""
    tasks: dict[str, Task] = {}
    wanted: dict[str, list[str]] = {}
    for number, job in enumerate(jobs):
        if number not in found:
            for task in job.tasks:
                tasks[task.scope] = task
                wanted.setdefault(task.scope, []).append(job.file.content_id)
    known = {scope: _decode_known(task, cache.read(scope, wanted[scope])) for scope, task in tasks.items()}
    for number, (file, asked) in enumerate(jobs):
        if number not in found:
            answers = [answer for task in asked if (answer := known[task.scope].get(file.content_id)) is not None]
            if len(answers) == len(asked):
                found[number] = FileFacts(file.path, file.content_id, _united(answers))


def _decode_known(task: Task, payloads: Mapping[str, bytes]) -> dict[str, Answer]:
    """The answers by content id."""
    names = [name for name, _ in task.extractors]
    known: dict[str, Answer] = {}
    for content_id, payload in payloads.items():
        try:
            known[content_id] = dict(zip(names, decode(payload), strict=True))
        except ValueError:  # not what this version writes: extracted again
            continue
    return known


def _united(answers: Sequence[Answer]) -> Answer:
    """All aspects of a file. Files with the same content share one mapping where there is one task."""
    return answers[0] if len(answers) == 1 else {name: each for answer in answers for name, each in answer.items()}


def _file_facts(job: Job, answered: _Answered) -> FileFacts:
    return FileFacts(job.file.path, answered.content_id, _united(answered.answers), answered.skipped)


def _analyse(tree: Tree, objects: ObjectReader | None, keep: bool, job: Job) -> _Answered:
    """Read a file, do its tasks, and encode the answers if they are to be kept.

    Then the content id is computed even if one is given, which may be that of the content of a moment ago: under that
    id, the cache would keep wrong facts for ever.
    """
    content = read_file(tree, job.file, objects)
    if isinstance(content, Skipped):
        return _Answered(job.file.content_id, skipped=content.reason)
    content_id = job.file.content_id
    if keep or not content_id:
        content_id = blob_id(content, tree.algorithm)
    if is_lfs_pointer(content):
        return _Answered(content_id, skipped=LFS_POINTER)
    sound = True
    answers = []
    for task in job.tasks:
        source = Source(content, task.dialect)
        answer = {}
        for name, extractor in task.extractors:
            answer[name], worked = _try_extract(extractor, source)
            sound = sound and worked
        answers.append(answer)
    payloads = tuple([encode(answer.values()) for answer in answers]) if keep else ()
    return _Answered(content_id, tuple(answers), sound=sound, payloads=payloads)


def _try_extract(extractor: Extractor, source: Source) -> tuple[Extracted[Any], bool]:
    """What the extractor yields, or a diagnostic that says how it failed, and whether it worked."""
    try:
        extracted = extractor(source)
        require_facts(extracted.facts)
    except Exception as error:  # noqa: BLE001 - whatever one file does to an extractor, the others are not affected
        message = f"the extractor failed: {type(error).__name__}"
        return Extracted((), (Diagnostic(1, 1, "unparsable", message),)), False
    return extracted, True


def _pack(answered: _Answered) -> bytes:
    """Fields separated by tabs, which payloads do not contain."""
    fields = (answered.content_id.encode(), b"1" if answered.sound else b"0", answered.skipped.encode("unicode_escape"))
    payloads = answered.payloads or [encode(answer.values()) for answer in answered.answers]
    return b"\t".join((*fields, *payloads))


def _unpack(job: Job, packed: bytes) -> _Answered:
    content_id, sound, skipped, *payloads = packed.split(b"\t")
    answers = [
        dict(zip([name for name, _ in task.extractors], decode(payload), strict=True))
        for task, payload in zip(job.tasks, payloads, strict=False)
    ]
    return _Answered(
        content_id.decode(), tuple(answers), skipped.decode("unicode_escape"), sound == b"1", tuple(payloads)
    )
