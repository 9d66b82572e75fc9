"""Verdicts of import-linter, and of the rules that its contracts become, on the same small tree."""

import contextlib
import gc
import importlib
import io
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from importlinter.api import read_configuration
from importlinter.application import use_cases
from importlinter.application.user_options import UserOptions

from archcheck.cli.main import main


@contextlib.contextmanager
def standing_in(root: Path) -> Iterator[None]:
    """Work in a directory whose packages can be found."""
    before, path = os.getcwd(), list(sys.path)
    os.chdir(root)
    sys.path.insert(0, str(root))
    importlib.invalidate_caches()
    try:
        yield
    finally:
        os.chdir(before)
        sys.path[:] = path
        gc.enable()  # a run of archcheck switches it off


def kept_contracts(root: Path, configuration: str = ".importlinter") -> dict[str, bool]:
    """Whether each contract is kept, by its name, as import-linter sees it. Raises what import-linter raises."""
    with standing_in(root), contextlib.redirect_stdout(io.StringIO()):
        read = read_configuration(configuration)
        session = read["session_options"]
        session["root_packages"] = session.get("root_packages") or [session["root_package"]]
        use_cases._register_contract_types(UserOptions(session, []))
        report = use_cases.create_report(UserOptions(session, read["contracts_options"]), cache_dir=None)
    assert not report.invalid_contract_options, report.invalid_contract_options
    return {contract.name: check.kept for contract, check in report.get_contracts_and_checks()}


def run(root: Path, *arguments: str) -> tuple[int, str, str]:
    """The exit code and the output of a command of archcheck."""
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with standing_in(root), contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([*arguments])
    texts = [stream.buffer.getvalue().decode() for stream in (out, err) if isinstance(stream.buffer, io.BytesIO)]
    return code, texts[0], texts[1]


def passed_rules(root: Path, configuration: str = ".importlinter") -> tuple[dict[str, bool], Any]:
    """Whether all rules that stand for a contract pass, by its name, and the whole report."""
    (root / "archcheck.yaml").unlink(missing_ok=True)
    code, _, err = run(root, "init", "--from", configuration, "--write")
    assert code == 0, err
    _, out, err = run(root, "check", "-o", "json", "--no-cache", "--jobs", "1", "--as-of", "2026-11-20")
    report = json.loads(out)
    passed: dict[str, bool] = {}
    for rule in report["rules"]:
        if rule["kind"] != "builtin":
            broken = any(each["rule"] == rule["id"] and each["status"] == "new" for each in report["violations"])
            assert rule["outcome"] in ("pass", "fail") or "matches" in rule["reason"], rule
            passed[rule["why"]] = passed.get(rule["why"], True) and not broken
    return passed, report
