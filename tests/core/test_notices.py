"""What CI formats show of a report, and where."""

from archcheck.core.findings import ERROR, INFO, UNKNOWN, WARNING
from archcheck.core.notices import Notice, further_places, notices, open_violations, shortened
from archcheck.core.values import Place
from tests.builders import chain, report, rule_result, violation

RULE = Place("archcheck.yaml", 31, 9)


def test_a_notice_of_a_violation_stands_at_its_first_place() -> None:
    made = violation(at="a.py:3:5", why="Because\nof it.", see="x.md", hint="move it", affects=1)
    assert notices(report(made)) == [
        Notice(
            rule="stand-alone",
            kind="independence",
            severity=ERROR,
            id=made.id,
            fingerprint=made.fingerprint,
            path="a.py",
            line=3,
            column=5,
            message="loans imports auth",
            details=("and: 1 more file", "why: Because of it.", "see: x.md", "do: move it"),
            violation=made,
        )
    ]


def places_of(*violations: object, **changes: object) -> list[tuple[str, int, str]]:
    made = report(*violations, **changes)  # type: ignore[arg-type]
    return [(notice.path, notice.line, notice.message) for notice in notices(made)]


def test_what_is_no_file_is_shown_where_its_rule_stands() -> None:
    missing = violation(at="pay/Dockerfile", message="is missing", rule_place=RULE)
    assert places_of(missing) == [("archcheck.yaml", 31, "pay/Dockerfile: is missing")]


def test_a_whole_file_is_its_own_place() -> None:
    assert places_of(violation(at="aB.py", message="bad", in_file=True, rule_place=RULE)) == [("aB.py", 0, "bad")]


def test_without_a_rule_file_what_is_missing_is_its_own_place() -> None:
    assert places_of(violation(at="dir/", message="bad")) == [("dir/", 0, "bad")]


def test_accepted_violations_are_no_notices() -> None:
    statuses = ("suppressed", "waived", "baselined", "new", "worse")
    made = report(*(violation(status=status, key=status) for status in statuses))
    assert [each.status for each in open_violations(made)] == ["new", "worse"]


def test_the_severest_come_first_and_rules_without_a_verdict_before_violations() -> None:
    rules = (
        rule_result("late", UNKNOWN, severity=WARNING, reason="shallow"),
        rule_result("early", UNKNOWN, reason="no such file", why="W."),
        rule_result("stand-alone", "fail"),
    )
    made = report(*(violation(severity=each, key=each) for each in (INFO, WARNING, ERROR)), rules=rules)
    assert [(each.severity, each.message, each.details) for each in notices(made)] == [
        (ERROR, "could not be judged: no such file", ("why: W.",)),
        (ERROR, "loans imports auth", ()),
        (WARNING, "could not be judged: shallow", ()),
        (WARNING, "loans imports auth", ()),
        (INFO, "loans imports auth", ()),
    ]


def test_a_rule_without_a_place_is_shown_at_the_rule_file() -> None:
    rules = (rule_result("x", UNKNOWN, place=None),)
    assert places_of(rules=rules) == [("archcheck.yaml", 0, "could not be judged")]
    assert places_of(rules=rules, config="arch/rules.yaml") == [("arch/rules.yaml", 0, "could not be judged")]


def test_notices_of_one_rule_without_a_verdict_keep_their_fingerprint() -> None:
    first, second = (
        notices(report(rules=(rule_result("x", UNKNOWN, reason=why, place=None),)))[0] for why in ("a", "b")
    )
    assert first.fingerprint == second.fingerprint
    assert first.fingerprint.startswith(first.id)


def test_chains_and_places_are_told_and_long_ones_cut() -> None:
    steps = chain(" -> ".join(f"f{number}.py:1" for number in range(80)) + " -> end.py")
    places = (Place("a.py", 1, 1), *(Place(f"p{number}.py", 2, 1) for number in range(30)), Place("f3.py", 1, 1))
    made = violation(at="a.py:1", chain=steps, places=places)
    assert len(further_places(made)) == 30
    told = notices(report(made))[0].details
    assert told[0].startswith("chain: f0.py:1 -> f1.py:1 -> ")
    assert told[0].endswith("f49.py:1 -> ... 30 more steps ... -> end.py")
    assert told[1].endswith("p19.py:2 and 10 more places")


def test_steps_written_elsewhere_and_nowhere() -> None:
    step = chain("a/:1 -> b.py")[0]
    made = violation(chain=(step._replace(path="compose.yml", line=7), step._replace(line=0)))
    assert notices(report(made))[0].details == ("chain: a/ (compose.yml:7) -> a/ -> b.py",)


def test_whom_to_ask_is_named_once() -> None:
    made = violation(owners=("@a", "@b"), path_owners=("@c",), target_owners=("@b", "@d"))
    assert notices(report(made))[0].details == ("ask: @c, @a, @b, @d",)


def test_shortened_keeps_what_fits() -> None:
    assert [shortened("abcdef", most) for most in (6, 5)] == ["abcdef", "ab..."]
