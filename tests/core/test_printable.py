import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.printable import ascii_only, inert, json_escaped, printable, unambiguous

any_text = st.text(st.characters(exclude_categories=()), max_size=30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a/b.py", "a/b.py", id="plain"),
        pytest.param("größe/日本.py", "größe/日本.py", id="letters-beyond-ascii"),
        pytest.param("a\nb\rc\td", "a\\nb\\rc\\td", id="line-breaks-and-tabs"),
        pytest.param("\x1b[31mred", "\\x1b[31mred", id="ansi"),
        pytest.param("a\x7f\x9b", "a\\x7f\\x9b", id="del-and-c1"),
        pytest.param("abc\u202etxt.py", "abc\\u202etxt.py", id="bidi-override"),
        pytest.param("a\u200bb", "a\\u200bb", id="zero-width"),
        pytest.param("\udc80", "\\x80", id="undecoded-byte"),
        pytest.param("\ud800", "\\ud800", id="lone-surrogate"),
        pytest.param("\U000e0041", "\\U000e0041", id="tag-character"),
    ],
)
def test_printable_writes_out_what_could_deceive(text: str, expected: str) -> None:
    assert printable(text) == expected


@given(any_text)
def test_printable_leaves_nothing_that_a_terminal_obeys(text: str) -> None:
    shown = printable(text)
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0xD800 <= ord(c) < 0xE000 for c in shown)
    assert printable(shown) == shown


@given(any_text)
def test_ascii_only_leaves_only_ascii(text: str) -> None:
    assert ascii_only(printable(text)).isascii()


@given(any_text)
def test_json_escaped_does_not_change_what_json_means(text: str) -> None:
    encoded = json_escaped(json.dumps(text, ensure_ascii=False))
    assert json.loads(encoded) == json.loads(json.dumps(text))
    encoded.encode()


@given(any_text, any_text)
def test_unambiguous_keeps_different_texts_different(one: str, other: str) -> None:
    assert (unambiguous(one) == unambiguous(other)) == (one == other)


def test_unambiguous_tells_a_line_break_from_the_letters_that_write_it() -> None:
    assert unambiguous("a\n") == "a\\u000a"
    assert unambiguous("a\\u000a") == "a\\\\u000a"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("a::b: c ## d #[e]", "a::b: c ## d #[e]", id="nothing"),
        pytest.param("::error::x", "\\x3a:error::x", id="command"),
        pytest.param(" \u3000::error::x", " \u3000\\x3a:error::x", id="after-spaces"),
        pytest.param("a ##[error]x", "a \\x23#[error]x", id="old-command"),
        pytest.param("####[error]x", "##\\x23#[error]x", id="many-signs"),
        pytest.param("##vso[x]##teamcity[y]", "\\x23#vso[x]\\x23#teamcity[y]", id="other-systems"),
        pytest.param("", "", id="empty"),
    ],
)
def test_inert_writes_out_what_begins_a_command(line: str, expected: str) -> None:
    assert inert(line) == expected
    assert inert(expected) == expected


def test_json_keeps_the_meaning_of_what_would_be_a_command() -> None:
    shown = json_escaped(json.dumps("##[error]x"))
    assert shown == '"\\u0023#[error]x"'
    assert json.loads(shown) == "##[error]x"
