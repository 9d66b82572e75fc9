"""What a Go file declares."""

import pytest

from archcheck.core.facts import Source, SymbolFact
from archcheck.languages.go.symbols import extract_symbols


def symbols(text: str) -> list[tuple[object, ...]]:
    return [tuple(fact) for fact in extract_symbols(Source(f"package a\n{text}".encode(), "go")).facts]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("func F() {}", [(2, 1, "function", "F", "")], id="function"),
        pytest.param("func F[T any](x T) {}", [(2, 1, "function", "F", "")], id="generic function"),
        pytest.param("func (s *Server) Run() {}", [(2, 1, "method", "Run", "Server")], id="method"),
        pytest.param("func (Server) Run() {}", [(2, 1, "method", "Run", "Server")], id="receiver without a name"),
        pytest.param("func (s *List[K, V]) Run() {}", [(2, 1, "method", "Run", "List")], id="generic receiver"),
        pytest.param("func (s (*T)) M() {}", [(2, 1, "method", "M", "T")], id="receiver in parentheses"),
        pytest.param("type T struct {\n\tA int\n}", [(2, 6, "type", "T", "")], id="struct"),
        pytest.param("type T[K comparable] = map[K]int", [(2, 6, "type", "T", "")], id="alias"),
        pytest.param(
            "type (\n\tA interface { F() }\n\n\tB = A // C\n)",
            [(3, 2, "type", "A", ""), (5, 2, "type", "B", "")],
            id="group of types",
        ),
        pytest.param("const A, B = 1, 2", [(2, 7, "constant", "A", ""), (2, 10, "constant", "B", "")], id="constants"),
        pytest.param(
            "const (\n\tA = iota\n\tB\n\t_\n\tC, D = 0., \"x\"\n\tE = 'a'\n)",
            [
                (3, 2, "constant", "A", ""),
                (4, 2, "constant", "B", ""),
                (6, 2, "constant", "C", ""),
                (6, 5, "constant", "D", ""),
                (7, 2, "constant", "E", ""),
            ],
            id="group of constants",
        ),
        pytest.param(
            "const (\n\tA = 1 +\n\t2\n\tB = f(\n\t1)\n)",
            [(3, 2, "constant", "A", ""), (5, 2, "constant", "B", "")],
            id="values over lines",
        ),
        pytest.param("var x = func() {}\nvar (\n\ty func()\n)", [], id="variables are left out"),
        pytest.param(
            "func f() {\n\tconst a = 1\n\ttype t int\n}", [(2, 1, "function", "f", "")], id="local ones are left out"
        ),
        pytest.param("func _() {}\nconst _ = 1\ntype _ int", [], id="nameless"),
        pytest.param('var s = "func A() {"; func B() {}', [(2, 23, "function", "B", "")], id="strings"),
        pytest.param(
            "var s = `\nfunc A() {`\nvar r = '{'\nvar q = '\\''\nfunc B() {}", [(6, 1, "function", "B", "")], id="runes"
        ),
        pytest.param("/* func A() {} */ func B() {} // func C() {}\n", [(2, 19, "function", "B", "")], id="comments"),
        pytest.param(
            "func F(\n\ta int,\n) (b int) {\n\treturn func() int { return 1 }()\n}\n\nfunc G() {}",
            [(2, 1, "function", "F", ""), (8, 1, "function", "G", "")],
            id="nested functions",
        ),
        pytest.param(
            "func f()\nfunc g()", [(2, 1, "function", "f", ""), (3, 1, "function", "g", "")], id="without bodies"
        ),
        pytest.param("type\n\n// T\nT int", [(5, 1, "type", "T", "")], id="name on a later line"),
    ],
)
def test_declarations_at_the_top_level(text: str, expected: list[tuple[object, ...]]) -> None:
    assert symbols(text) == expected


def test_facts_are_of_the_shared_type() -> None:
    (fact,) = extract_symbols(Source(b"package a; func (x y) Z() {}", "go")).facts
    assert fact == SymbolFact(1, 12, "method", "Z", "y")
