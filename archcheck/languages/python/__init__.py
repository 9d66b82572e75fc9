"""Python: imports, symbols and suppressions of .py and .pyi files, resolved without running anything."""

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, Source
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve

# Part of the cache key, together with the minor version of Python: raise it whenever the answer for any file changes.
_VERSION = 4


@cache
def _extractor(aspect: str) -> Callable[[Source], Extracted[Any]]:
    """The extractor of an aspect, imported when first used: a run in which no file has changed needs none."""
    extractor: Callable[[Source], Extracted[Any]] = getattr(
        import_module(f"archcheck.languages.python.{aspect}"), f"extract_{aspect}"
    )
    return extractor


def _extract(aspect: str, source: Source) -> Extracted[Any]:
    return _extractor(aspect)(source)


LANGUAGE = Language(
    name="python",
    files=(("**/*.py", "py"), ("**/*.pyi", "pyi")),
    version=_VERSION,
    aspects={aspect: partial(_extract, aspect) for aspect in ("imports", "suppressions", "symbols", "endpoints")},
    index=build_index,
    resolve=resolve,
    tests=("**/tests/**", "**/test/**", "**/test_*.py", "**/*_test.py", "**/conftest.py"),
)
