"""Paths and globs: joined without a file system, matched in linear time."""

import posixpath
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.tree_paths import ancestors, join_path
from archcheck.languages.typescript.paths import expand_braces, matches_name, matches_segments

SEGMENTS = st.lists(st.sampled_from(["a", "b", "..", ".", "", "c.ts"]), max_size=6).map("/".join)
DIRECTORIES = st.lists(st.sampled_from(["x", "y"]), max_size=3).map("/".join)


@given(DIRECTORIES, SEGMENTS)
def test_joining_is_what_the_system_does(directory: str, relative: str) -> None:
    relative = relative.lstrip("/")
    expected = posixpath.normpath(posixpath.join("/root", "inner", directory, relative))
    inside = expected == "/root/inner" or expected.startswith("/root/inner/")
    climbs = join_path(directory, relative) is None
    if not climbs:
        assert inside
        assert join_path(directory, relative) == expected.removeprefix("/root/inner").lstrip("/")


def test_leading_above_the_top_is_no_path() -> None:
    assert [join_path("a", each) for each in ("..", "../..", "../../a", "b/../../..")] == ["", None, None, None]


def test_ancestors_are_the_directories_upwards() -> None:
    assert (list(ancestors("a/b")), list(ancestors(""))) == (["a/b", "a", ""], [""])


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("a", ["a"]),
        ("{a,b}/c", ["a/c", "b/c"]),
        ("x{a,{b,c}}y", ["xay", "xby", "xcy"]),
        ("{a,b}{c,d}", ["ac", "ad", "bc", "bd"]),
        ("{a}", ["{a}"]),
        ("{a,b", ["{a,b"]),
        ("a}b", ["a}b"]),
        ("{,x}a", ["a", "xa"]),
        ("{a}{b,c}", ["{a}b", "{a}c"]),
    ],
)
def test_braces_are_alternatives(pattern: str, expected: list[str]) -> None:
    assert expand_braces(pattern) == expected


def test_alternatives_are_bounded() -> None:
    assert len(expand_braces("{a,b}" * 1_000)) <= 65


def as_expression(pattern: str) -> re.Pattern[str]:
    """The same glob as a regular expression; slashes end every segment of the path."""
    text = ""
    for segment in pattern.split("/"):
        plain = re.escape(segment).replace(r"\*", "[^/]*").replace(r"\?", "[^/]")
        text += "(?:[^/]+/)*" if segment == "**" else plain + "/"
    return re.compile(text)


@given(
    st.lists(st.sampled_from(["**", "*", "a", "a*", "*b", "?", "*a*b"]), min_size=1, max_size=5).map("/".join),
    st.lists(st.sampled_from(["a", "b", "ab", "aab", "ba"]), min_size=1, max_size=5).map("/".join),
)
def test_globs_match_what_the_expression_matches(pattern: str, path: str) -> None:
    expected = as_expression(pattern).fullmatch(path + "/") is not None
    assert matches_segments(pattern.split("/"), path.split("/")) == expected


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        ("**/*", ".git/x", False),
        ("**/*", "a/.x", False),
        ("**/*", "node_modules/x", False),
        ("**/x", "a/node_modules/x", False),
        (".git/*", ".git/x", True),
        ("node_modules/**", "node_modules/a", True),
        ("*", ".x", False),
        (".*", ".x", True),
    ],
)
def test_wildcards_do_not_stand_for_hidden_names(pattern: str, path: str, expected: bool) -> None:
    assert matches_segments(pattern.split("/"), path.split("/"), hidden=False) == expected


def test_time_is_no_power_of_the_number_of_stars() -> None:
    begin = time.perf_counter()
    assert not matches_name("*a" * 200 + "b", "a" * 2_000)
    assert not matches_segments(["**", "a"] * 200 + ["b"], ["a"] * 2_000)
    assert time.perf_counter() - begin < 5
