"""The built-in rules: what the run could not see, assign or trust (design, section 4.7)."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from archcheck.core.build import FileDiagnostic
from archcheck.core.codeowners import GITHUB, GITLAB, Codeowners
from archcheck.core.components import Components, directories_of
from archcheck.core.facts import SYNTAX
from archcheck.core.files import Skipped
from archcheck.core.findings import BuiltinFinding, Finding, Unresolved
from archcheck.core.values import Place

_RESERVED = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)
_KEPT_HINT = "repair it, take it out with files: exclude, or set builtin: {unparsable: warning}"
_SYNTAX_HINTS = {
    GITHUB: "correct it: until then GitHub passes over the whole line",
    GITLAB: "correct it: until then GitLab reads it in another way than it is meant",
}
_FORBIDDEN = frozenset('<>:"|?*\\') | frozenset(map(chr, range(32)))


def lost_imports(rule: str, found: Iterable[Unresolved]) -> Iterator[BuiltinFinding]:
    """What leads nowhere: one finding per file and specifier, with all places.

    `rule` is unresolved or ambiguous-import.
    """
    places: dict[tuple[str, str], list[Unresolved]] = {}
    for each in found:
        places.setdefault((each.path, each.specifier), []).append(each)
    for (path, specifier), all_places in places.items():
        finding = Finding(
            message=f"{specifier}: {all_places[0].reason}",
            subject=path,
            target=specifier,
            places=tuple(Place(each.path, each.line, each.column) for each in all_places),
        )
        yield BuiltinFinding(rule, finding)


def unparsable(found: Iterable[FileDiagnostic]) -> Iterator[BuiltinFinding]:
    """One finding per file that could not be read for certain; where its imports were found all the same, it says so.

    That they were found does not make it less grave: what no parser understands may hide others.
    """
    for path, diagnostic in ((each.path, each.diagnostic) for each in found):
        place = Place(path, diagnostic.line, diagnostic.column)
        kept = diagnostic.kind == SYNTAX
        message = f"{diagnostic.message}; its imports were read from the text" if kept else diagnostic.message
        hint = _KEPT_HINT if kept else "repair the file, or take it out with files: exclude"
        yield BuiltinFinding("unparsable", Finding(message, path, places=(place,), hint=hint))


def skipped_files(found: Iterable[Skipped]) -> Iterator[BuiltinFinding]:
    """One finding per path that was not analysed."""
    for path, reason in found:
        yield BuiltinFinding("skipped-file", Finding(f"not analysed: {reason}", path))


def unassigned(code: Iterable[int], paths: Sequence[str], components: Components) -> Iterator[BuiltinFinding]:
    """One finding per code file that belongs to no component; none when no component is declared."""
    if components.specs:
        for number in code:
            if number not in components.home:
                yield BuiltinFinding("unassigned", Finding("belongs to no component", paths[number]))


def ambiguous_components(paths: Sequence[str], components: Components) -> Iterator[BuiltinFinding]:
    """One finding per set of components that claim the same files with patterns of equal literal length."""
    by_owners: dict[tuple[str, ...], list[str]] = {}
    for number, owners in components.ties:
        by_owners.setdefault(owners, []).append(paths[number])
    for owners, claimed in by_owners.items():
        more = f" and {len(claimed) - 1} more" if len(claimed) > 1 else ""
        finding = Finding(
            message=f"{claimed[0]}{more} belong to {' and '.join(owners)} alike",
            subject=claimed[0],
            key=",".join(owners),
            hint="make one pattern longer, or take the files out of the other with `except`",
        )
        yield BuiltinFinding("ambiguous-component", finding)


def codeowners_syntax(codeowners: Codeowners) -> Iterator[BuiltinFinding]:
    """One finding per mistake in the CODEOWNERS file; the same mistake in lines of the same text is one."""
    path = codeowners.path
    for problem in codeowners.problems:
        place = Place(path, problem.line, problem.column)
        finding = Finding(
            message=problem.message,
            subject=path,
            key=f"{problem.kind}: {problem.source}",
            places=(place,) if problem.line else (),
            hint=_SYNTAX_HINTS[codeowners.dialect],
        )
        yield BuiltinFinding("codeowners-syntax", finding)


def portable_names(files: Sequence[str]) -> Iterator[BuiltinFinding]:
    """Names that some system cannot hold: equal but for case or Unicode form, reserved, with forbidden characters."""
    paths = [*files, *directories_of(files)]
    yield from _collisions(paths)
    names = {path.rpartition("/")[2] for path in paths}
    faults = {name: fault for name in names if (fault := _name_fault(name))}
    for path in sorted(paths) if faults else ():
        name = path.rpartition("/")[2]
        if name in faults:
            yield BuiltinFinding("portable-names", Finding(f'the name "{name}" {faults[name]}', path, key=name))


def _collisions(paths: Sequence[str]) -> Iterator[BuiltinFinding]:
    joined = "\0".join(paths)
    folded = joined.lower().split("\0") if joined.isascii() else [_fold(path) for path in paths]
    if len(set(folded)) == len(paths) or not paths:
        return
    groups: dict[str, list[str]] = {}
    for path, key in sorted(zip(paths, folded, strict=True)):
        groups.setdefault(key, []).append(path)
    for key, group in groups.items():
        if len(group) > 1 and not _inherited(key, group, groups):
            others = ", ".join(group[1:])
            message = f"{group[0]} and {others} are one name where case or Unicode form is ignored"
            yield BuiltinFinding("portable-names", Finding(message, group[0]))


def _inherited(key: str, group: Sequence[str], groups: dict[str, list[str]]) -> bool:
    """Whether the collision is only that of directories above: that one is reported instead."""
    last_names = {path.rpartition("/")[2] for path in group}
    above = groups.get(key.rpartition("/")[0], [])
    return len(last_names) == 1 and len(above) > 1


def _fold(path: str) -> str:
    return path.lower() if path.isascii() else unicodedata.normalize("NFC", path).casefold()


def _name_fault(name: str) -> str:
    if name[-1] in ". ":
        return "ends with a dot or a space, which Windows drops"
    if name.partition(".")[0].casefold() in _RESERVED:
        return "is reserved on Windows"
    if not _FORBIDDEN.isdisjoint(name):
        return "holds characters that Windows does not allow"
    return ""
