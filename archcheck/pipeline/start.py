"""The beginning of a run: where the tree and its rule file are; git is asked for the files in the background."""

import gc
import os
import threading
from dataclasses import dataclass, field

from archcheck.adapters.discovery import discover, find_root
from archcheck.adapters.reading import leaves
from archcheck.core.files import Discovery
from archcheck.errors import ConfigError, Problem, SourceError
from archcheck.pipeline.request import Request

RULE_FILE = "archcheck.yaml"


@dataclass(frozen=True, slots=True)
class Location:
    """The root of the tree (absolute), its version control ("git" or ""), and the rule file (absolute) or None."""

    root: str
    vcs: str
    rule_file: str | None


@dataclass(slots=True)
class Started:
    """A run whose discovery is under way."""

    request: Request
    location: Location
    _thread: threading.Thread | None = None
    _found: list[Discovery] = field(default_factory=list)
    _failed: list[BaseException] = field(default_factory=list)

    def discovery(self) -> Discovery:
        """What discovery found; waits for it. Raises SourceError when the tree cannot be read."""
        assert self._thread is not None
        self._thread.join()
        if self._failed:
            raise self._failed[0]
        return self._found[0]

    def discover(self) -> None:
        """Begin to look for the files."""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        location = self.location
        try:
            self._found.append(_discover(location, self.request))
        except BaseException as error:  # noqa: BLE001 - raised again by who asks for the result
            self._failed.append(error)


def _discover(location: Location, request: Request) -> Discovery:
    if not request.staged:
        return discover(location.root, location.vcs, untracked=request.untracked)
    if not location.vcs:
        raise SourceError(f"{location.root} is no git repository, so nothing is staged in it")
    from archcheck.adapters.revisions import discover_index  # noqa: PLC0415 - not every run needs it

    return discover_index(location.root)


def begin(request: Request) -> Started:
    """Locate the tree and begin to discover its files. Raises ConfigError when the rule file asked for is not there."""
    gc.disable()  # a run allocates much and frees nothing before its end
    started = Started(request, locate(request.start, request.config))
    started.discover()
    return started


def locate(start: str, config: str | None) -> Location:
    """Where a run that begins in the directory `start` works; `config` overrides the rule file.

    Raises ConfigError when `config` does not exist, or when the rule file found is a link to somewhere else.
    """
    root, vcs = find_root(start)
    path: str | None
    if config is not None:
        path = os.path.abspath(os.path.join(start, config))
        if not os.path.isfile(path):
            raise ConfigError([Problem(config, 0, 0, "there is no such rule file")])
    else:
        path = find_rule_file(start, root if vcs else "")
    if path is not None and not vcs:
        home = os.path.dirname(path)
        if os.path.join(os.path.abspath(start), "").startswith(os.path.join(home, "")):
            root = home
    if config is None and path is not None and leaves(path, (root,)):
        raise ConfigError([Problem(RULE_FILE, 0, 0, "is a symbolic link that leads out of the repository")])
    return Location(root, vcs, path)


def find_rule_file(start: str, top: str) -> str | None:
    """The outermost `archcheck.yaml` from `start` up to `top` (absolute directories), or None."""
    found = None
    directory = os.path.abspath(start)
    while True:
        candidate = os.path.join(directory, RULE_FILE)
        if os.path.isfile(candidate):
            found = candidate
        parent = os.path.dirname(directory)
        if directory in (top, parent):
            return found
        directory = parent
