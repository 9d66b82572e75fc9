"""Binding the captures of a glob: what is left matches what the glob matches with those values, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.globs import parse_glob

BOUND = [
    pytest.param("s/{x}/{x}.py", {"x": "a"}, "s/a/a.py", True, id="value in both places"),
    pytest.param("s/{x}/{x}.py", {"x": "a"}, "s/b/b.py", False, id="other value"),
    pytest.param("{x}/*.py", {"x": "*"}, "a/b.py", False, id="a star as value is a character"),
    pytest.param("{x}/*.py", {"x": "*"}, "*/b.py", True, id="and matches itself"),
    pytest.param("{x}", {"x": "[a]{b}"}, "[a]{b}/c", True, id="directory"),
    pytest.param("{x}/{!x}", {"x": "a"}, "a/b/c", True, id="another value stays free"),
]


@pytest.mark.parametrize(("text", "values", "path", "matches"), BOUND)
def test_bound_glob_matches_its_values(text: str, values: dict[str, str], path: str, matches: bool) -> None:
    bound = parse_glob(text).bind(values)
    assert (bound.match_file(path) is not None) is matches
    assert bound.captures == ()


def test_bound_glob_says_what_it_is() -> None:
    bound = parse_glob("s/{x}/a").bind({"x": "*"})
    assert (bound.text, bound.prefix, bound.substitute({})) == (r"s/\*/a", "s/*/a", r"s/\*/a")


SEGMENTS = st.text(st.sampled_from("ab*{}?"), min_size=1, max_size=3)


@given(SEGMENTS, SEGMENTS, SEGMENTS)
def test_a_path_matches_the_glob_bound_to_its_own_values(one: str, two: str, three: str) -> None:
    glob = parse_glob("{x}/**/{y}-{x}/*")
    path = f"{one}/{two}/{three}-{one}/z"
    values = glob.match_file(path)
    assert values is not None
    assert glob.bind(values).match_file(path) == {}
    assert glob.bind({**values, "x": "other"}).match_file(path) is None
