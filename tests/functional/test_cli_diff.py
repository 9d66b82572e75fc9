"""`archcheck diff` on real repositories: what one commit has and the other has not."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from archcheck.core.tree_diff import diff_schema
from tests.functional.running import archcheck, git, repository, write_files

RULES = """\
version: 1
components: {service: "services/{service}/", lib: lib}
rules: [{id: alone, kind: independence, components: service}]
"""
FILES = {
    "archcheck.yaml": RULES,
    "services/loans/a.py": "import services.auth.m\n",
    "services/auth/m.py": "",
    "lib/x.py": "import requests\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Two commits: the tag `one`, and HEAD, which the files on disk have left behind."""
    made = repository(tmp_path / "repo", FILES)
    git(made, "commit", "--quiet", "--message", "one")
    git(made, "tag", "one")
    write_files(
        made,
        {
            "services/loans/a.py": "import lib.x\n",
            "services/pay/b.py": "import services.auth.m\nimport httpx\n",
            "lib/x.py": "import services.loans.a\n",
        },
    )
    git(made, "add", "--all")
    git(made, "commit", "--quiet", "--message", "two")
    (made / "lib/x.py").write_text("import nothing\n")
    return made


TEXT = """\
files  +1 -0
components  +1 -0
  + service[pay]
dependencies  +4 -2
  + lib -> service[loans]  lib/x.py:1
  + service[loans] -> lib  services/loans/a.py:1
  + service[pay] -> pypi:httpx  services/pay/b.py:2
  + service[pay] -> service[auth]  services/pay/b.py:1
  - lib -> pypi:requests  lib/x.py:1
  - service[loans] -> service[auth]  services/loans/a.py:1
cycles  +1 -0
  + 2: lib, service[loans]
violations  +1 -1
  + error alone  services/pay/b.py:1  pay imports auth; new: services/pay/b.py:1 -> services/auth/m.py
  - error alone  services/loans/a.py:1  loans imports auth
"""


def test_components_dependencies_cycles_and_violations_are_compared(root: Path) -> None:
    done = archcheck(root, "diff", "one")
    head, _, rest = done.out.partition("\n")
    assert (done.code, done.err, rest) == (0, "", TEXT)
    assert head.startswith("one (")
    assert ") -> HEAD (" in head


def test_the_document_is_what_its_schema_says_and_the_way_back_is_the_reverse(root: Path) -> None:
    there = json.loads(archcheck(root, "diff", "one", "HEAD", "-o", "json").out)
    back = json.loads(archcheck(root, "diff", "HEAD", "one", "-o", "json").out)
    Draft202012Validator(diff_schema()).validate(there)
    for key in ("files", "components", "dependencies", "cycles"):
        assert (there[key]["added"], there[key]["removed"]) == (back[key]["removed"], back[key]["added"])
    assert [each["fingerprint"] for each in there["violations"]["added"]] == [
        each["fingerprint"] for each in back["violations"]["removed"]
    ]


def test_equal_commits_are_the_same(root: Path) -> None:
    assert archcheck(root, "diff", "HEAD").out.splitlines()[1:] == [
        f"{name}  the same" for name in ("files", "components", "dependencies", "cycles", "violations")
    ]


def test_what_is_no_commit_is_refused(root: Path) -> None:
    done = archcheck(root, "diff", "nowhere")
    assert (done.code, done.err.partition(";")[0]) == (2, "error: there is no commit nowhere")
