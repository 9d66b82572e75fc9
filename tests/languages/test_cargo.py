"""cargo: what `Cargo.toml` says."""

import pytest

from tests.languages.manifests import HOSTILE_BYTES, extract, said


def cargo(*lines: str) -> list[str]:
    return said("cargo", "Cargo.toml", "\n".join(lines))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param('package = {name = "a_b", version = "1.0"}', ["provides crates:a-b|1.0"], id="crate"),
        pytest.param(
            'package = {name = "a", version = {workspace = true}}', ["provides crates:a|workspace"], id="inherited"
        ),
        pytest.param('package.name = "a b"', [], id="no name"),
        pytest.param('dependencies.a = "1"', ["package crates:a|1"], id="run time"),
        pytest.param('dev-dependencies.a = "1"', ["package crates:a|1|dev"], id="dev"),
        pytest.param('build-dependencies.a = "1"', ["package crates:a|1|build"], id="build"),
        pytest.param('dev_dependencies.a = "1"', ["package crates:a|1|dev"], id="underscore"),
        pytest.param("target.'cfg(unix)'.dependencies.a = '1'", ["package crates:a|1"], id="target"),
        pytest.param('workspace.dependencies.a = "1"', ["package crates:a|1|managed"], id="workspace"),
        pytest.param("dependencies.a.workspace = true", ["package crates:a|workspace"], id="inherited version"),
        pytest.param(
            'dependencies.a = {version = "1", optional = true}', ["package crates:a|1|optional"], id="optional"
        ),
        pytest.param(
            'dev-dependencies.a = {version = "1", optional = true}', ["package crates:a|1|dev"], id="optional dev"
        ),
        pytest.param('dependencies.a = {package = "b_c", version = "1"}', ["package crates:b-c|1"], id="renamed"),
        pytest.param('dependencies.a = {path = "../a"}', ["package crates:a", "path ../a"], id="path"),
        pytest.param('dependencies.a = {path = "/a", version = "1"}', ["package crates:a|1"], id="absolute path"),
        pytest.param('dependencies.a = {git = "https://u:secret@x.y/a"}', ["package crates:a|https://x.y/a"], id="git"),
        pytest.param(
            'dependencies.a = {git = "https://x.y/a", rev = "1"}', ["package crates:a|https://x.y/a@1"], id="revision"
        ),
        pytest.param(
            'dependencies.a = {git = "https://x.y/a", version = "1"}', ["package crates:a|1"], id="git and version"
        ),
        pytest.param('workspace.members = ["a", "crates/*"]', ["path a"], id="members"),
        pytest.param('package.rust-version = "1.80"', ["engine rust|1.80"], id="Rust"),
        pytest.param('workspace.package.rust-version = "1.80"', ["engine rust|1.80"], id="Rust of a workspace"),
        pytest.param('patch.crates-io.a = "1"', [], id="patch"),
        pytest.param("dependencies = 1\nworkspace = [1]\npackage = 'a'", [], id="wrong forms"),
        pytest.param(
            "dependencies.a = [1]\ndependencies.b = 1.5",
            ["package crates:a", "package crates:b|1.5"],
            id="odd versions",
        ),
        pytest.param("dependencies.a = ", ["! 1:18 a value is expected"], id="broken"),
    ],
)
def test_line(line: str, expected: list[str]) -> None:
    assert cargo(line) == expected


def test_place_is_that_of_the_name() -> None:
    found = extract("cargo", "Cargo.toml", '[dependencies.serde]\nversion = "1"\n[dependencies]\n  axum = "1"').facts
    assert [(fact.line, fact.column, fact.value) for fact in found] == [(1, 15, "crates:serde"), (4, 3, "crates:axum")]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("cargo", "Cargo.toml", content).facts == ()
