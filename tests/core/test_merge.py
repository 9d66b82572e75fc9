"""Merging: packs in order, then the own file; included files may only add."""

import pytest

from archcheck.core.merge import included_rules, merge_rule_files
from archcheck.core.options import Context
from archcheck.core.values import MappingNode, Node, ScalarNode, SequenceNode
from archcheck.syntax.yaml import parse_yaml


def node(text: str, path: str = "archcheck.yaml") -> Node:
    parsed = parse_yaml(text.encode(), path)
    assert parsed.node is not None
    return parsed.node


def plain(tree: Node | None) -> object:
    """The values of a tree without their places."""
    if isinstance(tree, MappingNode):
        return {key.value: plain(value) for key, value in tree.entries}
    if isinstance(tree, SequenceNode):
        return [plain(item) for item in tree.items]
    return tree.value if isinstance(tree, ScalarNode) else None


def merged(base: str, over: str) -> object:
    return plain(merge_rule_files(node(base, "base.yaml"), node(over)))


@pytest.mark.parametrize(
    ("base", "over", "expected"),
    [
        pytest.param(
            "{files: {tests: a, exclude: b}}",
            "{files: {tests: c}}",
            {"files": {"tests": "c", "exclude": "b"}},
            id="maps-merge-by-key",
        ),
        pytest.param(
            "{components: {a: x, b: y}}",
            "{components: {a: z, c: w}}",
            {"components": {"a": "z", "b": "y", "c": "w"}},
            id="components-are-bound-by-name",
        ),
        pytest.param(
            "{components: {a: {match: x, tags: [t]}}}",
            "{components: {a: {match: z}}}",
            {"components": {"a": {"match": "z", "tags": ["t"]}}},
            id="a-component-merges-by-key",
        ),
        pytest.param(
            "{components: {a: {match: x}}}",
            "{components: {a: z}}",
            {"components": {"a": "z"}},
            id="another-form-replaces",
        ),
        pytest.param(
            "{files: {exclude: [a, b]}}", "{files: {exclude: [c]}}", {"files": {"exclude": ["c"]}}, id="lists-replace"
        ),
        pytest.param(
            "{files: {exclude: [a]}}",
            "{files: {exclude: []}}",
            {"files": {"exclude": []}},
            id="an-empty-list-replaces-too",
        ),
        pytest.param(
            "{files: {exclude: [a], tests: b}}",
            "{files: {exclude: null}}",
            {"files": {"tests": "b"}},
            id="null-removes",
        ),
        pytest.param("{rules: [{id: a, kind: x}]}", "{rules: null}", {}, id="null-removes-a-list"),
        pytest.param(
            "{rules: [{id: a, kind: x, why: w}, {id: b, kind: y}]}",
            "{rules: [{id: b, why: v}]}",
            {"rules": [{"id": "a", "kind": "x", "why": "w"}, {"id": "b", "kind": "y", "why": "v"}]},
            id="rules-merge-by-id-and-then-key",
        ),
        pytest.param(
            "{rules: [{id: a, why: w, in: s}]}",
            "{rules: [{id: a, why: null}]}",
            {"rules": [{"id": "a", "in": "s"}]},
            id="null-removes-a-key-of-a-rule",
        ),
        pytest.param(
            "{rules: [{id: a, examples: {allow: [[x]], deny: [[y]]}}]}",
            "{rules: [{id: a, examples: {allow: []}}]}",
            {"rules": [{"id": "a", "examples": {"allow": [], "deny": [["y"]]}}]},
            id="maps-in-rules-merge",
        ),
        pytest.param(
            "{rules: [{id: 1, kind: x}]}",
            "{rules: [{id: 1, kind: y}]}",
            {"rules": [{"id": 1, "kind": "y"}]},
            id="ids-that-look-like-numbers",
        ),
        pytest.param(
            "{rules: [{id: a, kind: x}]}",
            "{rules: [{id: a, why: u}, {id: a, why: v}]}",
            {"rules": [{"id": "a", "kind": "x", "why": "u"}, {"id": "a", "why": "v"}]},
            id="what-one-file-says-twice-stays-twice",
        ),
        pytest.param(
            "{rules: [{kind: x}]}",
            "{rules: [{kind: y}]}",
            {"rules": [{"kind": "x"}, {"kind": "y"}]},
            id="rules-without-id-are-kept-apart",
        ),
        pytest.param(
            "{version: 1, extends: [x], grace: 3}",
            "{files: {}}",
            {"grace": 3, "files": {}},
            id="version-and-extends-are-the-own-files",
        ),
    ],
)
def test_the_own_file_is_laid_over_its_base(base: str, over: str, expected: object) -> None:
    assert merged(base, over) == expected


def test_every_value_keeps_the_place_where_it_is_written() -> None:
    tree = merge_rule_files(node("{components: {a: x, b: y}}", "base.yaml"), node("components:\n  b: z\n"))
    assert isinstance(tree, MappingNode)
    components = tree.get("components")
    assert isinstance(components, MappingNode)
    assert [(key.place.path, key.place.line) for key, _ in components.entries] == [
        ("base.yaml", 1),
        ("archcheck.yaml", 2),
    ]


OWN = "{rules: [{id: a, kind: x}], components: {c: src}}"


@pytest.mark.parametrize(
    ("included", "problems"),
    [
        pytest.param("{rules: [{id: b, kind: y}], components: {d: lib}}", [], id="more"),
        pytest.param("{version: 1}", [], id="nothing"),
        pytest.param("{rules: [{id: a, kind: y}]}", ['an included file cannot change the rule "a"'], id="same-rule"),
        pytest.param(
            "{components: {c: lib}}", ['an included file cannot change the component "c"'], id="same-component"
        ),
        pytest.param("{components: {c: null}}", ['an included file cannot change the component "c"'], id="removal"),
        pytest.param(
            "{components: {d: {match: x, tags: [t]}}}",
            ['the component "d" of an included file cannot have tags'],
            id="tags",
        ),
        pytest.param(
            "{rules: null, components: null}",
            [
                '"rules" of an included file must be a list, found null',
                '"components" of an included file must be a mapping, found null',
            ],
            id="removal-of-all",
        ),
        pytest.param(
            "{files: {exclude: ['**']}, builtin: {vacuous: off}, disable: []}",
            [
                'an included file cannot hold "files"',
                'an included file cannot hold "builtin"',
                'an included file cannot hold "disable"',
            ],
            id="what-loosens",
        ),
    ],
)
def test_an_included_file_may_only_add(included: str, problems: list[str]) -> None:
    context = Context({})
    tree = included_rules(node(OWN), node(included, "x/archcheck.yaml"), context)
    assert [problem.message for problem in context.problems] == problems
    found = plain(tree)
    assert isinstance(found, dict)
    assert found["rules"][0]["id"] == "a"
