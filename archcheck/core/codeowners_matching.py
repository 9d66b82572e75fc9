"""Which lines of a CODEOWNERS file match a path, and which of them decide; the same for all dialects."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from archcheck.core.codeowners import Entry
from archcheck.core.pattern_index import PatternIndex

Test = Callable[[str], bool]


class Pattern(NamedTuple):
    """What an entry matches: files, directories (and with them all that is in them), or both.

    `segments` are those of the pattern from the top of the tree, as `PatternIndex` takes them. `compile` makes the test
    for a path; it is called when the first path comes that may match.
    """

    segments: Sequence[str]
    compile: Callable[[], Test]
    files: bool = True
    directories: bool = True


class Matcher:
    """Matches files by what their directories match, which is found out once for each directory.

    In each section the last matching entry decides, or the last one that excludes.
    """

    def __init__(self, entries: Sequence[Entry], patterns: Iterable[Pattern]) -> None:
        self._entries = entries
        self._plain = not any(entry.section or entry.excluded for entry in entries)
        self._compilers: list[Callable[[], Test]] = []
        self._tests: dict[int, Test] = {}
        self._for_files, self._for_directories = PatternIndex(), PatternIndex()
        self._always: list[int] = []
        self._deciding: dict[str, dict[str, int]] = {}
        self._matching: dict[str, tuple[int, ...]] = {}
        self._waiting = iter(patterns)

    def _prepare(self) -> None:
        """Take in the patterns, before the first path is looked at."""
        for position, pattern in enumerate(self._waiting, start=len(self._compilers)):
            self._compilers.append(pattern.compile)
            self._add(position, pattern)

    def _add(self, position: int, pattern: Pattern) -> None:
        if not pattern.segments:
            self._always.append(position)
            return
        if pattern.files:
            self._for_files.add(pattern.segments, position)
        if pattern.directories:
            self._for_directories.add(pattern.segments, position)

    def decide(self, path: str) -> tuple[Entry, ...]:
        """The deciding entry of each section, in order of sections."""
        self._prepare()
        deciding = self._of_directory(path.rpartition("/")[0])
        found = self._with(deciding, self._for_files, path)
        return tuple(self._entries[position] for position in sorted(found.values()))

    def _of_directory(self, directory: str) -> dict[str, int]:
        """The positions of the entries that decide about what is in a directory, by section."""
        if "" not in self._deciding:
            self._deciding[""] = {}
            self._take(self._deciding[""], self._always)
        missing = [each for each in _down_to(directory) if each not in self._deciding]
        for each in missing:
            above = self._deciding[each.rpartition("/")[0]]
            self._deciding[each] = self._with(above, self._for_directories, each)
        return self._deciding[directory]

    def _with(self, deciding: dict[str, int], index: PatternIndex, path: str) -> dict[str, int]:
        """What decides when the patterns that match `path` itself are looked at, too."""
        found = deciding
        for bucket in index.candidates(path):
            for position in reversed(bucket):
                if not self._outranks(position, found):
                    if self._plain:
                        break
                elif self._test(position)(path):
                    found = {**found, self._entries[position].section: position}
        return found

    def _take(self, deciding: dict[str, int], positions: Iterable[int]) -> None:
        for position in positions:
            if self._outranks(position, deciding):
                deciding[self._entries[position].section] = position

    def _outranks(self, position: int, deciding: dict[str, int]) -> bool:
        entry = self._entries[position]
        held = deciding.get(entry.section)
        return held is None or (entry.excluded, position) > (self._entries[held].excluded, held)

    def _test(self, position: int) -> Test:
        test = self._tests.get(position)
        if test is None:
            test = self._tests[position] = self._compilers[position]()
        return test

    def match(self, path: str) -> tuple[Entry, ...]:
        """All entries that match a file, in order."""
        self._prepare()
        found = {*self._always, *self._matches(self._for_files, path)}
        for directory in _down_to(path.rpartition("/")[0]):
            if directory not in self._matching:
                self._matching[directory] = tuple(self._matches(self._for_directories, directory))
            found.update(self._matching[directory])
        return tuple(self._entries[position] for position in sorted(found))

    def _matches(self, index: PatternIndex, path: str) -> Iterator[int]:
        return (position for bucket in index.candidates(path) for position in bucket if self._test(position)(path))


def _down_to(directory: str) -> Iterator[str]:
    """The directories above a path from the top, and the last one itself; the top is left out."""
    at = directory.find("/")
    while at >= 0:
        yield directory[:at]
        at = directory.find("/", at + 1)
    if directory:
        yield directory
