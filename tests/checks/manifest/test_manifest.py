"""manifest: packages, tools and images that are declared, missing, denied, or declared in another version."""

from collections.abc import Mapping
from typing import Any

import pytest

from archcheck.core.facts import Source
from archcheck.core.findings import Finding, Result, Unknown, Vacuous
from archcheck.core.scene import Declarations, Need
from archcheck.registry import Registry
from tests.builders import graph
from tests.language_pages import dialect_of
from tests.scenes import check_of, problems, rules, scene

FORMATS = {
    "package.json": "npm",
    "pyproject.toml": "pyproject",
    "requirements.txt": "pip",
    "go.mod": "gomod",
    "Cargo.toml": "cargo",
    "pom.xml": "maven",
    "build.gradle": "gradle",
    "libs.versions.toml": "gradle",
    "Directory.Packages.props": "nuget",
    "A.csproj": "nuget",
    "Package.swift": "swift_package",
    "compose.yaml": "compose",
}


def judged(body: str, files: Mapping[str, str], components: str = "") -> list[Result]:
    """What the check yields for a rule over files with these contents."""
    rule_set = rules("manifest", body, components)
    drawn = graph("\n".join(files))
    found: dict[int, dict[str, Any]] = {}
    for path, text in files.items():
        name = FORMATS.get(path.rpartition("/")[2])
        language = Registry().language(name) if name else None
        if language and name:
            extracted = language.aspects["relations"](Source(text.encode(), dialect_of(name, path)))
            assert extracted.diagnostics == ()
            found[drawn.files.index(path)] = {name: extracted.facts}
    needs: Mapping[Need, Any] = {Declarations(): dict(sorted(found.items()))}
    return list(check_of("manifest").run(rule_set.rules[0].options, scene(drawn, rule_set, needs)))


def told(body: str, files: Mapping[str, str], components: str = "") -> list[str]:
    """Findings as `place: message`, other results with their kind."""
    lines = []
    for each in judged(body, files, components):
        if isinstance(each, Finding):
            at = [f"{place.path}:{place.line}" for place in each.places] or [each.subject]
            lines.append(f"{' '.join(at)}: {each.message}")
        else:
            lines.append(f"{type(each).__name__}: {each.reason if isinstance(each, Unknown) else each}")
    return lines


def package_json(**packages: str) -> str:
    inside = ", ".join(f'"{name}": "{version}"' for name, version in packages.items())
    return f'{{"dependencies": {{{inside}}}}}'


@pytest.mark.parametrize(
    ("demand", "declared", "expected"),
    [
        pytest.param("next", "^14", [], id="no range"),
        pytest.param("next ^15", "^15.1.0", [], id="narrower"),
        pytest.param("next ^15", "15.1.0", [], id="exact"),
        pytest.param("next@^15", "15.x", [], id="written as npm does"),
        pytest.param("npm:next ^15", "~15.2", [], id="with the ecosystem"),
        pytest.param("next ^15", "^14.2.0", ["next is declared as ^14.2.0; ^15 is required"], id="older"),
        pytest.param("next ^15", ">=15", ["next is declared as >=15; ^15 is required"], id="wider"),
        pytest.param("next ^15", "*", ["next is declared as *; ^15 is required"], id="any"),
        pytest.param("next ^15", "npm:other@^15", [], id="alias"),
        pytest.param("next ^15", "workspace:^15", [], id="workspace with a version"),
        pytest.param("react ^19", "^15", ["a/package.json: the repository does not declare react ^19"], id="missing"),
    ],
)
def test_required_package(demand: str, declared: str, expected: list[str]) -> None:
    prefix = "" if not expected or ":" in expected[0].split(" ")[0] else "a/package.json:1: "
    found = told(f"require: {demand}", {"a/package.json": package_json(next=declared)})
    assert found == [f"{prefix}{each}" for each in expected]


@pytest.mark.parametrize("version", ["latest", "workspace:*", "catalog:", "git+https://acme.com/a.git"])
def test_what_cannot_be_compared_is_unknown(version: str) -> None:
    files = {"package.json": package_json(next=version)}
    reason = f'Unknown: package.json:1 declares next with "{version}"'
    assert told("require: next ^15", files) == [reason]
    assert told("deny: next <15", files) == [reason]


@pytest.mark.parametrize(
    ("demand", "declared", "is_denied"),
    [
        pytest.param("lodash", "^4", True, id="no range"),
        pytest.param("lodash <4", "^3.10", True, id="within"),
        pytest.param("lodash <4", ">=3", True, id="overlapping"),
        pytest.param("lodash <4", "^4", False, id="outside"),
        pytest.param("lod*", "^4", True, id="wildcard"),
        pytest.param("pypi:lodash", "^4", False, id="another ecosystem"),
        pytest.param("moment", "^4", False, id="another package"),
    ],
)
def test_denied_package(demand: str, declared: str, is_denied: bool) -> None:
    assert bool(told(f'deny: "{demand}"', {"package.json": package_json(lodash=declared)})) == is_denied


def test_messages_of_denied_packages() -> None:
    files = {"a/package.json": package_json(lodash="^3", redux="^5")}
    assert told("in: a\ndeny: [lodash <4, redux]", files) == [
        "a/package.json:1: lodash is declared as ^3; <4 is denied",
        "a/package.json:1: a declares redux, which is denied",
    ]


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


def test_version_that_nobody_chooses_is_unknown() -> None:
    files = {"a/A.csproj": '<Project><PackageReference Include="S"/></Project>'}
    assert told("require: nuget:s ^1", files) == ["Unknown: a/A.csproj:1 declares s with no version"]


def test_choosing_a_version_declares_nothing() -> None:
    files = {"Cargo.toml": 'workspace.dependencies.a = "1"'}
    assert told("require: a", files) == [
        "Cargo.toml:1: the repository does not declare a; a is there in the group managed only"
    ]
    assert told("deny: a", files) == []
    assert told("deny: a <2", files) == ["Cargo.toml:1: a is declared as 1; <2 is denied"]


def test_indirect_modules_count_as_not_declared() -> None:
    files = {"go.mod": "module x.y/a\nrequire github.com/a/b v1.0.0 // indirect"}
    assert told("deny: github.com/a/b", files) == []


def test_peers_have_to_overlap() -> None:
    files = {"package.json": '{"peerDependencies": {"react": ">=18"}}'}
    assert told("require: react ^19", files) == []
    assert told("require: react ^17", files) == ["package.json:1: react is declared as >=18; ^17 is required"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        pytest.param("all", [], id="all"),
        pytest.param("dev", [], id="dev"),
        pytest.param(
            "run",
            ["package.json:1: the repository does not declare vite; vite is there in the group dev only"],
            id="run",
        ),
    ],
)
def test_scope(scope: str, expected: list[str]) -> None:
    assert told(f"require: vite\nscope: {scope}", {"package.json": '{"devDependencies": {"vite": "^7"}}'}) == expected


SERVICES = "service: services/{service}/"


def test_each_component_is_judged_by_itself() -> None:
    files = {
        "services/a/requirements.txt": "fastapi==0.115",
        "services/b/requirements.txt": "flask",
        "services/c/main.py": "",
        "requirements.txt": "fastapi",
    }
    found = judged("in: service\nrequire: pypi:fastapi", files, SERVICES)
    assert [(each.subject, each.message, each.target) for each in found if isinstance(each, Finding)] == [
        ("services/b/requirements.txt", "service[b] does not declare fastapi", "pypi:fastapi"),
        ("services/c/", "service[c] has no manifest that could declare fastapi", "pypi:fastapi"),
    ]


def test_captures_repeat_the_rule() -> None:
    files = {"apps/web/package.json": package_json(next="^15"), "apps/admin/package.json": "{}"}
    assert told('in: "apps/{app}"\nrequire: next', files) == [
        "apps/admin/package.json: apps/admin does not declare next"
    ]


def test_one_declaration_in_the_unit_is_enough_and_all_are_compared() -> None:
    files = {
        "a/package.json": package_json(next="^15"),
        "a/b/package.json": package_json(next="^14"),
        "a/c/package.json": "{}",
    }
    assert told("in: a\nrequire: next ^15", files) == ["a/b/package.json:1: next is declared as ^14; ^15 is required"]


def test_each_manifest_can_be_judged_alone() -> None:
    files = {"a/package.json": package_json(next="^15"), "a/c/package.json": "{}", "a/pyproject.toml": ""}
    assert told("ecosystem: npm\nper: manifest\nrequire: next", files) == [
        "a/c/package.json: a/c/package.json does not declare next"
    ]


def test_ecosystem_says_what_names_mean() -> None:
    files = {"a/package.json": package_json(redis="^4"), "a/requirements.txt": "redis"}
    assert told("ecosystem: pypi\ndeny: redis", files) == [
        "a/requirements.txt:1: the repository declares redis, which is denied"
    ]
    assert len(told("deny: redis", files)) == 2


@pytest.mark.parametrize(
    ("packages", "expected"),
    [
        pytest.param({"zustand": "1"}, [], id="one"),
        pytest.param({"x": "1"}, ["package.json: the repository declares none of zustand, jotai"], id="none"),
        pytest.param(
            {"zustand": "1", "jotai": "2"},
            ["package.json:1 package.json:1: the repository declares zustand and jotai; one of them is expected"],
            id="both",
        ),
    ],
)
def test_one_of(packages: Mapping[str, str], expected: list[str]) -> None:
    assert told("one_of: [zustand, jotai]", {"package.json": package_json(**packages)}) == expected


def test_several_choices_over_ecosystems() -> None:
    files = {"package.json": package_json(electron="^30"), "src-tauri/Cargo.toml": 'dependencies.tauri = "2"'}
    body = "one_of: [[electron, crates:tauri ^2], [jest, vitest]]"
    assert told(body, files) == [
        "package.json:1 src-tauri/Cargo.toml:1: the repository declares electron and tauri; one of them is expected",
        "package.json: the repository declares none of jest, vitest",
    ]


ALTERNATIVE = "require: next ^15\nalternatives: [{of: next, use: [svelte ^5, astro], decision: docs/adr/0012.md}]"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({"package.json": package_json(svelte="^5"), "docs/adr/0012.md": ""}, [], id="decided"),
        pytest.param(
            {"package.json": package_json(svelte="^5")},
            ["package.json:1: svelte stands in for next without docs/adr/0012.md"],
            id="not decided",
        ),
        pytest.param(
            {"package.json": package_json(svelte="^4")},
            ["package.json: the repository does not declare next ^15"],
            id="another version",
        ),
        pytest.param(
            {"package.json": package_json(next="^14", astro="1")},
            ["package.json:1: next is declared as ^14; ^15 is required"],
            id="both",
        ),
    ],
)
def test_alternatives(files: Mapping[str, str], expected: list[str]) -> None:
    assert told(ALTERNATIVE, files) == expected


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
