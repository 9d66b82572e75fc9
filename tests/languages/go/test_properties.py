"""The hand-written scanners agree with tree-sitter-go on every text that both understand, and survive all others."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcheck.core.facts import Extracted, Source
from archcheck.languages.go.imports import extract_imports
from archcheck.languages.go.relations import extract_relations
from archcheck.languages.go.suppressions import extract_suppressions
from archcheck.languages.go.symbols import extract_symbols
from tests.languages.go.reference import imports_of, is_sound, symbols_of

PATHS = st.sampled_from(['"fmt"', "`net/http`", '"a.b/c-d"', '"é"', '"a//b"', '"/*"', "`\n`"])
NAMES = st.sampled_from(["", "_ ", ". ", "x ", "_", "."])
GAPS = st.sampled_from(["", " ", "\t", "/* ; */", "/*\n*/ ", '// "x"\n', "\n", "\n\n", "\r\n"])
ENDS = st.sampled_from([";", "\n", ' // import "y"\n', " /* \n */ ;", ";\n\n"])


@st.composite
def _spec(draw: st.DrawFn) -> str:
    name = draw(NAMES)
    gap = draw(st.sampled_from(["", " ", "/**/"]))
    return f"{name}{gap}{draw(PATHS)}"


@st.composite
def _import(draw: st.DrawFn) -> str:
    if draw(st.booleans()):
        return f"import {draw(_spec())}{draw(ENDS)}"
    specs = "".join(f"{draw(GAPS)}{spec}{draw(ENDS)}" for spec in draw(st.lists(_spec(), max_size=3)))
    return f"import{draw(GAPS)}({specs}{draw(GAPS)}){draw(ENDS)}"


DECLARATIONS = st.sampled_from(
    [
        "func F() { const a = `}` }",
        "func (r *T[K]) M(x int) (y, z int) { type t int; return }",
        "func (T) N() { if x { '}' } }",
        "type A struct { B int; C func() }",
        "type (\n\tD = map[string]interface{ M() }\n\tE[K any] []K\n)",
        "const X, Y = 1, 'a'",
        "const (\n\tP = iota\n\tQ\n\tR, S = 1 +\n2, `\nfunc no() {}`\n)",
        "var v = func() int { return 1 }",
        'var (\n\tw func()\n\tz = "func no() {"\n)',
        "const f = 0.\nconst g = 1e+5",
        "// func no() {}",
        "/* type no int\n*/",
    ]
)


@given(
    st.sampled_from(["package a", "// x\npackage a", '/* import "x" */ package a // y']),
    ENDS,
    st.lists(_import(), max_size=4),
    st.lists(DECLARATIONS, max_size=5),
)
@settings(max_examples=300, deadline=None)
def test_scanners_agree_with_the_reference(package: str, end: str, imports: list[str], declarations: list[str]) -> None:
    text = f"{package}{end}{''.join(imports)}{chr(10).join(declarations)}\n"
    if is_sound(text):
        source = Source(text.encode(), "go")
        found = extract_imports(source)
        assert ([fact.module for fact in found.facts], found.diagnostics) == (imports_of(text), ())
        assert [(each.kind, each.name, each.parent) for each in extract_symbols(source).facts] == symbols_of(text)


ALL: list[Callable[[Source], Extracted[Any]]] = [
    extract_imports,
    extract_relations,
    extract_suppressions,
    extract_symbols,
]
PIECES = [
    "package a",
    "import",
    "(",
    ")",
    '"',
    "`",
    "'",
    "/*",
    "*/",
    "//",
    "\n",
    "{",
    "}",
    "[",
    "]",
    "func",
    "type",
    "const",
    "x",
    ",",
    ";",
    "\\",
    "//go:embed",
    "archcheck: allow",
    " ",
    "\0",
    "é",
    ".",
]


@given(st.one_of(st.binary(), st.lists(st.sampled_from(PIECES)).map(lambda pieces: "".join(pieces).encode())))
@settings(max_examples=300, deadline=None)
def test_extractors_never_raise_and_facts_are_in_order(content: bytes) -> None:
    for extract in ALL:
        facts = extract(Source(content, "go")).facts
        places = [(fact.line, fact.column) for fact in facts]
        assert places == sorted(places)
        assert all(line >= 1 and column >= 1 for line, column in places)


HOSTILE = {
    "open brackets": "package a\n" + "func (" * 60_000,
    "open comments": "package a\nimport (" + "/* " * 120_000,
    "slashes": "package a\nimport (" + "/" * 400_000,
    "stars": "/*" + "*" * 400_000,
    "open strings": "package a\nimport (" + '"\n' * 140_000,
    "backslashes": 'package a\nvar s = "' + "\\" * 400_000,
    "quotes": "package a\n" + "'" * 400_000,
    "blank lines": "\n" * 400_000 + "x",
    "semicolons": "package a" + ";" * 400_000,
    "one long line": 'package a;import "x";var a = 1' + ";var a = 1" * 40_000,
    "imports without paths": "package a\n" + "import\n" * 60_000,
    "wrong lines in a group": "package a\nimport (\n" + "x y z\n" * 60_000,
    "nested brackets": "package a\nfunc f() " + "{" * 100_000 + "}" * 100_000,
    "receivers": "package a\n" + "func (a [b] c) d()\n" * 12_000,
    "constants": "package a\nconst (\n" + "a,\n" * 80_000,
    "directives": "package a\nimport `embed`\n" + "//go:embed x // archcheck: allow x -- y\n" * 6_000,
    "constraints": "//go:build ignore" + " && ignore" * 30_000 + "\npackage a\n",
    "allow": "// archcheck: allow " + "/" * 200_000,
}


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in HOSTILE.items()])
def test_hostile_text_takes_linear_time(text: str) -> None:
    """Square time would be minutes; linear time is seconds even where everything is slow."""
    begin = time.process_time()
    for extract in ALL:
        extract(Source(text.encode(), "go"))
    assert time.process_time() - begin < 20
