"""Comments that accept a violation, in TypeScript, JavaScript and markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import Source
from archcheck.languages.typescript.suppressions import extract_suppressions


def suppressions(text: str, dialect: str = "tsx") -> list[str]:
    """The comments as `line:column rules; reason; own` or `beside`."""
    found = extract_suppressions(Source(text.encode(), dialect))
    return [
        f"{s.line}:{s.column} {','.join(s.rules)}; {s.reason}; {'own' if s.own_line else 'beside'}" for s in found.facts
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("// archcheck: allow a -- b", ["1:1 a; b; own"], id="line"),
        pytest.param("f(); // archcheck: allow a, b -- see #12", ["1:6 a,b; see #12; beside"], id="beside code"),
        pytest.param("/* archcheck: allow a -- b */", ["1:1 a; b; own"], id="block"),
        pytest.param("/**\n * x\n */ /* archcheck: allow a -- b */", ["3:5 a; b; beside"], id="behind another"),
        pytest.param("// archcheck: allow a", ["1:1 a; ; own"], id="no reason"),
        pytest.param("// archcheck: deny a -- b", ["1:1 ; ; own"], id="another word"),
        pytest.param(
            "// archcheck: allow a -- b // archcheck: allow c -- d", ["1:1 a; b; own", "1:28 c; d; own"], id="two"
        ),
        pytest.param("/**\n * archcheck: allow a -- b\n */\nf()", ["3:2 a; b; own"], id="block of several lines"),
        pytest.param("/* archcheck: allow a -- b */ f()", ["1:1 a; b; beside"], id="before code"),
        pytest.param("const s = '// archcheck: allow a -- b'", [], id="string"),
        pytest.param("const s = `// archcheck: allow a -- b`", [], id="template"),
        pytest.param("const s = `${1 /* archcheck: allow a -- b */}`", ["1:16 a; b; beside"], id="hole"),
        pytest.param("const r = /[/]/; // archcheck: allow a -- b", ["1:18 a; b; beside"], id="behind an expression"),
        pytest.param("const e = <p>// archcheck: allow a -- b</p>", [], id="text of an element"),
        pytest.param(
            "const e = <p>\n  {/* archcheck: allow a -- b */}\n</p>", ["2:4 a; b; own"], id="between elements"
        ),
    ],
)
def test_comment(text: str, found: list[str]) -> None:
    assert suppressions(text) == found


def test_markup_has_comments_of_its_own() -> None:
    script = "f() // archcheck: allow c -- d\n'<!-- archcheck: allow e -->'"
    text = f"<!-- archcheck: allow a -- b -->\n<script>\n{script}\n</script>\n"
    assert suppressions(text, "vue") == ["1:1 a; b; own", "3:5 c; d; beside"]


@given(st.binary(max_size=100), st.sampled_from(["ts", "tsx", "js", "vue", "mdx"]))
def test_any_bytes_are_survived(content: bytes, dialect: str) -> None:
    extract_suppressions(Source(b"archcheck:" + content, dialect))


@pytest.mark.parametrize(
    ("dialect", "text", "expected"),
    [
        pytest.param(
            "vue",
            "<!-- archcheck: allow a -- b -->\n<template>\n  <!-- archcheck: allow c --><p>'</p>\n</template>\n"
            "<script>\nimport 'a' // archcheck: allow d -- e\n'<!-- archcheck: allow f -->'\n</script>\n"
            "<style lang='scss'>\n@import 'x'; // archcheck: allow g -- h\n'/* archcheck: allow i */'\n</style>\n",
            [
                (1, 1, ("a",), "b", True),
                (3, 3, ("c",), "", False),
                (6, 12, ("d",), "e", False),
                (10, 14, ("g",), "h", False),
            ],
            id="vue",
        ),
        pytest.param(
            "svelte",
            "<script>\n// archcheck: allow a -- b\n</script>\n<p>// archcheck: allow c</p>\n"
            "{/* archcheck: allow d -- e */}\n<style>\n// archcheck: allow f\n/* archcheck: allow g -- h */\n</style>",
            [(2, 1, ("a",), "b", True), (5, 2, ("d",), "e", True), (8, 1, ("g",), "h", True)],
            id="svelte",
        ),
        pytest.param(
            "astro",
            "---\nimport 'a' /* archcheck: allow a -- b */\n---\n<!-- archcheck: allow c -- d --><p/>\n",
            [(2, 12, ("a",), "b", False), (4, 1, ("c",), "d", False)],
            id="astro",
        ),
        pytest.param(
            "mdx",
            "import a from 'a' // archcheck: allow a -- b\n\n`<!-- archcheck: allow c -->`\n\n```html\n"
            "<!-- archcheck: allow d -->\n```\n\n{/* archcheck: allow e -- f */}\n<!-- archcheck: allow g -- h -->\n",
            [(1, 19, ("a",), "b", False), (9, 2, ("e",), "f", True), (10, 1, ("g",), "h", True)],
            id="mdx",
        ),
    ],
)
def test_suppressions_stand_in_the_comments_of_each_part(
    dialect: str, text: str, expected: list[tuple[object, ...]]
) -> None:
    assert [tuple(each) for each in extract_suppressions(Source(text.encode(), dialect)).facts] == expected


PIECES = [
    "archcheck:",
    "//",
    "/*",
    "*/",
    "<!--",
    "-->",
    "`",
    "```",
    "'",
    '"',
    "{",
    "}",
    "<a ",
    "</",
    ">",
    "\n",
    "\\",
    "${",
    " ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=40), st.sampled_from(["ts", "tsx", "vue", "svelte", "astro", "mdx"]))
def test_any_text_has_an_answer(pieces: list[str], dialect: str) -> None:
    extract_suppressions(Source("".join(pieces).encode(), dialect))


@pytest.mark.parametrize("piece", ["`", "{", "<!--", "<a '", "'\\", "/*", "//", "{ ", "~~~\n"])
def test_repeated_marks_take_linear_time(piece: str) -> None:
    text = "<style>archcheck:" + piece * 100_000
    for dialect in ("tsx", "vue", "svelte", "mdx"):
        extract_suppressions(Source(text.encode(), dialect))


def test_undecodable_files_are_reported() -> None:
    found = extract_suppressions(Source(b"// archcheck: allow x\n\xff", "ts"))
    assert [(each.line, each.kind) for each in found.diagnostics] == [(2, "unparsable")]
