"""gradle: what scripts and version catalogs say."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.languages.manifests import HOSTILE_BYTES, extract, said, seconds_by_size


def dependencies(text: str) -> list[str]:
    return said("gradle", "build.gradle", f"dependencies {{\n{text}\n}}")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("implementation 'g:a:1'", ["package maven:g/a|1"], id="Groovy"),
        pytest.param('implementation("g:a:1")', ["package maven:g/a|1"], id="Kotlin"),
        pytest.param('"implementation"("g:a:1")', ["package maven:g/a|1"], id="quoted configuration"),
        pytest.param("api 'g:a'", ["package maven:g/a"], id="no version"),
        pytest.param("api 'g:a:1:linux@zip'", ["package maven:g/a|1"], id="classifier and extension"),
        pytest.param("api 'g:a:1', 'g:b:2'", ["package maven:g/a|1", "package maven:g/b|2"], id="two"),
        pytest.param("api 'g:a:1',\n 'g:b:2'", ["package maven:g/a|1", "package maven:g/b|2"], id="two lines"),
        pytest.param("api 'g:a:1'; api 'g:b:2'", ["package maven:g/a|1", "package maven:g/b|2"], id="one line"),
        pytest.param("api group: 'g', name: 'a', version: '1'", ["package maven:g/a|1"], id="parts"),
        pytest.param('api(group = "g", name = "a", version = "1")', ["package maven:g/a|1"], id="parts in Kotlin"),
        pytest.param("api('g:a:1') { exclude group: 'x', module: 'y' }", ["package maven:g/a|1"], id="exclusion"),
        pytest.param("testImplementation 'g:a:1'", ["package maven:g/a|1|test"], id="test"),
        pytest.param("androidTestImplementation 'g:a:1'", ["package maven:g/a|1|test"], id="test on devices"),
        pytest.param("compileOnly 'g:a:1'", ["package maven:g/a|1|provided"], id="compile only"),
        pytest.param("kapt 'g:a:1'", ["package maven:g/a|1|build"], id="processor"),
        pytest.param("debugImplementation 'g:a:1'", ["package maven:g/a|1|dev"], id="debug"),
        pytest.param("implementation platform('g:a:1')", ["package maven:g/a|1|managed"], id="platform"),
        pytest.param("constraints { api 'g:a:1' }", ["package maven:g/a|1|managed"], id="constraint"),
        pytest.param('api(kotlin("x"))', ["package maven:org.jetbrains.kotlin/kotlin-x"], id="Kotlin's own"),
        pytest.param("api project(':a:b')", ["path a/b|up"], id="project"),
        pytest.param('api(project(":a"))', ["path a|up"], id="project in Kotlin"),
        pytest.param("api project(path: ':a', configuration: 'x')", ["path a|up"], id="project by parts"),
        pytest.param("api project(':')", [], id="the root project"),
        pytest.param("api(projects.aB.c)", ["path a-b/c|up|optional"], id="accessor"),
        pytest.param("api files('libs/a.jar')", ["path libs/a.jar||optional"], id="file"),
        pytest.param("api fileTree(dir: 'libs/x', include: ['**/*.jar'])", ["path libs/x||optional"], id="files"),
        pytest.param("api libs.a.b", [], id="alias"),
        pytest.param('api("g:a:$v")', ["package maven:g/a|$v"], id="unknown variable"),
        pytest.param("// api 'g:a:1'", [], id="comment"),
        pytest.param("api '''g:a:1'''", ["package maven:g/a|1"], id="long text"),
        pytest.param("api 'not coordinates'", [], id="other text"),
        pytest.param("api", [], id="nothing"),
    ],
)
def test_dependency(line: str, expected: list[str]) -> None:
    assert dependencies(line) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("def v = '1'\ndependencies { api \"g:a:$v\" }", ["package maven:g/a|1"], id="variable"),
        pytest.param('val v = "1"\ndependencies { api("g:a:${v}") }', ["package maven:g/a|1"], id="Kotlin"),
        pytest.param("ext { v = '1' }\ndependencies { api \"g:a:${ext.v}\" }", ["package maven:g/a|1"], id="extra"),
        pytest.param(
            'buildscript { dependencies { classpath "g:a:1" } }', ["package maven:g/a|1|build"], id="build script"
        ),
        pytest.param(
            "dependencyManagement { imports { mavenBom 'g:a:1' } }", ["package maven:g/a|1|managed"], id="BOM"
        ),
        pytest.param(
            "kotlin { sourceSets { val m by getting { dependencies { api('g:a:1') } } } }",
            ["package maven:g/a|1"],
            id="source set",
        ),
        pytest.param("commonMain.dependencies { api('g:a:1') }", ["package maven:g/a|1"], id="source set by name"),
        pytest.param("repositories { maven { url 'g:a:1' } }", [], id="elsewhere"),
        pytest.param(
            "plugins { id 'java'\n id 'x.y' version '1' }",
            ["package maven:x.y/x.y.gradle.plugin|1|build"],
            id="plugins",
        ),
        pytest.param('plugins { id("x.y") }', ["package maven:x.y/x.y.gradle.plugin||build"], id="plugin alone"),
        pytest.param("plugins { alias(libs.plugins.x) }", [], id="alias of a plugin"),
        pytest.param('apply from: "$rootDir/a.gradle"', ["path a.gradle|up"], id="script of the root"),
        pytest.param('apply(from = "a.gradle.kts")', ["path a.gradle.kts"], id="script"),
        pytest.param('apply from: "https://x.y/a.gradle"', [], id="script elsewhere"),
        pytest.param("apply plugin: 'java'", [], id="plugin applied"),
        pytest.param("include ':a'", [], id="no settings"),
    ],
)
def test_script(text: str, expected: list[str]) -> None:
    assert said("gradle", "a/build.gradle.kts", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("include ':a:b', ':c'", ["path a/b", "path c"], id="Groovy"),
        pytest.param('include(":a")\ninclude("b")', ["path a", "path b"], id="Kotlin"),
        pytest.param('includeBuild("../x")', ["path ../x"], id="another build"),
        pytest.param("include ':a'\nproject(':a').projectDir = file('x/a')", ["path x/a"], id="moved"),
        pytest.param(
            "include ':a'\nproject(':a').projectDir = new File(settingsDir, '../a')", ["path ../a"], id="moved away"
        ),
        pytest.param('include(":$x")', [], id="variable"),
        pytest.param("include '**/*.gradle'", [], id="wildcards"),
    ],
)
def test_settings(text: str, expected: list[str]) -> None:
    assert said("gradle", "settings.gradle", text) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param('libraries.a = "g:a:1"', ["package maven:g/a|1|managed"], id="text"),
        pytest.param('libraries.a = {module = "g:a", version = "1"}', ["package maven:g/a|1|managed"], id="module"),
        pytest.param(
            'libraries.a = {group = "g", name = "a", version = "1"}', ["package maven:g/a|1|managed"], id="parts"
        ),
        pytest.param('libraries.a = {module = "g:a"}', ["package maven:g/a||managed"], id="no version"),
        pytest.param(
            'versions.v = "1"\nlibraries.a = {module = "g:a", version.ref = "v"}',
            ["package maven:g/a|1|managed"],
            id="reference",
        ),
        pytest.param(
            'libraries.a = {module = "g:a", version.ref = "v"}', ["package maven:g/a||managed"], id="no such version"
        ),
        pytest.param(
            'versions.v = {require = "1", prefer = "2"}\nlibraries.a = {module = "g:a", version.ref = "v"}',
            ["package maven:g/a|1|managed"],
            id="rich",
        ),
        pytest.param(
            'plugins.a = {id = "x.y", version = "1"}', ["package maven:x.y/x.y.gradle.plugin|1|managed"], id="plugin"
        ),
        pytest.param('plugins.a = "x.y:1"', ["package maven:x.y/x.y.gradle.plugin|1|managed"], id="plugin as text"),
        pytest.param('libraries.a = "g"\nplugins = 1\nbundles.b = ["a"]', [], id="wrong forms"),
    ],
)
def test_catalog(lines: str, expected: list[str]) -> None:
    assert said("gradle", "gradle/libs.versions.toml", lines) == expected


def test_place_is_that_of_the_configuration() -> None:
    found = extract("gradle", "build.gradle", "dependencies {\r\n\t/* é */ api 'g:a:1'\r\n}").facts
    assert [(fact.line, fact.column) for fact in found] == [(2, 10)]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("gradle", "build.gradle", content).facts == ()


_PIECES = st.sampled_from(
    [
        "dependencies {",
        "plugins {",
        "}",
        "(",
        ")",
        "[",
        "]",
        "api ",
        "project",
        "'g:a:1'",
        '"$v"',
        "include",
        ",",
        "\n",
        "=",
        "projects.",
        "a",
        ".",
        ":",
        "apply from",
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_text_is_read(text: str) -> None:
    for path in ("build.gradle", "settings.gradle"):
        found = extract("gradle", path, text)
        assert list(found.facts) == sorted(set(found.facts))
        assert all(fact.value for fact in found.facts)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: "dependencies {\n" + "api 'g:a:1'\n" * (n // 12), id="dependencies"),
        pytest.param(lambda n: "a { " * (n // 4), id="blocks"),
        pytest.param(lambda n: "a(" * (n // 2), id="calls"),
        pytest.param(lambda n: "dependencies { api(" + "'g:a:1'," * (n // 8), id="arguments"),
        pytest.param(lambda n: "a " * (n // 2), id="names"),
        pytest.param(lambda n: "a = '1'\n" * (n // 8), id="variables"),
        pytest.param(lambda n: 'dependencies { api "g:a:' + "${a" * (n // 3) + '" }', id="holes"),
        pytest.param(lambda n: "projects." * (n // 9), id="accessors"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    assert seconds_by_size("gradle", "build.gradle", build) < 24
