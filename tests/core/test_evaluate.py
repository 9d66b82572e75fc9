"""Evaluation: outcomes, severities, filters, phases, vacuous selectors, identity and order."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from archcheck.core.evaluate import Evaluation, evaluate
from archcheck.core.extension import Check
from archcheck.core.findings import Finding, Result, Unknown
from archcheck.core.options import Context, option
from archcheck.core.rulefile import parse_rule_set
from archcheck.core.rules import RuleSet
from archcheck.core.scene import Need, Scene, Today
from archcheck.core.selectors import GlobSet, Selector
from archcheck.core.values import Place
from archcheck.syntax.yaml import parse_yaml
from tests.scenes import check_of, rule_file, scene

TODAY = "2026-11-20"


@dataclass(frozen=True, slots=True)
class Options:
    """A kind made for these tests: every file of `of` is a finding."""

    of: Selector = option("The files.")
    also: GlobSet | None = option("More files.", default=None)
    except_: Selector | None = option("None of these.", default=None)
    forbid: GlobSet | None = option("Better absent.", default=None, may_be_empty=True)
    unknown: str = option("Why nothing is known.", default="")
    clean: bool = option("Whether nothing is found.", default=False)
    twice: bool = option("Whether each is found at two places.", default=False)


def run(options: Options, over: Scene) -> Iterator[Result]:
    if options.unknown:
        yield Unknown(options.unknown)
    for node, bindings in over.select(options.of).items():
        path = over.graph.nodes[node]
        for line in (1, 2) if options.twice else (1,):
            if not options.clean:
                yield Finding(
                    "is there", path, places=(Place(path, line, 1),), binding=dict(bindings[0]), hint="own hint"
                )


def needs_today(options: Options) -> tuple[Need, ...]:
    return (Today(),)


CHECKS: dict[str, Check[Any]] = {
    "every": Check(kind="every", options=Options, version=1, run=run),
    "dated": Check(kind="dated", options=Options, version=1, run=run, needs=needs_today),
}
FILES = "svc/a/x.py\nsvc/b/y.py\nlib/z.py"
COMPONENTS = "components: {service: 'svc/{service}/', lib: {match: lib, tags: [low]}}"


def rule_set(text: str, base: str = "") -> RuleSet:
    """The rules of a file; what `base` holds counts as known through extends only."""
    parsed = parse_yaml(f"version: 1\n{text}\n".encode(), "base.yaml" if base else "archcheck.yaml")
    assert parsed.node is not None, parsed.problems
    context = Context({})
    found = parse_rule_set(parsed.node, "archcheck.yaml", context, CHECKS.get, list(CHECKS))
    assert found is not None, context.problems
    return found


def judged(text: str, base: str = "", drawing: str = FILES, as_of: str = TODAY) -> Evaluation:
    rules = rule_set(text, base)
    return evaluate(rules, lambda kind: CHECKS[kind], scene(drawing, rules), as_of)


def outcomes(made: Evaluation) -> list[str]:
    """`id outcome (reason)` of the rules that somebody wrote."""
    written = [each for each in made.results if each.kind != "builtin"]
    return [f"{each.id} {each.outcome}" + (f" ({each.reason})" if each.reason else "") for each in written]


def told(made: Evaluation) -> list[str]:
    return [f"{each.severity} {each.rule} {each.subject}" for each in made.violations]


def one(options: str, **more: Any) -> Evaluation:
    return judged(f"{COMPONENTS}\nrules: [{{id: r, kind: every, {options}}}]", **more)


@pytest.mark.parametrize(
    ("options", "outcome", "violations"),
    [
        pytest.param("of: lib", "r fail", ["error r lib/z.py"], id="fail"),
        pytest.param("of: lib, clean: true", "r pass", [], id="pass"),
        pytest.param(
            "of: lib, unknown: no data", "r unknown (no data)", ["error r lib/z.py"], id="unknown-keeps-findings"
        ),
        pytest.param("of: lib, unknown: no data, clean: true", "r unknown (no data)", [], id="unknown"),
        pytest.param(
            "of: lib, unknown: no data, clean: true, optional: true", "r skipped (no data)", [], id="optional"
        ),
        pytest.param(
            "of: lib, unknown: no data, optional: true",
            "r fail (no data)",
            ["error r lib/z.py"],
            id="optional-does-not-hide-findings",
        ),
        pytest.param("of: lib, severity: info", "r fail", ["info r lib/z.py"], id="severity"),
        pytest.param(
            "of: lib, severity: {default: info, '2026-11-20': warning, '2026-11-21': error}",
            "r fail",
            ["warning r lib/z.py"],
            id="severity-by-date",
        ),
        pytest.param(
            "of: [lib, service], levels: {lib: info, 'service[a]': off}",
            "r fail",
            ["error r svc/b/y.py", "info r lib/z.py"],
            id="levels-by-component-and-instance",
        ),
        pytest.param(
            "of: service, levels: {service: warning, 'service[ b ]': info}",
            "r fail",
            ["warning r svc/a/x.py", "info r svc/b/y.py"],
            id="the-instance-before-the-name",
        ),
        pytest.param("of: lib, levels: {lib: off}", "r pass", [], id="off-for-all"),
        pytest.param(
            "of: [lib, service], paths: 'svc/**'", "r fail", ["error r svc/a/x.py", "error r svc/b/y.py"], id="paths"
        ),
        pytest.param("of: [lib, service], exclude: [svc, none]", "r fail", ["error r lib/z.py"], id="exclude"),
        pytest.param("of: lib, starts: '2026-11-20'", "r fail", ["error r lib/z.py"], id="starts-today"),
        pytest.param("of: lib, starts: '2026-11-21'", "r skipped (starts on 2026-11-21)", [], id="starts-tomorrow"),
        pytest.param("of: lib, ends: '2026-11-21'", "r fail", ["error r lib/z.py"], id="ends-tomorrow"),
        pytest.param("of: lib, ends: '2026-11-20'", "r skipped (ended on 2026-11-20)", [], id="ended-today"),
        pytest.param(
            "of: nowhere, starts: '2026-11-21'", "r skipped (starts on 2026-11-21)", [], id="idle-is-not-vacuous"
        ),
    ],
)
def test_a_rule_comes_out_as_its_keys_say(options: str, outcome: str, violations: list[str]) -> None:
    made = one(options)
    assert (outcomes(made), told(made)) == ([outcome], violations)


def vacuous(made: Evaluation) -> list[str]:
    return [f"{each.severity} {each.message}" for each in made.violations if each.rule == "archcheck/vacuous"]


@pytest.mark.parametrize(
    ("options", "outcome", "expected"),
    [
        pytest.param("of: nowhere", "r skipped (nothing matches nowhere)", ["nowhere"], id="nothing-judged-is-no-pass"),
        pytest.param("of: [lib, nowhere, 'x/**']", "r fail", ["nowhere", "x/**"], id="each-term"),
        pytest.param("of: 'service[c]'", "r skipped (nothing matches service[c])", ["service[c]"], id="instance"),
        pytest.param("of: lib, also: nowhere", "r fail", ["nowhere"], id="a-further-option"),
        pytest.param("of: lib, also: []", "r fail", ["[]"], id="an-empty-list"),
        pytest.param("of: lib, except: nowhere", "r fail", [], id="not-except"),
        pytest.param("of: lib, forbid: nowhere", "r fail", [], id="not-what-may-be-empty"),
        pytest.param("of: lib, exclude: nowhere", "r fail", [], id="not-exclude"),
        pytest.param("of: lib, paths: nowhere", "r pass", ["nowhere"], id="paths"),
        pytest.param("of: nowhere, optional: true", "r skipped (nothing matches nowhere)", [], id="optional"),
        pytest.param("of: [lib, nowhere], optional: true", "r fail", [], id="optional-with-findings"),
    ],
)
def test_what_matches_nothing_is_a_violation(options: str, outcome: str, expected: list[str]) -> None:
    made = one(options)
    assert outcomes(made) == [outcome]
    assert vacuous(made) == [f'error "{text}" of rule r matches nothing' for text in expected]


def test_a_vacuous_selector_names_its_place_and_what_is_near() -> None:
    made = judged(f"{COMPONENTS}\nrules:\n  - {{id: r, kind: every, of: [servce, 'service[bb]', zzz]}}")
    found = {each.message.split('"')[1]: each for each in made.violations}
    assert {text: (each.path, each.line, each.column) for text, each in found.items()} == {
        "servce": ("archcheck.yaml", 4, 31),
        "service[bb]": ("archcheck.yaml", 4, 39),
        "zzz": ("archcheck.yaml", 4, 54),
    }
    assert found["servce"].hint == 'did you mean "service"?'
    assert found["service[bb]"].hint == 'did you mean "service[b]"?'
    assert found["zzz"].hint == "correct it, or say `optional: true` where nothing to match is fine"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "components: {a: nowhere, b: [lib, x, y]}",
            [
                'error "nowhere" of component a matches nothing',
                'error "x" of component b matches nothing',
                'error "y" of component b matches nothing',
            ],
            id="each-glob-of-each-component",
        ),
        pytest.param(
            "components: {a: {match: lib, except: lib}}",
            ['error "lib" of component a matches nothing'],
            id="nothing-left",
        ),
        pytest.param("components: {a: []}", ['error "[]" of component a matches nothing'], id="an-empty-list"),
        pytest.param(
            "components: {a: nowhere}\nrules: [{id: r, kind: every, of: a}]",
            ['error "nowhere" of component a matches nothing'],
            id="one-finding-per-cause",
        ),
        pytest.param(
            "components: {a: {match: nowhere, tags: [t]}}\nrules: [{id: r, kind: every, of: 'tag:t'}]",
            ['error "nowhere" of component a matches nothing'],
            id="one-finding-for-a-tag",
        ),
        pytest.param(
            "components: {a: nowhere}\nrules: [{id: r, kind: every, of: a, optional: true}]",
            [],
            id="named-by-optional-rules-only",
        ),
        pytest.param(
            "components: {a: nowhere}\nrules: [{id: r, kind: every, of: a, starts: '2999-01-01'}]",
            [],
            id="named-by-later-rules-only",
        ),
        pytest.param(
            "components: {a: nowhere}\n"
            "rules: [{id: r, kind: every, of: a, optional: true}, {id: s, kind: every, of: [a]}]",
            ['error "nowhere" of component a matches nothing'],
            id="named-by-a-strict-rule-too",
        ),
        pytest.param(
            "include: ['*/archcheck.yaml']", ['error "*/archcheck.yaml" of include matches nothing'], id="include"
        ),
        pytest.param(
            "builtin: {vacuous: info}\ncomponents: {a: nowhere}",
            ['info "nowhere" of component a matches nothing'],
            id="severity",
        ),
        pytest.param("builtin: {vacuous: off}\ncomponents: {a: nowhere}", [], id="off"),
    ],
)
def test_declarations_that_match_nothing_are_violations(text: str, expected: list[str]) -> None:
    assert vacuous(judged(text)) == expected


def test_what_is_known_through_extends_only_is_vacuous_at_info() -> None:
    text = "components: {a: nowhere}\nrules: [{id: r, kind: every, of: zz}]"
    assert vacuous(judged(text, base="yes")) == [
        'info "nowhere" of component a matches nothing',
        'info "zz" of rule r matches nothing',
    ]


def chain(*rules: str) -> list[str]:
    return outcomes(judged("rules:\n" + "".join(f"  - {{kind: every, {rule}}}\n" for rule in rules)))


def test_when_waits_for_a_pass_and_unless_for_anything_else_in_any_order() -> None:
    assert chain(
        "id: a, of: lib, clean: true, when: [b]",
        "id: b, of: lib, clean: true, unless: [c, d]",
        "id: c, of: lib",
        "id: d, of: lib, unknown: why, clean: true",
        "id: e, of: lib, when: [a, c]",
        "id: f, of: lib, unless: [a]",
        "id: g, of: lib, when: [f]",
    ) == [
        "a pass",
        "b pass",
        "c fail",
        "d unknown (why)",
        "e skipped (waits for c, which is fail)",
        "f skipped (not judged while a passes)",
        "g skipped (waits for f, which is skipped)",
    ]


def test_a_rule_that_waits_for_a_disabled_one_is_skipped_and_its_dependents_know() -> None:
    text = """disable: [{rule: off, reason: x}]
rules:
  - {id: off, kind: every, of: lib}
  - {id: b, kind: every, of: lib, clean: true, unless: [a]}
  - {id: a, kind: every, of: lib, when: ["off"]}
"""
    assert outcomes(judged(text)) == ["b pass", "a skipped (waits for off, which is skipped)"]


@pytest.mark.parametrize(
    ("phases", "current", "outcome"),
    [
        pytest.param("p2", "p2", "r fail", id="exactly"),
        pytest.param("p2", "p3", "r skipped (belongs to p2)", id="exactly-means-not-later"),
        pytest.param("p2+", "p3", "r fail", id="from-then-on"),
        pytest.param("p2+", "p1", "r skipped (belongs to p2+)", id="not-before"),
        pytest.param("[p1, p3+]", "p2", "r skipped (belongs to p1, p3+)", id="several"),
        pytest.param("p1", "{default: p1}", "r fail", id="current-by-default"),
    ],
)
def test_phases_are_in_the_order_of_their_list(phases: str, current: str, outcome: str) -> None:
    listed = f"phases: {{list: [{{id: p1}}, {{id: p2}}, {{id: p3}}], current: {current}}}"
    assert outcomes(judged(f"{listed}\nrules: [{{id: r, kind: every, of: lib, phases: {phases}}}]")) == [outcome]


def test_without_a_current_phase_rules_of_phases_are_skipped_and_say_so() -> None:
    made = judged("phases: {list: [{id: p1}]}\nrules: [{id: r, kind: every, of: lib, phases: p1}]")
    assert outcomes(made) == ["r skipped (belongs to p1, and no phase is current)"]


def test_what_is_not_analysed_breaks_no_rule() -> None:
    made = judged("files: {exclude: [lib]}\nrules: [{id: r, kind: every, of: ['lib', 'svc']}]")
    assert told(made) == ["error r svc/a/x.py", "error r svc/b/y.py"]


def test_a_need_that_is_not_met_makes_the_rule_unknown() -> None:
    assert outcomes(judged("rules: [{id: r, kind: dated, of: lib}]")) == ["r unknown (it was not provided)"]


def test_captures_are_filled_into_why_and_hint_and_the_rule_explains_itself() -> None:
    texts = "why: 'of {service} {x}', hint: '{service}!'"
    text = f"{COMPONENTS}\nrules:\n  - {{id: r, kind: every, of: service, {texts}}}"
    first = judged(text).violations[0]
    assert (first.why, first.hint, first.rule_place) == ("of a {x}", "a!", Place("archcheck.yaml", 4, 10))
    assert one("of: lib").violations[0].hint == "own hint"


def test_findings_of_one_identity_are_one_violation_with_all_places() -> None:
    made = one("of: lib, twice: true")
    assert [each.places for each in made.violations] == [(Place("lib/z.py", 1, 1), Place("lib/z.py", 2, 1))]
    assert made.results[0].violations == 1


def test_rewording_a_rule_or_moving_code_changes_no_fingerprint() -> None:
    before = one("of: lib").violations[0]
    after = one("of: lib, why: other words, severity: info, twice: true, see: there").violations[0]
    assert before.fingerprint == after.fingerprint
    assert len({each.fingerprint for each in one("of: service").violations}) == 2
    assert before.id == before.fingerprint[:7]


def test_violations_are_sorted_by_severity_then_rule_then_place() -> None:
    text = """rules:
  - {id: z, kind: every, of: [svc], severity: warning}
  - {id: y, kind: every, of: [svc, lib]}
  - {id: x, kind: every, of: lib}
"""
    assert told(judged(text)) == [
        "error y lib/z.py",
        "error y svc/a/x.py",
        "error y svc/b/y.py",
        "error x lib/z.py",
        "warning z svc/a/x.py",
        "warning z svc/b/y.py",
    ]


def test_excluded_files_begin_no_chain_and_hide_none_that_others_begin() -> None:
    drawing = "svc/a/x.py -> lib/z.py\nsvc/a/w.py -> lib/z.py\nlib/z.py -> svc/b/y.py"
    components = "components: {service: 'svc/{service}/'}"

    def subjects(keys: str) -> list[tuple[str, int]]:
        text = f"version: 1\n{components}\nrules: [{{id: r, kind: independence, components: service{keys}}}]"
        rules = rule_file(text)
        made = evaluate(rules, check_of, scene(drawing, rules), TODAY)
        return [(each.subject, each.affects) for each in made.violations]

    assert subjects("") == [("svc/a/w.py", 1)]
    assert subjects(", exclude: svc/a/w.py") == [("svc/a/x.py", 0)]
    assert subjects(", paths: svc/a/x.py") == [("svc/a/x.py", 0)]
    assert subjects(", exclude: [svc/a/w.py, svc/a/x.py]") == []
