"""Asks TypeScript where imports lead, and keeps its answers for the tests in tests/languages/typescript/answers/.

Needs Node and the npm package typescript 5.9 somewhere (`npm install typescript@5.9`), here called TS:

    python tools/typescript_answers.py TS/node_modules/typescript trees
    python tools/typescript_answers.py TS/node_modules/typescript OWNER/NAME CHECKOUT COMMIT [SUBDIRECTORY]

The first asks the small repositories of tests/languages/typescript/trees.py and trees_of_packages.py, the second every
import of a checkout. Kept are names of files, the fields of manifests that resolution reads, specifiers and answers; no
source text. Where an installation would link the members of a workspace into node_modules, links are made in a copy.
"""

import gzip
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.languages.typescript.trees_of_packages import TREES  # noqa: E402 - after the path is set

ANSWERS = ROOT / "tests" / "languages" / "typescript" / "answers"
CODE = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", ".vue")
PACKAGE_FIELDS = (
    *("name", "private", "type", "main", "module", "source", "types", "typings", "exports", "imports", "workspaces"),
)
DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
CONFIG_FIELDS = ("extends", "files", "include", "exclude", "references")
OPTIONS = ("baseUrl", "paths", "rootDirs", "moduleSuffixes", "customConditions", "outDir", "rootDir", "declarationDir")

Answers = dict[str, list[tuple[str, str | None, str | None]]]


def main(arguments: Sequence[str]) -> None:
    """Ask, and write what comes back."""
    typescript, what, *rest = arguments
    ANSWERS.mkdir(exist_ok=True)
    if what == "trees":
        found = {name: _ask_tree(typescript, name) for name in TREES}
        text = json.dumps(found, indent=1, sort_keys=True) + "\n"
        (ANSWERS / "trees.json").write_text(text, "utf-8", newline="\n")
        print(f"asked {len(found)} trees")
        return
    checkout, commit, *inside = rest
    record = _ask_repository(typescript, Path(checkout).joinpath(*inside))
    record = {"repository": what, "commit": commit, "directory": "".join(inside), **record}
    target = ANSWERS / f"{what.partition('/')[2]}.json.gz"
    target.write_bytes(gzip.compress(json.dumps(record, separators=(",", ":")).encode(), mtime=0))
    print(f"{what}: {sum(map(len, record['imports'].values()))} imports, {target.stat().st_size} bytes")


def _ask(typescript: str, root: Path, files: Mapping[str, Sequence[str] | None]) -> Answers:
    request = {"typescript": str(Path(typescript).resolve()), "root": str(root), "files": files}
    script = str(Path(__file__).with_suffix(".mjs"))
    run = subprocess.run(["node", script], input=json.dumps(request), capture_output=True, text=True, check=True)
    answers: Answers = json.loads(run.stdout)
    return answers


def _ask_tree(typescript: str, name: str) -> Answers:
    tree = TREES[name]
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory).resolve()
        for path in {*tree.files.split(), *tree.imports}:
            _write(root / path, "")
        for path, value in tree.manifests.items():
            _write(root / path, json.dumps(value))
        for link, target in tree.links.items():
            (root / link).parent.mkdir(parents=True, exist_ok=True)
            (root / link).symlink_to(root / target)
        return _ask(typescript, root, {path: written.split() for path, written in tree.imports.items()})


def _ask_repository(typescript: str, checkout: Path) -> dict[str, Any]:
    paths = sorted(_files(checkout))
    manifests = {path: reduced for path in paths if (reduced := _reduce(checkout / path)) is not None}
    with tempfile.TemporaryDirectory() as directory:
        root = Path(directory).resolve()
        for path in paths:
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(checkout / path, target, follow_symlinks=False)
        _link_members(root, manifests)
        imports = _ask(typescript, root, {path: None for path in paths if path.endswith(CODE)})
    links = [path for path in paths if (checkout / path).is_symlink()]
    return {"files": paths, "links": links, "manifests": manifests, "imports": imports}


def _files(checkout: Path) -> Iterable[str]:
    for path in checkout.rglob("*"):
        relative = path.relative_to(checkout)
        if (path.is_file() or path.is_symlink()) and not {"node_modules", ".git"} & set(relative.parts):
            yield relative.as_posix()


def _reduce(file: Path) -> Any:
    """What resolution reads of a manifest; None for any other file, and for manifests that are not plain JSON."""
    name = file.name
    if file.is_symlink():
        return None
    if name == "pnpm-workspace.yaml":
        return {"packages": (yaml.safe_load(file.read_text("utf-8")) or {}).get("packages", [])}
    is_config = name.endswith(".json") and name.startswith(("tsconfig", "jsconfig"))
    if name not in ("package.json", "lerna.json") and not is_config:
        return None
    value = _read_json(file)
    if not is_config:
        kept = {key: value[key] for key in PACKAGE_FIELDS if key in value}
        return {**kept, **{key: value[key] for key in DEPENDENCIES if isinstance(value.get(key), dict)}}
    options = value.get("compilerOptions", {})
    kept = {key: value[key] for key in CONFIG_FIELDS if key in value}
    return {**kept, "compilerOptions": {key: options[key] for key in OPTIONS if key in options}}


def _read_json(file: Path) -> dict[str, Any]:
    from archcheck.syntax.jsonc import read_json  # noqa: PLC0415 - after the path is set

    value = read_json(file.read_bytes())
    return value if isinstance(value, dict) else {}


def _link_members(root: Path, manifests: Mapping[str, Any]) -> None:
    """Link what npm, yarn and pnpm would link: members of workspaces into node_modules of its root."""
    for path, manifest in manifests.items():
        home = (root / path).parent
        listed = manifest.get("packages" if path.endswith(".yaml") else "workspaces", [])
        patterns = listed.get("packages", []) if isinstance(listed, dict) else listed
        denied = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
        for pattern in patterns if Path(path).name in ("package.json", "pnpm-workspace.yaml") else ():
            for member in () if pattern.startswith("!") else sorted(home.glob(f"{pattern}/package.json")):
                name = _read_json(member).get("name")
                link = home / "node_modules" / str(name)
                if name and not link.is_symlink() and not any(member.parent.match(each) for each in denied):
                    link.parent.mkdir(parents=True, exist_ok=True)
                    link.symlink_to(member.parent)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
