"""Texts made to make extraction crash or take long: time must not grow faster than the text does."""

import time

import pytest

from archcheck.core.facts import Source
from archcheck.languages.typescript.imports import extract_imports

UNIT = 1 << 13
# Each is repeated until it is long: what stands before, what is repeated, what stands behind.
TEXTS = {
    "imports": ("", "import a from 'a'\n", ""),
    "imports on one line": ("", "import'a';", ""),
    "imports behind code": ("x\n", "import a from 'a'\n", ""),
    "dynamic imports": ("", "import('a');", ""),
    "requires in functions": ("", "function(){require('a')}", ""),
    "exports": ("x\n", "export * from 'a'\n", ""),
    "statements that are never finished": ("", "import {", ""),
    "lists that are never closed": ("", "import {a, ", ""),
    "comments in statements": ("x\n", "import /* ", ""),
    "comments in properties": ("x\n", "import. /* ", ""),
    "comments in calls of mockers": ("x\n", "vi. /* ", ""),
    "comments in definitions": ("x\n", "define /* ", ""),
    "comments in lists": ("x\n", "import {/*", " */"),
    "comments that are never closed": ("x\n", "import(/*", ""),
    "comments with asterisks": ("x; import(", "/**", "*/ 'a')"),
    "parentheses": ("x\n", "(", "import('a')"),
    "braces": ("x\n", "{", "import('a')"),
    "brackets of all kinds": ("x\n", "({[`${", "import('a')"),
    "brackets that close nothing": ("x\n", ")", "import('a')"),
    "templates": ("x\n", "`${", "import('a')"),
    "quotes": ("x\n", "'\"`", "import('a')"),
    "quotes on many lines": ("x\n", "'\n", "import('a')"),
    "slashes": ("x\n", "x=/", "import('a')"),
    "slashes on many lines": ("x\n", "=/\n", "import('a')"),
    "elements": ("x\n", "=<a>", "import('a')"),
    "elements of many names": ("x\n", "=<a{}>", "import('a')"),
    "tags that are never finished": ("x\n", "=<a b='", "import('a')"),
    "type parameters": ("x\n", "=<a<", "import('a')"),
    "arrows": ("x\n", "a=>", "import('a')"),
    "arrows and lines": ("x\n", "a=>b\n", "import('a')"),
    "arrows and blank lines": ("x=>\n", "\n", "import('a')"),
    "headers of functions": ("x\n", "f():a", "{import('a')}"),
    "headers and braces": ("f()\n", "{}", "import('a')"),
    "names of types": ("x\n", "type A = import('a').", ""),
    "blanks": ("x\n", " ", "import('a')"),
    "names": ("x\n", "a", " import('a')"),
    "backslashes": ("x\n'", "\\", "' import('a')"),
    "doc comments": ("", "/** @type {import('a').A} */", ""),
    "one long doc comment": ("/**", " @type {import('a').A}", "*/"),
    "doc comments that are never closed": ("", "/** @import a from 'a'", ""),
    "references": ("", "/// <reference path='a' />\n", ""),
    "declared modules": ("x\n", "declare module 'a' {", ""),
    "lists of AMD": ("x\n", "define(['a',", ""),
    "names of require": ("import('a');", "a1=createRequire(b);", ""),
    "mocks with types": ("x\n", "vi.mock<", ""),
    "nothing but null bytes": ("", "\0", ""),
}
TAGS = {
    "scripts": ("<script>import 'a'</script>\n", ""),
    "scripts that are never closed": ("<script ", ""),
    "templates": ("<template>", "<script>import 'a'</script>"),
    "comments": ("<!--", "<script>import 'a'</script>"),
    "quotes in tags": ("<script '", ""),
    "braces in tags": ("<script {", ""),
    "fences": ("```\n", "\nimport 'a'"),
    "statements": ("import 'a'\n\n", ""),
    "statements that are never finished": ("export {\n\n", ""),
    "styles": ("<style>@import 'a';", "</style>"),
    "styles that are never closed": ("<style>/*", ""),
}


def seconds(content: bytes, dialect: str) -> float:
    started = time.process_time()
    extract_imports(Source(content, dialect))
    return time.process_time() - started


def assert_linear(before: str, part: str, after: str, dialect: str) -> None:
    """Eight times the text takes some eight times as long; very short times say nothing."""
    small, large = (
        min(seconds(f"{before}{part * (length // len(part))}{after}".encode(), dialect) for _ in range(2))
        for length in (UNIT, 8 * UNIT)
    )
    assert large < 24 * small + 0.2


@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in TEXTS])
def test_time_is_linear(name: str) -> None:
    assert_linear(*TEXTS[name], "js")


@pytest.mark.parametrize(
    "dialect", [pytest.param(dialect, id=dialect) for dialect in ("vue", "svelte", "astro", "mdx")]
)
@pytest.mark.parametrize("name", [pytest.param(name, id=name) for name in TAGS])
def test_time_is_linear_for_files_with_scripts(name: str, dialect: str) -> None:
    assert_linear("", *TAGS[name], dialect)


def test_a_long_line_is_read() -> None:
    part = 'var a={b:function(c){return c/2>1?"x":/[/"]/g.test(c)}};'
    facts = extract_imports(Source((part * (2_000_000 // len(part)) + 'require("d")').encode(), "js")).facts
    assert [fact.module for fact in facts] == ["d"]
