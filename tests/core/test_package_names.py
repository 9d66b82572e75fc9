"""Names of packages as node ids."""

import pytest

from archcheck.core.package_names import package_id


@pytest.mark.parametrize(
    ("ecosystem", "name", "expected"),
    [
        pytest.param("pypi", "Flask_SQLAlchemy", "pypi:flask-sqlalchemy", id="PyPI"),
        pytest.param("pypi", "zope..interface", "pypi:zope-interface", id="PyPI with dots"),
        pytest.param("pypi", "-a", "", id="no name on PyPI"),
        pytest.param("pypi", "a b", "", id="blank"),
        pytest.param("npm", "JSONStream", "npm:JSONStream", id="npm"),
        pytest.param("npm", "@acme/ui", "npm:@acme/ui", id="npm with a scope"),
        pytest.param("npm", "a/b", "", id="npm with a slash"),
        pytest.param("npm", "a\n", "", id="line end"),
        pytest.param("crates", "serde_json", "crates:serde-json", id="crates"),
        pytest.param("maven", "org.acme/core_2.13", "maven:org.acme/core_2.13", id="Maven"),
        pytest.param("maven", "core", "", id="Maven without a group"),
        pytest.param("nuget", "Newtonsoft.Json", "nuget:newtonsoft.json", id="NuGet"),
        pytest.param("swift", "GitHub.com/Apple/Swift-NIO", "swift:github.com/apple/swift-nio", id="Swift"),
        pytest.param("swift", "nio", "", id="Swift without a host"),
        pytest.param("go", "github.com/Acme/x", "go:github.com/Acme/x", id="Go"),
        pytest.param("npm", "x" * 300, "", id="too long"),
    ],
)
def test_name_becomes_an_id(ecosystem: str, name: str, expected: str) -> None:
    assert package_id(ecosystem, name) == expected
