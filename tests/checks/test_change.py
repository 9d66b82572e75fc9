"""`change`: what must change together, what must not, and who may change it."""

from typing import Any

import pytest

from archcheck.core.evaluate import evaluate
from archcheck.core.findings import SKIPPED, Finding
from archcheck.core.history import Author, Authors, Difference, FileChange
from archcheck.core.scene import ChangeAuthors, Diff, Merges, Missing
from archcheck.core.values import Place
from tests import scenes

FILES = """
.changeset/config.json
docs/api.md
internal/pay/refund.go
internal/pay/refund_test.go
services/loans/api/quote.py
services/pay/CHANGELOG.md
services/pay/api/a.py
services/pay/api/b.py
"""
SERVICE = 'if_changed: "services/{service}/api/**"\nrequire: "services/{service}/CHANGELOG.md"'


def changes(text: str) -> tuple[FileChange, ...]:
    """Changes drawn as `M path:line`, `A path`, `D path`."""
    names: dict[str, Any] = {"A": "added", "M": "modified", "D": "deleted"}
    found = []
    for words in (line.split() for line in text.splitlines() if line.strip()):
        path, _, line = words[1].partition(":")
        found.append(FileChange(path, names[words[0]], line=int(line or 0)))
    return tuple(sorted(found))


def needs(body: str, text: str, authors: Authors | None = None) -> dict[Any, Any]:
    options = scenes.rules("change", body).rules[0].options
    return {options.need: Difference("1" * 40, "main", changes(text)), ChangeAuthors(): authors or Authors()}


def found(body: str, text: str) -> list[Finding]:
    return scenes.run("change", body, FILES, needs=needs(body, text))


def lines(body: str, text: str, authors: Authors | None = None) -> list[str]:
    return scenes.lines("change", body, FILES, needs=needs(body, text, authors))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing-changed"),
        pytest.param("M docs/api.md", id="nothing-it-is-about"),
        pytest.param("M services/pay/api/a.py\nM services/pay/CHANGELOG.md", id="together"),
        pytest.param("D services/pay/api/a.py\nA services/pay/CHANGELOG.md", id="partner-is-new"),
        pytest.param("D services/pay/api/a.py\nD services/pay/CHANGELOG.md", id="all-deleted"),
        pytest.param("M services/pay/CHANGELOG.md", id="partner-alone"),
    ],
)
def test_what_changes_with_its_partner_is_fine(text: str) -> None:
    assert lines(SERVICE, text) == []


def test_what_changes_alone_is_one_finding_per_value_of_the_shared_captures() -> None:
    text = "M services/pay/api/b.py:3\nA services/pay/api/a.py:1\nD services/loans/api/x.py\nM services/pay/main.py"
    every = found(SERVICE, text)
    assert scenes.told(every) == [
        "services/loans/api/x.py: deleted without a change of services/loans/CHANGELOG.md",
        "services/pay/api/a.py: one of 2 files that changed without a change of services/pay/CHANGELOG.md",
    ]
    assert every[1].places == (Place("services/pay/api/a.py", 1, 1), Place("services/pay/api/b.py", 3, 1))
    assert (every[1].binding, every[1].hint) == ({"service": "pay"}, "change services/pay/CHANGELOG.md as well")


def test_captures_that_the_partner_does_not_have_do_not_multiply_findings() -> None:
    body = 'if_changed: "services/{service}/api/{file}.py"\nrequire: ".changeset/*.md"'
    assert lines(body, "M services/pay/api/a.py\nM services/loans/api/b.py") == [
        "services/loans/api/b.py: one of 2 files that changed without a change of .changeset/*.md"
    ]


def test_a_partner_of_another_binding_does_not_count() -> None:
    assert lines(SERVICE, "M services/pay/api/a.py\nM services/loans/CHANGELOG.md") == [
        "services/pay/api/a.py: modified without a change of services/pay/CHANGELOG.md"
    ]


def test_a_deleted_partner_does_not_count_for_what_stays() -> None:
    body = 'if_changed: "services/**"\nrequire: ".changeset/*.md"'
    assert lines(body, "M services/pay/api/a.py\nD .changeset/warm-cats.md") == [
        "services/pay/api/a.py: modified without a change of .changeset/*.md"
    ]


def test_every_pattern_of_a_list_is_required_and_alternatives_stand_in_braces() -> None:
    body = 'if_changed: "services/**"\nrequire: ["docs/**", "{CHANGELOG.md,.changeset/*.md}"]'
    assert lines(body, "M services/pay/api/a.py\nA .changeset/x.md") == [
        "services/pay/api/a.py: modified without a change of docs/**"
    ]


def test_only_what_happened_as_the_rule_says_counts() -> None:
    body = f"{SERVICE}\nstatus: [added, deleted]"
    assert lines(body, "M services/pay/api/a.py") == []
    assert lines(body, "A services/pay/api/a.py\nM services/pay/api/b.py") == [
        "services/pay/api/a.py: added without a change of services/pay/CHANGELOG.md"
    ]


def test_components_may_be_meant() -> None:
    body = 'if_changed: service\nrequire: "services/{service}/CHANGELOG.md"'
    assert lines(body, "D services/gone/api/a.py") == [
        "services/gone/api/a.py: deleted without a change of services/gone/CHANGELOG.md"
    ]


def test_what_must_not_change_together_is_one_finding() -> None:
    body = 'if_changed: "migrations/**"\ndeny: "services/**"'
    text = "A migrations/1.sql:1\nM services/a\nM services/b\nM services/c\nM services/d"
    every = found(body, text)
    assert scenes.told(every) == [
        "migrations/1.sql: added together with services/a, services/b, services/c and 1 more file"
    ]
    assert lines(body, "A migrations/1.sql\nM docs/api.md") == []
    assert lines(body, "M services/a") == []


def test_what_is_denied_may_include_the_files_themselves() -> None:
    body = 'if_changed: "migrations/**"\ndeny: "**"'
    assert lines(body, "A migrations/1.sql\nA migrations/2.sql") == []


def test_denied_partners_have_the_same_captures() -> None:
    body = 'if_changed: "services/{service}/api/**"\ndeny: "services/{!service}/api/**"'
    assert lines(body, "M services/pay/api/a.py\nM services/pay/api/b.py") == []
    assert lines(body, "M services/pay/api/a.py\nM services/loans/api/quote.py") == [
        "services/loans/api/quote.py: modified together with services/pay/api/a.py",
        "services/pay/api/a.py: modified together with services/loans/api/quote.py",
    ]


def test_identity_is_the_partner_not_the_files_that_lack_it() -> None:
    [before] = scenes.identities(found(SERVICE, "M services/pay/api/b.py:4"))
    assert [before] == scenes.identities(found(SERVICE, "M services/pay/api/b.py:9\nA services/pay/api/a.py"))
    assert [before] != scenes.identities(found(SERVICE, "M services/loans/api/quote.py:4"))


def test_only_the_files_of_the_rule_count() -> None:
    body = f'{SERVICE}\nexclude: "**/a.py"'
    rule_set = scenes.rules("change", body)
    text = "M services/pay/api/a.py\nM services/pay/api/b.py"
    made = evaluate(rule_set, scenes.check_of, scenes.scene(FILES, rule_set, needs(SERVICE, text)), "2026-11-20")
    told = [f"{each.subject}: {each.message}" for each in made.violations if each.rule == "r"]
    assert told == ["services/pay/api/b.py: modified without a change of services/pay/CHANGELOG.md"]


BOT = Author("release-bot[bot]", "bot@example.org", "b" * 40)
ADA = Author("Ada", "ada@example.org", "a" * 40)
AUTHOR = 'if_changed: "**/CHANGELOG.md"\nauthor: ["*[bot]"]'
LOG = "services/pay/CHANGELOG.md"


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param("Ada", id="name"),
        pytest.param("ada", id="small-letters"),
        pytest.param("ada@example.org", id="address"),
        pytest.param("*@example.org", id="domain"),
        pytest.param("Ada <ada@*>", id="both"),
    ],
)
def test_an_author_is_meant_by_name_or_address(pattern: str) -> None:
    body = f'if_changed: "**/CHANGELOG.md"\nauthor: "{pattern}"'
    assert lines(body, f"M {LOG}", Authors({LOG: [ADA]})) == []


def test_a_file_that_others_changed_is_one_finding_and_tells_no_addresses() -> None:
    now = Author("Bob", "b@example.org", "")
    told = lines(AUTHOR, f"M {LOG}", Authors({LOG: [BOT, ADA, ADA, now]}))
    assert told == [f"{LOG}: modified by Ada (aaaaaaaaaaaa), Bob (not committed yet); only *[bot] may"]


def test_many_authors_are_counted() -> None:
    many = [ADA._replace(name=f"n{number}") for number in range(5)]
    [told] = lines(AUTHOR, f"M {LOG}", Authors({LOG: many}))
    assert "n0 (aaaaaaaaaaaa), n1 (aaaaaaaaaaaa), n2 (aaaaaaaaaaaa), 2 more; only" in told


@pytest.mark.parametrize(
    "authors", [pytest.param(Authors(), id="none"), pytest.param(Authors({LOG: [BOT]}, frozenset([LOG])), id="nobody")]
)
def test_unknown_authors_are_unknown_not_a_pass(authors: Authors) -> None:
    assert lines(AUTHOR, f"M {LOG}", authors) == [f"unknown: nobody says who changed {LOG}"]


def test_without_a_base_the_rule_is_skipped_but_its_selectors_are_looked_at() -> None:
    rule_set = scenes.rules("change", 'if_changed: [docs, lib]\nrequire: "x"', components="")
    scene = scenes.scene(FILES, rule_set, {rule_set.rules[0].options.need: Missing("no base", idle=True)})
    made = evaluate(rule_set, scenes.check_of, scene, "2026-11-20")
    assert (made.results[0].outcome, made.results[0].reason) == (SKIPPED, "no base")
    assert [each.message for each in made.violations] == ['"lib" of rule r matches nothing']


@pytest.mark.parametrize(
    ("body", "needed"),
    [
        pytest.param("if_changed: docs\nrequire: x", 1, id="files"),
        pytest.param("if_changed: docs\nauthor: x", 2, id="authors"),
        pytest.param("flow: {main: develop}", 1, id="flow"),
    ],
)
def test_only_what_the_rule_is_about_is_asked_for(body: str, needed: int) -> None:
    options = scenes.rules("change", body).rules[0].options
    every = [Merges()] if options.flow else [Diff("", options.if_changed), ChangeAuthors()]
    assert list(scenes.check_of("change").needs(options)) == every[:needed]


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param("", "one of if_changed and flow is expected, found none of them", id="nothing"),
        pytest.param("require: x", "one of if_changed and flow is expected, found none of them", id="no-files"),
        pytest.param("if_changed: x", "`if_changed` needs one of require, deny and author", id="nothing-follows"),
        pytest.param(
            "if_changed: x\nrequire: y\nflow: {a: b}", "`flow` and `if_changed` are about different things", id="both"
        ),
        pytest.param("flow: {a: b}\ndeny: y", "`deny` needs `if_changed`", id="flow-and-files"),
        pytest.param("if_changed: x\nrequire: []", "an empty list names no file", id="empty-require"),
        pytest.param("if_changed: x\ndeny: []", "an empty list names no file", id="empty-deny"),
        pytest.param("if_changed: x\nrequire: y\nstatus: []", "an empty list never happens", id="empty-status"),
        pytest.param("if_changed: x\nauthor: []", "the name of nobody", id="empty-author"),
        pytest.param('flow: {"{": b}', '"{": ', id="wrong-pattern"),
        pytest.param('flow: {a: "{"}', '"{": ', id="wrong-source"),
        pytest.param("flow: {a: []}", 'an empty list lets nothing into "a"', id="empty-flow"),
    ],
)
def test_mistakes_in_the_rule_are_told(body: str, problem: str) -> None:
    [told] = scenes.problems("change", body)
    assert told.startswith(problem)
