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
            "// archcheck: allow a -- b // archcheck: allow c -- d", ["1:1 a; b; own", "1:28 c; d; beside"], id="two"
        ),
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
