"""Writes `tests/checks/orphans_oracles.json`: which files of small packages knip calls unused.

Needs the network once: `npm install knip@6.44.2 typescript@5`. Then
`python tests/oracles/make_orphans.py path/to/knip`. The tests compare with the answers in the file and need neither.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ANSWERS = Path(__file__).parents[1] / "checks" / "orphans_oracles.json"
_PACKAGE = '{"name": "shop", "version": "1.0.0", "type": "module"}\n'
_CONFIG = '{"entry": ["src/main.ts"], "project": ["src/**/*.{ts,tsx,js}"]}\n'
_COMPILER = (
    '{"compilerOptions": {"module": "nodenext", "moduleResolution": "nodenext", "allowJs": true, "jsx": "react"}}\n'
)

CASES: Mapping[str, Mapping[str, str]] = {
    "chain": {"main.ts": "import './a.js'", "a.ts": "import './b.js'", "b.ts": "export {}"},
    "nothing leads to it": {"main.ts": "export {}", "a.ts": "export const a = 1"},
    "island": {"main.ts": "export {}", "a.ts": "import './b.js'", "b.ts": "import './a.js'"},
    "only uses others": {"main.ts": "import './a.js'", "a.ts": "export {}", "b.ts": "import './a.js'"},
    "types": {"main.ts": "import type { A } from './a.js'\nexport const a: A = 1", "a.ts": "export type A = number"},
    "reexport": {
        "main.ts": "export * from './a.js'",
        "a.ts": "export { b } from './b.js'",
        "b.ts": "export const b = 1",
    },
    "dynamic": {"main.ts": "export const a = () => import('./a.js')", "a.ts": "export const a = 1"},
    "require": {"main.ts": "import { createRequire } from 'node:module'\nexport {}", "a.js": "module.exports = 1"},
    "index of a directory": {"main.ts": "import './a/index.js'", "a/index.ts": "export {}", "a/b.ts": "export {}"},
    "component": {
        "main.ts": "import { A } from './A.jsx'\nA()",
        "A.tsx": "import { b } from './b.js'\nexport const A = () => b",
        "b.ts": "export const b = 1",
        "C.tsx": "export const C = () => null",
    },
    "in a comment": {"main.ts": "// import './a.js'\nexport {}", "a.ts": "export {}"},
    "in a text": {"main.ts": "export const a = \"import './a.js'\"", "a.ts": "export {}"},
}


def ask(tool: str, files: Mapping[str, str]) -> list[str]:
    """The unused files of one package."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        (root / "knip.json").write_text(_CONFIG, "utf-8")
        command = [tool, "--include", "files", "--no-progress", "--reporter", "json"]
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        return sorted(issue["file"] for issue in json.loads(run.stdout)["issues"] if issue["files"])


def main(tool: str) -> None:
    """Ask about every case and write the answers."""
    answers = {}
    for name, sources in CASES.items():
        files = {"package.json": _PACKAGE, "tsconfig.json": _COMPILER}
        files |= {f"src/{path}": f"{text}\n" for path, text in sources.items()}
        answers[name] = {"files": files, "found": ask(str(Path(tool).resolve()), files)}
    ANSWERS.write_text(json.dumps(answers, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
