"""Examples: cases a rule carries along, judged on paths alone, and imports imagined in a real tree."""

import pytest

from archcheck.core.examples import added_findings, check_examples, imagined_findings, with_import
from archcheck.core.options import Context
from archcheck.core.rulefile import parse_rule_set
from archcheck.syntax.yaml import parse_yaml
from tests.scenes import REGISTRY, SERVICES, check_of, rules, scene


def said(kind: str, body: str, examples: str) -> list[str]:
    """What is wrong with the examples of one rule."""
    rule = f"{{id: r, kind: {kind}, {body}, examples: {examples}}}"
    text = f"version: 1\ncomponents:\n  {SERVICES}\nrules: [{rule}]"
    parsed = parse_yaml(text.encode(), "a.yaml")
    assert (parsed.node is not None, parsed.problems) == (True, ())
    context = Context({})
    assert parsed.node is not None
    made = parse_rule_set(parsed.node, "a.yaml", context, REGISTRY.check, REGISTRY.kinds())
    assert made is not None, context.problems
    return [problem.message for problem in check_examples(made, REGISTRY.check, context)]


A, B = "services/a/x.py", "services/b/y.py"
ALLOWS = "rule r allows {0}, but the example says that it denies it"
DENIES = "rule r denies {0}, but the example says that it allows it"


@pytest.mark.parametrize(
    ("kind", "body", "wrong", "what"),
    [
        pytest.param(
            "independence",
            "components: service",
            f"deny: [[{A}, lib/x.py]]",
            ALLOWS.format(f"{A} -> lib/x.py"),
            id="allowed-import",
        ),
        pytest.param(
            "independence",
            "components: service",
            f"allow: [[{A}, {B}]]",
            DENIES.format(f"{A} -> {B}"),
            id="denied-import",
        ),
        pytest.param(
            "external",
            "packages: django, only_from: lib",
            f"allow: [[{A}, 'pypi:django']]",
            DENIES.format(f"{A} -> pypi:django"),
            id="denied-package",
        ),
        pytest.param(
            "naming",
            "styles: {'**/*.py': snake}",
            "allow: [a/BadName.py]",
            DENIES.format("a/BadName.py"),
            id="path-alone",
        ),
        pytest.param(
            "naming", "styles: {'a/*/': kebab}", "allow: [a/Bad_Name/]", DENIES.format("a/Bad_Name/"), id="directory"
        ),
        pytest.param(
            "files",
            "forbid: '**/tmp/'",
            "allow: [a/tmp/x/y.txt]",
            DENIES.format("a/tmp/x/y.txt"),
            id="inside-of-what-is-denied",
        ),
        pytest.param(
            "naming",
            "styles: {'**/*.py': snake}, exclude: [old]",
            "deny: [old/BadName.py]",
            ALLOWS.format("old/BadName.py"),
            id="excluded-subject",
        ),
    ],
)
def test_an_example_that_its_rule_contradicts_is_a_problem(kind: str, body: str, wrong: str, what: str) -> None:
    assert said(kind, body, f"{{{wrong}}}") == [what]
    right = wrong.replace("allow:", "-").replace("deny:", "allow:").replace("-:", "deny:").replace("- ", "deny: ")
    assert said(kind, body, f"{{{right}}}") == []


def test_a_rule_that_looks_at_how_imports_are_written_has_no_examples() -> None:
    body = "component: service, entry: 'services/{service}/api.py', specifiers: 'services.*'"
    assert said("public_api", body, f"{{allow: [[{A}, {B}]]}}") == [
        "rule r looks at more than paths and imports, so its examples cannot be checked"
    ]


def test_what_files_hold_is_no_part_of_an_example() -> None:
    assert (
        said("naming", "styles: {'**/*.py': {file: snake, class: pascal}}", "{allow: [a.py], deny: [BadName.py]}") == []
    )


def test_an_imagined_import_is_judged_beside_the_real_ones() -> None:
    rule_set = rules("acyclic", "level: file")
    rule, check = rule_set.rules[0], check_of("acyclic")
    now = scene("a.py -> b.py\nb.py -> c.py", rule_set)
    closing = with_import(now, rule_set, now.graph.files.index("c.py"), "a.py")
    harmless = with_import(now, rule_set, now.graph.files.index("a.py"), "c.py")
    added = added_findings(rule, check, rule_set, now, closing)
    assert added is not None
    assert [each.subject for each in added] == ["a.py"]
    assert added_findings(rule, check, rule_set, now, harmless) == []
    assert imagined_findings(rule, check, rule_set, ("c.py", "a.py")) == []


def test_a_node_that_nobody_uses_yet_can_be_imagined() -> None:
    rule_set = rules("external", "packages: django\nonly_from: lib")
    now = scene("a.py\nlib/b.py", rule_set)
    then = with_import(now, rule_set, 0, "pypi:django")
    added = added_findings(rule_set.rules[0], check_of("external"), rule_set, now, then)
    assert added is not None
    assert [(each.subject, each.target) for each in added] == [("a.py", "pypi:django")]
