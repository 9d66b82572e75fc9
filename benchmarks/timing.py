"""Runs commands as whole processes and measures them, taking turns so that each meets the same disturbances."""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple


class Measure(NamedTuple):
    """What one process took: seconds on the clock, seconds of all cores, and its peak memory in MB.

    The memory is that of the largest process, should there be several.
    """

    wall: float
    cpu: float
    peak: float


class Command(NamedTuple):
    """Something to time. `before` and `after` prepare and clean up, unmeasured.

    `proof` is text that the output holds when the work was really done; exit codes 0 and 1 are both fine.
    """

    label: str
    arguments: tuple[str, ...]
    directory: Path
    proof: str = ""
    before: Callable[[], None] | None = None
    after: Callable[[], None] | None = None


class BenchmarkError(Exception):
    """A command did not do its work, so its time means nothing."""


def take_turns(commands: Sequence[Command], rounds: int) -> dict[str, list[Measure]]:
    """Measure every command `rounds` times, one after the other in each round, after one round that does not count."""
    found: dict[str, list[Measure]] = {command.label: [] for command in commands}
    for number in range(rounds + 1):
        for command in commands:
            if command.before:
                command.before()
            measure = run(command)
            if command.after:
                command.after()
            if number:
                found[command.label].append(measure)
        print(f"round {number} of {rounds}", file=sys.stderr)
    return found


def run(command: Command) -> Measure:
    """Run a command once. Raises BenchmarkError when it failed."""
    with tempfile.TemporaryFile() as output:
        begin = time.perf_counter()
        process = subprocess.Popen(
            command.arguments, cwd=command.directory, stdin=subprocess.DEVNULL, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read().decode("utf-8", "replace")
    if process.returncode not in (0, 1) or command.proof not in text:
        shown = text[-2000:]
        raise BenchmarkError(f"{' '.join(command.arguments)}: exit code {process.returncode}, printed:\n{shown}")
    # Linux counts in KiB, macOS in bytes.
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return Measure(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / unit)


def median(measures: Sequence[Measure]) -> Measure:
    """The median of each figure."""
    return Measure(*(statistics.median(figures) for figures in zip(*measures, strict=True)))


def ratio(ours: Sequence[Measure], theirs: Sequence[Measure]) -> tuple[float, float]:
    """The median over the rounds of our time by theirs: on the clock, and of all cores."""
    # What takes minutes is measured once, and every round of ours is compared with it.
    pairs = list(zip(ours, theirs if len(theirs) > 1 else [*theirs] * len(ours), strict=True))
    return statistics.median(o.wall / t.wall for o, t in pairs), statistics.median(o.cpu / t.cpu for o, t in pairs)


def as_rows(found: Mapping[str, Sequence[Measure]]) -> list[str]:
    """The medians as rows of a Markdown table."""
    rows = ["| run | wall s | user + sys s | peak MB |", "|---|---:|---:|---:|"]
    for label, measures in found.items():
        middle = median(measures)
        rows.append(f"| {label} | {middle.wall:.3f} | {middle.cpu:.3f} | {middle.peak:.0f} |")
    return rows
