"""Versions and ranges, compared with node's semver (frozen answers) and with packaging, the library of pip."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion
from packaging.version import Version as Reference

from archcheck.checks.manifest.requirements import Bare, parse_range
from archcheck.checks.manifest.versions import ALL, Cut, Interval, Versions, parse_version, unite

ANSWERS = json.loads(Path(__file__).with_name("semver.json").read_text("utf-8"))

# For node, what has no lower end is not within `*`, and `<2.0.0` holds pre-releases of 2.0.0, which `<=1` does not.
EXCEPT = {*((text, "*") for text in ANSWERS["ranges"] if text.startswith(("<", "^0"))), ("<  2.0.0", "<=1")}


def versions(text: str, bare: Bare = Bare.PARTIAL, *, is_partial: bool = True) -> Versions:
    found = parse_range(text, bare, is_partial=is_partial)
    assert found is not None, text
    return found


def point(text: str) -> Versions:
    parsed = parse_version(text)
    assert parsed is not None, text
    return unite([Interval(Cut(parsed.version), Cut(parsed.version, 1))])


def bits(answers: object) -> str:
    return "".join("1" if each else "0" for each in answers)  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", [pytest.param(text, id=text) for text in ANSWERS["ranges"]])
def test_ranges_are_those_of_node(text: str) -> None:
    found = versions(text)
    ranges = [versions(each) for each in ANSWERS["ranges"]]
    assert bits(point(each).is_within(found) for each in ANSWERS["versions"]) == ANSWERS["satisfies"][text]
    subset = ANSWERS["subset"][text]
    subset = "".join(
        "1" if (text, each) in EXCEPT else bit for each, bit in zip(ANSWERS["ranges"], subset, strict=True)
    )
    assert bits(found.is_within(each) for each in ranges) == subset
    assert bits(found.overlaps(each) for each in ranges) == ANSWERS["intersects"][text]


def test_order_is_that_of_node() -> None:
    parsed = [parse_version(each) for each in ANSWERS["order"]]
    assert all(a and b and a.version < b.version for a, b in pairwise(parsed))


_NUMBERS = st.sampled_from(["0", "1", "1.0", "1.2", "1.2.0", "1.2.3", "2", "2.0.0", "1!1.2", "10.1"])
_SUFFIXES = st.sampled_from(["", "", "", "a1", "b2", "rc1", ".dev1", ".post1", "-beta.1"])
_PYPI_VERSIONS = st.builds("{}{}".format, _NUMBERS, _SUFFIXES)
_SPECIFIERS = st.lists(
    st.builds("{}{}".format, st.sampled_from([">=", "<=", ">", "<", "==", "!=", "~="]), _PYPI_VERSIONS)
    | st.builds("{}{}.*".format, st.sampled_from(["==", "!="]), st.sampled_from(["1", "1.2", "2"])),
    max_size=3,
).map(",".join)


@given(_SPECIFIERS, _NUMBERS)
def test_specifiers_are_those_of_packaging(text: str, version: str) -> None:
    try:
        theirs = SpecifierSet(text)
    except InvalidSpecifier:
        return
    ours = versions(text, Bare.EXACT, is_partial=False)
    assert point(version).is_within(ours) == theirs.contains(version, prereleases=True)


@given(_PYPI_VERSIONS, _PYPI_VERSIONS)
def test_order_is_that_of_packaging(first: str, second: str) -> None:
    try:
        theirs = (Reference(first) < Reference(second), Reference(first) == Reference(second))
    except InvalidVersion:
        return
    a, b = parse_version(first), parse_version(second)
    assert a is not None
    assert b is not None
    assert (a.version < b.version, a.version == b.version) == theirs


@pytest.mark.parametrize(
    ("text", "bare", "inside", "outside"),
    [
        pytest.param("[1.0,2.0)", Bare.EXACT, ["1.0", "1.9"], ["0.9", "2.0"], id="Maven"),
        pytest.param("(1.0,2.0]", Bare.EXACT, ["1.0.1", "2.0"], ["1.0", "2.0.1"], id="Maven, the ends changed"),
        pytest.param("[1.5,)", Bare.EXACT, ["1.5", "9"], ["1.4"], id="no end"),
        pytest.param("(,1.0],[1.2,)", Bare.EXACT, ["0.1", "1.0", "1.2"], ["1.1"], id="two"),
        pytest.param("[1.2]", Bare.EXACT, ["1.2"], ["1.2.1", "1.1"], id="one version"),
        pytest.param("]1.0,2.0[", Bare.EXACT, ["1.5"], ["1.0", "2.0"], id="Gradle"),
        pytest.param("1.+", Bare.EXACT, ["1.0", "1.9"], ["2.0"], id="Gradle, open"),
        pytest.param("33.4.0-jre", Bare.EXACT, ["33.4"], ["33.4.1"], id="qualifier"),
        pytest.param("1.2", Bare.EXACT, ["1.2", "1.2.0"], ["1.2.1"], id="exact"),
        pytest.param("1.2", Bare.PARTIAL, ["1.2", "1.2.9"], ["1.3"], id="partial"),
        pytest.param("1.2", Bare.CARET, ["1.2", "1.9"], ["2.0", "1.1"], id="caret"),
        pytest.param("0.2", Bare.CARET, ["0.2.9"], ["0.3"], id="caret of zero"),
        pytest.param(">=3.11,<4", Bare.PARTIAL, ["3.11", "3.99"], ["3.10", "4"], id="commas"),
        pytest.param("^2 | ^3", Bare.PARTIAL, ["2.1", "3"], ["4"], id="one bar"),
        pytest.param("v1.2.3", Bare.EXACT, ["1.2.3"], ["1.2.4"], id="Go"),
        pytest.param("", Bare.EXACT, ["0", "99"], [], id="nothing"),
    ],
)
def test_range(text: str, bare: Bare, inside: list[str], outside: list[str]) -> None:
    found = versions(text, bare)
    assert [each for each in inside if not point(each).is_within(found)] == []
    assert [each for each in outside if point(each).is_within(found)] == []


@pytest.mark.parametrize(
    "text",
    [
        "latest",
        "workspace:*",
        "https://acme.com/a",
        ">=",
        "^",
        "1.2 -",
        "[1,2",
        "[1;2]",
        "()",
        "a.b",
        "~=1",
        "${v}",
        "<=x.y",
        "catalog:",
    ],
)
def test_what_is_no_range(text: str) -> None:
    assert parse_range(text, Bare.PARTIAL) is None


@given(st.text("0123456789.*x^~<>=!|, -[]()+va", max_size=20) | st.text(max_size=10))
def test_any_text_is_read(text: str) -> None:
    for bare in Bare:
        found = parse_range(text, bare)
        if found is not None:
            assert found.complement().complement() == found
            assert found.is_within(ALL)


@given(st.sampled_from(ANSWERS["ranges"]), st.sampled_from(ANSWERS["ranges"]), st.sampled_from(ANSWERS["versions"]))
def test_sets_obey_logic(first: str, second: str, version: str) -> None:
    a, b, one = versions(first), versions(second), point(version)
    assert one.is_within(a.union(b)) == (one.is_within(a) or one.is_within(b))
    assert one.is_within(a.intersection(b)) == (one.is_within(a) and one.is_within(b))
    assert one.is_within(a.complement()) == (not one.is_within(a))


def test_long_texts_are_no_ranges() -> None:
    assert parse_range(">=1 " * 10_000, Bare.PARTIAL) is None
    assert parse_range(">=1 " * 100, Bare.PARTIAL) is None
