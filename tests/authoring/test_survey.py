"""What paths alone tell of a tree."""

import pytest

from archcheck.authoring.survey import beside_of, is_peripheral, is_usable, python_roots, survey_of, workspaces


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("tests/a.py", id="directory of tests"),
        pytest.param("web/node_modules/x/a.js", id="installed packages"),
        pytest.param("src/a.test.ts", id="test beside the code"),
        pytest.param("src/test_a.py", id="pytest"),
        pytest.param("pkg/a_test.go", id="go test"),
        pytest.param(".github/scripts/a.py", id="hidden directory"),
    ],
)
def test_what_is_beside_the_program_is_peripheral(path: str) -> None:
    assert is_peripheral(path)


def test_private_modules_and_names_like_tests_belong_to_the_program() -> None:
    assert not is_peripheral("pip/_internal/contest.py")


@pytest.mark.parametrize("path", ["a*.py", "a?.py", "{a}.py", "a|b.py", "a\nb.py", 'a".py', "a\udcff.py", "a\\b.py"])
def test_paths_that_a_rule_file_would_read_otherwise_are_not_usable(path: str) -> None:
    assert not is_usable(path)


def test_survey_counts_code_of_the_program_below_every_directory() -> None:
    survey = survey_of(["top.py", "src/app/a.py", "src/app/b.ts", "src/app/README.md", "src/tests/t.py", "x*/y.py"])
    assert survey.code == ("src/app/a.py", "src/app/b.ts", "top.py")
    assert survey.weights == {"": 3, "src": 2, "src/app": 2}
    assert survey.entries["src"] == {"app/", "tests/"}
    assert survey.folders("") == ["src"]
    assert (survey.has("src", "app/"), survey.has("src", "app"), survey.has("src/app", "a.py")) == (True, False, True)


def test_python_roots_and_workspace_files_are_told() -> None:
    survey = survey_of(["go.work", "src/app/__init__.py", "src/app/core/__init__.py", "tools/x/__init__.py", "a/b.py"])
    assert python_roots(survey) == ["src"]
    assert workspaces(survey) == ["go.work"]


def test_the_outermost_directory_beside_the_program() -> None:
    assert beside_of("web/fixtures/a/tests/t.py") == "web/fixtures"
    assert beside_of("web/src/t.py") is None
