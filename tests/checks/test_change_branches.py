"""`change` with `flow`: which branches may be merged into which."""

import pytest

from archcheck.core.findings import Finding
from archcheck.core.history import Merge
from archcheck.core.scene import Merges
from archcheck.core.values import Place
from tests import scenes

BODY = 'flow: {main: [develop, "hotfix/*"], "release/*": develop}'
ID = "c0ffee" + "0" * 34


def found(*merges: Merge) -> list[Finding]:
    return scenes.run("change", BODY, "a.py", needs={Merges(): merges})


@pytest.mark.parametrize(
    "merge",
    [
        pytest.param(Merge("main", "develop", ID), id="by-name"),
        pytest.param(Merge("main", "hotfix/x", ID), id="by-pattern"),
        pytest.param(Merge("release/2", "develop", ID), id="into-a-pattern"),
        pytest.param(Merge("develop", "anything", ID), id="not-restricted"),
        pytest.param(Merge("main", "main", ID), id="the-branch-itself"),
    ],
)
def test_allowed_merges_are_fine(merge: Merge) -> None:
    assert found(merge) == []


def test_a_wrong_merge_is_one_finding_where_the_rule_says_so() -> None:
    every = found(Merge("main", "feature/x", ID), Merge("main", "feature/x", "d" * 40), Merge("release/2", "main", ""))
    assert scenes.told(every) == [
        "archcheck.yaml: feature/x was merged in c0ffee000000 into main, which takes only develop, hotfix/*",
        "archcheck.yaml: main is to be merged into release/2, which takes only develop",
    ]
    assert every[0].places == (Place("archcheck.yaml", 7, 19),)
    assert every[1].hint == "merge it into one of develop first"


def test_identity_is_the_two_branches() -> None:
    before = scenes.identities(found(Merge("main", "x", ID)))
    assert before == scenes.identities(found(Merge("main", "x", "")))
    assert before != scenes.identities(found(Merge("main", "y", ID)))


def test_a_merge_of_who_knows_what_is_unknown() -> None:
    told = scenes.lines("change", BODY, "a.py", needs={Merges(): [Merge("main", "", ID)]})
    assert told == ["unknown: nobody says which branch c0ffee000000 merges into main"]
