"""Holds the shape of a `tree` rule against the directories of a repository."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from archcheck.checks.tree.entries import EXACT, OPTIONAL, SEVERAL, Entry, Name
from archcheck.core.findings import Finding
from archcheck.core.globs import Glob, escape_glob, parse_glob
from archcheck.core.rules import fill_captures


@dataclass(frozen=True, slots=True)
class Shape:
    """What an instance must look like. `closed` is dirs, files, all or ""."""

    entries: Sequence[Entry]
    groups: Sequence[Sequence[str]]
    closed: str


class Listing:
    """What lies directly in each directory."""

    def __init__(self, files: Sequence[str]) -> None:
        self._files = files

    @cached_property
    def _children(self) -> Mapping[str, Mapping[str, bool]]:
        """Per directory ("" is the top, else with a final slash): name -> whether it is a directory, in order."""
        found: dict[str, dict[str, bool]] = {"": {}}
        for path in self._files:
            cut = path.rfind("/") + 1
            directory, name = path[:cut], path[cut:]
            if directory not in found:
                self._add_directories(directory, found)
            found[directory][name] = False
        return found

    def _add_directories(self, directory: str, found: dict[str, dict[str, bool]]) -> None:
        at = 0
        while at < len(directory):
            end = directory.index("/", at)
            found[directory[:at]].setdefault(directory[at:end], True)
            found.setdefault(directory[: end + 1], {})
            at = end + 1

    def children(self, directory: str) -> Mapping[str, bool]:
        """The names directly in a directory, each with whether it is itself a directory."""
        return self._children.get(directory, {})

    def below(self, directory: str) -> Sequence[str]:
        """The paths of all files below a directory, relative to it, sorted."""
        start = bisect_left(self._files, directory)
        end = bisect_left(self._files, directory[:-1] + "0") if directory else len(self._files)
        return [path[len(directory) :] for path in self._files[start:end]]


def judge(shape: Shape, listing: Listing, root: str, binding: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with the instance at `root` ("" is the top, else with a final slash)."""
    judge = _Judge(shape, listing, root, binding)
    missing = list(judge.missing(shape.entries, root))
    for path, message in missing:
        yield Finding(message, path, binding=binding, group=root or "./", group_size=judge.required)
    yield from judge.broken_groups()
    if shape.closed:
        yield from judge.surplus(shape.entries, root)
    yield from judge.miscounted


class _Judge:
    """One instance. `required` counts the demands that were looked at."""

    def __init__(self, shape: Shape, listing: Listing, root: str, binding: Mapping[str, str]) -> None:
        self._shape = shape
        self._listing = listing
        self._root = root
        self._binding = binding
        self.required = 0
        self.miscounted: list[Finding] = []

    def missing(self, entries: Sequence[Entry], base: str) -> Iterator[tuple[str, str]]:
        """Paths that must exist in `base` and do not; children are asked for only where their directory exists."""
        for entry in entries:
            present = [(name, self._found(name, base)) for name in entry.names]
            found = [path for _, paths in present for path in paths]
            if not entry.implied:
                self.required += entry.mark != OPTIONAL
                if not found and entry.mark != OPTIONAL:
                    yield self._path(base, entry), self._missing_message(entry, base)
                self._count(entry, present, base)
            inside = [path for path in found if path.endswith("/")]
            if entry.implied and not inside:
                inside = [base + self._filled(entry.names[0].text)]
            for directory in inside:
                yield from self.missing(entry.children, directory)

    def _missing_message(self, entry: Entry, base: str) -> str:
        name = entry.names[0]
        wrong_kind = [path for path in self._found(name._replace(directory=False), base) if name.directory]
        if wrong_kind:
            return f"{self._filled(name.text)} must be a directory"
        return f"{self._filled(entry.text)} is missing"

    def _count(self, entry: Entry, present: Sequence[tuple[Name, Sequence[str]]], base: str) -> None:
        """Alternatives exclude each other, and a name without `+` stands for one path."""
        used = [(name, paths) for name, paths in present if paths]
        if entry.mark == SEVERAL or not used:
            return
        if len(used) > 1:
            both = " and ".join(self._filled(name.text) for name, _ in used)
            self._note(base, entry, f"{both} exclude each other", [path for _, paths in used for path in paths])
        elif entry.mark == EXACT and len(entry.names) == 1 and len(used[0][1]) > 1:
            text = self._filled(entry.text)
            message = f"{len(used[0][1])} paths match {text}, one is expected"
            self._note(base, entry, message, used[0][1], f'write "{text}+" where several are right')

    def _note(self, base: str, entry: Entry, message: str, paths: Sequence[str], hint: str = "") -> None:
        subject = paths[0] if paths else self._path(base, entry)
        key = base + entry.text
        self.miscounted.append(Finding(message, subject, key=key, binding=self._binding, hint=hint))

    def broken_groups(self) -> Iterator[Finding]:
        """Groups of which some members exist and others do not; one finding per missing member."""
        for group in self._shape.groups:
            globs = [(text, parse_glob(text.rstrip("/"))) for text in group]
            there = {text: self._found(Name(text, glob, text.endswith("/")), self._root) for text, glob in globs}
            present = [text for text, paths in there.items() if paths]
            for text, paths in there.items():
                if present and not paths:
                    message = f"{self._filled(text)} is missing beside {self._filled(present[0])}"
                    yield Finding(message, self._root + self._filled(text), key="all_or_none", binding=self._binding)

    def surplus(self, entries: Sequence[Entry], base: str) -> Iterator[Finding]:
        """What stands in `base`, and in every directory that the entries describe, beyond the entries."""
        described: dict[str, list[Entry]] = {}
        allowed: set[str] = set()
        for entry in entries:
            for name in entry.names:
                for path in self._found(name, base):
                    depth = path.rstrip("/").find("/", len(base))
                    allowed.add(path.rstrip("/") if depth < 0 else path[:depth])
                    if path.endswith("/") and entry.children:
                        described.setdefault(path, []).extend(entry.children)
        for child, is_directory in self._listing.children(base).items():
            path = base + child
            wanted = ("dirs", "all") if is_directory else ("files", "all")
            if path not in allowed and self._shape.closed in wanted:
                subject = f"{path}/" if is_directory else path
                yield Finding("is not among the entries", subject, binding=self._binding)
        for directory, children in described.items():
            yield from self.surplus(children, directory)

    def _found(self, name: Name, base: str) -> list[str]:
        """The paths in `base` that a name means; directories with a final slash."""
        glob = self._bound(name.glob)
        if "/" in glob.text or "**" in glob.text:
            return self._deep(glob, base, directory=name.directory)
        children = self._listing.children(base)
        if glob.prefix == glob.text:
            wanted = [glob.text] if glob.text in children else []
        else:
            wanted = [child for child in children if _is_named(child, glob)]
        return [
            f"{base}{child}/" if children[child] else base + child
            for child in wanted
            if children[child] or not name.directory
        ]

    def _deep(self, glob: Glob, base: str, *, directory: bool) -> list[str]:
        """The same for a name of several segments."""
        files = self._listing.below(base)
        folders = {file[: at + 1] for file in files for at in range(len(file)) if file[at] == "/"}
        found = [base + each for each in sorted(folders) if _is_named(each[:-1], glob)]
        exact = [base + each for each in files if not directory and _is_named(each, glob)]
        return found + exact

    def _bound(self, glob: Glob) -> Glob:
        """The glob with the captured values of the instance in place of its captures."""
        if not glob.captures:
            return glob
        escaped = {name: escape_glob(value) for name, value in self._binding.items()}
        return parse_glob(fill_captures(glob.text, escaped))

    def _filled(self, text: str) -> str:
        return fill_captures(text, self._binding)

    def _path(self, base: str, entry: Entry) -> str:
        return base + self._filled(entry.names[0].text)


def _is_named(path: str, glob: Glob) -> bool:
    """Whether the glob means the path itself, not something above it."""
    if glob.match_file(path) is None and glob.match_directory(path) is None:
        return False
    parent = path.rpartition("/")[0]
    return not parent or glob.match_directory(parent) is None
