"""`external` with `declared`: imports beside manifests."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archcheck.checks.external.manifests import read_manifests
from archcheck.core.evaluate import evaluate
from archcheck.core.facts import RelationFact
from archcheck.core.scene import CodeFiles, Declarations
from archcheck.core.values import Place
from tests.checks.declared_cases import found, lines, scene_of
from tests.scenes import check_of, identities, problems, rules, run, scene, told


@pytest.mark.parametrize(
    ("drawing", "manifests", "expected"),
    [
        pytest.param("a.py -> pypi:requests", "pyproject.toml: requests", [], id="declared"),
        pytest.param(
            "a.py -> pypi:requests",
            "pyproject.toml: django",
            ["a.py imports requests, which pyproject.toml does not declare"],
            id="not declared",
        ),
        pytest.param("a.py -> std:python/os", "pyproject.toml: django", [], id="standard library"),
        pytest.param("a.py -> pypi:x type-only", "pyproject.toml: x peer", [], id="peer"),
        pytest.param("a.py -> pypi:x", "pyproject.toml: x optional", [], id="optional"),
        pytest.param("a.ts -> npm:x", "package.json: x peer", [], id="peer of npm"),
        pytest.param(
            "a.go -> go:github.com/x/y", "go.mod: github.com/x/y/v2 indirect", [], id="indirect, of a version"
        ),
        pytest.param(
            "a.ts -> npm:x",
            "package.json: x managed, y",
            ["a.ts imports x, which package.json does not declare"],
            id="only a version is chosen",
        ),
        pytest.param(
            "a/b/c.ts -> npm:x",
            "package.json: x\na/package.json: y",
            ["a/b/c.ts imports x, which a/package.json does not declare"],
            id="the nearest manifest decides",
        ),
        pytest.param(
            "a/b/c.ts -> npm:x", "package.json: x\na/package.json:\na/b/pyproject.toml: z", [], id="passed over"
        ),
        pytest.param(
            "a/b/c.ts -> npm:x",
            "package.json: x\na/package.json: = npm:@acme/a 1",
            ["a/b/c.ts imports x, which a/package.json does not declare"],
            id="a package without dependencies",
        ),
        pytest.param("a/b.ts -> npm:@acme/a", "a/package.json: = npm:@acme/a 1", [], id="its own package"),
        pytest.param("a/b.ts -> npm:x", "package.json: x\na/package.json: = npm:a", [], id="a name alone is an entry"),
        pytest.param("a.ts -> npm:@docusaurus/Link", "package.json: @docusaurus/core", [], id="modules that are made"),
        pytest.param(
            "a.ts -> npm:x\nb/c.ts -> npm:y",
            "b/package.json: y",
            ["a.ts imports x, and no manifest above it declares packages"],
            id="no manifest above",
        ),
        pytest.param(
            "a.ts -> npm:x\na.ts -> npm:y\nb.ts -> npm:x",
            "pyproject.toml: z",
            ["packages of npm are imported, and no manifest here declares any"],
            id="no manifest at all is unknown",
        ),
    ],
)
def test_packages_are_declared_in_the_nearest_manifest(drawing: str, manifests: str, expected: list[str]) -> None:
    assert lines("declared: true", drawing, manifests) == expected


DEV = "pyproject.toml: pytest dev, black lint"


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param("app/a.py -> pypi:pytest test", [], id="a test"),
        pytest.param("app/a.py -> pypi:pytest type-only", [], id="types"),
        pytest.param("setup.py -> pypi:black", [], id="settings of a tool"),
        pytest.param("vite.config.ts -> npm:vite", [], id="settings of another tool"),
        pytest.param("scripts/a.py -> pypi:black", [], id="listed"),
        pytest.param(
            "app/a.py -> pypi:pytest", ["app/a.py imports pytest, which pyproject.toml declares for dev only"], id="app"
        ),
        pytest.param(
            "app/a.py -> pypi:black",
            ["app/a.py imports black, which pyproject.toml declares for lint only"],
            id="group",
        ),
    ],
)
def test_packages_for_development_are_used_in_tests_and_tools(drawing: str, expected: list[str]) -> None:
    manifests = f"{DEV}\npackage.json: vite dev, react"
    assert lines("declared: {dev_in: scripts}", drawing, manifests) == expected


@pytest.mark.parametrize(
    ("manifests", "expected"),
    [
        pytest.param("package.json: x dev", [], id="bundled, or tools only"),
        pytest.param(
            "package.json: x dev, y", ["a.ts imports x, which package.json declares for dev only"], id="run time"
        ),
        pytest.param(
            "package.json: x dev, y peer", ["a.ts imports x, which package.json declares for dev only"], id="peers"
        ),
    ],
)
def test_packages_of_npm_that_are_all_for_development_are_not_misplaced(manifests: str, expected: list[str]) -> None:
    assert lines("declared: true", "a.ts -> npm:x", manifests) == expected


def test_groups_can_be_there_at_run_time() -> None:
    assert lines("declared: {groups: lint}", "a.py -> pypi:black", DEV) == []


WORKSPACE = "package.json: vitest dev, zod\npackages/a/package.json: react"


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param("packages/a/x.test.ts -> npm:vitest test", [], id="test"),
        pytest.param("packages/a/vite.config.ts -> npm:vitest", [], id="tool"),
        pytest.param("packages/a/x.ts -> npm:vitest type-only", [], id="types"),
        pytest.param("packages/a/x.test.ts -> npm:zod test", [], id="run-time package in a test"),
        pytest.param(
            "packages/a/x.ts -> npm:zod",
            ["packages/a/x.ts imports zod, which packages/a/package.json does not declare"],
            id="production",
        ),
        pytest.param(
            "packages/a/x.test.ts -> npm:ava test",
            ["packages/a/x.test.ts imports ava, which packages/a/package.json does not declare"],
            id="declared nowhere",
        ),
    ],
)
def test_tests_and_tools_may_use_what_any_manifest_above_declares(drawing: str, expected: list[str]) -> None:
    assert lines("declared: true", drawing, WORKSPACE) == expected


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param("a.ts -> npm:geojson type-only", [], id="types of a package"),
        pytest.param("a.ts -> npm:@babel/core type-only", [], id="types of a package in a scope"),
        pytest.param("a.ts -> npm:geojson", [], id="types by a plain import, which the compiler leaves out"),
        pytest.param("a.ts -> npm:x", ["a.ts imports x, which package.json does not declare"], id="no types of it"),
    ],
)
def test_types_are_declared_by_packages_of_types(drawing: str, expected: list[str]) -> None:
    assert lines("declared: true", drawing, "package.json: @types/geojson, @types/babel__core") == expected


@pytest.mark.parametrize(
    ("mark", "expected"),
    [
        pytest.param("type-only", [], id="types"),
        pytest.param("test", [], id="test"),
        pytest.param("", ["p/a.ts imports geojson, which p/package.json does not declare"], id="perhaps more"),
    ],
)
def test_types_declared_further_up_are_enough_for_types_and_tests(mark: str, expected: list[str]) -> None:
    manifests = "package.json: @types/geojson\np/package.json: y"
    assert lines("declared: true", f"p/a.ts -> npm:geojson {mark}".rstrip(), manifests) == expected


@pytest.mark.parametrize(
    ("imported", "declared"),
    [
        pytest.param("psycopg2", "psycopg2-binary", id="binary"),
        pytest.param("opencv-python", "opencv-python-headless", id="headless"),
    ],
)
def test_variants_of_a_package_count_as_it(imported: str, declared: str) -> None:
    assert lines("declared: {unused: true}", f"a.py -> pypi:{imported}", f"pyproject.toml: {declared}") == []


@pytest.mark.parametrize(
    ("path", "manifests", "expected"),
    [
        pytest.param("a.py", "requirements.txt: > base.txt\nbase.txt: x", [], id="included"),
        pytest.param(
            "s/a.py", "s/requirements.txt: > ../lib/base.txt\nlib/base.txt: x", [], id="included from elsewhere"
        ),
        pytest.param("a.py", "pyproject.toml: = pypi:p, > deps/run.txt\ndeps/run.txt: x", [], id="dynamic"),
        pytest.param("app/a.py", "requirements/base.txt: x", [], id="a folder of lists stands for the one above"),
        pytest.param("a.py", "requirements.in: x\nrequirements.txt: x, y", [], id="made from another list"),
        pytest.param(
            "a.py",
            "requirements.in: y\nrequirements.txt: x, y",
            ["a.py imports x, which requirements.in does not declare"],
            id="in what is made only",
        ),
        pytest.param("a.py", "requirements.txt: > a.txt\na.txt: > requirements.txt, x", [], id="in a circle"),
    ],
)
def test_lists_of_requirements_are_put_together(path: str, manifests: str, expected: list[str]) -> None:
    assert lines("declared: true", f"{path} -> pypi:x", manifests) == expected


INNER = """
p/package.json: = npm:@acme/p 1, @acme/q
q/package.json: = npm:@acme/q 1
r/package.json: = npm:@acme/r 1
p/go.mod: = go:p
"""


@pytest.mark.parametrize(
    ("drawing", "expected"),
    [
        pytest.param("p/a.ts -> q/b.ts", [], id="declared"),
        pytest.param(
            "p/a.ts -> r/x/c.ts", ["p/a.ts imports @acme/r, which p/package.json does not declare"], id="not declared"
        ),
        pytest.param("p/a.ts -> p/b.ts", [], id="its own"),
        pytest.param("a.ts -> r/c.ts", [], id="code of no package"),
        pytest.param("p/a.ts -> c.ts", [], id="code of no package is imported"),
        pytest.param("p/a.py -> r/c.py", [], id="another language"),
    ],
)
def test_packages_of_the_repository_are_declared_when_asked_for(drawing: str, expected: list[str]) -> None:
    assert lines("declared: {internal: true}", drawing, INNER) == expected
    assert lines("declared: true", drawing, INNER) == []


def test_ignored_packages_are_compared_in_neither_direction() -> None:
    body = "declared: {unused: true, ignore: [pypi:x, 'npm:@acme/*']}"
    assert lines(body, "a.py -> pypi:x\na.ts -> npm:@acme/b", "pyproject.toml: y x\npackage.json: @acme/c, =") == []


def test_manifests_of_also_count_everywhere() -> None:
    body = "declared: {also: tools/package.json, unused: true}"
    manifests = "tools/package.json: x, y dev, z\na/package.json: w"
    assert lines(body, "a/b.ts -> npm:x\na/b.ts -> npm:w\nc.ts -> npm:y", manifests) == [
        "c.ts imports y, and no manifest above it declares packages",
        "declares z, which no file here imports",
    ]


def test_also_that_names_no_manifest_is_vacuous() -> None:
    assert told(found("declared: {also: [b.json, a.ts]}", "a.ts", "package.json: x")) == [
        "vacuous: b.json",
        "vacuous: a.ts",
    ]


def test_finding_tells_places_and_the_way_out() -> None:
    drawing = "p/a.ts -> npm:x @9\np/a.ts -> npm:x @2:5\np/a.ts -> npm:x @1 test"
    drawn, needs = scene_of(drawing, "package.json: x\np/package.json: y")
    [undeclared, unused] = run("external", "declared: {unused: true}", drawn, needs=needs)
    assert (undeclared.subject, undeclared.target, undeclared.key) == ("p/a.ts", "npm:x", "undeclared")
    assert undeclared.places == (Place("p/a.ts", 2, 5), Place("p/a.ts", 9, 1))
    assert undeclared.hint == "declare it in p/package.json, as package.json does"
    assert (unused.subject, unused.target, unused.key) == ("p/package.json", "npm:y", "unused")
    assert unused.places == (Place("p/package.json", 2, 5),)
    assert unused.hint == "remove it, or list it under `ignore` when it is used in other ways"


@pytest.mark.parametrize(
    ("drawing", "manifests", "hint"),
    [
        pytest.param("a.ts -> npm:y", "package.json: x", "declare it in package.json", id="undeclared"),
        pytest.param(
            "a.ts -> npm:x",
            "package.json: x dev, y",
            "declare it for run time in package.json, or list the file under `dev_in`",
            id="misplaced",
        ),
        pytest.param("a.ts -> npm:x", "b/package.json: x", "add a manifest, or name one under `also`", id="none"),
    ],
)
def test_hint_tells_what_to_do(drawing: str, manifests: str, hint: str) -> None:
    drawn, needs = scene_of(drawing, manifests)
    [finding] = run("external", "declared: true", drawn, needs=needs)
    assert finding.hint == hint


def test_fingerprints_are_apart_and_forget_lines() -> None:
    body = "declared: {unused: true}\npackages: npm:x\ndeny_in: a.ts"
    above = scene_of("a.ts -> npm:x @1", "package.json: y")
    below = scene_of("a.ts -> npm:x @9:5", "package.json: w dev, v dev, y")
    first = identities(run("external", body, above[0], needs=above[1]))
    assert len(set(first)) == 3
    assert first == identities(run("external", body, below[0], needs=below[1]))


def test_what_is_no_subject_makes_nothing_unknown() -> None:
    drawn, needs = scene_of("a.ts -> npm:x\nb.py -> pypi:y", "pyproject.toml: y")
    rule_set = rules("external", "declared: true\npaths: '**/*.py'", "")
    made = evaluate(rule_set, check_of, scene(drawn, rule_set, needs), "2026-11-20")
    assert (made.results[0].outcome, made.violations) == ("pass", ())


def test_marks_can_be_dropped() -> None:
    assert lines("declared: true\nedges: [import, -lazy]", "a.ts -> npm:x lazy", "package.json: y") == []


def test_needs_depend_on_what_is_asked_for() -> None:
    asked = [
        check_of("external").needs(rules("external", body, "").rules[0].options)
        for body in (
            "prefer: {use: a, instead_of: b}",
            "declared: true",
            "declared: {unused: true}",
            "declared: false\npackages: x\ndeny_in: y",
        )
    ]
    assert asked == [(), (Declarations(),), (Declarations(), CodeFiles()), ()]


def test_declared_false_says_nothing() -> None:
    assert len(problems("external", "declared: false")) == 1
    assert problems("external", "declared: true") == []


PACKAGES = st.sampled_from(["x", "y", "z"])
DIRECTORIES = st.sampled_from(["", "a/", "a/b/", "c/"])


@given(
    st.dictionaries(DIRECTORIES, st.sets(PACKAGES, max_size=2), min_size=1),
    st.sets(st.tuples(DIRECTORIES, PACKAGES), max_size=6),
)
def test_what_is_undeclared_is_what_the_nearest_manifest_lacks(
    manifests: dict[str, set[str]], uses: set[tuple[str, str]]
) -> None:
    text = "\n".join(
        f"{where}package.json: = npm:own 1, {', '.join(sorted(what))}" for where, what in manifests.items()
    )
    drawing = "\n".join(f"{where}file.ts -> npm:{what}" for where, what in sorted(uses)) or "file.ts"
    expected = set()
    for where, what in uses:
        nearest = max((each for each in manifests if where.startswith(each)), key=len, default=None)
        if nearest is None or what not in manifests[nearest]:
            expected.add((f"{where}file.ts", f"npm:{what}"))
    drawn, needs = scene_of(drawing, text)
    assert {(f.subject, f.target) for f in run("external", "declared: true", drawn, needs=needs)} == expected


def test_many_lists_in_a_row_take_no_time() -> None:
    chain = {f"{n}.txt": {"pip": (RelationFact(1, 1, "path", f"{n + 1}.txt"),)} for n in range(3_000)}
    assert read_manifests(chain).levels == {}
