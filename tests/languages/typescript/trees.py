"""Small repositories, each about one rule of resolution, with the imports to ask in them.

`tools/typescript_answers.py` asks TypeScript the same imports and writes its answers to `answers/trees.json`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple


class Tree(NamedTuple):
    """One repository: `files` separated by blanks, `manifests` by path, `imports` separated by blanks per importer.

    `links` are what an installation would link: by path in node_modules, the directory.
    """

    files: str
    imports: dict[str, str]
    manifests: Mapping[str, Any] = MappingProxyType({})
    links: Mapping[str, str] = MappingProxyType({})


def package(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name, **fields}


def paths(entries: dict[str, list[str]], **options: Any) -> dict[str, Any]:
    return {"compilerOptions": {"paths": entries, **options}}


RELATIVE = {
    "sibling": Tree("src/b.ts src/c.tsx src/d.js src/e.jsx src/f.d.ts", {"src/a.ts": "./b ./c ./d ./e ./f ./g ../b"}),
    "order-of-guessing": Tree(
        "a.ts a.tsx a.js a.d.ts b.tsx b.js b.jsx b.d.ts c.js c.jsx d.json e.mts f.cts g.mjs",
        {"main.ts": "./a ./b ./c ./d ./e ./f ./g ./d.json ./e.mjs ./f.cjs ./g.mjs"},
    ),
    "written-endings": Tree(
        "a.ts a.js b.tsx b.js c.tsx c.jsx d.mts d.mjs e.cts e.cjs f.ts g.d.ts h.d.mts i.d.cts j.ts j.tsx k.tsx",
        {
            "main.ts": "./a.js ./b.js ./c.jsx ./d.mjs ./e.cjs ./f.js ./g.js ./h.mjs ./i.cjs ./j.jsx ./k.js ./f.mjs",
            "other.tsx": "./a.ts ./c.tsx ./d.mts ./e.cts ./f.ts ./g.d.ts ./f.jsx",
        },
    ),
    "from-plain-javascript": Tree(
        "a.js b.mjs c.cjs lib/index.js both.js both.jsx", {"main.js": "./a ./a.js ./b.mjs ./c.cjs ./lib ./both ./d"}
    ),
    "file-before-directory": Tree(
        "fd.js fd/index.ts fe.ts fe/index.ts src/index.ts src/deep/index.tsx",
        {"main.ts": "./fd ./fd/ ./fe ./fe/ ./src ./src/ . ./", "src/x.ts": ". ./ .. ./deep ./deep/ ../src ../fe/"},
    ),
    "dots-in-names": Tree(
        "dot.config.ts dir.with.dot/index.ts a.b.c.tsx foo.js/index.ts min.js.ts x.test.ts",
        {"main.ts": "./dot.config ./dir.with.dot ./a.b.c ./foo.js ./min.js ./x.test ./x.test.js ./dot"},
    ),
    "declared-assets": Tree(
        "x.svg x.d.svg.ts y.d.css.ts data.json data.d.json.ts", {"main.ts": "./y.css ./x.svg ./data.json"}
    ),
    "nested-manifest": Tree(
        "src/a/lib/main.ts src/b/index.ts src/b/other.ts src/c/index.ts src/d/types/d.d.ts src/e/lib/index.ts",
        {"src/x.ts": "./a ./b ./c ./d ./e ./a/ ./f"},
        {
            "src/a/package.json": {"main": "./lib/main.js"},
            "src/b/package.json": {"main": "other"},
            "src/c/package.json": {"main": "missing.js"},
            "src/d/package.json": {"types": "types/d.d.ts"},
            "src/e/package.json": {"main": "./lib"},
        },
    ),
    "case": Tree("src/Button.tsx", {"src/a.ts": "./Button ./Button.jsx"}),
    "names-that-look-odd": Tree(
        ".foo/index.ts src/[id].tsx src/(group)/page.tsx src/@slot/x.ts src/$route.ts src/a+b.ts",
        {"src/a.ts": "./[id] ./(group)/page ./@slot/x ./$route ./a+b ../.foo"},
    ),
}

CONFIGS = {
    "paths-precedence": Tree(
        "a/exact.ts a/x.ts b/x.ts c/x.ts long/y.ts suf/z.ts all/w.ts",
        {"main.ts": "@/x @/exact @/long/y @/long/x q-suffix z-suffix w @/missing"},
        {
            "tsconfig.json": paths(
                {
                    "@/*": ["./a/*"],
                    "@/exact": ["./a/exact"],
                    "@/long/*": ["./long/*"],
                    "*-suffix": ["./suf/*"],
                    "*": ["./all/*"],
                }
            )
        },
    ),
    "paths-in-order": Tree(
        "one/a.ts two/a.ts two/b.ts three/index.ts",
        {"main.ts": "@/a @/b @/c three three/"},
        {"tsconfig.json": paths({"@/*": ["./one/*", "./two/*"], "three": ["./nowhere", "./three"]})},
    ),
    "paths-never-for-relative": Tree(
        "src/a.ts other/a.ts", {"src/main.ts": "./a ./b"}, {"tsconfig.json": paths({"./b": ["./other/a"]})}
    ),
    "paths-without-star-lead-to-files": Tree(
        "lib/x.ts lib/y/index.ts lib/z.d.ts",
        {"main.ts": "x y z"},
        {"tsconfig.json": paths({"x": ["./lib/x.ts"], "y": ["./lib/y"], "z": ["./lib/z.d.ts"]})},
    ),
    "base-url": Tree(
        "src/utils/a.ts src/b.ts src/fs.ts lib/c.ts",
        {"src/main.ts": "utils/a b lib/c fs"},
        {"tsconfig.json": {"compilerOptions": {"baseUrl": "./src"}}},
    ),
    "base-url-and-paths": Tree(
        "src/app/a.ts src/b.ts",
        {"main.ts": "@/a b app/a @/b"},
        {"tsconfig.json": paths({"@/*": ["app/*"]}, baseUrl="src")},
    ),
    "no-base-url": Tree("src/both.ts", {"main.ts": "src/both ./src/both"}, {"tsconfig.json": {}}),
    "extends-keeps-the-place-of-paths": Tree(
        "configs/x.ts packages/a/x.ts packages/a/src/y.ts",
        {"packages/a/main.ts": "@/x y"},
        {
            "configs/tsconfig.base.json": paths({"@/*": ["./*"]}),
            "packages/a/tsconfig.json": {"extends": "../../configs/tsconfig.base.json", "compilerOptions": {}},
        },
    ),
    "extends-replaces-paths": Tree(
        "one/x.ts two/y.ts",
        {"main.ts": "@one/x @two/y"},
        {
            "base.json": paths({"@one/*": ["./one/*"]}),
            "tsconfig.json": {"extends": "./base", **paths({"@two/*": ["./two/*"]})},
        },
    ),
    "extends-a-list": Tree(
        "one/x.ts two/x.ts three/y.ts",
        {"main.ts": "@/x y"},
        {
            "tsconfig.one.json": paths({"@/*": ["./one/*"]}, baseUrl="./three"),
            "tsconfig.two.json": paths({"@/*": ["../two/*"]}),
            "tsconfig.json": {"extends": ["./tsconfig.one.json", "./tsconfig.two.json"]},
        },
    ),
    "extends-in-circles": Tree(
        "x.ts",
        {"main.ts": "@/x"},
        {
            "tsconfig.json": {"extends": "./tsconfig.b.json", **paths({"@/*": ["./*"]})},
            "tsconfig.b.json": {"extends": "./tsconfig.json"},
        },
    ),
    "extends-a-package": Tree(
        "packages/config/base.json packages/app/src/x.ts packages/config/x.ts",
        {"packages/app/main.ts": "@/x", "packages/web/main.ts": "@/x"},
        {
            "package.json": {"workspaces": ["packages/*"]},
            "packages/config/package.json": package("@acme/config"),
            "packages/config/tsconfig.json": paths({"@/*": ["./*"]}),
            "packages/config/base.json": paths({"@/*": ["${configDir}/src/*"]}),
            "packages/app/package.json": package("app"),
            "packages/app/tsconfig.json": {"extends": "@acme/config/base.json"},
            "packages/web/package.json": package("web"),
            "packages/web/tsconfig.json": {"extends": "@acme/config"},
        },
        {"node_modules/@acme/config": "packages/config"},
    ),
    "config-dir": Tree(
        "packages/a/src/x.ts packages/b/src/x.ts",
        {"packages/a/main.ts": "@/x", "packages/b/main.ts": "@/x"},
        {
            "tsconfig.base.json": paths({"@/*": ["${configDir}/src/*"]}),
            "packages/a/tsconfig.json": {"extends": "../../tsconfig.base.json"},
            "packages/b/tsconfig.json": {"extends": "../../tsconfig.base.json"},
        },
    ),
    "missing-extends": Tree(
        "src/x.ts",
        {"main.ts": "@/x"},
        {
            "tsconfig.json": {
                "extends": ["./gone.json", "@tsconfig/node20/tsconfig.json"],
                **paths({"@/*": ["./src/*"]}),
            }
        },
    ),
    "nearest-config": Tree(
        "apps/a/src/x.ts apps/b/src/x.ts src/x.ts",
        {"apps/a/main.ts": "@/x", "apps/b/deep/main.ts": "@/x", "apps/c/main.ts": "@/x", "main.ts": "@/x"},
        {
            "tsconfig.json": paths({"@/*": ["./src/*"]}),
            "apps/a/tsconfig.json": paths({"@/*": ["./src/*"]}),
            "apps/b/tsconfig.json": paths({"@/*": ["./src/*"]}),
        },
    ),
    "include-decides": Tree(
        "src/x.ts one/x.ts",
        {"src/main.ts": "@/x", "scripts/main.ts": "@/x", "src/deep/main.ts": "@/x"},
        {
            "tsconfig.json": paths({"@/*": ["./one/*"]}),
            "src/tsconfig.json": {"include": ["*"], **paths({"@/*": ["./*"]})},
        },
    ),
    "exclude-decides": Tree(
        "p/src/x.ts one/x.ts",
        {"p/src/main.ts": "@/x", "p/src/main.test.ts": "@/x", "p/gen/main.ts": "@/x"},
        {
            "tsconfig.json": paths({"@/*": ["./one/*"]}),
            "p/tsconfig.json": {"exclude": ["gen", "**/*.test.ts"], **paths({"@/*": ["./src/*"]})},
        },
    ),
    "files-decide": Tree(
        "p/x.ts one/x.ts",
        {"p/main.ts": "@/x", "p/other.ts": "@/x"},
        {
            "tsconfig.json": paths({"@/*": ["./one/*"]}),
            "p/tsconfig.json": {"files": ["main.ts"], **paths({"@/*": ["./*"]})},
        },
    ),
    "solution": Tree(
        "src/app/x.ts src/node/x.ts",
        {"src/app/main.ts": "@/x", "src/node/main.ts": "@/x", "vite.config.ts": "@/x"},
        {
            "tsconfig.json": {
                "files": [],
                "references": [{"path": "./tsconfig.app.json"}, {"path": "./tsconfig.node.json"}],
            },
            "tsconfig.app.json": {"include": ["src/app"], **paths({"@/*": ["./src/app/*"]}, composite=True)},
            "tsconfig.node.json": {
                "include": ["src/node", "vite.config.ts"],
                **paths({"@/*": ["./src/node/*"]}, composite=True),
            },
        },
    ),
    "references-to-a-directory": Tree(
        "lib/src/x.ts",
        {"lib/src/main.ts": "@/x"},
        {
            "tsconfig.json": {"files": [], "references": [{"path": "./lib"}, {"path": "./gone"}]},
            "lib/tsconfig.json": paths({"@/*": ["./src/*"]}, composite=True),
        },
    ),
    "jsconfig": Tree(
        "src/x.js src/y.jsx",
        {"src/main.js": "@/x @/y", "main.jsx": "@/x"},
        {"jsconfig.json": paths({"@/*": ["./src/*"]})},
    ),
    "root-dirs": Tree(
        "src/views/a.ts gen/views/b.ts gen/c.ts",
        {"src/views/main.ts": "./a ./b ../c ./d", "gen/views/x.ts": "./a"},
        {"tsconfig.json": {"compilerOptions": {"rootDirs": ["src", "gen"]}}},
    ),
    "module-suffixes": Tree(
        "a.ios.ts a.ts b.native.tsx b.tsx c.ts d.ios/index.ts e/index.ios.ts f.ios.js",
        {"main.ts": "./a ./b ./c ./d ./e ./a.js ./f.js"},
        {"tsconfig.json": {"compilerOptions": {"moduleSuffixes": [".ios", ".native", ""]}}},
    ),
    "paths-to-a-manifest": Tree(
        "libs/ui/src/main.ts libs/ui/button.ts",
        {"main.ts": "@ui @ui/button"},
        {
            "tsconfig.json": paths({"@ui": ["./libs/ui"], "@ui/*": ["./libs/ui/*"]}),
            "libs/ui/package.json": {"main": "src/main.ts"},
        },
    ),
}
