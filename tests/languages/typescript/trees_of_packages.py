"""Small repositories, each about one rule of packages: `exports`, `imports`, `main`, workspaces, own names."""

from tests.languages.typescript.trees import CONFIGS, RELATIVE, Tree, package

EXPORTS = {
    "exports-text": Tree(
        "p/src/index.ts p/lib/x.js",
        {"main.ts": "p p/lib/x.js p/package.json"},
        {
            "package.json": {"workspaces": ["p"]},
            "p/package.json": package("p", exports="./src/index.ts", main="./lib/x.js"),
        },
        {"node_modules/p": "p"},
    ),
    "exports-table": Tree(
        "p/a.ts p/b.ts p/internal/x.ts p/deep/one/two.ts p/icons/i.ts p/icons/special/s.ts p/feat/f/index.ts"
        " p/old/o.ts",
        {
            "main.ts": "p p/b p/internal/x p/deep/one/two p/icons/i p/icons/special/s p/feat/f p/gone p/b/ p/old/o.ts"
            " p/asset.js p/asset"
        },
        {
            "package.json": {"workspaces": ["p"]},
            "p/package.json": package(
                "p",
                exports={
                    ".": "./a.ts",
                    "./b": "./b.ts",
                    "./internal/*": None,
                    "./deep/*": "./deep/*.ts",
                    "./icons/*": "./icons/*.ts",
                    "./icons/special/*": None,
                    "./feat/*": "./feat/*/index.ts",
                    "./old/": "./old/",
                    "./gone": "./gone.ts",
                },
            ),
        },
        {"node_modules/p": "p"},
    ),
    "exports-conditions": Tree(
        "p/import.mjs p/require.cjs p/import.d.mts p/require.d.cts q/default.js q/import.js r/x.d.ts r/x.js",
        {"main.ts": "p q r", "main.cts": "p q r"},
        {
            "package.json": {"workspaces": ["p", "q", "r"]},
            "p/package.json": package("p", exports={".": {"import": "./import.mjs", "require": "./require.cjs"}}),
            "q/package.json": package("q", exports={"default": "./default.js", "import": "./import.js"}),
            "r/package.json": package("r", exports={".": {"types": "./x.d.ts", "default": "./x.js"}}),
        },
        {"node_modules/p": "p", "node_modules/q": "q", "node_modules/r": "r"},
    ),
    "exports-lists": Tree(
        "p/b.ts p/c.ts",
        {"main.ts": "p p/x"},
        {
            "package.json": {"workspaces": ["p"]},
            "p/package.json": package(
                "p", exports={".": ["./a.ts", "./b.ts"], "./x": [{"import": "./gone.ts"}, "./c.ts"]}
            ),
        },
        {"node_modules/p": "p"},
    ),
    "exports-star-with-an-end": Tree(
        "p/src/a.ts p/src/b/c.ts",
        {"main.ts": "p/a.js p/b/c.js p/a p/.js"},
        {"package.json": {"workspaces": ["p"]}, "p/package.json": package("p", exports={"./*.js": "./src/*.ts"})},
        {"node_modules/p": "p"},
    ),
    "exports-to-javascript-that-is-typescript": Tree(
        "p/src/index.ts p/src/x.tsx",
        {"main.ts": "p p/x"},
        {
            "package.json": {"workspaces": ["p"]},
            "p/package.json": package("p", exports={".": "./src/index.js", "./x": "./src/x.js"}),
        },
        {"node_modules/p": "p"},
    ),
    "own-conditions": Tree(
        "p/src/index.ts p/lib/index.js",
        {"main.ts": "p"},
        {
            "package.json": {"workspaces": ["p"]},
            "tsconfig.json": {"compilerOptions": {"customConditions": ["acme"], "module": "preserve"}},
            "p/package.json": package("p", exports={".": {"acme": "./src/index.ts", "default": "./lib/index.js"}}),
        },
        {"node_modules/p": "p"},
    ),
    "main-fields": Tree(
        "a/lib/m.js a/lib/m.d.ts b/b.d.ts b/b.js c/index.ts d/deep/index.ts e/x.ts f/src/y.ts",
        {"main.ts": "a b c d e a/lib/m f/src/y f/z c/index"},
        {
            "package.json": {"workspaces": ["*"]},
            "a/package.json": package("a", main="lib/m"),
            "b/package.json": package("b", main="b.js", types="b.d.ts"),
            "c/package.json": package("c"),
            "d/package.json": package("d", main="./deep"),
            "e/package.json": package("e", main="./x.js"),
            "f/package.json": package("f"),
        },
        {f"node_modules/{name}": name for name in "abcdef"},
    ),
    "own-imports": Tree(
        "p/src/a.ts p/src/deep/b.ts p/src/c.ts p/poly.ts q/index.ts",
        {"p/src/main.ts": "#a #deep/b #list #cond #gone #q #nope #src/c.js", "other.ts": "#a"},
        {
            "package.json": {"workspaces": ["p", "q"]},
            "p/package.json": package(
                "p",
                imports={
                    "#a": "./src/a.ts",
                    "#deep/*": "./src/deep/*.ts",
                    "#list": ["./gone.ts", "./poly.ts"],
                    "#cond": {"browser": "./browser.ts", "default": "./src/c.ts"},
                    "#gone": "./gone.ts",
                    "#q": "q",
                    "#src/*.js": "./src/*.ts",
                },
            ),
            "q/package.json": package("q", main="index.ts"),
        },
        {"node_modules/q": "q"},
    ),
    "self": Tree(
        "src/index.ts src/x.ts test/a.ts",
        {"test/a.ts": "me me/x me/y"},
        {"package.json": package("me", exports={".": "./src/index.ts", "./x": "./src/x.ts"})},
    ),
    "self-without-exports": Tree("index.ts", {"test/a.ts": "me"}, {"package.json": package("me", main="index.ts")}),
    "scoped-names": Tree(
        "packages/ui/index.ts packages/ui/button/index.ts packages/ui-kit/index.ts",
        {"packages/app/main.ts": "@acme/ui @acme/ui/button @acme/ui-kit @acme/other @acme"},
        {
            "package.json": {"workspaces": {"packages": ["packages/*"]}},
            "packages/ui/package.json": package("@acme/ui", main="index.ts"),
            "packages/ui-kit/package.json": package("@acme/ui-kit", main="index.ts"),
            "packages/app/package.json": package("app"),
        },
        {"node_modules/@acme/ui": "packages/ui", "node_modules/@acme/ui-kit": "packages/ui-kit"},
    ),
    "nested-manifest-in-a-package": Tree(
        "p/index.ts p/sub/real.ts",
        {"main.ts": "p p/sub"},
        {
            "package.json": {"workspaces": ["p"]},
            "p/package.json": package("p"),
            "p/sub/package.json": {"main": "real.ts"},
        },
        {"node_modules/p": "p"},
    ),
    "types-package": Tree(
        "types/foo/index.d.ts types/a__b/index.d.ts",
        {"main.ts": "foo @a/b"},
        {
            "package.json": {"workspaces": ["types/*"]},
            "types/foo/package.json": package("@types/foo", types="index.d.ts"),
            "types/a__b/package.json": package("@types/a__b", types="index.d.ts"),
        },
        {"node_modules/@types/foo": "types/foo", "node_modules/@types/a__b": "types/a__b"},
    ),
    "unbuilt": Tree(
        "p/src/index.ts p/src/x.ts q/source/index.ts r/src/main.ts r/src/deep/y.ts",
        {"main.ts": "p p/x q r r/deep/y"},
        {
            "package.json": {"workspaces": ["p", "q", "r"]},
            "p/package.json": package(
                "p", exports={".": {"types": "./dist/index.d.ts", "import": "./dist/index.mjs"}, "./*": "./dist/*.js"}
            ),
            "q/package.json": package("q", main="build/index.js", types="build/index.d.ts"),
            "r/package.json": package("r", exports={".": "./out/main.js", "./*": "./out/*.js"}),
            "r/tsconfig.json": {"compilerOptions": {"outDir": "out", "rootDir": "src", "composite": True}},
        },
        {"node_modules/p": "p", "node_modules/q": "q", "node_modules/r": "r"},
    ),
    "output-mapped-by-typescript": Tree(
        "p/src/index.ts p/src/a.ts",
        {"p/src/a.ts": "me me/a #a"},
        {
            "p/package.json": package(
                "me", exports={".": "./lib/index.js", "./*": "./lib/*.js"}, imports={"#*": "./lib/*.js"}
            ),
            "p/tsconfig.json": {"compilerOptions": {"outDir": "lib", "rootDir": "src"}},
        },
    ),
}

TREES = {**RELATIVE, **CONFIGS, **EXPORTS}
