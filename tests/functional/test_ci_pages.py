"""What the pages about CI show works: snippets are run or compared with what they name."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from archcheck import __version__
from tests.adapters.repositories import Repository
from tests.ci_pages import FOLDER, GITHUB, GITLAB, PRE_COMMIT, ROOT, Snippet, snippets
from tests.functional.action_runner import ACTION
from tests.functional.running import environment

HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
RULES = """version: 1
components: {service: "services/{service}/"}
rules:
  - {id: stand-alone, kind: independence, components: service, why: Each is deployed alone.}
"""
BROKEN = {"archcheck.yaml": RULES, "services/a/x.py": "import services.b.y\n", "services/b/y.py": ""}
needs_bash = pytest.mark.skipif(sys.platform == "win32" or not shutil.which("bash"), reason="needs bash and POSIX")
shown = {
    file: pytest.mark.parametrize("snippet", snippets(file), ids=lambda each: each.name)
    for file in (GITHUB, GITLAB, PRE_COMMIT)
}


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    repo = Repository(tmp_path / "project")
    for path, content in BROKEN.items():
        repo.write(path, content)
    return repo.commit()


def run_script(repo: Repository, lines: list[str], **variables: str) -> int:
    """Run lines as a job of GitLab does: one script in bash that ends with the first failure."""
    command = repo.root.parent / "bin" / "archcheck"
    command.parent.mkdir(exist_ok=True)
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m archcheck "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join((str(command.parent), os.environ["PATH"]))
    env = environment(repo.root, PYTHONPATH=str(ROOT), PATH=path, CI="true", **variables)
    script = "\n".join(("set -eo pipefail", *lines))
    return subprocess.run(["bash", "-c", script], cwd=repo.root, env=env, capture_output=True, check=False).returncode


def test_every_page_has_a_snippet() -> None:
    found = {snippet.page for file in (GITHUB, GITLAB, PRE_COMMIT) for snippet in snippets(file)}
    assert found == {page.stem for page in FOLDER.glob("*.md")} - {"README"}


def test_versions_are_the_one_of_this_checkout() -> None:
    text = "".join(page.read_text("utf-8") for page in FOLDER.glob("*.md"))
    versions = re.findall(r"(?:archcheck-lint==|OWNER/archcheck@v|rev: v)([\d.]+)", text)
    assert set(versions) == {__version__}


class TestGitHub:
    @shown[GITHUB]
    def test_inputs_and_outputs_exist(self, snippet: Snippet) -> None:
        steps = snippet.content["jobs"]["archcheck"]["steps"]
        own = [step for step in steps if step.get("uses", "").startswith("OWNER/archcheck@")]
        assert {name for step in own for name in step.get("with", {})} <= ACTION["inputs"].keys()
        assert set(re.findall(r"steps\.archcheck\.outputs\.([\w-]+)", snippet.text)) <= ACTION["outputs"].keys()

    @shown[GITHUB]
    def test_permissions_are_the_least(self, snippet: Snippet) -> None:
        job = snippet.content["jobs"]["archcheck"]
        assert snippet.content["permissions"] == {"contents": "read"}
        upload = any("upload-sarif" in step.get("uses", "") for step in job["steps"])
        assert ("permissions" in job) == upload
        assert job.get("permissions", {}).get("security-events") == ("write" if upload else None)
        checkouts = [step for step in job["steps"] if step.get("uses", "").startswith("actions/checkout@")]
        assert [step["with"]["persist-credentials"] for step in checkouts] == ["false"]

    def test_tables_list_every_input_and_output(self) -> None:
        page = (FOLDER / "github.md").read_text("utf-8")
        inputs, outputs = (page.partition(f"\n## {name}\n")[2].partition("\n## ")[0] for name in ("Inputs", "Outputs"))
        rows = [re.findall(r"`([\w-]+)`", row.split("|")[1]) for row in inputs.splitlines() if row.startswith("| `")]
        assert [name for row in rows for name in row] == [*ACTION["inputs"]]
        rows = [re.findall(r"`([\w-]+)`", row.split("|")[1]) for row in outputs.splitlines() if row.startswith("| `")]
        assert sorted(name for row in rows for name in row) == sorted(ACTION["outputs"])


@needs_bash
class TestGitLab:
    @shown[GITLAB]
    def test_reports_are_what_the_job_writes(self, snippet: Snippet, project: Repository) -> None:
        base = project.git("rev-parse", "HEAD").strip()
        job = snippet.content["archcheck"]
        variables = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": base} if "GIT_DEPTH" in snippet.text else {}
        code = run_script(project, job["script"], **variables)
        assert code == (0 if variables else 1)
        reports = job["artifacts"]["reports"]
        assert len(json.loads((project.root / reports["codequality"]).read_text("utf-8"))) == 1
        assert ElementTree.parse(project.root / reports["junit"]).getroot().tag == "testsuites"

    @shown[GITLAB]
    def test_wrong_rule_file_fails_the_job(self, snippet: Snippet, project: Repository) -> None:
        project.commit(archcheck_yaml="version: 2\n")
        assert run_script(project, snippet.content["archcheck"]["script"]) != 0

    def test_new_violation_fails_the_merge_request(self, project: Repository) -> None:
        [snippet] = [each for each in snippets(GITLAB) if "GIT_DEPTH" in each.text]
        base = project.git("rev-parse", "HEAD").strip()
        project.write("services/b/z.py", "import services.a.x\n")
        project.commit()
        script = snippet.content["archcheck"]["script"]
        assert run_script(project, script, CI_MERGE_REQUEST_DIFF_BASE_SHA=base) == 1
        assert run_script(project, script) == 0


class TestPreCommit:
    @shown[PRE_COMMIT]
    def test_hooks_exist(self, snippet: Snippet) -> None:
        used = {hook["id"] for repo in snippet.content["repos"] for hook in repo["hooks"]}
        assert used <= {hook["id"] for hook in HOOKS}

    def test_the_table_lists_every_hook(self) -> None:
        page = (FOLDER / "pre-commit.md").read_text("utf-8")
        rows = re.findall(r"^\| `(archcheck[\w-]*)` \| `([^`]*)` \|", page, re.MULTILINE)
        assert rows == [(hook["id"], hook["entry"]) for hook in HOOKS]

    @pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
    def test_hook_runs_on_the_whole_tree_once(self, hook: dict[str, object], project: Repository) -> None:
        assert (hook["language"], hook["pass_filenames"], hook["require_serial"]) == ("python", False, True)
        assert hook.get("always_run") is True or hook["types"] == ["yaml"]
        assert run_script(project, [str(hook["entry"])]) == (0 if hook["id"] == "archcheck-config" else 1)
