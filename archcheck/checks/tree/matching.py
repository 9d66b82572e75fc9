"""Holds the shape of a `tree` rule against the directories of a repository."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from archcheck.checks.tree.entries import Entry, Name, Step
from archcheck.checks.tree.reading import EXACT, OPTIONAL, SEVERAL
from archcheck.core.findings import Finding


@dataclass(frozen=True, slots=True)
class Shape:
    """What an instance must look like. `closed` is dirs, files, all or ""."""

    entries: Sequence[Entry]
    groups: Sequence[Sequence[Name]]
    closed: str

    def bind(self, values: Mapping[str, str]) -> "Shape":
        """The shape of the instance with these captured values."""
        entries = [entry.bind(values) for entry in self.entries]
        return Shape(entries, [[name.bind(values) for name in group] for group in self.groups], self.closed)


class Listing:
    """What lies in each directory of a sorted list of files. Directories have a final slash; "" is the top."""

    def __init__(self, files: Sequence[str]) -> None:
        self._files = files
        self._children: dict[str, Mapping[str, bool]] = {}
        self._below: dict[str, Sequence[str]] = {}

    def children(self, directory: str) -> Mapping[str, bool]:
        """The names directly in a directory, each with whether it is itself a directory, in order."""
        known = self._children.get(directory)
        if known is None:
            known = self._children[directory] = dict(self._find_children(directory))
        return known

    def _find_children(self, directory: str) -> Iterator[tuple[str, bool]]:
        """Leaps over what is inside the children; "0" is the character after "/"."""
        at, stop = self._range(directory)
        while at < stop:
            name, slash, _ = self._files[at][len(directory) :].partition("/")
            yield name, bool(slash)
            at = bisect_left(self._files, f"{directory}{name}0", at, stop) if slash else at + 1

    def below(self, directory: str) -> Sequence[str]:
        """All paths below a directory, relative to it, directories before what is in them."""
        known = self._below.get(directory)
        if known is None:
            known = self._below[directory] = list(self._find_below(directory))
        return known

    def _find_below(self, directory: str) -> Iterator[str]:
        seen: set[str] = set()
        at, stop = self._range(directory)
        for path in self._files[at:stop]:
            inside = path[len(directory) :]
            end = inside.rfind("/") + 1
            new = []
            while end and inside[:end] not in seen:
                new.append(inside[:end])
                seen.add(inside[:end])
                end = inside.rfind("/", 0, end - 1) + 1
            yield from reversed(new)
            yield inside

    def _range(self, directory: str) -> tuple[int, int]:
        if not directory:
            return 0, len(self._files)
        return bisect_left(self._files, directory), bisect_left(self._files, f"{directory[:-1]}0")


def judge(shape: Shape, listing: Listing, root: str, binding: Mapping[str, str]) -> Iterator[Finding]:
    """What is wrong with the instance at `root` ("" is the top, else with a final slash); `shape` is bound to it."""
    instance = _Instance(listing, root, binding)
    instance.visit(shape.entries, root)
    for path, message in instance.missing.items():
        yield Finding(message, path, binding=binding, group=root or "./", group_size=instance.demands)
    for group in shape.groups:
        instance.judge_group(group)
    if shape.closed:
        instance.judge_surplus(shape.closed)
    yield from instance.others


class _Instance:
    """One instance while it is judged.

    `missing` maps paths to messages; `demands` counts what was asked for. `_allowed` are the paths that entries name,
    `_described` the directories whose contents they tell.
    """

    def __init__(self, listing: Listing, root: str, binding: Mapping[str, str]) -> None:
        self._listing = listing
        self._root = root
        self._binding = binding
        self._allowed: set[str] = set()
        self._described: set[str] = {root}
        self.demands = 0
        self.missing: dict[str, str] = {}
        self.others: list[Finding] = []

    def visit(self, entries: Sequence[Entry], base: str) -> None:
        """Judge the entries of one directory. What one entry names literally is not counted for a wildcard beside it.

        It recurs as deep as entries are nested.
        """
        self._described.add(base)
        names = [name for entry in entries for name in entry.names if name.literal]
        claimed = {path for name in names for path in self._find(name, base)}
        for entry in entries:
            if entry.implied:
                path = f"{base}{entry.names[0].text}"
                self._allowed.add(path)
                self.visit(entry.children, path)
            else:
                self._judge_entry(entry, base, claimed)

    def _judge_entry(self, entry: Entry, base: str, claimed: set[str]) -> None:
        """Children are asked for only in directories that exist."""
        found = [
            [path for path in self._find(name, base) if name.literal or path not in claimed] for name in entry.names
        ]
        paths = list(dict.fromkeys(path for some in found for path in some))
        for name, some in zip(entry.names, found, strict=True):
            self._allow(name, some, base)
        self.demands += entry.mark != OPTIONAL
        wrong = [name for name in entry.names if not paths and self._stands_as_file(name, base)]
        if wrong:
            self._note(base + wrong[0].text, "must be a directory, and is a file", "kind")
        elif not paths and entry.mark != OPTIONAL:
            self.missing[base + entry.names[0].text] = _missing_message(entry)
        elif entry.mark != SEVERAL:
            self._count(entry, found, paths, base)
        for path in paths:
            if entry.children and path.endswith("/"):
                self.visit(entry.children, path)

    def _stands_as_file(self, name: Name, base: str) -> bool:
        """Whether there is a file in the place of a directory; then it is allowed, and wrong for that reason only."""
        files = self._find(_as_file(name), base) if name.directory and name.literal else []
        self._allow(name, files, base)
        return bool(files)

    def _count(self, entry: Entry, found: Sequence[Sequence[str]], paths: Sequence[str], base: str) -> None:
        """Alternatives exclude each other; a name without a mark stands for one path."""
        pattern = base + entry.names[0].text
        if not any(len(some) == len(paths) for some in found):
            one_each = [some[0].removeprefix(base) for some in found if some]
            text = " | ".join(name.text for name in entry.names)
            self._note(paths[0], f"{_listed(one_each, 'and')} exclude each other", "one of", pattern, base + text)
        elif entry.mark == EXACT and len(entry.names) == 1 and len(paths) > 1 and not entry.names[0].endless:
            text = entry.names[0].text
            hint = f'write "{text}+" where several are right'
            self._note(paths[0], f"{len(paths)} paths match {text}, one is expected", "count", pattern, hint=hint)

    def judge_group(self, group: Sequence[Name]) -> None:
        """Of paths that belong together all exist or none; one finding per missing path."""
        found = [self._find(name, self._root) for name in group]
        present = [name.text for name, paths in zip(group, found, strict=True) if paths]
        for name, paths in zip(group, found, strict=True):
            self._allow(name, paths, self._root)
            path = self._root + name.text
            if present and not paths and path not in self.missing:
                self._note(path, f"is missing beside {present[0]}", "all_or_none")

    def judge_surplus(self, closed: str) -> None:
        """What stands beyond the entries, in the root and in every directory whose contents they tell."""
        for directory in sorted(self._described):
            for name, is_directory in self._listing.children(directory).items():
                path = f"{directory}{name}/" if is_directory else directory + name
                if path not in self._allowed and closed in ("all", "dirs" if is_directory else "files"):
                    self._note(path, "is not among the entries", "")

    def _note(self, subject: str, message: str, key: str, *identity: str, hint: str = "") -> None:
        self.others.append(
            Finding(message, subject, key=key, identity=identity or None, binding=self._binding, hint=hint)
        )

    def _allow(self, name: Name, paths: Sequence[str], base: str) -> None:
        """Note the paths as named, and the directories between them and `base`: told up to a `**`, open below."""
        for path in paths:
            self._allowed.add(path)
            at = path.find("/", len(base)) + 1
            while 0 < at < len(path):
                self._allowed.add(path[:at])
                if name.told >= path.count("/", len(base), at):
                    self._described.add(path[:at])
                at = path.find("/", at) + 1

    def _find(self, name: Name, base: str) -> list[str]:
        """The paths that a name means in `base`; directories with a final slash."""
        found = [base]
        for step in name.steps:
            found = [path for directory in found if directory == base or directory[-1] == "/"
                     for path in self._take(step, directory)]  # fmt: skip
        return [path for path in found if path[-1] == "/"] if name.directory else found

    def _take(self, step: Step, directory: str) -> list[str]:
        if step.deep:
            match = step.glob.match_directory
            return [directory + each for each in self._listing.below(directory) if match(each.rstrip("/")) is not None]
        children = self._listing.children(directory)
        if step.literal in children:
            names = [step.literal]
        elif step.literal and step.literal.isascii():
            names = []
        else:
            names = [name for name in children if step.glob.match_directory(name) is not None]
        return [f"{directory}{name}/" if children[name] else directory + name for name in names]


def _as_file(name: Name) -> Name:
    return Name(name.text, name.steps, directory=False)


def _missing_message(entry: Entry) -> str:
    others = [name.text for name in entry.names[1:]]
    return f"is missing; {_listed(others, 'or')} would do as well" if others else "is missing"


def _listed(words: Sequence[str], joint: str) -> str:
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
