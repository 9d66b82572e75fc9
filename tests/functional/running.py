"""Small repositories and the command line as a user has it: arguments in, exit code and texts out."""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

_IDENTITY = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")


class Outcome(NamedTuple):
    """What a run left behind."""

    code: int
    out: str
    err: str


def write_files(root: Path, files: Mapping[str, str]) -> Path:
    """Files with their content, dedented; directories are made."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(dedent(text).encode("utf-8", "surrogateescape"))
    return root


def git(root: Path, *arguments: str) -> None:
    """Run git quietly; it must succeed."""
    subprocess.run(["git", *_IDENTITY, *arguments], cwd=root, check=True, capture_output=True)


def repository(root: Path, files: Mapping[str, str]) -> Path:
    """A git repository whose index holds the files."""
    root.mkdir(parents=True, exist_ok=True)
    write_files(root, files)
    git(root, "init", "--quiet")
    git(root, "add", "--all")
    return root


def environment(root: Path, **changes: str) -> dict[str, str]:
    """That of this process without what would change answers, and with a cache of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PYTHON", "LC_", "LANG"))}
    beside = root.parent / f"{root.name}-home"
    return {**kept, "XDG_CACHE_HOME": str(beside), "HOME": str(beside), "NO_COLOR": "1", **changes}


def archcheck(
    root: Path, *arguments: str, env: Mapping[str, str] | None = None, python: Sequence[str] = ("-m", "archcheck")
) -> Outcome:
    """Run the command line in `root`, in a process of its own."""
    source = str(Path(__file__).parents[2])
    known = environment(root, PYTHONPATH=source)
    if env and "PYTHONPATH" in env:
        known["PYTHONPATH"] = os.pathsep.join((source, env["PYTHONPATH"]))
    known.update({name: value for name, value in (env or {}).items() if name != "PYTHONPATH"})
    done = subprocess.run([sys.executable, *python, *arguments], cwd=root, env=known, capture_output=True, check=False)
    out, err = (text.decode("utf-8", "surrogateescape").replace("\r\n", "\n") for text in (done.stdout, done.stderr))
    return Outcome(done.returncode, out, err)
