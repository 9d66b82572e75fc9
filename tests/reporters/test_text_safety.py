"""Text that was made to deceive, and styles that allow less."""

from itertools import product
from typing import Any

import pytest

from archcheck.core.extension import Style
from archcheck.core.findings import Report, Unresolved, Violation
from archcheck.reporters.text import REPORTER
from tests.builders import chain, completeness, place, report, rule_result, violation


def render(made: Report, **style: Any) -> str:
    return REPORTER.render(made, Style(**style))


HOSTILE = [
    "\n",
    "\r",
    "\t",
    "\x00",
    "\x1b[2J",
    "\x7f",
    "\x9b31m",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2028",
    "\ud800",
    "\udc80",
]


@pytest.mark.parametrize(("compact", "unicode"), list(product((False, True), (False, True))))
@pytest.mark.parametrize("evil", [pytest.param(text, id=ascii(text)) for text in HOSTILE])
def test_hostile_text_is_shown_and_never_obeyed(evil: str, compact: bool, unicode: bool) -> None:
    name = f"a{evil}b"
    made = violation(
        f"r{name}",
        f"m{name}",
        at=f"p{name}/x.py",
        subject=f"p{name}",
        line=1,
        column=1,
        subject_component=f"c{name}",
        places=(place("x.py:1"), place("x.py:2")._replace(path=f"q{name}")),
        chain=chain("x.py:1 -> y.py:2 -> z.py")[:1] + chain("y.py:2 -> z.py"),
        excerpt={1: f"import {name}"},
        why=f"w{name}",
        see=f"s{name}",
        hint=f"h{name}",
        rule_place=place("archcheck.yaml:3")._replace(path=f"y{name}"),
    )
    links = tuple(link._replace(source=f"k{name}{link.source}", target=f"k{name}{link.target}") for link in made.chain)
    seen = completeness(
        skipped=((f"s{name}", f"t{name}"),),
        unresolved=(Unresolved(f"u{name}", 1, 1, f"v{name}", f"w{name}"),),
        unassigned=(f"n{name}",),
    )
    rules = (rule_result(f"i{name}", "unknown", reason=f"j{name}"),)
    whole = report(*[violation(**{**fields(made), "chain": links, "key": str(n)}) for n in range(25)], rules=rules,
                   completeness=seen, diagnostics=(f"d{name}",))  # fmt: skip
    for verbosity in (-1, 0, 1):
        text = render(whole, compact=compact, unicode=unicode, verbosity=verbosity)
        assert text.replace("\n", "").isprintable()
        text.encode("utf-8" if unicode else "ascii")
        assert len(text.splitlines()) == text.count("\n")


def fields(made: Violation) -> dict[str, Any]:
    return {name: getattr(made, name) for name in Violation.__dataclass_fields__}


def test_ascii_style_writes_out_letters_and_shortens_with_dots() -> None:
    made = violation(at="größe/日.py:1:1", id="1111111", message="ü", excerpt={1: "x" * 200})
    assert (
        render(report(made), unicode=False, width=60)
        == f"""\
error stand-alone  gr\\xf6\\xdfe/\\u65e5.py:1:1     1111111 new
      \\xfc
    1 | {"x" * 49}...

found  1 error; 1 rule, 4 files, 9 internal imports
"""
    )
