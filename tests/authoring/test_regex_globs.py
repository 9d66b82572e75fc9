"""Regular expressions as globs: where a translation is given, both mean the same paths."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.authoring.regex_globs import TranslationError, translate
from archcheck.core.globs import parse_glob

PATHS = [
    "src/a.ts", "src/core/b.spec.ts", "src/main.ts", "lib/core.js", "test/x.js", "a/test/y.js", "src/mytests.ts",
    ".eslintrc.js", "packages/x/.babelrc.js", "features/pay/index.ts", "features/index.ts", "src/a/index.ts",
    "src/a/b/index.ts", "packages/my-ui/x.ts", "types/x.d.ts", "node_modules/x/y.js", "c", "src/ac", "src/bc", "src/c",
    "axb", "a/b", "tests.js", "deep/test/er/z.spec.js",
]  # fmt: skip


@pytest.mark.parametrize(
    ("expression", "globs"),
    [
        (r"^src/", ["src/**"]),
        (r"\.spec\.(ts|js)$", ["**/*.spec.{ts,js}"]),
        (r"^(src|lib)/core", ["{src,lib}/core*", "{src,lib}/core*/**"]),
        (r"test", ["**/*test*", "**/*test*/**"]),
        (r"/test/", ["*/**/test/**"]),
        (r"^src/.*\.spec\.ts$", ["src/**/*.spec.ts"]),
        (r"(^|/)test(/|$)", ["**/test", "**/test/**"]),
        (r"^src/[^/]+/index\.ts$", ["src/*/index.ts"]),
        (r"^packages/[^/]*-ui/", ["packages/*-ui/**"]),
        (r"[.]d[.]ts$", ["**/*.d.ts"]),
        (r"(^|/)\.[^/]+\.(js|cjs)$", ["**/.?*.{js,cjs}"]),
        (r"^src/main\.ts$|^lib/", ["src/main.ts", "lib/**"]),
        (r"^src/(?:a|b)?c$", ["src/{{a,b},}c"]),
    ],
)
def test_what_globs_can_say_is_translated(expression: str, globs: list[str]) -> None:
    assert translate(expression) == globs
    parsed = [parse_glob(glob) for glob in globs]
    for path in PATHS:
        meant = any(glob.match_file(path) is not None for glob in parsed)
        assert meant == (re.search(expression, path) is not None), path


def test_groups_become_captures_and_references_use_them() -> None:
    assert translate(r"^features/([^/]+)/", ["g1"]) == ["features/{g1}/**"]
    assert translate(r"^features/$1/", ["g1"]) == ["features/{g1}/**"]


@pytest.mark.parametrize(
    "expression",
    [
        r"^(?!src)",
        r"\w+",
        r"^src/x.*y$",
        r"a{2}",
        r"[a-z]",
        r"[^.]x",
        r"^$1/",
        r"(",
        r"[",
        r"*a",
        r"a$b",
        r"x+",
        "a" * 9000,
    ],
)
def test_what_globs_cannot_say_is_refused(expression: str) -> None:
    with pytest.raises(TranslationError):
        translate(expression)


@given(st.text("ab/.^$|()[]*+?\\", max_size=10), st.lists(st.text("ab/.", min_size=1, max_size=6), max_size=8))
def test_a_translation_means_the_same_paths(expression: str, paths: list[str]) -> None:
    try:
        found = re.compile(expression)
        globs = [parse_glob(glob) for glob in translate(expression)]
    except (re.error, ValueError):
        return
    for path in paths:
        if path.startswith("/") or "//" in path or path.endswith("/") or "./" in f"{path}/":
            continue
        meant = any(glob.match_file(path) is not None for glob in globs)
        assert meant == (found.search(path) is not None), (path, globs)
