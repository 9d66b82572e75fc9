"""setup_cfg: what `setup.cfg` says."""

import configparser
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.languages.manifests import HOSTILE_BYTES, extract, said, seconds_by_size


def setup_cfg(text: str) -> list[str]:
    return said("setup_cfg", "setup.cfg", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[metadata]\nname = A_b\nversion = 1", ["provides pypi:a-b|1"], id="project"),
        pytest.param("[metadata]\nversion: 1\nname: a", ["provides pypi:a|1"], id="colons"),
        pytest.param("[metadata]\nname = a\nversion = attr: a.v", ["provides pypi:a"], id="computed version"),
        pytest.param(
            "[options]\ninstall_requires =\n  a>=1\n  # no\n\n  b\nx = c",
            ["package pypi:a|>=1", "package pypi:b"],
            id="list",
        ),
        pytest.param("[options]\ninstall-requires = a", ["package pypi:a"], id="hyphen"),
        pytest.param("[options]\ninstall_requires = a; b", ["package pypi:a", "package pypi:b"], id="one line"),
        pytest.param("[options]\ninstall_requires = a; x=='y'", ["package pypi:a"], id="marker"),
        pytest.param("[options]\nsetup_requires = a", ["package pypi:a||build"], id="build"),
        pytest.param("[options]\ntests_require = a", ["package pypi:a||test"], id="test"),
        pytest.param(
            "[options.extras_require]\nx = a\ntests =\n  b",
            ["package pypi:a||optional", "package pypi:b||test"],
            id="extras",
        ),
        pytest.param("[options]\ninstall_requires = file: a.txt, b.txt", ["path a.txt", "path b.txt"], id="files"),
        pytest.param("[options]\npython_requires = >=3.11", ["engine python|>=3.11"], id="Python"),
        pytest.param("[metadata]\nname = a\n[options.extras_require]\nall = a[b]", ["provides pypi:a"], id="itself"),
        pytest.param("[flake8]\ninstall_requires = a", [], id="other section"),
        pytest.param("install_requires = a", [], id="no section"),
        pytest.param("[options]\ninstall_requires = a b", ["! 2:20 no requirement as in PEP 508"], id="broken"),
    ],
)
def test_text(text: str, expected: list[str]) -> None:
    assert sorted(setup_cfg(text)) == sorted(expected)


def test_places_are_those_of_the_texts() -> None:
    found = extract("setup_cfg", "setup.cfg", "[options]\r\ninstall_requires =  a\r\n\tb\r\n").facts
    assert [(fact.line, fact.column, fact.value) for fact in found] == [(2, 21, "pypi:a"), (3, 2, "pypi:b")]


_LINES = st.sampled_from(
    [
        "[options]",
        "[metadata]",
        "[x]",
        "install_requires = a",
        "install_requires =",
        "  b",
        "\tc>=1",
        "# d",
        "",
        "name = e",
        "x = f",
    ]
)


@given(st.lists(_LINES, max_size=8).map("\n".join))
def test_lists_are_those_of_the_standard_library(text: str) -> None:
    parser = configparser.ConfigParser(interpolation=None, strict=True)
    try:
        parser.read_string(text)
    except configparser.Error:
        setup_cfg(text)
        return
    expected = parser.get("options", "install_requires", fallback="").split("\n")
    found = [fact.value for fact in extract("setup_cfg", "setup.cfg", text).facts if fact.relation == "package"]
    names = [each.partition(">")[0].strip() for each in expected if each.strip()]
    own = parser.get("metadata", "name", fallback="").split("\n")[0]
    assert found == [f"pypi:{name}" for name in names if name != own]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("setup_cfg", "setup.cfg", content).facts == ()


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: "[options]\ninstall_requires =\n" + " a\n" * (n // 3), id="list"),
        pytest.param(lambda n: "[" * n, id="brackets"),
        pytest.param(lambda n: "a " * (n // 2), id="words"),
        pytest.param(lambda n: "[options]\ninstall_requires = a" + " #" * (n // 2), id="comments"),
        pytest.param(lambda n: "[options]\ninstall_requires = " + "a;" * (n // 2), id="semicolons"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    assert seconds_by_size("setup_cfg", "setup.cfg", build) < 24
