"""`archcheck check` from a user's side: where rules come from, what is listed, where it goes, and the exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tests.functional.running import archcheck, environment, git, repository, write_files

RULES = """\
version: 1
components:
  service: {match: "services/{service}/"}
rules:
  - {id: stand-alone, kind: independence, components: service, why: "{service} is on its own."}
  - {id: names, kind: naming, styles: {"**/*.py": snake}, severity: warning}
"""
FILES = {
    "archcheck.yaml": RULES,
    "services/auth/models.py": "",
    "services/loans/quote.py": "from services.auth.models import User\n",
    "services/loans/BadName.py": "",
}
LOANS = "services/loans/quote.py:1:1: error stand-alone: loans imports auth [2be8beb]\n"
NAMES = "services/loans/BadName.py: warning names: "


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return repository(tmp_path / "repo", FILES)


def test_violations_go_to_stdout_and_the_exit_code_is_one(root: Path) -> None:
    done = archcheck(root, "check")
    assert done == (
        1,
        LOANS
        + NAMES
        + 'file name "BadName.py" is not snake, "bad_name.py" is [59d38de]\n'
        + "found  1 error, 1 warning; 2 rules, 4 files, 1 internal import\n",
        "",
    )


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        pytest.param(("--fail-on", "error"), 1, id="error"),
        pytest.param(("--rule", "names"), 0, id="only-a-warning-is-listed"),
        pytest.param(("--rule", "names", "--fail-on", "warning"), 1, id="warnings-gate"),
        pytest.param(("services/auth",), 0, id="nothing-in-these-paths"),
        pytest.param(("services/loans",), 1, id="something-in-these-paths"),
        pytest.param(("services/loans/BadName.py", "--fail-on", "info"), 1, id="infos-gate-and-all-above"),
        pytest.param(("--fail-on", "never"), 2, id="unknown-severity"),
        pytest.param(("--rule", "name"), 2, id="unknown-rule"),
        pytest.param(("--as-of", "2026-02-30"), 2, id="no-date"),
        pytest.param(("nowhere",), 2, id="no-such-path"),
        pytest.param(("..",), 2, id="path-outside"),
        pytest.param(("-c", "none.yaml"), 2, id="no-such-rule-file"),
        pytest.param(("-o", "yaml"), 2, id="unknown-format"),
        pytest.param(("-o", "dot"), 2, id="format-of-another-command"),
        pytest.param(("-o", "json="), 2, id="format-without-file"),
        pytest.param(("--rul", "names"), 2, id="unknown-option"),
        pytest.param(("--jobs", "-1"), 2, id="negative-jobs"),
    ],
)
def test_the_exit_code_follows_what_is_listed(root: Path, arguments: tuple[str, ...], code: int) -> None:
    assert archcheck(root, "check", *arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(("-o", "jsn"), 'there is no output format "jsn" for check; did you mean "json"?', id="format"),
        pytest.param(("--rule", "name"), '--rule: there is no rule "name"; did you mean "names"?', id="rule"),
        pytest.param(("..",), "..: lies outside of", id="outside"),
        pytest.param(("nowhere",), "nowhere: there is no such file or directory.", id="path"),
        pytest.param(("-o", "json=no/such/dir"), "no/such/dir cannot be written: No such file", id="unwritable"),
        pytest.param(("-c", "none.yaml"), "error config  none.yaml  there is no such rule file", id="rule-file"),
        pytest.param(("--as-of", "x"), "--as-of: a date (YYYY-MM-DD) is expected, found 'x'.", id="date"),
    ],
)
def test_a_wrong_command_line_is_explained_without_output(root: Path, arguments: tuple[str, ...], said: str) -> None:
    done = archcheck(root, "check", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_an_unknown_command_is_answered_with_the_nearest(root: Path) -> None:
    done = archcheck(root, "chek")
    assert (done.code, done.out) == (2, "")
    assert 'Did you mean "check"?' in done.err


def test_paths_are_read_from_the_working_directory_and_filter_the_listing_only(root: Path) -> None:
    done = archcheck(root / "services", "check", "loans/quote.py", env=environment(root))
    assert done.out == (
        LOANS
        + "found  1 error; 2 rules, 4 files, 1 internal import; only the chosen paths, rules or owners are listed\n"
    )


def test_a_missing_path_that_a_rule_demands_can_be_asked_about(tmp_path: Path) -> None:
    rules = 'version: 1\nrules:\n  - {id: shape, kind: tree, root: "pay", entries: [Dockerfile, a.py]}\n'
    root = repository(tmp_path / "repo", {"archcheck.yaml": rules, "pay/a.py": ""})
    done = archcheck(root, "check", "pay/Dockerfile")
    assert done.code == 1
    assert done.out.startswith("pay/Dockerfile: error shape: ")


def test_several_outputs_are_written_each_to_its_place(root: Path) -> None:
    done = archcheck(root, "check", "-o", "json=out.json", "-o", "text=out.txt", "-o", "text")
    document = json.loads((root / "out.json").read_text("utf-8"))
    assert document["summary"]["errors"] == 1
    assert (root / "out.txt").read_text("utf-8") == done.out
    assert done.code == 1


def test_no_output_is_written_when_one_format_is_unknown(root: Path) -> None:
    done = archcheck(root, "check", "-o", "json=out.json", "-o", "jsn")
    assert (done.code, done.out, (root / "out.json").exists()) == (2, "", False)


def test_quiet_prints_violations_only_and_verbose_every_rule(root: Path) -> None:
    quiet = archcheck(root, "check", "-q", "--rule", "stand-alone")
    assert quiet == (1, LOANS, "")
    verbose = archcheck(root, "check", "-v").out
    assert "fail     stand-alone                    independence  1 violation\n" in verbose
    assert "pass     archcheck/vacuous              builtin\n" in verbose


def test_without_a_rule_file_only_built_in_rules_run_and_the_exit_code_is_zero(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"a.py": "from . import zz\n", "b.py": "import a\n\udcff\n"})
    done = archcheck(root, "check")
    assert (done.code, done.err) == (0, "")
    assert done.out == dedent("""\
        b.py:2:1: error archcheck/unparsable: not utf-8: invalid start byte [373cf7c]
        a.py:1:1: warning archcheck/unresolved: .zz: the top has no module zz and no __init__.py to define it [56138c6]
        unresolved  1 import without a known target: a.py:1 .zz
        found  1 error, 1 warning; 0 rules, 2 files, 0 internal imports; 1 unresolved
        no rules yet: archcheck init
        """)
    assert archcheck(root, "check", "--fail-on", "error").code == 1


def test_an_empty_repository_is_fine(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {})
    done = archcheck(root, "check")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0] == "ok  0 rules, 0 files, 0 internal imports"


def test_the_outermost_rule_file_up_to_the_git_top_level_is_used(tmp_path: Path) -> None:
    write_files(tmp_path, {"archcheck.yaml": "not: a rule file"})
    root = repository(tmp_path / "repo", {**FILES, "services/archcheck.yaml": "neither: this"})
    done = archcheck(root / "services" / "loans", "check", "-q", "--rule", "stand-alone", env=environment(root))
    assert done == (1, LOANS, "")


def test_another_rule_file_can_be_named_and_its_globs_are_those_of_the_top(root: Path) -> None:
    write_files(root, {"conf/own.yaml": RULES.replace("stand-alone", "other")})
    git(root, "add", "conf/own.yaml")
    done = archcheck(root / "conf", "check", "-c", "own.yaml", "-q", "--rule", "other", env=environment(root))
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("services/loans/quote.py:1:1: error other: loans imports auth")


def test_a_rule_file_outside_of_the_tree_is_shown_by_its_relative_path(root: Path) -> None:
    write_files(root.parent, {"own.yaml": "version: 1\nrules: [{id: a, kind: acyclic, in: nowhere}]\n"})
    done = archcheck(root, "check", "-c", "../own.yaml")
    assert done.out.startswith('../own.yaml:2:36: error archcheck/vacuous: "nowhere" of rule a matches nothing')


def test_a_directory_without_git_is_read_from_the_rule_file_down(tmp_path: Path) -> None:
    root = write_files(tmp_path / "plain", FILES)
    done = archcheck(root / "services", "check", "-q", "--rule", "stand-alone", env=environment(root))
    assert done == (1, LOANS, "")


def test_a_missing_git_is_said_and_is_no_bug(root: Path) -> None:
    done = archcheck(root, "check", env={"PATH": str(root)})
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: git is not installed")


def test_a_locale_that_is_not_utf_8_changes_nothing(tmp_path: Path) -> None:
    named = {**FILES, "archcheck.yaml": RULES.replace("on its own", "für sich")}
    root = repository(tmp_path / "repo", named)
    plain = archcheck(root, "check", "-o", "json")
    narrow = archcheck(root, "check", "-o", "json", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"})
    assert plain == narrow
    assert "für sich" in plain.out


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_names_that_are_not_utf_8_survive_in_text_and_json(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {**FILES, "services/loans/\udcffBad.py": ""})
    done = archcheck(root, "check", "--rule", "names")
    assert "services/loans/\\xffBad.py: warning names" in done.out
    document = json.loads(archcheck(root, "check", "-o", "json").out)
    assert "services/loans/\udcffBad.py" in {each["subject"] for each in document["violations"]}


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_reader_that_closes_the_pipe_changes_neither_exit_code_nor_stderr(tmp_path: Path) -> None:
    many = {f"Bad{number}.py": "" for number in range(3000)}
    root = repository(
        tmp_path / "repo", {**many, "archcheck.yaml": RULES.replace("severity: warning", "severity: error")}
    )
    command = f"{sys.executable} -m archcheck check --all | head -n 1; exit ${{PIPESTATUS[0]}}"
    env = environment(root, PYTHONPATH=str(Path(__file__).parents[2]))
    done = subprocess.run(["bash", "-c", command], cwd=root, env=env, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (1, 1, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is always full")
def test_a_full_disk_is_said(root: Path) -> None:
    done = archcheck(root, "check", "-o", "json=/dev/full")
    assert (done.code, done.err) == (2, "Error: /dev/full cannot be written: No space left on device\n")


def test_the_date_of_the_run_decides_severities_and_stands_in_the_report(tmp_path: Path) -> None:
    rules = RULES.replace("severity: warning", 'severity: {default: info, "2027-01-15": error}')
    root = repository(tmp_path / "repo", {**FILES, "archcheck.yaml": rules})

    def severity(*arguments: str, **env: str) -> tuple[str, str]:
        document = json.loads(archcheck(root, "check", "-o", "json", *arguments, env=env).out)
        return document["as_of"], next(each["severity"] for each in document["violations"] if each["rule"] == "names")

    assert severity("--as-of", "2027-01-14") == ("2027-01-14", "info")
    assert severity("--as-of", "2027-01-15") == ("2027-01-15", "error")
    assert severity(SOURCE_DATE_EPOCH="1800000000") == ("2027-01-15", "error")
    assert severity("--as-of", "2027-01-14", SOURCE_DATE_EPOCH="1800000000") == ("2027-01-14", "info")


@pytest.mark.parametrize("epoch", ["soon", "99999999999999999999", "1.5"])
def test_an_epoch_that_is_none_is_refused_rather_than_ignored(root: Path, epoch: str) -> None:
    done = archcheck(root, "check", env={"SOURCE_DATE_EPOCH": epoch})
    assert (done.code, done.out) == (2, "")
    assert f"SOURCE_DATE_EPOCH: a number of seconds is expected, found '{epoch}'" in done.err


def test_config_only_counts_the_rules_and_reads_no_tree(tmp_path: Path) -> None:
    root = write_files(tmp_path / "plain", FILES)
    assert archcheck(root, "check", "--config-only") == (0, "archcheck.yaml: 2 rules, no problems\n", "")
    bare = write_files(tmp_path / "bare", {"a.py": ""})
    assert archcheck(bare, "check", "--config-only") == (0, "there is no rule file\n", "")


def test_an_unknown_rule_gates_at_its_severity(tmp_path: Path) -> None:
    rules = 'version: 1\nrules:\n  - {id: symbols, kind: naming, styles: {"**/*.rb": {class: pascal}}}\n'
    root = repository(tmp_path / "repo", {"archcheck.yaml": rules, "a.rb": "class x\n"})
    done = archcheck(root, "check")
    assert (done.code, done.err) == (1, "")
    assert done.out.splitlines()[0] == "error symbols  unknown: no language here reads the symbols of **/*.rb"
    mild = archcheck(root, "check", "--rule", "archcheck/unresolved")
    assert mild.code == 0


def test_keys_that_later_versions_evaluate_are_read_and_said_to_do_nothing(tmp_path: Path) -> None:
    more = dedent("""\
        aliases: {llm: [llm-service]}
        moved: [{from: apps/api, to: services/auth}]
        phases: {list: [{id: p1, title: One, due: "2026-12-31", tasks: [{id: t, manual: true}]}, {id: p2}], current: p1}
        waivers: [{rule: stand-alone, from: services/loans/quote.py, to: "services/auth/**", reason: old, max: 3}]
        baseline: .archcheck-baseline.json
        """)
    root = repository(tmp_path / "repo", {**FILES, "archcheck.yaml": RULES + more})
    done = archcheck(root, "check")
    assert (done.code, done.err) == (0, "")
    assert "note  not evaluated by this version: phases (but their current one)\n" in done.out


def test_the_module_can_be_run_and_versions_agree(root: Path) -> None:
    script = Path(sys.executable).with_name("archcheck")
    shown = archcheck(root, "--version").out
    assert shown.startswith("archcheck ")
    if script.exists():
        done = subprocess.run([script, "--version"], capture_output=True, check=True, text=True)
        assert done.stdout == shown


def test_a_damaged_index_is_no_bug_of_archcheck(root: Path) -> None:
    (root / ".git" / "index").write_bytes(b"DIRCgarbage")
    done = archcheck(root, "check")
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: ")
    assert "Traceback" not in done.err


def test_files_outside_the_sparse_checkout_are_read_from_git_and_said(tmp_path: Path) -> None:
    rules = "version: 1\nrules: [{id: r, kind: dependencies, from: a, deny: b}]\n"
    root = repository(tmp_path, {"archcheck.yaml": rules, "a/x.py": "import b.y\n", "b/y.py": "", "b/z.py": ""})
    git(root, "commit", "--quiet", "--message", "all")
    git(root, "sparse-checkout", "set", "--no-cone", "/archcheck.yaml", "/b/y.py")
    assert not (root / "a").exists()
    done = archcheck(root, "check", "--no-cache")
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith("a/x.py:1:1: error r: a imports b/y.py, which is denied [")
    assert "outside the sparse checkout, read from git's objects: a/x.py and 1 more\n" in done.out
