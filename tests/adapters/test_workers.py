"""Several processes give what one gives, in the same order, whatever happens to some of them."""

import os
import signal
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from archcheck.adapters.workers import FORK, MAX_WORKERS, SPAWN, Work, run_all, start_method, useful_workers

needs_fork = pytest.mark.skipif(start_method() != FORK, reason="processes are not forked here")
ITEMS = range(1000)


@pytest.fixture(autouse=True)
def _fork_in_spite_of_the_test_runner(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runners with threads of their own would keep the code under test in one process."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def cube(item: int) -> tuple[int, int]:
    """The result and the process that found it."""
    return item**3, os.getpid()


def pack(result: tuple[int, int]) -> bytes:
    return b"%d %d" % result


def unpack(item: int, packed: bytes) -> tuple[int, int]:
    value, process = map(int, packed.split())
    assert value == item**3
    return value, process


_seen: list[int] = []


def die_elsewhere(count: int, parent: int, marker: Path, item: int) -> tuple[int, int]:
    """Kills every process but `parent` after `count` items."""
    if os.getpid() != parent:
        _seen.append(item)
        if len(_seen) > count:
            marker.touch()
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(60)
    return slow_cube(item)


def fail_elsewhere(parent: int, item: int) -> tuple[int, int]:
    if os.getpid() != parent:
        raise ValueError(item)
    return cube(item)


def slow_cube(item: int) -> tuple[int, int]:
    """Slow enough that no process can do everything before another one has begun."""
    time.sleep(0.001)
    return cube(item)


def fill_pipe(item: int) -> bytes:
    return b"%d" % item * 20_000


def same(_item: int, packed: bytes) -> bytes:
    return packed


def values(results: list[tuple[int, int]]) -> list[int]:
    return [value for value, _ in results]


def open_descriptors() -> list[str]:
    return sorted(os.listdir("/proc/self/fd"))


@pytest.fixture
def forked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that are forked from now on."""
    children: list[int] = []
    fork = os.fork

    def note_child() -> int:
        if pid := fork():
            children.append(pid)
        return pid

    monkeypatch.setattr(os, "fork", note_child)
    return children


def assert_all_gone(children: list[int]) -> None:
    assert children
    for child in children:
        with pytest.raises(ChildProcessError):
            os.waitpid(child, os.WNOHANG)


EXPECTED = [item**3 for item in ITEMS]
METHODS = [pytest.param(FORK, marks=needs_fork), SPAWN]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("workers", [1, 2, 3])
def test_results_come_in_the_order_of_the_items(workers: int, method: str) -> None:
    assert values(run_all(ITEMS, Work(cube, pack, unpack), workers, method)) == EXPECTED


@pytest.mark.parametrize("count", [0, 1, 7, 8, 9, 255, 257, 5000])
@needs_fork
def test_no_item_is_lost_between_chunks(count: int) -> None:
    assert values(run_all(range(count), Work(cube, pack, unpack), 2, FORK)) == [item**3 for item in range(count)]


@needs_fork
def test_every_process_works() -> None:
    results = run_all(ITEMS, Work(slow_cube, pack, unpack), 3, FORK)
    processes = {process for _, process in results}
    assert values(results) == EXPECTED
    assert (os.getpid() in processes, len(processes)) == (True, 3)


def test_one_worker_is_this_process() -> None:
    assert {process for _, process in run_all(ITEMS, Work(cube, pack, unpack), 1, FORK)} == {os.getpid()}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("count", [0, 5, 20])
def test_killed_process_loses_nothing(count: int, method: str, tmp_path: Path) -> None:
    marker = tmp_path / "killed"
    killer = partial(die_elsewhere, count, os.getpid(), marker)
    assert values(run_all(ITEMS, Work(killer, pack, unpack), 3, method)) == EXPECTED
    assert marker.exists()


@pytest.mark.parametrize("method", METHODS)
def test_processes_that_fail_lose_nothing(method: str) -> None:
    failing = partial(fail_elsewhere, os.getpid())
    assert run_all(ITEMS, Work(failing, pack, unpack), 3, method) == [(value, os.getpid()) for value in EXPECTED]


@needs_fork
def test_process_with_threads_is_not_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: 2)
    assert {process for _, process in run_all(ITEMS, Work(slow_cube, pack, unpack), 3, FORK)} == {os.getpid()}


@needs_fork
def test_system_without_room_for_processes_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise BlockingIOError

    monkeypatch.setattr(os, "fork", refuse)
    assert values(run_all(ITEMS, Work(cube, pack, unpack), 3, FORK)) == EXPECTED


@needs_fork
def test_results_larger_than_a_pipe_arrive() -> None:
    items = range(200)
    assert run_all(items, Work(fill_pipe, bytes, same), 2, FORK) == [fill_pipe(item) for item in items]


@needs_fork
def test_error_of_the_work_itself_reaches_the_caller_and_ends_the_children(forked: list[int]) -> None:
    def fail(item: int) -> tuple[int, int]:
        raise ValueError(item)

    with pytest.raises(ValueError, match=r"\d+"):
        run_all(ITEMS, Work(fail, pack, unpack), 2, FORK)
    assert_all_gone(forked)


@needs_fork
def test_interrupt_ends_the_children(tmp_path: Path, forked: list[int]) -> None:
    parent = os.getpid()

    def hang_elsewhere(item: int) -> tuple[int, int]:
        if os.getpid() != parent:
            (tmp_path / "started").touch()
            time.sleep(60)
        deadline = time.monotonic() + 10
        while not (tmp_path / "started").exists() and time.monotonic() < deadline:
            time.sleep(0.001)
        raise KeyboardInterrupt

    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_all(ITEMS, Work(hang_elsewhere, pack, unpack), 2, FORK)
    assert_all_gone(forked)
    assert (tmp_path / "started").exists()
    assert time.monotonic() - began < 30


@pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="needs a listing of open files")
@needs_fork
def test_no_descriptor_is_left_open() -> None:
    before = open_descriptors()
    run_all(ITEMS, Work(cube, pack, unpack), 3, FORK)
    assert open_descriptors() == before


@pytest.mark.parametrize(
    ("wanted", "items", "method", "expected"),
    [
        pytest.param(4, 799, FORK, 1, id="few items"),
        pytest.param(4, 800, FORK, 2, id="enough for two"),
        pytest.param(4, 100_000, FORK, 4, id="no more than wanted"),
        pytest.param(1, 100_000, FORK, 1, id="one"),
        pytest.param(4, 1999, SPAWN, 1, id="few items for new interpreters"),
        pytest.param(4, 2000, SPAWN, 2, id="enough for two new interpreters"),
        pytest.param(4, 0, FORK, 1, id="nothing to do"),
    ],
)
def test_workers_are_used_where_they_pay(wanted: int, items: int, method: str, expected: int) -> None:
    assert useful_workers(wanted, items, method) == expected


def test_default_number_of_workers_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    assert useful_workers(0, 100_000, FORK) == MAX_WORKERS
    monkeypatch.setattr(os, "cpu_count", lambda: None)
    assert useful_workers(0, 100_000, FORK) == 1
