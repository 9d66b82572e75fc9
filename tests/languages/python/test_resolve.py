"""Resolution inside a repository: modules, packages, directories, roots, and what is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.core.facts import ImportFact
from archcheck.core.resolution import AMBIGUOUS, INTERNAL, UNRESOLVED, Inventory, Resolved
from archcheck.languages.python.index import build_index
from archcheck.languages.python.resolve import resolve
from tests.languages.python.resolving import reach, resolve_all

PACKAGE = "a/__init__.py a/b.py a/c/__init__.py a/c/d.py a/n/m.py a/templates/x.html"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        pytest.param("import a", "a/__init__.py", id="package"),
        pytest.param("import a.b", "a/b.py", id="module"),
        pytest.param("import a.c.d", "a/c/d.py", id="deep-module"),
        pytest.param("import a.b, a.c", "a/b.py a/c/__init__.py", id="two-modules"),
        pytest.param("from a import b", "a/b.py", id="submodule"),
        pytest.param("from a import c", "a/c/__init__.py", id="subpackage"),
        pytest.param("from a import n", "a/n/", id="directory-without-init"),
        pytest.param("from a import X", "a/__init__.py", id="attribute"),
        pytest.param("from a import templates", "a/__init__.py", id="directory-of-data-is-an-attribute"),
        pytest.param("import a.templates", "a/templates/", id="directory-of-data-as-a-module"),
        pytest.param("from a import X, b, Y, c", "a/__init__.py a/b.py a/c/__init__.py", id="mixed"),
        pytest.param("from a import *", "a/__init__.py", id="star"),
        pytest.param("from a.b import X, Y", "a/b.py", id="attributes-of-a-module"),
        pytest.param("import a.n", "a/n/", id="import-directory"),
        pytest.param("from a.n import m", "a/n/m.py", id="module-in-directory"),
        pytest.param("from a.n import *", "a/n/", id="star-of-directory"),
        pytest.param("import a.__init__", "a/__init__.py", id="init-by-name"),
        pytest.param("import A.b", "pypi:a", id="case-matters"),
    ],
)
def test_absolute_imports_lead_to_files(statement: str, expected: str) -> None:
    assert reach(PACKAGE, "main.py", statement) == expected


@pytest.mark.parametrize(
    ("statement", "target", "reason"),
    [
        ("import a.b.attr", "a.b.attr", "a/b.py is a module, not a package, and has no attr to import"),
        ("import a.missing", "a.missing", "a/ has no module missing"),
        ("import a.missing.deep", "a.missing.deep", "a/ has no module missing"),
        ("from a.missing import x, y", "a.missing", "a/ has no module missing"),
        ("from a.n import x", "a.n.x", "a/n/ has no module x and no __init__.py to define it"),
        ("from .a.b.c import x", ".a.b.c", "a/b.py is a module, not a package, and has no c to import"),
        ("from .missing import x", ".missing", "the top has no module missing"),
        ("from . import missing", ".missing", "the top has no module missing and no __init__.py to define it"),
        ("from . import *", ".", "the top directory is no package"),
        ("from .. import b", "..", "goes above the top"),
        ("from ...... import b", "......", "goes above the top"),
    ],
)
def test_what_is_missing_is_unresolved_with_a_reason(statement: str, target: str, reason: str) -> None:
    assert resolve_all(PACKAGE, "main.py", statement)[0] == Resolved(UNRESOLVED, target, reason)


@pytest.mark.parametrize(
    ("importer", "statement", "target"),
    [
        pytest.param("main.py", "from a.n import x, m, y, z", "a.n", id="absolute"),
        pytest.param("a/x.py", "from .n import x, m, y, z", ".n", id="relative"),
        pytest.param("a/n/m.py", "from . import x, m, y, z", ".", id="own-directory"),
    ],
)
def test_names_that_one_directory_lacks_are_one_unresolved_import(importer: str, statement: str, target: str) -> None:
    reason = "a/n/ has no module x and no __init__.py to define it; nor has it y, z"
    expected = (Resolved(UNRESOLVED, target, reason), Resolved(INTERNAL, "a/n/m.py"))
    assert resolve_all(PACKAGE, importer, statement) == expected


@pytest.mark.parametrize(
    ("importer", "statement", "expected"),
    [
        pytest.param("a/x.py", "from . import b", "a/b.py", id="sibling"),
        pytest.param("a/x.py", "from .b import X", "a/b.py", id="from-sibling"),
        pytest.param("a/x.py", "from . import X", "a/__init__.py", id="own-package"),
        pytest.param("a/__init__.py", "from . import b", "a/b.py", id="from-init"),
        pytest.param("a/__init__.py", "from . import X", "a/__init__.py", id="self"),
        pytest.param("a/c/d.py", "from .. import b", "a/b.py", id="parent"),
        pytest.param("a/c/d.py", "from ..n.m import X", "a/n/m.py", id="cousin"),
        pytest.param("a/n/m.py", "from .. import b", "a/b.py", id="from-directory-without-init"),
        pytest.param("a/n/m.py", "from . import other", "?.other", id="missing-in-directory"),
        pytest.param("a/n/m.py", "from . import *", "a/n/", id="star-in-directory"),
        pytest.param("a/c/d.py", "from ... import a", "a/__init__.py", id="top-by-path"),
        pytest.param("a/c/d.py", "from .... import a", "?....", id="above-the-top"),
    ],
)
def test_relative_imports_go_by_directory(importer: str, statement: str, expected: str) -> None:
    assert reach(PACKAGE, importer, statement) == expected


def test_a_relative_import_does_not_leave_the_configured_root() -> None:
    answer = resolve_all("other.py", "src/a/b.py", "from .... import other", ("src",))
    assert answer == (Resolved(UNRESOLVED, "....", "goes above the top"),)
    answer = resolve_all("other.py", "src/a/b.py", "from ... import other", ("src",))
    assert answer == (Resolved(UNRESOLVED, "...", "goes above the source root src/"),)


@pytest.mark.parametrize(
    ("files", "statement", "expected"),
    [
        pytest.param("x.py x.pyi", "import x", "x.py", id="source-before-stub"),
        pytest.param("x.pyi", "import x", "x.pyi", id="stub-alone"),
        pytest.param("x.cpython-311-darwin.so", "import x", "x.cpython-311-darwin.so", id="compiled"),
        pytest.param("x.pyx", "import x", "x.pyx", id="cython"),
        pytest.param("x-stubs/__init__.pyi", "import x", "x-stubs/__init__.pyi", id="stubs-package"),
        pytest.param("x-stubs/__init__.pyi x-stubs/y.pyi", "from x import y", "x-stubs/y.pyi", id="stubs-sub"),
        pytest.param("x-stubs/__init__.pyi x.py", "import x", "x.py", id="stubs-last"),
        pytest.param("yaml-stubs/__init__.pyi", "import yaml", "pypi:pyyaml", id="known-before-stubs"),
        pytest.param("x.py x/__init__.py", "import x", "x/__init__.py", id="package-before-module"),
        pytest.param("x.py x/y.py", "import x.y", "?x.y", id="module-hides-directory"),
    ],
)
def test_one_of_several_candidates_in_a_directory_counts(files: str, statement: str, expected: str) -> None:
    assert reach(files, "main.py", statement) == expected


SERVICES = "s/auth-service/routes.py s/auth-service/models.py s/pay-service/models.py s/pay-service/main.py"


@pytest.mark.parametrize(
    ("files", "importer", "statement", "expected"),
    [
        pytest.param(SERVICES, "s/auth-service/main.py", "from routes import x", "s/auth-service/routes.py", id="own"),
        pytest.param(SERVICES, "s/pay-service/main.py", "import models", "s/pay-service/models.py", id="never-cross"),
        pytest.param(SERVICES, "s/pay-service/main.py", "import routes", "pypi:routes", id="not-next-door"),
        pytest.param("src/pkg/__init__.py", "tests/test_x.py", "import pkg", "src/pkg/__init__.py", id="src-layout"),
        pytest.param("src/pkg/a.py src/pkg/b.py", "src/pkg/a.py", "from pkg import b", "src/pkg/b.py", id="namespace"),
        pytest.param(
            "s/a/pyproject.toml s/b/pyproject.toml s/b/app/__init__.py",
            "s/a/app/__init__.py",
            "import app.models",
            "?app.models",
            id="own-package-is-not-completed-elsewhere",
        ),
        pytest.param(
            "libs/x/pkg/__init__.py libs/x/pkg/m.py",
            "s/a/main.py",
            "from pkg import m",
            "libs/x/pkg/m.py",
            id="other-root-answers-alone",
        ),
        pytest.param(
            "libs/x/ns/a.py libs/x/setup.py libs/y/ns/b.py libs/y/setup.py",
            "libs/x/ns/a.py",
            "from ns import b",
            "libs/y/ns/b.py",
            id="namespace-over-two-projects",
        ),
        pytest.param(
            "tests/app/__init__.py app/__init__.py app/models.py",
            "tests/app/test_m.py",
            "from app.models import M",
            "app/models.py",
            id="tests-mirror-the-package",
        ),
        pytest.param(
            "a/x/one.py x/__init__.py", "a/main.py", "import x", "x/__init__.py", id="package-before-directory"
        ),
        pytest.param("a/x/one.py x/two.py", "a/main.py", "import x.two", "x/two.py", id="directories-are-joined"),
        pytest.param("__init__.py pkg/__init__.py", "pkg/a.py", "import pkg", "pkg/__init__.py", id="init-at-the-top"),
        pytest.param(
            "lib/__init__.py lib/redis.py", "lib/cache.py", "import redis", "pypi:redis", id="no-implicit-relative"
        ),
    ],
)
def test_roots_are_inferred(files: str, importer: str, statement: str, expected: str) -> None:
    assert reach(files, importer, statement) == expected


def test_several_other_roots_make_an_import_ambiguous() -> None:
    files = "s/a/app/__init__.py s/b/app/__init__.py"
    answer = resolve_all(files, "tools/x.py", "import app")
    assert answer == (Resolved(AMBIGUOUS, "app", "could be s/a/app/__init__.py, s/b/app/__init__.py"),)


def test_many_candidates_are_cut() -> None:
    files = " ".join(f"s/{letter}/app/__init__.py" for letter in "abcdefgh")
    (answer,) = resolve_all(files, "tools/x.py", "from app import run")
    assert answer.target == "app"
    assert answer.reason.endswith("s/e/app/__init__.py and 3 more")


CONFIGURED = "a/src/one.py b/src/two.py b/src/one.py c/three.py"


@pytest.mark.parametrize(
    ("importer", "statement", "expected"),
    [
        pytest.param("a/src/main.py", "import one", "a/src/one.py", id="own"),
        pytest.param("a/src/main.py", "import two", "b/src/two.py", id="one-other"),
        pytest.param("tools/main.py", "import one", "~one", id="several-others"),
        pytest.param("tools/main.py", "import helper", "tools/helper.py", id="outside-all-roots"),
        pytest.param("a/src/main.py", "import c.three", "?c.three", id="in-no-root"),
        pytest.param("a/src/main.py", "from c import three", "?c.three", id="name-in-no-root"),
        pytest.param("a/src/main.py", "import numpy", "pypi:numpy", id="third-party"),
    ],
)
def test_configured_roots_are_exact(importer: str, statement: str, expected: str) -> None:
    assert reach(CONFIGURED + " tools/helper.py", importer, statement, ("a/src", "b/src")) == expected


def test_of_nested_roots_the_deepest_counts_first() -> None:
    assert reach("a/helpers.py helpers.py", "a/b/c.py", "import helpers", ("a", "")) == "a/helpers.py"


segments = st.sampled_from(["a", "b", "os", "yaml", "x-y", "__init__", "src"])
paths = st.lists(segments, min_size=1, max_size=4).map(lambda names: "/".join(names) + ".py")


@given(
    st.sets(paths, min_size=1),
    st.lists(segments, max_size=3),
    st.lists(segments | st.just("*"), max_size=2),
    st.integers(0, 5),
    st.sampled_from([(), ("",), ("a", ""), ("src",)]),
)
def test_every_import_ends_somewhere_and_internal_targets_exist(
    files: set[str], module: list[str], names: list[str], level: int, roots: tuple[str, ...]
) -> None:
    importer = min(files)
    index = build_index(Inventory(tuple(sorted(files)), {}, roots))
    fact = ImportFact(1, 1, ".".join(module), tuple(names), level)
    answer = resolve(index, importer, fact)
    assert answer
    assert len(set(answer)) == len(answer)
    assert answer == resolve(index, importer, fact._replace(line=7))
    for one in answer:
        if one.outcome == INTERNAL:
            assert one.target in files or any(path.startswith(one.target) for path in files if one.target[-1:] == "/")
        assert bool(one.reason) == (one.outcome in {UNRESOLVED, AMBIGUOUS})


NAMESPACE = "one/ns/left.py two/ns/right.py"


@pytest.mark.parametrize("manifests", ["", "one/pyproject.toml two/setup.cfg"], ids=["configured", "projects"])
def test_a_namespace_in_two_roots_is_joined(manifests: str) -> None:
    roots = () if manifests else ("one", "two")
    assert reach(f"{NAMESPACE} {manifests}", "one/ns/left.py", "from ns import right", roots) == "two/ns/right.py"


def test_a_namespace_in_two_unknown_roots_is_unresolved() -> None:
    assert reach(NAMESPACE, "one/ns/left.py", "from ns import right") == "?ns.right"
