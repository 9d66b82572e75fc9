"""The formats of CI systems through the command line, together and on hostile repositories."""

import json
from pathlib import Path

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
        ("shape", "archcheck.yaml", 5),
        ("names", "services/a/xY.py", 1),
    ]
