"""Rules of dependency-cruiser as rules: the same verdicts on a sample, and nothing lost in silence."""

import json
from pathlib import Path
from typing import Any

import pytest

from archcheck.authoring.carry import carry_over
from archcheck.authoring.dependency_cruiser import carry_dependency_cruiser
from archcheck.errors import ConfigError
from tests.functional.running import archcheck, repository

HERE = Path(__file__).parent
SAMPLE: dict[str, Any] = json.loads((HERE / "dependency_cruiser_sample.json").read_text("utf-8"))
VERDICTS: dict[str, list[list[str]]] = json.loads((HERE / "dependency_cruiser_verdicts.json").read_text("utf-8"))
NAME = ".dependency-cruiser.json"
# lodash is not installed there, so dependency-cruiser knows no path for it; archcheck asks for its name.
MORE = {"no-lodash": {("src/shared/s.js", "npm:lodash")}}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample as a repository."""
    return repository(tmp_path / "repo", {**SAMPLE["files"], NAME: json.dumps(SAMPLE["configuration"])})


def test_every_rule_finds_what_dependency_cruiser_found(root: Path) -> None:
    done = archcheck(root, "init", "--from", NAME, "--write")
    assert (done.code, done.err) == (0, "")
    document = json.loads(archcheck(root, "check", "-o", "json").out)
    found: dict[str, set[tuple[str, str]]] = {
        rule["id"]: set() for rule in document["rules"] if rule["kind"] != "builtin"
    }
    for each in document["violations"]:
        if each["rule"] in found:
            target = (each["target"] or each["subject"]).replace("std:node/", "")
            found[each["rule"]].add((each["subject"], target))
    cycles = {member for each in document["violations"] for member in each["members"]}
    expected = {name: {(a, b) for a, b in pairs} | MORE.get(name, set()) for name, pairs in VERDICTS.items()}
    assert cycles == {end for pair in expected.pop("no-circular") for end in pair}
    assert len(found.pop("no-circular")) == 1
    assert found == expected


def carried(rule: dict[str, Any], *files: str) -> tuple[str, list[str]]:
    """The text and what is lost of one forbidden rule."""
    text = json.dumps({"forbidden": [{"name": "r", **rule}]})
    made = carry_dependency_cruiser(text, NAME, files)
    return made.rules, [f"{each.what}: {each.reason}" for each in made.lost]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        pytest.param({"to": {"moreThanOneDependencyType": True}}, "rule r: moreThanOneDependencyType: ", id="types"),
        pytest.param(
            {"to": {"dependencyTypes": ["deprecated"]}}, "rule r: no rule is about deprecated alone", id="deprecated"
        ),
        pytest.param({"to": {"path": "(?!x)"}}, "rule r: it looks ahead or behind", id="expression"),
        pytest.param(
            {"to": {"path": "^a/", "pathNot": "^b/$1/"}}, "rule r: $1 is no whole part of a path", id="reference"
        ),
        pytest.param(
            {"to": {"circular": True, "viaOnly": {"path": "x"}}}, "viaOnly of rule r: all cycles count", id="via"
        ),
        pytest.param({"to": {"path": "a"}, "scope": "folder"}, "rule r: folders hold what is below them", id="folders"),
        pytest.param(
            {"from": {"path": "a"}, "to": {"couldNotResolve": True}},
            "from.path of rule r: the built-in rule",
            id="some files",
        ),
        pytest.param({"from": {"surprise": 1}, "to": {"path": "a"}}, "rule r: surprise is not known", id="unknown key"),
    ],
)
def test_what_cannot_be_carried_over_is_listed_in_the_file_too(rule: dict[str, Any], reason: str) -> None:
    text, lost = carried(rule)
    assert len(lost) == 1
    assert lost[0].startswith(reason)
    assert "# Not carried over:\n" in text


def test_what_matches_nothing_is_optional_and_said() -> None:
    text, lost = carried({"from": {"path": "^gone/"}, "to": {"path": "^lib/"}}, "lib/x.js")
    assert (lost, "optional: true" in text, "gone/ matches nothing today" in text) == ([], True, True)


@pytest.mark.parametrize(
    ("text", "path", "message"),
    [
        pytest.param("{", NAME, f"{NAME}:1:1 ", id="no JSON"),
        pytest.param("module.exports = {}", ".dependency-cruiser.js", "is a program, which is not run", id="program"),
        pytest.param("x", "tach.toml", "is none of these", id="another tool"),
    ],
)
def test_what_is_no_such_configuration_is_refused(text: str, path: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        carry_over(text, path, ())
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        pytest.param('{"forbidden": {}}', ["forbidden: is no list of rules"], id="no list"),
        pytest.param('{"forbidden": [1]}', ["an entry of forbidden: is no rule"], id="no rule"),
        pytest.param(
            json.dumps({"forbidden": [{"name": "r", "from": {"path": "a" * 1500}, "to": {"path": "a"}}]}),
            [
                "rule r: its globs cannot be written: pattern of 1510 characters, at most 1000 are allowed; "
                "split it into several"
            ],
            id="long",
        ),
    ],
)
def test_nonsense_is_listed(text: str, lost: list[str]) -> None:
    made = carry_dependency_cruiser(text, NAME, ())
    assert [f"{each.what}: {each.reason}" for each in made.lost] == lost
