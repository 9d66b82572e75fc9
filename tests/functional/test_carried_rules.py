"""A configuration of another tool on its way into the rule file, whatever reads it."""

import gc
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from archcheck.authoring.carried import Carried, Lost
from archcheck.core.values import Place
from archcheck.errors import ConfigError, SourceError
from archcheck.pipeline.carry import package_of, prepare_carried
from archcheck.pipeline.init import Prepared
from archcheck.pipeline.request import Request
from archcheck.pipeline.start import begin
from tests.functional.running import repository

FILES = {"tool.ini": "[contracts]\n", "shop/__init__.py": "", "shop/a.py": "import shop.b\n", "shop/b.py": ""}
RULES = "version: 1\nrules:\n  - {id: apart, kind: dependencies, from: shop/a.py, deny: shop/b.py}\n"


@pytest.fixture(autouse=True)
def _collect_garbage() -> Iterator[None]:
    """A run switches the collector off, for it is about to end; this process is not."""
    yield
    gc.enable()


def carry_over(text: str, path: str, files: Sequence[str], _package_of: Callable[[str], str]) -> Carried:
    """A reader of a tool that knows one contract."""
    assert (text, list(files)) == ("[contracts]\n", sorted(FILES))
    return Carried(RULES, (Lost(Place(path, 1, 1), "contract depth", "there is no such rule"),), ("one note",))


def prepared(root: Path, file: str = "tool.ini", start: str = ".", *, with_baseline: bool = False) -> Prepared:
    request = Request(start=str(root / start), as_of="2026-11-20", use_cache=False, jobs=1)
    return prepare_carried(begin(request), file, carry_over, with_baseline=with_baseline)


def test_what_is_lost_and_what_breaks_today_is_told(tmp_path: Path) -> None:
    found = prepared(repository(tmp_path / "repo", FILES))
    assert (found.text, found.record) == (RULES, None)
    assert found.lines == (
        "found  tool.ini: 1 rule, 1 not carried over",
        "note   one note",
        "lost   tool.ini:1:1 contract depth: there is no such rule",
        "breaks 1 violation today; --baseline records them",
    )


def test_a_baseline_records_what_breaks_today(tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", FILES)
    found = prepared(root, "../tool.ini", "shop", with_baseline=True)
    assert found.text == f"{RULES}\nbaseline: .archcheck-baseline.json\n"
    assert found.recorded == 1
    found.write()
    assert (root / "archcheck.yaml").read_text("utf-8") == found.text
    assert '"rule": "apart"' in (root / ".archcheck-baseline.json").read_text("utf-8")
    with pytest.raises(SourceError, match="exists already"):
        found.write()


@pytest.mark.parametrize(
    ("file", "message"),
    [("missing.ini", "cannot be read"), ("bytes.ini", "is not UTF-8")],
    ids=["missing", "no text"],
)
def test_a_file_that_cannot_be_read_is_a_mistake_of_the_user(file: str, message: str, tmp_path: Path) -> None:
    root = repository(tmp_path / "repo", FILES)
    (root / "bytes.ini").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(ConfigError) as caught:
        prepared(root, file)
    assert [problem.message.partition(":")[0] for problem in caught.value.problems] == [message]


@pytest.mark.parametrize(
    ("module", "package"),
    [("yaml.nodes", "pypi:pyyaml"), ("os.path", "std:python/os"), ("django", "pypi:django")],
)
def test_packages_go_by_the_names_that_imports_lead_to(module: str, package: str) -> None:
    assert package_of(module) == package
