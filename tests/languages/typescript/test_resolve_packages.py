"""Packages of the repository found by name: workspaces of every tool, links, sources behind what a build writes."""

from typing import Any

import pytest

from tests.languages.typescript.resolving import reach, resolve_all

MEMBER = {"libs/a/package.json": {"name": "@acme/a", "main": "index.ts"}}
FILES = "libs/a/index.ts libs/a/sub/x.ts"


@pytest.mark.parametrize(
    "manifests",
    [
        pytest.param({"package.json": {"workspaces": ["libs/*"]}}, id="npm"),
        pytest.param({"package.json": {"workspaces": {"packages": ["libs/*"], "nohoist": ["x"]}}}, id="yarn-1"),
        pytest.param({"package.json": {"workspaces": ["./libs/a/"]}}, id="literal"),
        pytest.param({"package.json": {"workspaces": ["**"]}}, id="all"),
        pytest.param({"package.json": {"workspaces": ["{apps,libs}/*"]}}, id="braces"),
        pytest.param({"pnpm-workspace.yaml": b"packages:\n  - 'libs/*'\n"}, id="pnpm"),
        pytest.param(
            {"pnpm-workspace.yaml": b"catalog:\n  a: 1\npackages: # here\n# x\n- libs/*   # y\n"}, id="pnpm-plain"
        ),
        pytest.param({"pnpm-workspace.yaml": b'packages: ["libs/*"]\n'}, id="pnpm-flow"),
        pytest.param({"pnpm-workspace.yaml": b'packages:\r\n  - "libs/*"\r\n\r\nother: 1\r\n'}, id="pnpm-windows"),
        pytest.param({"pnpm-workspace.yaml": b"packages:\n  - &x libs/*\n"}, id="pnpm-anchor"),
        pytest.param({"lerna.json": {"packages": ["libs/*"]}}, id="lerna"),
        pytest.param(
            {"rush.json": b'{"projects": [{"packageName": "@acme/a", "projectFolder": "libs/a"},],}'}, id="rush"
        ),
        pytest.param({"deno.json": {"workspace": ["./libs/a"]}}, id="deno"),
        pytest.param({"deno.jsonc": b'{"workspace": {"members": ["libs/*"]}} // x'}, id="deno-members"),
    ],
)
def test_members_of_a_workspace_are_found_by_name(manifests: dict[str, Any]) -> None:
    published = {"apps/web/package.json": {"dependencies": {"@acme/a": "^1.0.0"}}}
    members = {**manifests, **MEMBER, "apps/web/package.json": {"name": "web"}}
    assert reach(FILES, "apps/web/main.ts", "@acme/a/sub/x", members) == "libs/a/sub/x.ts"
    outside = {**MEMBER, **published}
    assert reach(FILES, "apps/web/main.ts", "@acme/a/sub/x", outside) == "npm:@acme/a"


@pytest.mark.parametrize(
    ("patterns", "expected"),
    [
        pytest.param(["libs/*", "!libs/a"], "npm:@acme/a", id="taken-out"),
        pytest.param(["!libs/a", "libs/*"], "libs/a/index.ts", id="put-back"),
        pytest.param(["libs"], "npm:@acme/a", id="other-level"),
        pytest.param([1, None, "libs/*"], "libs/a/index.ts", id="odd-values"),
    ],
)
def test_patterns_of_workspaces_count_in_order(patterns: list[Any], expected: str) -> None:
    web = {"name": "web", "dependencies": {"@acme/a": "1"}}
    manifests = {"package.json": {"workspaces": [*patterns, "web"]}, **MEMBER, "web/package.json": web}
    assert reach(FILES, "web/main.ts", "@acme/a", manifests) == expected


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        pytest.param("file:../../libs/a", "libs/a/index.ts", id="file"),
        pytest.param("link:../../libs/a", "libs/a/index.ts", id="link"),
        pytest.param("portal:../../libs/a", "libs/a/index.ts", id="portal"),
        pytest.param("workspace:../../libs/a", "libs/a/index.ts", id="workspace-path"),
        pytest.param("workspace:*", "libs/a/index.ts", id="workspace"),
        pytest.param("^1.0.0", "npm:@acme/a", id="version"),
        pytest.param("npm:other@1", "npm:@acme/a", id="alias"),
        pytest.param("file:../../../out", "npm:@acme/a", id="above-the-top"),
    ],
)
def test_requirements_by_path_lead_there(required: str, expected: str) -> None:
    manifests = {**MEMBER, "apps/web/package.json": {"dependencies": {"@acme/a": required}}}
    assert reach(FILES, "apps/web/main.ts", "@acme/a", manifests) == expected


def test_requirements_of_a_member_under_another_name() -> None:
    web = {"name": "web", "dependencies": {"short": "workspace:@acme/a@*", "round": "workspace:round@*"}}
    manifests = {"package.json": {"workspaces": ["libs/*", "web"]}, **MEMBER, "web/package.json": web}
    assert reach(FILES, "web/main.ts", "short/sub/x", manifests) == "libs/a/sub/x.ts"
    assert reach(FILES, "web/main.ts", "round", manifests) == "npm:round"


@pytest.mark.parametrize(
    ("manifests", "expected"),
    [
        pytest.param({**MEMBER}, "libs/a/index.ts", id="the-only-one"),
        pytest.param({**MEMBER, "old/a/package.json": {"name": "@acme/a"}}, "npm:@acme/a", id="two-of-the-name"),
        pytest.param({**MEMBER, "package.json": {"dependencies": {"@acme/a": "2"}}}, "npm:@acme/a", id="published"),
        pytest.param(
            {
                "libs/a/package.json": {"name": "@acme/a", "private": True, "main": "index.ts"},
                "package.json": {"dependencies": {"@acme/a": "2"}},
            },
            "libs/a/index.ts",
            id="never-published",
        ),
        pytest.param({"node_modules/@acme/a/package.json": {"name": "@acme/a"}}, "npm:@acme/a", id="installed"),
    ],
)
def test_packages_outside_of_workspaces_are_found_when_nothing_else_can_be_meant(
    manifests: dict[str, Any], expected: str
) -> None:
    assert reach(FILES, "main.ts", "@acme/a", manifests) == expected


def test_two_workspaces_do_not_share_names() -> None:
    manifests = {
        f"{root}/{path}": value
        for root in ("one", "two")
        for path, value in {
            "package.json": {"workspaces": ["*"]},
            "ui/package.json": {"name": "ui", "main": "index.ts"},
            "app/package.json": {"name": "app"},
        }.items()
    }
    files = "one/ui/index.ts two/ui/index.ts"
    found = [reach(files, f"{root}/app/main.ts", "ui", manifests) for root in ("one", "two")]
    assert [*found, reach(files, "main.ts", "ui", manifests)] == ["one/ui/index.ts", "two/ui/index.ts", "npm:ui"]


BUILT = [
    pytest.param("dist/index.js", "src/index.ts", id="dist"),
    pytest.param("./dist/index.d.ts", "src/index.ts", id="declaration"),
    pytest.param("dist/esm/index.mjs", "src/index.ts", id="form"),
    pytest.param("dist/esm/node/index.mjs", "src/index.ts", id="two-forms"),
    pytest.param("lib/index.cjs.js", "src/index.ts", id="two-endings"),
    pytest.param("build/src/index.js", "src/index.ts", id="copy-of-src"),
    pytest.param("dist/ui.umd.min.js", "src/index.ts", id="bundle-of-that-name"),
    pytest.param("out/deep/x.js", "src/deep/x.ts", id="deep"),
    pytest.param("cjs/Button", "src/Button.tsx", id="no-ending"),
    pytest.param("dist/deep", "src/deep/index.ts", id="directory"),
    pytest.param("dist/theme.css", "src/theme.css", id="style"),
    pytest.param("dist/gone.js", "src/index.ts", id="nothing-of-that-name"),
    pytest.param("esm", "src/index.ts", id="only-the-directory"),
]


@pytest.mark.parametrize(("main", "expected"), BUILT)
def test_entries_that_only_a_build_makes_lead_to_their_source(main: str, expected: str) -> None:
    files = "ui/src/index.ts ui/src/deep/x.ts ui/src/deep/index.ts ui/src/Button.tsx ui/src/theme.css"
    manifests = {"ui/package.json": {"name": "@acme/ui", "main": main}, "package.json": {"workspaces": ["ui"]}}
    assert reach(files, "main.ts", "@acme/ui", manifests) == f"ui/{expected}"


@pytest.mark.parametrize(
    ("exports", "subpath", "expected"),
    [
        pytest.param({".": {"source": "./src/a.ts", "default": "./dist/a.js"}}, "", "p/src/a.ts", id="source"),
        pytest.param({".": {"default": "./lib/b.js", "source": "./src/a.ts"}}, "", "p/src/a.ts", id="source-last"),
        pytest.param({".": {"@acme/source": "./src/a.ts", "default": "./lib/b.js"}}, "", "p/src/a.ts", id="own-source"),
        pytest.param({".": {"development": "./src/a.ts", "default": "./lib/b.js"}}, "", "p/src/a.ts", id="development"),
        pytest.param(
            {".": {"browser": "./src/a.ts", "default": "./lib/b.js"}}, "", "p/lib/b.js", id="browser-not-first"
        ),
        pytest.param({".": {"types": "./src/t.d.ts", "import": "./lib/b.js"}}, "", "p/lib/b.js", id="types-last"),
        pytest.param({".": {"types": "./src/t.d.ts"}}, "", "p/src/t.d.ts", id="types-alone"),
        pytest.param({".": {"require": "./lib/b.js"}}, "", "p/lib/b.js", id="require-alone"),
        pytest.param(
            {".": {"import": {"node": {"default": ["./gone.js", "./lib/b.js"]}}}}, "", "p/lib/b.js", id="nested"
        ),
        pytest.param({"./*": "./dist/*.js"}, "/a", "p/src/a.ts", id="pattern-of-outputs"),
        pytest.param({"./*": "./dist/*.js"}, "/none", "p/package.json", id="output-without-source"),
        pytest.param({"./*": "./src/*"}, "/a", "p/src/a.ts", id="without-ending"),
        pytest.param({"./*": "./src/*.ts"}, "/none", "?p/none", id="missing-source"),
        pytest.param({"./x": None}, "/x", "?p/x", id="forbidden"),
        pytest.param({".": "./src/a.ts"}, "/package.json", "?p/package.json", id="manifest-not-exported"),
        pytest.param({".": "../outside.ts"}, "", "?p", id="outside-of-the-package"),
        pytest.param([], "", "?p", id="empty-list"),
        pytest.param({}, "", "?p", id="empty-table"),
        pytest.param(False, "", "?p", id="odd-value"),
    ],
)
def test_conditions_lead_to_source_first(exports: Any, subpath: str, expected: str) -> None:
    files = "p/src/a.ts p/lib/b.js p/src/t.d.ts outside.ts"
    manifests = {"package.json": {"workspaces": ["p"]}, "p/package.json": {"name": "p", "exports": exports}}
    assert reach(files, "main.ts", "p" + subpath, manifests) == expected


@pytest.mark.parametrize(
    ("specifier", "reason"),
    [
        ("p/lib/x", '"exports" of p/package.json has no "./lib/x"'),
        ("p", '"exports" of p/package.json has no "."'),
        ("p/no", '"exports" of p/package.json forbids "./no"'),
        ("p/gone", '"exports" of p/package.json leads "./gone" to p/src/gone.ts, which is not there'),
        ("q/x", 'q has no "x"'),
        ("q/index", "differs in case from q/Index.ts"),
        ("r", "r/package.json names no entry, and there is no index"),
        ("#x", '"imports" of package.json has no "#x"'),
        ("#y", '"imports" of package.json leads "#y" to y.ts, which is not there'),
        ("#loop", "leads in circles"),
    ],
)
def test_reasons_name_the_manifest(specifier: str, reason: str) -> None:
    manifests = {
        "package.json": {"workspaces": ["*"], "imports": {"#y": "./y.ts", "#loop": "loop"}},
        "deno.json": {"imports": {"loop": "#loop"}},
        "p/package.json": {"name": "p", "exports": {"./no": None, "./gone": "./src/gone.ts"}},
        "q/package.json": {"name": "q"},
        "r/package.json": {"name": "r"},
    }
    assert [one.reason for one in resolve_all("q/Index.ts", "main.ts", specifier, manifests)] == [reason]


@pytest.mark.parametrize(
    ("form", "expected"), [pytest.param("", "p/a.mjs", id="import"), pytest.param("require", "p/a.cjs", id="require")]
)
def test_the_way_of_importing_chooses_the_condition(form: str, expected: str) -> None:
    exports = {"require": "./a.cjs", "import": "./a.mjs"}
    manifests = {"package.json": {"workspaces": ["p"]}, "p/package.json": {"name": "p", "exports": exports}}
    assert reach("p/a.cjs p/a.mjs", "main.ts", "p", manifests, form=form) == expected


def test_what_a_committed_build_holds_leads_to_its_source_when_outdir_says_so() -> None:
    manifests = {
        "package.json": {"workspaces": ["p", "q"]},
        "p/package.json": {"name": "p", "main": "dist/a.js"},
        "p/tsconfig.json": {"compilerOptions": {"outDir": "dist", "rootDir": "code"}},
        "q/package.json": {"name": "q", "exports": "./dist/a.js"},
        "q/tsconfig.json": {"compilerOptions": {"outDir": "dist", "rootDir": "code"}},
    }
    files = "p/code/a.ts q/dist/a.js q/code/a.ts"
    assert [reach(files, "main.ts", name, manifests) for name in "pq"] == ["p/code/a.ts", "q/code/a.ts"]


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        pytest.param("@/x", "src/x.ts", id="prefix"),
        pytest.param("@/deep/y.ts", "src/special/y.ts", id="longest-prefix"),
        pytest.param("std/path", "npm:@jsr/std__path", id="registry"),
        pytest.param("react", "npm:preact", id="other-package"),
        pytest.param("oak", "host:deno.land", id="address"),
        pytest.param("gone", "?gone", id="missing"),
        pytest.param("lodash", "npm:lodash", id="unmapped"),
    ],
)
def test_import_maps_of_deno(specifier: str, expected: str) -> None:
    imports = {
        "@/": "./src/",
        "@/deep/": "./src/special/",
        "std/path": "jsr:@std/path@^1",
        "react": "npm:preact@10/compat",
        "oak": "https://deno.land/x/oak@v12/mod.ts",
        "gone": "./gone.ts",
        "odd": 1,
    }
    assert reach("src/x.ts src/special/y.ts", "src/main.ts", specifier, {"deno.json": {"imports": imports}}) == expected


def test_members_of_a_deno_workspace_have_exports() -> None:
    manifests = {
        "deno.json": {"workspace": ["./lib"]},
        "lib/deno.json": {"name": "@acme/lib", "exports": {".": "./mod.ts", "./x": "./x.ts"}},
        "app/deno.json": {},
    }
    found = [reach("lib/mod.ts lib/x.ts", "app/main.ts", each, manifests) for each in ("@acme/lib", "@acme/lib/x")]
    assert found == ["lib/mod.ts", "lib/x.ts"]
