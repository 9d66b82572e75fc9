"""pyproject: what `pyproject.toml` says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.languages.manifests import HOSTILE_BYTES, extract, said


def pyproject(*lines: str) -> list[str]:
    return said("pyproject", "pyproject.toml", "\n".join(lines))


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param('project.name = "Acme.Web"', ["provides pypi:acme-web"], id="name"),
        pytest.param('project = {name = "a", version = "1"}', ["provides pypi:a|1"], id="version"),
        pytest.param('tool.poetry = {name = "a", version = "1"}', ["provides pypi:a|1"], id="Poetry"),
        pytest.param('project.name = "a"\ntool.poetry.name = "b"', ["provides pypi:a"], id="both"),
        pytest.param('project.version = "1"', [], id="no name"),
        pytest.param('project.name = "a b"', [], id="wrong name"),
    ],
)
def test_project(lines: str, expected: list[str]) -> None:
    assert pyproject(lines) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param('project.dependencies = ["a>=1"]', ["package pypi:a|>=1"], id="PEP 621"),
        pytest.param('build-system.requires = ["a"]', ["package pypi:a||build"], id="build"),
        pytest.param('project.optional-dependencies.x = ["a"]', ["package pypi:a||optional"], id="extra"),
        pytest.param('project.optional-dependencies.tests = ["a"]', ["package pypi:a||test"], id="extra for tests"),
        pytest.param('dependency-groups.lint = ["a", {include-group = "b"}]', ["package pypi:a||lint"], id="PEP 735"),
        pytest.param('dependency-groups.Development = ["a"]', ["package pypi:a||dev"], id="group for development"),
        pytest.param('tool.poetry.dependencies.a = "^1"', ["package pypi:a|^1"], id="Poetry"),
        pytest.param('tool.poetry.dependencies.python = "^3"', ["engine python|^3"], id="Python of Poetry"),
        pytest.param('tool.poetry.dev-dependencies.a = "1"', ["package pypi:a|1|dev"], id="Poetry of old"),
        pytest.param('tool.poetry.group.docs.dependencies.a = "1"', ["package pypi:a|1|docs"], id="group of Poetry"),
        pytest.param('tool.uv.dev-dependencies = ["a"]', ["package pypi:a||dev"], id="uv"),
        pytest.param('tool.pdm.dev-dependencies.x = ["a", "-e file:///b#egg=b"]', ["package pypi:a||dev"], id="PDM"),
        pytest.param('tool.hatch.envs.default.dependencies = ["a"]', ["package pypi:a||dev"], id="Hatch"),
        pytest.param(
            'tool.hatch.envs.types.extra-dependencies = ["a"]', ["package pypi:a||types"], id="Hatch, another"
        ),
        pytest.param('project.requires-python = ">=3.11"', ["engine python|>=3.11"], id="Python"),
        pytest.param("project.dependencies = [1, [], {}]\ntool.poetry.dependencies = 1", [], id="wrong forms"),
        pytest.param('project.dependencies = ["a b"]', ["! 1:25 no requirement as in PEP 508"], id="wrong requirement"),
    ],
)
def test_packages(line: str, expected: list[str]) -> None:
    assert pyproject(line) == expected


def test_project_does_not_depend_on_itself() -> None:
    lines = ['[project]\nname = "acme"\n[project.optional-dependencies]\nhttp = ["b"]', 'all = ["Acme[http]"]']
    assert pyproject(*lines) == ["provides pypi:acme", "package pypi:b||optional"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        pytest.param('{version = "^1", extras = ["x"]}', ["package pypi:a|^1"], id="version"),
        pytest.param('{version = "^1", optional = true}', ["package pypi:a|^1|optional"], id="optional"),
        pytest.param('{path = "../a", develop = true}', ["package pypi:a", "path ../a"], id="path"),
        pytest.param('{file = "a.whl"}', ["package pypi:a", "path a.whl"], id="file"),
        pytest.param('{path = "/opt/a"}', ["package pypi:a"], id="absolute path"),
        pytest.param('{git = "https://u:secret@x.y/a.git"}', ["package pypi:a|https://x.y/a.git"], id="git"),
        pytest.param('{git = "https://x.y/a.git", rev = "1"}', ["package pypi:a|https://x.y/a.git@1"], id="revision"),
        pytest.param('{url = "https://x.y/a.whl"}', ["package pypi:a|https://x.y/a.whl"], id="URL"),
        pytest.param(
            '[{version = "^1", python = "<3"}, {version = "^2"}]', ["package pypi:a|^1", "package pypi:a|^2"], id="two"
        ),
        pytest.param("{}", ["package pypi:a"], id="nothing"),
        pytest.param("1", ["package pypi:a|1"], id="number"),
    ],
)
def test_table_of_poetry(table: str, expected: list[str]) -> None:
    assert pyproject("[tool.poetry.dependencies]", f"a = {table}") == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param('[tool.uv.sources]\na = {path = "../a"}\nb = {workspace = true}', ["path ../a"], id="source"),
        pytest.param('tool.uv.sources.a = [{path = "../a", marker = "x"}, {index = "y"}]', ["path ../a"], id="sources"),
        pytest.param('tool.uv.workspace.members = ["packages/*", "tools/x"]', ["path tools/x"], id="members"),
        pytest.param('tool.setuptools.dynamic.dependencies = {file = ["r.txt"]}', ["path r.txt"], id="setuptools"),
        pytest.param(
            'tool.setuptools.dynamic.optional-dependencies.x = {file = ["r.txt"]}', ["path r.txt"], id="extras"
        ),
        pytest.param(
            'project.dependencies = ["a @ {root:uri}/../a"]', ["package pypi:a", "path ../a"], id="path of Hatch"
        ),
        pytest.param('project.dependencies = ["a @ file:///${PROJECT_ROOT}/a"]', ["package pypi:a"], id="variable"),
    ],
)
def test_paths(lines: str, expected: list[str]) -> None:
    assert pyproject(lines) == expected


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("pyproject", "pyproject.toml", content).facts == ()


_KEYS = st.sampled_from(
    ["project", "tool", "poetry", "uv", "name", "dependencies", "group", "sources", "path", "dependency-groups", "a"]
)
_VALUES = st.recursive(
    st.sampled_from(["1", "'a'", "'a>=1'", "'../x'", "true", "''"]),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]")
        | st.dictionaries(_KEYS, inner, max_size=3).map(
            lambda each: "{" + ", ".join(f"{key} = {value}" for key, value in each.items()) + "}"
        )
    ),
    max_leaves=5,
)
_LINES = st.tuples(st.lists(_KEYS, min_size=1, max_size=4).map(".".join), _VALUES).map(" = ".join)


@given(st.lists(_LINES, max_size=6).map("\n".join))
def test_any_toml_is_read(text: str) -> None:
    found = extract("pyproject", "pyproject.toml", text)
    assert list(found.facts) == sorted(set(found.facts))
    assert all(fact.value for fact in found.facts)
