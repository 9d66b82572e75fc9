"""Patterns for names against Python's regexes, which mean the same, and on patterns on which those never end."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archcheck.core.name_pattern import MAX_PATTERN, PatternError, parse_name_pattern

ATOMS = st.sampled_from(
    ["a", "b", "-", ".", "[ab]", "[^a]", "[a-b1]", "[]a]", r"\d", r"\w", r"\W", r"\.", r"[\d-]", ""]
)
REPEATS = st.sampled_from(["?", "*", "+", "{2}", "{1,2}", "{,2}", "{1,}", "{0}", "*?", "??", "{1,2}?"])
PATTERNS = st.recursive(
    ATOMS,
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("({}|{})".format, inner, inner),
        st.builds("(?:{}){}".format, inner, REPEATS),
        st.builds("({}|{}|){}".format, inner, inner, REPEATS),
    ),
    max_leaves=8,
)
NAMES = st.text("ab-.1é\n", max_size=6)


def ends_in_python(pattern: str) -> bool:
    """Whether Python's own engine, which goes back and forth, is done with a pattern and a short name in time."""
    return len(re.findall(r"[*+]|,\}", pattern)) <= 2


def mistake_at(text: str) -> int:
    """Where the pattern is wrong; 0 when it is not, and can be used."""
    try:
        parse_name_pattern(text).matches("ab1")
    except PatternError as error:
        return error.offset
    return 0


@given(PATTERNS.filter(bool).filter(ends_in_python), NAMES)
@settings(max_examples=500, deadline=None)
def test_pattern_matches_what_python_matches(pattern: str, name: str) -> None:
    assert parse_name_pattern(pattern).matches(name) == (re.fullmatch(pattern, name) is not None)


@pytest.mark.parametrize(
    ("pattern", "fits", "unfit"),
    [
        ("api-gateway|[a-z-]+-service", "auth-service", "auth-services"),
        ("^[a-z]+(_[a-z]+)*_seeds$", "user_data_seeds", "users_data"),
        (r"\d{3}_[a-z_]+", "001_init", "1_init"),
        ("^a|b$", "b", "ab"),
        (r"docker-compose(\.(dev|test))?", "docker-compose.dev", "docker-compose.prod"),
    ],
)
def test_whole_name_must_match(pattern: str, fits: str, unfit: str) -> None:
    parsed = parse_name_pattern(pattern)
    assert (parsed.matches(fits), parsed.matches(unfit)) == (True, False)


@pytest.mark.parametrize(
    "pattern",
    ["(a+)+", "(a|a)*b", "(a|aa)+$", "((((a*)*)*)*)*", ".*.*.*.*.*.*x", "(a?){120}a{120}", "(?:[a-z]*){0,200}!"],
)
def test_pattern_that_backtracking_never_ends_on_is_decided(pattern: str) -> None:
    assert not parse_name_pattern(pattern).matches("a" * 254 + "?")


@pytest.mark.parametrize(
    ("pattern", "offset", "message"),
    [
        ("", 0, "empty pattern"),
        ("a(b", 1, '"(" is never closed'),
        ("ab)", 2, '")" without "("'),
        ("a[b", 1, '"[" is never closed'),
        ("x[z-a]", 2, "bad character range z-a"),
        ("[[a]", 1, '"[" within a set'),
        ("[a--b]", 2, '"--" within a set'),
        ("*a", 0, '"*" has nothing to repeat'),
        ("a{", 1, '"{" has nothing to repeat'),
        ("a{}", 1, '"{}" has no number'),
        ("a{3,1}", 1, "the smaller first"),
        ("a{256}", 1, "numbers up to 255"),
        ("a**", 2, "repeated twice"),
        ("a+?+", 3, "repeated twice"),
        ("(a{200}){200}", 8, "repeated too often"),
        ("|".join(["a{255}"] * 10), 0, "repeats too much"),
        ("a(?=b)", 1, "only (...) and (?:...)"),
        ("(?P<n>a)", 0, "only (...) and (?:...)"),
        (r"(a)\1", 3, r'"\1" cannot be written here'),
        (r"\bfoo", 0, r'"\b" cannot be written here'),
        ("a\\", 1, '"\\" cannot be written here'),
        ("a^b", 1, '"^" within a pattern'),
        ("a$b", 1, '"$" within a pattern'),
        ("(a$)", 2, '"$" within a pattern'),
        ("a" * (MAX_PATTERN + 1), MAX_PATTERN, "at most 1000 are allowed"),
    ],
)
def test_wrong_pattern_is_refused_where_it_is_wrong(pattern: str, offset: int, message: str) -> None:
    with pytest.raises(PatternError) as raised:
        parse_name_pattern(pattern)
    assert message in raised.value.message
    assert raised.value.offset == offset


@given(st.text("ab(|)*+?{}1,[]^-\\d.$", max_size=14))
def test_any_text_is_a_pattern_or_refused_at_a_place(text: str) -> None:
    assert 0 <= mistake_at(text) <= len(text)


def test_patterns_are_equal_when_written_equally() -> None:
    assert parse_name_pattern("a+") == parse_name_pattern("a+")
    assert parse_name_pattern("a+") != parse_name_pattern("a*")
