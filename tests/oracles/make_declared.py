"""Writes `tests/checks/declared_oracles.json`: what deptry and depcheck say of small packages.

Needs the network once: `pip install deptry==0.25.1` and `npm install depcheck@1.4.7`. Then
`python tests/oracles/make_declared.py path/to/deptry path/to/depcheck`. The tests compare with the answers in the file
and need neither tool.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parents[1] / "checks" / "declared_oracles.json"
_DEPTRY = {"DEP001": "undeclared", "DEP002": "unused", "DEP003": "undeclared", "DEP004": "misplaced"}
_MODULE = re.compile(r"'([^']+)'")

_PROJECT = """
[project]
name = "shop"
version = "1"
dependencies = [{run}]

[project.optional-dependencies]
fast = [{extra}]

[dependency-groups]
dev = [{dev}]
"""

Files = Mapping[str, str]


def _python(run: str = "", extra: str = "", dev: str = "", **modules: str) -> dict[str, str]:
    """A project with packages in three groups (names with spaces between), and modules."""
    lists = {name: ", ".join(f'"{each}"' for each in text.split()) for name, text in
             {"run": run, "extra": extra, "dev": dev}.items()}  # fmt: skip
    return {"pyproject.toml": _PROJECT.format(**lists), **{f"shop/{name}.py": text for name, text in modules.items()}}


def _npm(text: str, **packages: str) -> dict[str, str]:
    sections = {section: dict.fromkeys(names.split(), "1.0.0") for section, names in packages.items()}
    return {"package.json": json.dumps({"name": "shop", "version": "1.0.0", **sections}), "src/index.ts": text}


PYTHON: Mapping[str, Files] = {
    "declared": _python("requests", a="import requests\n"),
    "not declared": _python("requests", a="import requests\nimport flask\n"),
    "unused": _python("requests flask", a="import requests\n"),
    "for development only": _python("requests", dev="pytest", a="import requests, pytest\n"),
    "extra": _python("requests", "rich", a="import requests, rich\n"),
    "unused extra": _python("requests", "rich", a="import requests\n"),
    "inside a function": _python("requests", a="import requests\ndef f():\n    import flask\n"),
    "optional import": _python(
        "requests", a="import requests\ntry:\n    import orjson\nexcept ImportError:\n    pass\n"
    ),
    "types only": _python(
        "requests",
        dev="flask",
        a="from typing import TYPE_CHECKING\nimport requests\nif TYPE_CHECKING:\n    import flask\n",
    ),
    "standard library and own modules": _python("requests", a="import os, requests\nfrom shop import b\n", b=""),
    "spelled otherwise": _python("Typing_Extensions", a="import typing_extensions\n"),
    "several files": _python("requests", a="import flask\n", b="import flask, requests\n"),
    "submodule": _python("requests", a="import requests.sessions\nfrom flask.views import View\n"),
}
NPM: Mapping[str, Files] = {
    "declared": _npm("import a from 'left-pad'\nexport default a\n", dependencies="left-pad"),
    "not declared": _npm("import a from 'left-pad'\nimport b from 'zod'\nexport { a, b }\n", dependencies="left-pad"),
    "unused": _npm("import a from 'left-pad'\nexport { a }\n", dependencies="left-pad zod"),
    "scope and path": _npm("import a from '@acme/ui/button'\nexport { a }\n", dependencies="@acme/ui"),
    "scope not declared": _npm("import a from '@acme/ui/button'\nexport { a }\n", dependencies="left-pad"),
    "peer": _npm("import a from 'left-pad'\nexport { a }\n", peerDependencies="left-pad"),
    "optional": _npm("import a from 'left-pad'\nexport { a }\n", optionalDependencies="left-pad"),
    "unused peer": _npm("export const a = 1\n", peerDependencies="left-pad"),
    "types": _npm("import a from 'left-pad'\nexport { a }\n", dependencies="left-pad @types/left-pad"),
    "require and dynamic": _npm(
        "const a = require('left-pad')\nexport const b = () => import('zod')\nexport { a }\n", dependencies="left-pad"
    ),
    "standard library": _npm("import fs from 'node:fs'\nimport path from 'path'\nexport { fs, path }\n"),
    "reexport": _npm("export * from 'left-pad'\n", dependencies="zod"),
}


def ask_deptry(tool: str, root: Path) -> Iterator[tuple[str, str, str]]:
    """What deptry finds: kind, path, module or package."""
    report = root / "report.json"
    subprocess.run([tool, ".", "--json-output", report.name], cwd=root, capture_output=True, check=False)
    for each in json.loads(report.read_text("utf-8")):
        yield _DEPTRY[each["error"]["code"]], each["location"]["file"], each["module"]


def ask_depcheck(tool: str, root: Path) -> Iterator[tuple[str, str, str]]:
    """What depcheck finds, in the same form; unused development packages, which nobody asks for, are left out."""
    options = ["--json", "--skip-missing=false", "--ignore-bin-package=true"]
    run = subprocess.run([tool, ".", *options], cwd=root, capture_output=True, text=True, check=False)
    answer: dict[str, Any] = json.loads(run.stdout)
    for package in answer["dependencies"]:
        yield "unused", "package.json", package
    for package, files in answer["missing"].items():
        for path in files:
            yield "undeclared", Path(path).relative_to(root.resolve()).as_posix(), package


def main(deptry: str, depcheck: str) -> None:
    """Ask both tools about every case and write what they say."""
    answers: dict[str, dict[str, Any]] = {}
    for group, cases, ask, tool in (
        ("deptry", PYTHON, ask_deptry, deptry),
        ("depcheck", NPM, ask_depcheck, depcheck),
    ):
        answers[group] = {}
        for name, files in cases.items():
            with tempfile.TemporaryDirectory() as made:
                root = Path(made)
                for path, text in files.items():
                    (root / path).parent.mkdir(parents=True, exist_ok=True)
                    (root / path).write_text(text, "utf-8")
                found = sorted(set(ask(str(Path(tool).resolve()), root)))
            answers[group][name] = {"files": dict(files), "found": [list(each) for each in found]}
    ANSWERS.write_text(json.dumps(answers, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
