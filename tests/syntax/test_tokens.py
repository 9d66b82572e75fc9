"""Tokens of scripts: names, texts and signs, as the tokenizers of the languages see them."""

import ast
import io
import tokenize
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.syntax.tokens import Token, brace_tokens, python_tokens


def shown(tokens: Iterator[Token]) -> str:
    marks = {"name": "{}", "text": "<{}>", "sign": "{}"}
    return " ".join(marks[token.kind].format(token.text) for token in tokens)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a.b = 'c' // d", "a . b = <c>", id="comment"),
        pytest.param('a("b" /* "c" */, "d")', "a ( <b> , <d> )", id="comment between"),
        pytest.param('a("${b["c"]}")', 'a ( <${b["c"]}> )', id="quotes in a hole"),
        pytest.param(r'"a\"b" c', r"<a\"b> c", id="escape"),
        pytest.param('"""a"b""" c', '<a"b> c', id="long text"),
        pytest.param("'''a\n'b''' c", "<a\n'b> c", id="long text of Groovy"),
        pytest.param("`a-b` 1.5", "a-b 1.5", id="backticks and number"),
        pytest.param('a "b\nc', "a c", id="text never closed"),
        pytest.param('a """b\nc', "a", id="long text never closed"),
        pytest.param("a /* b", "a", id="comment never closed"),
        pytest.param("\"\" x ''", "<> x <>", id="empty texts"),
        pytest.param('"$a ${b"', "<$a ${b>", id="hole never closed"),
    ],
)
def test_tokens_of_languages_with_braces(text: str, expected: str) -> None:
    assert shown(brace_tokens(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a = 'b'  # 'c'", "a = <b>", id="comment"),
        pytest.param("r'a' b'b' f'{c}' u\"d\" rb'e'", "<a> b {c} <d> e", id="prefixes"),
        pytest.param("far'x'", "far <x>", id="no prefix"),
        pytest.param("'''a\n'b''' c", "<a\n'b> c", id="long text"),
        pytest.param("'a\nb", "b", id="text never closed"),
    ],
)
def test_tokens_of_python(text: str, expected: str) -> None:
    assert shown(python_tokens(text)) == expected


def test_places_are_those_of_the_tokens() -> None:
    tokens = list(python_tokens("é = 'b'\n  r'''c'''"))
    assert [(token.place.line, token.place.column) for token in tokens] == [(1, 1), (1, 3), (1, 5), (2, 3)]


_PIECES = st.sampled_from(
    ["a", "'b'", '"c"', "'''d\ne'''", '"""f"""', "(", ")", "[", "]", ",", "=", " ", "\n", "# g", r"'\''", "r'h'"]
)


@given(st.lists(_PIECES, max_size=15).map("".join))
def test_texts_are_those_of_the_tokenizer_of_python(text: str) -> None:
    try:
        theirs = [
            (ast.literal_eval(token.string), (token.start[0], token.start[1] + 1))
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
            if token.type == tokenize.STRING
        ]
    except (tokenize.TokenError, SyntaxError):
        list(python_tokens(text))
        return
    ours = [token for token in python_tokens(text) if token.kind == "text"]
    assert [(each.text.replace("\\'", "'"), each.place[1:]) for each in ours] == theirs


@pytest.mark.parametrize("read", [pytest.param(brace_tokens, id="braces"), pytest.param(python_tokens, id="Python")])
@given(st.text("ab'\"\\/*#${}\n `rf1.", max_size=40))
def test_any_text_is_read(read: Callable[[str], Iterator[Token]], text: str) -> None:
    list(read(text))
