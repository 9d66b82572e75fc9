"""What archcheck says about the repositories in fixtures/: `python tools/expect.py` writes it to their expected.json.

A case is fixtures/<case>/repo. It is copied and made a git repository, because archcheck reads what git tracks.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FIXTURES = ROOT / "fixtures"
AS_OF = "2026-01-01"
_FIELDS = ("rule", "severity", "subject", "target", "path", "line", "message")


def cases() -> list[str]:
    """The names of all cases, sorted."""
    return sorted(repo.parent.name for repo in FIXTURES.glob("*/repo"))


def copy_repository(source: Path, target: Path) -> Path:
    """A copy of a directory as a git repository that tracks all of it; `target` must not exist."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    for arguments in (("init", "--quiet"), ("-c", "core.autocrlf=false", "add", "--all", "--force")):
        subprocess.run(["git", *arguments], cwd=target, check=True)
    return target


def run_archcheck(
    directory: Path, *arguments: str, changes: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the archcheck of this checkout in `directory`; `changes` are added to the environment."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **(changes or {})}
    command = [sys.executable, "-P", "-m", "archcheck", *arguments]
    return subprocess.run(command, cwd=directory, env=environment, capture_output=True, check=False)


def observe(case: str, workspace: Path) -> dict[str, Any]:
    """How a check of the case ends: exit code, outcome of each rule, violations without what wording alone decides."""
    directory = copy_repository(FIXTURES / case / "repo", workspace / case)
    run = run_archcheck(directory, "check", "-o", "json", "--as-of", AS_OF, "--no-cache")
    if run.stderr:
        raise RuntimeError(f"{case}: {run.stderr.decode()}")
    document = json.loads(run.stdout)
    return {
        "exit": run.returncode,
        "imports": document["completeness"]["imports"],
        "rules": {rule["id"]: rule["outcome"] for rule in document["rules"] if rule["kind"] != "builtin"},
        "violations": [_violation(each) for each in document["violations"]],
    }


def _violation(record: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept of a violation; its further places where it has any."""
    further = [f"{place['path']}:{place['line']}" for place in record["places"][1:]]
    return {**{name: record[name] for name in _FIELDS}, **({"also": further} if further else {})}


def main(names: Sequence[str]) -> int:
    """Write what is observed, for the cases named or for all; the exit code."""
    with tempfile.TemporaryDirectory() as workspace:
        for case in names or cases():
            text = json.dumps(observe(case, Path(workspace)), indent=2, ensure_ascii=False) + "\n"
            target = FIXTURES / case / "expected.json"
            if not target.exists() or target.read_text("utf-8") != text:
                target.write_text(text, "utf-8", newline="\n")
                print(f"wrote {target.relative_to(ROOT)}: read it before you commit it")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
