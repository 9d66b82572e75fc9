"""manifest: what is required, denied, chosen from and allowed instead, in which units."""

from collections.abc import Mapping

import pytest

from archcheck.core.findings import Finding
from tests.checks.manifest.judging import judged, package_json, told


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
    assert told("deny: react <19", files) == []
    assert told("deny: react >=17", files) == ["package.json:1: react is declared as >=18; >=17 is denied"]
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
