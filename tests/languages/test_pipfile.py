"""pipfile: what `Pipfile` says."""

import pytest

from tests.languages.manifests import HOSTILE_BYTES, extract, said


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[packages]\nA_b = '*'", ["package pypi:a-b|*"], id="run time"),
        pytest.param("[dev-packages]\na = '>=1'", ["package pypi:a|>=1|dev"], id="dev"),
        pytest.param("[docs]\na = '*'", ["package pypi:a|*|docs"], id="category"),
        pytest.param("[lint-packages]\na = '*'", ["package pypi:a|*|lint"], id="category by its long name"),
        pytest.param("[packages]\na = {path = '.', editable = true}", ["package pypi:a", "path ."], id="path"),
        pytest.param(
            "[packages]\na = {git = 'https://u:secret@x.y/a', ref = '1'}", ["package pypi:a|https://x.y/a@1"], id="git"
        ),
        pytest.param("[requires]\npython_version = '3.12'", ["engine python|3.12"], id="Python"),
        pytest.param("[[source]]\nurl = 'https://u:secret@x.y'\n[scripts]\na = 'b'", [], id="others"),
        pytest.param("packages = 1", [], id="wrong form"),
    ],
)
def test_section(text: str, expected: list[str]) -> None:
    assert said("pipfile", "Pipfile", text) == expected


@pytest.mark.parametrize("content", [pytest.param(content, id=name) for name, content in HOSTILE_BYTES.items()])
def test_any_bytes_end_in_an_answer(content: bytes) -> None:
    assert extract("pipfile", "Pipfile", content).facts == ()
