"""Acceptance: suppressions, waivers and the baseline on whole evaluations of drawn graphs."""

from collections.abc import Mapping, Sequence
from textwrap import dedent

import pytest

from archcheck.core.acceptance import Accepted
from archcheck.core.baseline import Entry
from archcheck.core.evaluate import Evaluation, evaluate
from archcheck.core.facts import SuppressionFact
from archcheck.core.graph import Graph
from tests.builders import graph
from tests.scenes import check_of, rule_file, scene

TODAY = "2026-11-20"
RULES = """\
version: 1
components: {service: "services/{service}/"}
builtin: {vacuous: off}
"""
ALONE = "rules: [{id: alone, kind: independence, components: service}]\n"
LAYERS = "rules: [{id: layers, kind: layers, layers: [ui, core]}]\n"
ACYCLIC = "rules: [{id: loops, kind: acyclic}]\n"


def allow(line: int, rule: str = "alone", *, alone: bool = False, reason: str = "old") -> SuppressionFact:
    """`archcheck: allow RULE -- old` at a line."""
    return SuppressionFact(line, 1, tuple(rule.split()), reason, alone)


def judged(
    text: str,
    drawing: str | Graph,
    comments: Mapping[str, Sequence[SuppressionFact]] | None = None,
    entries: Sequence[Entry] = (),
    as_of: str = TODAY,
) -> Evaluation:
    rules = rule_file(RULES + dedent(text))
    drawn = graph(*dedent(drawing).strip().splitlines()) if isinstance(drawing, str) else drawing
    accepted = Accepted(comments or {}, rules.settings.waivers, tuple(entries))
    return evaluate(rules, check_of, scene(drawn, rules), as_of, (), accepted)


def told(made: Evaluation) -> list[str]:
    """`status rule path:line target` of each violation, `(before)` of those that are worse."""
    return [
        f"{each.status} {each.rule} {each.path}:{each.line or 0} {each.target or each.message}"
        + (f" ({each.before})" if each.before else "")
        for each in made.violations
    ]


DIRECT = "services/a/x.py -> services/b/y.py @3\nservices/a/x.py -> services/c/z.py @5"


def test_a_comment_accepts_the_place_on_its_line_and_no_other() -> None:
    made = judged(ALONE, DIRECT, {"services/a/x.py": [allow(3)]})
    assert told(made) == [
        "suppressed alone services/a/x.py:3 services/b/y.py",
        "new alone services/a/x.py:5 services/c/z.py",
    ]
    assert made.violations[0].reason == "old"
    assert [(each.id, each.outcome, each.violations, each.accepted) for each in made.results][:1] == [
        ("alone", "fail", 1, 1)
    ]


def test_a_comment_alone_on_its_line_accepts_the_next_line_that_is_no_such_comment() -> None:
    comments = {"services/a/x.py": [allow(3, alone=True), allow(4, "other", alone=True)]}
    rules = ALONE.replace("]", ", {id: other, kind: acyclic}]")
    assert told(judged(rules, DIRECT, comments)) == [
        "new alone services/a/x.py:3 services/b/y.py",
        "suppressed alone services/a/x.py:5 services/c/z.py",
        "new archcheck/bad-suppression services/a/x.py:4 the comment accepts nothing: other finds nothing in line 5",
    ]


def test_of_several_places_those_without_a_comment_stay() -> None:
    drawing = "services/a/x.py -> services/b/y.py @3\nservices/a/x.py -> services/b/y.py @9"
    made = judged(ALONE, drawing, {"services/a/x.py": [allow(3)]})
    assert told(made) == ["new alone services/a/x.py:9 services/b/y.py"]
    assert [place.line for place in made.violations[0].places] == [9]


CHAIN = """\
services/a/x.py -> lib/h.py @1
services/a/w.py -> lib/h.py @2
lib/h.py -> services/b/y.py @7
"""


@pytest.mark.parametrize(
    ("comments", "expected"),
    [
        pytest.param(
            {"services/a/x.py": [allow(1)]}, ["new alone lib/h.py:7 services/b/y.py"], id="another chain is left"
        ),
        pytest.param(
            {"services/a/x.py": [allow(1)], "services/a/w.py": [allow(2)]},
            ["suppressed alone lib/h.py:7 services/b/y.py"],
            id="every chain is cut at its beginning",
        ),
        pytest.param({"lib/h.py": [allow(7)]}, ["suppressed alone lib/h.py:7 services/b/y.py"], id="at its end"),
        pytest.param(
            {"lib/h.py": [allow(7)], "services/a/w.py": [allow(2)]},
            ["suppressed alone lib/h.py:7 services/b/y.py"],
            id="twice, and neither is unused",
        ),
    ],
)
def test_a_chain_is_accepted_where_each_way_has_a_comment(
    comments: Mapping[str, Sequence[SuppressionFact]], expected: list[str]
) -> None:
    assert told(judged(ALONE, CHAIN, comments)) == expected


@pytest.mark.parametrize(
    ("comment", "fault"),
    [
        pytest.param(allow(3, ""), "the comment names no rule, so it accepts nothing", id="no rule"),
        pytest.param(allow(3, reason=""), "the comment gives no reason for alone", id="no reason"),
        pytest.param(allow(3, "alon"), 'the comment names "alon", and there is no such rule', id="unknown rule"),
        pytest.param(allow(4), "the comment accepts nothing: alone finds nothing in line 4", id="unused"),
    ],
)
def test_comments_that_do_not_work_are_reported(comment: SuppressionFact, fault: str) -> None:
    made = judged(ALONE, DIRECT, {"services/a/x.py": [comment]})
    bad = [each for each in made.violations if each.rule == "archcheck/bad-suppression"]
    assert [(each.severity, each.line, each.message) for each in bad] == [("error", comment.line, fault)]


def test_comments_for_rules_that_were_not_judged_are_not_unused() -> None:
    rules = "rules: [{id: alone, kind: independence, components: service, starts: '2027-01-01'}]\n"
    assert told(judged(rules, DIRECT, {"services/a/x.py": [allow(3)]})) == []


def test_what_concerns_a_whole_file_is_accepted_in_its_first_lines() -> None:
    rules = 'rules: [{id: names, kind: naming, styles: {"**/*.py": snake}}]\n'
    made = judged(rules, "aB.py\ncD.py", {"aB.py": [allow(2, "names")], "cD.py": [allow(3, "names")]})
    assert [(each.status, each.rule, each.subject) for each in made.violations] == [
        ("suppressed", "names", "aB.py"),
        ("new", "names", "cD.py"),
        ("new", "archcheck/bad-suppression", "cD.py"),
    ]


def waiver(text: str) -> str:
    return f"{ALONE}waivers: [{{rule: alone, reason: later, {text}}}]\n"


@pytest.mark.parametrize(
    ("text", "drawing", "expected"),
    [
        pytest.param(
            "from: services/a/x.py, to: 'services/b/**'",
            DIRECT,
            ["waived alone services/a/x.py:3 services/b/y.py", "new alone services/a/x.py:5 services/c/z.py"],
            id="one dependency",
        ),
        pytest.param("from: lib, to: services/b", CHAIN, ["waived alone lib/h.py:7 services/b/y.py"], id="last edge"),
        pytest.param("path: services/a", CHAIN, ["waived alone lib/h.py:7 services/b/y.py"], id="where chains begin"),
        pytest.param(
            "from: services/a/x.py, to: lib/h.py",
            CHAIN,
            ["new alone lib/h.py:7 services/b/y.py"],
            id="one way of two: used, though it is not enough",
        ),
    ],
)
def test_a_waiver_accepts_dependencies(text: str, drawing: str, expected: list[str]) -> None:
    assert told(judged(waiver(text), drawing)) == expected


def test_a_waiver_that_accepts_nothing_is_reported_at_its_line() -> None:
    made = judged(waiver("from: services/z, to: services/b"), DIRECT)
    (unused,) = (each for each in made.violations if each.rule == "archcheck/unused-waiver")
    assert (unused.path, unused.line, unused.severity) == ("archcheck.yaml", 5, "error")
    assert unused.message == "rule alone, from services/z, to services/b: accepts nothing"


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        pytest.param("2026-11-10", [], id="on its last day"),
        pytest.param("2026-11-11", ["warning expired on 2026-11-10, 1 day ago; accepts 2 violations"], id="then"),
        pytest.param("2026-11-24", ["warning expired on 2026-11-10, 14 days ago; accepts 2 violations"], id="grace"),
        pytest.param("2026-11-25", ["error expired on 2026-11-10, 15 days ago; accepts 2 violations"], id="after it"),
    ],
)
def test_an_expired_waiver_is_a_warning_at_first_and_then_an_error(as_of: str, expected: list[str]) -> None:
    made = judged(waiver("from: services/a, expires: '2026-11-10'"), DIRECT, as_of=as_of)
    found = [each for each in made.violations if each.rule == "archcheck/expired-waiver"]
    assert [f"{each.severity} {each.message.partition(': ')[2]}" for each in found] == expected
    assert [each.status for each in made.violations if each.rule == "alone"] == ["waived", "waived"]


def test_over_its_maximum_a_waiver_accepts_all_and_is_reported_once() -> None:
    made = judged(waiver("from: services/a, max: 1"), DIRECT)
    assert [f"{each.status} {each.rule}" for each in made.violations] == [
        "waived alone",
        "waived alone",
        "new archcheck/waiver-exceeded",
    ]


def test_suppressions_come_before_waivers_and_waivers_before_the_baseline() -> None:
    targets = ("services/b/y.py", "services/c/z.py")
    entries = [Entry("alone", ("service", "services/a/x.py", target), places=1) for target in targets]
    made = judged(waiver("from: services/a"), DIRECT, {"services/a/x.py": [allow(3)]}, entries)
    assert told(made) == [
        "suppressed alone services/a/x.py:3 services/b/y.py",
        "waived alone services/a/x.py:5 services/c/z.py",
    ]


def test_requirements_are_not_broken_by_what_is_accepted() -> None:
    rules = "rules: [{id: needs, kind: dependencies, from: services, require: lib}]\n"
    drawing = "services/a/x.py -> lib/h.py @1\nservices/b/y.py"
    made = judged(rules + "waivers: [{rule: needs, path: services/b, reason: later}]\n", drawing)
    assert told(made) == ["waived needs services/b/y.py:0 does not import lib"]


LOOP = "a.py -> b.py @1\nb.py -> c.py @1\nc.py -> a.py @1\nc.py -> b.py @2"


def recorded(*members: str) -> Entry:
    return Entry("loops", ("file", min(members)), "file", 1, members=members)


@pytest.mark.parametrize(
    ("drawing", "entries", "expected"),
    [
        pytest.param(LOOP, [recorded("a.py", "b.py", "c.py")], ["baselined"], id="the same"),
        pytest.param(LOOP, [recorded("a.py", "b.py", "c.py", "d.py")], ["baselined", "new"], id="smaller: prune"),
        pytest.param(LOOP, [recorded("b.py", "c.py")], ["worse 2 before, new: a.py"], id="grown"),
        pytest.param(LOOP, [recorded("a.py", "z.py"), recorded("b.py", "c.py")], ["worse 2 and 2 before"], id="merged"),
        pytest.param(
            "a.py -> b.py @1\nb.py -> a.py @1\nc.py -> d.py @1\nd.py -> c.py @1",
            [recorded("a.py", "b.py", "c.py", "d.py")],
            ["baselined", "baselined", "new"],
            id="fallen apart",
        ),
    ],
)
def test_a_cycle_is_known_if_it_is_part_of_a_recorded_one(
    drawing: str, entries: list[Entry], expected: list[str]
) -> None:
    made = judged(ACYCLIC, drawing, entries=entries)
    assert [f"{each.status} {each.before}".strip() for each in made.violations] == expected


def test_a_cycle_that_a_comment_makes_smaller_is_reported_as_what_is_left() -> None:
    made = judged(ACYCLIC, LOOP, {"c.py": [allow(1, "loops")]})
    assert {(each.status, each.members) for each in made.violations} == {
        ("suppressed", ("a.py", "b.py", "c.py")),
        ("new", ("b.py", "c.py")),
    }


def test_more_places_than_recorded_are_worse_and_fewer_can_be_pruned() -> None:
    drawing = "services/a/x.py -> services/b/y.py @3\nservices/a/x.py -> services/b/y.py @9"
    entry = Entry("alone", ("service", "services/a/x.py", "services/b/y.py"))
    more = judged(ALONE, drawing, entries=[Entry(entry.rule, entry.identity, places=1)])
    assert told(more) == ["worse alone services/a/x.py:3 services/b/y.py (1 place before)"]
    less = judged(ALONE, drawing, entries=[Entry(entry.rule, entry.identity, places=3)])
    assert told(less)[0] == "baselined alone services/a/x.py:3 services/b/y.py"
    assert less.violations[1].message == (
        "of alone, 1 violation with less than recorded: services/a/x.py -> services/b/y.py"
    )


def test_a_stale_entry_is_information_with_the_command_that_removes_it() -> None:
    entry = Entry("alone", ("service", "services/a/x.py", "services/gone.py"), places=1)
    (stale,) = (each for each in judged(ALONE, DIRECT, entries=[entry]).violations if each.rule.endswith("baseline"))
    assert (stale.severity, stale.status, stale.hint) == ("info", "new", "archcheck baseline prune --write")


def test_built_in_violations_can_be_waived_and_baselined() -> None:
    rules = "builtin: {vacuous: error}\nrules: [{id: r, kind: dependencies, from: 'no/**', deny: lib}]\n"
    text = RULES.replace("builtin: {vacuous: off}\n", "") + rules
    made = rule_file(text + "waivers: [{rule: archcheck/vacuous, path: archcheck.yaml, reason: later}]\n")
    accepted = Accepted({}, made.settings.waivers)
    found = evaluate(made, check_of, scene("lib/a.py", made), TODAY, (), accepted)
    assert {each.status for each in found.violations} == {"waived"}
