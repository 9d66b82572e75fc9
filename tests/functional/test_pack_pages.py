"""Each pack has a page that lists its rules, and rule files on these pages can be loaded."""

import re
from pathlib import Path

import pytest

from archcheck.adapters.resources import pack_names
from archcheck.core.rules import RuleSet
from archcheck.pipeline.load import load_rules_only
from tools.expect import ROOT

PAGES = ROOT / "docs" / "packs"
BLOCK = re.compile(r"^```yaml\n(?P<body>version: 1\n.*?)^```$", re.MULTILINE | re.DOTALL)
EXAMPLES = [
    pytest.param(found["body"], id=f"{page.stem}-{number}")
    for page in sorted(PAGES.glob("*.md"))
    for number, found in enumerate(BLOCK.finditer(page.read_text("utf-8")))
]


def load(text: str, directory: Path) -> RuleSet:
    (directory / "archcheck.yaml").write_text(text, "utf-8", newline="\n")
    return load_rules_only(str(directory), None)


@pytest.mark.parametrize("pack", pack_names())
def test_page_lists_the_rules_of_the_pack(pack: str, tmp_path: Path) -> None:
    rules = load(f'version: 1\nextends: ["archcheck:{pack}"]\n', tmp_path).rules
    page = (PAGES / f"{pack}.md").read_text("utf-8")
    listed = re.findall(r"^\| `([\w/-]+)` \| (\w+) \|", page, re.MULTILINE)
    assert listed == [(rule.id, rule.kind) for rule in rules]
    assert [rule.id for rule in rules if not rule.keys.why] == []


def test_index_lists_every_pack() -> None:
    listed = re.findall(r"^\| \[([\w-]+)\]\(\1\.md\)", (PAGES / "README.md").read_text("utf-8"), re.MULTILINE)
    assert sorted(listed) == list(pack_names())


@pytest.mark.parametrize("text", EXAMPLES)
def test_example_can_be_loaded(text: str, tmp_path: Path) -> None:
    assert load(text, tmp_path).rules
