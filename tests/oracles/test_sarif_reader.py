"""What `sarif-tools`, an independent reader, finds in the SARIF file of the sample repository."""

import json
import shutil
from pathlib import Path

import pytest

from tests.functional.running import archcheck, git

loader = pytest.importorskip("sarif.loader", reason="sarif-tools is not installed: pip install --group oracles")
pytestmark = pytest.mark.oracle
SAMPLE = Path(__file__).parents[2] / "fixtures" / "demo" / "repo"


def test_sarif_tools_reads_every_violation_with_its_place_and_severity(tmp_path: Path) -> None:
    root = tmp_path / "repo"
    shutil.copytree(SAMPLE, root)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    outcome = archcheck(root, "check", "-o", "sarif=out.sarif", "-o", "json=out.json")
    assert (outcome.code, outcome.err) == (1, "")
    read = loader.load_sarif_files(str(root / "out.sarif"))
    found = {
        (each["Severity"], each["Code"], each["Location"], each["Line"], each["Description"].split("\n")[0])
        for each in read.get_records()
    }
    written = json.loads((root / "out.json").read_text("utf-8"))["violations"]
    assert found == {expected(each, root) for each in written}
    assert read.get_result_count() == len(written)


def expected(violation: dict[str, object], root: Path) -> tuple[object, ...]:
    """The record of a violation; what is missing stands where its rule does."""
    path, line, message = violation["path"], violation["line"], f"{violation['message']}."
    if line is None and not (root / str(path)).is_file():
        place = violation["rule_place"]
        assert isinstance(place, dict)
        path, line, message = place["path"], place["line"], f"{path}: {message}"
    level = {"error": "error", "warning": "warning", "info": "note"}[str(violation["severity"])]
    return level, violation["rule"], path, line or 1, message
