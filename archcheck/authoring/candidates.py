"""Rules that may be worth proposing: each a series of drafts, the strictest first, of which one has to hold today."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from archcheck.authoring.drafts import Draft
from archcheck.authoring.survey import beside_of
from archcheck.core.findings import Violation

MILDEST = 8
"""So many drafts are tried of one candidate at most."""


def never(_draft: Draft, _violations: Sequence[Violation]) -> Draft | None:
    """The default of `Candidate.relax`: there is nothing milder."""
    return None


_MOST_EXCLUDED = 4
_MOST_OTHERS = 5


def without_beside(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
    """The same without the directories beside the program, such as fixtures, when little else breaks it."""
    places = {violation.subject: beside_of(violation.subject) for violation in violations}
    folders = sorted({each for each in places.values() if each is not None})
    others = sum(each is None for each in places.values())
    by_name: dict[str, list[str]] = {}
    for folder in folders:
        by_name.setdefault(folder.rpartition("/")[2], []).append(folder)
    globs = [each[0] if len(each) == 1 else f"**/{name}/**" for name, each in sorted(by_name.items())]
    if not globs or others > _MOST_OTHERS or len(globs) > _MOST_EXCLUDED or "exclude" in draft.options:
        return None
    return replace(draft, options={**draft.options, "exclude": globs})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One rule to be. `relax` makes a milder draft of the last one from what it found, or None.

    `worth` says how many violations of today are few enough that the rule still says something about the tree: then it
    is shown as what comes next, or is switched on together with a baseline.
    """

    drafts: tuple[Draft, ...]
    relax: Callable[[Draft, Sequence[Violation]], Draft | None] = never
    worth: int = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a draft came out on the tree; `reason` says why it could not be judged, or what of it matches nothing."""

    violations: tuple[Violation, ...] = ()
    reason: str = ""

    @property
    def passes(self) -> bool:
        """Whether it holds today."""
        return not self.violations and not self.reason


@dataclass(frozen=True, slots=True)
class Decided:
    """What came of a candidate: the draft that is proposed, if any, and the stricter one that comes next, if any."""

    adopted: Draft | None
    next: Draft | None = None
    violations: int = 0


Judge = Callable[[Sequence[Draft]], Mapping[str, Outcome]]


def decide(candidates: Sequence[Candidate], judge: Judge, *, with_baseline: bool) -> list[Decided]:
    """Try the drafts of all candidates, round by round, until each has one that holds or none is left.

    With a baseline the strictest draft is adopted whose violations are few enough.
    """
    open_: dict[int, tuple[Draft, ...]] = {number: each.drafts for number, each in enumerate(candidates)}
    refused: dict[int, tuple[Draft, int]] = {}
    adopted: dict[int, Draft] = {}
    for _ in range(MILDEST):
        tried = {number: drafts[0] for number, drafts in open_.items() if drafts}
        if not tried:
            break
        outcomes = judge(list(tried.values()))
        for number, draft in tried.items():
            candidate, outcome = candidates[number], outcomes[draft.id]
            few = not outcome.reason and len(outcome.violations) <= candidate.worth
            if outcome.passes or (with_baseline and few):
                adopted[number], open_[number] = draft, ()
                continue
            if few:
                refused.setdefault(number, (draft, len(outcome.violations)))
            milder = candidate.relax(draft, outcome.violations) if len(open_[number]) == 1 else None
            open_[number] = (*open_[number][1:], *([milder] if milder else []))
    return [Decided(adopted.get(number), *refused.get(number, (None, 0))) for number in range(len(candidates))]
