"""pip: what requirements files say."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.language_pages import dialect_of
from tests.languages.manifests import HOSTILE_BYTES, extract, said, seconds_by_size


def pip(text: str) -> list[str]:
    return said("pip", "requirements.txt", text)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param("Django", ["package pypi:django"], id="name"),
        pytest.param("a>=1,<2", ["package pypi:a|>=1,<2"], id="versions"),
        pytest.param(
            "  a[x]==1 ; python_version < '3'  # why", ["package pypi:a|==1"], id="extras, marker and comment"
        ),
        pytest.param("a==1 --hash=sha256:1 --hash=sha256:2", ["package pypi:a|==1"], id="hashes"),
        pytest.param("a==1 \\\n  --hash=sha256:1 \\\n  --hash=sha256:2", ["package pypi:a|==1"], id="several lines"),
        pytest.param("a @ https://u:secret@x.y/a.whl ; x", ["package pypi:a|https://x.y/a.whl"], id="URL"),
        pytest.param("a @ file:///home/me/a", ["package pypi:a"], id="absolute file"),
        pytest.param("a @ file:../a", ["package pypi:a", "path ../a"], id="file"),
        pytest.param("file:./a#egg=b", ["package pypi:b", "path ./a"], id="file with a name"),
        pytest.param(
            "git+https://x.y/Foo_Bar.git@v1", ["package pypi:foo-bar|git+https://x.y/Foo_Bar.git@v1"], id="VCS"
        ),
        pytest.param("git+ssh://git@x.y/a#egg=B&subdirectory=c", ["package pypi:b|git+ssh://x.y/a"], id="egg"),
        pytest.param(
            "https://x.y/foo_bar-1.0.tar.gz", ["package pypi:foo-bar|https://x.y/foo_bar-1.0.tar.gz"], id="archive"
        ),
        pytest.param("https://${TOKEN}@x.y/a.zip#egg=a", ["package pypi:a|https://x.y/a.zip"], id="token from outside"),
        pytest.param("./lib", ["path ./lib"], id="path"),
        pytest.param("../lib[x,y]", ["path ../lib"], id="path with extras"),
        pytest.param("libs/a ; x", ["path libs/a"], id="path with a marker"),
        pytest.param(".", ["path ."], id="the directory itself"),
        pytest.param("-e .[dev]", ["path ."], id="editable with extras"),
        pytest.param("-e lib", ["path lib"], id="editable"),
        pytest.param("--editable=./lib", ["path ./lib"], id="long editable"),
        pytest.param("-e git+https://x.y/a", ["package pypi:a|git+https://x.y/a"], id="editable VCS"),
        pytest.param("-r a.txt", ["path a.txt"], id="file of requirements"),
        pytest.param("-ra.txt", ["path a.txt"], id="without a blank"),
        pytest.param("--requirement a.txt", ["path a.txt"], id="long option"),
        pytest.param("--constraint=../c.txt # why", ["path ../c.txt"], id="constraints"),
        pytest.param("-r 'a b.txt'", ["path a b.txt"], id="quotes"),
        pytest.param("-r https://x.y/r.txt", [], id="file elsewhere"),
        pytest.param("-r ${HOME}/a.txt", [], id="variable"),
        pytest.param("/opt/lib", [], id="absolute path"),
        pytest.param("-e C:\\lib", [], id="drive"),
        pytest.param("--index-url https://u:secret@x.y", [], id="index"),
        pytest.param("-i https://x.y", [], id="short index"),
        pytest.param("--pre", [], id="option alone"),
        pytest.param("-r", [], id="nothing included"),
        pytest.param("# -r a.txt \\\nb", ["package pypi:b"], id="comments do not go on"),
        pytest.param("a#b", ["! 1:1 no requirement that pip would understand"], id="no comment"),
        pytest.param("a b", ["! 1:1 no requirement that pip would understand"], id="prose"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_line(line: str, expected: list[str]) -> None:
    assert pip(line) == expected


def test_places_are_those_of_the_first_line_of_a_requirement() -> None:
    found = extract("pip", "requirements.txt", "# é\r\n a \\\r\n >=1\r\n\r\n\té\r\nb\\\r\n").facts
    assert [(fact.line, fact.column, fact.value, fact.detail) for fact in found] == [
        (2, 2, "pypi:a", ">=1"),
        (6, 1, "pypi:b", ""),
    ]


def test_only_the_first_broken_line_is_said() -> None:
    assert pip("a\nb c\nd e\nf") == [
        "package pypi:a",
        "package pypi:f",
        "! 2:1 no requirement that pip would understand",
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_byte_order_marks_are_heeded(encoding: str) -> None:
    assert said("pip", "requirements.txt", "Django==5\r\nFlask\r\n".encode(encoding)) == [
        "package pypi:django|==5",
        "package pypi:flask",
    ]


@pytest.mark.parametrize(
    ("path", "group"),
    [
        pytest.param("requirements.txt", "", id="run time"),
        pytest.param("a/requirements/base.txt", "", id="directory"),
        pytest.param("requirements/latest.txt", "", id="test within a word"),
        pytest.param("requirements-prod.in", "", id="pip-tools"),
        pytest.param("requirements-dev.txt", "dev", id="dev"),
        pytest.param("requirements_development.txt", "dev", id="development"),
        pytest.param("dev-requirements.txt", "dev", id="dev first"),
        pytest.param("requirements/dev.txt", "dev", id="dev in a directory"),
        pytest.param("requirements.test.txt", "test", id="test"),
        pytest.param("requirements/tests.in", "test", id="tests in a directory"),
        pytest.param("tests_requirements.txt", "test", id="tests first"),
        pytest.param("requirements-docs.txt", "docs", id="docs"),
        pytest.param("constraints.txt", "managed", id="constraints"),
    ],
)
def test_group_comes_from_the_name(path: str, group: str) -> None:
    assert dialect_of("pip", path) == group
    assert [fact.group for fact in extract("pip", path, "a").facts] == [group]


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    extract("pip", "requirements.txt", content)


_PIECES = st.sampled_from(
    [*"ab1-_.[]@#;:/\\$~ =\n\t'", "-r ", "-e ", "--", "==", "git+", "https://", "file:", "#egg=", ".zip"]
)


@given(st.lists(_PIECES, max_size=20).map("".join) | st.text(max_size=20))
def test_any_text_is_read(text: str) -> None:
    found = extract("pip", "requirements.txt", text)
    assert list(found.facts) == sorted(set(found.facts))
    assert all(fact.value for fact in found.facts)


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda n: "a==1\n" * (n // 5), id="lines"),
        pytest.param(lambda n: "a==1 \\\n" * (n // 7), id="one long line"),
        pytest.param(lambda n: "a" + " " * n + "b", id="blanks"),
        pytest.param(lambda n: "a #" * (n // 3), id="comments"),
        pytest.param(lambda n: "./" * (n // 2) + "[", id="path"),
        pytest.param(lambda n: "-e ./" + "[" * n, id="brackets"),
        pytest.param(lambda n: "https://x/" + "a-1" * (n // 3), id="archive"),
        pytest.param(lambda n: "-" * n, id="hyphens"),
        pytest.param(lambda n: "-r " + "a=" * (n // 2), id="signs"),
        pytest.param(lambda n: "a>=1," * (n // 5), id="versions"),
        pytest.param(lambda n: "a ; " + "; " * (n // 2), id="markers"),
        pytest.param(lambda n: "a --x" * (n // 5), id="options"),
        pytest.param(lambda n: "-e a; " * (n // 6), id="editable"),
        pytest.param(lambda n: "git+https://" + "a:b@" * (n // 4), id="credentials"),
    ],
)
def test_time_is_linear_in_size(build: Callable[[int], str]) -> None:
    assert seconds_by_size("pip", "requirements.txt", build) < 24
