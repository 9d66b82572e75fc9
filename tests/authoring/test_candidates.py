"""Which draft of a candidate is proposed."""

from collections.abc import Mapping, Sequence

from archcheck.authoring.candidates import Candidate, Decided, Outcome, decide, without_beside
from archcheck.authoring.drafts import Draft
from archcheck.core.findings import Violation
from tests.builders import violation

STRICT = Draft("r", "layers", "", {"level": 1})
MILD = Draft("r", "layers", "", {"level": 2})
MILDEST = Draft("r", "layers", "", {"level": 3})


def judge(violations: Mapping[int, int], reason: str = "") -> "Judging":
    return Judging({level: Outcome((violation(),) * count, reason) for level, count in violations.items()})


class Judging:
    """Gives each draft so many violations, by its level."""

    def __init__(self, outcomes: Mapping[int, Outcome]) -> None:
        self.outcomes = outcomes

    def __call__(self, drafts: Sequence[Draft]) -> Mapping[str, Outcome]:
        return {draft.id: self.outcomes[int(str(draft.options["level"]))] for draft in drafts}


def decided(candidate: Candidate, violations: Mapping[int, int], *, with_baseline: bool = False) -> Decided:
    (found,) = decide([candidate], judge(violations), with_baseline=with_baseline)
    return found


def test_the_first_draft_that_holds_is_adopted_and_the_strictest_comes_next() -> None:
    candidate = Candidate((STRICT, MILD, MILDEST))
    assert decided(candidate, {1: 4, 2: 2, 3: 0}) == Decided(MILDEST, STRICT, 4)
    assert decided(candidate, {1: 0, 2: 0, 3: 0}) == Decided(STRICT)


def test_with_a_baseline_the_strictest_draft_with_few_violations_is_adopted() -> None:
    candidate = Candidate((STRICT, MILD, MILDEST), worth=3)
    assert decided(candidate, {1: 4, 2: 2, 3: 0}, with_baseline=True) == Decided(MILD)


def test_what_too_much_breaks_is_not_said_to_come_next() -> None:
    assert decided(Candidate((STRICT,), worth=3), {1: 4}) == Decided(None)


def test_what_cannot_be_judged_is_dropped() -> None:
    (found,) = decide([Candidate((STRICT,))], judge({1: 0}, "no manifest"), with_baseline=True)
    assert found == Decided(None)


def test_a_milder_draft_is_made_of_what_the_last_one_found() -> None:
    def relax(draft: Draft, violations: Sequence[Violation]) -> Draft | None:
        return MILD if draft == STRICT and len(violations) == 1 else None

    assert decided(Candidate((STRICT,), relax), {1: 1, 2: 0}) == Decided(MILD, STRICT, 1)
    assert decided(Candidate((STRICT,), relax), {1: 1, 2: 1}) == Decided(None, STRICT, 1)


def test_directories_beside_the_program_are_excluded_when_little_else_breaks_the_rule() -> None:
    inside, outside = violation(subject="fixtures/a/b.py"), violation(subject="src/c.py")
    spared = without_beside(STRICT, [inside, outside, violation(subject="web/examples/d.py")])
    assert spared is not None
    assert spared.options == {"level": 1, "exclude": ["web/examples", "fixtures"]}
    assert without_beside(STRICT, [inside, *(violation(subject=f"src/{n}.py") for n in range(6))]) is None
    assert without_beside(STRICT, [outside]) is None
    assert without_beside(spared, [inside]) is None


def test_directories_of_one_name_are_excluded_together() -> None:
    found = [violation(subject=f"src/{name}/Migrations/x.cs") for name in ("Orders", "Users")]
    spared = without_beside(STRICT, found)
    assert spared is not None
    assert spared.options["exclude"] == ["**/Migrations/**"]
