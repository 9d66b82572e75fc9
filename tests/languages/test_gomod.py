"""What a go.mod or go.work needs and offers."""

from archcheck.core.facts import RelationFact, Source
from archcheck.languages.gomod import LANGUAGE, extract_relations


def test_relations_of_a_go_mod() -> None:
    text = b"""module example.com/shop
require (
\tgithub.com/go-chi/chi/v5 v5.0.1
\texample.com/money v0.0.0 // indirect
)
replace example.com/money => ../money
replace github.com/go-chi/chi/v5 => github.com/fork/chi/v5 v5.0.2
"""
    assert extract_relations(Source(text, "mod")).facts == (
        RelationFact(1, 1, "provides", "go:example.com/shop"),
        RelationFact(3, 2, "package", "go:github.com/go-chi/chi/v5", "v5.0.1"),
        RelationFact(4, 2, "package", "go:example.com/money", "v0.0.0", "indirect"),
        RelationFact(6, 1, "path", "../money"),
    )


def test_relations_of_a_go_work() -> None:
    facts = extract_relations(Source(b"go 1.24\nuse ( ./a\n)\nuse ./b\nreplace x.y/z => ./z\n", "work")).facts
    assert facts == (
        RelationFact(1, 1, "engine", "go", "1.24"),
        RelationFact(4, 1, "path", "./b"),
        RelationFact(5, 1, "path", "./z"),
    )


def test_what_is_no_directive_is_said() -> None:
    (diagnostic,) = extract_relations(Source(b"module a.b/c\n>>>>>>> x\n", "mod")).diagnostics
    assert (diagnostic.line, diagnostic.kind) == (2, "unparsable")


def test_both_files_are_read() -> None:
    assert LANGUAGE.files == (("**/go.mod", "mod"), ("**/go.work", "work"))
