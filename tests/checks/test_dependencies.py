import pytest

from archcheck.checks import dependencies
from archcheck.core.components import Binding, compatible
from archcheck.core.findings import Link
from archcheck.core.values import Place
from tests.scenes import identities, lines, problems, run

UI, DB, API = "ui/a.py", "db/b.py", "api/c.py"
OTHER = "from: 'services/{s}'\ndeny: 'services/{!s}'"


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(
            "from: ui\ndeny: db", f"{UI} -> {DB}", [f"{UI} -> {DB}: ui imports {DB}, which is denied"], id="direct"
        ),
        pytest.param("from: ui\ndeny: db", f"{UI} -> {API}\n{API} -> {DB}", [], id="direct-by-default"),
        pytest.param(
            "from: ui\ndeny: db\ntransitive: true",
            f"{UI} -> {API} @2\n{API} -> {DB} @3\nui/z.py -> {API}",
            [f"{UI} -> {DB}: ui imports {DB}, which is denied [{UI}:2 > {API}:3 > {DB}] +1"],
            id="transitive",
        ),
        pytest.param(
            "from: ui\ndeny: [db, api]\ntransitive: true",
            f"{UI} -> {API}\n{API} -> {DB}",
            [f"{UI} -> {API}: ui imports {API}, which is denied"],
            id="a-chain-ends-at-the-first-refused-file",
        ),
        pytest.param("from: ui\ndeny: db\nexcept: db/b.py", f"{UI} -> {DB}", [], id="except"),
        pytest.param(
            "from: ui\ndeny: db\nexcept: db/b.py\ntransitive: true",
            f"{UI} -> {DB}\n{DB} -> db/inner.py",
            [],
            id="except-is-a-gateway-also-for-chains",
        ),
        pytest.param(
            OTHER,
            "services/a/x.py -> services/b/y.py\nservices/a/x.py -> services/a/z.py\nservices/b/y.py -> lib/u.py",
            ["services/a/x.py -> services/b/y.py: a imports service[b], which is denied"],
            id="any-other-value-of-a-capture",
        ),
        pytest.param(
            "from: 'services/{s}/web'\ndeny: 'services/{s}/db'",
            "services/a/web/x.py -> services/a/db/y.py\nservices/a/web/x.py -> services/b/db/y.py",
            ["services/a/web/x.py -> services/a/db/y.py: a imports service[a], which is denied"],
            id="the-same-value-of-a-capture",
        ),
        pytest.param(
            "from: ui\ndeny: 'service[a]'",
            f"{UI} -> services/a/x.py\n{UI} -> services/b/x.py",
            [f"{UI} -> services/a/x.py: ui imports service[a], which is denied"],
            id="an-instance",
        ),
        pytest.param(
            "from: ui\ndeny: db",
            f"{UI} -> db/pkg/\n{DB}",
            [f"{UI} -> db/pkg/: ui imports db/pkg/, which is denied"],
            id="directory-as-target",
        ),
        pytest.param(
            "from: ['{s}/x', 'b/{s}']\ndeny: 'd/{s}'",
            "b/x/1.py -> d/x/2.py\nb/x/1.py -> d/b/2.py\nb/x/1.py -> d/q/2.py",
            [
                "b/x/1.py -> d/b/2.py: b imports d/b/2.py, which is denied",
                "b/x/1.py -> d/x/2.py: b imports d/x/2.py, which is denied",
            ],
            id="every-binding-of-a-file-counts",
        ),
    ],
)
def test_deny_refuses_what_it_lists(body: str, drawing: str, expected: list[str]) -> None:
    assert lines("dependencies", body, drawing) == expected


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param(
            "from: ui\nallow: api",
            f"{UI} -> {API}\n{UI} -> {DB}",
            [f"{UI} -> {DB}: ui imports {DB}, which is not allowed"],
            id="closed-world",
        ),
        pytest.param("from: ui\nallow: api", f"{UI} -> ui/z.py\n{API}", [], id="own-files"),
        pytest.param("from: ui\nallow: api", f"{UI} -> pypi:django\n{UI} -> std:python/os\n{API}", [], id="externals"),
        pytest.param(
            "from: service\nallow: shared",
            "services/a/x.py -> services/a/y.py\nservices/a/x.py -> services/b/y.py\nservices/a/x.py -> shared/u.py",
            ["services/a/x.py -> services/b/y.py: a imports service[b], which is not allowed"],
            id="own-instance-only",
        ),
        pytest.param("from: ui\nallow: api\nexcept: db", f"{UI} -> {DB}\n{API}", [], id="except"),
        pytest.param(
            "from: ui\nallow: api\ntransitive: true",
            f"{UI} -> {API}\n{API} -> {DB}",
            [f"{UI} -> {DB}: ui imports {DB}, which is not allowed [{UI}:1 > {API}:1 > {DB}]"],
            id="transitive-through-allowed-files",
        ),
        pytest.param(
            "from: 'services/{s}/web'\nallow: 'services/{s}/api'",
            "services/a/web/x.py -> services/a/api/y.py\nservices/a/web/x.py -> services/b/api/y.py",
            ["services/a/web/x.py -> services/b/api/y.py: a imports service[b], which is not allowed"],
            id="same-capture",
        ),
    ],
)
def test_allow_is_a_closed_world_of_internal_targets(body: str, drawing: str, expected: list[str]) -> None:
    assert lines("dependencies", body, drawing) == expected


@pytest.mark.parametrize(
    ("body", "drawing", "expected"),
    [
        pytest.param("from: ui\nrequire: api", f"{UI} -> {API}", [], id="met"),
        pytest.param(
            "from: ui\nrequire: api",
            f"{UI} -> {API}\nui/b.py\nui/c.py -> {DB}",
            ["ui/b.py: does not import api", "ui/c.py: does not import api"],
            id="per-file",
        ),
        pytest.param("from: ui\nrequire: [api, db]", f"{UI} -> {DB}\n{API}", [], id="one-of-them"),
        pytest.param(
            "from: ui\nrequire: api", f"{UI} -> {DB}\n{DB} -> {API}", [f"{UI}: does not import api"], id="direct-only"
        ),
        pytest.param("from: ui\nrequire: api\ntransitive: true", f"{UI} -> {DB}\n{DB} -> {API}", [], id="transitive"),
        pytest.param("from: ui\nrequire: api\nexcept: ui/b.py", f"{UI} -> {API}\nui/b.py", [], id="except"),
        pytest.param("from: '**'\nrequire: api/c.py", f"{UI} -> {API}", [], id="the-required-file-itself"),
        pytest.param(
            "from: 'services/{s}/web'\nrequire: 'services/{s}/auth.py'",
            "services/a/web/x.py -> services/b/auth.py\nservices/b/web/x.py -> services/b/auth.py",
            ["services/a/web/x.py: does not import services/a/auth.py"],
            id="same-capture",
        ),
        pytest.param(
            "from: ui\nrequire: api\nedges: [import, calls]",
            f"{UI} -> {DB}\n{API}",
            [f"{UI}: does not depend on api"],
            id="verb-of-other-edges",
        ),
        pytest.param("from: ui\nrequire: api", f"{API} -> ui/pkg/\n{UI} -> {API}", [], id="directories-are-no-files"),
    ],
)
def test_require_asks_every_file_for_one_of_the_targets(body: str, drawing: str, expected: list[str]) -> None:
    assert lines("dependencies", body, drawing) == expected


@pytest.mark.parametrize(
    "body", [OTHER, "from: 'services/{s}'\nallow: lib", "from: 'services/{s}'\nrequire: 'services/{s}'"]
)
def test_many_instances_are_not_compared_with_each_other(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(one: Binding, other: Binding) -> bool:
        calls.append(one)
        return compatible(one, other)

    monkeypatch.setattr(dependencies, "compatible", counted)
    count = 200
    imports = (f"services/{n}/x.py -> services/{(n + 1) % count}/x.py\nlib/{n}.py" for n in range(count))
    run("dependencies", body, "\n".join(imports))
    assert len(calls) <= 4 * count


def test_edges_drop_marks() -> None:
    drawing = f"{UI} -> {DB} type-only"
    assert len(lines("dependencies", "from: ui\ndeny: db", drawing)) == 1
    assert lines("dependencies", "from: ui\ndeny: db\nedges: [import, -type-only]", drawing) == []


@pytest.mark.parametrize(
    ("body", "found"),
    [
        pytest.param("from: ui", "none of them", id="none"),
        pytest.param("from: ui\nallow: a\ndeny: b", "allow and deny", id="two"),
        pytest.param("from: ui\nallow: a\ndeny: b\nrequire: c", "allow and deny and require", id="three"),
    ],
)
def test_exactly_one_list_is_expected(body: str, found: str) -> None:
    expected = f"one of allow, deny and require is expected, found {found} (rule r (kind dependencies))"
    assert problems("dependencies", body) == [expected]


def test_finding_tells_all_places_binding_and_identity() -> None:
    (found,) = run("dependencies", OTHER, "services/a/x.py -> services/b/y.py @7\nservices/a/x.py -> services/b/y.py")
    assert found.places == (Place("services/a/x.py", 1, 1), Place("services/a/x.py", 7, 1))
    assert found.identity == ("services/{s}", "services/a/x.py", "services/b/y.py")
    assert (found.binding, found.affects, found.chain) == ({"s": "a"}, 0, ())


def test_chain_is_the_shortest_and_its_fingerprint_the_last_edge() -> None:
    body = "from: ui\ndeny: db\ntransitive: true"
    (short,) = run("dependencies", body, f"ui/b.py -> {API} @3\n{UI} -> lib/u.py\nlib/u.py -> {API}\n{API} -> {DB} @8")
    (long,) = run("dependencies", body, f"{UI} -> lib/u.py\nlib/u.py -> {API}\n{API} -> {DB} @9")
    assert short.chain == (Link("ui/b.py", API, 3, 1), Link(API, DB, 8, 1))
    assert (short.affects, len(long.chain)) == (1, 3)
    assert identities([short]) == identities([long])


def test_missing_requirement_is_known_by_its_file() -> None:
    before = run("dependencies", "from: ui\nrequire: api", f"{API}\n{UI}")
    after = run("dependencies", "from: ui\nrequire: [api, db]", f"{API}\n{DB}\n{UI}")
    assert identities(before) == identities(after)


def test_examples_are_judged_by_the_rule() -> None:
    assert problems("dependencies", f"{OTHER}\nexamples: {{deny: [[services/a/x.py, services/b/x.py]]}}") == []
    assert problems("dependencies", f"{OTHER}\nexamples: {{allow: [[services/a/x.py, services/a/y.py]]}}") == []
    assert problems("dependencies", f"{OTHER}\nexamples: {{allow: [[services/a/x.py, services/b/x.py]]}}") == [
        "rule r denies services/a/x.py -> services/b/x.py, but the example says that it allows it;"
        " correct the rule or the example"
    ]
