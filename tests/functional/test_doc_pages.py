"""The examples on the pages of rule kinds and languages, run through the real command line."""

import gc
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archcheck.cli.main import main
from tests.doc_pages import FOLDER, LANGUAGES, Example, examples, pages, read_tree
from tests.functional.running import git, repository

EXAMPLES = [
    pytest.param(example, id=example.name)
    for folder in (FOLDER, LANGUAGES)
    for name in pages(folder)
    for example in examples(name, folder)
]


@pytest.fixture(autouse=True)
def _collect_garbage() -> Iterator[None]:
    """A run switches the collector off, for it is about to end; this process is not."""
    yield
    gc.enable()


def check(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *more: str
) -> tuple[int, Any]:
    """The exit code and the report of `archcheck check` in a directory."""
    monkeypatch.chdir(root)
    code = main(["check", "-o", "json", "--no-cache", "--jobs", "1", "--as-of", "2026-11-20", *more])
    captured = capsys.readouterr()
    assert captured.err == ""
    return code, json.loads(captured.out)


def unexpected_and_missed(report: Any, example: Example) -> tuple[list[str], list[str]]:
    """Violations that the page does not mention, and errors on the page that are not reported; each as text.

    What built-in rules only warn about, such as imports that an example leaves out, does not matter.
    """
    left = [v for v in report["violations"] if v["kind"] != "builtin" or v["severity"] == "error"]
    missed = []
    for path, words in example.errors:
        fits = [v for v in left if path in (v["path"], v["subject"]) and words in v["message"]]
        if fits:
            left.remove(fits[0])
        else:
            missed.append(f"{path}: {words}")
    return [f"{v['path']} ({v['subject']}): {v['message']}" for v in left], missed


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_is_reported_as_the_page_says(
    example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "repo"
    more: tuple[str, ...] = ()
    if example.before is not None:
        repository(root, {**example.before, "archcheck.yaml": example.rule_file})
        git(root, "commit", "--quiet", "--message", "before")
        git(root, "tag", "before")
        git(root, "rm", "--quiet", "-r", ".")
        more = ("--since", "before")
    repository(root, {**example.files, "archcheck.yaml": example.rule_file})
    code, report = check(root, monkeypatch, capsys, *more)
    assert unexpected_and_missed(report, example) == ([], [])
    gating = any(violation["severity"] == "error" for violation in report["violations"])
    assert code == int(gating)


def test_tree_tells_files_contents_and_errors() -> None:
    text = """
a/b.py :: import x\\nimport y  # error: one  # error: two
dir/  # error: lacks
- gone.py  # error: missing
plain.py
c.py :: # a comment
"""
    assert read_tree(text) == (
        {"a/b.py": "import x\nimport y\n", "plain.py": "\n", "c.py": "# a comment\n"},
        [("a/b.py", "one"), ("a/b.py", "two"), ("dir/", "lacks"), ("gone.py", "missing")],
    )


def test_an_example_that_is_wrong_is_found_out() -> None:
    wrong = {"violations": [{"kind": "k", "path": "a.py", "subject": "a.py", "message": "new", "severity": "error"}]}
    example = Example("page", "Fails", 1, "", {}, [("a.py", "old")])
    assert unexpected_and_missed(wrong, example) == (["a.py (a.py): new"], ["a.py: old"])
