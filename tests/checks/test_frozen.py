"""`frozen`: what counts as a change of frozen code, and how it is told."""

from typing import Any

import pytest

from archcheck.core.evaluate import evaluate
from archcheck.core.findings import SKIPPED, UNKNOWN, Finding
from archcheck.core.history import Difference, FileChange
from archcheck.core.scene import Diff, Missing
from archcheck.core.values import Place
from tests import scenes

FILES = "old/a.py\nold/b.py\npoc/x.py\nlive/m.py\n"
BODY = "in: [old, poc]\nbase: v1.0"
CHANGED = FileChange("old/a.py", "modified", "c0ffee0123456789", line=7)


def needs(body: str, *changes: FileChange, name: str = "v1.0") -> dict[Any, Any]:
    options = scenes.rules("frozen", body).rules[0].options
    return {options.need: Difference("1" * 40, name, tuple(sorted(changes)))}


def found(*changes: FileChange, body: str = BODY, files: str = FILES, name: str = "v1.0") -> list[Finding]:
    return scenes.run("frozen", body, files, needs=needs(body, *changes, name=name))


def lines(*changes: FileChange, body: str = BODY, files: str = FILES) -> list[str]:
    return scenes.lines("frozen", body, files, needs=needs(body, *changes))


def test_what_is_as_it_was_is_fine_and_so_is_what_changes_elsewhere() -> None:
    assert lines() == []
    assert lines(FileChange("live/m.py", "modified", "ab"), FileChange("live/gone.py", "deleted")) == []


def test_each_changed_deleted_and_added_file_is_one_finding() -> None:
    assert lines(
        CHANGED,
        FileChange("old/gone.py", "deleted"),
        FileChange("poc/x.py", "added", "ab"),
        FileChange("old/b.py", "modified", "ab", mode="an executable file"),
    ) == [
        "old/a.py: changed since v1.0",
        "old/b.py: changed into an executable file since v1.0",
        "old/gone.py: deleted since v1.0",
        "poc/x.py: added since v1.0",
    ]


def test_a_finding_shows_the_first_changed_line_and_how_to_go_back() -> None:
    [finding] = found(CHANGED)
    assert finding.places == (Place("old/a.py", 7, 1),)
    assert finding.hint == "bring it back: git checkout v1.0 -- old/a.py"


def test_the_way_back_is_a_command_that_runs_as_it_stands() -> None:
    odd = FileChange("old/my file's.py", "deleted")
    [finding] = found(odd, name="a&b")
    assert finding.hint == """bring it back: git checkout 'a&b' -- 'old/my file'"'"'s.py'"""


def test_what_is_moved_counts_where_it_stood() -> None:
    moved = FileChange("old/gone.py", "deleted", moved_to="live/m.py", line=1)
    arrived = FileChange("live/m.py", "added", "ab", moved_from="old/gone.py")
    [finding] = found(moved, arrived)
    assert scenes.tell(finding) == "old/gone.py: moved to live/m.py since v1.0"
    assert finding.places == (Place("live/m.py", 1, 1),)


def test_a_move_within_frozen_code_is_one_finding() -> None:
    moved = FileChange("old/gone.py", "deleted", moved_to="poc/x.py")
    arrived = FileChange("poc/x.py", "added", "ab", moved_from="old/gone.py")
    assert lines(moved, arrived) == ["old/gone.py: moved to poc/x.py since v1.0"]


def test_what_is_moved_in_is_added() -> None:
    moved = FileChange("live/gone.py", "deleted", moved_to="poc/x.py")
    arrived = FileChange("poc/x.py", "added", "ab", moved_from="live/gone.py")
    assert lines(moved, arrived) == ["poc/x.py: added (moved from live/gone.py) since v1.0"]
    assert lines(moved, arrived, body=f"{BODY}\nallow_add: true") == []


def test_new_files_may_be_allowed_but_not_that_others_go() -> None:
    changes = (FileChange("old/b.py", "added", "ab"), FileChange("old/gone.py", "deleted"))
    assert lines(*changes, body=f"{BODY}\nallow_add: true") == ["old/gone.py: deleted since v1.0"]


def test_components_may_be_frozen_even_when_all_their_files_are_gone() -> None:
    body = "in: service[pay]\nbase: v1.0"
    gone = FileChange("services/pay/a.py", "deleted")
    assert lines(gone, FileChange("services/loans/a.py", "deleted"), body=body) == [
        "services/pay/a.py: deleted since v1.0"
    ]


def test_captured_values_reach_the_words_of_the_rule() -> None:
    [finding] = found(FileChange("poc/12-auth/a.py", "deleted"), body='in: "poc/{name}/"\nbase: v1', files=FILES)
    assert finding.binding == {"name": "12-auth"}


def test_a_selector_that_means_nothing_now_or_then_is_vacuous() -> None:
    body = "in: [old, pco]\nbase: v1.0"
    assert lines(body=body) == ["vacuous: pco"]
    assert lines(FileChange("pco/a.py", "deleted"), body=body) == ["pco/a.py: deleted since v1.0"]


def test_identity_is_the_path_and_what_the_file_came_to() -> None:
    [before] = scenes.identities(found(CHANGED))
    assert [before] == scenes.identities(found(CHANGED._replace(line=99)))
    assert [before] == scenes.identities(found(CHANGED, name="1" * 12))
    assert [before] != scenes.identities(found(CHANGED._replace(content_id="beef")))
    assert scenes.identities(found(FileChange("old/b.py", "added", "a"))) == scenes.identities(
        found(FileChange("old/b.py", "added", "b"))
    )


@pytest.mark.parametrize(
    ("missing", "outcome", "reason"),
    [
        pytest.param(Missing("no v1.0; fetch-depth: 0"), UNKNOWN, "no v1.0; fetch-depth: 0", id="unknown"),
        pytest.param(Missing("nothing to look at", idle=True), SKIPPED, "nothing to look at", id="idle"),
    ],
)
def test_a_base_that_is_not_there_is_never_a_pass(missing: Missing, outcome: str, reason: str) -> None:
    rule_set = scenes.rules("frozen", BODY, components="")
    options = rule_set.rules[0].options
    scene = scenes.scene(FILES, rule_set, {options.need: missing})
    result = evaluate(rule_set, scenes.check_of, scene, "2026-11-20").results[0]
    assert (result.outcome, result.reason) == (outcome, reason)


def test_the_base_is_asked_for_with_the_files_it_is_about() -> None:
    options = scenes.rules("frozen", BODY).rules[0].options
    assert scenes.check_of("frozen").needs(options) == (Diff("v1.0", options.in_),)


@pytest.mark.parametrize(
    "base",
    [
        pytest.param("--output=x", id="option"),
        pytest.param("", id="empty"),
        pytest.param("a b", id="space"),
        pytest.param("a\\nb", id="line-end"),
    ],
)
def test_a_base_that_git_would_misread_is_a_mistake(base: str) -> None:
    expected = 'a tag, a branch or a commit is expected (rule r (kind frozen)); name it as git does, such as "v1.0"'
    assert scenes.problems("frozen", f'in: "old/**"\nbase: "{base}"') == [expected]
