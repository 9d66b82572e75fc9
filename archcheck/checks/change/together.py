"""Files that change with others, or do not: one finding per pattern and binding of its captures."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from archcheck.core.bindings import ByBinding
from archcheck.core.columns import counted
from archcheck.core.components import Binding, captured
from archcheck.core.findings import Finding
from archcheck.core.globs import Glob
from archcheck.core.history import DELETED, FileChange
from archcheck.core.selectors import GlobTerm
from archcheck.core.values import Place

_MOST_NAMED = 3
About = Mapping[str, tuple[Binding, ...]]
"""The changed paths that a rule is about, in order, with what they bind."""
Changes = Mapping[str, FileChange]


def missing_partners(term: GlobTerm, about: About, changes: Changes) -> Iterator[Finding]:
    """What changed without a file of the pattern. A deletion is company only for what was deleted as well."""
    partners = _file_partners(term.glob, [path for path, change in changes.items() if change.status != DELETED])
    gone = _file_partners(term.glob, [path for path, change in changes.items() if change.status == DELETED])
    for group in _groups(term.glob, about):
        only_deleted = all(changes[path].status == DELETED for path in group.paths)
        if not partners.fitting(group.binding) and not (only_deleted and gone.fitting(group.binding)):
            wanted = term.glob.substitute(captured(group.binding))
            yield _finding("require", f"without a change of {wanted}", wanted, group, changes)


def unwanted_partners(term: GlobTerm, about: About, changes: Changes) -> Iterator[Finding]:
    """What changed together with other files of the pattern."""
    partners = _file_partners(term.glob, changes)
    for group in _groups(term.glob, about):
        others = sorted(set(partners.fitting(group.binding)).difference(group.paths))
        if others:
            more = f" and {counted(len(others) - _MOST_NAMED, 'more file')}" if len(others) > _MOST_NAMED else ""
            said = f"together with {', '.join(others[:_MOST_NAMED])}{more}"
            yield _finding("deny", said, term.glob.substitute(captured(group.binding)), group, changes)


class _Group(NamedTuple):
    """Changed paths that have the same partner; `values` are all that the first of them binds."""

    binding: Binding
    paths: Sequence[str]
    values: Binding


def _groups(partner: Glob, about: About) -> Iterator[_Group]:
    """The changed paths by those of their captured values that the partner has as well."""
    names = {*partner.captures, *partner.others}
    found: dict[Binding, dict[str, Binding]] = {}
    for path, bindings in about.items():
        for binding in bindings:
            shared = tuple(pair for pair in binding if pair[0].removeprefix("!") in names)
            found.setdefault(shared, {})[path] = binding
    for shared, paths in found.items():
        yield _Group(shared, list(paths), next(iter(paths.values())))


def _file_partners(glob: Glob, paths: Sequence[str] | Changes) -> ByBinding[str]:
    filed = ByBinding[str]()
    for path in paths:
        bound = glob.match_file(path)
        if bound is not None:
            filed.add(tuple(sorted(bound.items())), path)
    return filed


def _finding(key: str, said: str, partner: str, group: _Group, changes: Changes) -> Finding:
    """A finding at the first of the paths, known by the partner it is about."""
    first = changes[group.paths[0]]
    what = first.status if len(group.paths) == 1 else f"one of {len(group.paths)} files that changed"
    return Finding(
        message=f"{what} {said}",
        subject=first.path,
        key=f"{key} {partner}",
        identity=(partner, ""),
        places=tuple(Place(path, changes[path].line, 1) for path in group.paths if changes[path].line),
        binding=captured(group.values),
        hint=_HINTS[key].format(partner),
    )


_HINTS = {"require": "change {} as well", "deny": "make two changes of it"}
