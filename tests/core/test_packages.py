import pytest

from archcheck.core.options import Context
from archcheck.core.packages import PackagePatterns, short_name
from archcheck.core.values import Place, ScalarNode, SequenceNode

AT = Place("archcheck.yaml", 1, 1)


def text(value: str) -> ScalarNode:
    return ScalarNode(value, AT, value)


@pytest.mark.parametrize(
    ("pattern", "node", "expected"),
    [
        pytest.param("django", "pypi:django", True, id="name"),
        pytest.param("django", "npm:django", True, id="name-in-every-ecosystem"),
        pytest.param("django", "pypi:django-extensions", False, id="whole-name"),
        pytest.param("pypi:django", "npm:django", False, id="one-ecosystem"),
        pytest.param("pypi:Google_Cloud.*", "pypi:google-cloud-storage", True, id="pep-503-names"),
        pytest.param("npm:Google_Cloud", "npm:google-cloud", False, id="other-ecosystems-are-exact"),
        pytest.param("npm:@scope/*", "npm:@scope/pkg", True, id="scope"),
        pytest.param("@scope/*", "npm:@scope/pkg", True, id="scope-without-ecosystem"),
        pytest.param("npm:@scope/*", "npm:@other/pkg", False, id="other-scope"),
        pytest.param("os", "std:python/os", True, id="standard-library-by-name"),
        pytest.param("std:os", "std:python/os", True, id="std-without-language"),
        pytest.param("std:python/os", "std:python/os", True, id="std-with-language"),
        pytest.param("std:python/os", "std:go/os", False, id="std-of-another-language"),
        pytest.param("std:os", "std:go/os", True, id="std-of-every-language"),
        pytest.param("std:*", "std:python/os", True, id="all-std"),
        pytest.param("std:python/*", "std:python/os", True, id="all-std-of-a-language"),
        pytest.param("std:python/*", "std:go/net", False, id="not-of-another"),
        pytest.param("std:net/http", "std:go/net/http", True, id="std-path-without-language"),
        pytest.param("std:go/net/*", "std:go/net/http", True, id="below-a-std-path"),
        pytest.param("pypi:os", "std:python/os", False, id="third-party-is-not-std"),
        pytest.param("pypi:*", "std:python/os", False, id="all-third-party"),
        pytest.param("*", "std:python/os", True, id="everything"),
        pytest.param("*", "pypi:django", True, id="everything-third-party"),
        pytest.param("maven:org.x:lib", "maven:org.x:lib", True, id="maven-coordinates"),
        pytest.param("pypi:a[b]", "pypi:ab", False, id="brackets-are-literal"),
        pytest.param("pypi:a?", "pypi:ab", False, id="question-mark-is-literal"),
    ],
)
def test_patterns_mean_packages(pattern: str, node: str, expected: bool) -> None:
    assert PackagePatterns((pattern,)).matches(node) is expected


def test_a_list_is_a_union() -> None:
    made = PackagePatterns.from_node(SequenceNode((text("pypi:a"), text("std:b*")), AT), Context({}))
    assert made is not None
    assert [made.matches(node) for node in ("pypi:a", "std:python/bz2", "pypi:c")] == [True, True, False]
    assert made.text == "pypi:a, std:b*"


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        pytest.param(SequenceNode((), AT), "names of packages are expected, found a list", id="empty-list"),
        pytest.param(ScalarNode(3, AT, "3"), "names of packages are expected, found a number (3)", id="number"),
        pytest.param(ScalarNode("", AT, ""), "names of packages are expected, found text ()", id="empty-text"),
        pytest.param(text("pyp:django"), '"pyp:" is no ecosystem of packages', id="unknown-ecosystem"),
    ],
)
def test_what_is_no_name_of_a_package_is_a_problem(node: ScalarNode | SequenceNode, expected: str) -> None:
    context = Context({})
    assert PackagePatterns.from_node(node, context) is None
    assert [problem.message for problem in context.problems] == [expected]


@pytest.mark.parametrize(
    ("node", "expected"),
    [("pypi:django", "django"), ("std:python/os", "os"), ("std:go/net/http", "net/http"), ("maven:org.x:a", "org.x:a")],
    ids=["pypi", "std", "std-path", "maven"],
)
def test_short_name_is_what_people_say(node: str, expected: str) -> None:
    assert short_name(node) == expected
