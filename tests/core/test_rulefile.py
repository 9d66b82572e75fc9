"""The typed rule set: where rules and components come from, names that must stand for something, captures."""

import pytest

from archcheck.core.merge import included_rules, merge_rule_files
from archcheck.core.options import Context
from archcheck.core.rulefile import parse_rule_set
from archcheck.core.rules import RuleSet
from archcheck.core.selectors import ComponentTerm, GlobTerm
from archcheck.errors import ExtensionError
from archcheck.registry import Registry
from archcheck.syntax.yaml import parse_yaml
from tests.core.test_merge import node

REGISTRY = Registry()
OWN = "archcheck.yaml"


def read(own: str, base: str = "", included: str = "") -> tuple[RuleSet | None, list[str]]:
    """The rule set of an own file on a base, with a file included from `team/`; and the problems."""
    context = Context({}, bases={"team/archcheck.yaml": "team/"} if included else {})
    tree = node(f"version: 1\n{own}", OWN)
    if base:
        tree = merge_rule_files(node(base, "base.yaml"), tree) or tree
    if included:
        tree = included_rules(tree, node(included, "team/archcheck.yaml"), context) or tree
    found = parse_rule_set(tree, OWN, context, REGISTRY.check, REGISTRY.kinds(), REGISTRY.language_names())
    return found, [problem.message for problem in context.problems]


def rules_of(*texts: str) -> RuleSet:
    found, problems = read(*texts)
    assert problems == []
    assert found is not None
    return found


BASE = """
components: {a: src, b: lib}
rules:
  - {id: r, kind: acyclic}
  - {id: s, kind: acyclic}
  - {id: t, kind: acyclic}
"""


def test_what_the_own_file_mentions_is_its_own_and_the_rest_from_a_pack() -> None:
    own = "components: {b: other}\nrules: [{id: r, why: x}, {id: u, kind: acyclic}]\ndisable: [{rule: t, reason: n}]"
    found = rules_of(own, BASE, "{components: {c: d}, rules: [{id: v, kind: acyclic}]}")
    assert {rule.id: rule.from_pack for rule in found.rules} == {"r": False, "s": True, "u": False, "v": False}
    assert {spec.name: (spec.from_pack, spec.inner) for spec in found.components} == {
        "a": (True, False),
        "b": (False, False),
        "c": (False, True),
    }
    assert [rule.place.path for rule in found.rules] == [OWN, "base.yaml", OWN, "team/archcheck.yaml"]


def test_globs_of_an_included_file_are_relative_to_it_and_its_names_mean_nothing_elsewhere() -> None:
    own = "rules: [{id: r, kind: dependencies, from: inner, deny: ./x}]"
    included = "{components: {inner: src}, rules: [{id: t, kind: dependencies, from: inner, deny: [./x, 'y/**']}]}"
    found = rules_of(own, "", included)
    (outer, team) = (rule.options for rule in found.rules)
    assert isinstance(outer.from_.terms[0], GlobTerm)
    assert outer.from_.terms[0].glob.text == "inner"
    assert isinstance(team.from_.terms[0], ComponentTerm)
    assert [term.glob.text for term in team.deny.terms] == ["team/x", "team/y/**"]
    assert [term.glob.text for spec in found.components for term in spec.match.terms] == ["team/src"]


def test_except_by_value_works_in_an_included_file() -> None:
    found = rules_of("rules: []", "", "{components: {m: {match: '{m}/', except: [_t]}}}")
    assert found.components[0].except_values == {"_t"}


def problems_of(own: str) -> list[str]:
    return read(own)[1]


@pytest.mark.parametrize(
    ("own", "problems"),
    [
        pytest.param("languages: {pyhton: {}}", ['there is no language "pyhton"'], id="language"),
        pytest.param("components: {'': a}", ['"" cannot be a component name'], id="empty-name"),
        pytest.param("components: {'tag:x': a}", ['"tag:x" cannot be a component name'], id="name-like-a-tag"),
        pytest.param(
            "phases: {list: [{id: a, overlap: [b], enter: d, tasks: [{id: t, rules: [zz]}]}],"
            " current: {default: c, x: a}}",
            [
                'the task names a rule that does not exist: "zz"',
                'enter: there is no rule "d"',
                'there is no component "x"',
                'there is no phase "b"',
                'there is no phase "c"',
            ],
            id="phases",
        ),
        pytest.param(
            "rules: [{id: r, kind: acyclic, phases: [p1]}]", ['there is no phase "p1"'], id="phases-without-section"
        ),
        pytest.param(
            "rules: [{id: r, kind: acyclic, levels: {nope: error}}]", ['there is no component "nope"'], id="levels"
        ),
        pytest.param("builtin: {unused: error}", ['there is no built-in rule "unused"'], id="builtin"),
        pytest.param(
            "waivers: [{rule: archcheck/vacuous, reason: r}, {rule: zz, reason: r}]",
            ['the waiver is for a rule that does not exist: "zz"'],
            id="waivers",
        ),
        pytest.param(
            "rules: [{id: broken, kind: acyclic, nope: 1}, {id: r, kind: acyclic, when: [broken]}]",
            ['unknown key "nope" in rule broken (kind acyclic)'],
            id="a-broken-rule-still-exists",
        ),
        pytest.param("rules: 5", ["rules must be a list, found a number (5)"], id="rules-that-are-no-list"),
        pytest.param("rules: null", ["rules must be a list, found null"], id="rules-that-are-null"),
    ],
)
def test_names_must_stand_for_something(own: str, problems: list[str]) -> None:
    assert problems_of(own) == problems


def captures(options: str, components: str = "{}") -> list[str]:
    """Problems with the captures of one rule."""
    return problems_of(f"components: {components}\nrules: [{{id: r, kind: dependencies, {options}}}]")


@pytest.mark.parametrize(
    ("options", "components", "lonely"),
    [
        pytest.param("from: '{svc}/', deny: 'x/{svc}/'", "{}", [], id="same-name-twice"),
        pytest.param("from: '{service}/', deny: 'x/{!service}/'", "{}", [], id="any-other-value"),
        pytest.param("from: '{service}/', deny: 'x/{name}/'", "{}", [], id="names-that-differ"),
        pytest.param("from: '{service}/', deny: 'x/{servce}/'", "{}", ["{service}"], id="near-names-once-each"),
        pytest.param(
            "from: ['{service}/', 'y/{service}/'], deny: 'x/{servce}/'", "{}", ["{servce}"], id="the-rarer-one"
        ),
        pytest.param("from: s, deny: 'x/{servce}/'", "{s: '{service}/'}", ["{servce}"], id="beside-a-component"),
        pytest.param(
            "from: s, deny: x, paths: '{servcie}/**'", "{s: '{service}/'}", ["{servcie}"], id="in-common-keys"
        ),
    ],
)
def test_a_capture_used_once_beside_a_near_name_is_a_slip(options: str, components: str, lonely: list[str]) -> None:
    expected = [f"the capture {name} of rule r (kind dependencies) stands alone" for name in lonely]
    assert captures(options, components) == expected


def test_a_slip_within_one_component_is_reported_too() -> None:
    found = problems_of("components: {s: ['{service}/', 'y/{service}/', 'x/{servce}/']}")
    assert found == ["the capture {servce} of component s stands alone"]


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        pytest.param("from: s, deny: x, why: 'of {service}'", "", id="captured-by-the-component"),
        pytest.param("from: s, deny: x, why: 'of {sevice}'", "why", id="why"),
        pytest.param("from: '{service}/', deny: x, hint: 'see {servce}'", "hint", id="hint"),
        pytest.param("from: s, deny: x, why: 'a {set} of braces'", "", id="braces-that-are-no-slip"),
    ],
)
def test_texts_use_what_is_captured(options: str, fault: str) -> None:
    found = captures(options, "{s: '{service}/'}")
    assert [message.partition("{")[0] for message in found] == (
        [f"`{fault}` of rule r (kind dependencies) uses "] if fault else []
    )


def test_a_kind_that_cannot_be_loaded_is_a_problem_at_its_place() -> None:
    def fail(kind: str) -> None:
        raise ExtensionError(f"{kind} cannot be loaded")

    context = Context({})
    parsed = parse_yaml(b"version: 1\nrules: [{id: r, kind: acme.x}, {id: s, kind: acme.y}]", OWN)
    assert parsed.node is not None
    assert parse_rule_set(parsed.node, OWN, context, fail, ("acme.x",)) is None
    assert [(p.line, p.column, p.message) for p in context.problems] == [
        (2, 23, "acme.x cannot be loaded (rule r)"),
        (2, 46, "acme.y cannot be loaded (rule s)"),
    ]
