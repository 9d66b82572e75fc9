"""What is timed on one repository: archcheck in its states, and the commands of its peers."""

import shutil
from pathlib import Path

from benchmarks.configurations import FULL_CONTRACTS, git
from benchmarks.corpora import Corpus
from benchmarks.timing import Command

NOTHING = "python -c pass"
VERSION = "archcheck --version"
COLD = "archcheck check, cold"
UNCACHED = "archcheck check --no-cache"
WARM = "archcheck check, warm"
CHANGED = "archcheck check, warm, one file changed"
RUFF = "ruff analyze graph"
TACH = "tach check"
IMPORTLINTER = "lint-imports, cold"
IMPORTLINTER_WARM = "lint-imports, warm"
IMPORTLINTER_FULL = "lint-imports, warm, with independence"


class Change:
    """One file that differs from the index for as long as a command runs."""

    def __init__(self, repository: Path, path: str) -> None:
        self._repository = repository
        self._file = repository / path
        self._text = self._file.read_bytes()
        self._count = 0

    def make(self) -> None:
        """Add a line, another one each time, so that no cache has seen the content."""
        self._count += 1
        self._file.write_bytes(self._text + b"\n# change %d\n" % self._count)

    def undo(self) -> None:
        """Put the file back, and tell git that it is the old one."""
        self._file.write_bytes(self._text)
        git(self._repository, "update-index", "-q", "--refresh")


def own_commands(tools: Path, repository: Path, scratch: Path, changed: str) -> list[Command]:
    """The start alone, then runs with no cache, an empty one, a full one, and a full one but for the file `changed`."""
    check = (str(tools / "archcheck"), "check")
    cold, warm = scratch / "cold", scratch / "warm"
    change = Change(repository, changed)
    return [
        Command(VERSION, (str(tools / "archcheck"), "--version"), repository, "archcheck "),
        Command(UNCACHED, (*check, "--no-cache"), repository),
        Command(
            COLD,
            (*check, "--cache-dir", str(cold)),
            repository,
            before=lambda: shutil.rmtree(cold, ignore_errors=True),
        ),
        Command(WARM, (*check, "--cache-dir", str(warm)), repository),
        Command(CHANGED, (*check, "--cache-dir", str(warm)), repository, before=change.make, after=change.undo),
    ]


def peer_commands(tools: Path, repository: Path, scratch: Path, corpus: Corpus) -> list[Command]:
    """The interpreter alone, and the peers, each with its own configuration of the same structure."""
    first = f"{corpus.package}/__init__.py"
    contracts = (str(tools / "lint-imports"), "--no-logo")
    return [
        Command(NOTHING, (str(tools / "python"), "-c", "pass"), repository),
        Command(RUFF, (str(tools / "ruff"), "analyze", "graph"), repository, f'"{first}"'),
        # With violations it lists them, without it says so; anything else means that it could not run.
        Command(TACH, (str(tools / "tach"), "check"), repository, "odule"),
        Command(IMPORTLINTER, (*contracts, "--no-cache"), repository, "Layers"),
        Command(IMPORTLINTER_WARM, (*contracts, "--cache-dir", str(scratch / "import-linter")), repository, "Layers"),
    ]


def full_contracts(tools: Path, repository: Path, scratch: Path) -> Command:
    """The contracts of import-linter, all of them, with a warm cache."""
    options = ("--no-logo", "--config", FULL_CONTRACTS, "--cache-dir", str(scratch / "import-linter"))
    return Command(IMPORTLINTER_FULL, (str(tools / "lint-imports"), *options), repository, "Independence")
