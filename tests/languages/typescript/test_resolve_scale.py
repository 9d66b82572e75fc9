"""Large and hostile repositories take time in proportion to their size."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from archcheck.languages.typescript.index import build_index, further_manifests
from tests.languages.typescript.resolving import ask, inventory

Drawn = tuple[list[str], dict[str, Any], list[tuple[str, str]]]


def many_packages(count: int) -> Drawn:
    """A workspace in which every package imports the next by name and has a configuration of its own."""
    manifests: dict[str, Any] = {"package.json": {"workspaces": ["packages/*"]}}
    manifests["tsconfig.json"] = {"files": [], "references": [{"path": f"packages/p{n}"} for n in range(count)]}
    for number in range(count):
        manifests[f"packages/p{number}/package.json"] = {"name": f"@x/p{number}", "exports": {"./*": "./dist/*.js"}}
        manifests[f"packages/p{number}/tsconfig.json"] = {"extends": "../../base.json", "include": ["src"]}
    manifests["base.json"] = {"compilerOptions": {"composite": True, "paths": {"~/*": ["${configDir}/src/*"]}}}
    files = [f"packages/p{number}/src/a.ts" for number in range(count)]
    asked = [(path, f"@x/p{(number * 7) % count}/a") for number, path in enumerate(files)]
    return files, manifests, [*asked, *((path, "~/a") for path in files), *((path, "react") for path in files)]


def many_aliases(count: int) -> Drawn:
    paths = {f"@a{number}/*": [f"./src/{number}/*"] for number in range(count)}
    files = [f"src/{number}/x.ts" for number in range(count)]
    return files, {"tsconfig.json": {"compilerOptions": {"paths": paths}}}, [("m.ts", f"@a{n}/x") for n in range(count)]


def many_entries(count: int) -> Drawn:
    exports = {**{f"./icon{number}": f"./src/{number}.ts" for number in range(count)}, "./deep/*": "./src/*.ts"}
    manifests = {"package.json": {"workspaces": ["p"]}, "p/package.json": {"name": "p", "exports": exports}}
    asked = [("m.ts", f"p/icon{number}") for number in range(count)] + [("m.ts", f"p/deep/{n}") for n in range(count)]
    return [f"p/src/{number}.ts" for number in range(count)], manifests, asked


def many_workspaces(count: int) -> Drawn:
    manifests = {f"w{number}/package.json": {"name": f"w{number}", "workspaces": ["*"]} for number in range(count)}
    manifests |= {f"w{number}/m/package.json": {"name": "m", "main": "i.ts"} for number in range(count)}
    return [f"w{n}/m/i.ts" for n in range(count)], manifests, [(f"w{n}/m/i.ts", f"w{n}/x") for n in range(count)]


def many_missing(count: int) -> Drawn:
    files = [f"d{number}/f.ts" for number in range(count)]
    return files, {}, [(path, "./missing/" + "x/" * 50 + path) for path in files]


def many_extended(count: int) -> Drawn:
    manifests = {f"tsconfig.{n}.json": {"extends": [f"./tsconfig.{n + 1}.json"] * 3} for n in range(count)}
    return ["a.ts"], {**manifests, "tsconfig.json": {"extends": "./tsconfig.0.json"}}, [("a.ts", "./b")]


def deep_directories(count: int) -> Drawn:
    path = "/".join(["d"] * count)
    return (
        [f"{path}/a.ts"],
        {"tsconfig.json": {"include": ["**/d/**/d/**/x.ts"]}},
        [(f"{path}/a.ts", "@/x"), (f"{path}/a.ts", "/x")],
    )


@pytest.mark.parametrize(
    ("draw", "count"),
    [
        pytest.param(many_packages, 200, id="packages"),
        pytest.param(many_aliases, 1_000, id="aliases"),
        pytest.param(many_entries, 1_000, id="entries"),
        pytest.param(many_workspaces, 200, id="workspaces"),
        pytest.param(many_missing, 500, id="missing"),
        pytest.param(many_extended, 100, id="extended"),
        pytest.param(deep_directories, 100, id="depth"),
    ],
)
def test_time_grows_with_the_size_only(draw: Callable[[int], Drawn], count: int) -> None:
    def seconds(size: int) -> float:
        files, manifests, asked = draw(size)
        drawn = inventory(files, manifests)
        begin = time.perf_counter()
        list(further_manifests(drawn))
        index = build_index(drawn)
        for importer, specifier in asked:
            ask(index, importer, specifier)
        return time.perf_counter() - begin

    small = min(seconds(count) for _ in range(3))
    large = min(seconds(count * 8) for _ in range(2))
    assert large < 32 * max(small, 0.01)
