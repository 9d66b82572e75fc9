"""Imports of files that hold scripts beside markup: at their places in the file, and never from the markup."""

import pytest

from archcheck.core.facts import Source, mark_names
from archcheck.languages.typescript.imports import extract_imports


def imports(text: str, dialect: str) -> list[str]:
    """Facts as `line:column specifier form marks`."""
    return [
        " ".join(filter(None, [f"{fact.line}:{fact.column}", fact.module, fact.form, *mark_names(fact.marks)]))
        for fact in extract_imports(Source(text.encode(), dialect)).facts
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "<script>import a from 'a'</script>\n<script setup lang=\"ts\">\nimport type { B } from './b'\n</script>",
            ["1:9 a", "3:1 ./b type-only"],
            id="two scripts",
        ),
        pytest.param(
            "<template>\n<template v-if=\"a > b\"><x/></template><template #y />\n<script>import 'no'</script>\n"
            "<p>import no from 'no' don't</p>\n</template>\n<script>\nimport 'a'\n</script>",
            ["7:1 a"],
            id="templates in templates",
        ),
        pytest.param(
            '<template lang="pug">\ntemplate(<template)\nscript import "no"\n</template>\n<script>import "a"</script>',
            ["5:9 a"],
            id="template in another language",
        ),
        pytest.param(
            "<docs>\n<script>import 'no'</script>\n</docs>\n<!-- <script>import 'no'</script> -->\n"
            "<script>import 'a'</script>",
            ["5:9 a"],
            id="other blocks and comments",
        ),
        pytest.param(
            '<script src="./a.ts" lang="ts"></script>\n<script src="https://x.y/no.js" />\n<style src=\'b.css\'/>',
            ["1:1 ./a.ts asset", "3:1 b.css asset"],
            id="scripts and styles in other files",
        ),
        pytest.param(
            "<style lang=\"scss\">\n// @import 'no';\n/* @import 'no' */\n@import './a', \"b\";\n"
            "  @import url(c.css) screen;\n"
            "@import url('https://x.y/no');\n</style>",
            ["4:1 ./a asset", "4:1 b asset", "5:3 c.css asset"],
            id="style sheets",
        ),
        pytest.param(
            '<script lang="tsx">const a = <p>import b from "no"</p>; import("c")</script>', ["1:57 c dynamic"], id="tsx"
        ),
        pytest.param(
            '<script type="application/ld+json">{"a": "import(1)"}</script>\n'
            '<script lang="coffee">require "no"</script>',
            [],
            id="no JavaScript",
        ),
        pytest.param("<script>import 'a'", ["1:9 a"], id="never closed"),
        pytest.param("<SCRIPT>import 'a'</Script >", ["1:9 a"], id="capitals"),
    ],
)
def test_vue(text: str, expected: list[str]) -> None:
    assert imports(text, "vue") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '<script module>\n  import a from "./a"\n</script>\n\n'
            '<script lang="ts">\n  import type B from "b"\n</script>\n'
            "{#if a < b}<p>import no from 'no' don't</p>{/if}\n<style>@import './c.css';</style>",
            ["2:3 ./a", "6:3 b type-only", "9:8 ./c.css asset"],
            id="scripts and styles",
        ),
        pytest.param("<svelte:head>\n<script>import 'no'</script>\n</svelte:head>", [], id="head of the page"),
        pytest.param(
            '{@html `<script>import "no"</script>`}\n<!--\n<script>import "no"</script>\n-->',
            [],
            id="within a line",
        ),
    ],
)
def test_svelte(text: str, expected: list[str]) -> None:
    assert imports(text, "svelte") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "---\nimport A from '../A.astro'\nconst b: B = await import('./b')\n---\n<A>import no from 'no'</A>\n"
            "<script>\n  import './c'\n  let d: E\n</script>\n<script is:inline>import 'no'</script>",
            ["2:1 ../A.astro", "3:20 ./b dynamic", "7:3 ./c"],
            id="front matter and scripts",
        ),
        pytest.param("<p>---</p>\nimport no from 'no'", [], id="no front matter"),
        pytest.param("<!-- x -->\n---\nimport 'a'\n", ["3:1 a"], id="front matter never closed"),
    ],
)
def test_astro(text: str, expected: list[str]) -> None:
    assert imports(text, "astro") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "---\nimport: no\n---\nimport A from './a'\nexport * from 'b'\n\n# import no from 'no'\n\n"
            "export const c = {\n\n"
            "  d: () => import('d')\n}\n\ntext\nimport no from 'no'\n",
            ["4:1 ./a", "5:1 b reexport", "11:12 d lazy dynamic"],
            id="statements between paragraphs",
        ),
        pytest.param(
            "```js\n\nimport no from 'no'\n\n~~~\n```\n\n~~~~ts\n\nimport 'no'\n~~~\n\nimport 'no'\n~~~~\n\nimport 'a'",
            ["16:1 a"],
            id="fences",
        ),
        pytest.param(
            "import of goods\n\n  import 'no'\n\n- import 'no'\n\nimport'a'", ["7:1 a"], id="prose and margins"
        ),
        pytest.param("import { a\n\ntext", [], id="never closed"),
        pytest.param("import 'a'\n\n`import 'no'\nimport 'no'`", ["1:1 a"], id="code in the next paragraph"),
    ],
)
def test_mdx(text: str, expected: list[str]) -> None:
    assert imports(text, "mdx") == expected


def test_problems_are_reported_at_their_place_in_the_file() -> None:
    (diagnostic,) = extract_imports(Source(b"<p/>\n<script>f(}; require('a')</script>", "svelte")).diagnostics
    assert (diagnostic.line, diagnostic.column, diagnostic.kind) == (2, 11, "syntax")
