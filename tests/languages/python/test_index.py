"""The index: what counts as a module, and where files search."""

import pytest

from archcheck.core.resolution import Inventory
from archcheck.languages.python.index import PythonIndex, build_index


def index_of(*files: str, roots: tuple[str, ...] = ()) -> PythonIndex:
    return build_index(Inventory(tuple(sorted(files)), {}, roots))


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(["a/b.py"], {"a/b": "a/b.py"}, id="module"),
        pytest.param(["a/__init__.py"], {"a": "a/__init__.py"}, id="package"),
        pytest.param(["a.py", "a/__init__.py"], {"a": "a/__init__.py"}, id="package-before-module"),
        pytest.param(["a.py", "a.pyi"], {"a": "a.py"}, id="source-before-stub"),
        pytest.param(["a.py", "a/__init__.pyi"], {"a": "a.py"}, id="source-before-package-of-stubs"),
        pytest.param(["a.pyi"], {"a": "a.pyi"}, id="stub-alone"),
        pytest.param(["a.pyi", "a.cpython-311-x86_64-linux-gnu.so"], {"a": "a.pyi"}, id="stub-before-compiled"),
        pytest.param(["a.cpython-311-x86_64-linux-gnu.so"], {"a": "a.cpython-311-x86_64-linux-gnu.so"}, id="linux"),
        pytest.param(["a.abi3.so"], {"a": "a.abi3.so"}, id="stable-abi"),
        pytest.param(["a.cp311-win_amd64.pyd"], {"a": "a.cp311-win_amd64.pyd"}, id="windows"),
        pytest.param(["a.pyd"], {"a": "a.pyd"}, id="untagged"),
        pytest.param(["a.pyx", "a.so"], {"a": "a.pyx"}, id="cython-before-compiled"),
        pytest.param(["lib/libx.1.so", "lib/liby.so.2"], {}, id="shared-library-is-no-module"),
        pytest.param(["a.b.py", "README.md", ".py", "Makefile"], {}, id="no-modules"),
        pytest.param(["a-b.py", "0001.py"], {"a-b": "a-b.py", "0001": "0001.py"}, id="names-that-are-no-identifiers"),
        pytest.param(["__init__.py", "a.py"], {"a": "a.py"}, id="top-is-no-module"),
    ],
)
def test_modules_are_found_by_path(files: list[str], expected: dict[str, str]) -> None:
    assert index_of(*files).modules == expected


@pytest.mark.parametrize(
    ("files", "directory", "expected"),
    [
        pytest.param(["a.py"], "", ("",), id="top"),
        pytest.param(["src/a/__init__.py"], "src/a", ("src/", ""), id="src-layout"),
        pytest.param(["src/a.py", "tests/b.py"], "tests", ("tests/", "", "src/"), id="tests-beside-src"),
        pytest.param(["src/__init__.py", "tests/b.py"], "tests", ("tests/", ""), id="src-that-is-a-package"),
        pytest.param(["src/main.c", "tests/b.py"], "tests", ("tests/", ""), id="src-without-python"),
        pytest.param(["a/b/__init__.py", "a/__init__.py"], "a/b", ("",), id="inside-packages"),
        pytest.param(["a/__init__.py", "a/b/c.py"], "a/b", ("a/b/", ""), id="plain-directory-inside-a-package"),
        pytest.param(["s/x-y/main.py"], "s/x-y", ("s/x-y/", "s/", ""), id="hyphenated-service"),
        pytest.param(["__init__.py", "a/b.py"], "a", ("a/", ""), id="top-stays-a-root"),
    ],
)
def test_a_directory_searches_inferred_roots_deepest_first(
    files: list[str], directory: str, expected: tuple[str, ...]
) -> None:
    assert index_of(*files).scope_of(directory).paths == expected


@pytest.mark.parametrize(
    ("directory", "expected"),
    [
        pytest.param("a/src/pkg", ("a/src/", "a/"), id="deepest-first"),
        pytest.param("a/src", ("a/src/", "a/"), id="the-root-itself"),
        pytest.param("a", ("a/",), id="only-the-outer"),
        pytest.param("ab", ("ab/", ""), id="outside-all-infers"),
    ],
)
def test_a_directory_searches_the_configured_roots_above_it(directory: str, expected: tuple[str, ...]) -> None:
    files = ("a/src/pkg/x.py", "a/y.py", "ab/z.py")
    assert index_of(*files, roots=("a/src", "a")).scope_of(directory).paths == expected


def test_directories_with_the_same_roots_share_one_scope() -> None:
    index = index_of("a/__init__.py", "b/__init__.py")
    assert index.scope_of("a") is index.scope_of("b")


def test_other_roots_are_parents_of_packages_src_and_projects() -> None:
    index = index_of(
        "libs/one/pkg/__init__.py",
        "libs/one/pkg/sub/__init__.py",
        "libs/two/src/mod.py",
        "libs/three/pyproject.toml",
        "libs/three/three.py",
        "plain/four.py",
    )
    assert index.others == ("libs/one/", "libs/three/", "libs/two/src/")
    assert index.elsewhere == {"pkg": ("libs/one/",), "mod": ("libs/two/src/",), "three": ("libs/three/",)}


def test_a_long_path_is_indexed_without_recursion() -> None:
    path = "a/" * 3000 + "b.py"
    index = index_of(path)
    assert index.modules == {path[:-3]: path}
    assert len(index.scope_of(path.rpartition("/")[0]).paths) == 3001
