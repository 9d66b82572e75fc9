"""Go: imports, symbols, suppressions and embedded files of .go files, resolved over the modules of the repository."""

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, Source
from archcheck.languages.go.index import build_index, in_package
from archcheck.languages.go.resolve import resolve

# Part of the cache key: raise it whenever the answer for any file changes.
_VERSION = 2
_ASPECTS = ("imports", "suppressions", "symbols", "endpoints", "relations")


@cache
def _extractor(aspect: str) -> Callable[[Source], Extracted[Any]]:
    """The extractor of an aspect, imported when first used: a run in which no file has changed needs none."""
    extractor: Callable[[Source], Extracted[Any]] = getattr(
        import_module(f"archcheck.languages.go.{aspect}"), f"extract_{aspect}"
    )
    return extractor


def _extract(aspect: str, source: Source) -> Extracted[Any]:
    return _extractor(aspect)(source)


LANGUAGE = Language(
    name="go",
    files=(("**/*.go", "go"),),
    version=_VERSION,
    aspects={aspect: partial(_extract, aspect) for aspect in _ASPECTS},
    index=build_index,
    resolve=resolve,
    manifests=("**/go.mod", "**/go.work"),
    tests=("**/*_test.go", "**/testdata/**"),
    in_package=in_package,
)
