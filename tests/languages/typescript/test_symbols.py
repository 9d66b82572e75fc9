"""Definitions of TypeScript and JavaScript files."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import Source
from archcheck.languages.typescript.symbols import extract_symbols


def symbols(text: str, dialect: str = "tsx") -> list[str]:
    """The definitions as `line:column kind parent.name`."""
    found = extract_symbols(Source(text.encode(), dialect))
    assert found.diagnostics == ()
    return [f"{s.line}:{s.column} {s.kind} {s.parent}{'.' if s.parent else ''}{s.name}" for s in found.facts]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("class A {}", ["1:1 class A"], id="class"),
        pytest.param("export abstract class A {}", ["1:8 class A"], id="abstract class"),
        pytest.param("const A = class {}", ["1:7 class A"], id="class expression"),
        pytest.param("class A { run() {} }", ["1:1 class A", "1:11 method A.run"], id="method"),
        pytest.param("class A { static #go = () => 1 }", ["1:1 class A", "1:11 method A.#go"], id="method as field"),
        pytest.param(
            "abstract class A { abstract m(): void }", ["1:1 class A", "1:20 method A.m"], id="abstract method"
        ),
        pytest.param("class A { x = 1 }", ["1:1 class A"], id="field"),
        pytest.param("async function* f() {}", ["1:1 function f"], id="generator"),
        pytest.param("declare function f(): void", ["1:9 function f"], id="declared function"),
        pytest.param("function f(a: 1): 1;\nfunction f(a: 2): 2;", ["1:1 function f"], id="overloads"),
        pytest.param("const f = () => 1", ["1:7 function f"], id="arrow"),
        pytest.param("let f = function () {}", ["1:5 function f"], id="function expression"),
        pytest.param("const f = (() => 1) as F", ["1:7 function f"], id="wrapped"),
        pytest.param("function f() { const g = () => 1 }", ["1:1 function f", "1:22 function f.g"], id="nested"),
        pytest.param("interface I {}\ntype T = 1\nenum E {}", ["1:1 type I", "2:1 type T", "3:1 type E"], id="types"),
        pytest.param("namespace N { export function f() {} }", ["1:22 function N.f"], id="namespace"),
        pytest.param(
            "const A = 1, b = 'x', c = -1n", ["1:7 constant A", "1:14 constant b", "1:23 constant c"], id="constants"
        ),
        pytest.param("export const A = `x` as const", ["1:14 constant A"], id="exported constant"),
        pytest.param("const a = `x${b}`, c = {}, d = f(), e = [1]", [], id="no constants"),
        pytest.param("let a = 1; var b = 2", [], id="variables"),
        pytest.param("function f() { const A = 1 }", ["1:1 function f"], id="constant in a function"),
        pytest.param("const { a } = b", [], id="destructured"),
        pytest.param("function Page() { return <p/> }", ["1:1 component Page"], id="component"),
        pytest.param("const Page = () => <><p/></>", ["1:7 component Page"], id="component as arrow"),
        pytest.param("const Card = memo(({ a }: P) => <p>{a}</p>)", ["1:7 component Card"], id="wrapped component"),
        pytest.param("const Store = create(() => 1)", [], id="call without markup"),
        pytest.param("const draw = () => <p/>", ["1:7 function draw"], id="small letter"),
        pytest.param("function Sum() { return 1 }", ["1:1 function Sum"], id="no markup"),
        pytest.param("// é\nconst é = 'é', B = 2", ["2:7 constant é", "2:16 constant B"], id="beyond ASCII"),
    ],
)
def test_definition(text: str, found: list[str]) -> None:
    assert symbols(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("class A { m(a: 1): 1; m(a: any) {} }", ["1:1 class A", "1:11 method A.m"], id="methods"),
        pytest.param("const a = { m() {}, n: () => 1 }", [], id="members of objects are no methods"),
        pytest.param("@d()\nclass A {}", ["2:1 class A"], id="decorators stand before"),
        pytest.param(
            "const A = memo(forwardRef<T>((p) => <p/>)); const B = f(<p/>)",
            ["1:7 component A"],
            id="functions in calls",
        ),
        pytest.param(
            "const D = () => { const E = () => <p/>; return 1 }",
            ["1:7 component D", "1:25 component D.E"],
            id="components in components",
        ),
    ],
)
def test_of_what_surrounds_a_definition(text: str, found: list[str]) -> None:
    assert symbols(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "const A = p.div<{ a: 1 }>`\n é: ${(x) => `b${x}`}é; ${1}\n`; const B = 1",
            ["3:10 constant B"],
            id="templates behind types",
        ),
        pytest.param("type A = import('é').T[]; const B = 1", ["1:1 type A", "1:33 constant B"], id="imported types"),
        pytest.param("interface A { in?: 1 }", ["1:1 type A"], id="properties named like operators"),
        pytest.param("const A = () => <p>a & b</p>", ["1:7 component A"], id="text of elements"),
    ],
)
def test_what_the_grammar_does_not_know(text: str, found: list[str]) -> None:
    assert symbols(text) == found


def test_broken_text_keeps_what_was_recognised_and_is_reported() -> None:
    found = extract_symbols(Source(b"<p/>\n<script>class A {}\nclass B { x( }\n</script>", "vue"))
    assert [each.name for each in found.facts] == ["A", "B"]
    assert [(each.line, each.column, each.kind) for each in found.diagnostics] == [(3, 11, "syntax")]


def test_a_long_line_takes_linear_time() -> None:
    start = perf_counter()
    found = extract_symbols(Source(b"const a = 1; " * 40_000, "ts"))
    assert (len(found.facts), perf_counter() - start < 30) == (40_000, True)


def test_angles_are_casts_where_no_elements_can_stand() -> None:
    assert symbols("const f = <T>(x: T) => x\nconst a = <any>b", "ts") == ["1:7 function f"]


def test_scripts_in_markup_are_read_at_their_places() -> None:
    assert symbols("<template><p/></template>\n<script setup lang='ts'>\n  const A = 1\n</script>", "vue") == [
        "3:9 constant A"
    ]


def test_undecodable_content_is_said() -> None:
    found = extract_symbols(Source(b"\xff\xfe\x00", "ts"))
    assert [each.kind for each in found.diagnostics] == ["unparsable"]


@given(st.binary(max_size=200), st.sampled_from(["ts", "tsx", "js", "vue", "mdx"]))
def test_any_bytes_are_survived(content: bytes, dialect: str) -> None:
    extract_symbols(Source(content, dialect))


@pytest.mark.parametrize("text", ["(" * 50_000, "{a:" * 50_000, "const f = () => " * 20_000, "<p>" * 20_000])
def test_deep_nesting_ends(text: str) -> None:
    start = perf_counter()
    extract_symbols(Source(text.encode(), "tsx"))
    assert perf_counter() - start < 60
