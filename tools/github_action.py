"""What the GitHub Action does once archcheck is installed: one check, and everything that a job shows of it.

`action.yml` runs it in the checked repository, with its inputs in variables INPUT_*. It exits with 0 whatever the check
says: the exit code of archcheck is one of the outputs, and a later step fails the job. Names of files and branches and
texts of rules come from whoever opened a pull request: they are arguments, never text for a shell, and never reach the
log as workflow commands.
"""

import json
import os
import re
import secrets
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from archcheck.adapters.git import Git
from archcheck.errors import SourceError

CLEAN, VIOLATIONS, WRONG = 0, 1, 2
"""Exit codes of archcheck, as far as they are told apart here."""

SUMMARY_LIMIT = 1024 * 1024
"""A larger summary of a step is not shown at all: docs.github.com, workflow commands, step isolation and limits."""

FILES = {"github": "annotations.txt", "markdown": "summary.md", "sarif": "archcheck.sarif", "json": "archcheck.json"}
"""What is written, by the name of its format."""

_LONGEST_MESSAGE = 4_000


class InputError(Exception):
    """An input of the action that cannot be used; says what was expected."""


class Outcome(NamedTuple):
    """How a run of archcheck ended; `complaint` is what it wrote to standard error."""

    code: int
    complaint: str


def main(environ: Mapping[str, str]) -> None:
    """Check, then write the annotations, the summary and the outputs."""
    home = Path(environ["ARCHCHECK_HOME"])
    since = ""
    try:
        annotations, summary = is_on(environ, "INPUT_ANNOTATIONS"), is_on(environ, "INPUT_SUMMARY")
        directory = working_directory(environ)
        since = base_revision(environ, directory)
        outcome = run_archcheck(check_arguments(environ, since, home), directory)
    except InputError as error:
        annotations, summary, outcome = True, True, Outcome(WRONG, f"error: {error}\n")
    checked = outcome.code in (CLEAN, VIOLATIONS)
    if not checked:
        say(command("error", outcome.complaint or f"archcheck ended with exit code {outcome.code}"))
    elif annotations:
        say((home / FILES["github"]).read_text("utf-8"))
    if summary:
        add_summary(environ, (home / FILES["markdown"]).read_text("utf-8") if checked else failure_summary(outcome))
    write_outputs(environ, outputs(outcome, since, home, checked=checked))


def is_on(environ: Mapping[str, str], name: str) -> bool:
    """The value of a switch. Raises InputError when it is neither true nor false."""
    value = environ[name].strip().lower()
    if value not in ("true", "false"):
        raise InputError(f'{name.removeprefix("INPUT_").lower()}: "true" or "false" is expected, found "{value}"')
    return value == "true"


def working_directory(environ: Mapping[str, str]) -> str:
    """Where archcheck runs. Raises InputError when there is no such directory."""
    directory = environ["INPUT_WORKING_DIRECTORY"].strip() or "."
    if not os.path.isdir(directory):
        raise InputError(f"working-directory: there is no directory {directory!r}")
    return directory


def base_revision(environ: Mapping[str, str], directory: str) -> str:
    """The revision to compare with, or "" for none.

    In a pull request, HEAD is the merge that GITHUB_SHA names, whose first parent is the base as it is now: two commits
    are all it takes. Whoever checked out something else gets the branch of the base, which needs the whole history.
    Raises InputError when a merge queue does not say what it compares with.
    """
    since = environ["INPUT_SINCE"].strip()
    event = environ.get("GITHUB_EVENT_NAME", "")
    if since != "auto":
        return since
    if event == "pull_request":
        is_merge = environ.get("GITHUB_SHA") == head_of(directory)
        return "HEAD^1" if is_merge else f"origin/{environ['GITHUB_BASE_REF']}"
    if event == "merge_group":
        payload = json.loads(Path(environ["GITHUB_EVENT_PATH"]).read_text("utf-8"))
        base = payload.get("merge_group", {}).get("base_sha")
        if not isinstance(base, str) or not base:
            raise InputError("since: the event names no commit that the merge queue builds on")
        return base
    return ""


def head_of(directory: str) -> str | None:
    """The commit that is checked out, or None when git knows of none."""
    try:
        return Git(directory).run("rev-parse", "--verify", "HEAD").decode().strip()
    except SourceError:
        return None


def trust(environ: Mapping[str, str]) -> dict[str, str]:
    """Variables by which git reads the workspace although another user may own it, as in a container."""
    count = int(environ.get("GIT_CONFIG_COUNT") or 0)
    return {
        "GIT_CONFIG_COUNT": str(count + 1),
        f"GIT_CONFIG_KEY_{count}": "safe.directory",
        f"GIT_CONFIG_VALUE_{count}": environ["GITHUB_WORKSPACE"],
    }


def check_arguments(environ: Mapping[str, str], since: str, home: Path) -> list[str]:
    """The command line of the check; each value stays one argument, whatever is in it."""
    options = {"config": environ["INPUT_CONFIG"].strip(), "since": since, "fail-on": environ["INPUT_FAIL_ON"].strip()}
    files = [f"{reporter}={home / file}" for reporter, file in FILES.items()]
    return [
        "check",
        *(f"--{name}={value}" for name, value in options.items() if value),
        *(f"--output={each}" for each in ("text", *files, *lines(environ["INPUT_OUTPUTS"]))),
        "--",
        *lines(environ["INPUT_PATHS"]),
    ]


def lines(text: str) -> list[str]:
    """The lines that hold something."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def run_archcheck(arguments: Sequence[str], directory: str) -> Outcome:
    """Run the check; its report goes to the log, where nothing in it counts as a workflow command."""
    token = secrets.token_hex(16)
    say(f"::stop-commands::{token}\n")
    try:
        done = subprocess.run(
            [sys.executable, "-I", "-m", "archcheck", *arguments], cwd=directory, stderr=subprocess.PIPE, check=False
        )
        complaint = done.stderr.decode("utf-8", "backslashreplace")
        say(complaint)
    finally:
        say(f"\n::{token}::\n")
    return Outcome(done.returncode, complaint)


def say(text: str) -> None:
    """Write to the log, at once: what archcheck itself writes must not overtake it."""
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def command(severity: str, message: str) -> str:
    """A workflow command that holds the whole message, however many lines it has."""
    shown = message.strip()[:_LONGEST_MESSAGE]
    escaped = shown.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{severity} title=archcheck::{escaped}\n"


def failure_summary(outcome: Outcome) -> str:
    """The summary of a run that checked nothing."""
    head = f"## archcheck: nothing was checked (exit code {outcome.code})"
    return f"{head}\n\n{fenced(outcome.complaint[:_LONGEST_MESSAGE])}"


def fenced(text: str) -> str:
    """A block of Markdown in which the text stays text."""
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text.strip()}\n{fence}\n"


def add_summary(environ: Mapping[str, str], text: str) -> None:
    """Add to the summary of the job, if the runner has one; never more than is shown."""
    path = environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    content = text.encode("utf-8", "backslashreplace")
    if len(content) > SUMMARY_LIMIT:
        content = b"## archcheck\n\nThe report is larger than a summary may be; the log of the job holds it.\n"
    with open(path, "ab") as stream:
        stream.write(content)


def outputs(outcome: Outcome, since: str, home: Path, *, checked: bool) -> Iterator[tuple[str, str]]:
    """The outputs of the step that runs this."""
    yield "exit-code", str(outcome.code)
    yield "verdict", {CLEAN: "passed", VIOLATIONS: "failed"}.get(outcome.code, "error")
    yield "since", since
    if checked:
        summary = json.loads((home / FILES["json"]).read_text("utf-8"))["summary"]
        yield from ((name, str(summary[name])) for name in ("errors", "warnings", "infos"))
        yield from ((f"{name}-file", str(home / FILES[name])) for name in ("sarif", "json"))


def write_outputs(environ: Mapping[str, str], values: Iterable[tuple[str, str]]) -> None:
    """Write outputs, each between marks that nobody can guess: a value may hold lines that look like outputs."""
    mark = secrets.token_hex(16)
    text = "".join(f"{name}<<{mark}\n{value}\n{mark}\n" for name, value in values)
    with open(environ["GITHUB_OUTPUT"], "ab") as stream:
        stream.write(text.encode("utf-8", "backslashreplace"))


if __name__ == "__main__":
    os.environ.update(trust(os.environ))
    main(os.environ)
