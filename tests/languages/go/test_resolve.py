"""Where Go imports lead."""

import pytest

from archcheck.core.facts import ImportFact
from archcheck.core.resolution import GENERATED, INTERNAL, UNRESOLVED, Inventory, Resolved
from archcheck.languages.go.index import build_index
from archcheck.languages.go.resolve import resolve
from tests.languages.go.resolving import reach, resolve_one

ONE = {
    "go.mod": "module example.com/shop\nrequire github.com/x/y v1.0.0\nrequire example.com/shop/far v1.0.0\n",
    "shop.go": "",
    "internal/db/db.go": "",
    "internal/db/db_test.go": "",
    "only/tests_test.go": "",
    "hidden/_x.go": "",
    "docs/readme.md": "",
    "testdata/lib/lib.go": "",
    "vendor/example.com/shop/copied/c.go": "",
    "vendor/plain/p.go": "",
}


@pytest.mark.parametrize(
    ("module", "target"),
    [
        pytest.param("example.com/shop/internal/db", "internal/db/", id="package of the module"),
        pytest.param("example.com/shop", "./", id="the top"),
        pytest.param("example.com/shop/testdata/lib", "testdata/lib/", id="testdata can be imported"),
        pytest.param("example.com/shop/gone", "?example.com/shop/gone", id="no such directory"),
        pytest.param("example.com/shop/docs", "?example.com/shop/docs", id="no Go files"),
        pytest.param("example.com/shop/only", "?example.com/shop/only", id="nothing but tests"),
        pytest.param("example.com/shop/hidden", "?example.com/shop/hidden", id="nothing but hidden files"),
        pytest.param("example.com/shop/far/x", "go:example.com/shop", id="a required module within the path"),
        pytest.param("example.com/shop/copied", "go:example.com/shop", id="vendored"),
        pytest.param("plain", "go:plain", id="vendored without a host"),
        pytest.param("example.com/shopping/x", "go:example.com/shopping", id="a path that begins alike"),
        pytest.param("github.com/x/y/v2/z", "go:github.com/x/y", id="third party"),
        pytest.param("github.com/not/required/z", "go:github.com/not/required", id="third party nobody requires"),
        pytest.param("fmt", "std:go/fmt", id="standard library"),
        pytest.param("net/http", "std:go/net/http", id="below the standard library"),
        pytest.param("C", "std:go/C", id="cgo"),
        pytest.param("unsafe", "std:go/unsafe", id="unsafe"),
        pytest.param("net/htp", "?net/htp", id="not in the standard library"),
        pytest.param("internal/abi", "?internal/abi", id="inside of the standard library"),
        pytest.param("appengine", "?appengine", id="a name without a dot"),
        pytest.param("./sub", "?./sub", id="relative, nothing there"),
        pytest.param("../db", "internal/db/", id="relative"),
        pytest.param("../../..", "?../../..", id="above the top"),
        pytest.param("", "?", id="empty"),
        pytest.param("/abs", "?/abs", id="absolute"),
        pytest.param("a.b//c", "?a.b//c", id="two slashes"),
        pytest.param("a.b/c d", "?a.b/c d", id="spaces"),
        pytest.param("a.b\\x2fc", "?a.b\\x2fc", id="escapes"),
        pytest.param("./" + "a/" * 600, "?./" + "a/" * 600, id="too long"),
        pytest.param("user:word@a.b/c", "?user:word@a.b/c", id="no path"),
    ],
)
def test_imports_of_one_module(module: str, target: str) -> None:
    assert reach(ONE, "internal/web/web.go", module) == target


MANY = {
    "go.mod": "module example.com/mono\nreplace example.com/lib => ./third_party/lib\n",
    "a/a.go": "",
    "api/go.mod": "module example.com/mono/api\n",
    "api/v1/v1.go": "",
    "api/deep/go.mod": "module other.example/deep\n",
    "api/deep/deep.go": "",
    "third_party/lib/go.mod": "module example.com/lib\n",
    "third_party/lib/x/x.go": "",
    "examples/one/go.mod": "module example.com/demo\n",
    "examples/one/p/p.go": "",
    "examples/two/go.mod": "module example.com/demo\n",
    "examples/two/p/p.go": "",
    "examples/two/q/q.go": "",
    "pkg/testdata/go.mod": "module example.com/data\n",
    "pkg/testdata/d/d.go": "",
}


@pytest.mark.parametrize(
    ("importer", "module", "target"),
    [
        pytest.param("a/b.go", "example.com/mono/api/v1", "api/v1/", id="the longest module path"),
        pytest.param("a/b.go", "example.com/mono/api/v2", "?example.com/mono/api/v2", id="nothing there"),
        pytest.param("a/b.go", "example.com/mono/api/deep", "?example.com/mono/api/deep", id="a module within"),
        pytest.param("a/b.go", "other.example/deep", "api/deep/", id="by its own path"),
        pytest.param("a/b.go", "example.com/lib/x", "third_party/lib/x/", id="replaced by a directory"),
        pytest.param("api/v1/x.go", "example.com/lib/x", "third_party/lib/x/", id="claimed by one go.mod"),
        pytest.param("a/b.go", "example.com/demo/p", "~example.com/demo/p", id="claimed by several"),
        pytest.param("a/b.go", "example.com/demo/q", "examples/two/q/", id="only one of them has it"),
        pytest.param("examples/one/main.go", "example.com/demo/p", "examples/one/p/", id="the own module first"),
        pytest.param("a/b.go", "example.com/data/d", "go:example.com/data", id="data of tests"),
        pytest.param("pkg/testdata/e/e.go", "example.com/data/d", "pkg/testdata/d/", id="within data of tests"),
    ],
)
def test_imports_between_modules(importer: str, module: str, target: str) -> None:
    assert reach(MANY, importer, module) == target


WORK = {
    "go.work": "use ./app\nuse ./lib\nreplace example.com/net => ./forks/net\n",
    "app/go.mod": "module example.com/app\n",
    "app/main.go": "",
    "lib/go.mod": "module example.com/lib\nreplace example.com/util => ../util\nreplace example.com/out => ../../out\n",
    "lib/l/l.go": "",
    "old/lib/go.mod": "module example.com/lib\n",
    "old/lib/l/l.go": "",
    "forks/net/go.mod": "module example.com/net\n",
    "forks/net/n/n.go": "",
    "old/net/go.mod": "module example.com/net\n",
    "old/net/n/n.go": "",
    "util/go.mod": "module somewhere.example/util\n",
    "util/u/u.go": "",
    "alone/go.mod": "module example.com/alone\nreplace example.com/lib => example.com/fork v1.0.0\n",
}


@pytest.mark.parametrize(
    ("importer", "module", "target"),
    [
        pytest.param("app/main.go", "example.com/lib/l", "lib/l/", id="used together"),
        pytest.param("app/main.go", "example.com/net/n", "forks/net/n/", id="replaced by the workspace"),
        pytest.param("app/main.go", "example.com/util/u", "util/u/", id="replaced by another module of the workspace"),
        pytest.param("app/main.go", "example.com/out/x", "go:example.com/out", id="replaced by what lies outside"),
        pytest.param("alone/a.go", "example.com/net/n", "~example.com/net/n", id="not part of the workspace"),
        pytest.param("alone/a.go", "example.com/lib/l", "go:example.com/lib", id="replaced by another module"),
    ],
)
def test_imports_in_a_workspace(importer: str, module: str, target: str) -> None:
    assert reach(WORK, importer, module) == target


def test_configured_roots_hold_packages_by_their_whole_path() -> None:
    tree = {"go/src/example.com/a/b/b.go": ""}
    assert reach(tree, "go/src/example.com/a/a.go", "example.com/a/b", ("go/src",)) == "go/src/example.com/a/b/"
    assert reach(tree, "go/src/example.com/a/a.go", "example.com/a/b") == "go:example.com/a"


def test_packages_that_a_build_makes() -> None:
    tree = {"go.mod": "module example.com/a"}
    answer = resolve_one(tree, "main.go", "example.com/a/gen/pb", generated=lambda path: path.startswith("gen/"))
    assert answer == Resolved(GENERATED, "example.com/a/gen/pb")


def test_submodules_are_not_looked_into() -> None:
    tree = {"go.mod": "module example.com/a", "sub": ""}
    answer = resolve_one(tree, "main.go", "example.com/a/sub/x", unseen=frozenset(["sub"]))
    assert answer == Resolved(UNRESOLVED, "example.com/a/sub/x", "sub is a submodule or a symbolic link")


@pytest.mark.parametrize(
    ("tree", "module", "reason"),
    [
        pytest.param(ONE, "example.com/shop/gone", "the module in ./ has no Go files in gone/", id="nothing there"),
        pytest.param(ONE, "example.com/shop/only", "only/ has no Go files besides tests", id="nothing but tests"),
        pytest.param(
            MANY, "example.com/mono/api/deep", "api/deep/ is in the module other.example/deep", id="module within"
        ),
        pytest.param(
            MANY,
            "example.com/demo/p",
            "several modules are example.com/demo: examples/one/, examples/two/",
            id="several",
        ),
        pytest.param(ONE, "htpp", "is neither in the standard library nor in a module of the repository", id="no dot"),
        pytest.param(ONE, "a b", "is not an import path", id="no path"),
        pytest.param(ONE, "../../x", "goes above the top", id="above the top"),
        pytest.param(ONE, "./x", "there are no Go files in a/x/", id="relative"),
    ],
)
def test_reasons(tree: dict[str, str], module: str, reason: str) -> None:
    assert resolve_one(tree, "a/b.go", module).reason == reason


def test_the_same_import_has_the_same_answer() -> None:
    index = build_index(Inventory(("a/a.go", "b/b.go", "go.mod"), {"go.mod": b"module x.y/z"}))
    first, second = (resolve(index, path, ImportFact(1, 1, "x.y/z/b")) for path in ("a/a.go", "b/b.go"))
    assert first is second
    assert first == (Resolved(INTERNAL, "b/"),)
