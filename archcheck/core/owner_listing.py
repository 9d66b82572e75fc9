"""What `archcheck owners` prints: who owns what, as rows for programs and as lines for people."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from archcheck.core.codeowners import NAMES, Codeowners, Entry
from archcheck.core.columns import counted, display_width, pad
from archcheck.core.json_shape import to_json
from archcheck.core.printable import inert_lines, printable

_SAMPLES = 4
UNOWNED = "unowned"
ON_PURPOSE = "unowned on purpose"


class Owned(NamedTuple):
    """A path with the entries that decide about it; none when nothing matches."""

    path: str
    deciding: tuple[Entry, ...]

    @property
    def is_unowned(self) -> bool:
        """Whether nobody owns it, on purpose or not."""
        return not any(entry.owners for entry in self.deciding)


def listing(found: Sequence[Owned], codeowners: Codeowners, *, as_json: bool, one_by_one: bool, unowned: bool) -> str:
    """The text for what was asked: with `unowned` only what nobody owns, with `one_by_one` a line for each path."""
    chosen = [each for each in found if each.is_unowned] if unowned else found
    if as_json:
        return to_json(records(chosen))
    if one_by_one:
        lines = path_lines(chosen, codeowners)
    else:
        lines = unowned_lines(chosen, found) if unowned else summary_lines(chosen, codeowners)
    return inert_lines(lines)


def records(found: Iterable[Owned]) -> list[dict[str, Any]]:
    """One record per path; in GitLab one per section that decides. Without a line nothing matches the path."""
    return [record for each in found for record in _records(each)]


def _records(owned: Owned) -> Iterator[dict[str, Any]]:
    for entry in owned.deciding:
        section = entry.section or None
        yield {"path": owned.path, "owners": list(entry.owners), "line": entry.line, "section": section}
    if not owned.deciding:
        yield {"path": owned.path, "owners": [], "line": None, "section": None}


def path_lines(found: Sequence[Owned], codeowners: Codeowners) -> Iterator[str]:
    """One line per path: owners, and the lines that say so."""
    wide = max((display_width(printable(each.path)) for each in found), default=0)
    for each in found:
        said = ", ".join(_said(entry, codeowners.path) for entry in each.deciding) or UNOWNED
        yield f"{pad(printable(each.path), wide)}  {said}"


def _said(entry: Entry, path: str) -> str:
    section = f"[{printable(entry.section)}] " if entry.section else ""
    owners = printable(" ".join(entry.owners)) or ON_PURPOSE
    return f"{section}{owners}  {path}:{entry.line}"


def summary_lines(found: Sequence[Owned], codeowners: Codeowners) -> Iterator[str]:
    """How many files each set of owners has, most first, with samples; then what nobody owns."""
    groups: dict[str, list[str]] = {}
    for each in found:
        groups.setdefault(_label(each), []).append(each.path)
    named = [label for label in groups if label not in (ON_PURPOSE, UNOWNED)]
    order = [*sorted(named, key=lambda label: (-len(groups[label]), label)), ON_PURPOSE, UNOWNED]
    shown = [(label, groups[label]) for label in order if label in groups]
    where = f"{codeowners.path}, read as {NAMES[codeowners.dialect]} does" if codeowners.path else "no CODEOWNERS file"
    yield f"{where}: {counted(len(found), 'file')}"
    counts = [counted(len(paths), "file") for _, paths in shown]
    for (label, paths), count in zip(shown, counts, strict=True):
        yield f"  {label}"
        tops = directories_of(paths, found)
        samples = ", ".join(printable(top) for top in list(tops)[:_SAMPLES])
        more = f" and {len(tops) - _SAMPLES} more" if len(tops) > _SAMPLES else ""
        yield f"    {count}: {samples}{more}"


def unowned_lines(found: Sequence[Owned], everything: Sequence[Owned]) -> Iterator[str]:
    """What nobody owns: whole directories with their number of files, and files."""
    for state in (UNOWNED, ON_PURPOSE):
        paths = [each.path for each in found if _label(each) == state]
        for top, number in directories_of(paths, everything).items():
            count = f"  {counted(number, 'file')}" if top.endswith("/") else ""
            yield f"{printable(top)}{count}{f'  {ON_PURPOSE}' if state == ON_PURPOSE else ''}"


def _label(owned: Owned) -> str:
    owners = dict.fromkeys(owner for entry in owned.deciding for owner in entry.owners)
    if owners:
        return printable(" ".join(owners))
    return ON_PURPOSE if owned.deciding else UNOWNED


def directories_of(paths: Sequence[str], everything: Iterable[Owned]) -> Mapping[str, int]:
    """The topmost directories that hold none but these paths, with their number, and the paths in no such directory."""
    mine = set(paths)
    mixed = {folder for each in everything if each.path not in mine for folder in _above(each.path)}
    found: dict[str, int] = {}
    for path in paths:
        top = next((folder for folder in _above(path) if folder not in mixed), path)
        found[top] = found.get(top, 0) + 1
    return found


def _above(path: str) -> list[str]:
    return [path[: at + 1] for at, character in enumerate(path) if character == "/"]
