"""The same facts in the same order, whatever the cache holds, however many processes work, whatever single files do."""

import gc
import os
import signal
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from archcheck.adapters.cache import FactCache, Row
from archcheck.adapters.discovery import discover
from archcheck.adapters.extraction import (
    LFS_POINTER,
    Extractor,
    FileFacts,
    Job,
    Task,
    extract_all,
    language_task,
    scan_task,
)
from archcheck.core.extension import Check, Language
from archcheck.core.facts import Diagnostic, Extracted, Fact, ImportFact, Source, SuppressionFact, SymbolFact
from archcheck.core.files import REGULAR, SPARSE, TrackedFile, Tree, blob_id
from tests.adapters.repositories import Repository

MANY = 1200  # enough for three processes


@pytest.fixture(autouse=True)
def _fork_in_spite_of_the_test_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runners with threads of their own would keep the code under test in one process."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def read_imports(source: Source) -> Extracted[ImportFact]:
    """Every line is a module."""
    lines = source.content.decode("utf-8", "surrogateescape").splitlines()
    return Extracted(tuple(ImportFact(number, 1, name, ("x",)) for number, name in enumerate(lines, 1) if name))


def read_suppressions(source: Source) -> Extracted[SuppressionFact]:
    found = source.content.count(b"allow")
    return Extracted((SuppressionFact(1, 1, ("r",), "why", True),) * found)


def read_dialect(source: Source) -> Extracted[SymbolFact]:
    return Extracted((SymbolFact(1, 1, "class", source.dialect),), (Diagnostic(1, 1, "syntax", "odd"),))


def task(*aspects: tuple[str, Extractor], scope: str = "scope", dialect: str = "py") -> Task:
    return Task(scope, dialect, aspects or (("imports", read_imports), ("suppressions", read_suppressions)))


class Folder:
    """A directory of files, as discovery would list them."""

    def __init__(self, root: Path) -> None:
        self.tree = Tree(str(root))
        self.files: list[TrackedFile] = []
        root.mkdir()

    def write(self, path: str, content: bytes, content_id: str | None = None) -> TrackedFile:
        """Write a file; its content id is the right one unless said."""
        Path(self.tree.root, path).write_bytes(content)
        file = TrackedFile(path, blob_id(content) if content_id is None else content_id, REGULAR)
        self.files = [*(known for known in self.files if known.path != path), file]
        return file

    def fill(self, count: int, **options: str) -> None:
        for number in range(count):
            self.write(f"{number}.py", b"a%d\nb\n" % number + b"allow\n" * (number % 3), **options)

    def extract(
        self, *tasks: Task, cache: FactCache | None = None, workers: int = 1, files: Sequence[TrackedFile] = ()
    ) -> list[FileFacts]:
        jobs = [Job(file, tasks or (task(),)) for file in files or self.files]
        return extract_all(jobs, self.tree, cache, workers)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "tree")


@pytest.fixture
def cache(tmp_path: Path) -> FactCache:
    return FactCache(str(tmp_path / "cache"))


def logged(log: list[bytes], extractor: Extractor = read_imports) -> Extractor:
    """An extractor that notes what it was asked about."""

    def extract(source: Source) -> Extracted[Any]:
        log.append(source.content)
        return extractor(source)

    return extract


def test_facts_of_every_file_come_by_aspect_in_the_order_of_the_jobs(folder: Folder) -> None:
    second = folder.write("b.py", b"one\nallow\n")
    first = folder.write("a.py", b"")
    imports = (ImportFact(1, 1, "one", ("x",)), ImportFact(2, 1, "allow", ("x",)))
    assert folder.extract() == [
        FileFacts(
            "b.py",
            second.content_id,
            {
                "imports": Extracted(imports),
                "suppressions": Extracted((SuppressionFact(1, 1, ("r",), "why", True),)),
            },
        ),
        FileFacts("a.py", first.content_id, {"imports": Extracted(), "suppressions": Extracted()}),
    ]


@pytest.mark.parametrize("ids", [pytest.param({}, id="ids known"), pytest.param({"content_id": ""}, id="ids unknown")])
def test_result_is_the_same_whatever_the_cache_and_the_workers(folder: Folder, tmp_path: Path, ids: Any) -> None:
    folder.fill(MANY, **ids)
    os.unlink(os.path.join(folder.tree.root, "7.py"))
    folder.write("odd\udcff.py" if os.name != "nt" else "odd.py", b"odd\xff\n", **ids)
    expected = folder.extract()
    for workers in (1, 2, 3):
        cache = FactCache(str(tmp_path / f"cache{workers}"))
        for _ in range(2):
            assert folder.extract(cache=cache, workers=workers) == expected
        assert folder.extract(workers=workers) == expected
        assert cache.note == ""


def test_known_content_is_not_extracted_again(folder: Folder, cache: FactCache) -> None:
    log: list[bytes] = []
    asked = task(("imports", logged(log)))
    folder.fill(3)
    first = folder.extract(asked, cache=cache)
    assert folder.extract(asked, cache=cache) == first
    assert len(log) == 3


def test_known_content_is_not_even_read(folder: Folder, cache: FactCache) -> None:
    folder.fill(3)
    expected = folder.extract(cache=cache)
    for file in folder.files:
        os.unlink(os.path.join(folder.tree.root, file.path))
    assert folder.extract(cache=cache) == expected


def test_only_what_changed_is_extracted(folder: Folder, cache: FactCache) -> None:
    log: list[bytes] = []
    asked = task(("imports", logged(log)))
    folder.fill(3)
    folder.extract(asked, cache=cache)
    log.clear()
    folder.write("1.py", b"new")
    assert folder.extract(asked, cache=cache) == folder.extract(task(("imports", read_imports)))
    assert log == [b"new"]


def test_file_without_id_is_looked_up_by_what_is_read(folder: Folder, cache: FactCache) -> None:
    log: list[bytes] = []
    asked = task(("imports", logged(log)))
    file = folder.write("a.py", b"one")
    (expected,) = folder.extract(asked, cache=cache)
    copy = TrackedFile("a.py", "", REGULAR)
    assert folder.extract(asked, cache=cache, files=[copy]) == [expected]
    assert (expected.content_id, log) == (file.content_id, [b"one"])


def test_facts_are_kept_under_the_id_of_what_was_read(folder: Folder, cache: FactCache) -> None:
    """The file may change between its discovery and its reading, and back again later."""
    stale = blob_id(b"old")
    file = folder.write("a.py", b"new", content_id=stale)
    (facts,) = folder.extract(cache=cache)
    assert (facts.content_id, facts.extracted["imports"]) == (blob_id(b"new"), read_imports(Source(b"new", "py")))
    Path(folder.tree.root, "a.py").write_bytes(b"old")
    (facts,) = folder.extract(cache=cache, files=[file])
    assert (facts.content_id, facts.extracted["imports"]) == (stale, read_imports(Source(b"old", "py")))


def test_ids_follow_the_algorithm_of_the_tree(folder: Folder, cache: FactCache) -> None:
    file = folder.write("a.py", b"one", content_id="")
    jobs = [Job(file, (task(),))]
    for _ in range(2):
        (facts,) = extract_all(jobs, Tree(folder.tree.root, "sha256"), cache)
        assert facts.content_id == blob_id(b"one", "sha256")


def test_task_that_is_new_for_a_file_is_done_beside_known_ones(folder: Folder, cache: FactCache) -> None:
    folder.fill(2)
    dialects = task(("dialect", read_dialect), scope="other")
    folder.extract(task(), cache=cache)
    expected = folder.extract(task(), dialects)
    assert [set(facts.extracted) for facts in expected] == [{"imports", "suppressions", "dialect"}] * 2
    for _ in range(2):
        assert folder.extract(task(), dialects, cache=cache) == expected


def test_task_without_aspects_does_not_make_known_content_unknown(folder: Folder, cache: FactCache) -> None:
    log: list[bytes] = []
    asked = (task(("imports", logged(log))), Task("nothing", "py", ()))
    folder.fill(2)
    first = folder.extract(*asked, cache=cache)
    assert folder.extract(*asked, cache=cache) == first
    assert len(log) == 2


def test_files_with_equal_content_have_equal_facts(folder: Folder, cache: FactCache) -> None:
    folder.write("a.py", b"one")
    folder.write("b.py", b"one")
    for _ in range(2):
        first, second = folder.extract(cache=cache)
        assert (first.path, second.path, first.extracted) == ("a.py", "b.py", second.extracted)


def recurse(source: Source) -> Extracted[Any]:
    return recurse(source)


def exhaust(_source: Source) -> Extracted[Any]:
    raise MemoryError


def break_contract(_source: Source) -> Extracted[Any]:
    facts: Any = (Diagnostic(1, 1, "no", "fact"),)
    return Extracted(facts)


def return_nothing(_source: Source) -> Any:
    return None


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize(
    ("failing", "name"),
    [
        pytest.param(recurse, "RecursionError", id="recursion"),
        pytest.param(exhaust, "MemoryError", id="memory"),
        pytest.param(break_contract, "TypeError", id="foreign facts"),
        pytest.param(return_nothing, "AttributeError", id="no answer"),
    ],
)
def test_file_that_breaks_the_extractor_affects_no_other(
    folder: Folder, cache: FactCache, failing: Extractor, name: str, workers: int
) -> None:
    def extract(source: Source) -> Extracted[Any]:
        return failing(source) if source.content == b"poison" else read_imports(source)

    folder.fill(MANY)
    expected = folder.extract(task(("imports", read_imports)))
    poison = folder.write("poison.py", b"poison")
    diagnostic = Diagnostic(1, 1, "unparsable", f"the extractor failed: {name}")
    expected.append(FileFacts("poison.py", poison.content_id, {"imports": Extracted((), (diagnostic,))}))
    for _ in range(2):
        assert folder.extract(task(("imports", extract)), cache=cache, workers=workers) == expected


def test_failure_of_an_extractor_is_not_kept(folder: Folder, cache: FactCache) -> None:
    folder.write("a.py", b"one")
    folder.extract(task(("imports", exhaust)), cache=cache)
    (facts,) = folder.extract(task(("imports", read_imports)), cache=cache)
    assert facts.extracted == {"imports": read_imports(Source(b"one", "py"))}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are not forked here")
def test_killed_worker_loses_nothing(folder: Folder, cache: FactCache, tmp_path: Path) -> None:
    parent = os.getpid()

    def extract(source: Source) -> Extracted[Any]:
        if os.getpid() != parent:
            (tmp_path / "killed").touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return read_imports(source)

    folder.fill(MANY)
    expected = folder.extract(task(("imports", read_imports)))
    for workers in (2, 3):
        assert folder.extract(task(("imports", extract)), workers=workers) == expected
    assert (tmp_path / "killed").exists()
    assert folder.extract(task(("imports", extract)), cache=cache, workers=3) == expected
    assert folder.extract(task(("imports", exhaust)), cache=cache) == expected


@pytest.mark.parametrize("workers", [1, 2])
def test_unreadable_file_is_skipped_with_its_reason(folder: Folder, cache: FactCache, workers: int) -> None:
    folder.fill(MANY)
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n"
    lfs = folder.write("lfs.py", pointer)
    gone = folder.write("gone.py", b"", content_id="")
    os.unlink(os.path.join(folder.tree.root, "gone.py"))
    for _ in range(2):
        assert folder.extract(cache=cache, workers=workers)[-2:] == [
            FileFacts("lfs.py", lfs.content_id, {}, LFS_POINTER),
            FileFacts(gone.path, "", {}, "vanished before it could be read"),
        ]


def test_file_outside_the_sparse_checkout_is_read_from_git(repository: Repository, cache: FactCache) -> None:
    repository.write("in/a.py", "one")
    repository.write("out/b.py", "two")
    repository.commit()
    repository.git("sparse-checkout", "set", "in")
    found = discover(str(repository.root), "git")
    assert {file.path: file.mode for file in found.files} == {"in/a.py": REGULAR, "out/b.py": SPARSE}
    jobs = [Job(file, (task(("imports", read_imports)),)) for file in found.files]
    for _ in range(2):
        facts = extract_all(jobs, Tree(found.root, found.algorithm), cache)
        assert [each.extracted["imports"].facts for each in facts] == [
            (ImportFact(1, 1, "one", ("x",)),),
            (ImportFact(1, 1, "two", ("x",)),),
        ]


def test_payload_of_the_wrong_shape_is_extracted_again(folder: Folder, cache: FactCache) -> None:
    folder.fill(3)
    expected = folder.extract(cache=cache)
    wrong = [b"[7,7]", b"[0]", b"no JSON"]
    cache.write([Row("scope", file.content_id, payload) for file, payload in zip(folder.files, wrong, strict=True)])
    assert folder.extract(cache=cache) == expected


def test_unusable_cache_does_not_change_the_result(folder: Folder, tmp_path: Path) -> None:
    folder.fill(3)
    (tmp_path / "file").write_bytes(b"")
    cache = FactCache(str(tmp_path / "file"))
    assert folder.extract(cache=cache) == folder.extract()
    assert cache.note.startswith("cache not used: ")


def test_cache_holds_no_source_text(folder: Folder, cache: FactCache) -> None:
    folder.write("a.py", b"import os\npassword = 'hunter2'\n")
    folder.extract(task(("suppressions", read_suppressions)), cache=cache)
    kept = Path(cache.path).read_bytes()
    assert (b"hunter2" in kept, b"a.py" in kept) == (False, False)


@pytest.mark.parametrize("enabled", [True, False])
def test_garbage_collector_is_left_as_it_was(folder: Folder, enabled: bool) -> None:
    seen: list[bool] = []

    def extract(source: Source) -> Extracted[Any]:
        seen.append(gc.isenabled())
        return read_imports(source)

    folder.fill(1)
    before = gc.isenabled()
    (gc.enable if enabled else gc.disable)()
    try:
        folder.extract(task(("imports", extract)))
        assert (seen, gc.isenabled()) == ([False], enabled)
    finally:
        (gc.enable if before else gc.disable)()


ASPECTS: Mapping[str, Callable[[Source], Extracted[Any]]] = {"imports": read_imports, "symbols": read_dialect}
PYTHON: Language[None] = Language("python", (("**/*.py", "py"),), 1, ASPECTS, lambda _: None, lambda _i, _p, _f: ())


def test_task_of_a_language_asks_its_extractors_for_the_dialect(folder: Folder) -> None:
    folder.write("a.pyi", b"one")
    (facts,) = folder.extract(language_task(PYTHON, "pyi", ("symbols", "imports")))
    assert facts.extracted == {
        "symbols": Extracted((SymbolFact(1, 1, "class", "pyi"),), (Diagnostic(1, 1, "syntax", "odd"),)),
        "imports": Extracted((ImportFact(1, 1, "one", ("x",)),)),
    }


def scan(options: str, source: Source) -> tuple[Fact, ...]:
    return (SymbolFact(1, 1, "constant", options, source.dialect),)


CHECK: Check[Any] = Check("acme.lines", str, 1, lambda _o, _s: (), scan=scan)


def test_task_of_a_scan_passes_the_options(folder: Folder, cache: FactCache) -> None:
    folder.write("a.py", b"one")
    for options in ("deep", "flat"):
        (facts,) = folder.extract(scan_task(CHECK, options, f"<{options}>", "py"), cache=cache)
        expected = Extracted((SymbolFact(1, 1, "constant", options, "py"),))
        assert facts.extracted == {f"scan:acme.lines:<{options}>": expected}
