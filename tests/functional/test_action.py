"""The GitHub Action: its steps on small repositories, and what nobody may smuggle through it.

The step that installs archcheck needs the network; tests/oracles/test_action.py runs it.
"""

import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.adapters.repositories import Repository
from tests.functional.action_runner import ACTION, ROOT, Command, Job, Result, read_commands, read_outputs, run_action
from tools.github_action import (
    FILES,
    SUMMARY_LIMIT,
    InputError,
    add_summary,
    base_revision,
    check_arguments,
    failure_summary,
)
from tools.github_action import Outcome as Ended

needs_bash = pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs bash and POSIX")
RULES = """version: 1
components: {service: "services/{service}/"}
rules:
  - {id: stand-alone, kind: independence, components: service, why: Each is deployed alone.}
"""
CLEAN = {"archcheck.yaml": RULES, "services/a/x.py": "", "services/b/y.py": ""}
BROKEN = {**CLEAN, "services/a/x.py": "import services.b.y\n"}
INPUTS = {
    "INPUT_WORKING_DIRECTORY": ".",
    "INPUT_CONFIG": "",
    "INPUT_SINCE": "",
    "INPUT_FAIL_ON": "",
    "INPUT_PATHS": "",
    "INPUT_OUTPUTS": "",
}


def repository(root: Path, files: dict[str, str]) -> Repository:
    made = Repository(root)
    for path, content in files.items():
        made.write(path, content)
    return made.commit()


def run(repo: Repository, inputs: dict[str, str] | None = None, **variables: str) -> Result:
    """Run the action on a repository, with the archcheck of this environment instead of a fresh installation."""
    temp = repo.root.parent / "temp"
    temp.mkdir()
    installed = {"install": {"home": str(temp), "python": sys.executable}}
    return run_action(Job(repo.root, temp, variables, installed), **(inputs or {}))


@needs_bash
def test_clean_repository_passes(tmp_path: Path) -> None:
    result = run(repository(tmp_path / "repo", CLEAN))
    files = {f"{name}-file": str(tmp_path / "temp" / FILES[name]) for name in ("sarif", "json")}
    counts = {"errors": "0", "warnings": "0", "infos": "0"}
    assert result.outputs == {"verdict": "passed", "exit-code": "0", "since": "", **counts, **files}
    assert (result.failed, result.commands) == (False, [])
    assert all(Path(file).is_file() for file in files.values())


@needs_bash
def test_violations_are_shown_everywhere_and_the_last_step_fails(tmp_path: Path) -> None:
    result = run(repository(tmp_path / "repo", BROKEN))
    assert result.ran == [("check", 0), ("Verdict", 1)]
    assert {name: result.outputs[name] for name in ("verdict", "exit-code", "errors", "warnings")} == {
        "verdict": "failed",
        "exit-code": "1",
        "errors": "1",
        "warnings": "0",
    }
    [shown] = result.commands
    assert shown.name == "error"
    assert shown.properties == "file=services/a/x.py,line=1,col=1,title=archcheck%3A stand-alone"
    assert "services/a/x.py:1:1: error stand-alone: a imports b" in result.log
    assert "stand-alone" in result.summary
    [sarif] = json.loads(Path(result.outputs["sarif-file"]).read_text("utf-8"))["runs"]
    report = json.loads(Path(result.outputs["json-file"]).read_text("utf-8"))
    assert len(sarif["results"]) == len(report["violations"]) == 1


@needs_bash
def test_wrong_rule_files_are_an_error_that_every_place_explains(tmp_path: Path) -> None:
    result = run(repository(tmp_path / "repo", {**CLEAN, "archcheck.yaml": "version: 1\nrulez: []\n"}))
    assert result.ran == [("check", 0), ("Verdict", 2)]
    assert {name: value for name, value in result.outputs.items() if value} == {"verdict": "error", "exit-code": "2"}
    [shown] = result.commands
    assert (shown.name, shown.properties) == ("error", "title=archcheck")
    assert 'unknown key "rulez"' in shown.message
    assert 'unknown key "rulez"' in result.summary


@needs_bash
@pytest.mark.parametrize(
    ("inputs", "expected"),
    [
        pytest.param({"annotations": "yes"}, 'annotations: "true" or "false" is expected', id="switch"),
        pytest.param({"working_directory": "none"}, "there is no directory 'none'", id="directory"),
        pytest.param({"fail_on": "everything"}, "'everything' is not one of", id="severity"),
        pytest.param({"outputs": "junit=no/such/place.xml"}, "cannot be written", id="file"),
    ],
)
def test_input_that_cannot_be_used_is_explained(tmp_path: Path, inputs: dict[str, str], expected: str) -> None:
    result = run(repository(tmp_path / "repo", CLEAN), inputs)
    assert result.ran == [("check", 0), ("Verdict", 2)]
    assert [expected in command.message for command in result.commands] == [True]
    assert expected in result.summary


@needs_bash
def test_inputs_choose_what_is_checked_and_shown(tmp_path: Path) -> None:
    files = {"sub dir/rules.yaml": RULES.replace("stand-alone", "other"), **BROKEN}
    inputs = {"working_directory": "sub dir", "config": "rules.yaml", "annotations": "false", "summary": "FALSE"}
    outputs = "junit=my report.xml\n\n gitlab=gl.json \n"
    repo = repository(tmp_path / "repo", files)
    result = run(repo, {**inputs, "outputs": outputs, "paths": "../services/a\n../services/b"})
    assert (result.outputs["verdict"], result.commands, result.summary) == ("failed", [], "")
    assert "error other: a imports b" in result.log
    assert [(repo.root / "sub dir" / name).is_file() for name in ("my report.xml", "gl.json")] == [True, True]


@needs_bash
def test_workspace_of_another_user_is_read(tmp_path: Path) -> None:
    result = run(repository(tmp_path / "repo", BROKEN), GIT_TEST_ASSUME_DIFFERENT_OWNER="1")
    assert result.outputs["exit-code"] == "1"


@needs_bash
def test_nothing_is_imported_from_the_workspace(tmp_path: Path) -> None:
    evil = "import os\nos.write(1, b'pwned')\nos._exit(0)\n"
    names = ("archcheck/__init__.py", "click.py", "json.py", "tools/__init__.py", "sitecustomize.py", "yaml.py")
    repo = repository(tmp_path / "repo", {**BROKEN, **dict.fromkeys(names, evil)})
    result = run(repo, PYTHONPATH=str(repo.root), PYTHONSTARTUP=str(repo.root / "json.py"))
    assert "pwned" not in result.log
    assert result.outputs["exit-code"] == "1"


HOSTILE = '"; touch pwned; $(touch pwned) `touch pwned` ${{ github.token }} %0A::set-env name=X::y'


@needs_bash
@pytest.mark.parametrize(
    "names", [[*ACTION["inputs"]], ["paths", "outputs"], ["config"]], ids=["all", "lists", "rule file"]
)
def test_inputs_are_never_run_by_a_shell(tmp_path: Path, names: list[str]) -> None:
    repo = repository(tmp_path / "repo", CLEAN)
    result = run(repo, {name.replace("-", "_"): HOSTILE for name in names})
    assert result.outputs["exit-code"] == "2"
    assert [command.name for command in result.commands] == ["error"]
    assert list(tmp_path.rglob("pwned")) == []


@needs_bash
def test_names_and_texts_of_the_repository_are_never_run(tmp_path: Path) -> None:
    name = "services/a/\n::set-env name=PATH::x\r##[add-mask]e\n$(touch pwned)`touch pwned`'\";.py"
    why = "::error::x $(touch pwned) `touch pwned` ##[set-env name=A]b <img src=x onerror=alert(1)>"
    rules = RULES.replace("why: Each is deployed alone.", f'why: "{why}", hint: "\\n::warning::{why}"')
    repo = repository(tmp_path / "repo", {**CLEAN, "archcheck.yaml": rules, name: "import services.b.y\n"})
    repo.git("checkout", "-q", "-b", "x';touch${IFS}pwned;$(touch${IFS}pwned)`id`")
    result = run(repo, GITHUB_HEAD_REF="$(touch pwned)", GITHUB_REF_NAME="`touch pwned`")
    assert result.outputs["exit-code"] == "1"
    assert [command.name for command in result.commands] == ["error", "warning"]
    assert list(tmp_path.rglob("pwned")) == []
    assert "<img" not in result.summary


@needs_bash
def test_complaints_about_a_hostile_rule_file_are_no_commands(tmp_path: Path) -> None:
    rules = 'version: 1\n"::set-env name=PATH::x": [##[set-env name=A]b]\n"\\n::add-mask::e": 1\n'
    result = run(repository(tmp_path / "repo", {**CLEAN, "archcheck.yaml": rules}))
    assert result.outputs["exit-code"] == "2"
    assert [command.name for command in result.commands] == ["error"]


@needs_bash
def test_a_check_that_never_began_fails_the_job(tmp_path: Path) -> None:
    repo = repository(tmp_path / "repo", CLEAN)
    result = run_action(
        Job(repo.root, tmp_path / "temp", already={"install": {"python": "false"}, "check": {}}),
    )
    assert result.ran == [("Verdict", 3)]
    assert "archcheck did not run" in result.log


def pull_request(tmp_path: Path) -> tuple[Repository, str]:
    """What GitHub checks out of a pull request, two commits deep, and the merge; its base is not clean."""
    origin = repository(tmp_path / "origin", {**BROKEN, "services/b/old.py": "import services.a.x\n"})
    origin.git("checkout", "-q", "-b", "topic")
    origin.write("services/a/new.py", "import services.b.y\n")
    origin.commit()
    origin.git("checkout", "-q", "main")
    origin.commit(README_md="later\n")
    origin.git("merge", "-q", "--no-ff", "-m", "merge", "topic")
    clone = Repository(tmp_path / "clone")
    clone.git("fetch", "-q", "--depth=2", origin.root.as_uri(), "main")
    clone.git("checkout", "-q", "--detach", "FETCH_HEAD")
    return clone, clone.git("rev-parse", "HEAD").strip()


@needs_bash
def test_two_commits_are_enough_to_report_only_what_a_pull_request_adds(tmp_path: Path) -> None:
    repo, merge = pull_request(tmp_path)
    event = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main", "GITHUB_SHA": merge}
    result = run(repo, {"since": "auto"}, **event)
    assert (result.outputs["exit-code"], result.outputs["since"]) == ("1", "HEAD^1"), result.log
    assert [command.properties.partition(",")[0] for command in result.commands] == ["file=services/a/new.py"]


@needs_bash
def test_checkout_without_the_base_is_an_error_and_never_a_pass(tmp_path: Path) -> None:
    repo, _ = pull_request(tmp_path)
    event = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main", "GITHUB_SHA": "0" * 40}
    result = run(repo, {"since": "auto"}, **event)
    assert result.outputs["verdict"] == "error", result.log
    assert [command.name for command in result.commands] == ["error"]


class TestBase:
    """What a check is compared with."""

    def base(self, repo: Repository, since: str = "auto", **variables: str) -> str:
        return base_revision({"INPUT_SINCE": since, **variables}, str(repo.root))

    def test_merge_of_a_pull_request_is_compared_with_its_first_parent(self, tmp_path: Path) -> None:
        repo = Repository(tmp_path).commit()
        head = repo.git("rev-parse", "HEAD").strip()
        variables = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "main"}
        assert self.base(repo, GITHUB_SHA=head, **variables) == "HEAD^1"

    def test_another_checkout_is_compared_with_the_branch_of_the_base(self, tmp_path: Path) -> None:
        repo = Repository(tmp_path).commit()
        variables = {"GITHUB_EVENT_NAME": "pull_request", "GITHUB_BASE_REF": "release/$(x)"}
        assert self.base(repo, GITHUB_SHA="0" * 40, **variables) == "origin/release/$(x)"

    def test_merge_queue_is_compared_with_what_it_builds_on(self, tmp_path: Path) -> None:
        event = tmp_path / "event.json"
        event.write_text('{"merge_group": {"base_sha": "abc"}}')
        variables = {"GITHUB_EVENT_NAME": "merge_group", "GITHUB_EVENT_PATH": str(event)}
        assert self.base(Repository(tmp_path), **variables) == "abc"
        event.write_text("{}")
        with pytest.raises(InputError, match="names no commit"):
            self.base(Repository(tmp_path), **variables)

    @pytest.mark.parametrize("event", ["push", "schedule", "workflow_dispatch", "pull_request_target"])
    def test_other_events_are_compared_with_nothing(self, tmp_path: Path, event: str) -> None:
        variables = {"GITHUB_EVENT_NAME": event, "GITHUB_BASE_REF": "main", "GITHUB_SHA": "0" * 40}
        assert self.base(Repository(tmp_path).commit(), **variables) == ""

    def test_a_revision_is_taken_as_it_is(self, tmp_path: Path) -> None:
        assert self.base(Repository(tmp_path), " v1.0 ", GITHUB_EVENT_NAME="pull_request") == "v1.0"
        assert self.base(Repository(tmp_path), "", GITHUB_EVENT_NAME="pull_request") == ""


def test_values_of_inputs_are_values_of_options(tmp_path: Path) -> None:
    inputs = {**INPUTS, "INPUT_CONFIG": "--help", "INPUT_FAIL_ON": "-x", "INPUT_PATHS": "--version\n a b "}
    assert check_arguments({**inputs, "INPUT_OUTPUTS": "--all"}, "-1", tmp_path) == [
        "check",
        "--config=--help",
        "--since=-1",
        "--fail-on=-x",
        "--output=text",
        *(f"--output={name}={tmp_path / file}" for name, file in FILES.items()),
        "--output=--all",
        "--",
        "--version",
        "a b",
    ]


def test_summary_is_added_and_never_larger_than_is_shown(tmp_path: Path) -> None:
    file = tmp_path / "summary"
    file.write_text("before\n")
    environ = {"GITHUB_STEP_SUMMARY": str(file)}
    add_summary(environ, "ä" * (SUMMARY_LIMIT // 2))
    assert file.stat().st_size == SUMMARY_LIMIT + len("before\n")
    add_summary(environ, "ä" * (SUMMARY_LIMIT // 2) + "x")
    assert file.stat().st_size < SUMMARY_LIMIT + 200
    add_summary({}, "no runner with summaries")


def test_fence_of_a_failure_is_longer_than_any_in_it() -> None:
    shown = failure_summary(Ended(2, "x\n`````\n# y"))
    assert shown == "## archcheck: nothing was checked (exit code 2)\n\n``````text\nx\n`````\n# y\n``````\n"


class TestManifest:
    """What action.yml must be, whatever it does."""

    def test_no_script_holds_an_expression(self) -> None:
        assert [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step["run"]] == []

    def test_no_other_action_is_used(self) -> None:
        assert {tuple(sorted(set(step) & {"run", "uses", "shell"})) for step in ACTION["runs"]["steps"]} == {
            ("run", "shell")
        }

    def test_every_input_is_used_and_has_a_default(self) -> None:
        used = [value for step in ACTION["runs"]["steps"] for value in step["env"].values() if "inputs." in value]
        assert sorted(used) == sorted(f"${{{{ inputs.{name} }}}}" for name in ACTION["inputs"])
        assert all(isinstance(declared["default"], str) for declared in ACTION["inputs"].values())

    def test_every_output_comes_from_the_check(self) -> None:
        assert {name: declared["value"] for name, declared in ACTION["outputs"].items()} == {
            name: f"${{{{ steps.check.outputs.{name} }}}}" for name in ACTION["outputs"]
        }

    def test_the_step_that_fails_is_the_last_and_always_runs(self) -> None:
        assert [step.get("if") for step in ACTION["runs"]["steps"]] == [None, None, "always()"]

    def test_variables_that_scripts_use_are_set(self) -> None:
        script = (ROOT / "tools" / "github_action.py").read_text("utf-8")
        check = next(step for step in ACTION["runs"]["steps"] if step.get("id") == "check")
        assert [name for name in check["env"] if name not in script + check["run"]] == []


class TestRunner:
    """The runner of these tests reads logs and files as GitHub's does."""

    def test_commands_are_read_where_the_runner_reads_them(self) -> None:
        log = "  ::error file=a,line=1::m\nx ::error::no\nx ##[warning]old\n::unknown::x\n::stop-commands::t\n"
        log += "::error::no\n##[error]no\n::t::\r::notice::yes"
        assert read_commands(log) == [
            Command("error", "file=a,line=1", "m"),
            Command("warning", "", "old"),
            Command("notice", "", "yes"),
        ]

    def test_outputs_are_read_in_both_forms(self) -> None:
        assert read_outputs("a=b=<<c\nd<<M=\nx=y\n\nM=\n") == {"a": "b=<<c", "d": "x=y\n"}
