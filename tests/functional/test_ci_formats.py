"""The formats of CI systems through the command line, together and on hostile repositories."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.functional.running import archcheck, repository

RULES = """
    version: 1
    components: {service: "services/{service}/"}
    rules:
      - {id: stand-alone, kind: independence, components: service, why: Each is deployed alone.}
      - {id: shape, kind: tree, root: "services/{service}", entries: [Dockerfile]}
      - {id: names, kind: naming, styles: {"**/*.py": snake}}
"""
FILES = {
    "archcheck.yaml": RULES,
    "services/a/xY.py": "import services.b.y\n",
    "services/a/Dockerfile": "",
    "services/b/y.py": "",
}


def test_sarif_anchors_every_result_in_a_file_that_exists(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", FILES)
    assert archcheck(root, "check", "-o", "sarif=out.sarif").code == 1
    [run] = json.loads((root / "out.sarif").read_text("utf-8"))["runs"]
    places = [
        (result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for result in run["results"]
        for place in [result["locations"][0]["physicalLocation"]]
    ]
    assert places == [
        ("stand-alone", "services/a/xY.py", 1),
        ("shape", "archcheck.yaml", 6),
        ("names", "services/a/xY.py", 1),
    ]


def test_formats_are_written_together_and_agree(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", FILES)
    files = {"sarif": "a.sarif", "gitlab": "a.json", "junit": "a.xml"}
    options = [word for name, file in files.items() for word in ("-o", f"{name}={file}")]
    outcome = archcheck(root, "check", "-o", "github", *options)
    assert (outcome.code, outcome.err) == (1, "")
    assert [line.partition("title=")[2].partition("::")[0] for line in outcome.out.splitlines()] == [
        "archcheck%3A stand-alone",
        "archcheck%3A shape",
        "archcheck%3A names",
    ]
    assert len(json.loads((root / "a.json").read_text("utf-8"))) == 3
    assert ElementTree.parse(root / "a.xml").getroot().attrib["failures"] == "3"


@pytest.mark.skipif(sys.platform == "win32", reason="such names need POSIX")
def test_a_file_name_does_not_become_a_command(tmp_path: Path) -> None:
    evil = "services/a/\n::error::pwned %0A::x,line=7.py"
    root = repository(tmp_path / "repo", {**FILES, evil: "import services.b.y\n"})
    outcome = archcheck(
        root, "check", "-o", "github", "-o", "junit=a.xml", "-o", "gitlab=a.json", "-o", "sarif=a.sarif"
    )
    assert (outcome.code, outcome.err) == (1, "")
    lines = outcome.out.splitlines()
    assert len(lines) == 6
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    ElementTree.parse(root / "a.xml")


def test_a_clean_repository_leaves_empty_reports(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"archcheck.yaml": "version: 1\n", "a.py": ""})
    outcome = archcheck(root, "check", "-o", "github", "-o", "gitlab=a.json", "-o", "sarif=a.sarif")
    assert outcome == (0, "", "")
    assert (root / "a.json").read_bytes() == b"[]\n"
    assert json.loads((root / "a.sarif").read_text("utf-8"))["runs"][0]["results"] == []
