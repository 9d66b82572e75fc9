"""Runs the steps of action.yml as a runner of GitHub does, as far as this action needs one.

Expressions are `inputs.NAME` and `steps.ID.outputs.NAME`, conditions `always()`; anything else is an error. Scripts get
the variables, files and shell that GitHub documents, and their log is read for workflow commands.
"""

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SHELL = ("bash", "--noprofile", "--norc", "-e", "-o", "pipefail")
"""What `shell: bash` stands for."""

COMMANDS = frozenset({"error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "set-output", "set-env"})
"""Names that the runner takes for commands, as far as they could do harm here."""

_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
_COMMAND = re.compile(r"\s*::([A-Za-z0-9-]+)(?: (.*?))?::(.*)", re.DOTALL)
_OLD_COMMAND = re.compile(r"##\[([A-Za-z0-9-]+)(?: ([^\]]*))?\](.*)", re.DOTALL)


class Command(NamedTuple):
    """A workflow command that the runner would carry out; properties and message as written."""

    name: str
    properties: str
    message: str


@dataclass(slots=True)
class Job:
    """A job whose workspace is `workspace`; `variables` are added to those of every script.

    `already` are outputs of steps that are not run, because they have been before.
    """

    workspace: Path
    temp: Path
    variables: Mapping[str, str] = field(default_factory=dict)
    already: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    action: Path = ROOT


@dataclass(slots=True)
class Result:
    """What a run of the action left: `ran` are the steps with their exit codes, in order."""

    outputs: Mapping[str, str]
    ran: list[tuple[str, int]]
    log: str
    summary: str

    @property
    def failed(self) -> bool:
        """Whether the step that uses the action fails."""
        return any(code for _, code in self.ran)

    @property
    def commands(self) -> list[Command]:
        """The workflow commands that the runner would carry out."""
        return read_commands(self.log)


def run_action(job: Job, **inputs: str) -> Result:
    """Run the action with these inputs, in which `_` stands for `-`."""
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    assert given.keys() <= ACTION["inputs"].keys()
    known = {name: given.get(name, declared["default"]) for name, declared in ACTION["inputs"].items()}
    steps: dict[str, Mapping[str, str]] = dict(job.already)
    ran: list[tuple[str, int]] = []
    log, summary = "", ""
    job.temp.mkdir(exist_ok=True)
    for number, step in enumerate(ACTION["runs"]["steps"]):
        condition = step.get("if", "success()")
        assert condition in ("success()", "always()")
        if step.get("id") in job.already or (condition == "success()" and any(code for _, code in ran)):
            continue
        done = _run_step(step, job, number, known, steps)
        ran.append((step.get("id", step["name"]), done.code))
        log += done.log
        summary += done.summary
        if "id" in step:
            steps[step["id"]] = done.outputs
    return Result(
        {name: evaluate(declared["value"], known, steps) for name, declared in ACTION["outputs"].items()},
        ran,
        log,
        summary,
    )


class _Done(NamedTuple):
    code: int
    outputs: Mapping[str, str]
    log: str
    summary: str


def _run_step(
    step: Mapping[str, Any], job: Job, number: int, inputs: Mapping[str, str], steps: Mapping[str, Mapping[str, str]]
) -> _Done:
    assert step["shell"] == "bash"
    files = {name: job.temp / f"{name}_{number}" for name in ("output", "step_summary", "env", "path", "state")}
    for file in files.values():
        file.write_bytes(b"")
    script = job.temp / f"script_{number}.sh"
    script.write_text(step["run"], "utf-8", newline="\n")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT", "PYTHON", "LC_", "LANG"))}
    variables = {
        **kept,
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_ACTION_PATH": str(job.action),
        "GITHUB_WORKSPACE": str(job.workspace),
        "GITHUB_EVENT_NAME": "push",
        "RUNNER_TEMP": str(job.temp),
        "XDG_CACHE_HOME": str(job.temp / "cache"),
        "SOURCE_DATE_EPOCH": "1767225600",
        **job.variables,
        **{name: evaluate(value, inputs, steps) for name, value in step.get("env", {}).items()},
        **{f"GITHUB_{name.upper()}": str(file) for name, file in files.items()},
    }
    done = subprocess.run(
        [*SHELL, str(script)],
        cwd=job.workspace,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    assert files["env"].read_bytes() + files["path"].read_bytes() == b"", "the action changes later steps of the job"
    log, outputs, summary = (
        text.decode("utf-8") for text in (done.stdout, files["output"].read_bytes(), files["step_summary"].read_bytes())
    )
    return _Done(done.returncode, read_outputs(outputs), log, summary)


def evaluate(text: str, inputs: Mapping[str, str], steps: Mapping[str, Mapping[str, str]]) -> str:
    """The text with the values of its expressions; what does not exist is empty. Raises ValueError for other ones."""

    def value(found: re.Match[str]) -> str:
        match found[1].split("."):
            case ["inputs", name]:
                return inputs[name]
            case ["steps", step, "outputs", name]:
                return steps.get(step, {}).get(name, "")
        raise ValueError(f"an expression that this runner does not know: {found[1]}")

    return _EXPRESSION.sub(value, text)


def read_outputs(text: str) -> dict[str, str]:
    """The outputs in a file of outputs: lines NAME=VALUE, and NAME<<MARK with lines up to MARK."""
    found: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        equals, marked = line.find("="), line.find("<<")
        if marked >= 0 and (equals < 0 or marked < equals):
            name, mark = line.split("<<", 1)
            inside = []
            for each in lines:
                if each == mark:
                    break
                inside.append(each)
            else:
                raise ValueError(f"the value of {name} never ends")
            found[name] = "\n".join(inside)
        elif line:
            assert equals > 0, f"not an output: {line}"
            found[line[:equals]] = line[equals + 1 :]
    return found


def read_commands(log: str) -> list[Command]:
    """The commands in a log that are carried out: at the start of a line, or in the old form anywhere in it."""
    found: list[Command] = []
    stopped = ""
    for line in re.split(r"\r\n|\r|\n", log):
        new = _COMMAND.match(line)
        known = COMMANDS | {"stop-commands"} | ({stopped} if stopped else set())
        written = new if new and new[1].lower() in known else _OLD_COMMAND.search(line)
        if not written or written[1].lower() not in known:
            continue
        command = Command(written[1].lower(), written[2] or "", written[3])
        if command.name == stopped:
            stopped = ""
        elif not stopped and command.name == "stop-commands":
            stopped = command.message
        elif not stopped:
            found.append(command)
    assert not stopped, "commands stay stopped for the rest of the step"
    return found
