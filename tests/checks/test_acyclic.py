import pytest

from archcheck.core.findings import Link
from archcheck.core.values import Place
from tests.scenes import identities, judge, lines, problems, run

LOOP = "a.py -> b.py @3\nb.py -> c.py @5\nc.py -> a.py @7"


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param("", "a.py -> b.py\nb.py -> c.py\na.py -> c.py", [], id="none"),
        pytest.param("", LOOP, ["a.py: 3 files in one cycle [a.py:3 > b.py:5 > c.py:7 > a.py]"], id="one"),
        pytest.param("", "a.py -> a.py", [], id="a-file-that-imports-itself"),
        pytest.param(
            "",
            LOOP + "\nb.py -> a.py @9\nc.py -> x.py",
            ["a.py: 3 files in one cycle [a.py:3 > b.py:9 > a.py]"],
            id="one-finding-per-group-with-a-shortest-cycle",
        ),
        pytest.param(
            "",
            "a.py -> b.py\nb.py -> a.py\nc.py -> d.py\nd.py -> c.py\nb.py -> c.py",
            [
                "a.py: 2 files in one cycle [a.py:1 > b.py:1 > a.py]",
                "c.py: 2 files in one cycle [c.py:1 > d.py:1 > c.py]",
            ],
            id="two-groups",
        ),
        pytest.param("", "a.py -> b.py type-only\nb.py -> a.py", [], id="type-only-is-dropped-by-default"),
        pytest.param(
            "edges: import",
            "a.py -> b.py type-only\nb.py -> a.py",
            ["a.py: 2 files in one cycle [a.py:1 > b.py:1 > a.py]"],
            id="type-only-on-demand",
        ),
        pytest.param("edges: [import, -lazy]", "a.py -> b.py lazy\nb.py -> a.py", [], id="lazy-on-demand"),
        pytest.param("max_size: 3", LOOP, [], id="tolerated-size"),
        pytest.param(
            "max_size: 2",
            LOOP,
            ["a.py: 3 files in one cycle [a.py:3 > b.py:5 > c.py:7 > a.py]"],
            id="more-than-tolerated",
        ),
        pytest.param("in: [a.py, b.py]", LOOP, [], id="only-the-chosen-files"),
        pytest.param(
            "in: pkg",
            "pkg/a.py -> pkg/b.py\npkg/b.py -> pkg/a.py\nx.py -> y.py\ny.py -> x.py",
            ["pkg/a.py: 2 files in one cycle [pkg/a.py:1 > pkg/b.py:1 > pkg/a.py]"],
            id="only-inside-a-directory",
        ),
        pytest.param(
            "level: directory",
            "x/a.py -> y/b.py @2\ny/c.py -> x/d.py @4\nx/a.py -> x/d.py\nx/d.py -> x/a.py",
            ["x/: 2 directories in one cycle [x/a.py:2 > y/c.py:4 > x/d.py]"],
            id="directories",
        ),
        pytest.param(
            "level: directory",
            "main.py -> x/a.py\nx/a.py -> main.py",
            ["./: 2 directories in one cycle [main.py:1 > x/a.py:1 > main.py]"],
            id="the-top-is-a-directory",
        ),
        pytest.param(
            "level: directory",
            "x/a.py -> x/sub/b.py\nx/sub/b.py -> x/a.py",
            ["x/: 2 directories in one cycle [x/a.py:1 > x/sub/b.py:1 > x/a.py]"],
            id="a-directory-and-one-below-it",
        ),
        pytest.param(
            "level: directory",
            "x/a.py -> y/b.py\ny/b.py -> x/sub/",
            [],
            id="a-directory-that-is-imported-is-itself-and-not-the-one-above-it",
        ),
        pytest.param(
            "level: component",
            "services/a/1.py -> services/b/1.py @2\nservices/b/2.py -> lib/u.py\nservices/b/3.py -> services/a/2.py @6"
            "\nlib/u.py -> services/b/1.py",
            ["service[a]: 2 components in one cycle [services/a/1.py:2 > services/b/3.py:6 > services/a/2.py]"],
            id="components",
        ),
        pytest.param(
            "",
            "services/a/1.py -> services/b/1.py\nservices/b/1.py -> lib/u.py\nlib/u.py -> services/a/2.py\n"
            "services/a/2.py -> services/a/1.py",
            [
                "lib/u.py: 4 files in one cycle (service[a] 2, no component 1, service[b] 1)"
                " [lib/u.py:1 > services/a/2.py:1 > services/a/1.py:1 > services/b/1.py:1 > lib/u.py]"
            ],
            id="files-by-component",
        ),
    ],
)
def test_cycles_are_found_at_their_level(body: str, drawing: str, expected: list[str]) -> None:
    assert lines("acyclic", body or "level: file", drawing) == expected


def test_many_components_are_counted_together() -> None:
    ring = [f"services/{name}/x.py" for name in "abcdefg"]
    drawing = "\n".join(f"{one} -> {other}" for one, other in zip(ring, ring[1:] + ring[:1], strict=True))
    (found,) = run("acyclic", "level: file", drawing)
    shares = ", ".join(f"service[{name}] 1" for name in "abcde")
    assert found.message == f"7 files in one cycle ({shares}, 2 more)"


def test_finding_tells_the_loop_by_its_real_imports() -> None:
    (found,) = run("acyclic", "level: directory", "x/b.py -> y/c.py @9\nx/a.py -> y/c.py @8:5\ny/c.py -> x/z.py @2")
    assert (found.subject, found.target, found.key) == ("x/", None, "directory")
    assert found.chain == (Link("x/a.py", "y/c.py", 8, 5), Link("y/c.py", "x/z.py", 2, 1))
    assert found.places == (Place("x/a.py", 8, 5),)


@pytest.mark.parametrize(
    ("drawing", "hint"),
    [
        pytest.param(
            "a.py -> b.py @3\nb.py -> a.py @4\nb.py -> a.py @5", "1 of 3 imports ends it: a.py:3", id="cheaper"
        ),
        pytest.param(
            "a.py -> b.py\na.py -> c.py\nb.py -> a.py @4\nb.py -> a.py @5\nc.py -> a.py @6\nc.py -> a.py @7",
            "2 of 6 imports end it: a.py:1, a.py:1",
            id="two-edges",
        ),
        pytest.param(
            "a.py -> b.py @1\na.py -> b.py @2\nb.py -> a.py @4\nb.py -> a.py @5\nb.py -> a.py @6",
            "2 of 5 imports end it: a.py:1",
            id="one-edge-at-two-places",
        ),
    ],
)
def test_hint_names_the_cheapest_imports_to_cut(drawing: str, hint: str) -> None:
    (found,) = run("acyclic", "level: file", drawing)
    assert found.hint == hint


def test_hint_speaks_of_dependencies_when_other_edges_count() -> None:
    (found,) = run("acyclic", "edges: [import, calls]", "a.py -> b.py calls\nb.py -> a.py\nb.py -> a.py @2")
    assert found.hint == "1 of 3 dependencies ends it: a.py:1"


def test_hint_lists_a_few_places_only() -> None:
    hub = "\n".join(f"hub.py -> m{number}.py @{number + 1}\nm{number}.py -> hub.py @1\nm{number}.py -> hub.py @2"
                    for number in range(8))  # fmt: skip
    (found,) = run("acyclic", "level: file", hub)
    assert found.hint == "8 of 24 imports end it: hub.py:1, hub.py:2, hub.py:3, hub.py:4, hub.py:5 and 3 more"


def test_fingerprint_is_the_level_and_the_least_member() -> None:
    small = run("acyclic", "level: file", "a.py -> b.py\nb.py -> a.py")
    grown = run("acyclic", "level: file", "a.py -> c.py @40\nc.py -> b.py\nb.py -> a.py\na.py -> d.py\nd.py -> a.py")
    other = run("acyclic", "level: file", "b.py -> c.py\nc.py -> b.py")
    directory = run("acyclic", "level: directory", "a.py/x -> b.py/x\nb.py/x -> a.py/x")
    assert identities(small) == identities(grown)
    assert len({*identities(small), *identities(other), *identities(directory)}) == 3


def test_size_below_one_is_a_mistake() -> None:
    assert problems("acyclic", "max_size: 0") == [
        "at least 1 is expected, found 0 (rule r (kind acyclic)); 1 tolerates no cycle"
    ]


def test_subject_of_a_component_cycle_is_the_component() -> None:
    drawing = "services/a/1.py -> services/b/1.py\nservices/b/1.py -> services/a/2.py"
    (found,) = judge("acyclic", "level: component", drawing, "service: services/{service}/").violations
    assert (found.subject, found.subject_component) == ("service[a]", "service[a]")
    assert (found.path, found.line) == ("services/a/1.py", 1)
