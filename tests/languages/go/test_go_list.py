"""The same answers as `go list`, which were written down by `tools/freeze_go_list.py`."""

import gzip
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archcheck.core.facts import ImportFact, Source
from archcheck.core.resolution import EXTERNAL, INTERNAL, STDLIB, UNRESOLVED, Inventory
from archcheck.languages.go.imports import extract_imports
from archcheck.languages.go.index import GoIndex, build_index
from archcheck.languages.go.resolve import resolve
from tests.languages.go.drawn import FILES

FOLDER = Path(__file__).parent
NAMES = sorted(path.name.partition(".")[0] for path in FOLDER.glob("*.json.gz"))


@cache
def frozen(name: str) -> Any:
    return json.loads(gzip.decompress((FOLDER / f"{name}.json.gz").read_bytes()))


def index_of(answers: Any) -> GoIndex:
    manifests = {path: text.encode() for path, text in answers["manifests"].items()}
    return build_index(Inventory(tuple(sorted((*answers["files"], *manifests))), manifests))


def differences(name: str) -> dict[str, str]:
    """Imports, each with the go.mod it is seen from, that lead elsewhere, with what Go says and what we say."""
    answers = frozen(name)
    index = index_of(answers)
    found = {}
    for manifest, leads in answers["answers"].items():
        directory = manifest.removesuffix("go.mod")
        for module, expected in leads.items():
            (answer,) = resolve(index, f"{directory}any.go", ImportFact(1, 1, module))
            shown = {STDLIB: "std", INTERNAL: answer.target, EXTERNAL: "", UNRESOLVED: "?"}[answer.outcome]
            if shown != expected:
                found[f"{manifest} {module}"] = f"{expected or 'not here'}, {shown or 'not here'}"
    return found


EXPLAINED = {
    "fixture": {
        # Go would look for what it does not find on the network; we say that nothing can be there.
        "money/go.mod no/such/std": "not here, ?",
        "shop/go.mod example.com/shop/missing": "not here, ?",
        # Go only fails when it builds this: there is a directory, but it holds nothing besides tests.
        "shop/go.mod example.com/shop/internal/only": "shop/internal/only/, ?",
        # Nothing leads from the module to the one around it; we take a module of the repository for what it is.
        "shop/inner/go.mod example.com/shop/internal/db": "not here, shop/internal/db/",
    }
}


@pytest.mark.parametrize("name", NAMES)
def test_imports_lead_where_go_says(name: str) -> None:
    assert differences(name) == EXPLAINED.get(name, {})


@pytest.mark.parametrize("name", NAMES)
def test_packages_are_those_that_go_lists(name: str) -> None:
    answers = frozen(name)
    index = index_of(answers)
    listed = {each["directory"]: bool(each["files"]["Imports"] or each["ignored"]) for each in answers["packages"]}
    assert {directory: directory in index.packages for directory in listed} == listed


def test_imports_of_the_drawn_files_are_those_that_go_lists() -> None:
    for package in frozen("fixture")["packages"]:
        for kind, files in package["files"].items():
            sources = [Source(FILES[package["directory"] + name].encode(), "go") for name in files]
            imports = {fact.module for source in sources for fact in extract_imports(source).facts}
            assert sorted(imports) == package[kind]
