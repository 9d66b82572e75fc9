"""npm: what `package.json` says."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.languages.manifests import HOSTILE_BYTES, extract, said, seconds_by_size


def npm(**sections: object) -> list[str]:
    return said("npm", "web/package.json", json.dumps(sections))


@pytest.mark.parametrize(
    ("section", "group"),
    [
        pytest.param("dependencies", "", id="run time"),
        pytest.param("optionalDependencies", "|optional", id="optional"),
        pytest.param("peerDependencies", "|peer", id="peer"),
        pytest.param("devDependencies", "|dev", id="dev"),
    ],
)
def test_section_decides_the_group(section: str, group: str) -> None:
    assert npm(**{section: {"react": "^19", "@acme/ui": "1.x"}}) == [
        f"package npm:react|^19{group}",
        f"package npm:@acme/ui|1.x{group}",
    ]


@pytest.mark.parametrize(
    "sections",
    [
        pytest.param({"overrides": {"a": "1"}, "resolutions": {"b": "1"}}, id="overrides"),
        pytest.param({"bundleDependencies": ["a"], "bundledDependencies": ["b"]}, id="bundled"),
        pytest.param({"engines": ["node"], "packageManager": 9}, id="wrong forms of engines"),
        pytest.param({"pnpm": {"overrides": {"a": "1"}}}, id="pnpm"),
        pytest.param({"dependencies": ["a"]}, id="list in place of a mapping"),
        pytest.param({"dependencies": {"a": {"version": "1"}, "b": 1, "c": None}}, id="versions that are no text"),
        pytest.param({"dependencies": {"a b": "1", "": "1", "x" * 300: "1", "../a": "1"}}, id="no names"),
        pytest.param({"name": "a b"}, id="no name"),
        pytest.param({"name": {"x": 1}, "workspaces": {"x": 1}}, id="wrong forms"),
    ],
)
def test_says_nothing(sections: dict[str, object]) -> None:
    assert npm(**sections) == []


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param("file:../ui", ["package npm:a|file:../ui", "path ../ui"], id="file"),
        pytest.param("link:./ui", ["package npm:a|link:./ui", "path ./ui"], id="link"),
        pytest.param("portal:../ui", ["package npm:a|portal:../ui", "path ../ui"], id="portal"),
        pytest.param("file:ui.tgz", ["package npm:a|file:ui.tgz", "path ui.tgz"], id="archive"),
        pytest.param("../ui", ["package npm:a|../ui", "path ../ui"], id="path alone"),
        pytest.param("workspace:../ui", ["package npm:a|workspace:../ui", "path ../ui"], id="workspace path"),
        pytest.param("file:/home/me/ui", ["package npm:a|file:/home/me/ui"], id="absolute"),
        pytest.param("file:///home/me/ui", ["package npm:a|file:///home/me/ui"], id="absolute URL"),
        pytest.param("file:~/ui", ["package npm:a|file:~/ui"], id="home"),
        pytest.param("workspace:^", ["package npm:a|workspace:^"], id="workspace"),
        pytest.param("catalog:", ["package npm:a|catalog:"], id="catalog"),
        pytest.param("npm:b@^1", ["package npm:a|npm:b@^1"], id="alias"),
        pytest.param("acme/ui#v1", ["package npm:a|acme/ui#v1"], id="repository on GitHub"),
        pytest.param("", ["package npm:a"], id="any version"),
        pytest.param(
            "git+https://me:secret@acme.com/a.git?token=secret#v1",
            ["package npm:a|git+https://acme.com/a.git"],
            id="secrets",
        ),
    ],
)
def test_version(version: str, expected: list[str]) -> None:
    assert npm(dependencies={"a": version}) == expected


def test_optional_peer() -> None:
    meta = {"a": {"optional": True}, "b": {"optional": False}}
    assert npm(peerDependencies={"a": "1", "b": "1", "c": "1"}, peerDependenciesMeta=meta) == [
        "package npm:a|1|optional",
        "package npm:b|1|peer",
        "package npm:c|1|peer",
    ]


@pytest.mark.parametrize(
    "workspaces",
    [
        pytest.param(["packages/*", "!packages/old", "tools/lint"], id="list"),
        pytest.param({"packages": ["packages/*", "tools/lint"], "nohoist": ["**"]}, id="mapping"),
    ],
)
def test_members_of_a_workspace_without_wildcards_are_paths(workspaces: object) -> None:
    assert npm(workspaces=workspaces) == ["path tools/lint"]


@pytest.mark.parametrize(
    "sections",
    [
        pytest.param({"workspaces": {"catalog": {"a": "^1"}}}, id="workspaces"),
        pytest.param({"catalog": {"a": "^1"}}, id="top"),
        pytest.param({"catalogs": {"x": {"a": "^1"}}}, id="named"),
    ],
)
def test_catalogs(sections: dict[str, object]) -> None:
    assert npm(**sections) == ["package npm:a|^1|managed"]


def test_engines() -> None:
    sections = {"engines": {"node": ">=20", "pnpm": 9, "a b": "1"}, "packageManager": "pnpm@9.1.0+sha512.abc"}
    assert npm(**sections) == ["engine node|>=20", "engine pnpm|9.1.0"]


def test_place_is_that_of_the_key() -> None:
    text = '{"name": "a",\n  "dependencies": {"é": "1", "b": "file:b"}}'
    found = [(fact.line, fact.column, fact.value) for fact in extract("npm", "package.json", text).facts]
    assert found == [(1, 2, "npm:a"), (2, 30, "npm:b"), (2, 30, "b")]


def test_what_is_broken_is_said_and_the_rest_is_read() -> None:
    text = '{"dependencies": {"a": "1", "b": }, "devDependencies": {"c": "2",}, } // later\n'
    assert said("npm", "package.json", text) == [
        "package npm:a|1",
        "package npm:c|2|dev",
        "! 1:29 the key has no value",
    ]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("npm", "package.json", content).facts == ()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.sampled_from(["file:../a", "a", "^1"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["name", "version", "dependencies", "peerDependencies", "workspaces", "packages", "a", "@b/c"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_json_is_read(value: object) -> None:
    found = extract("npm", "package.json", json.dumps(value))
    assert found.diagnostics == ()
    assert list(found.facts) == sorted(set(found.facts))


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: json.dumps({"dependencies": {f"p{i}": "^1" for i in range(n // 14)}}), id="packages"),
        pytest.param(lambda n: '{"dependencies": {"a": "' + "git+https://a@" * (n // 14) + '"}}', id="long URL"),
        pytest.param(lambda n: '{"dependencies": {"a": "' + "//" * (n // 2) + '"}}', id="slashes"),
        pytest.param(lambda n: '{"peerDependencies": ' * (n // 21), id="depth"),
        pytest.param(lambda n: '{"name": "' + "@a/" * (n // 3) + '"}', id="long name"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    assert seconds_by_size("npm", "package.json", build) < 24
