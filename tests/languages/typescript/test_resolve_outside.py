"""Names that lead out of the repository, to what a build or a platform makes up, or nowhere."""

from typing import Any

import pytest

from archcheck.core.resolution import UNRESOLVED, Resolved
from tests.languages.typescript.resolving import reach, resolve_all


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("react", "npm:react"),
        ("lodash/fp/get", "npm:lodash"),
        ("@scope/x", "npm:@scope/x"),
        ("@scope/x/y.css", "npm:@scope/x"),
        ("JSONStream", "npm:JSONStream"),
        ("socket.io", "npm:socket.io"),
        ("uno.css", "npm:uno.css"),
        ("fs", "std:node/fs"),
        ("fs/promises", "std:node/fs"),
        ("node:fs/promises", "std:node/fs"),
        ("node:test", "std:node/test"),
        ("test", "npm:test"),
        ("buffer/", "npm:buffer"),
        ("fs-extra", "npm:fs-extra"),
        ("fs/other", "npm:fs"),
        ("bun:test", "std:bun/test"),
        ("cloudflare:workers", "std:cloudflare/workers"),
        ("npm:react@18.2.0/jsx-runtime", "npm:react"),
        ("npm:@scope/x@^1/y", "npm:@scope/x"),
        ("npm:/react", "npm:react"),
        ("jsr:@std/path@1", "npm:@jsr/std__path"),
        ("https://deno.land/x/oak/mod.ts", "host:deno.land"),
        ("HTTPS://ESM.sh:443/react?dev", "host:esm.sh"),
        ("https://user:secret@cdn.example/x.js", "host:cdn.example"),
        ("http://[::1]:8000/x.js", "host:[::1]"),
        ("//cdn.example/x.js", "host:cdn.example"),
        ("https:///x", "?https://"),
        ("data:text/javascript,1", ""),
        ("virtual:pwa-register", "%virtual:pwa-register"),
        ("unknown:thing", "%unknown:thing"),
        ("astro:content", "npm:astro"),
        ("$app/stores", "npm:@sveltejs/kit"),
        ("$env/static/private", "npm:@sveltejs/kit"),
        ("#imports", "npm:nuxt"),
        ("~icons/mdi/home", "npm:unplugin-icons"),
        ("@theme/Layout", "%@theme/Layout"),
        ("/@vite/client", "npm:vite"),
        ("electron", "npm:electron"),
        ("vscode", "npm:vscode"),
        ("text!react", "npm:react"),
        ("file:///home/me/x.js", "?file:"),
        ("C:/x.js", "?c:"),
    ],
)
def test_names_of_what_is_elsewhere(specifier: str, expected: str) -> None:
    assert reach("", "src/main.ts", specifier) == expected


@pytest.mark.parametrize(
    "specifier", ["@/x", "~/x", "~x", "@", "@x", "@/", ".hidden", "$x/y", "x y", "*", "@a/", "%x", "#x"]
)
def test_what_can_be_no_package_is_unresolved(specifier: str) -> None:
    (answer,) = resolve_all("", "src/main.ts", specifier)
    assert (answer.outcome, answer.target) == (UNRESOLVED, specifier)


@pytest.mark.parametrize(
    ("manifests", "reason"),
    [
        pytest.param({}, 'there is no tsconfig.json or jsconfig.json whose "paths" could match "@/x"', id="no-config"),
        pytest.param(
            {"apps/web/tsconfig.json": {}}, 'no "paths" entry in apps/web/tsconfig.json matches "@/x"', id="none"
        ),
        pytest.param(
            {"tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["../../out/*"]}}}},
            '"paths" of tsconfig.json leads "@/*" above the top',
            id="above-the-top",
        ),
        pytest.param(
            {"tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}},
            '"paths" of tsconfig.json leads it to src/x: the top has no "src"',
            id="missing",
        ),
    ],
)
def test_aliases_without_a_target_say_what_to_change(manifests: dict[str, Any], reason: str) -> None:
    assert resolve_all("", "apps/web/main.ts", "@/x", manifests) == (Resolved(UNRESOLVED, "@/x", reason),)


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        pytest.param("@/x", "apps/web/src/x.ts", id="src"),
        pytest.param("~/x", "apps/web/src/x.ts", id="tilde"),
        pytest.param("@/deep/y.svg", "apps/web/src/deep/y.svg", id="asset"),
        pytest.param("@/root", "apps/web/root.ts", id="root-of-the-package"),
        pytest.param("~~/root", "apps/web/root.ts", id="nuxt-root"),
        pytest.param("$lib/z", "apps/web/src/lib/z.ts", id="svelte"),
        pytest.param("$lib", "apps/web/src/lib/index.ts", id="svelte-index"),
        pytest.param("@site/src/x", "apps/web/src/x.ts", id="docusaurus"),
        pytest.param("@theme/Layout", "apps/web/src/theme/Layout.tsx", id="own-theme"),
        pytest.param("@/other", "src/other.ts", id="further-up"),
    ],
)
def test_customs_count_where_a_file_bears_them_out(specifier: str, expected: str) -> None:
    files = (
        "apps/web/src/x.ts apps/web/src/deep/y.svg apps/web/root.ts apps/web/src/lib/z.ts apps/web/src/lib/index.ts"
        " apps/web/src/theme/Layout.tsx src/x.ts src/other.ts"
    )
    manifests = {"apps/web/package.json": {"name": "web"}, "package.json": {}}
    assert reach(files, "apps/web/src/deep/main.ts", specifier, manifests) == expected


def test_names_that_only_a_bundler_can_map_are_unresolved_with_the_file() -> None:
    files = "web/src/components/Button.tsx web/src/lodash/get.ts"
    manifests = {"web/package.json": {"dependencies": {"lodash": "4"}}, "web/tsconfig.json": {}}
    (answer,) = resolve_all(files, "web/src/main.ts", "components/Button", manifests)
    assert answer == Resolved(
        UNRESOLVED,
        "components/Button",
        'could be web/src/components/Button.tsx, but no "paths" or "baseUrl" in web/tsconfig.json says so, and no '
        "package.json asks for components",
    )
    assert reach(files, "web/src/main.ts", "lodash/get", manifests) == "npm:lodash"


def test_configured_roots_are_bases_the_own_ones_first() -> None:
    files = "apps/a/src/util/x.ts apps/b/src/util/x.ts apps/b/src/only.ts apps/a/src/fs.ts"
    manifests = {f"apps/{name}/package.json": {"name": name} for name in "ab"}
    roots = ("apps/a/src", "apps/b/src")
    found = [reach(files, "apps/b/main.ts", each, manifests, roots=roots) for each in ("util/x", "only", "fs", "react")]
    assert found == ["apps/a/src/util/x.ts", "apps/b/src/only.ts", "apps/a/src/fs.ts", "npm:react"]


def test_names_with_a_hash_are_made_by_nuxt_where_nuxt_is_required() -> None:
    manifests = {"package.json": {"devDependencies": {"nuxt": "4"}}, "lib/package.json": {"imports": {"#x": "./x.ts"}}}
    found = [reach("lib/x.ts", "lib/a.ts", specifier, manifests) for specifier in ("#x", "#i18n")]
    assert found == ["lib/x.ts", "%#i18n"]


def test_names_that_a_build_makes_are_generated() -> None:
    manifests = {
        "package.json": {"workspaces": ["p"]},
        "p/package.json": {"name": "p", "exports": {"./client": "./gen/client.ts"}},
        "tsconfig.json": {"compilerOptions": {"paths": {"@gen/*": ["./gen/*"]}}},
    }
    made = {"gen/x.ts", "p/gen/client.ts"}
    found = [reach("", "main.ts", each, manifests, generated=made.__contains__) for each in ("@gen/x", "p/client")]
    assert found == ["%@gen/x", "%p/gen/client.ts"]


@pytest.mark.parametrize(
    ("config", "specifier", "expected"),
    [
        pytest.param(".nuxt/tsconfig.json", "~/x", "app/x.ts", id="nuxt-4"),
        pytest.param(".nuxt/tsconfig.json", "~~/y", "y.ts", id="nuxt-root"),
        pytest.param(".nuxt/tsconfig.json", "#shared/z", "shared/z.ts", id="nuxt-shared"),
        pytest.param(".svelte-kit/tsconfig.json", "$lib/w", "src/lib/w.ts", id="svelte"),
        pytest.param(".wxt/tsconfig.json", "@/y", "y.ts", id="wxt"),
    ],
)
def test_aliases_of_generated_configurations_are_known(config: str, specifier: str, expected: str) -> None:
    files = "app/x.ts y.ts shared/z.ts src/lib/w.ts"
    extending = {"tsconfig.json": {"extends": f"./{config}"}}
    referring = {"tsconfig.json": {"files": [], "references": [{"path": f"./{config}"}]}}
    assert reach(files, "app/main.ts", specifier, extending) == expected
    assert reach(files, "app/main.ts", specifier, referring) == expected
