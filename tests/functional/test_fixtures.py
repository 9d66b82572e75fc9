"""Each repository in fixtures/ has exactly the violations that stand beside it.

After a change that is meant to be seen: `python tools/expect.py`, then read the difference.
"""

import json
from pathlib import Path

import pytest

from tools.expect import FIXTURES, cases, observe


def test_demo_and_packs_are_there() -> None:
    wanted = ["demo", "monorepo", "monorepo-broken", "pack-unbound", "polyglot", "polyglot-broken"]
    assert {*wanted, "python-package", "python-package-broken"} <= set(cases())


@pytest.mark.parametrize("case", cases())
def test_repository_has_the_expected_violations(case: str, tmp_path: Path) -> None:
    expected = json.loads((FIXTURES / case / "expected.json").read_text("utf-8"))
    assert observe(case, tmp_path) == expected


@pytest.mark.parametrize("pack", ["monorepo", "polyglot", "python-package"])
def test_sound_repository_keeps_every_rule_of_its_pack(pack: str) -> None:
    expected = json.loads((FIXTURES / pack / "expected.json").read_text("utf-8"))
    assert (expected["exit"], expected["violations"]) == (0, [])
    assert set(expected["rules"].values()) == {"pass"}


@pytest.mark.parametrize("pack", ["monorepo", "polyglot", "python-package"])
def test_broken_repository_breaks_every_rule_of_its_pack(pack: str) -> None:
    sound, broken = (
        json.loads((FIXTURES / case / "expected.json").read_text("utf-8"))["rules"] for case in (pack, f"{pack}-broken")
    )
    assert broken == dict.fromkeys(sound, "fail")
