"""Rules that are kept and broken: dependency-cruiser and the rules that its configuration becomes say the same.

The answers of dependency-cruiser are frozen; `tests/oracles/make_cruiser.py` asks it again.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.authoring.peers import run

CASES = json.loads((Path(__file__).parent / "cruiser_answers.json").read_text("utf-8"))


def lay_out(root: Path, files: dict[str, str], config: dict[str, Any]) -> Path:
    beside = {
        "package.json": '{"name": "p", "dependencies": {"lodash": "4"}}',
        "tsconfig.json": "{}",
        ".dependency-cruiser.json": json.dumps(config),
    }
    for path, text in (files | beside).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


def broken_rules(root: Path) -> tuple[list[str], set[str], str]:
    """The ids of rules that are broken, of all rules, and the text of the rule file."""
    code, _, err = run(root, "init", "--from", ".dependency-cruiser.json", "--write")
    assert code == 0, err
    _, out, _ = run(root, "check", "-o", "json", "--no-cache", "--jobs", "1", "--as-of", "2026-11-20")
    report = json.loads(out)
    broken = {each["rule"] for each in report["violations"] if each["kind"] != "builtin"}
    known = {each["id"] for each in report["rules"] if each["kind"] != "builtin"}
    return sorted(broken), known, (root / "archcheck.yaml").read_text("utf-8")


@pytest.mark.parametrize("case", [pytest.param(case, id=str(number)) for number, case in enumerate(CASES)])
def test_same_rules_are_broken(case: Any, tmp_path: Path) -> None:
    broken, known, text = broken_rules(lay_out(tmp_path / "tree", case["files"], case["config"]))
    named = {name.rpartition("-")[0] if name[-2:] in ("-2", "-3") else name for name in broken}
    expected = {name for name in case["broken"] if f"rule {name}:" not in text.partition("version:")[0]}
    if any('"fs"' in each or '"lodash"' in each for each in case["files"].values()):
        expected -= {"not-in-allowed"} - named  # whether packages are allowed is listed as lost
    assert named == expected, text
    missing = {rule["name"] for rule in case["config"]["forbidden"]} - known
    assert not missing, text
