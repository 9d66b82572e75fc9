"""The files and snippets for CI systems against the schemas that are published for them."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.ci_pages import GITHUB, GITLAB, PRE_COMMIT, Snippet, snippets

pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed: pip install --group oracles")
pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install --group oracles")
pytestmark = pytest.mark.oracle
ROOT = Path(__file__).parents[2]
WORKFLOW = ("check_jsonschema", "--builtin-schema", "vendor.github-workflows")
ACTION = ("check_jsonschema", "--builtin-schema", "vendor.github-actions")
PIPELINE = ("check_jsonschema", "--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci")


def validate(module: str, *arguments: str) -> tuple[int, str]:
    """The exit code and the words of a validator."""
    done = subprocess.run([sys.executable, "-m", module, *arguments], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("validator", "path"),
    [
        pytest.param(ACTION, "action.yml", id="action"),
        *(
            pytest.param(WORKFLOW, path.relative_to(ROOT).as_posix(), id=path.name)
            for path in sorted((ROOT / ".github" / "workflows").glob("*.yml"))
        ),
        pytest.param(("pre_commit", "validate-manifest"), ".pre-commit-hooks.yaml", id="hooks"),
    ],
)
def test_files_of_this_repository_are_valid(validator: tuple[str, ...], path: str) -> None:
    code, text = validate(*validator, str(ROOT / path))
    assert code == 0, text


@pytest.mark.parametrize(
    ("validator", "snippet"),
    [
        pytest.param(validator, snippet, id=snippet.name)
        for validator, file in ((WORKFLOW, GITHUB), (PIPELINE, GITLAB), (("pre_commit", "validate-config"), PRE_COMMIT))
        for snippet in snippets(file)
    ],
)
def test_snippets_are_valid(validator: tuple[str, ...], snippet: Snippet, tmp_path: Path) -> None:
    file = tmp_path / Path(snippet.file).name
    file.write_text(snippet.text, "utf-8")
    code, text = validate(*validator, str(file))
    assert code == 0, text


@pytest.mark.parametrize(
    ("validator", "text"),
    [
        pytest.param(
            ACTION, "name: x\ndescription: x\nruns: {using: composite, steps: [{run: x}], stages: []}\n", id="action"
        ),
        pytest.param(WORKFLOW, "on: push\njobs: {a: {steps: []}}\n", id="workflow"),
        pytest.param(PIPELINE, "a: {script: [x], artifacts: {reports: {codequality: {}}}}\n", id="pipeline"),
        pytest.param(("pre_commit", "validate-config"), "repos: [{repo: x}]\n", id="configuration"),
        pytest.param(("pre_commit", "validate-manifest"), "- {id: x}\n", id="manifest"),
    ],
)
def test_validators_find_mistakes(validator: tuple[str, ...], text: str, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yml"
    file.write_text(text, "utf-8")
    assert validate(*validator, str(file))[0] == 1
