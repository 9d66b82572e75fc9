"""Running the same work on many items in several processes. Nothing here knows what the work is.

Results travel as lines of bytes, never as pickles. A process that dies loses nothing: what it owes is done again here.
"""

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

I = TypeVar("I")  # noqa: E741 - an item
R = TypeVar("R")

FORK = "fork"
SPAWN = "spawn"
MAX_WORKERS = 8
# A worker is worth its start only for this many items. A fork costs some 20 ms, most of it afterwards, when both
# processes write to the memory that they share; a new interpreter costs ten times as much.
_ITEMS_PER_WORKER = {FORK: 400, SPAWN: 1000}
# The numbers of the chunks stand in a pipe, one byte each, so that no reader can ever get half of a number.
_MAX_CHUNKS = 256
_MIN_CHUNK = 8
_PIPE_READ = 1 << 20


@dataclass(frozen=True, slots=True)
class Work(Generic[I, R]):
    """What to do with an item, and how its result travels: `pack` makes bytes without line ends, `unpack` reads them.

    All three, and the items, must be picklable where processes are not forked.
    """

    run: Callable[[I], R]
    pack: Callable[[R], bytes]
    unpack: Callable[[I, bytes], R]


def start_method() -> str:
    """How processes are started here. Forking is safe only where the system's own libraries never use threads."""
    return FORK if hasattr(os, "fork") and sys.platform != "darwin" else SPAWN


def useful_workers(wanted: int, items: int, method: str) -> int:
    """How many processes pay for this many items; `wanted` 0 means as many as there are processors, at most 8."""
    if not wanted:
        affinity = getattr(os, "sched_getaffinity", None)
        wanted = min(len(affinity(0)) if affinity else os.cpu_count() or 1, MAX_WORKERS)
    return max(1, min(wanted, items // _ITEMS_PER_WORKER[method]))


def run_all(items: Sequence[I], work: Work[I, R], workers: int, method: str) -> list[R]:
    """The result for every item, in their order, from `workers` processes of which this is one.

    An exception of the work ends the run only if it also happens in this process.
    """
    batch = _Batch(items, work, _cut(len(items)), {})
    if workers > 1 and method == SPAWN:
        _run_spawned(batch, workers)
    elif workers > 1 and threading.active_count() == 1:  # a fork copies locks, but not the threads that hold them
        _run_forked(batch, workers)
    done = batch.done
    return [done[number] if number in done else work.run(item) for number, item in enumerate(items)]


@dataclass(frozen=True, slots=True)
class _Batch(Generic[I, R]):
    """Items, what to do with them, the chunks in which that is done, and results by number of the item."""

    items: Sequence[I]
    work: Work[I, R]
    chunks: Sequence[range]
    done: dict[int, R]

    def accept(self, lines: Iterable[bytes]) -> None:
        """Take over results that were made elsewhere."""
        for line in lines:
            text, _, packed = line.partition(b"\t")
            number = int(text)
            self.done[number] = self.work.unpack(self.items[number], packed)


def _cut(count: int) -> list[range]:
    size = max(_MIN_CHUNK, -(-count // _MAX_CHUNKS))
    return [range(start, min(start + size, count)) for start in range(0, count, size)]


def _run_packed(work: Work[I, R], start: int, items: Sequence[I]) -> bytes:
    """One line per item: its number, a tab, its result."""
    return b"".join(b"%d\t%b\n" % (number, work.pack(work.run(item))) for number, item in enumerate(items, start))


def _run_forked(batch: _Batch[I, R], workers: int) -> None:
    """Fill `batch.done`, except for what a dead process owes."""
    queue = _fill_queue(len(batch.chunks))
    children: list[_Child] = []
    try:
        while len(children) < workers - 1 and (child := _fork_child(batch, queue)):
            children.append(child)
        for chunk in _take(batch.chunks, queue):
            for number in chunk:
                batch.done[number] = batch.work.run(batch.items[number])
            for child in children:
                batch.accept(child.receive(wait=False) or ())
        for child in children:
            while (lines := child.receive(wait=True)) is not None:
                batch.accept(lines)
    finally:
        os.close(queue)
        for child in children:
            child.end()


def _fill_queue(chunks: int) -> int:
    """The reading end of a pipe that holds the number of every chunk; whoever is free takes the next one."""
    queue, entry = os.pipe()
    os.write(entry, bytes(range(chunks)))
    os.close(entry)
    return queue


def _take(chunks: Sequence[range], queue: int) -> Iterator[range]:
    """The chunks to work on, until nothing is left."""
    while token := os.read(queue, 1):
        yield chunks[token[0]]


def _fork_child(batch: _Batch[I, R], queue: int) -> "_Child | None":
    """A new process at work, or None when the system does not allow another one."""
    pipe, entry = os.pipe()
    try:
        pid = os.fork()
    except OSError:
        os.close(pipe)
        os.close(entry)
        return None
    if not pid:
        _be_child(batch, queue, entry)
    os.close(entry)
    return _Child(pid, pipe)


def _be_child(batch: _Batch[I, R], queue: int, entry: int) -> None:
    """Work, report, and end without any of the clearing up that is the parent's business."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        for chunk in _take(batch.chunks, queue):
            _write_all(entry, _run_packed(batch.work, chunk.start, batch.items[chunk.start : chunk.stop]))
    finally:
        os._exit(0)


def _write_all(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]


class _Child:
    """A forked process and the pipe through which its results come."""

    def __init__(self, pid: int, pipe: int) -> None:
        self._pid = pid
        self._pipe = pipe
        self._rest = b""

    def receive(self, *, wait: bool) -> list[bytes] | None:
        """The lines that have come, None at the end. Half a line is kept for later, or lost with its process."""
        os.set_blocking(self._pipe, wait)
        try:
            received = os.read(self._pipe, _PIPE_READ)
        except BlockingIOError:
            return []
        *lines, self._rest = (self._rest + received).split(b"\n")
        return lines if received else None

    def end(self) -> None:
        """Make sure that the process is gone; it has nothing more to say."""
        os.close(self._pipe)
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)


def _run_spawned(batch: _Batch[I, R], workers: int) -> None:
    """The same with new interpreters, where forking is not possible or not safe."""
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, as_completed  # noqa: PLC0415 - only here
    from multiprocessing import get_context  # noqa: PLC0415 - 15 ms that forking does not pay

    # An interrupt from the keyboard reaches them all; they end without a traceback each.
    pool = ProcessPoolExecutor(workers, get_context(SPAWN), signal.signal, (signal.SIGINT, signal.SIG_DFL))
    try:
        pending = [
            pool.submit(_run_packed, batch.work, chunk.start, batch.items[chunk.start : chunk.stop])
            for chunk in batch.chunks
        ]
        for future in as_completed(pending):
            if not future.exception():
                batch.accept(future.result().split(b"\n")[:-1])
    except BrokenExecutor:
        return
    finally:
        pool.shutdown(cancel_futures=True)
