"""`owners`: every file, or every component, has an owner in CODEOWNERS."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from archcheck.core.codeowners import LOCATIONS, NAMES, Codeowners, Entry, is_owner, is_team, owners_in
from archcheck.core.columns import counted
from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result
from archcheck.core.options import near_miss, option
from archcheck.core.scene import Foreign, Need, Owners, Scene, Text
from archcheck.core.selectors import Selector
from archcheck.core.tree_paths import common_directory
from archcheck.core.values import Place

_UNOWNED, _EXPLICIT, _CATCH_ALL, _FEW = "unowned", "explicitly unowned", "catch-all", "owners"
_SPECIAL = re.compile(r"([\s\[\]*?\\#!])")
_BETWEEN_OWNERS = re.compile(r"[\s,;:\"'\[\]{}()]+")


@dataclass(frozen=True, slots=True)
class Options:
    """Options of `owners`."""

    each: Selector | None = option(
        "What must be owned: components, or globs with captures; every file of the tree when nothing is said.",
        default=None,
    )
    by: Literal["team", "any"] = option("Who counts as an owner: teams only, or anybody.", default="any")
    min: int = option("At least so many owners that count.", default=1)
    known: tuple[str, ...] | None = option(
        "The only owners that may be named, or files that list them.", default=None, example='["@org/loans", teams.txt]'
    )
    dialect: Literal["github", "gitlab"] | None = option(
        "How CODEOWNERS is read; unless said, as the service does for which the repository has files.", default=None
    )
    catch_all: bool | None = option(
        "Whether it is enough to be owned by the line for everything (`*`); unless said, for files but not for `each`.",
        default=None,
    )
    dead_lines: bool = option("Report lines that match no file, and lines that never decide.", default=False)

    def mistakes(self) -> Iterator[tuple[str, str, str]]:
        """At least one owner is demanded, and a closed list names somebody."""
        if self.min < 1:
            yield "min", f"`min` is at least 1, found {self.min}", ""
        if self.known is not None and not self.known:
            yield "known", "an empty list knows nobody", "name the owners, or a file that lists them"

    @property
    def need(self) -> Owners:
        """The file in the dialect of the rule."""
        return Owners(self.dialect or "")

    @property
    def lists(self) -> tuple[Text, ...]:
        """The files that list owners."""
        return tuple(Text(text) for text in self.known or () if "@" not in text)

    def allows_catch_all(self) -> bool:
        """Whether the line for everything counts."""
        return self.each is None if self.catch_all is None else self.catch_all


def needs(options: Options) -> tuple[Need, ...]:
    """The CODEOWNERS file, and what lists the known owners."""
    return (options.need, Foreign(), *options.lists)


class _Group(NamedTuple):
    """Files that are judged together; `name` is that of the component, "" for the whole tree."""

    name: str
    binding: Mapping[str, str]
    files: Sequence[str]


def run(options: Options, scene: Scene) -> Iterator[Result]:
    """Report what nobody, or not enough, owns, then what is wrong with the file."""
    codeowners: Codeowners = scene[options.need]
    groups = list(_groups(options, scene))
    judged = list(dict.fromkeys(path for group in groups for path in group.files))
    if not codeowners.path:
        yield from _no_file(codeowners.dialect, judged, scene)
        return
    yield from _faults(options, codeowners, groups, scene)
    if options.known is not None:
        yield from _unknown_owners(options, codeowners, scene)
    if options.dead_lines:
        yield from _dead_lines(codeowners, scene)


def _groups(options: Options, scene: Scene) -> Iterator[_Group]:
    foreign = scene[Foreign()]

    def own(numbers: Iterable[int]) -> list[str]:
        paths = scene.paths.files
        found = (paths[number] for number in numbers if number < len(paths) and number not in foreign)
        return [path for path in found if scene.subjects is None or scene.subjects(path)]

    if options.each is None:
        yield _Group("", {}, own(range(len(scene.paths.files))))
        return
    for instance in scene.instances(options.each):
        yield _Group(instance.id, dict(instance.binding), own(instance.members))


def _no_file(dialect: str, judged: Sequence[str], scene: Scene) -> Iterator[Finding]:
    """One finding, where the file should be, unless the rule is not about that place."""
    places = LOCATIONS[dialect]
    if judged:
        may_be_named = scene.subjects is None or scene.subjects(places[0])
        yield Finding(
            message=f"there is no CODEOWNERS file, so {counted(len(judged), 'file')} {_have(judged)} no owner",
            subject=places[0] if may_be_named else judged[0],
            key="missing",
            hint=f"{NAMES[dialect]} looks for {', '.join(places)}",
        )


def _faults(options: Options, codeowners: Codeowners, groups: Sequence[_Group], scene: Scene) -> Iterator[Finding]:
    """What is missing, by component or directory; what a line does wrong, by line."""
    by_line: dict[tuple[str, tuple[Entry, ...]], dict[str, None]] = {}
    known: dict[tuple[Entry, ...], str] = {}
    for group in groups:
        missing: dict[str, dict[str, tuple[Entry, ...]]] = {_UNOWNED: {}, _CATCH_ALL: {}}
        for path in group.files:
            deciding = codeowners.decide(path)
            if deciding not in known:
                known[deciding] = _fault(options, deciding)
            fault = known[deciding]
            if fault in missing:
                missing[fault][path] = deciding
            elif fault:
                by_line.setdefault((fault, deciding), {})[path] = None
        for fault, bad in missing.items():
            yield from _missing(fault, bad, group, codeowners, scene)
    for (fault, deciding), paths in by_line.items():
        yield _by_line(fault, deciding, list(paths), options, scene)


def _fault(options: Options, deciding: tuple[Entry, ...]) -> str:
    """What is wrong with the owners that entries give, "" when nothing is."""
    if not deciding:
        return _UNOWNED
    owners = owners_in(deciding)
    if not owners:
        return _EXPLICIT
    if not options.allows_catch_all() and all(entry.is_catch_all for entry in deciding if entry.owners):
        return _CATCH_ALL
    return _FEW if len(_counting(owners, options)) < options.min else ""


def _counting(owners: Iterable[str], options: Options) -> list[str]:
    return [owner for owner in owners if options.by == "any" or is_team(owner)]


def _missing(
    fault: str, bad: Mapping[str, tuple[Entry, ...]], group: _Group, codeowners: Codeowners, scene: Scene
) -> Iterator[Finding]:
    """One finding for a whole component; else one per directory of which nothing is owned, and per file."""
    may_be_named = scene.subjects or _anything
    for subject, paths in _causes(bad, group, codeowners.path, may_be_named):
        whole = len(paths) == len(group.files) and group.name != ""
        places = dict.fromkeys(
            Place(codeowners.path, entry.line, entry.column) for path in paths for entry in bad[path] if entry.owners
        )
        owners = owners_in([entry for path in paths for entry in bad[path]])
        yield Finding(
            message=_missing_message(subject, paths, group.name if whole else "", owners),
            subject=subject,
            key=fault,
            places=tuple(places),
            binding=group.binding,
            hint=_missing_hint(subject, fault, codeowners),
        )


def _anything(_path: str) -> bool:
    return True


def _causes(
    bad: Mapping[str, object], group: _Group, file: str, may_be_named: Callable[[str], bool]
) -> Iterator[tuple[str, list[str]]]:
    """What findings are about, with the files they stand for."""
    if bad and len(bad) == len(group.files):
        common = common_directory(min(bad), max(bad))
        subject = common if group.name else file
        if subject and may_be_named(subject):
            yield subject, list(bad)
            return
    total = Counter(directory for path in group.files for directory in _above(path))
    wrong = Counter(directory for path in bad for directory in _above(path))
    found: dict[str, list[str]] = {}
    for path in bad:
        tops = (each for each in _above(path) if wrong[each] == total[each] and may_be_named(each))
        found.setdefault(next(tops, path), []).append(path)
    yield from found.items()


def _above(path: str) -> Iterator[str]:
    """The directories above a path from the top, with final slashes."""
    return (path[: at + 1] for at, character in enumerate(path) if character == "/")


def _have(paths: Sequence[str]) -> str:
    return "has" if len(paths) == 1 else "have"


def _missing_message(subject: str, paths: Sequence[str], component: str, owners: Sequence[str]) -> str:
    if owners:
        said = f"only the line for everything names an owner ({', '.join(owners)})"
    elif component or list(paths) == [subject]:
        said = "has no owner"
    else:
        said = f"{counted(len(paths), 'file')} {_have(paths)} no owner"
    if component:
        return f"{component}{':' if owners else ''} {said} ({counted(len(paths), 'file')})"
    return said


def _missing_hint(subject: str, fault: str, codeowners: Codeowners) -> str:
    pattern = "*" if subject == codeowners.path else "/" + _SPECIAL.sub(r"\\\1", subject)
    other = ", or say `catch_all: true`" if fault == _CATCH_ALL else ""
    return f"add a line such as `{pattern} @owner` to {codeowners.path}{other}"


def _by_line(fault: str, deciding: tuple[Entry, ...], paths: Sequence[str], options: Options, scene: Scene) -> Finding:
    """The finding about the entries that decide about some files: they name nobody, or not enough."""
    file = scene[options.need].path
    common = common_directory(min(paths), max(paths)) if len(paths) > 1 else ""
    subject = common if common and (scene.subjects or _anything)(common) else paths[0]
    names = " and ".join(f"`{entry.pattern}`" for entry in deciding)
    if fault == _EXPLICIT:
        message = f"{names} leaves {counted(len(paths), 'file')} without an owner"
        hint = "name an owner in that line, or leave the files out with `exclude:`"
    else:
        message = f"{_count_message(owners_in(deciding), options)}: {names} decides about {counted(len(paths), 'file')}"
        hint = "name a team in that line" if options.by == "team" else "name more owners in that line"
    return Finding(
        message=f"{message}{f', such as {paths[0]}' if len(paths) > 1 else ''}",
        subject=subject,
        key=fault,
        identity=tuple(part for entry in deciding for part in (entry.section, entry.pattern)),
        places=tuple(Place(file, entry.line, entry.column) for entry in deciding),
        hint=hint,
    )


def _count_message(owners: Sequence[str], options: Options) -> str:
    noun = "team" if options.by == "team" else "owner"
    number = len(_counting(owners, options))
    return f"{counted(number, noun)} among {', '.join(owners)}, at least {options.min} expected"


def _unknown_owners(options: Options, codeowners: Codeowners, scene: Scene) -> Iterator[Finding]:
    """One finding per owner who is not in the closed list, with all lines that name them."""
    known = {owner for owner in options.known or () if "@" in owner}
    for need in options.lists:
        words = (word for word in _BETWEEN_OWNERS.split(scene[need]) if "@" in word)
        known.update(word for word in words if is_owner(word, codeowners.dialect))
    folded = {owner.casefold() for owner in known}
    places: dict[str, list[Place]] = {}
    for entry in codeowners.entries:
        for owner in entry.owners:
            if owner.casefold() not in folded:
                places.setdefault(owner, []).append(Place(codeowners.path, entry.line, entry.column))
    for owner, lines in sorted(places.items()):
        yield Finding(
            message=f"{owner} is not among the known owners",
            subject=codeowners.path,
            key=f"known: {owner}",
            places=tuple(sorted(dict.fromkeys(lines))),
            hint=near_miss(owner, sorted(known)) or "correct it, or list it under `known:`",
        )


def _dead_lines(codeowners: Codeowners, scene: Scene) -> Iterator[Finding]:
    """Lines that match no file of the tree, and lines after which another one always decides."""
    deciding = {path: codeowners.decide(path) for path in scene.paths.files}
    dead = set(codeowners.entries).difference(entry for entries in deciding.values() for entry in entries)
    winners: dict[Entry, dict[Entry, None]] = {}
    for path, entries in deciding.items() if dead else ():
        for entry in dead.intersection(codeowners.match(path)):
            others = (each for each in entries if each.section == entry.section)
            winners.setdefault(entry, {}).update(dict.fromkeys(others))
    replaced = dict(codeowners.replaced)
    for entry in sorted({*dead, *replaced}):
        over = [replaced[entry]] if entry in replaced else list(winners.get(entry, ()))
        yield _dead_line(entry, over, codeowners.path)


def _dead_line(entry: Entry, over: Sequence[Entry], path: str) -> Finding:
    pattern = f"{'!' if entry.excluded else ''}{entry.pattern}"
    if over:
        more = f" and {len(over) - 1} more do" if len(over) > 1 else " does"
        message = f"`{pattern}` never decides: `{over[0].pattern}` in line {over[0].line}{more}"
        hint = "move it behind what overrules it, or remove it"
    else:
        message, hint = f"`{pattern}` matches no file", "correct it, or remove it"
    return Finding(
        message=message,
        subject=path,
        key=f"dead: {entry.section} {pattern}",
        places=tuple(Place(path, each.line, each.column) for each in (entry, *over)),
        hint=hint,
    )


CHECK = Check(kind="owners", options=Options, version=1, run=run, needs=needs)
