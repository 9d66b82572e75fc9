"""The formats of CI systems through the command line, together and on hostile repositories."""

import json
import re
import shlex
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from archcheck.cli.main import main
from tests.functional.running import archcheck, git, repository

RULES = """
    version: 1
    components: {service: "services/{service}/"}
    rules:
      - {id: stand-alone, kind: independence, components: service, why: Each is deployed alone.}
      - {id: shape, kind: tree, root: "services/{service}", entries: [Dockerfile]}
      - {id: names, kind: naming, styles: {"**/*.py": snake}}
"""
FILES = {
    "archcheck.yaml": RULES,
    "services/a/xY.py": "import services.b.y\n",
    "services/a/Dockerfile": "",
    "services/b/y.py": "",
}


def test_sarif_anchors_every_result_in_a_file_that_exists(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", FILES)
    assert archcheck(root, "check", "-o", "sarif=out.sarif").code == 1
    [run] = json.loads((root / "out.sarif").read_text("utf-8"))["runs"]
    places = [
        (result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"])
        for result in run["results"]
        for place in [result["locations"][0]["physicalLocation"]]
    ]
    assert places == [
        ("stand-alone", "services/a/xY.py", 1),
        ("shape", "archcheck.yaml", 6),
        ("names", "services/a/xY.py", 1),
    ]


def test_formats_are_written_together_and_agree(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", FILES)
    files = {"sarif": "a.sarif", "gitlab": "a.json", "junit": "a.xml"}
    options = [word for name, file in files.items() for word in ("-o", f"{name}={file}")]
    outcome = archcheck(root, "check", "-o", "github", *options)
    assert (outcome.code, outcome.err) == (1, "")
    assert [line.partition("title=")[2].partition("::")[0] for line in outcome.out.splitlines()] == [
        "archcheck%3A stand-alone",
        "archcheck%3A shape",
        "archcheck%3A names",
    ]
    assert len(json.loads((root / "a.json").read_text("utf-8"))) == 3
    assert ElementTree.parse(root / "a.xml").getroot()[0].attrib["failures"] == "3"


@pytest.mark.skipif(sys.platform == "win32", reason="such names need POSIX")
def test_a_file_name_does_not_become_a_command(tmp_path: Path) -> None:
    evil = "services/a/\n::error::pwned %0A::x,line=7.py"
    root = repository(tmp_path / "repo", {**FILES, evil: "import services.b.y\n"})
    outcome = archcheck(
        root, "check", "-o", "github", "-o", "junit=a.xml", "-o", "gitlab=a.json", "-o", "sarif=a.sarif"
    )
    assert (outcome.code, outcome.err) == (1, "")
    lines = outcome.out.splitlines()
    assert len(lines) == 6
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    ElementTree.parse(root / "a.xml")


def test_a_clean_repository_leaves_empty_reports(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", {"archcheck.yaml": "version: 1\n", "a.py": ""})
    outcome = archcheck(root, "check", "-o", "github", "-o", "gitlab=a.json", "-o", "sarif=a.sarif")
    assert outcome == (0, "", "")
    assert (root / "a.json").read_bytes() == b"[]\n"
    assert json.loads((root / "a.sarif").read_text("utf-8"))["runs"][0]["results"] == []


COMMAND = re.compile(r"\s*::[a-z-]+[ :]|.*##[a-z]*\[", re.DOTALL)
"""What the runners of GitHub, Azure Pipelines and TeamCity take for a command in a line of a log."""
HOSTILE_NAMES = ("::error file=a::pwned", "##[error]pwned", "a/###[add-mask]x", "##vso[x]", " ::debug::x")


@pytest.mark.skipif(sys.platform == "win32", reason="such names need POSIX")
@pytest.mark.parametrize(
    "command",
    [
        pytest.param("check", id="check"),
        pytest.param("check --all -v", id="everything"),
        pytest.param("check -o json", id="json"),
        pytest.param("check -o sarif", id="sarif"),
        pytest.param("check -o gitlab", id="gitlab"),
        pytest.param("check -o junit", id="junit"),
        pytest.param("check '::error::x'", id="path"),
        pytest.param("check '##[error]x'", id="unknown path"),
        pytest.param("check --rule '##[error]x\n::error::y'", id="unknown rule"),
        pytest.param("check -c '::error::x.yaml'", id="broken rule file"),
        pytest.param("check --config-only -c '::debug::fine.yaml'", id="rule file"),
        pytest.param("explain '::error file=a::pwned/xY.py'", id="explain a file"),
        pytest.param("explain '##[error]pwned/xY.py' b.py", id="explain a violation"),
        pytest.param("explain deny", id="explain a rule"),
        pytest.param("explain archcheck/unresolved", id="explain a built-in rule"),
        pytest.param("owners", id="owners"),
        pytest.param("owners --unowned", id="unowned"),
        pytest.param("owners .", id="owners of each"),
        pytest.param("owners -o json", id="owners as json"),
        pytest.param("baseline write", id="baseline"),
        pytest.param("baseline accept --rule deny --reason x", id="accepted"),
        pytest.param("exemptions", id="exemptions"),
        pytest.param("exemptions -o json", id="exemptions as json"),
        pytest.param("diff HEAD HEAD^ --all", id="diff"),
        pytest.param("diff HEAD HEAD^ -o json", id="diff as json"),
        pytest.param("check --since HEAD^", id="since"),
        pytest.param("check --since '::error::x'", id="no revision"),
        pytest.param("graph", id="graph"),
        pytest.param("graph -o mermaid --level file", id="mermaid"),
        pytest.param("graph -o dot --level file", id="dot"),
        pytest.param("graph -o graphml --level file", id="graphml"),
    ],
)
def test_no_line_of_a_log_is_a_command(
    hostile: Path, command: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(hostile)
    monkeypatch.setenv("XDG_CACHE_HOME", str(hostile.parent))
    assert main(shlex.split(command)) in (0, 1, 2)
    lines = "".join(capfd.readouterr()).splitlines()
    assert lines
    assert [line for line in lines if COMMAND.match(line)] == []


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository whose names and texts are commands."""
    source = "import b\nfrom b import gone\nimport nowhere.at_all\n"
    names = {f"{name}/xY.py": source for name in HOSTILE_NAMES}
    rules = """
        version: 1
        components: {"::warning::part": "**/pwned/"}
        baseline: "##[debug]baseline.json"
        files: {exclude: ["##[error]none/**"]}
        waivers: [{rule: deny, from: "::error::none", reason: "::error::why ##[error]x", owner: "##[error]me"}]
        rules:
          - {id: "##[group]names", kind: naming, styles: {"**/*.py": snake}, why: "::warning::why ##[warning]x"}
          - {id: deny, kind: dependencies, from: "**/xY.py", deny: b.py, hint: "::error::do"}
          - {id: blind, kind: files, match: "::error::none", max_lines: 3, why: "::notice::x"}
    """
    broken = "version: 1\n::error::x: 3\n'##[error]': 4\nrules: [{id: '::error::', kind: '##[x]'}]\n"
    others = {"::error::x.yaml": broken, "::debug::fine.yaml": "version: 1\n", "b.py": ""}
    root = repository(tmp_path_factory.mktemp("logs") / "repo", {"b.py": "", "archcheck.yaml": "version: 1\n"})
    git(root, "commit", "--quiet", "--message", "before")
    repository(root, {**names, **others, "archcheck.yaml": rules})
    git(root, "commit", "--quiet", "--message", "after")
    return root
