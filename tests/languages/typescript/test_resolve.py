"""Resolution of paths: what bundlers find beyond TypeScript, forms of importing, and what is missing."""

import time

import pytest

from archcheck.core.facts import ImportFact
from archcheck.core.resolution import GENERATED, INTERNAL, UNRESOLVED, Resolved
from archcheck.languages.typescript.resolve import resolve
from tests.languages.typescript.resolving import ask, index_of, reach, resolve_all

SOURCES = (
    "src/Button.tsx src/page.vue src/data.json src/logo.svg src/lib/index.mts src/style.css src/deep/x.ts README.md"
)


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        pytest.param("./logo.svg", "src/logo.svg", id="asset"),
        pytest.param("./logo.svg?react", "src/logo.svg", id="query"),
        pytest.param("!!raw-loader!./style.css?x!", "src/style.css", id="loaders"),
        pytest.param("./logo.svg#icon", "src/logo.svg", id="fragment"),
        pytest.param("./page.vue", "src/page.vue", id="component"),
        pytest.param("./page", "src/page.vue", id="component-without-ending"),
        pytest.param("./data", "src/data.json", id="json-without-ending"),
        pytest.param("./lib", "src/lib/index.mts", id="rare-index"),
        pytest.param("../README.md", "README.md", id="above"),
        pytest.param("./../src/./deep//x", "src/deep/x.ts", id="winding"),
        pytest.param("/src/deep/x.ts", "src/deep/x.ts", id="rooted"),
        pytest.param("../node_modules/a/b.css", "npm:a", id="into-node_modules"),
        pytest.param("../../x/node_modules/@a/b/c.css", "?../../x/node_modules/@a/b/c.css", id="above-the-top"),
        pytest.param("./node_modules/@a/b/c.css", "npm:@a/b", id="scoped-in-node_modules"),
        pytest.param("./$types", "%./$types", id="types-of-sveltekit"),
        pytest.param("./+types/page", "%./+types/page", id="types-of-react-router"),
        pytest.param("../.next/types/routes.d.ts", "%../.next/types/routes.d.ts", id="framework-directory"),
    ],
)
def test_relative_names_lead_to_any_file(specifier: str, expected: str) -> None:
    assert reach(SOURCES, "src/main.ts", specifier) == expected


@pytest.mark.parametrize(
    ("importer", "specifier", "expected"),
    [
        pytest.param("a.js", "./both", "both.js", id="javascript-from-javascript"),
        pytest.param("a.ts", "./both", "both.ts", id="typescript-from-typescript"),
        pytest.param("a.vue", "./both", "both.ts", id="typescript-from-a-component"),
        pytest.param("a.js", "./both.js", "both.js", id="as-written-from-javascript"),
        pytest.param("a.ts", "./both.js", "both.ts", id="as-meant-from-typescript"),
        pytest.param("a.js", "./only", "only.ts", id="typescript-from-javascript"),
        pytest.param("a.js", "./only.js", "only.ts", id="typescript-behind-javascript"),
        pytest.param("a.js", "./plain", "plain", id="no-ending-from-javascript"),
        pytest.param("a.ts", "./plain", "plain.ts", id="no-ending-from-typescript"),
        pytest.param("a.ts", "./typed", "typed.js", id="implementation-beside-declaration"),
        pytest.param("a.ts", "./typed.d.ts", "typed.js", id="implementation-of-a-written-declaration"),
        pytest.param("a.ts", "./module.mjs", "module.mjs", id="implementation-of-a-module"),
        pytest.param("a.ts", "./declared", "declared.d.ts", id="declaration-alone"),
    ],
)
def test_plain_javascript_guesses_differently(importer: str, specifier: str, expected: str) -> None:
    files = "both.js both.ts only.ts plain plain.ts typed.js typed.d.ts declared.d.ts module.mjs module.d.mts"
    assert reach(files, importer, specifier) == expected


def test_files_per_platform_are_all_meant() -> None:
    files = "src/x.ios.tsx src/x.android.tsx src/y.web.ts src/y.ts"
    assert (reach(files, "src/a.ts", "./x"), reach(files, "src/a.ts", "./y")) == (
        "src/x.ios.tsx src/x.android.tsx",
        "src/y.ts",
    )


@pytest.mark.parametrize(
    ("form", "specifier", "expected"),
    [
        pytest.param("url", "worker.ts", "src/worker.ts", id="url-without-dot"),
        pytest.param("url", "./worker.ts", "src/worker.ts", id="url"),
        pytest.param("url", "https://a.b/c", "host:a.b", id="url-of-a-host"),
        pytest.param("url", "gone.ts", "?gone.ts", id="url-missing"),
        pytest.param("url", ".", "", id="url-of-a-directory"),
        pytest.param("url", "../public", "", id="url-of-a-directory-above"),
        pytest.param("path", "types.d.ts", "src/types.d.ts", id="triple-slash-path"),
        pytest.param("path", "../root.d.ts", "root.d.ts", id="triple-slash-path-above"),
        pytest.param("asset", "a.css", "src/a.css", id="style-beside"),
        pytest.param("asset", "./mixins", "src/_mixins.scss", id="partial"),
        pytest.param("asset", "theme", "src/theme/_index.scss", id="index-of-styles"),
        pytest.param("asset", "~bootstrap/scss/x", "npm:bootstrap", id="style-of-a-package-with-tilde"),
        pytest.param("asset", "bootstrap/scss/x", "npm:bootstrap", id="style-of-a-package"),
        pytest.param("asset", "/img/a.png", "public/img/a.png", id="served"),
        pytest.param("types", "node", "npm:@types/node", id="types-of-node"),
        pytest.param("types", "vite/client", "npm:vite", id="types-of-a-package"),
        pytest.param("types", "jest", "npm:jest", id="types-by-name"),
        pytest.param("augment", "vue", "npm:vue", id="augmentation"),
        pytest.param("mock", "./worker", "src/worker.ts", id="mock"),
        pytest.param("require", "./worker", "src/worker.ts", id="require"),
        pytest.param("declares", "vue", "", id="ambient-declaration"),
        pytest.param("declares", "*.svg", "", id="ambient-declaration-of-assets"),
    ],
)
def test_forms_of_importing(form: str, specifier: str, expected: str) -> None:
    files = "src/worker.ts src/types.d.ts root.d.ts src/a.css src/_mixins.scss src/theme/_index.scss public/img/a.png"
    assert reach(files, "src/main.ts", specifier, form=form) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        pytest.param("./pages/*.tsx", "src/pages/a.tsx src/pages/b.tsx", id="one-level"),
        pytest.param("./pages/**/*.tsx", "src/pages/a.tsx src/pages/b.tsx src/pages/deep/c.tsx", id="any-level"),
        pytest.param(
            "./**/*.{css,tsx}", "src/main.css src/pages/a.tsx src/pages/b.tsx src/pages/deep/c.tsx", id="braces"
        ),
        pytest.param("/src/pages/?.tsx", "src/pages/a.tsx src/pages/b.tsx", id="rooted"),
        pytest.param("@/pages/a*", "src/pages/a.tsx", id="alias"),
        pytest.param("../*.md", "README.md", id="above"),
        pytest.param("./*.ts", "?./*.ts", id="never-itself"),
        pytest.param("./none/*", "?./none/*", id="nothing"),
        pytest.param("../*/dist/*.js", "%../*/dist/*.js", id="unbuilt"),
        pytest.param("!./pages/a.tsx", "", id="negative"),
        pytest.param("../../*.ts", "?../../*.ts", id="above-the-top"),
        pytest.param("./locales/*.json", "src/locales/de.json src/locales/en.json", id="template"),
    ],
)
def test_globs_lead_to_all_files_that_fit(pattern: str, expected: str) -> None:
    files = (
        "src/pages/a.tsx src/pages/b.tsx src/pages/deep/c.tsx src/main.css src/.hidden/x.tsx README.md"
        " src/locales/de.json src/locales/en.json"
    )
    assert reach(files, "src/main.ts", pattern, form="glob") == expected


@pytest.mark.parametrize(
    ("specifier", "reason"),
    [
        pytest.param("./buttons", 'src has no "buttons"', id="name"),
        pytest.param("./ui/button", 'src has no "ui"', id="directory"),
        pytest.param("../gone", 'the top has no "gone"', id="top"),
        pytest.param("../../gone", "goes above the top", id="above"),
        pytest.param("./Deep/X", "differs in case from src/deep/x.ts", id="case"),
        pytest.param("./deep", "src/deep has no index", id="no-index"),
        pytest.param("./Lib", "differs in case from src/lib/index.mts", id="case-of-a-directory"),
        pytest.param("./linked/x", "src/linked is a submodule or a symbolic link, which is not followed", id="link"),
        pytest.param("./types/x", 'src has no "types"', id="ordinary-name"),
        pytest.param(
            "../lib/x", 'the top has no "lib"; if a build makes it, list it under files.generated', id="output"
        ),
        pytest.param("/img/a.png", 'the top has no "img"', id="rooted"),
        pytest.param("", "is empty", id="empty"),
        pytest.param("?x", "is empty", id="only-a-query"),
        pytest.param("a" * 5000, "is too long", id="too-long"),
    ],
)
def test_what_is_missing_is_unresolved_with_a_reason(specifier: str, reason: str) -> None:
    answer = resolve_all(f"{SOURCES} src/linked", "src/main.ts", specifier, unseen=["src/linked"])
    assert [(one.outcome, one.reason) for one in answer] == [(UNRESOLVED, reason)]


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        pytest.param("./gen/client", "%./gen/client", id="relative"),
        pytest.param("./gen/client.js", "%./gen/client.js", id="javascript"),
        pytest.param("./gen/deep", "%./gen/deep", id="index"),
        pytest.param("./dist/x", "%./dist/x", id="unbuilt"),
        pytest.param("./other", "?./other", id="neither"),
    ],
)
def test_files_that_a_build_makes_are_generated(specifier: str, expected: str) -> None:
    made = {"src/gen/client.ts", "src/gen/deep/index.ts"}
    manifests = {"src/package.json": {"name": "x"}}
    assert reach("", "src/main.ts", specifier, manifests, generated=made.__contains__) == expected


def test_equal_imports_have_the_same_answer_object() -> None:
    index = index_of("a/x.ts a/y.ts b/z.ts shared.ts")
    first, second = (ask(index, path, "react") for path in ("a/x.ts", "b/z.ts"))
    third, fourth = (ask(index, path, "../shared") for path in ("a/y.ts", "b/z.ts"))
    assert first is second
    assert third is fourth


def test_linked_files_are_nodes() -> None:
    assert resolve_all("a.ts b.ts", "a.ts", "./b", unseen=["b.ts"]) == (Resolved(INTERNAL, "b.ts"),)


def test_answers_do_not_depend_on_the_order_of_asking() -> None:
    files = "src/a.ts src/b/index.ts src/c.js lib/index.ts"
    asked = [
        ("src/a.ts", "./b"),
        ("src/c.js", "./b"),
        ("lib/index.ts", "../src/c"),
        ("src/a.ts", "x"),
        ("src/c.js", "x"),
    ]
    forward, backward = index_of(files), index_of(files)
    one = [ask(forward, *each) for each in asked]
    other = [ask(backward, *each) for each in reversed(asked)]
    assert one == other[::-1]


@pytest.mark.parametrize(
    "specifier",
    [
        pytest.param("../" * 1_000, id="up"),
        pytest.param("./" + "a/" * 2_000, id="down"),
        pytest.param("@" * 4_000, id="scopes"),
        pytest.param("a:" * 2_000, id="schemes"),
        pytest.param("!" * 4_000, id="loaders"),
        pytest.param("//" + "@" * 4_000, id="users"),
        pytest.param("#" + "*" * 4_000, id="stars"),
        pytest.param("./" + "*a" * 2_000, id="patterns"),
        pytest.param("\0\ud800./x", id="half-characters"),
    ],
)
@pytest.mark.parametrize("form", ["", "glob", "asset"])
def test_hostile_names_end_in_an_answer(specifier: str, form: str) -> None:
    index = index_of("src/a.ts " + "/".join(["a"] * 500) + "/b.ts", {"package.json": {"imports": {"#*": "./*"}}})
    begin = time.perf_counter()
    answer = resolve(index, "src/a.ts", ImportFact(1, 1, specifier, form=form))
    assert all(one.outcome in (UNRESOLVED, GENERATED) or one.target for one in answer)
    assert time.perf_counter() - begin < 2
