"""The reporter `markdown`: what it says, what it leaves out, and that no name becomes markup."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from archcheck.core.extension import Style
from archcheck.core.findings import UNKNOWN, Report, Since
from archcheck.core.values import Place
from archcheck.reporters.markdown import LONG, SHORT
from archcheck.reporters.markdown import REPORTER as MARKDOWN
from tests.builders import completeness, report, rule_result, violation

OWNED = violation(
    at="a.py:3",
    owners=("@org/a",),
    target_owners=("@org/b",),
    subject_component="service[a]",
    target_component="service[b]",
    why="Each stands alone.",
    hint="use a client",
)


SHOWN = """\
## archcheck: 1 error

1 rule; 4 files; 9 internal imports; accepted: 1 waived.

| owner | errors | warnings | infos | rules |
|---|--:|--:|--:|---|
| `@org/a` | 1 | 0 | 0 | `stand-alone` |
| `@org/b` | 1 | 0 | 0 | `stand-alone` |

| rule | severity | violations | why |
|---|---|--:|---|
| `stand-alone` | error | 1 | Each stands alone. |

### Violations

- **error** `stand-alone` `a.py:3:1` loans imports auth (`ID`)
  - why: Each stands alone.
  - do: use a client
  - ask: <span>@</span>org/a, <span>@</span>org/b

### Components with violations between them

```mermaid
flowchart LR
  n0["service[a]"]
  n1["service[b]"]
  n0 -->|1| n1
```
"""


def render(made: Report, *, full: bool = False) -> str:
    return MARKDOWN.render(made, Style(full=full))


def test_a_clean_run_is_one_verdict() -> None:
    assert render(report(rules=(rule_result("a"),))) == (
        "## archcheck: no violations\n\n1 rule; 4 files; 9 internal imports.\n"
    )


def test_owners_rules_and_violations_are_told() -> None:
    accepted = violation(severity="warning", status="waived", key="w")
    assert render(report(OWNED, accepted)) == SHOWN.replace("ID", OWNED.id)


def test_since_tells_what_is_new_why_and_what_was_fixed() -> None:
    new = violation(at="a.py:3", cause="new: b.py:1 -> c.py", cause_place=Place("b.py", 1, 1))
    shown = render(report(new, since=Since("main", "0123456789", (violation(at="old.py:1"),))))
    assert shown.startswith("## archcheck: new 1 error\n")
    assert "since `main` (where it parted: `0123456`); 1 fixed." in shown
    assert "  - since: new: b.py:1 -&#62; c.py" in shown
    assert "- `stand-alone` `old.py` loans imports auth" in shown


def test_changed_components_are_drawn_with_the_violations_between_them() -> None:
    since = Since("main", "0123456789", components=("lib", "service[a]"))
    assert (
        render(report(OWNED, since=since)).partition("### Changed components\n\n")[2]
        == """\
```mermaid
flowchart LR
  n0["lib"]
  n1["service[a]"]
  n2["service[b]"]
  n1 -->|1| n2
  class n0,n1 changed
  classDef changed stroke-width:3px
```
"""
    )
    many = Since("main", "0", components=tuple(f"c{number}" for number in range(70)))
    assert '  rest1["10 more components"]' in render(report(since=many))


def test_what_was_not_judged_or_seen_is_told() -> None:
    seen = completeness(skipped=(("x.bin", "binary"),))
    shown = render(report(rules=(rule_result("r", UNKNOWN, reason="no git"),), completeness=seen, diagnostics=("old",)))
    assert "## archcheck: 1 unknown rule" in shown
    assert "- **error** `r` no git" in shown
    assert "Not seen: 1 path not analysed." in shown
    assert "Note: old" in shown


def test_many_violations_are_folded_and_cut_at_whole_entries() -> None:
    many = [violation(at=f"a{number}.py:1", key=str(number), message="m" * 500) for number in range(3000)]
    short, long = render(report(*many)), render(report(*many), full=True)
    assert "<summary>The first 20 of 3000 violations</summary>" in short
    assert len(short.encode()) <= SHORT
    assert SHORT < len(long.encode()) <= LONG
    left_out = re.search(r"_Left out, because the text would be too long: (\d+) of the violations._", long)
    listed = long.count("\n- **error**")
    assert left_out
    assert listed + int(left_out[1]) == 3000
    assert short.count("<details>") == short.count("</details>") == 1


HOSTILE = [
    "](http://evil) [x](http://evil)",
    "![x](http://evil/x.png)",
    "<img src=x onerror=alert(1)>",
    "`code` ``` fence",
    "a | b | c",
    "line\nbreak\r\n## heading",
    "@everyone #1 GH-1 https://evil www.evil.org",
    "</details><script>",
    "\u202e\u0000\x1b[31m",
    'x"]; click n0 "javascript:alert(1)"',
    "```\n::error::x",
]
OURS = re.compile(r"</?(?:details|summary|span|code)>")
PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
AUTOLINK = re.compile(r"://|\bwww\.|@\w|#\d")
"""What GitHub makes links of in plain text, unless a tag parts it."""
HEADINGS = ("archcheck: ", "Violations", "Rules that could", "Changed components")
DIAGRAM = re.compile(
    r'flowchart LR|  n\d+\["[\w\-./ ()\[\]{},:+=~#;]*"\]|  n\d+ -->\|\d+\| n\d+'
    r"|  class [n\d,]+ changed|  classDef changed .*"
)


def check_safe(text: str) -> None:
    """A Markdown parser sees no HTML but our own tags, no link, image, heading or fence that we did not write."""
    tokens = PARSER.parse(text)
    kinds = {child.type for token in tokens for child in token.children or ()} | {token.type for token in tokens}
    assert not kinds & {"link_open", "image", "s_open", "em_open", "code_block", "hr", "blockquote_open"}
    for token in tokens:
        if token.type == "html_block":
            assert OURS.sub("", token.content).strip() in ("", "Fixed")
        for child in token.children or ():
            assert child.type != "html_inline" or OURS.fullmatch(child.content)
            assert child.type != "text" or not AUTOLINK.search(child.content)
    headings = [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]
    assert all(heading.startswith(HEADINGS) for heading in headings)
    (diagram,) = (token.content for token in tokens if token.type == "fence")
    assert all(DIAGRAM.fullmatch(line) for line in diagram.splitlines())
    assert len(re.findall(r"^\| ", text, re.MULTILINE)) == ROWS


ROWS = 5
"""Of both tables together: their heads, two owners and one rule."""


@pytest.mark.parametrize("text", HOSTILE)
def test_names_and_texts_become_no_markup(text: str) -> None:
    check_safe(render(hostile(text)))


@given(st.text(max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    check_safe(render(hostile(text)))


def hostile(text: str) -> Report:
    fields: dict[str, Any] = {"why": text, "hint": text, "see": text, "owners": (text,), "target_owners": (f"x{text}",)}
    fields |= {"subject_component": f"a{text}", "target_component": f"b{text}", "cause": text, "before": text}
    made = violation(text, text, path=text, places=(Place(text, 1, 1),), **fields)
    return report(
        made,
        rules=(rule_result(text, UNKNOWN, reason=text),),
        diagnostics=(text,),
        since=Since(text, text, (made,), (), (text, f"a{text}")),
    )
