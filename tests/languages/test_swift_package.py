"""swift_package: what `Package.swift` says."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.languages.manifests import HOSTILE_BYTES, extract, said, seconds_by_size


def package(*dependencies: str) -> list[str]:
    return said(
        "swift_package", "Package.swift", f'let p = Package(name: "A", dependencies: [{", ".join(dependencies)}])'
    )


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param('from: "1.0.0"', "from: 1.0.0", id="from"),
        pytest.param('exact: "1.0.0"', "exact: 1.0.0", id="exact"),
        pytest.param('.exact("1.0.0")', ".exact(1.0.0)", id="exact of old"),
        pytest.param('.upToNextMajor(from: "1.0.0")', ".upToNextMajor(from: 1.0.0)", id="major"),
        pytest.param('"1.0.0"..<"2.0.0"', "1.0.0..<2.0.0", id="half open range"),
        pytest.param('"1.0.0" ... "2.0.0"', "1.0.0...2.0.0", id="closed range"),
        pytest.param('branch: "main"', "branch: main", id="branch"),
        pytest.param('revision: "abc"', "revision: abc", id="revision"),
        pytest.param('from: "1.0.0", traits: ["x"]', "from: 1.0.0", id="traits"),
    ],
)
def test_version(version: str, expected: str) -> None:
    assert package(f'.package(url: "https://x.y/o/n", {version})') == [f"package swift:x.y/o/n|{expected}"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://GitHub.com/Owner/Name.git", ["package swift:github.com/owner/name"], id="upper case"),
        pytest.param("https://u:secret@x.y:8443/o/n/", ["package swift:x.y/o/n"], id="credentials and port"),
        pytest.param("git@x.y:o/n.git", ["package swift:x.y/o/n"], id="scp"),
        pytest.param("ssh://git@x.y/o/n.git", ["package swift:x.y/o/n"], id="ssh"),
        pytest.param("https://x.y/a/b/c.git", ["package swift:x.y/a/b/c"], id="nested groups"),
        pytest.param("../local", [], id="no URL"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_url(url: str, expected: list[str]) -> None:
    assert package(f'.package(url: "{url}")') == expected


@pytest.mark.parametrize(
    ("dependency", "expected"),
    [
        pytest.param('.package(path: "../A")', ["path ../A"], id="path"),
        pytest.param('.package(name: "B", path: "../A")', ["path ../A"], id="named path"),
        pytest.param('Package.Dependency.package(path: "A")', ["path A"], id="in full"),
        pytest.param('.package(path: "/A")', [], id="absolute path"),
        pytest.param('.package(id: "a.b", from: "1.0.0")', [], id="registry"),
        pytest.param(".package(url: url, from: version)", [], id="variables"),
        pytest.param('/* .package(path: "A") */', [], id="comment"),
        pytest.param('// .package(path: "A")\n', [], id="line comment"),
        pytest.param('".package(path: \\"A\\")"', [], id="text"),
        pytest.param('.package(path: """\nA""")', ["path \nA"], id="long text"),
    ],
)
def test_dependency(dependency: str, expected: list[str]) -> None:
    assert package(dependency) == expected


def test_version_of_the_tools() -> None:
    assert said("swift_package", "Package@swift-5.9.swift", "// swift-tools-version:5.9\n") == ["engine swift|5.9"]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("swift_package", "Package.swift", content).facts == ()


_PIECES = st.sampled_from(
    [
        ".package(",
        "url: ",
        "path: ",
        '"',
        "https://x.y/o/n",
        "(",
        ")",
        "[",
        "]",
        ",",
        "/*",
        "//",
        "\n",
        "a",
        '"""',
        "\\",
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_text_is_read(text: str) -> None:
    extract("swift_package", "Package.swift", text)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: ".package(" * (n // 9), id="calls"),
        pytest.param(lambda n: '"${' * (n // 3), id="unfinished holes"),
        pytest.param(lambda n: '"""\n' * (n // 4) + '"""', id="long texts"),
        pytest.param(lambda n: '"' * n, id="quotes"),
        pytest.param(lambda n: "/*" * (n // 2), id="comments"),
        pytest.param(lambda n: "`a" * (n // 2), id="backticks"),
        pytest.param(lambda n: '"\\' * (n // 2), id="backslashes"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    assert seconds_by_size("swift_package", "Package.swift", build) < 24
