"""manifest: entries of all ecosystems, images, and mistakes in rules."""

import pytest

from archcheck.core.findings import Vacuous
from tests.checks.manifest.judging import judged, told
from tests.scenes import problems


@pytest.mark.parametrize(
    ("path", "text", "demand", "expected"),
    [
        pytest.param("pyproject.toml", 'project.dependencies = ["Django>=5,<6"]', "django >=5,<6", [], id="PyPI"),
        pytest.param("requirements.txt", "django==5.0.1", "django ~=5.0", [], id="pip"),
        pytest.param(
            "requirements.txt",
            "django",
            "django >=5",
            ["requirements.txt:1: django is declared as any version; >=5 is required"],
            id="pip, no version",
        ),
        pytest.param(
            "requirements.txt",
            "django>=4",
            "django >=5",
            ["requirements.txt:1: django is declared as >=4; >=5 is required"],
            id="pip, older",
        ),
        pytest.param(
            "go.mod",
            "module x.y/a\nrequire github.com/gofiber/fiber/v2 v2.52.0",
            "github.com/gofiber/fiber >=2.50",
            [],
            id="Go",
        ),
        pytest.param(
            "go.mod",
            "module x.y/a\nrequire github.com/gofiber/fiber/v2 v2.52.0",
            "github.com/gofiber/fiber/v2",
            [],
            id="Go, with its major version",
        ),
        pytest.param("Cargo.toml", 'dependencies.axum = "0.8"', "axum ^0.8", [], id="Cargo"),
        pytest.param(
            "Cargo.toml",
            'dependencies.axum = "0.7.1"',
            "axum ^0.8",
            ["Cargo.toml:1: axum is declared as 0.7.1; ^0.8 is required"],
            id="Cargo, older",
        ),
        pytest.param("Cargo.toml", 'dependencies.serde_json = "1"', "serde_json ^1", [], id="Cargo, underscore"),
        pytest.param(
            "build.gradle",
            "dependencies { api 'com.google.guava:guava:33.4.0-jre' }",
            "com.google.guava:guava [33,34)",
            [],
            id="Gradle",
        ),
        pytest.param("libs.versions.toml", 'libraries.a = "g.h:a:1.5"', "g.h:a ^1", [], id="catalog"),
        pytest.param(
            "Package.swift",
            '.package(url: "https://github.com/vapor/vapor", from: "4.1.0")',
            "github.com/vapor/vapor ^4",
            [],
            id="Swift",
        ),
        pytest.param(
            "Package.swift",
            '.package(url: "https://github.com/vapor/vapor", "4.1.0"..<"4.9.0")',
            "github.com/Vapor/vapor ^4",
            [],
            id="Swift range",
        ),
        pytest.param(
            "A.csproj",
            '<Project><PackageReference Include="Serilog" Version="4.2.0"/></Project>',
            "Serilog ^4",
            [],
            id="NuGet",
        ),
        pytest.param("package.json", '{"engines": {"node": ">=20"}}', "engine:node >=20", [], id="Node"),
        pytest.param(
            "package.json",
            '{"engines": {"node": ">=18"}}',
            "node >=20",
            ["package.json:1: node is declared as >=18; >=20 is required"],
            id="Node, older",
        ),
        pytest.param("pyproject.toml", 'project.requires-python = ">=3.12"', "engine:python >=3.11", [], id="Python"),
        pytest.param(
            "A.csproj",
            "<Project><PropertyGroup><TargetFramework>net9.0</TargetFramework></PropertyGroup></Project>",
            "engine:dotnet >=8",
            [],
            id=".NET",
        ),
    ],
)
def test_ecosystems(path: str, text: str, demand: str, expected: list[str]) -> None:
    assert told(f'require: ["{demand}"]', {path: text}) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("1.5", [], id="within"),
        pytest.param(
            "0.9", ["a/A.csproj:1 Directory.Packages.props:1: s is declared as 0.9; ^1 is required"], id="outside"
        ),
    ],
)
def test_version_may_be_chosen_above(version: str, expected: list[str]) -> None:
    files = {
        "a/A.csproj": '<Project><PackageReference Include="S"/></Project>',
        "Directory.Packages.props": f'<Project><PackageVersion Include="S" Version="{version}"/></Project>',
    }
    assert told("in: a\nrequire: nuget:S ^1", files) == expected


@pytest.mark.parametrize(
    ("catalogs", "expected"),
    [
        pytest.param("catalog: {react: ^19}", [], id="within"),
        pytest.param(
            "catalog: {react: ^18}",
            ["apps/a/package.json:1 pnpm-workspace.yaml:1: react is declared as ^18; ^19 is required"],
            id="outside",
        ),
        pytest.param(
            "catalogs: {x: {react: ^18}, y: {react: ^19}}",
            ['Unknown: apps/a/package.json:1 declares react with "catalog:"'],
            id="several",
        ),
    ],
)
def test_version_may_be_chosen_by_a_catalog(catalogs: str, expected: list[str]) -> None:
    files = {"apps/a/package.json": '{"dependencies": {"react": "catalog:"}}', "pnpm-workspace.yaml": catalogs}
    assert told("require: react ^19", files) == expected


def test_version_that_nobody_chooses_is_unknown() -> None:
    files = {"a/A.csproj": '<Project><PackageReference Include="S"/></Project>'}
    assert told("require: nuget:s ^1", files) == ["Unknown: a/A.csproj:1 declares s with no version"]


COMPOSE = (
    "services:\n  db: {image: 'postgres:16-alpine'}\n  cache: {image: redis}\n  app: {image: 'ghcr.io/acme/app:2.1'}\n"
)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param('images: [postgres, "redis:*", "ghcr.io/acme/*"]', [], id="allowed"),
        pytest.param(
            'images: ["postgres:16*", redis]',
            ["compose.yaml:4: the image ghcr.io/acme/app:2.1 is not allowed"],
            id="not allowed",
        ),
        pytest.param(
            'images: {deny: ":latest"}', ["compose.yaml:3: the image redis is denied"], id="latest is the default"
        ),
        pytest.param('images: {deny: ["postgres:1?"]}', [], id="no wildcard"),
        pytest.param("require: image:postgres >=16", [], id="version"),
        pytest.param(
            "require: image:postgres >=17",
            ["compose.yaml:2: postgres is declared as 16-alpine; >=17 is required"],
            id="older version",
        ),
        pytest.param(
            "require: image:redis >=7", ["Unknown: compose.yaml:3 declares redis with no version"], id="no tag"
        ),
        pytest.param("deny: image:rabbitmq*", [], id="denied image that is not there"),
        pytest.param("deny: redis", [], id="a name alone is no image"),
        pytest.param(
            'one_of: ["image:kong*", "image:traefik"]',
            ["compose.yaml: the repository declares none of kong*, traefik"],
            id="choice",
        ),
    ],
)
def test_images(body: str, expected: list[str]) -> None:
    assert told(body, {"compose.yaml": COMPOSE}) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "ecosystem: npm",
            [
                "one of `require`, `deny`, `one_of` and `images` is expected, found none of them "
                "(rule r (kind manifest))"
            ],
            id="nothing",
        ),
        pytest.param(
            "require: next ^^15",
            ['"^^15" is no range of versions; write a range as in "next ^15", "django >=5,<6" or "guava [33,34)"'],
            id="range",
        ),
        pytest.param(
            "require: pip:django", ['"pip:" is no ecosystem of packages; did you mean "pypi"?'], id="ecosystem"
        ),
        pytest.param(
            "deny: junit:junit <5",
            ['"junit:" is no ecosystem of packages; an artifact of Maven or Gradle is "maven:junit:junit"'],
            id="artifact",
        ),
        pytest.param(
            "require: [[a]]",
            ['a package is expected, found a list; write a range as in "next ^15", "django >=5,<6" or "guava [33,34)"'],
            id="form",
        ),
        pytest.param(
            "require: a\nper: manifest",
            [
                "`per: manifest` needs `ecosystem`, for which manifests are meant "
                "(rule r (kind manifest)); add ecosystem:"
            ],
            id="per",
        ),
        pytest.param(
            "require: a\nalternatives: {of: b, use: c}",
            ['"b" is not required (rule r (kind manifest)); name what stands under require:'],
            id="alternative",
        ),
        pytest.param(
            "one_of: [a]", ["at least two packages are expected to choose from; or use require:"], id="choice of one"
        ),
    ],
)
def test_mistakes_in_the_rule(body: str, expected: list[str]) -> None:
    assert problems("manifest", body) == expected


def test_selector_that_matches_nothing_is_no_pass() -> None:
    assert not any(isinstance(each, Vacuous) for each in judged("in: a\ndeny: x", {"a/package.json": "{}"}))
