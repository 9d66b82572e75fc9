"""maven: what `pom.xml` says."""

from collections.abc import Callable

import pytest

from tests.languages.manifests import HOSTILE_BYTES, extract, said, seconds_by_size


def maven(body: str) -> list[str]:
    return said("maven", "pom.xml", f"<project>{body}</project>")


def artifact(extra: str = "", group: str = "g", name: str = "a") -> str:
    return f"<groupId>{group}</groupId><artifactId>{name}</artifactId>{extra}"


def dependency(extra: str = "", group: str = "g", name: str = "a") -> str:
    return f"<dependencies><dependency>{artifact(extra, group, name)}</dependency></dependencies>"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(artifact("<version>1</version>"), ["provides maven:g/a|1"], id="coordinates"),
        pytest.param(artifact(), ["provides maven:g/a"], id="no version"),
        pytest.param("<artifactId>a</artifactId>", [], id="no group"),
        pytest.param(
            f"<artifactId>b</artifactId><parent>{artifact('<version>2</version><relativePath/>')}</parent>",
            ["provides maven:g/b|2", "package maven:g/a|2|build"],
            id="inherited",
        ),
    ],
)
def test_project(body: str, expected: list[str]) -> None:
    assert maven(body) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("", ["path ../pom.xml||optional", "package maven:g/a||build"], id="default"),
        pytest.param("<relativePath>../p</relativePath>", ["package maven:g/a||build", "path ../p"], id="written"),
        pytest.param("<relativePath/>", ["package maven:g/a||build"], id="from a repository"),
    ],
)
def test_path_of_the_parent(path: str, expected: list[str]) -> None:
    assert maven(f"<parent>{artifact(path)}</parent>") == expected


@pytest.mark.parametrize(
    ("extra", "expected"),
    [
        pytest.param("<version>1</version>", "|1", id="run time"),
        pytest.param("<scope>compile</scope>", "", id="compile"),
        pytest.param("<scope>runtime</scope>", "", id="runtime"),
        pytest.param("<scope>test</scope>", "||test", id="test"),
        pytest.param("<scope>provided</scope>", "||provided", id="provided"),
        pytest.param("<optional>true</optional>", "||optional", id="optional"),
        pytest.param("<version>[1,2)</version>", "|[1,2)", id="range"),
        pytest.param("<version>${v}</version>", "|${v}", id="unknown property"),
    ],
)
def test_dependency(extra: str, expected: str) -> None:
    assert maven(dependency(extra)) == [f"package maven:g/a{expected}"]


@pytest.mark.parametrize(
    ("properties", "version", "expected"),
    [
        pytest.param("<v>1</v>", "${v}", "|1", id="property"),
        pytest.param("<v>${w}.0</v><w>1</w>", "${v}", "|1.0", id="property of a property"),
        pytest.param("<v>${v}</v>", "${v}", "|${v}", id="property of itself"),
        pytest.param("<a.b>1</a.b>", "${ a.b }", "|1", id="dots and blanks"),
        pytest.param("<v></v>", "${v}", "|${v}", id="empty"),
    ],
)
def test_properties_are_filled_in(properties: str, version: str, expected: str) -> None:
    body = f"<properties>{properties}</properties>" + dependency(f"<version>{version}</version>")
    assert maven(body) == [f"package maven:g/a{expected}"]


def test_coordinates_are_properties() -> None:
    body = artifact("<version>3</version>") + dependency(
        "<version>${project.version}</version>", "${project.groupId}", "b"
    )
    assert maven(body) == ["provides maven:g/a|3", "package maven:g/b|3"]


def test_unknown_coordinates_are_left_out() -> None:
    assert maven(dependency(group="${x}")) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            f"<dependencyManagement>{dependency('<scope>test</scope>')}</dependencyManagement>",
            ["package maven:g/a||managed"],
            id="managed",
        ),
        pytest.param(f"<profiles><profile>{dependency()}</profile></profiles>", ["package maven:g/a"], id="profile"),
        pytest.param(
            "<build><plugins><plugin><artifactId>p</artifactId></plugin></plugins></build>",
            ["package maven:org.apache.maven.plugins/p||build"],
            id="plugin",
        ),
        pytest.param(
            f"<build><plugins><plugin>{artifact(dependency(name='b'))}</plugin></plugins></build>",
            ["package maven:g/a||build", "package maven:g/b||build"],
            id="dependency of a plugin",
        ),
        pytest.param(
            f"<build><pluginManagement><plugins><plugin>{artifact()}</plugin></plugins></pluginManagement></build>",
            ["package maven:g/a||managed"],
            id="managed plugin",
        ),
        pytest.param(
            f"<build><extensions><extension>{artifact()}</extension></extensions></build>",
            ["package maven:g/a||build"],
            id="extension",
        ),
        pytest.param("<modules><module>a</module><module>${x}</module></modules>", ["path a"], id="modules"),
        pytest.param(
            dependency("<systemPath>${basedir}/lib/a.jar</systemPath>"),
            ["package maven:g/a", "path lib/a.jar||optional"],
            id="system path",
        ),
        pytest.param("<properties><java.version>21</java.version></properties>", ["engine java|21"], id="Java"),
        pytest.param(
            dependency(f"<exclusions><exclusion>{artifact()}</exclusion></exclusions>", "h"),
            ["package maven:h/a"],
            id="exclusions",
        ),
        pytest.param("<dependencies><dependency/></dependencies>", [], id="nothing"),
    ],
)
def test_sections(body: str, expected: list[str]) -> None:
    assert maven(body) == expected


def test_place_is_that_of_the_artifact() -> None:
    text = "<project>\n<dependencies><dependency>\n  <groupId>g</groupId>\n  <artifactId>a</artifactId></dependency>"
    found = extract("maven", "pom.xml", text)
    assert [(fact.line, fact.column) for fact in found.facts] == [(4, 3)]
    assert [diagnostic.message for diagnostic in found.diagnostics] == ["no element found"]


def test_other_documents_say_nothing() -> None:
    assert said("maven", "pom.xml", f"<settings>{dependency()}</settings>") == []


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("maven", "pom.xml", content).facts == ()


def test_properties_do_not_explode() -> None:
    properties = "".join(f"<p{n}>{f'${{p{n + 1}}}' * 10}</p{n}>" for n in range(20))
    found = maven(f"<properties>{properties}</properties>" + dependency("<version>${p0}</version>"))
    assert sum(map(len, found)) < 20_000


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: "<project>" + dependency() * (n // 90) + "</project>", id="dependencies"),
        pytest.param(lambda n: "<project>" + dependency("<version>" + "${" * (n // 2) + "</version>"), id="properties"),
        pytest.param(lambda n: "<project>" + "<profiles><profile>" * (n // 20), id="depth"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    assert seconds_by_size("maven", "pom.xml", build) < 24
