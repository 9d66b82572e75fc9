"""The files that a Go file embeds."""

import pytest

from archcheck.core.facts import RelationFact, Source
from archcheck.languages.go.relations import extract_relations

HEAD = 'package a\nimport _ "embed"\n'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("//go:embed a.txt\nvar s string", ["a.txt"], id="file"),
        pytest.param("//go:embed a.txt static all:web\n", ["a.txt", "static", "web"], id="several"),
        pytest.param('//go:embed "with space.txt" `raw name`\n', ["with space.txt", "raw name"], id="quoted"),
        pytest.param("//go:embed templates/*.html x/[ab]/c\n", ["templates/", "x/"], id="patterns are cut"),
        pytest.param("//go:embed *.html\n", [], id="a pattern in the own directory"),
        pytest.param("var (\n\t//go:embed a\n\ts string\n)", ["a"], id="indented"),
        pytest.param("// go:embed a\n//go:embedded b\nvar s = 1 //go:embed c\n", [], id="not a directive"),
        pytest.param('var s = "\\\n//go:embed a"\nvar r = `\n//go:embed b\n`', ["a"], id="text in strings"),
    ],
)
def test_embedded_paths(text: str, expected: list[str]) -> None:
    facts = extract_relations(Source((HEAD + text).encode(), "go")).facts
    assert [fact.value for fact in facts] == expected


def test_facts_have_places() -> None:
    assert extract_relations(Source(f"{HEAD}\n\t//go:embed a b".encode(), "go")).facts == (
        RelationFact(4, 2, "path", "a"),
        RelationFact(4, 2, "path", "b"),
    )


def test_nothing_is_embedded_without_the_package() -> None:
    assert extract_relations(Source(b"package a\n//go:embed a\n", "go")).facts == ()
