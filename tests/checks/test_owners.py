"""`owners`: what must be owned, by whom, and what is wrong with the lines that say so."""

from typing import Any

import pytest

from archcheck.core.codeowners import Codeowners
from archcheck.core.codeowners_github import parse_github
from archcheck.core.codeowners_gitlab import parse_gitlab
from archcheck.core.evaluate import evaluate
from archcheck.core.findings import Finding
from archcheck.core.scene import Foreign, Need, Owners, Text
from tests import scenes

FILES = """
.github/CODEOWNERS
README.md
services/loans/main.py
services/loans/terms.py
services/pay/main.py
services/pay/old/a.py
services/pay/old/b.py
"""


def needs(lines: str | None, dialect: str = "", foreign: set[int] | None = None, **texts: str) -> dict[Need, Any]:
    parse = parse_gitlab if dialect == "gitlab" else parse_github
    file = Codeowners("", "github") if lines is None else parse(lines.encode(), ".github/CODEOWNERS")
    lists: dict[Need, Any] = {Text(f"{name}.txt"): text for name, text in texts.items()}
    return {Owners(dialect): file, Foreign(): foreign or set(), **lists}


def lines(body: str, text: str | None, files: str = FILES, **more: Any) -> list[str]:
    return scenes.lines("owners", body, files, needs=needs(text, **more))


def found(body: str, text: str, files: str = FILES) -> list[Finding]:
    return scenes.run("owners", body, files, needs=needs(text))


@pytest.mark.parametrize(
    "text", ["* @a", "/services/ @a\n/.github/ @a\nREADME.md @a", "*.py @a\n*.md @b c@d.org\nCODEOWNERS @o/t"]
)
def test_everything_owned_is_fine(text: str) -> None:
    assert lines("", text) == []


def test_a_whole_directory_is_one_finding_and_single_files_are_named() -> None:
    assert lines("", "/services/loans/ @a\n/services/pay/old/a.py @a") == [
        ".github/: 1 file has no owner",
        "README.md: has no owner",
        "services/pay/main.py: has no owner",
        "services/pay/old/b.py: has no owner",
    ]
    assert lines("", "*.md @a\n/.github/ @a\n/services/loans/ @a") == ["services/pay/: 3 files have no owner"]


def test_a_file_that_says_nothing_is_one_finding() -> None:
    assert lines("", "# nothing yet\n") == [".github/CODEOWNERS: 7 files have no owner"]


def test_no_file_is_one_finding_where_it_should_be() -> None:
    assert lines("", None) == [
        ".github/CODEOWNERS: there is no CODEOWNERS file, so 7 files have no owner",
    ]


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        pytest.param("paths: services/pay", ["services/pay/: 3 files have no owner"], id="paths"),
        pytest.param("exclude: [README.md, .github, services/pay]", ["services/: 2 files have no owner"], id="exclude"),
    ],
)
def test_only_the_files_of_the_rule_must_be_owned(narrowing: str, expected: list[str]) -> None:
    rule_set = scenes.rules("owners", narrowing)
    scene = scenes.scene(FILES, rule_set, needs("/lib/ @a\n/services/pay/none @a"))
    made = evaluate(rule_set, scenes.check_of, scene, "2026-11-20")
    told = [f"{each.subject}: {each.message}" for each in made.violations if each.rule == "r"]
    assert told == expected


def test_without_a_file_a_rule_about_some_paths_fails_there() -> None:
    rule_set = scenes.rules("owners", "paths: services/pay")
    made = evaluate(rule_set, scenes.check_of, scenes.scene(FILES, rule_set, needs(None)), "2026-11-20")
    assert [each.subject for each in made.violations] == ["services/pay/main.py"]


def test_excluded_files_and_submodules_need_no_owner() -> None:
    assert lines("", "*.py @a", foreign={0, 1}) == []


def test_a_component_without_owner_is_one_finding() -> None:
    assert lines("each: service", "/services/pay/main.py @a") == [
        "services/loans/: service[loans] has no owner (2 files)",
        "services/pay/old/: 2 files have no owner",
    ]


def test_the_line_for_everything_counts_for_files_but_not_for_components() -> None:
    assert lines("", "* @all") == []
    assert lines("catch_all: false", "* @all\n/services/ @s\n/.github @s") == [
        "README.md: only the line for everything names an owner (@all)",
    ]
    assert lines("each: service", "* @all\n/services/pay/ @p") == [
        "services/loans/: service[loans]: only the line for everything names an owner (@all) (2 files)",
    ]
    assert lines("each: service\ncatch_all: true", "* @all") == []


def test_unowned_on_purpose_is_a_finding_of_its_own_for_each_line() -> None:
    every = found("", "* @a\n/services/pay/old\n/services/loans/\n")
    assert scenes.told(every) == [
        "services/loans/: `/services/loans/` leaves 2 files without an owner, such as services/loans/main.py",
        "services/pay/old/: `/services/pay/old` leaves 2 files without an owner, such as services/pay/old/a.py",
    ]
    assert [(each.key, each.places[0][1:]) for each in every] == [
        ("explicitly unowned", (3, 1)),
        ("explicitly unowned", (2, 1)),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param("min: 2", "1 owner among @alice, at least 2 expected", id="too-few"),
        pytest.param("by: team", "0 teams among @alice, at least 1 expected", id="no-team"),
    ],
)
def test_a_line_that_names_too_few_is_one_finding(body: str, message: str) -> None:
    text = "* @o/a @o/b\n*.py @alice\n/services/pay/ @o/a @o/b\n"
    assert lines(body, text) == [
        f"services/loans/: {message}: `*.py` decides about 2 files, such as services/loans/main.py"
    ]


def test_a_finding_about_a_line_stays_the_same_when_it_moves_or_decides_about_more() -> None:
    before = found("min: 2", "* @a @b\n*.py @a\n")
    after = found("min: 2", "# money\n* @a @b\n\n  *.py @a @a\n", FILES + "tools/x.py\n")
    assert len(before) == len(after) == 1
    assert before[0].places != after[0].places
    assert scenes.identities(before) == scenes.identities(after)


def test_owners_outside_of_the_closed_list_are_told_once_with_their_lines() -> None:
    every = found('known: ["@o/pay", "@O/Core"]', "* @o/core\n/a @o/pya @x\n/b @o/pya\n/c\n")
    assert [(each.key, [place.line for place in each.places], each.hint) for each in every if "known" in each.key] == [
        ("known: @o/pya", [2, 3], 'did you mean "@o/pay"?'),
        ("known: @x", [2], "correct it, or list it under `known:`"),
    ]


def test_known_owners_may_stand_in_a_file() -> None:
    teams = 'teams:\n  - "@o/a"\n  - name: b, mail: <b@c.org>\n'
    text = "* @o/a b@c.org @o/z\n"
    told = lines("known: [teams.txt, '@o/y']", text, teams=teams.replace("<", "").replace(">", ""))
    assert told == [".github/CODEOWNERS: @o/z is not among the known owners"]


def test_lines_that_match_nothing_or_never_decide_are_dead() -> None:
    text = "*.rb @a\n*.md @b\n/services/pay/old/a.py @c\n/services/pay/ @d\n* @e\n/.github/ @f\n"
    assert lines("dead_lines: true", text) == [
        ".github/CODEOWNERS: `*.rb` matches no file",
        ".github/CODEOWNERS: `*.md` never decides: `*` in line 5 does",
        ".github/CODEOWNERS: `/services/pay/old/a.py` never decides: `*` in line 5 does",
        ".github/CODEOWNERS: `/services/pay/` never decides: `*` in line 5 does",
    ]


def test_a_line_is_not_dead_because_another_reads_alike() -> None:
    text = "* @a\n*.* @b\n/services/*/main.py @c\n/services/pay/* @d\n"
    assert lines("dead_lines: true", text, FILES + "LICENSE\n") == []


def test_lines_of_gitlab_are_dead_within_their_section() -> None:
    text = "*.py @a\n* @b\n[Docs] @d\n*.py\n*.rst\n[More] @m\n*.md\n/x @n\n*.md @o\n!*.txt\n"
    assert lines("dialect: gitlab\ndead_lines: true", text, dialect="gitlab") == [
        ".github/CODEOWNERS: `*.py` never decides: `*` in line 2 does",
        ".github/CODEOWNERS: `*.rst` matches no file",
        ".github/CODEOWNERS: `*.md` never decides: `*.md` in line 9 does",
        ".github/CODEOWNERS: `/x` matches no file",
        ".github/CODEOWNERS: `!*.txt` matches no file",
    ]


def test_sections_of_gitlab_add_up() -> None:
    body = "dialect: gitlab\nmin: 2"
    assert lines(body, "* @a\n[B]\n*.py @b\n[C]\n*.md @c\nCODEOWNERS @c\n", dialect="gitlab") == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("min: 0", ["`min` is at least 1, found 0 (rule r (kind owners))"], id="min"),
        pytest.param(
            "known: []",
            ["an empty list knows nobody (rule r (kind owners)); name the owners, or a file that lists them"],
            id="known",
        ),
    ],
)
def test_mistakes_in_the_rule_are_told(body: str, expected: list[str]) -> None:
    assert scenes.problems("owners", body) == expected


def test_the_hint_is_a_line_that_helps() -> None:
    every = found(
        "", "/.github/ @a\n/services/ @a\n", ".github/CODEOWNERS\nservices/a\napp/[id]/x y.tsx\n".replace(" ", "_")
    )
    assert [each.hint for each in every] == [r"add a line such as `/app/ @owner` to .github/CODEOWNERS"]
    odd = found("", "/app/a @a\n.github/ @b", ".github/CODEOWNERS\napp/a\napp/[id]/x.ts\n")
    assert [each.hint for each in odd] == [r"add a line such as `/app/\[id\]/ @owner` to .github/CODEOWNERS"]
