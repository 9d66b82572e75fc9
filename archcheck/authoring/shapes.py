"""The shape that sibling components have in common: the entries that all of them have, or nearly all."""

from collections import Counter
from collections.abc import Sequence

from archcheck.authoring.candidates import Candidate
from archcheck.authoring.components import Group
from archcheck.authoring.drafts import Draft
from archcheck.authoring.survey import Survey

_FEWEST_SIBLINGS = 3
_FEWEST_ENTRIES = 2
_MOST_ENTRIES = 12
_NEARLY_ALL = 0.8
_ENOUGH_FOR_NEARLY = 5
_BESIDE_THE_POINT = frozenset(
    ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "poetry.lock", "uv.lock", "go.sum", "bun.lock")
)


def shape_candidate(group: Group, survey: Survey) -> Candidate | None:
    """What each of the siblings has; first with what nearly all have."""
    count = len(group.members)
    if not group.is_many or count < _FEWEST_SIBLINGS or "{" not in group.pattern.rpartition("/")[0]:
        return None
    held = Counter(entry for member in group.members for entry in _entries(member, survey))
    drafts: list[Draft] = []
    for least in (_NEARLY_ALL if count >= _ENOUGH_FOR_NEARLY else 1.0, 1.0):
        entries = _readable([entry for entry in held if held[entry] >= least * count])
        draft = _draft(group, entries)
        if _FEWEST_ENTRIES <= len(entries) <= _MOST_ENTRIES and draft not in drafts:
            drafts.append(draft)
    return Candidate(tuple(drafts), worth=count) if drafts else None


def _draft(group: Group, entries: Sequence[str]) -> Draft:
    why = f"Who knows one {group.name.replace('-', ' ')} finds the way in every other."
    options = {"root": group.pattern.rstrip("/"), "entries": list(entries)}
    return Draft(f"{group.name}-shape", "tree", why, options, f"{len(group.members)} {group.plural}")


def _entries(member: str, survey: Survey) -> list[str]:
    """What stands in a directory, and in its directories."""
    found = []
    for name in sorted(survey.entries.get(member, ())):
        if name in _BESIDE_THE_POINT or name.startswith("."):
            continue
        found.append(name)
        if name.endswith("/"):
            inside = survey.entries.get(f"{member}/{name[:-1]}", frozenset())
            found.extend(name + each for each in sorted(inside) if not each.startswith("."))
    return found


def _readable(entries: Sequence[str]) -> list[str]:
    """Without directories of which something inside is listed."""
    return sorted(
        entry
        for entry in entries
        if not any(each != entry and each.startswith(entry) and entry.endswith("/") for each in entries)
    )
