"""HCL as its texts, with the blocks and keys they stand under."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.syntax.hcl import read_hcl


def read(text: str) -> list[str]:
    """Each literal as `blocks / keys = text`."""
    return [f"{' '.join(each.blocks)} / {'.'.join(each.keys)} = {each.text}" for each in read_hcl(text)]


CASES = [
    ('a = "b"', [" / a = b"]),
    ('module "x" { source = "./y" }', ["module x / source = ./y"]),
    ('a "b" { c { d = "e" } }', ["a b c / d = e"]),
    ('a = ["b", "c"]', [" / a = b", " / a = c"]),
    ('a = { b = "c", "d" : "e" }', [" / a.b = c", " / a.d = e"]),
    ('a = { b = "c"\n d = "e" }', [" / a.b = c", " / a.d = e"]),
    ('a = f({ b = "c" }, "d")', [" / a.b = c", " / a = d"]),
    ('a = b ? "c" : "d"', [" / a = c", " / a = d"]),
    ('a = x == "b"', [" / a = b"]),
    ('a = { for k, v in b : k => "c" }', [" / a.b = c"]),
    ('# a = "b"\n// c = "d"\n/* e = "f" */ g = "h"', [" / g = h"]),
    ('a = "b # c // d"', [" / a = b # c // d"]),
    ('a = "x${var.b}y"', [" / a = x${var.b}y"]),
    ('a = "x${ var.b }y"', [" / a = x${var.b}y"]),
    ('a = "x${f("}", "${g("h")}")}y"', [" / a = x${}y"]),
    ('a = "$${b}%%{c}"', [" / a = ${b}%{c}"]),
    ('a = "%{ if b }c%{ endif }"', [" / a = ${}c${}"]),
    ('a = "b\\n\\"c"', [' / a = b\n"c']),
    ('a = <<EOF\nb\n"c\nEOF\nd = "e"', [' / a = b\n"c\n', " / d = e"]),
    ('a = [<<-EOF\n  b\n  EOF\n, "c"]', [" / a =   b\n", " / a = c"]),
    ('a = "b', [" / a = b"]),
    ('a = "b\nc = "d"', [" / a = b", " / c = d"]),
    ('} ] a = "b"', [" / a = b"]),
    ('a { b = [ "c" }\nd = "e"', ["a / b = c", " / d = e"]),
]


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case, id=case[0]) for case in CASES])
def test_literals(text: str, expected: list[str]) -> None:
    assert read(text) == expected


def test_bodies_tell_what_stands_together() -> None:
    text = 'a { b { c = "1"\n d = "2" }\n b { c = "3" }\n e = [{ f = "4" }, { f = "5" }] }'
    found = [(each.text, each.body, each.outer) for each in read_hcl(text)]
    assert found == [("1", 2, 1), ("2", 2, 1), ("3", 3, 1), ("4", 4, 1), ("5", 5, 1)]


def test_offset_is_that_of_the_text() -> None:
    text = 'a = "bc"\nd = <<X\nef\nX\n'
    assert [(each.offset, text[each.offset :][: len(each.text)]) for each in read_hcl(text)] == [
        (5, "bc"),
        (17, "ef\n"),
    ]


HOSTILE = [
    "[",
    "{",
    'a="${',
    '"',
    "<<A\n",
    "}",
    '"${"',
    "a{",
    "/*",
    'a="x"\n',
    'a{b="x"}\n',
    "](",
    'x=["a",',
    "<<-A\n B\n",
]


@pytest.mark.parametrize("piece", [pytest.param(piece, id=piece) for piece in HOSTILE])
def test_time_is_linear(piece: str) -> None:
    started = time.process_time()
    list(read_hcl(piece * (200_000 // len(piece))))
    assert time.process_time() - started < 15


@given(st.text(st.sampled_from('ab={}[]()"$%<\\#/*:,\n -'), max_size=60))
def test_any_text_is_read(text: str) -> None:
    for each in read_hcl(text):
        assert 0 <= each.offset <= len(text)
