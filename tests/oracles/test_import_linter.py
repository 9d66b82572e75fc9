"""Verdicts of import-linter on real packages: the same contracts, both as processes.

Set ARCHCHECK_CORPORA to a directory that holds one unpacked wheel per directory (`make oracles` makes it). What
import-linter cannot see is left out on our side: calls of `import_module("literal")` (the mark `dynamic`), and files
below a directory that lacks `__init__.py`, which it drops without a word (`flask.sansio`).
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
NOT_ALLOWED = re.compile(r"^(\S+) is not allowed to import (\S+):$", re.MULTILINE)

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(importlib.util.find_spec("importlinter") is None, reason="import-linter is not installed"),
    pytest.mark.skipif("ARCHCHECK_CORPORA" not in os.environ, reason="ARCHCHECK_CORPORA names no packages"),
]


class Contract(NamedTuple):
    """A contract about one package; `broken` is import-linter's verdict as it was when this was written.

    `parts` are directories or modules of the package, top first for layers; `a | b` are independent siblings.
    """

    package: str
    kind: str
    parts: tuple[str, ...]
    broken: bool

    @property
    def name(self) -> str:
        return f"{self.package}-{self.kind}-{'broken' if self.broken else 'kept'}-{len(self.parts)}"


CONTRACTS = [
    Contract("django", "layers", ("contrib", "views", "db", "core", "utils"), broken=True),
    Contract("django", "layers", ("utils", "core", "db", "views", "contrib"), broken=True),
    Contract("django", "layers", ("contrib", "forms | template", "dispatch"), broken=True),
    Contract("django", "layers", ("shortcuts", "dispatch"), broken=False),
    Contract("django", "independence", ("db", "forms", "template"), broken=True),
    Contract("django", "independence", ("contrib/sitemaps", "contrib/humanize"), broken=False),
    Contract("flask", "layers", ("testing", "app", "ctx", "globals", "signals"), broken=True),
    Contract("flask", "layers", ("views", "config"), broken=False),
    Contract("flask", "independence", ("sessions", "json", "cli"), broken=True),
    Contract("flask", "independence", ("signals", "config"), broken=False),
    Contract("requests", "layers", ("api", "sessions", "adapters", "models | cookies", "structures"), broken=True),
    Contract("requests", "layers", ("api", "sessions", "structures", "compat"), broken=False),
    Contract("requests", "independence", ("structures", "certs", "hooks"), broken=True),
    Contract("requests", "independence", ("auth", "cookies", "models"), broken=True),
    Contract("sympy", "layers", ("physics", "solvers", "polys", "core"), broken=True),
    Contract("sympy", "layers", ("physics", "geometry | stats", "ntheory"), broken=True),
    Contract("sympy", "independence", ("physics/vector", "physics/optics", "physics/hep"), broken=False),
    Contract("sympy", "independence", ("physics/mechanics", "physics/vector"), broken=True),
]


def source(package: str) -> Path:
    return Path(os.environ["ARCHCHECK_CORPORA"]) / package / package


@pytest.fixture
def tree(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The Python files of the package a contract is about."""
    package = request.getfixturevalue("contract").package
    if not source(package).is_dir():
        pytest.skip(f"ARCHCHECK_CORPORA has no {package}")

    def leave_out(directory: str, names: list[str]) -> list[str]:
        return [name for name in names if not name.endswith(".py") and not Path(directory, name).is_dir()]

    shutil.copytree(source(package), tmp_path / package, ignore=leave_out)
    return tmp_path


def their_contract(contract: Contract) -> str:
    """`.importlinter`."""
    parts = [" | ".join(_module(contract, name) for name in part.split(" | ")) for part in contract.parts]
    option = "layers" if contract.kind == "layers" else "modules"
    lines = "\n    ".join(parts)
    return (
        f"[importlinter]\nroot_package = {contract.package}\n\n"
        f"[importlinter:contract:c]\nname = c\ntype = {contract.kind}\n{option} =\n    {lines}\n"
    )


def _module(contract: Contract, name: str) -> str:
    return f"{contract.package}.{name.replace('/', '.')}"


def our_rule(contract: Contract, tree: Path) -> str:
    """`archcheck.yaml`."""
    parts = [" | ".join(_path(contract, name, tree) for name in part.split(" | ")) for part in contract.parts]
    option = "layers" if contract.kind == "layers" else "components"
    unseen = sorted({_without_init(file, tree) for file in tree.rglob("*.py")} - {""})
    return "\n".join(
        (
            "version: 1",
            f"files: {{exclude: {json.dumps(unseen)}}}",
            "rules:",
            "  - id: c",
            f"    kind: {contract.kind}",
            f"    {option}: [{', '.join(parts)}]",
            "    edges: [import, -dynamic]",
        )
    )


def _without_init(file: Path, tree: Path) -> str:
    """The topmost directory above a file that is no regular package, or ""."""
    above = [directory for directory in reversed(file.relative_to(tree).parents) if directory.name]
    return next((each.as_posix() for each in above if not (tree / each / "__init__.py").exists()), "")


def _path(contract: Contract, name: str, tree: Path) -> str:
    path = f"{contract.package}/{name}"
    return path if (tree / path).is_dir() else f"{path}.py"


def run(command: Sequence[str], tree: Path, path: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": path, "COLUMNS": "200"},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.returncode in (0, 1), done.stderr
    return done.returncode, done.stdout


def owner(contract: Contract, path: str) -> str:
    """The part of the contract that a file belongs to, as a module."""
    for part in contract.parts:
        for name in part.split(" | "):
            base = f"{contract.package}/{name}"
            if path == f"{base}.py" or path.startswith(f"{base}/"):
                return _module(contract, name)
    raise AssertionError(f"{path} belongs to no part of the contract")


@pytest.mark.parametrize("contract", [pytest.param(each, id=each.name) for each in CONTRACTS])
def test_verdict_and_pairs_are_those_of_import_linter(contract: Contract, tree: Path) -> None:
    (tree / ".importlinter").write_text(their_contract(contract), "utf-8")
    (tree / "archcheck.yaml").write_text(our_rule(contract, tree), "utf-8")
    lint = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    their_code, text = run(["-c", lint, "--no-cache"], tree, str(tree))
    our_code, document = run(["-m", "archcheck", "check", "-o", "json", "--rule", "c", "--no-cache"], tree, str(ROOT))
    violations = json.loads(document)["violations"]
    pairs = {(owner(contract, each["subject"]), owner(contract, each["target"])) for each in violations}
    assert pairs == set(NOT_ALLOWED.findall(text))
    assert (our_code, their_code, bool(pairs)) == (contract.broken, contract.broken, contract.broken)
