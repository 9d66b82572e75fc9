"""Which files are TypeScript or JavaScript, and which of them are tests."""

import pytest

from archcheck.core.globs import parse_glob
from archcheck.languages.typescript import LANGUAGE


def dialect(path: str) -> str:
    return next((name for glob, name in LANGUAGE.files if parse_glob(glob).match_file(path) is not None), "")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a.ts", "ts"),
        ("a/b.tsx", "tsx"),
        ("a/b.d.ts", "dts"),
        ("a/b.d.mts", "dts"),
        ("a/b.d.cts", "dts"),
        ("d.ts", "ts"),
        ("a/b.svg.d.ts", "dts"),
        ("a.mjs", "mjs"),
        ("a.cjs", "cjs"),
        ("a.jsx", "jsx"),
        ("App.vue", "vue"),
        ("App.svelte", "svelte"),
        ("page.astro", "astro"),
        ("page.mdx", "mdx"),
        ("page.md", ""),
        ("a.json", ""),
        ("a.ts/b.py", ""),
    ],
)
def test_dialects_follow_from_the_name(path: str, expected: str) -> None:
    assert dialect(path) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("src/a.test.ts", True),
        ("src/a.spec.tsx", True),
        ("src/a.test-d.ts", True),
        ("src/__tests__/a.ts", True),
        ("src/__mocks__/fs.js", True),
        ("test/a.ts", True),
        ("apps/web/tests/deep/a.ts", True),
        ("e2e/login.ts", True),
        ("cypress/support/index.ts", True),
        ("src/login.cy.ts", True),
        ("src/app.e2e-spec.ts", True),
        ("src/test.ts", False),
        ("src/testing/a.ts", False),
        ("src/latest.ts", False),
        ("src/spec.ts", False),
    ],
)
def test_tests_follow_from_the_path(path: str, expected: bool) -> None:
    assert any(parse_glob(glob).match_file(path) is not None for glob in LANGUAGE.tests) == expected
