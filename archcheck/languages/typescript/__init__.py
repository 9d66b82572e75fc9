"""TypeScript and JavaScript: imports, symbols and suppressions, resolved without Node and without an installation."""

from collections.abc import Callable
from functools import cache, partial
from importlib import import_module
from typing import Any

from archcheck.core.extension import Language
from archcheck.core.facts import Extracted, Source
from archcheck.languages.typescript.index import build_index, further_manifests
from archcheck.languages.typescript.resolve import resolve

# Part of the cache key: raise it whenever the answer for any file changes.
_VERSION = 3
_ASPECTS = ("imports", "suppressions", "symbols", "endpoints")
_DIALECTS = ("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs", "vue", "svelte", "astro", "mdx")


@cache
def _extractor(aspect: str) -> Callable[[Source], Extracted[Any]]:
    """The extractor of an aspect, imported when first used: a run in which no file has changed needs none."""
    extractor: Callable[[Source], Extracted[Any]] = getattr(
        import_module(f"archcheck.languages.typescript.{aspect}"), f"extract_{aspect}"
    )
    return extractor


def _extract(aspect: str, source: Source) -> Extracted[Any]:
    return _extractor(aspect)(source)


LANGUAGE = Language(
    name="typescript",
    files=(
        ("**/*.d.ts", "dts"),
        ("**/*.d.mts", "dts"),
        ("**/*.d.cts", "dts"),
        *((f"**/*.{dialect}", dialect) for dialect in _DIALECTS),
    ),
    version=_VERSION,
    aspects={aspect: partial(_extract, aspect) for aspect in _ASPECTS},
    index=build_index,
    resolve=resolve,
    manifests=(
        "**/package.json",
        "**/tsconfig*.json",
        "**/jsconfig*.json",
        "**/pnpm-workspace.yaml",
        "**/lerna.json",
        "**/rush.json",
        "**/deno.json",
        "**/deno.jsonc",
    ),
    further=further_manifests,
    tests=(
        "**/*.test.*",
        "**/*.spec.*",
        "**/*.test-d.*",
        "**/*.e2e.*",
        "**/*.e2e-spec.*",
        "**/*.cy.*",
        "**/__tests__/**",
        "**/__mocks__/**",
        "**/test/**",
        "**/tests/**",
        "**/e2e/**",
        "**/cypress/**",
        "**/playwright/**",
    ),
)
