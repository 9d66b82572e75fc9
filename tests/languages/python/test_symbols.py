"""What a Python file defines."""

import pytest

from archcheck.core.facts import Source
from archcheck.languages.python.symbols import extract_symbols


def symbols(text: str | bytes) -> list[str]:
    """Facts as `line:column kind parent.name`."""
    content = text if isinstance(text, bytes) else text.encode()
    return [
        f"{fact.line}:{fact.column} {fact.kind} {fact.parent + '.' if fact.parent else ''}{fact.name}"
        for fact in extract_symbols(Source(content, "py")).facts
    ]


CASES = [
    pytest.param("class A: pass\nasync def f(): pass", ["1:1 class A", "2:1 function f"], id="module level"),
    pytest.param("@a\n@b\ndef f(): pass", ["3:1 function f"], id="decorated: the definition itself"),
    pytest.param(
        "class A:\n def f(self):\n  def g(): pass\n class B:\n  def h(self): pass",
        ["1:1 class A", "2:2 method A.f", "3:3 function A.f.g", "4:2 class A.B", "5:3 method A.B.h"],
        id="nested",
    ),
    pytest.param(
        "if x:\n def f(): pass\nelse:\n class B: pass\ntry: C = 1\nexcept E: D = 2",
        ["2:2 function f", "4:2 class B", "5:6 constant C", "6:11 constant D"],
        id="under conditions",
    ),
    pytest.param(
        "A = _B2 = 1\nC_D: int = 2\nE: str\nclass F:\n  G = 3",
        ["1:1 constant A", "1:5 constant _B2", "2:1 constant C_D", "3:1 constant E", "4:1 class F", "5:3 constant F.G"],
        id="constants",
    ),
    pytest.param(
        "a = 1\n__all__ = []\nAa = 2\n_ = 3\nX.Y = 4\nZ, W = 5, 6\nV[0] = 7\ndef f():\n U = 8",
        ["8:1 function f"],
        id="other assignments",
    ),
    pytest.param("é = 1; \xc9 = 2", ["1:8 constant \xc9"], id="columns count characters"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_symbols_are_found_with_what_encloses_them(text: str, expected: list[str]) -> None:
    assert symbols(text) == expected
    assert extract_symbols(Source(text.encode(), "py")).diagnostics == ()


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_files_that_python_cannot_parse_have_the_same_symbols_and_a_diagnostic(text: str, expected: list[str]) -> None:
    broken = f"{text}\nprint 'x'\n".encode()
    assert symbols(broken) == expected
    assert [each.kind for each in extract_symbols(Source(broken, "py")).diagnostics] == ["syntax"]


def test_undecodable_files_have_no_symbols_and_a_diagnostic() -> None:
    extracted = extract_symbols(Source(b"A = '\xff'", "py"))
    assert (extracted.facts, [each.kind for each in extracted.diagnostics]) == ((), ["unparsable"])


def test_newer_syntax_is_understood() -> None:
    text = "type X[T] = int\ndef f[T](x: T) -> T:\n    class A[U]: pass\nx = f'{y['a']}'\n"
    assert symbols(text) == ["2:1 function f", "3:5 class f.A"]
