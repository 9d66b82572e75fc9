"""setup_py: what `setup.py` says in literals."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.languages.manifests import HOSTILE_BYTES, extract, said, seconds_by_size


def setup_py(text: str) -> list[str]:
    return said("setup_py", "setup.py", text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("setup(name='A_b', version='1')", ["provides pypi:a-b|1"], id="project"),
        pytest.param("NAME = 'a'\nsetuptools.setup(name=NAME)", ["provides pypi:a"], id="name elsewhere"),
        pytest.param("setup(name='a' + x)", [], id="name that is computed"),
        pytest.param("setup(name=f'a{x}', version=get())", [], id="formatted name"),
        pytest.param("setup(install_requires=['a>=1', \"b\",])", ["package pypi:a|>=1", "package pypi:b"], id="list"),
        pytest.param("setup(install_requires=('a',))", ["package pypi:a"], id="tuple"),
        pytest.param("R = [\n  'a', # why\n]\nsetup(install_requires=R)", ["package pypi:a"], id="list elsewhere"),
        pytest.param("setup(install_requires=['a'] + R)", ["package pypi:a"], id="sum"),
        pytest.param("setup(install_requires=['a' 'b', f'c', 'd' % x, 'e'])", ["package pypi:e"], id="computed items"),
        pytest.param("setup(install_requires=read('a'))", [], id="call"),
        pytest.param("setup(install_requires=R)", [], id="unknown list"),
        pytest.param("setup(install_requires=[x for x in 'a'])", [], id="comprehension"),
        pytest.param(
            "setup(setup_requires=['a'], tests_require=['b'])",
            ["package pypi:a||build", "package pypi:b||test"],
            id="others",
        ),
        pytest.param(
            "setup(extras_require={'x': ['a'], 'dev': ['b']})",
            ["package pypi:a||optional", "package pypi:b||dev"],
            id="extras",
        ),
        pytest.param(
            "R = ['a']\nE = {'x': R}\nsetup(extras_require=E)", ["package pypi:a||optional"], id="extras elsewhere"
        ),
        pytest.param("setup(python_requires='>=3')", ["engine python|>=3"], id="Python"),
        pytest.param(
            "Extension(name='b')\nsetup(name='a', ext=[Extension(name='c')])", ["provides pypi:a"], id="other calls"
        ),
        pytest.param("install_requires = ['a']", [], id="no call"),
        pytest.param("# setup(name='a')", [], id="comment"),
        pytest.param("x = '''setup(name='a')'''", [], id="text"),
        pytest.param("setup(install_requires=['a b'])", ["! 1:25 no requirement as in PEP 508"], id="broken"),
        pytest.param("setup(install_requires=['a'", [], id="not closed"),
    ],
)
def test_text(text: str, expected: list[str]) -> None:
    assert setup_py(text) == expected


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("setup_py", "setup.py", content).facts == ()


_PIECES = st.sampled_from(
    [
        "setup(",
        "name=",
        "install_requires=",
        "extras_require=",
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        "'a'",
        '"b"',
        ":",
        ",",
        "=",
        "x",
        "\n",
        "'''",
        "#",
        "f",
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_any_text_is_read(text: str) -> None:
    found = extract("setup_py", "setup.py", text)
    assert list(found.facts) == sorted(set(found.facts))


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: "setup(install_requires=[" + "'a'," * (n // 4), id="list"),
        pytest.param(lambda n: "setup(" + "[" * n, id="brackets"),
        pytest.param(lambda n: "setup(a=" * (n // 8), id="calls"),
        pytest.param(lambda n: "a = b = [" * (n // 9) + "setup()", id="assignments"),
        pytest.param(lambda n: "setup()" + "'" * n, id="quotes"),
        pytest.param(lambda n: "setup()" + "'''\n" * (n // 4), id="long texts"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    assert seconds_by_size("setup_py", "setup.py", build) < 24
