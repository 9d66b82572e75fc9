"""tsconfig.json: which files it is about, what it extends, and what is asked for beyond the usual names."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.languages.typescript.index import build_index, further_manifests
from tests.languages.typescript.resolving import ask, index_of, inventory, reach, shown


@pytest.mark.parametrize(
    ("config", "covered", "others"),
    [
        pytest.param({}, "p/a.ts p/d/b.vue", "a.ts p/node_modules/x.ts p/.hidden/x.ts p/d/.x/y.ts", id="everything"),
        pytest.param({"include": ["src"]}, "p/src/a.ts p/src/d/b.ts", "p/a.ts p/srcs/a.ts", id="directory"),
        pytest.param({"include": ["src/*"]}, "p/src/a.ts", "p/src/d/b.ts", id="one-level"),
        pytest.param({"include": ["src/**/*.ts"]}, "p/src/a.ts p/src/d/b.ts", "p/src/a.vue", id="ending"),
        pytest.param({"include": ["**/*.d.ts", "./x.ts"]}, "p/a.d.ts p/d/b.d.ts p/x.ts", "p/a.ts", id="several"),
        pytest.param({"include": ["../shared"]}, "shared/a.ts", "p/a.ts", id="outside"),
        pytest.param({"include": [".storybook"]}, "p/.storybook/a.ts", "p/a.ts", id="hidden-by-name"),
        pytest.param({"include": ["${configDir}/src"]}, "p/src/a.ts", "p/a.ts", id="config-dir"),
        pytest.param({"files": ["a.ts"]}, "p/a.ts", "p/b.ts", id="files"),
        pytest.param({"files": ["a.ts"], "include": ["src"]}, "p/a.ts p/src/b.ts", "p/b.ts", id="files-and-include"),
        pytest.param({"exclude": ["gen"]}, "p/a.ts", "p/gen/a.ts p/gen/d/a.ts", id="exclude"),
        pytest.param(
            {"exclude": ["**/gen", "**/*.test.ts"]}, "p/a.ts", "p/x/gen/a.ts p/d/a.test.ts", id="exclude-globs"
        ),
        pytest.param({"exclude": ["d/*"]}, "p/a.ts", "p/d/x.ts p/d/e/x.ts", id="exclude-covers-what-is-below"),
        pytest.param(
            {"files": ["gen/a.ts"], "exclude": ["gen"]}, "p/gen/a.ts", "p/gen/b.ts", id="files-before-exclude"
        ),
        pytest.param({"compilerOptions": {"outDir": "dist"}}, "p/a.ts", "p/dist/a.ts", id="outputs"),
        pytest.param({"compilerOptions": {"outDir": "."}}, "p/a.ts", "a.ts", id="outputs-beside"),
        pytest.param({"include": []}, "", "p/a.ts", id="nothing"),
        pytest.param({"include": "src", "exclude": {}, "files": 1}, "", "p/a.ts", id="odd-values"),
    ],
)
def test_configurations_cover_files(config: dict[str, Any], covered: str, others: str) -> None:
    loaded = index_of("", {"p/tsconfig.json": config}).configs.load("p/tsconfig.json")
    asked = [*covered.split(), *others.split()]
    assert [path for path in asked if loaded.covers(path)] == covered.split()


def test_configurations_under_other_names_are_asked_for_until_all_are_there() -> None:
    manifests = {
        "tsconfig.json": {
            "extends": ["./config/one", "@acme/config/two.json", "@gone/x"],
            "references": [{"path": "./p"}],
        },
        "p/package.json": {"name": "p"},
        "node/package.json": {"name": "@acme/config"},
    }
    files = ["config/one.json", "config/base.json", "node/two.json", "p/tsconfig.json", "other.json"]
    first = further_manifests(inventory(files, manifests))
    assert sorted(first) == ["config/one.json", "node/two.json", "p/tsconfig.json"]
    read = {**manifests, **{path: {"extends": "./base.json"} for path in first}}
    second = further_manifests(inventory(files, read))
    assert sorted(second) == ["config/base.json"]
    assert list(further_manifests(inventory(files, {**read, "config/base.json": {}}))) == []


def test_comments_and_commas_are_no_mistakes() -> None:
    text = b'\xef\xbb\xbf{ // why\n "compilerOptions": {"paths": {"@/*": ["./src/*",],},}, /* x */ }'
    assert reach("src/x.ts", "main.ts", "@/x", {"tsconfig.json": text}) == "src/x.ts"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"\xff\xfe\x00", id="binary"),
        pytest.param(b'{"compilerOptions": []}', id="odd-options"),
        pytest.param(b'{"extends": 1, "references": {"path": 1}}', id="odd-extends"),
        pytest.param(b'{"extends": [1, "", "."], "references": [1, {"path": 2}, {}, "x"]}', id="odd-lists"),
        pytest.param(b'{"compilerOptions": {"paths": {"@/*": "x", "b": [1], "c**": ["x"]}}}', id="odd-paths"),
        pytest.param(b'{"compilerOptions": {"baseUrl": 1, "rootDirs": "x", "moduleSuffixes": [1]}}', id="odd-types"),
        pytest.param(b'{"extends": "./tsconfig.json"}', id="itself"),
        pytest.param(b'{"references": [{"path": "."}]}', id="refers-to-itself"),
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
@pytest.mark.parametrize(
    "name", ["tsconfig.json", "package.json", "deno.json", "lerna.json", "rush.json", "pnpm-workspace.yaml"]
)
def test_broken_manifests_say_nothing(name: str, text: bytes) -> None:
    files = inventory(["a.ts", "b.ts"], {name: text})
    index = build_index(files)
    found = [shown(ask(index, "a.ts", each)) for each in ("./b", "react", "#x")]
    assert (found, list(further_manifests(files))) == (["b.ts", "npm:react", "?#x"], [])


def test_a_package_json_of_odd_values_says_nothing() -> None:
    odd = {"name": 1, "main": [], "exports": None, "imports": 1, "workspaces": 1, "dependencies": [], "browser": {}}
    assert reach("b.ts", "a.ts", "./b", {"package.json": odd}) == "b.ts"
    assert reach("p/index.ts", "a.ts", "./p", {"p/package.json": odd}) == "p/index.ts"


FILES = ["src/a.ts", "src/b/index.ts", "src/b/c.tsx", "lib/x.js", "lib/x.d.ts", "web/main.ts"]
SPECIFIERS = ["@/a", "@/b", "@/b/c", "@lib/x", "./a", "../lib/x", "react", "@/none"]


@given(st.lists(st.sampled_from(["src/z.ts", "lib/unused.json", "q/r.vue", "README.md"]), unique=True))
def test_files_that_nothing_means_change_no_edge(added: list[str]) -> None:
    config = {"tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["./src/*"], "@lib/*": ["./lib/*"]}}}}
    before, after = (build_index(inventory(files, config)) for files in (FILES, [*FILES, *added]))
    for importer in FILES:
        assert [ask(before, importer, each) for each in SPECIFIERS] == [
            ask(after, importer, each) for each in SPECIFIERS
        ]


def test_paths_in_a_parent_configuration_make_the_same_edges() -> None:
    options = {"compilerOptions": {"paths": {"@/*": ["./src/*"], "@lib/*": ["./lib/*"]}}}
    flat = build_index(inventory(FILES, {"tsconfig.json": options}))
    split = build_index(
        inventory(FILES, {"tsconfig.base.json": options, "tsconfig.json": {"extends": "./tsconfig.base"}})
    )
    below = build_index(
        inventory(FILES, {"tsconfig.json": options, "web/tsconfig.json": {"extends": "../tsconfig.json"}})
    )
    for importer in FILES:
        found = [[shown(ask(index, importer, each)) for each in SPECIFIERS[:-1]] for index in (flat, split, below)]
        assert found[0] == found[1] == found[2]


def test_a_repository_that_moves_into_a_directory_keeps_its_edges() -> None:
    manifests = {
        "tsconfig.json": {"compilerOptions": {"paths": {"@/*": ["./src/*"]}, "baseUrl": "."}},
        "package.json": {"name": "me"},
    }
    flat = build_index(inventory(FILES, manifests))
    moved = build_index(
        inventory([f"repo/{path}" for path in FILES], {f"repo/{path}": each for path, each in manifests.items()})
    )
    for importer in FILES:
        for specifier in SPECIFIERS[:-1]:
            one, other = ask(flat, importer, specifier), ask(moved, f"repo/{importer}", specifier)
            assert [shown((each,)) for each in other] == [
                shown((each._replace(target=f"repo/{each.target}") if each.outcome == "internal" else each,))
                for each in one
            ]


def test_written_endings_make_no_difference() -> None:
    index = build_index(inventory(FILES, {}))
    pairs = [("src/a.ts", "./b/c", "./b/c.js"), ("src/b/c.tsx", "../a", "../a.js"), ("src/a.ts", "./b", "./b/index.js")]
    assert [ask(index, path, one) for path, one, _ in pairs] == [ask(index, path, other) for path, _, other in pairs]
