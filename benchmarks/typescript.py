"""TypeScript packages from the npm registry as one npm workspace, and the JavaScript tools that are timed on it."""

import json
import shutil
import subprocess
import tarfile
from pathlib import Path

from benchmarks.configurations import write_repository
from benchmarks.timing import Command

PACKAGES = {
    "effect": "4.1.0",
    "rxjs": "7.8.2",
    "@blueprintjs/core": "6.20.0",
    "@fluentui/react": "8.125.7",
    "@reduxjs/toolkit": "2.14.0",
    "zod": "4.6.7",
    "@trpc/server": "11.25.2",
    "@tanstack/router-core": "1.171.39",
}
"""Packages that ship their TypeScript sources, at fixed versions."""
TOOLS = {"dependency-cruiser": "17.4.3", "madge": "8.0.0", "typescript": "5.9.3"}
"""The last versions that run on Node 20."""

DEPCRUISE = "depcruise"
MADGE = "madge --circular"
RULES = """\
version: 1
components:
  package: packages/{package}/
rules:
  - {id: packages, kind: independence, components: package}
  - {id: acyclic, kind: acyclic}
"""
# Warnings, because its exit code is the number of errors.
_CRUISER = """\
module.exports = {
  forbidden: [
    {name: "packages", severity: "warn", from: {path: "^packages/([^/]+)/"},
     to: {path: "^packages/", pathNot: "^packages/$1/"}},
    {name: "acyclic", severity: "warn", from: {}, to: {circular: true, viaOnly: {dependencyTypesNot: ["type-only"]}}},
  ],
  options: {
    doNotFollow: {path: "node_modules"}, tsPreCompilationDeps: true, tsConfig: {fileName: "tsconfig.json"},
    enhancedResolveOptions: {
      exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
"""
WORKSPACE = {
    "package.json": '{"private": true, "workspaces": ["packages/*"]}\n',
    "tsconfig.json": '{"compilerOptions": {"module": "esnext", "moduleResolution": "bundler", "jsx": "react-jsx"}}\n',
    ".dependency-cruiser.cjs": _CRUISER,
}
"""What the tools of npm need at the top of a repository."""


def has_node() -> bool:
    """Whether Node and npm are there."""
    return all(shutil.which(tool) for tool in ("node", "npm"))


def install_tools(directory: Path) -> Path:
    """The directory of the executables of the peers; installs them when they are not there."""
    home = directory / "node"
    wanted = {"private": True, "dependencies": TOOLS}
    manifest = home / "package.json"
    text = json.dumps(wanted)
    if not manifest.exists() or manifest.read_text("utf-8") != text or not (home / "node_modules").is_dir():
        home.mkdir(parents=True, exist_ok=True)
        manifest.write_text(text, "utf-8")
        subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund"], cwd=home, check=True)
    return home / "node_modules" / ".bin"


def fetch_package(directory: Path, package: str) -> Path:
    """The unpacked sources of an npm package, below `directory`; downloads them when they are not there."""
    name = package.replace("/", "-").removeprefix("@")
    target = directory / "npm" / name
    if not target.is_dir():
        partial = target.with_name(f"{name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        spec = f"{package}@{PACKAGES[package]}"
        subprocess.run(["npm", "pack", "--silent", spec], cwd=partial, check=True, stdout=subprocess.DEVNULL)
        with tarfile.open(next(partial.glob("*.tgz"))) as archive:
            archive.extractall(partial, filter="data")
        (partial / "package").rename(target)
        shutil.rmtree(partial)
    return target


def lay_out_typescript(directory: Path, target: Path) -> int:
    """Make `target` an npm workspace of all packages, a git repository with configurations; how many sources it has."""
    if not (target / ".git").is_dir():
        shutil.rmtree(target, ignore_errors=True)
        copy_packages(directory, target)
        write_repository(target, {"archcheck.yaml": RULES, **WORKSPACE})
    return sum(1 for path in target.rglob("*.ts*") if path.suffix in (".ts", ".tsx"))


def copy_packages(directory: Path, target: Path) -> list[str]:
    """Copy manifests and sources of all packages to `target/packages`; the names of their directories."""
    names = []
    for package in PACKAGES:
        source = fetch_package(directory, package)
        home = target / "packages" / source.name
        home.mkdir(parents=True)
        shutil.copy(source / "package.json", home)
        shutil.copytree(source / "src", home / "src")
        names.append(source.name)
    return names


def cruiser_command(tools: Path, repository: Path) -> Command:
    """dependency-cruiser with the same rules."""
    cruise = (str(tools / "depcruise"), "packages", "--config", ".dependency-cruiser.cjs", "--output-type", "err")
    return Command(DEPCRUISE, cruise, repository, "dependencies cruised")


def madge_command(tools: Path, repository: Path) -> Command:
    """madge, which looks for cycles only and takes so long that once is enough."""
    return Command(
        MADGE, (str(tools / "madge"), "--circular", "--extensions", "ts,tsx", "packages"), repository, "files"
    )
