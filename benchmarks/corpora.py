"""Real packages to work on: fetched from PyPI as wheels, at fixed versions, and unpacked.

`python -m benchmarks.corpora DIRECTORY` leaves `DIRECTORY/corpora/NAME/PACKAGE/...`; what is there is kept.
"""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import NamedTuple

VERSIONS = {
    "django": "5.2.19",
    "flask": "3.1.3",
    "homeassistant": "2024.3.3",
    "requests": "2.34.2",
    "sqlalchemy": "2.1.9",
    "sympy": "1.14.0",
}
"""Every package that benchmarks and oracles use; distribution and import package have the same name."""


class Corpus(NamedTuple):
    """A package to time, and the structure that is asked of it.

    `layers` are directories, top first. `siblings` is a directory whose packages must be independent of each other, and
    `entries` what each of them must hold. `quick` is false when import-linter takes minutes for that independence: then
    it is timed with the layers alone, and only once with everything.
    """

    package: str
    layers: tuple[str, ...]
    siblings: str
    entries: tuple[str, ...]
    quick: bool = True


TIMED = (
    Corpus(
        "homeassistant",
        ("homeassistant/components", "homeassistant/helpers", "homeassistant/util"),
        "homeassistant/components",
        ("__init__.py", "manifest.json"),
        quick=False,
    ),
    Corpus(
        "sympy",
        ("sympy/physics", "sympy/solvers", "sympy/polys", "sympy/core"),
        "sympy/physics",
        ("__init__.py", "tests/"),
    ),
    Corpus(
        "django",
        ("django/contrib", "django/views", "django/db", "django/core", "django/utils"),
        "django/contrib",
        ("__init__.py", "apps.py"),
    ),
)


def fetch(directory: Path, package: str) -> Path:
    """The directory that holds `package`, below `directory`; downloads and unpacks it when it is not there."""
    target = directory / "corpora" / package
    if target.is_dir():
        return target
    wheel = _download(directory / "wheels", package, VERSIONS[package])
    partial = target.with_name(f"{package}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(partial, [name for name in archive.namelist() if name.startswith(f"{package}/")])
    partial.rename(target)
    return target


def _download(directory: Path, package: str, version: str) -> Path:
    """The wheel without compiled parts, so that the same files are there on every system."""
    held = list(directory.glob(f"{package}-{version}-*.whl"))
    if not held:
        directory.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "download"]
        options = ["--no-deps", "--only-binary", ":all:", "--platform", "any", "--dest", str(directory)]
        subprocess.run([*pip, *options, f"{package}=={version}"], check=True)
        held = list(directory.glob(f"{package}-{version}-*.whl"))
    return held[0]


def main() -> None:
    """Fetch every package into the directory named on the command line."""
    for package in VERSIONS:
        print(fetch(Path(sys.argv[1]), package))


if __name__ == "__main__":
    main()
