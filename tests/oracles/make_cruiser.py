"""Writes `tests/authoring/cruiser_answers.json`: which rules dependency-cruiser finds broken in small projects.

Needs Node and the network once: `npm install dependency-cruiser@17.4.3 typescript@5.9.3`. Then
`python tests/oracles/make_cruiser.py path/to/depcruise`. The tests need neither:
they compare with the answers in the file.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ANSWERS = Path(__file__).parents[1] / "authoring" / "cruiser_answers.json"
FILES = (
    *("src/a/index.ts", "src/a/x.ts", "src/a/x.spec.ts", "src/b/index.ts", "src/b/y.ts", "src/lib/z.ts", "src/main.ts"),
    *("src/features/one/p.ts", "src/features/two/q.ts", "src/features/shared.ts", "test/t.ts"),
)
OUTSIDE = ("lodash", "fs")

RULES: tuple[dict[str, Any], ...] = (
    {"name": "a-not-b", "from": {"path": "^src/a/"}, "to": {"path": "^src/b/"}},
    {"name": "no-spec", "from": {"pathNot": "\\.spec\\.ts$"}, "to": {"path": "\\.spec\\.[jt]sx?$"}},
    {"name": "only-index", "from": {"pathNot": "^src/b/"}, "to": {"path": "^src/b/", "pathNot": "/index\\.ts$"}},
    {
        "name": "features-apart",
        "from": {"path": "^src/features/([^/]+)/"},
        "to": {"path": "^src/features/", "pathNot": "^src/features/$1/"},
    },
    {
        "name": "features-apart-but-shared",
        "from": {"path": "^src/features/([^/]+)/.+"},
        "to": {"path": "^src/features/", "pathNot": ["^src/features/$1/", "^src/features/shared"]},
    },
    {"name": "own-twin", "from": {"path": "^src/(a|b)/"}, "to": {"path": "^src/(lib|features)/"}},
    {"name": "no-circular", "severity": "error", "from": {}, "to": {"circular": True}},
    {"name": "a-reaches-b", "from": {"path": "^src/a/"}, "to": {"path": "^src/b(/|$)", "reachable": True}},
    {"name": "main-reaches-lib", "from": {"path": "main"}, "to": {"path": "lib", "reachable": True}},
    {"name": "no-lodash", "from": {"path": "^src/a"}, "to": {"path": "^node_modules/lodash/"}},
    {"name": "no-core", "from": {"path": "^src/(b|lib)/"}, "to": {"dependencyTypes": ["core"]}},
    {"name": "no-fs", "from": {}, "to": {"dependencyTypes": ["core"], "path": "^(fs|path)$"}},
    {"name": "no-orphans", "from": {"orphan": True, "pathNot": "\\.spec\\.ts$|^test/"}, "to": {}},
    {
        "name": "values-not-b",
        "from": {"path": "^src/lib/"},
        "to": {"path": "^src/b/", "dependencyTypesNot": ["type-only"]},
    },
    {"name": "not-up", "from": {"path": "^src/.*\\.ts$"}, "to": {"path": "^(test|spec)/|main"}},
)
REQUIRED: tuple[dict[str, Any], ...] = (
    {"name": "b-uses-lib", "module": {"path": "^src/b/"}, "to": {"path": "^src/lib/"}},
    {"name": "a-reaches-lib", "module": {"path": "^src/a/.+\\.ts$"}, "to": {"path": "^src/lib/", "reachable": True}},
)
ALLOWED: tuple[list[dict[str, Any]], ...] = (
    [],
    [{"from": {"path": "^src/"}, "to": {"path": "^(src|node_modules)/"}}, {"from": {"path": "^test/"}, "to": {}}],
    [
        {"from": {"path": "^src/a/"}, "to": {"path": "^src/lib/"}},
        {"from": {"path": "^src/b/"}, "to": {"path": "^src/"}},
    ],
)


def project(seed: int) -> dict[str, str]:
    """Files that import each other, and now and then a package."""
    chance = random.Random(seed)
    files = {}
    for path in FILES:
        lines = []
        for target in chance.sample([each for each in FILES if each != path], chance.choice((0, 0, 1, 1, 2))):
            steps = "../" * path.count("/") + target.removesuffix(".ts")
            words = "import type { T } from" if chance.random() < 0.2 else "import"
            lines.append(f'{words} "./{steps}";')
        if chance.random() < 0.15:
            lines.append(f'import "{chance.choice(OUTSIDE)}";')
        files[path] = "\n".join([*lines, "export type T = number;", ""])
    return files


def configuration(seed: int) -> dict[str, Any]:
    """Some of the rules."""
    chance = random.Random(-seed)
    found: dict[str, Any] = {
        "forbidden": chance.sample(RULES, 5),
        "required": chance.sample(REQUIRED, 1),
        "options": {"tsPreCompilationDeps": chance.random() < 0.5},
    }
    allowed = chance.choice(ALLOWED)
    if allowed and seed % 4 == 0:
        found["allowed"] = allowed
    return found


def ask(tool: str, files: dict[str, str], config: dict[str, Any]) -> list[str]:
    """The names of the rules that are broken."""
    with tempfile.TemporaryDirectory() as made:
        root = Path(made).resolve()
        package = {"package.json": '{"name": "p", "dependencies": {"lodash": "4"}}', "tsconfig.json": "{}"}
        beside = {"node_modules/lodash/index.js": "", "node_modules/lodash/package.json": '{"name": "lodash"}'}
        for path, text in (files | package | beside).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, "utf-8")
        (root / ".dependency-cruiser.json").write_text(json.dumps(config), "utf-8")
        command = [tool, "src", "test", "--config", ".dependency-cruiser.json", "--output-type", "json"]
        run = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
        return sorted({each["rule"]["name"] for each in json.loads(run.stdout)["summary"]["violations"]})


def main(tool: str, count: int = 40) -> None:
    """Ask about every project and write the answers."""
    path = str(Path(tool).resolve())
    cases = []
    for seed in range(count):
        files, config = project(seed), configuration(seed)
        cases.append({"files": files, "config": config, "broken": ask(path, files, config)})
    ANSWERS.write_text(json.dumps(cases, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
