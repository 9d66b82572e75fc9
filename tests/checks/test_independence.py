import pytest

from archcheck.core.values import Place
from tests.scenes import SERVICES, identities, judge, lines, outcome, problems, run

SIBLINGS = "components: service"
A, B = "services/a/x.py", "services/b/y.py"


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(SIBLINGS, f"{A} -> {B}", [f"{A} -> {B}: a imports b"], id="direct"),
        pytest.param(SIBLINGS, f"{A} -> services/a/z.py\n{A} -> shared/u.py\n{B}", [], id="own-files-and-shared-ones"),
        pytest.param(
            SIBLINGS,
            f"{A} -> shared/u.py @2\nservices/c/x.py -> shared/u.py\nshared/u.py -> {B} @5",
            [f"{A} -> {B}: a imports b [{A}:2 > shared/u.py:5 > {B}] +1"],
            id="one-finding-per-last-edge-for-all-siblings",
        ),
        pytest.param(SIBLINGS + "\ntransitive: false", f"{A} -> shared/u.py\nshared/u.py -> {B}", [], id="direct-only"),
        pytest.param(
            SIBLINGS,
            f"{A} -> shared/u.py\nshared/u.py -> services/a/z.py\n{B}",
            [],
            id="back-to-the-own-component",
        ),
        pytest.param(
            SIBLINGS,
            f"{A} -> {B}\n{B} -> services/c/z.py",
            [f"{A} -> {B}: a imports b", f"{B} -> services/c/z.py: b imports c"],
            id="not-through-a-sibling",
        ),
        pytest.param("components: [x, y]", "x/1.py -> y/2.py", ["x/1.py -> y/2.py: x imports y"], id="globs"),
        pytest.param(
            "components: 'plugins/{name}'",
            "plugins/a/1.py -> plugins/b/2.py",
            ["plugins/a/1.py -> plugins/b/2.py: a imports b"],
            id="glob-with-a-capture",
        ),
        pytest.param(
            "components: ['service[a]', 'service[b]']",
            f"{A} -> {B}\n{A} -> services/c/z.py",
            [f"{A} -> {B}: a imports b"],
            id="some-instances",
        ),
        pytest.param(
            "components: 'tag:deployed'",
            f"{A} -> job/x.py\njob/x.py -> lib/u.py\nlib/u.py -> {B}",
            [f"job/x.py -> {B}: job imports b [job/x.py:1 > lib/u.py:1 > {B}]", f"{A} -> job/x.py: a imports job"],
            id="all-components-with-a-tag",
        ),
        pytest.param(
            SIBLINGS,
            f"{A} -> services/b/\n{B}",
            [f"{A} -> services/b/: a imports b"],
            id="directory-as-target",
        ),
    ],
)
def test_siblings_do_not_know_each_other(body: str, drawing: str, expected: list[str]) -> None:
    components = """
        service: {match: "services/{service}/", tags: deployed}
        job: {match: job, tags: [deployed]}
        """
    assert lines("independence", body, drawing, components) == expected


@pytest.mark.parametrize(
    ("option", "drawing", "expected"),
    [
        pytest.param("except: services/a/x.py", f"{A} -> {B}\nservices/a/z.py", [], id="as-source"),
        pytest.param("except: services/b", f"{A} -> {B}", [], id="as-target"),
        pytest.param(
            "except: services/a/x.py",
            f"services/a/z.py -> {A}\n{A} -> {B}",
            [],
            id="on-the-way-out",
        ),
        pytest.param(
            "except: services/b/y.py",
            f"{A} -> {B}\n{B} -> services/b/z.py",
            [],
            id="what-it-uses-in-turn",
        ),
        pytest.param("except: shared/wiring.py", f"{A} -> shared/wiring.py\nshared/wiring.py -> {B}", [], id="outside"),
        pytest.param(
            "except: services/a/x.py", f"services/a/z.py -> {B}", [f"services/a/z.py -> {B}: a imports b"], id="others"
        ),
        pytest.param("via: 'services/{s}/api.py'", f"{A} -> services/b/api.py\n{B}", [], id="entry-point"),
        pytest.param(
            "via: 'services/{s}/api.py'",
            "services/a/api.py -> services/b/y.py",
            ["services/a/api.py -> services/b/y.py: a imports b"],
            id="an-entry-point-may-not-leave",
        ),
        pytest.param("via: shared/bus.py", f"{A} -> shared/bus.py\nshared/bus.py -> {B}", [], id="shared-entry-point"),
        pytest.param(
            "via: shared/bus.py",
            f"{A} -> shared/u.py\nshared/u.py -> {B}\nshared/bus.py",
            [f"{A} -> {B}: a imports b [{A}:1 > shared/u.py:1 > {B}]"],
            id="another-way-is-not-covered",
        ),
    ],
)
def test_except_and_via_open_ways(option: str, drawing: str, expected: list[str]) -> None:
    assert lines("independence", f"{SIBLINGS}\n{option}", drawing) == expected


def test_edges_drop_marks() -> None:
    drawing = f"{A} -> {B} type-only\nservices/b/t.py -> {A} test"
    assert len(lines("independence", SIBLINGS, drawing)) == 2
    assert lines("independence", SIBLINGS + "\nedges: [import, -type-only, -test]", drawing) == []


def test_a_nested_component_owns_its_files() -> None:
    components = "outer: outer\ninner: outer/inner"
    body = "components: [outer, inner]"
    assert lines("independence", body, "outer/inner/a.py -> outer/inner/b.py\nouter/c.py", components) == []
    assert lines("independence", body, "outer/c.py -> outer/inner/b.py", components) == [
        "outer/c.py -> outer/inner/b.py: outer imports inner"
    ]


def test_finding_tells_all_places_and_the_binding_of_the_source() -> None:
    (found,) = run("independence", SIBLINGS, f"{A} -> {B} @3:5 lazy\n{A} -> {B} @1")
    assert found.places == (Place(A, 1, 1), Place(A, 3, 5))
    assert found.binding == {"service": "a"}
    assert (found.chain, found.affects, found.identity) == ((), 0, ("service", A, B))


def test_fingerprint_stays_when_another_sibling_starts_the_chain() -> None:
    before = run("independence", SIBLINGS, f"services/c/x.py -> shared/u.py\nshared/u.py -> {B}")
    after = run("independence", SIBLINGS, f"{A} -> shared/u.py\nservices/c/x.py -> shared/u.py\nshared/u.py -> {B} @8")
    assert [each.subject for each in (*before, *after)] == ["services/c/x.py", A]
    assert identities(before) == identities(after)


def test_a_rule_about_one_component_cannot_be_right() -> None:
    assert problems("independence", "components: services") == [
        '"services" is a single component (rule r (kind independence)); add its siblings, or a capture:'
        ' "services/{service}"'
    ]
    made = judge("independence", "components: shared", "shared/u.py", "shared: shared")
    assert (made.results[0].outcome, made.results[0].reason) == (
        "unknown",
        "shared is a single component, and nothing can depend on its siblings",
    )
    assert outcome("independence", SIBLINGS, A, SERVICES) == ("pass", [])


def test_selectors_that_match_nothing_are_reported_except_for_except() -> None:
    body = f"{SIBLINGS}\nexcept: services/zz\nvia: nowhere/**"
    assert outcome("independence", body, f"{A}\n{B}", SERVICES)[1] == [
        'archcheck/vacuous: "nowhere/**" of rule r matches nothing'
    ]
