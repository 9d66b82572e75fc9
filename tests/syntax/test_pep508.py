"""Requirements of Python packages, compared with the library that pip itself uses."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Reference
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from archcheck.syntax.pep508 import Requirement, parse_requirement


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("django", Requirement("pypi:django"), id="name"),
        pytest.param("Zope.Interface >= 5.0 , < 6", Requirement("pypi:zope-interface", ">= 5.0 , < 6"), id="versions"),
        pytest.param("a(>=1)", Requirement("pypi:a", ">=1"), id="parentheses"),
        pytest.param("a[b,c]~=1.0;python_version<'3'", Requirement("pypi:a", "~=1.0"), id="extras and marker"),
        pytest.param("a ; os_name == 'nt'", Requirement("pypi:a"), id="marker alone"),
        pytest.param("a==1.*,", Requirement("pypi:a", "==1.*"), id="final comma"),
        pytest.param("a===1-x", Requirement("pypi:a", "===1-x"), id="arbitrary equality"),
        pytest.param("a @ https://u:p@x.y/a.whl", Requirement("pypi:a", "", "https://x.y/a.whl"), id="URL"),
        pytest.param("a@file:lib ; x", Requirement("pypi:a", "", "file:lib"), id="path"),
        pytest.param("", None, id="nothing"),
        pytest.param("a b", None, id="two names"),
        pytest.param("a=1", None, id="one sign"),
        pytest.param("./a", None, id="a path"),
        pytest.param("a>=", None, id="no version"),
        pytest.param("-e a", None, id="an option"),
    ],
)
def test_requirement(text: str, expected: Requirement | None) -> None:
    assert parse_requirement(text) == expected


_PARTS = st.sampled_from(
    [
        *"ab1.-_[](),;@ \t",
        ">=",
        "==",
        "~=",
        "<",
        "!=",
        "===",
        "1.0",
        "2.*",
        "1!2",
        "python_version",
        "'3'",
        "https://x.y/z",
        " ; ",
    ]
)
_REQUIREMENTS = st.builds(
    "{}{}{}{}".format,
    st.sampled_from(["a", "Ab_c", "a.b", "a1"]),
    st.sampled_from(["", "[x]", " [x, y] ", "[]"]),
    st.lists(
        st.builds(
            "{}{}".format,
            st.sampled_from([">=", " == ", "~=", "<", "!="]),
            st.sampled_from(["1.0", "2.0.*", "1!2.0rc1", "1.0+x"]),
        ),
        max_size=3,
    ).map(",".join)
    | st.sampled_from(["(>=1)", " (==1.0, !=2)", " @ https://x.y/z", "@ file:///x"]),
    st.sampled_from(["", " ", "; python_version < '3'", " ; extra == 'x'"]),
)


@example("a====")
@given(_REQUIREMENTS | st.lists(_PARTS, max_size=10).map("".join))
def test_whatever_packaging_reads_is_read_alike(text: str) -> None:
    try:
        theirs = Reference(text)
    except InvalidRequirement:
        return
    if not theirs.name[-1].isalnum():  # which PEP 508 does not allow, and PyPI does not either
        return
    ours = parse_requirement(text)
    assert ours is not None
    assert ours.package == f"pypi:{canonicalize_name(theirs.name)}"
    assert SpecifierSet(ours.version) == theirs.specifier
    assert ours.url == (theirs.url or "")
