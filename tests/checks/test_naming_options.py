"""Mistakes in the options of `naming`, each at its place with the way out."""

import pytest

from archcheck.checks.naming.styles import StylesByGlob
from tests.checks.naming_cases import read


@pytest.mark.parametrize(
    ("rule", "line", "column", "message", "hint"),
    [
        pytest.param(
            "styles: {a: PascalCase}", 1, 13, 'there is no style "PascalCase"', 'did you mean "pascal"?', id="synonym"
        ),
        pytest.param(
            "styles: {a: snak}", 1, 13, 'there is no style "snak"', 'did you mean "snake"?', id="typing error"
        ),
        pytest.param("styles: {a: 7}", 1, 13, "a style is expected, found a number (7)", "known: kebab", id="a number"),
        pytest.param(
            "styles: {a: []}", 1, 13, "an empty list of styles allows no name", "known: kebab", id="empty list"
        ),
        pytest.param("styles: {a: {}}", 1, 13, "an empty mapping gives no style", "known: file", id="empty mapping"),
        pytest.param("styles: {}", 1, 9, "a mapping of globs to styles is expected", "such as", id="no lines"),
        pytest.param("styles: snake", 1, 9, "a mapping of globs to styles is expected", "such as", id="no mapping"),
        pytest.param(
            "styles: {a: {klass: pascal}}",
            1,
            14,
            '"klass" is no kind of symbol; known are file, directory, class, function, method, constant, type',
            'did you mean "class"?',
            id="unknown kind of symbol",
        ),
        pytest.param(
            "styles: {a: {interface: pascal}}", 1, 14, '"interface" is no kind', 'did you mean "type"?', id="other word"
        ),
        pytest.param(
            "styles: {a/*: {directory: kebab}}", 1, 16, '"a/*" is no pattern of directories', "slash", id="directory"
        ),
        pytest.param("styles: {'a{': kebab}", 1, 12, '"{" is never closed', "", id="glob"),
        pytest.param("styles: {a: 'regex:x(y'}", 1, 21, '"(" is never closed', "", id="quoted regex"),
        pytest.param("styles: {a: regex:x)}", 1, 20, '")" without "("', "", id="plain regex"),
        pytest.param(
            "styles: {a: snake}\nacronyms: capitalise", 2, 11, '"capitalise" is no acronym', "capitalize", id="acronyms"
        ),
        pytest.param(
            "styles: {a: snake}\nmiddle: [a.b]", 2, 9, '"a.b" is not what stands between two dots', "list", id="middle"
        ),
        pytest.param("styles: {a: snake}\nexempt: ['a{']", 2, 12, '"{" is never closed', "", id="exempt name"),
        pytest.param("styles: {a: snake}\nexempt: [a/../b]", 2, 12, '".." cannot leave', "", id="exempt path"),
        pytest.param(
            "styles: {a: snake}\nparams: sausage", 2, 9, 'there is no style "sausage"', "known: camel", id="params"
        ),
        pytest.param(
            "styles:\n  src/*/x.py: snake\n  ./src/{y}/x.py: kebab",
            3,
            3,
            '"src/*/x.py" (line 2) and "src/{y}/x.py" are the same pattern, with different styles: snake, kebab',
            "keep one of the two",
            id="same pattern",
        ),
        pytest.param(
            "styles:\n  '{a,b}.py': {class: pascal, file: snake}\n  '{b,a}.py': {class: pascal, file: kebab}",
            3,
            3,
            "are the same pattern, with different styles: snake, kebab",
            "keep",
            id="same alternatives",
        ),
    ],
)
def test_mistake_in_the_options_is_reported_at_its_place(
    rule: str, line: int, column: int, message: str, hint: str
) -> None:
    options, [problem] = read(rule)
    assert options is None
    assert (problem.line, problem.column) == (line, column)
    assert message in problem.message
    assert hint in problem.hint


def test_patterns_that_differ_or_agree_are_no_mistake() -> None:
    for lines in (
        '"a/*": snake, "a/{x}": snake',
        '"{x}/{x}.py": snake, "{x}/{y}.py": kebab',
        '"a*": snake, "a{x}": dot',
    ):
        options, problems = read(f"styles: {{{lines}}}")
        assert options is not None, problems
        assert isinstance(options.styles, StylesByGlob)
