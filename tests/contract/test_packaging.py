"""Packs and schemas reach users, from a wheel and from an editable install."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_SOURCES = ("pyproject.toml", "setup.py", "README.md", "LICENSE", "archcheck", "rules", "schemas")
# Prints the names of all packs and schemas that the installed archcheck can read, and where it is installed.
_READ = """
import json, site, sys
site.addsitedir(sys.argv[1])
import archcheck
from importlib.resources import files
found = [each for part in ("rules", "schemas") for each in files(f"archcheck.{part}").iterdir()]
names = [each.name for each in found if each.name.endswith((".yaml", ".json")) and each.read_bytes()]
print(json.dumps([archcheck.__file__, sorted(names)]))
"""


def data_files() -> list[str]:
    """The names of all packs and schemas."""
    return sorted(path.name for path in (*(ROOT / "rules").glob("*.yaml"), *(ROOT / "schemas").glob("*.json")))


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what an installation is made from: building writes beside the sources."""
    copy = tmp_path_factory.mktemp("source")
    for name in _SOURCES:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, copy)
    return copy


def pip(*arguments: str) -> None:
    """Run pip without the network: the build backend is part of the development install."""
    subprocess.run([sys.executable, "-m", "pip", "--quiet", *arguments], check=True, capture_output=True)


def read_installed(target: Path, elsewhere: Path) -> tuple[Path, list[str]]:
    run = subprocess.run(
        [sys.executable, "-S", "-c", _READ, str(target)], cwd=elsewhere, capture_output=True, text=True, check=True
    )
    package, names = json.loads(run.stdout)
    return Path(package), names


def test_wheel_holds_packs_schemas_and_the_type_marker(source: Path, tmp_path: Path) -> None:
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(tmp_path), str(source))
    (wheel,) = tmp_path.glob("archcheck_lint-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        held = set(archive.namelist())
    expected = {path.relative_to(ROOT).as_posix() for path in (ROOT / "archcheck").rglob("*.py")}
    expected |= {f"archcheck/rules/{path.name}" for path in (ROOT / "rules").glob("*.yaml")}
    expected |= {f"archcheck/schemas/{path.name}" for path in (ROOT / "schemas").glob("*.json")}
    expected |= {"archcheck/py.typed", "archcheck/rules/__init__.py", "archcheck/schemas/__init__.py"}
    assert {name for name in held if ".dist-info/" not in name} == expected

    target = tmp_path / "installed"
    pip("install", "--no-deps", "--no-index", "--target", str(target), str(wheel))
    package, names = read_installed(target, tmp_path)
    assert (package, names) == (target / "archcheck" / "__init__.py", data_files())


def test_editable_install_reads_packs_and_schemas_from_the_checkout(source: Path, tmp_path: Path) -> None:
    target = tmp_path / "installed"
    pip(
        "install", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(target), "--editable", str(source)
    )
    (source / "rules" / "added-later.yaml").write_text("version: 1\n", "utf-8")
    package, names = read_installed(target, tmp_path)
    assert (package, names) == (source / "archcheck" / "__init__.py", sorted([*data_files(), "added-later.yaml"]))
