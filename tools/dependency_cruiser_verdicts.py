"""Freezes what dependency-cruiser says about a sample, for tests/authoring/test_dependency_cruiser.py.

Needs Node and dependency-cruiser: `python tools/dependency_cruiser_verdicts.py path/to/depcruise`. Writes
tests/authoring/dependency_cruiser_verdicts.json: for each rule the violations as [from, to], sorted.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "authoring" / "dependency_cruiser_sample.json"


def main(program: str) -> None:
    """Write the sample, run the program on it, and keep what it says."""
    sample = json.loads(SAMPLE.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as directory:
        for path, text in {**sample["files"], ".dependency-cruiser.json": json.dumps(sample["configuration"])}.items():
            (Path(directory) / path).parent.mkdir(parents=True, exist_ok=True)
            (Path(directory) / path).write_text(text, "utf-8")
        command = [program, "--config", ".dependency-cruiser.json", "--output-type", "json", "src", "test"]
        done = subprocess.run(command, cwd=directory, capture_output=True, check=False)
    found: dict[str, list[list[str]]] = {rule["name"]: [] for rule in sample["configuration"]["forbidden"]}
    for each in json.loads(done.stdout)["summary"]["violations"]:
        found[each["rule"]["name"]].append([each["from"], each["to"]])
    text = json.dumps({name: sorted(pairs) for name, pairs in found.items()}, indent=1)
    SAMPLE.with_name("dependency_cruiser_verdicts.json").write_text(f"{text}\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
