"""Names that were made to break formats, and reports full of them."""

from typing import Any

import pytest
from hypothesis import strategies as st

from archcheck.core.findings import UNKNOWN, Report, Unresolved
from archcheck.core.printable import printable
from archcheck.core.values import Place
from tests.builders import chain, completeness, report, rule_result, violation

_EVIL = {
    "newline": "a\n::error::pwned",
    "carriage-return": "a\r\n::stop-commands::x",
    "command": "::warning file=x,line=1::pwned",
    "old-command": "##[add-path]/tmp",
    "percent": "100%25%0Ab",
    "property": "a,line=9::b:c",
    "control": "\x00\x1b[2J\x07\x7f",
    "bidirectional": "\u202egnp.exe\u2066",
    "invisible": "a\u200bb\ufeff\U000e0041",
    "right-to-left": "שלום.py",
    "undecoded-byte": "a\udc80.py",
    "lone-surrogate": "a\ud800.py",
    "not-a-character": "a\ufffe\uffff.py",
    "html": "<script>alert('x')</script>&amp;",
    "comment": "<!-- --> ]]> <![CDATA[",
    "quotes": "a\"b'c`d``e",
    "markdown": "**a** _b_ __init__ ~~c~~ [d](http://x) ![e](y) | f | \\| # g",
    "mention": "@acme/everyone #1 GH-2 user@example.org www.example.org http://example.org",
    "fence": "```\n```mermaid\n---\n- a",
    "braces": "{0} {{service}} ${x} ${{ github.token }}",
    "spaces": "  a  ",
    "empty": "",
    "long": "/".join(["nested"] * 600),
    "emoji": "\U0001f600 größe 日本",
}
HOSTILE = [pytest.param(name, id=label) for label, name in _EVIL.items()]

NAMES = st.one_of(st.sampled_from([*_EVIL.values()]), st.text(st.characters(exclude_categories=()), max_size=60))
"""Any text, lone surrogates included."""


def is_safe(text: str) -> bool:
    """Whether nothing in the text beside line feeds moves a cursor, hides or reorders characters, or is no text."""
    lines = text.split("\n")
    return [printable(line) for line in lines] == lines


def hostile_report(name: str) -> Report:
    """A report in which this name stands in every field that can hold a name or a text of others."""
    changes: dict[str, Any] = {
        "rule": f"rule {name}",
        "message": f"m {name}",
        "kind": f"kind{name}",
        "target": f"target {name}",
        "subject_component": f"service[{name}]",
        "target_component": f"other[{name}]",
        "hint": f"hint {name}",
        "why": f"why {name}",
        "see": f"see {name}",
        "rule_place": Place(f"rules {name}.yaml", 7, 3),
    }
    links = tuple(link._replace(source=f"{name}{link.source}") for link in chain("a.py:3 -> b.py:9 -> c.py"))
    first = violation(
        **changes, path=f"p{name}", subject=f"p{name}", line=2, column=4, in_file=True,
        places=(Place(f"p{name}", 2, 4), Place(f"q{name}", 8, 1)), chain=links, affects=3, key="1",
    )  # fmt: skip
    missing = violation(**changes, at=f"dir/{name}".replace(":", ""), key="2", severity="warning", group=f"dir/{name}")
    rules = (
        rule_result(f"rule {name}", "fail", kind=f"kind{name}", why=f"why {name}", violations=2),
        rule_result(f"other {name}", UNKNOWN, reason=f"reason {name}", why=name, place=None),
        rule_result(f"idle {name}", "skipped", reason=f"reason {name}"),
        rule_result(f"fine {name}"),
    )
    seen = completeness(
        skipped=((f"skipped {name}", f"reason {name}"),),
        unresolved=(Unresolved(f"lost {name}", 1, 1, f"specifier {name}", f"reason {name}"),),
        unassigned=(f"outside {name}",),
    )
    return report(first, missing, rules=rules, completeness=seen, diagnostics=(f"note {name}",))
