"""What facts depend on besides the content of a file is part of the key under which they are kept."""

import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from archcheck.adapters.extraction import language_task, scan_task
from archcheck.core.extension import Check, Language
from archcheck.core.facts import Extracted, Fact, Source


def read_nothing(_source: Source) -> Extracted[Any]:
    return Extracted()


def scan(_options: str, _source: Source) -> tuple[Fact, ...]:
    return ()


ASPECTS = {"imports": read_nothing, "symbols": read_nothing}
PYTHON: Language[None] = Language("python", (("**/*.py", "py"),), 1, ASPECTS, lambda _: None, lambda _i, _p, _f: ())
CHECK: Check[Any] = Check("acme.lines", str, 1, lambda _o, _s: (), scan=scan)


def test_scopes_differ_in_everything_that_facts_depend_on(monkeypatch: pytest.MonkeyPatch) -> None:
    imports = ("imports",)
    scopes = [
        language_task(PYTHON, "py", imports).scope,
        language_task(PYTHON, "pyi", imports).scope,
        language_task(PYTHON, "py", ("symbols",)).scope,
        language_task(PYTHON, "py", ("imports", "symbols")).scope,
        language_task(PYTHON, "py", imports, "grammar 0.23").scope,
        language_task(replace(PYTHON, version=2), "py", imports).scope,
        language_task(replace(PYTHON, name="cython"), "py", imports).scope,
        scan_task(CHECK, "o", "o", "py").scope,
        scan_task(CHECK, "p", "p", "py").scope,
        scan_task(CHECK, "o", "o", "pyi").scope,
        scan_task(replace(CHECK, version=2), "o", "o", "py").scope,
        scan_task(replace(CHECK, kind="acme.words"), "o", "o", "py").scope,
    ]
    monkeypatch.setattr(sys, "version_info", (3, 99, 0))
    scopes.append(language_task(PYTHON, "py", imports).scope)
    monkeypatch.setattr("archcheck.adapters.extraction.__version__", "99")
    scopes.append(language_task(PYTHON, "py", imports).scope)
    assert all(first != second for first, second in pairwise(sorted(scopes)))
    assert language_task(PYTHON, "py", imports).scope == scopes[-1]
