"""Running git: read-only commands that the configuration of the checked repository cannot turn into other programs."""

import functools
import os
import shlex
import subprocess
from collections.abc import Callable, Iterable, Mapping
from typing import IO

from archcheck.errors import SourceError

# What git sets for hooks and users set by hand: they speak of one repository and would mislead git in any other.
_ABOUT_ONE_REPOSITORY = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_NAMESPACE",
    "GIT_PREFIX",
)
EMPTY_VARIABLE = "ARCHCHECK_EMPTY"
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # A partial clone would fetch missing objects: no network. Older versions of git know only the second of the two.
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_ALLOW_PROTOCOL": "none",
    # The content of an id must be the content of that id.
    "GIT_NO_REPLACE_OBJECTS": "1",
    EMPTY_VARIABLE: "",
}
# An empty fsmonitor is off for every version of git; "false" would be the name of a program for those before 2.36.
_OPTIONS = (
    "--no-pager",
    "--no-optional-locks",
    "-c",
    "core.fsmonitor=",
    "-c",
    f"core.hooksPath={os.devnull}",
    "-c",
    "core.quotePath=false",
)
_PIPE_CHUNK = 1 << 20

Config = Mapping[str, str]
_Stream = int | IO[bytes]


class Git:
    """git for the working tree at `root`; as a context manager it leaves no command running behind it."""

    def __init__(self, root: str) -> None:
        self.root = root
        self._environment = _environment_for(root)
        self._started: list[GitProcess] = []

    def __enter__(self) -> "Git":
        return self

    def __exit__(self, *_exception: object) -> None:
        for process in self._started:
            process.close()

    def start(self, *arguments: str, options: Iterable[str] = ()) -> "GitProcess":
        """Start a command and go on; `options` are options of git itself, in front of the command."""
        process = GitProcess(self.root, (*_OPTIONS, *options, *arguments), self._environment)
        self._started.append(process)
        return process

    def run(self, *arguments: str) -> bytes:
        """The output of a command. Raises SourceError with git's own message when it fails."""
        return self.start(*arguments).output()

    def open_objects(self) -> subprocess.Popen[bytes]:
        """A `git cat-file --batch` that waits for ids on its standard input."""
        streams = (subprocess.PIPE, subprocess.PIPE, subprocess.DEVNULL)
        return _spawn(self.root, (*_OPTIONS, "cat-file", "--batch"), self._environment, streams=streams)

    def read_config(self) -> Config:
        """Every setting in force; the later one of a repeated key. Keys as `git config --list` prints them."""
        settings: dict[str, str] = {}
        for entry in self.run("config", "-z", "--list").decode("utf-8", "surrogateescape").split("\0")[:-1]:
            key, has_value, value = entry.partition("\n")
            settings[key] = value if has_value else "true"
        return settings

    def path_of(self, name: str) -> str:
        """The absolute path of a file in git's own directory, such as `info/attributes`."""
        directory = os.path.join(self.root, ".git")
        if "GIT_DIR" not in self._environment and os.path.isdir(directory):
            return os.path.join(directory, name)
        found = os.fsdecode(self.run("rev-parse", "--git-path", name).removesuffix(b"\n"))
        return os.path.join(self.root, found)

    def shallow_commits(self) -> frozenset[str]:
        """The commits at which a shallow clone ends; without their parents they seem to have added everything."""
        try:
            with open(self.path_of("shallow"), encoding="ascii") as stream:
                return frozenset(stream.read().split())
        except (OSError, ValueError):
            return frozenset()


class GitProcess:
    """A running git. Its output goes to a file without a name, so that it never waits for a reader.

    `complaint` is what it wrote to standard error, once `output` has returned; "" if nothing.
    """

    def __init__(self, root: str, arguments: Iterable[str], environment: Mapping[str, str]) -> None:
        self.complaint = ""
        self._root = root
        self._output = _open_scratch()
        self._errors = _open_scratch()
        self._process = _spawn(root, arguments, environment, streams=(subprocess.DEVNULL, self._output, self._errors))

    def output(self) -> bytes:
        """Wait for the end; all of the output. Raises SourceError when git failed."""
        failed = self._process.wait()
        output = _read_scratch(self._output)
        self.complaint = _read_scratch(self._errors).decode("utf-8", "replace").strip()
        if failed:
            raise SourceError(_explain_failure(self._root, self.complaint))
        return output

    def close(self) -> None:
        """End the command if it still runs; its output is lost if it was not taken."""
        if self._process.poll() is None:
            self._process.kill()
            self._process.wait()
        self._output.close()
        self._errors.close()


class ObjectReader:
    """Reads blobs by id, through one `git cat-file` from the first read to `close`; use it in a `with` statement."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> "ObjectReader":
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def read(self, content_id: str, limit: int) -> bytes | None:
        """The content of a blob, cut off after `limit` bytes; None when the object is not in this clone."""
        process = self._process = self._process or self._git.open_objects()
        assert process.stdin
        assert process.stdout
        process.stdin.write(content_id.encode() + b"\n")
        process.stdin.flush()
        header = process.stdout.readline()
        if not header:
            # An old git in a partial clone gives up altogether; the next read starts another one.
            self.close()
            return None
        if header.endswith(b" missing\n"):
            return None
        size = int(header.rsplit(b" ", 1)[1])
        content = process.stdout.read(min(size, limit))
        left = size + 1 - len(content)
        while left:
            left -= len(process.stdout.read(min(left, _PIPE_CHUNK)))
        return content

    def close(self) -> None:
        """End git, if it was started."""
        if self._process:
            self._process.communicate()
            self._process = None


def declared_root() -> str:
    """The top level of the working tree that GIT_DIR and GIT_WORK_TREE speak of, or "" when neither is set."""
    if not (os.environ.get("GIT_DIR") or os.environ.get("GIT_WORK_TREE")):
        return ""
    current = os.getcwd()
    process = GitProcess(current, (*_OPTIONS, "rev-parse", "--show-toplevel"), {**os.environ, **_ENVIRONMENT})
    return os.path.normpath(os.fsdecode(process.output().removesuffix(b"\n")))


def root_above(directory: str) -> str:
    """The nearest directory with a `.git`, from `directory` (absolute) upwards; "" when there is none.

    Raises SourceError inside a bare repository or git's own directory, where there is no tree to check.
    """
    while True:
        entry = os.path.join(directory, ".git")
        if os.path.isfile(entry) or _is_git_directory(entry):
            return directory
        if _is_git_directory(directory):
            message = "is a bare repository or git's own directory and holds no files: name a working tree of it"
            raise SourceError(f"{directory} {message}")
        parent = os.path.dirname(directory)
        if parent == directory:
            return ""
        directory = parent


def _same_directory(first: str, second: str) -> bool:
    """Whether two absolute paths name one directory, as far as their text tells."""
    return os.path.normcase(os.path.normpath(first)) == os.path.normcase(os.path.normpath(second))


def _is_git_directory(path: str) -> bool:
    holds = functools.partial(os.path.join, path)
    return os.path.lexists(holds("HEAD")) and os.path.isdir(holds("objects")) and os.path.isdir(holds("refs"))


def _environment_for(root: str) -> dict[str, str]:
    """The environment for commands in `root`: what speaks of another repository is left out."""
    environment = {**os.environ, **_ENVIRONMENT}
    if not any(environment.get(name) for name in _ABOUT_ONE_REPOSITORY):
        return environment
    declared = declared_root()
    if not _same_directory(declared or root_above(os.getcwd()), root):
        return {name: value for name, value in environment.items() if name not in _ABOUT_ONE_REPOSITORY}
    if declared:
        environment["GIT_WORK_TREE"] = root
        if environment.get("GIT_DIR"):
            environment["GIT_DIR"] = os.path.abspath(environment["GIT_DIR"])
    return environment


def _spawn(
    root: str, arguments: Iterable[str], environment: Mapping[str, str], *, streams: "tuple[_Stream, _Stream, _Stream]"
) -> subprocess.Popen[bytes]:
    command = (_find_git(), *arguments)
    stdin, stdout, stderr = streams
    try:
        return subprocess.Popen(  # noqa: S603 - git, by its absolute path
            command, cwd=root, env=environment, stdin=stdin, stdout=stdout, stderr=stderr
        )
    except OSError as error:
        raise SourceError(f"git cannot be run in {root}: {error.strerror}") from error


def _find_git() -> str:
    """The absolute path of git; never one in the current directory, where Windows would look first."""
    name = "git.exe" if os.name == "nt" else "git"
    for directory in os.get_exec_path():
        candidate = os.path.join(directory, name)
        if os.path.isabs(directory) and os.path.isfile(candidate) and os.access(candidate, os.X_OK):
            return candidate
    raise SourceError("git is not installed, or not in a directory of PATH; the repository cannot be read without it")


def _open_scratch() -> IO[bytes]:
    create: Callable[[str], int] | None = getattr(os, "memfd_create", None)
    if create:
        return open(create("archcheck"), "w+b", buffering=0)
    import tempfile  # noqa: PLC0415 - a tenth of the time of the whole start

    return tempfile.TemporaryFile(buffering=0)


def _read_scratch(scratch: IO[bytes]) -> bytes:
    # git moved the position that it shares with this process.
    scratch.seek(0)
    with scratch:
        return scratch.read()


def _explain_failure(root: str, complaint: str) -> str:
    if "dubious ownership" in complaint:
        command = f"git config --global --add safe.directory {shlex.quote(root)}"
        return f"git does not trust {root}, which belongs to another user; if you do: {command}"
    return f"git cannot read {root}: {complaint or 'it ended without a message'}"
